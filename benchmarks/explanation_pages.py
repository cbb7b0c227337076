"""From nothing running to a first page that explains a customer: ours beside explainerdashboard's, in one run.

    python3.11 -m venv VENV && VENV/bin/pip install explainerdashboard==0.5.8 lightgbm==4.7.0
    python -m benchmarks.explanation_pages STORE OUTCOME VENV [--repeat 3]

The store is built, so the model and the data are on disk; explainerdashboard gets the same trees and the same labelled
rows as files. Counted is from the start of the server's process until a browser that is open already shows the reasons
of a customer (ours) or a drawn chart of the explanation (theirs), on the clock, and the processor seconds of the server
until then. Theirs runs three ways: from model and rows with all tabs; without interactions and single trees, its two
slowest; and from an explainer that it stored beforehand with all that it had worked out.
"""

from __future__ import annotations

import argparse
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from playwright.sync_api import Browser, Error, sync_playwright

from analytics.models.model_card import stored_model
from analytics.store.snapshots import Snapshot, current_snapshot
from tests.browser.driving import ROOT, free_port, launched

PEER = Path(__file__).with_name("explanation_pages_peer.py")
OURS_SHOWN = "text=Why, beside the average customer"
THEIRS_SHOWN = ".js-plotly-plot .main-svg"
SECONDS = 1_800
QUIET = subprocess.DEVNULL


@dataclass(frozen=True)
class Server:
    """How one of them is started, which page is asked for, and what says that it explains."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    path: str
    shown: str
    port: int


def written_down(snapshot: Snapshot, outcome: str, folder: Path) -> str:
    """Put the outcome's model and labelled rows into files; gives a customer at high risk."""
    models, files = snapshot.table("models"), snapshot.table("model_files")
    own = files[files["model_id"] == models.loc[models["outcome"] == outcome, "model_id"].iloc[0]]
    model = stored_model(dict(zip(own["part"], own["text"], strict=True)))
    labels = snapshot.table("labels")
    labels = labels[(labels["outcome"] == outcome) & labels["value"].notna()]
    known = labels.drop_duplicates("customer_id", keep="last")[["customer_id", "value"]]
    features = snapshot.table("features").merge(known, on="customer_id")
    rows = pd.DataFrame(model.design.matrix(features), columns=list(model.design.columns))
    told = rows.assign(customer_id=features["customer_id"], outcome_=features["value"].astype(int))
    told.to_csv(folder / "rows.csv", index=False)
    model.booster.save_model(str(folder / "model.txt"))
    print(f"{len(rows)} rows x {rows.shape[1]} features, {model.booster.num_trees()} trees")
    scores = snapshot.table("scores")
    return str(scores[scores["outcome"] == outcome].sort_values("probability")["customer_id"].iloc[-1])


def shown_after(browser: Browser, server: Server) -> tuple[float, float]:
    """Start a server and wait until its page explains; seconds on the clock and of the server's processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    with subprocess.Popen(
        list(server.command), cwd=ROOT, env={**os.environ, **server.environment}, stdout=QUIET, stderr=QUIET
    ) as process:
        try:
            wait_for_port(server.port, process)
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{server.port}{server.path}", timeout=SECONDS * 1000)
            page.locator(server.shown).first.wait_for(timeout=SECONDS * 1000)
            seconds = time.perf_counter() - started
            context.close()
        finally:
            process.terminate()
            process.wait(30)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server listens."""
    for _ in range(SECONDS * 20):
        if process.poll() is not None:
            raise SystemExit("The server stopped by itself.")
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)


def servers(store: Path, outcome: str, customer: str, folder: Path, venv: Path) -> list[Server]:
    """Ours and the three ways of theirs."""
    port = free_port()
    ours = Server(
        "ours",
        (sys.executable, str(ROOT / "serve.py"), "--port", str(port)),
        {"TANDEM_STORE": str(store), "TANDEM_AS": "analyst"},
        f"/customer?customer={customer}&outcome={outcome}",
        OURS_SHOWN,
        port,
    )
    found = [ours]
    for way in ("stored", "quick", "cold"):
        port = free_port()
        command = (str(venv / "bin" / "python"), str(PEER), way, str(folder), str(port))
        found.append(Server(f"explainerdashboard, {way}", command, {}, "/", THEIRS_SHOWN, port))
    return found


def main() -> None:
    """Read the call, run all, and print a row each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, kind in (("store", Path), ("outcome", str), ("venv", Path)):
        parser.add_argument(name, type=kind)
    parser.add_argument("--repeat", type=int, default=3)
    asked = parser.parse_args()
    snapshot = current_snapshot(asked.store)
    if snapshot is None:
        raise SystemExit(f"{asked.store} has no snapshot: run build.")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        customer = written_down(snapshot, asked.outcome, folder)
        subprocess.run([str(asked.venv / "bin" / "python"), str(PEER), "prepare", name, "0"], check=True)
        browser = launched(playwright)
        own = np.array([1.0, 1.0])
        for server in servers(asked.store.resolve(), asked.outcome, customer, folder, asked.venv):
            try:
                times = np.array([shown_after(browser, server) for _ in range(asked.repeat)])
            except Error as reason:
                print(f"{server.name}: nothing to see ({str(reason).splitlines()[0]})")
                continue
            middle = np.median(times, axis=0)
            own = middle if server.name == "ours" else own
            ratio = middle / own
            print(
                f"{server.name:<28} {middle[0]:7.1f} s {middle[1]:7.1f} processor s   {ratio[0]:5.1f} x clock"
                f" {ratio[1]:5.1f} x processor   load {os.getloadavg()[0]:.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
