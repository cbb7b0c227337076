"""What the server does before it answers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.pages.screen import ROOT

MOST_WALKED = 5_000
"""Objects that are walked after each rerun; a screen's modules alone are ten times as many."""

STARTED = """
import asyncio, gc, importlib, pkgutil, serve, pages.shared
async def started():
    async with serve._ready(serve.app):
        for module in pkgutil.walk_packages(pages.shared.__path__, "pages.shared."):
            importlib.import_module(module.name)
        gc.collect()
        print(len(gc.get_objects()))
asyncio.run(started())
"""


def test_what_screens_are_made_of_is_not_walked_by_the_garbage_collector_after_each_rerun(tmp_path: Path) -> None:
    surroundings = {**os.environ, "TANDEM_STORE": str(tmp_path)}
    told = subprocess.run(
        [sys.executable, "-c", STARTED], cwd=ROOT, env=surroundings, check=True, capture_output=True, text=True
    )
    assert int(told.stdout.split()[-1]) < MOST_WALKED
