"""Whether what is measured of a finding's customers now still supports what was measured when it was put up."""

from __future__ import annotations

from analytics.insights.finding_results import Result
from analytics.insights.finding_tables import title
from analytics.knowledge.evidence import Evidence, Figure
from analytics.knowledge.findings import Came


def why_unsupported(then: Evidence, now: Evidence | None, result: Result) -> str:
    """Say why a finding is no longer supported; empty where it is, or where that can't be told.

    It is not where its test says that it did not hold; where nobody can say any more whom it is about; and by its
    first figure, the one that the claim is about: where that is not known any more, where it set these customers apart
    from all (by its 90% interval) and does so no longer, or where neither of its intervals, then and now, reaches the
    other.

    Parameters
    ----------
    then, now : Evidence
        What was measured when it was put up, and what the served snapshot says; None where they can't be found.
    result : Result
        What came of it.

    Returns
    -------
    str
        Words without numbers.
    """
    if result.came is Came.DID_NOT_HOLD:
        return "Its test says that it did not hold."
    if now is None:
        return "Nobody can say any more whom it is about."
    return _by_figure(then, now) if then.figures and now != then else ""


def _by_figure(then: Evidence, now: Evidence) -> str:
    first = then.figures[0]
    named = title(first, then.outcome)
    today = next((each for each in now.figures if each.name == first.name), None)
    if today is None:
        return f"{named} is not known of these customers any more."
    if _side(first) and _side(today) != _side(first):
        return f"{named} no longer sets these customers apart from all."
    if _side(first) == 0 and _is_elsewhere(first, today):
        return f"{named} has moved by more than its intervals."
    return ""


def _side(figure: Figure) -> int:
    """1 and -1: all of the figure's interval lies above, below that of all customers; 0: neither, or not known."""
    if figure.of_all is None or figure.lower is None or figure.upper is None:
        return 0
    return int(figure.lower > figure.of_all) - int(figure.upper < figure.of_all)


def _is_elsewhere(then: Figure, now: Figure) -> bool:
    ends = then.lower, then.upper, now.lower, now.upper
    if any(each is None for each in ends):
        return False
    lower_then, upper_then, lower_now, upper_now = (float(each or 0.0) for each in ends)
    return lower_now > upper_then or upper_now < lower_then
