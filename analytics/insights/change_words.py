"""What could bring a customer's risk down, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.insights.columns import floats, texts
from analytics.insights.feature_words import as_number, feature_title
from analytics.insights.lever_words import done_words, effort_words, lead_feature, plausibility_words
from analytics.insights.outcome_words import how_likely, is_welcome
from analytics.insights.risk_words import outcome_title
from analytics.insights.wording import MISSING, YES_OR_NO, count, percent, quantity


@dataclass(frozen=True)
class Proposal:
    """One option in words.

    Attributes
    ----------
    number : int
        1 is the simplest and smallest.
    actions : tuple of str
        What would be done, a sentence a lever, with who acts and from what to what.
    before, after : float
        The model's risk (0–1) as it is and as it would be.
    effort, plausibility : str
        How far the change goes, and how near to real customers it stays.
    precedent : str or None
        How many similar customers made it by themselves; None where no earlier dates say so.
    """

    number: int
    actions: tuple[str, ...]
    before: float
    after: float
    effort: str
    plausibility: str
    precedent: str | None


def proposals(options: pd.DataFrame, currency: str) -> list[Proposal]:
    """Say a customer's options.

    Parameters
    ----------
    options : DataFrame
        Rows of `counterfactuals` of one customer and outcome.
    currency : str
        Of amounts of money.

    Returns
    -------
    list of Proposal
        In order; empty where nothing would help.
    """
    return [_proposal(int(str(number)), own, currency) for number, own in options.groupby("option", sort=True)]


def nothing_helps(searched: pd.DataFrame, outcome: str) -> str:
    """Say that nothing realistic is enough, and what comes nearest.

    Parameters
    ----------
    searched : DataFrame
        The customer's row of `counterfactual_search`.
    outcome : str
        Its name: of what is welcome, more is wanted.
    """
    up = is_welcome(outcome)
    border, lowest = floats(searched, "threshold")[0], floats(searched, "lowest_alone")[0]
    aim = f"{how_likely(outcome)} {'above' if up else 'below'} {percent(border)}"
    said = f"Nothing that somebody could realistically change would bring the {aim}."
    before = floats(searched, "probability_before")[0]
    if lowest != lowest or (lowest <= before if up else lowest >= before):
        return f"{said} No single lever {'raises' if up else 'lowers'} it."
    return f"{said} The most that one lever would do: {percent(before)} → {percent(lowest)}."


def why_not_searched(outcome: str, band: str | None, *, kind: str, can_act: bool) -> str:
    """Say why no changes were looked for.

    Parameters
    ----------
    outcome : str
        Its name.
    band : str or None
        The customer's; None where they have no risk.
    kind : str
        Of the source: ``bank``, ``table`` or ``berka``.
    can_act : bool
        Whether the catalogue names anything that somebody could change.

    Examples
    --------
    >>> why_not_searched("churn", "low", kind="bank", can_act=True)
    'The risk is low already, so nothing was looked for.'
    """
    if band is None:
        return f"There is no {how_likely(outcome)} of {outcome_title(outcome)} to change."
    if is_welcome(outcome) and band == "low" and can_act:
        return "Changes were looked for at the middle band, which is near the border; here the chance is low."
    if band == ("high" if is_welcome(outcome) else "low"):
        return f"The {how_likely(outcome)} is {band} already, so nothing was looked for."
    if can_act:
        return "Changes were looked for at the riskiest customers only; this one isn't among them."
    if kind == "table":
        return (
            "Nobody has said which columns of this table somebody could change, so nothing can be proposed. Say it when"
            " the table is loaded (on Data, or with --lever)."
        )
    return "These data have nothing that the bank or the customer could change, such as fees, offers or products."


def border_words(band: str, threshold: float, outcome: str) -> str:
    """Say what has to be reached.

    Examples
    --------
    >>> border_words("high", 0.176, "churn")
    'The aim is to leave the band “high”: a risk below 17.6%.'
    """
    if is_welcome(outcome):
        return f"The aim is the band “high”: a chance above {percent(threshold)}."
    return f"The aim is to leave the band “{band}”: a risk below {percent(threshold)}."


def changed_features(options: pd.DataFrame, currency: str) -> pd.DataFrame:
    """List all that would be otherwise: ``option``, ``what``, ``before``, ``after``, ``how`` (acted on, or follows)."""
    columns = (texts(options, name) for name in ("feature", "description", "unit", "from_value", "to_value", "role"))
    rows = [
        (
            feature_title(feature, description, unit),
            _value(before, unit, currency),
            _value(after, unit, currency),
            "acted on" if role == "acted_on" else "moves along",
        )
        for feature, description, unit, before, after, role in zip(*columns, strict=True)
    ]
    table = pd.DataFrame(rows, columns=["what", "before", "after", "how"])
    return table.assign(option=options["option"].to_numpy())[["option", "what", "before", "after", "how"]]


def _proposal(number: int, own: pd.DataFrame, currency: str) -> Proposal:
    acted = own[own["role"] == "acted_on"]
    first = own.head(1)
    similar, did = (floats(first, name)[0] for name in ("n_similar", "n_did"))
    known = similar == similar and similar > 0
    return Proposal(
        number,
        tuple(_action(str(lever), rows, currency) for lever, rows in acted.groupby("lever", sort=True)),
        floats(first, "probability_before")[0],
        floats(first, "probability_after")[0],
        effort_words(floats(first, "effort")[0]),
        plausibility_words(floats(first, "plausibility")[0]),
        f"Of {count(similar)} customers in this band on earlier dates, {count(did)} did so within about 90 days."
        if known
        else None,
    )


def _action(lever: str, rows: pd.DataFrame, currency: str) -> str:
    own = rows[rows["feature"] == lead_feature(lever, texts(rows, "feature"))]
    before, after = (texts(own, name)[0] for name in ("from_value", "to_value"))
    return done_words(lever, texts(own, "actor")[0], before, after, currency)


def _value(value: str, unit: str, currency: str) -> str:
    number = as_number(value)
    if number is None:
        return value.strip() or MISSING
    if unit == YES_OR_NO:
        return "yes" if number else "no"
    return quantity(number, currency if unit == "money" else unit)
