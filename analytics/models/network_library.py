"""The library of the recurrent network: an optional extra, and always on one thread."""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version

RECURRENT = "recurrent_network"
"""The method's name."""
LIBRARY = "jax"
SWITCH = "TANDEM_NETWORK"
"""``off`` leaves the network out although it is installed."""
_THREADS = "NPROC"


def network_version() -> str | None:
    """Say which version of the library would be used, without importing it.

    Returns
    -------
    str or None
        None where it isn't installed, or is switched off.
    """
    if _is_off():
        return None
    try:
        return version(LIBRARY)
    except PackageNotFoundError:
        return None


def why_not_tried() -> str | None:
    """Say in words why the recurrent network takes no part; None where it does."""
    if network_version() is not None:
        return None
    if _is_off():
        return f"The recurrent network wasn't tried, because {SWITCH} is off."
    return "The recurrent network wasn't tried, because it isn't installed; to try it, run make network, then build."


def _is_off() -> bool:
    return os.environ.get(SWITCH, "").strip().lower() == "off"


def make_ready() -> None:
    """Import the library, for one thread.

    With more, sums differ in their last digits, and after some epochs so do networks. How many threads there are is
    read from a variable of the environment when the library first looks for devices; its flags and the compiler's
    options changed nothing (docs/decisions/0004-network-library.md).
    """
    before = os.environ.get(_THREADS)
    os.environ[_THREADS] = "1"
    try:
        import jax

        jax.local_devices(backend="cpu")
    finally:
        if before is None:
            del os.environ[_THREADS]
        else:
            os.environ[_THREADS] = before
