"""Forks writers on a ledger and kills them at random moments; prints what was acknowledged."""

from __future__ import annotations

import os
import random
import select
import signal
import sys
import time
from pathlib import Path

from analytics.knowledge.ledger import append

_LONGEST_SECONDS = 0.15
_PATIENCE_SECONDS = 60.0


def write_on(store: Path, name: str, out: int) -> None:
    """Append until killed; write each acknowledgement down."""
    for n in range(1_000_000):
        about = f"C{n % 3}" if n % 2 else None
        entry = append(store, author=name, act="note", subject=f"note:{n}", payload={"n": n}, about=about)
        os.write(out, f"{entry.sequence} {name} {n}\n".encode())


def main(store: Path, n_kills: int) -> None:
    """Kill that many writers, one after the other, some time after each one's first acknowledgement."""
    draw = random.Random(11)
    for kill in range(n_kills):
        inside, outside = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(inside)
            write_on(store, f"w{kill}", outside)
        os.close(outside)
        select.select([inside], [], [], _PATIENCE_SECONDS)
        time.sleep(draw.uniform(0, _LONGEST_SECONDS))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(inside, "rb") as told:
            sys.stdout.write(told.read().decode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
