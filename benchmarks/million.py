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
from analytics.store.snapshots import Snapshot
from tests.browser.driving import answers, free_port
from tests.pages.made_up import made_up_facts, made_up_tables

N_MORE_FEATURES = 100

BARE_PAGE = """
import os

import pandas as pd
import plotly.express as px
import streamlit as st

st.set_page_config(layout="wide")
points = pd.read_feather(os.environ["POINTS"])
hover = {"risk": True} if "hover" in st.query_params else None
figure = px.scatter(points, x="x", y="y", color="segment", hover_data=hover, render_mode="webgl", height=560)
st.plotly_chart(figure.update_traces(marker_size=2), key="points")
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


def save_points(snapshot: Snapshot, file: Path) -> None:
    """Write what the map shows for the bare page: place, segment and risk of each customer."""
    segment = snapshot.table("membership").query("level == 3")[["customer_id", "segment_id"]]
    risk = snapshot.table("scores")[["customer_id", "probability"]]
    points = snapshot.table("map").merge(segment, on="customer_id").merge(risk, on="customer_id")
    points.rename(columns={"segment_id": "segment", "probability": "risk"}).to_feather(file)


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
