"""From how many customers on a machine would find by itself what a note says."""

from __future__ import annotations

import numpy as np

from analytics.models.machine_alone import MachineAlone
from analytics.models.note_evidence import effect_beside


def found_alone_from(machine: MachineAlone, margin: np.ndarray, in_note: np.ndarray) -> int | None:
    """Estimate from how many customers on the machine would find a note without being told.

    What the note adds beside machines that learned from about a quarter, a half and all of the explore customers is
    laid on a power of their number. The estimate is where a tenth of the first effect would be left: a rough one.

    Parameters
    ----------
    machine : MachineAlone
        With the smaller machines.
    margin : ndarray
        Of the machine that learned from all explore customers.
    in_note : ndarray of float
        1 where the note covers the row.

    Returns
    -------
    int or None
        Customers to learn from; None where the effect does not shrink by more than its error, or only beyond a
        thousand times the customers here: then it is not within these columns.
    """
    curve = [(n, *effect_beside(machine, each, in_note)) for n, each in sorted(machine.smaller.items())]
    curve.append((machine.n_explore, *effect_beside(machine, margin, in_note)))
    counts, effects, errors = (np.array(column, dtype=float) for column in zip(*curve, strict=True))
    if abs(effects[-1]) < 2 * errors[-1] / 10:
        return int(counts[-1])
    fall = abs(effects[0]) - abs(effects[-1])
    if fall <= errors[-1] or (np.sign(effects) != np.sign(effects[0])).any():
        return None
    slope = float(np.polyfit(np.log(counts), np.log(np.abs(effects)), 1)[0])
    reached = counts[0] * 10 ** (-1 / slope) if slope < 0 else np.inf
    return int(max(reached, counts[-1])) if reached < 1000 * counts[-1] else None
