"""What could bring a customer's risk down, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.insights.columns import floats, texts
from analytics.insights.feature_words import as_number, feature_title
from analytics.insights.wording import MISSING, YES_OR_NO, count, percent, quantity

USUAL, UNUSUAL = 0.5, 0.2
SMALL, LARGE = 0.1, 0.3
_OPEN, _MORE_BY = "open ", "more by "


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


def lead_feature(lever: str, features: list[str]) -> str:
    """Name the feature that a lever is about, among those that it acts on.

    Examples
    --------
    >>> lead_feature("fees", ["fees_paid_365d", "fees_paid_90d"])
    'fees_paid_90d'
    """
    known = {"fees": "fees_paid_90d", "overdrawn": "overdrawn_days_90d", "offer": "offers_n_90d"}
    known["own acts"] = "n_own_acts_90d"
    item = lever.removeprefix(_OPEN).removeprefix(_MORE_BY).replace(" ", "_")
    wanted = known.get(lever) or (f"holds_{item}" if lever.startswith(_OPEN) else f"{item}_channel_share_90d")
    return wanted if wanted in features else features[0]


def action_words(lever: str, actor: str, before: float, after: float, currency: str) -> str:
    """Say what would be done, by whom, from what to what.

    Parameters
    ----------
    lever : str
        Its name.
    actor : str
        ``bank`` or ``customer``.
    before, after : float
        The feature that the lever is about.
    currency : str
        Of amounts of money.

    Examples
    --------
    >>> action_words("fees", "bank", 40.0, 20.0, "EUR")
    'The bank charges less: 40 EUR → 20 EUR of fees in 90 days.'
    >>> action_words("open savings", "bank", 0.0, 1.0, "EUR")
    'The bank opens savings, which the customer does not hold.'
    >>> action_words("more by mobile", "customer", 0.1, 0.2, "EUR")
    'The customer does more by mobile: 10.0% → 20.0% of own acts in 90 days.'
    """
    who = f"The {actor}"
    if lever == "fees":
        return f"{who} charges less: {quantity(before, currency)} → {quantity(after, currency)} of fees in 90 days."
    if lever == "overdrawn":
        return f"{who} helps to stay above zero: {count(before)} → {count(after)} days below zero in 90 days."
    if lever == "offer":
        return f"{who} makes one more offer: {count(before)} → {count(after)} in 90 days."
    if lever.startswith(_OPEN):
        return f"{who} opens {lever.removeprefix(_OPEN)}, which the customer does not hold."
    if lever == "own acts":
        return f"{who} uses the account more: {count(before)} → {count(after)} own acts in 90 days."
    how = lever.removeprefix(_MORE_BY)
    return f"{who} does more by {how}: {percent(before)} → {percent(after)} of own acts in 90 days."


def lever_title(lever: str) -> str:
    """Name a lever in a few words.

    Examples
    --------
    >>> lever_title("fees"), lever_title("open savings")
    ('Lower fees', 'Open savings')
    """
    known = {
        "fees": "Lower fees",
        "overdrawn": "Fewer days below zero",
        "offer": "One more offer",
        "own acts": "Use the account more",
    }
    return known.get(lever, lever[:1].upper() + lever[1:])


def value_after_words(lever: str, value: float, currency: str) -> str:
    """Say a value of the feature that a lever is about, for a slider.

    Examples
    --------
    >>> value_after_words("fees", 20.0, "EUR"), value_after_words("open savings", 0.0, "EUR")
    ('20 EUR in 90 days', 'not held')
    """
    if lever == "fees":
        return f"{quantity(value, currency)} in 90 days"
    if lever.startswith(_OPEN):
        return "held" if value else "not held"
    if lever.startswith(_MORE_BY):
        return f"{percent(value)} of own acts"
    what = {"overdrawn": "days", "offer": "offers", "own acts": "own acts"}[lever]
    return f"{count(value)} {what} in 90 days"


def effort_words(effort: float) -> str:
    """Say how far a change takes a customer.

    Examples
    --------
    >>> effort_words(0.33)
    'large (past 33% of all customers)'
    """
    size = "small" if effort < SMALL else "large" if effort >= LARGE else "moderate"
    return f"{size} (past {percent(min(effort, 1.0), decimals=0)} of all customers)"


def plausibility_words(plausibility: float) -> str:
    """Say how near a changed customer is to real ones.

    Examples
    --------
    >>> plausibility_words(0.1)
    'unusual (10% of real customers are as far from the next one)'
    """
    how = "usual" if plausibility >= USUAL else "unusual" if plausibility < UNUSUAL else "rather unusual"
    return f"{how} ({percent(plausibility, decimals=0)} of real customers are as far from the next one)"


def nothing_helps(searched: pd.DataFrame) -> str:
    """Say that nothing realistic is enough, and what comes nearest.

    Parameters
    ----------
    searched : DataFrame
        The customer's row of `counterfactual_search`.
    """
    border, lowest = floats(searched, "threshold")[0], floats(searched, "lowest_alone")[0]
    said = f"Nothing that somebody could realistically change would bring the risk below {percent(border)}."
    before = floats(searched, "probability_before")[0]
    if lowest != lowest or lowest >= before:
        return f"{said} No single lever lowers it."
    return f"{said} The most that one lever would do: {percent(before)} → {percent(lowest)}."


def border_words(band: str, threshold: float) -> str:
    """Say what has to be reached.

    Examples
    --------
    >>> border_words("high", 0.176)
    'The aim is to leave the band “high”: a risk below 17.6%.'
    """
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
    before, after = (as_number(texts(own, name)[0]) or 0.0 for name in ("from_value", "to_value"))
    return action_words(lever, texts(own, "actor")[0], before, after, currency)


def _value(value: str, unit: str, currency: str) -> str:
    number = as_number(value)
    if number is None:
        return MISSING
    if unit == YES_OR_NO:
        return "yes" if number else "no"
    return quantity(number, currency if unit == "money" else unit)
