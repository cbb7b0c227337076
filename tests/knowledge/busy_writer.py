"""Changes segments as fast as it can, each time from the state that it saw last; prints what it did as JSON."""

from __future__ import annotations

import json
import random
import sys
import threading
import time
from pathlib import Path

from analytics.knowledge.conflict import ConflictError
from analytics.knowledge.ledger import append, head_sequence

N_SEGMENTS = 15


def edit(store: Path, name: str, n_edits: int, told: list[dict[str, object]]) -> None:
    """Make edits; each is kept, or refused with what others did to the same segment since."""
    draw = random.Random(name)
    for n in range(n_edits):
        seen = head_sequence(store)
        time.sleep(draw.uniform(0, 0.002))  # looks at it
        segment = f"segment:{draw.randrange(N_SEGMENTS)}"
        began = time.perf_counter()
        done: dict[str, object] = {"author": name, "n": n, "kept": None, "conflicts": []}
        try:
            payload = {"n": n, "seen": seen}
            entry = append(
                store, author=name, act="rename", subject=segment, payload=payload, touches=[segment], seen=seen
            )
            done["kept"] = entry.sequence
        except ConflictError as refused:
            done["conflicts"] = [(entry.sequence, entry.subject == segment) for entry in refused.entries]
        done["seconds"] = time.perf_counter() - began
        told.append(done)


def main(store: Path, first: int, n_writers: int, n_edits: int) -> None:
    """Run some of the writers, a thread each."""
    told: list[dict[str, object]] = []
    threads = [
        threading.Thread(target=edit, args=(store, f"w{number}", n_edits, told))
        for number in range(first, first + n_writers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
