"""A lever, its steps, its effort and how near to real customers it stays, in plain words."""

from __future__ import annotations

from analytics.insights.feature_words import as_number, column_title
from analytics.insights.wording import MISSING, count, percent, quantity
from analytics.number_marks import written

USUAL, UNUSUAL = 0.5, 0.2
SMALL, LARGE = 0.1, 0.3
_OPEN, _MORE_BY = "open ", "more by "
COLUMN = "change "
"""How the name of a lever begins that is a column of a customer table."""


def lead_feature(lever: str, features: list[str]) -> str:
    """Name the feature that a lever is about, among those that it acts on.

    Examples
    --------
    >>> lead_feature("fees", ["fees_paid_365d", "fees_paid_90d"])
    'fees_paid_90d'
    """
    if lever.startswith(COLUMN):
        return lever.removeprefix(COLUMN)
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


def done_words(lever: str, actor: str, before: str, after: str, currency: str) -> str:
    """Say what would be done, as `action_words`, of values as they are published.

    Examples
    --------
    >>> done_words("change Contract", "customer", "Month-to-month", "Two year", "EUR")
    'The customer changes Contract: Month-to-month → Two year.'
    """
    if lever.startswith(COLUMN):
        was, then = (said_value(lever, value, currency) for value in (before, after))
        return f"The {actor} changes {lever_title(lever)}: {was} → {then}."
    return action_words(lever, actor, as_number(before) or 0.0, as_number(after) or 0.0, currency)


def said_value(lever: str, value: str, currency: str) -> str:
    """Say a value, as it is published, of the feature that a lever is about.

    Examples
    --------
    >>> said_value("fees", "20", "EUR"), said_value("change Contract", "Two year", "EUR")
    ('20 EUR in 90 days', 'Two year')
    """
    number = as_number(value)
    if not lever.startswith(COLUMN):
        return value_after_words(lever, number or 0.0, currency)
    return value.strip() or MISSING if number is None else quantity(number)


def lever_title(lever: str) -> str:
    """Name a lever in a few words.

    Examples
    --------
    >>> lever_title("fees"), lever_title("open savings"), lever_title("change Total_Trans_Ct")
    ('Lower fees', 'Open savings', 'Total Trans Ct')
    """
    if lever.startswith(COLUMN):
        return column_title(lever.removeprefix(COLUMN))
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
    if lever.startswith(COLUMN):
        return quantity(value)
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
    >>> effort_words(1.2)
    'large (two long ways, past 120% of all customers together)'
    """
    size = "small" if effort < SMALL else "large" if effort >= LARGE else "moderate"
    if effort > 1:
        return f"{size} (two long ways, past {written(effort * 100, '.0f')}% of all customers together)"
    return f"{size} (past {percent(effort, decimals=0)} of all customers)"


def plausibility_words(plausibility: float) -> str:
    """Say how near a changed customer is to real ones.

    Examples
    --------
    >>> plausibility_words(0.1)
    'unusual (10% of real customers are as far from the next one)'
    """
    how = "usual" if plausibility >= USUAL else "unusual" if plausibility < UNUSUAL else "rather unusual"
    return f"{how} ({percent(plausibility, decimals=0)} of real customers are as far from the next one)"
