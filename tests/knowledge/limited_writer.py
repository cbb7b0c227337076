"""Appends while files may not grow beyond a limit, which is drawn anew each time; prints how it went as JSON."""

from __future__ import annotations

import json
import random
import resource
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from analytics.errors import LedgerPausedError
from analytics.knowledge.checks import ledger_problems
from analytics.knowledge.ledger import append, entries
from analytics.knowledge.place import FILE, is_shared
from analytics.knowledge.saving import saving_state

_ABOVE_BYTES = 20_000
_ANCHOR_BYTES = 200


def try_with_limit(store: Path, limit: int, n: int) -> str:
    """Append once within the limit and once without; say how the first went."""
    before = entries(store)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        append(store, author="anna", act="note", subject=f"note:{n}", payload={"n": n, "body": "x" * 3000})
        went = "kept"
    except LedgerPausedError as reason:
        went = "paused"
        if not saving_state(store).is_paused or "Saving is paused" not in str(reason):
            went = "paused without a word"
    during = entries(store)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    if during[: len(before)] != before or (went == "kept" and len(during) != len(before) + 1):
        return "lost"
    append(store, author="anna", act="note", subject=f"after:{n}", payload={})
    return "stays paused" if saving_state(store).is_paused else went


def seconds_to_resume(store: Path) -> float:
    """Pause saving once, give the room back, and wait for the banner to go without another act."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, resource.RLIM_INFINITY))
    with suppress(LedgerPausedError):
        append(store, author="anna", act="note", subject="note:last", payload={})
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    began = time.monotonic()
    while saving_state(store).is_paused:
        time.sleep(0.05)
    return time.monotonic() - began


def main(store: Path, n_limits: int) -> None:
    """Try that many limits: around the end of the log, every third within the anchor."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    draw = random.Random(5)
    append(store, author="anna", act="note", subject="note:first", payload={})
    went = []
    for n in range(n_limits):
        least, most = 0, _ANCHOR_BYTES
        if n % 3 and not is_shared():
            # The log grows, so that limits near its end stop each write of an act, and some none.
            least = (store / f"{FILE}-wal").stat().st_size
            most = least + _ABOVE_BYTES
        went.append(try_with_limit(store, draw.randrange(least, most), n))
    told = {"went": went, "seconds_to_resume": seconds_to_resume(store), "problems": ledger_problems(store)}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
