"""What the server does before it answers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.pages.screen import ROOT

MOST_COME_UP = 20_000
MOST_WALKED = 5_000
"""Objects that are walked after each rerun; a screen's modules alone are ten times as many."""

STARTED = """
import asyncio, gc, importlib, pkgutil, sys, weakref, serve, pages.shared
class Cycle:
    pass
def cycle():
    made = Cycle()
    made.itself = made
    return made
async def started():
    serve.SECONDS_BETWEEN_ROUNDS = 0.2
    gone = cycle()
    is_there = weakref.ref(gone)
    async with serve._ready(serve.app):
        del gone  # while it is kept out of the rounds
        for module in pkgutil.walk_packages(pages.shared.__path__, "pages.shared."):
            importlib.import_module(module.name)
        gc.collect()
        print(len(gc.get_objects()))
        kept = [[] for _ in range(serve.MOST_IN_ROUNDS + 1)]
        gc.collect()
        print(len(gc.get_objects()), is_there() is not None)
        async with asyncio.timeout(60):
            while is_there() is not None or len(gc.get_objects()) >= int(sys.argv[1]):
                await asyncio.sleep(0.1)
        print(len(gc.get_objects()), is_there() is not None)
asyncio.run(started())
"""


def test_what_lasts_is_not_walked_by_the_garbage_collector_after_each_rerun(tmp_path: Path) -> None:
    surroundings = {**os.environ, "TANDEM_STORE": str(tmp_path)}
    told = subprocess.run(
        [sys.executable, "-c", STARTED, str(MOST_WALKED)],
        cwd=ROOT,
        env=surroundings,
        check=True,
        capture_output=True,
        text=True,
    )
    ready, *counted = told.stdout.splitlines()
    at_start, (grown, was_there), (after, is_there) = (line.split() for line in counted)
    assert ready.startswith("Ready: http://127.0.0.1:")
    assert int(at_start[0]) < MOST_WALKED, "the screens' modules are not walked"
    assert int(grown) > MOST_COME_UP, "what came up since is"
    assert was_there == "True"
    assert int(after) < MOST_WALKED, "until it is put aside too"
    assert is_there == "False", "and what died meanwhile is gone"
