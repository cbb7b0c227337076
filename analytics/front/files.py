"""How many files may be open."""

from __future__ import annotations

import contextlib
import resource

MOST_FILES = 16_384


def allow_many_files() -> None:
    """Raise the number of files that may be open to what the system allows.

    Streamlit needs four for each person who is connected, and three for each of the last 128 who left: with the usual
    1,024 the 156th could not come in. The front needs two for each.
    """
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    # macOS allows no more than it has, whatever it says.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (MOST_FILES if most < 0 else min(most, MOST_FILES), most))
