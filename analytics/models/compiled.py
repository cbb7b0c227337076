"""Loops that are compiled, once a machine where that can be kept and once a process where it can't."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from numba import njit
from numba.core.registry import CPUDispatcher

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


def keep_compiled(package: str) -> None:
    """Keep what an imported library compiles, as `compiled` does, for the processes that come after this one.

    Parameters
    ----------
    package : str
        The library's name. All of its modules that are imported by now are looked through.

    Notes
    -----
    UMAP compiles its loops anew in every process, which takes it longer than laying out some thousand customers. What
    is compiled stays the same.
    """
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] != package:
            continue
        for function in list(vars(module).values()):
            if isinstance(function, CPUDispatcher) and function.py_func.__module__ == name:
                try:
                    function.enable_caching()
                except RuntimeError:  # no folder to write to
                    return
