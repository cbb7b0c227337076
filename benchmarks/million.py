"""A made-up store of a million customers, and a bare page with the same points through `st.plotly_chart`."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd

from analytics.store.publish import publish_tables
from tests.browser.driving import answers, free_port
from tests.pages.made_up import FAMILIES, made_up_facts, made_up_tables

N_MORE_FEATURES = 100

BARE_PAGE = """
import os

import numpy as np
import plotly.graph_objects as go
import streamlit as st

st.set_page_config(layout="wide")
points = np.load(os.environ["POINTS"])
figure = go.Figure()
for family in np.unique(points["family"]):
    is_it = points["family"] == family
    x, y = points["x"][is_it], points["y"][is_it]
    figure.add_trace(go.Scattergl(x=x, y=y, mode="markers", marker={"size": 2}, name=str(family)))
figure.update_layout(height=560, dragmode="pan")
st.plotly_chart(figure, key="points")
"""


def publish_million(store: Path, n: int) -> None:
    """Publish a snapshot of `n` customers in 15 segments with 105 features."""
    random = np.random.default_rng(3)
    tables = made_up_tables(n)
    del tables["attributions"]
    more = pd.DataFrame({f"made_up_{place:03d}": _column(random, n, place) for place in range(N_MORE_FEATURES)})
    tables["features"] = pd.concat([tables["features"], more], axis=1)
    tables["features"]["main_channel"] = random.choice(["app", "branch", "web"], n)
    described = pd.DataFrame({"feature": more.columns, "group": "made up", "unit": "acts", "actionable": 0})
    described["description"] = [f"A made-up count, number {place}" for place in range(N_MORE_FEATURES)]
    tables["feature_catalog"] = pd.concat([tables["feature_catalog"], described], ignore_index=True)
    publish_tables(store, tables, made_up_facts())


def save_points(store_tables: pd.DataFrame, file: Path) -> None:
    """Write the map's points for the bare page."""
    family = np.arctan2(store_tables["y"], store_tables["x"])
    names = np.array(FAMILIES)[np.round(family / (2 * np.pi / 5)).astype(int) % 5]
    np.savez(file, x=store_tables["x"], y=store_tables["y"], family=names)


@contextmanager
def bare_server(folder: Path, points: Path) -> Iterator[str]:
    """Serve the bare page on a free port, without a content security policy: WebGL traces need `unsafe-eval`."""
    script = folder / "bare_page.py"
    script.write_text(BARE_PAGE, encoding="utf-8")
    port = free_port()
    options = {"port": port, "address": "127.0.0.1", "headless": "true", "fileWatcherType": "none"}
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--browser.gatherUsageStats=false"]
    command += [f"--server.{name}={value}" for name, value in options.items()]
    environment = {**os.environ, "POINTS": str(points)}
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            while not answers(port):
                time.sleep(0.25)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(10)


def _column(random: np.random.Generator, n: int, place: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    values = random.gamma(2, 3, n).round(2)
    if place % 6 == 0:
        values[random.random(n) < 0.1] = np.nan
    return values
