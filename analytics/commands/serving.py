"""`serve`: the dashboard on a store, for this machine only."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from analytics.access.settings import AS_VARIABLE, settings_in
from analytics.commands.terminal import DEFAULT, StoreOption, say
from analytics.errors import InputError
from analytics.fiscal_months import FISCAL_VARIABLE, first_month
from analytics.knowledge.people import person_called
from analytics.knowledge.reading import knowledge
from analytics.number_marks import LOCALE_VARIABLE, marks_of
from analytics.store.connection import WAREHOUSE_FILE
from analytics.store.shelf import current_id

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8501,
    demo: Annotated[bool, typer.Option("--demo", help="Fill an empty store with the demo bank meanwhile.")] = False,
    processes: Annotated[int, typer.Option(min=1, max=64, help="How many work at once, one a processor.")] = 1,
    straight_in: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Sign in as this profile without asking; for a demo.")
    ] = None,
    store: StoreOption = DEFAULT,
) -> None:
    """Start the dashboard on the store."""
    marks_of(os.environ.get(LOCALE_VARIABLE, ""))
    first_month(os.environ.get(FISCAL_VARIABLE, ""))
    _refuse_taken(port)
    folder = store.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"TANDEM_STORE": str(folder)} | ({AS_VARIABLE: straight_in} if straight_in else {})
    settings_in(environment)
    if straight_in:
        person_called(knowledge(folder).people, straight_in)
    is_empty = current_id(folder) is None and not (folder / WAREHOUSE_FILE).exists()
    if demo and is_empty:
        # In the same group of processes, so that whoever stops the server by hand stops this too.
        subprocess.Popen([sys.executable, "-m", "analytics", "first-start", "--store", str(folder)], cwd=ROOT)
        say("The store is empty: the demo bank is being made and built meanwhile. The page says how far it is.")
    say(f"Serving {store} on http://localhost:{port} (this machine only). Stop with Ctrl+C.")
    command = [str(ROOT / "serve.py")]
    if processes > 1:
        command = ["-m", "analytics.front", "--processes", str(processes)]
        environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    os.execve(sys.executable, [sys.executable, *command, "--port", str(port)], environment)  # noqa: S606


def _refuse_taken(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as reason:
            raise InputError(f"Port {port} can't be used ({reason.strerror}). Choose another with --port.") from None
