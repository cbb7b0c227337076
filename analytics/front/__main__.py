"""The front as a program, on the store that TANDEM_STORE names.

Run: python -m analytics.front --port 8501 --processes 2
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Iterable

from analytics.front.door import Door
from analytics.front.files import allow_many_files
from analytics.front.places import Places
from analytics.front.servers import NeverUpError, keep_up


async def serve(port: int, n: int) -> int:
    """Serve until stopped; gives the status to end with."""
    # Cookies are shared by all ports of a machine, so another dashboard's must have another name.
    places, cookie = Places(n), f"tandem_place_{port}"
    until_stopped = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, until_stopped.set)
    door = await Door(places, cookie).open(port)
    servers = [asyncio.create_task(keep_up(place, cookie)) for place in places.all]
    stop = asyncio.create_task(until_stopped.wait())
    try:
        done, _ = await asyncio.wait([stop, *servers], return_when=asyncio.FIRST_COMPLETED)
        return _status(done - {stop})
    finally:
        door.close()
        for each in (stop, *servers):
            each.cancel()
        await asyncio.gather(stop, *servers, return_exceptions=True)


def _status(ended: Iterable[asyncio.Task[object]]) -> int:
    for each in ended:
        reason = each.exception()
        if isinstance(reason, NeverUpError):
            return reason.status or 1
        if reason is not None:
            raise reason
    return 0


def main() -> None:
    """Read the options, and serve."""
    parser = argparse.ArgumentParser(description="Serve the dashboard by several processes.")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    allow_many_files()
    sys.exit(asyncio.run(serve(options.port, options.processes)))


if __name__ == "__main__":
    main()
