"""Loops that are compiled, once a machine where that can be kept and once a process where it can't."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from numba import njit

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def compiled(function: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Compile a function of numbers and arrays with numba; it lets other threads run.

    Parameters
    ----------
    function : callable
        Loops over arrays.

    Returns
    -------
    callable
        The same, compiled on its first call. What was compiled is kept beside the file or in the user's cache; where
        neither can be written (an installation that is read-only, a user without a home) each process compiles anew.
        What is kept is renewed when the function's own file changes, not when one that it calls in another file does.
    """
    try:
        kept: Callable[Given, Answer] = njit(cache=True, nogil=True)(function)
    except RuntimeError:  # numba's answer where it finds no folder to write to
        return _compiled_anew(function)
    return kept


def _compiled_anew(function: Callable[Given, Answer]) -> Callable[Given, Answer]:
    anew: Callable[Given, Answer] = njit(nogil=True)(function)
    return anew
