"""How small a p value must be, when one note after another is tested on the same customers."""

from __future__ import annotations

from collections.abc import Sequence

from scipy.special import zeta

ERROR_RATE = 0.05
"""Of the notes that are adopted, the share that may be false, in the long run."""

START = ERROR_RATE / 2
"""What may be spent before anything was adopted: the chance that a world without a true note adopts one."""

LEAST_LEVEL = 1e-5
"""Below this a test can't tell anything in practice; the note waits until something is adopted or outcomes are new."""

_DECAY = 1.2
_TOTAL = float(zeta(_DECAY))


def next_level(adopted: Sequence[bool]) -> float:
    """Give the level of the next test: LORD++ with a decay of j to the power of minus 1.2.

    While nothing was adopted the levels add up to at most `START`, however many notes are tested, whatever they have
    in common, and though each may be chosen after hearing that all before were refused: the chance of adopting
    anything in a world in which no note is true is at most 2.5 %. Each adoption pays in 5 % (the first 2.5 %) for the
    tests after it; then, with independent p values, at most 5 % of the adopted notes are false on average.

    Parameters
    ----------
    adopted : sequence of bool
        The outcome of every test so far, oldest first: True where the test supported the note.

    Returns
    -------
    float
        The level (0–1) that the next p value must not exceed.

    References
    ----------
    A. Ramdas, F. Yang, M. Wainwright and M. Jordan, "Online control of the false discovery rate with decaying memory",
    2017.

    Examples
    --------
    >>> round(next_level([]), 5), round(next_level([False] * 9), 5), round(next_level([True]), 5)
    (0.00447, 0.00028, 0.00642)
    """
    now = len(adopted) + 1
    paid = [place for place, was in enumerate(adopted, start=1) if was]
    level = START * _share(now)
    if paid:
        level += (ERROR_RATE - START) * _share(now - paid[0])
    return level + ERROR_RATE * sum(_share(now - place) for place in paid[1:])


def _share(place: int) -> float:
    return float(place**-_DECAY) / _TOTAL
