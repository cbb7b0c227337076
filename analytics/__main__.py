"""The command line: ``python -m analytics COMMAND``."""

from __future__ import annotations

import logging
import secrets
import signal
import sys
import tempfile
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from types import TracebackType

import typer
from typer.exceptions import TyperException

from analytics.commands.acting import act, user
from analytics.commands.building import build
from analytics.commands.checking import status, verify
from analytics.commands.explaining import explain
from analytics.commands.first_start import first_start
from analytics.commands.keeping import backup, erase, restore, snapshots
from analytics.commands.load_and_build import load_and_build
from analytics.commands.reporting import report
from analytics.commands.serving import serve
from analytics.commands.sources import demo, ingest
from analytics.commands.tables import export
from analytics.errors import TandemError
from analytics.settings import DEFAULT_STORE
from analytics.sources.quality import printable
from analytics.store.stopping import stop_on_signals, stop_signal

INTERRUPTED = 130

app = typer.Typer(
    name="analytics",
    help="Tandem: a bank's people and its models work out together how customers behave.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
_COMMANDS = (
    demo,
    ingest,
    build,
    export,
    explain,
    report,
    user,
    act,
    status,
    verify,
    snapshots,
    backup,
    restore,
    erase,
    serve,
)
for _command in _COMMANDS:
    app.command(_command.__name__)(_command)
app.command("first-start", hidden=True)(first_start)
app.command("load-and-build", hidden=True)(load_and_build)


def run(arguments: Sequence[str]) -> int:
    """Run one command.

    Parameters
    ----------
    arguments : sequence of str
        What follows ``python -m analytics``.

    Returns
    -------
    int
        0 on success, 1 where the work failed, 2 where the call or its input is wrong, 130 where a
        person interrupted it. A failure is one message on standard error.
    """
    if not arguments:
        return _fail("Name a command. Try --help.", 2)
    try:
        ended = app(args=list(arguments), prog_name="python -m analytics", standalone_mode=False)
    except TyperException as wrong:
        return _fail(f"{wrong.format_message()} Try --help.", 2)
    except TandemError as reason:
        return _fail(str(reason), reason.exit_status)
    except KeyboardInterrupt:
        return _stopped()
    except OSError as reason:
        named = f"{reason.filename}: " if reason.filename else ""
        return _fail(f"{named}{reason.strerror or reason}. What was there before is as it was.", 1)
    except RuntimeError:
        if stop_signal() is None:
            raise
        return _stopped()
    if ended == INTERRUPTED:
        return _stopped()
    return int(ended or 0)


def write_reference(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None, *, folder: Path
) -> str:
    """Write an unforeseen error down where its details can be looked up, and say one line.

    Parameters
    ----------
    kind : type
        The exception's class.
    error : BaseException
        The exception.
    trace : TracebackType or None
        Where it came from.
    folder : Path
        The folder for the file, made if it can be; else the system's folder for temporary files.

    Returns
    -------
    str
        The reference number, which is the file's name.
    """
    reference = f"{datetime.now(UTC):%Y%m%d}-{secrets.token_hex(3)}"
    text = "".join(traceback.format_exception(kind, error, trace))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{reference}.log"
        file.write_text(text, encoding="utf-8")
    except OSError:
        file = Path(tempfile.gettempdir()) / f"tandem-{reference}.log"
        file.write_text(text, encoding="utf-8")
    _fail(f"Something unforeseen went wrong; what was published before is safe. Reference {reference}, see {file}.", 1)
    return reference


def main() -> None:
    """Run the command that the process was started with, and end the process with its status."""
    logging.captureWarnings(capture=True)
    stop_on_signals()
    arguments = sys.argv[1:]
    folder = _store_among(arguments) / "logs"

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        write_reference(kind, error, trace, folder=folder)

    try:
        status = run(arguments)
    finally:
        sys.excepthook = hook  # here, since Typer puts a hook of its own in place while it runs
    sys.exit(status)


def _store_among(arguments: Sequence[str]) -> Path:
    for before, after in pairwise([*arguments, ""]):
        if before == "--store" and after:
            return Path(after)
        if before.startswith("--store="):
            return Path(before.removeprefix("--store="))
    return DEFAULT_STORE


def _stopped() -> int:
    is_terminated = stop_signal() == signal.SIGTERM
    return _fail("Stopped. What was published before is as it was.", 1 if is_terminated else INTERRUPTED)


def _fail(message: str, status: int) -> int:
    # One line, and nothing in it that a terminal would obey: it may quote a file's header.
    sys.stderr.write(f"{printable(' '.join(message.splitlines()))}\n")
    return status


if __name__ == "__main__":
    main()
