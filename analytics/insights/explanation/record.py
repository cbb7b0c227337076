"""All that is known of one customer's risk of one outcome: what every reader's text is made of, and nothing else is."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.insights.agreement_words import Agreed
from analytics.insights.explanation.model_facts import Group, Held, Labels, Measure, Origin
from analytics.insights.feature_words import value_words
from analytics.insights.lever_words import lead_feature
from analytics.insights.reasons import SMALL

MOST_REASONS = 3


@dataclass(frozen=True)
class Risk:
    """The published score.

    Attributes
    ----------
    probability, lower, upper : float
        The calibrated risk (0–1) and its 90 % interval.
    band : str
        ``low``, ``medium`` or ``high``.
    prediction_set : str
        What can't be ruled out; empty in snapshots that have none.
    split : str
        The part that the customer had when the model was made.
    average : float
        The mean risk of all customers; NaN where it is not known.
    """

    probability: float
    lower: float
    upper: float
    band: str
    prediction_set: str
    split: str
    average: float

    @property
    def of_hundred(self) -> int:
        """How many of a hundred customers like this one."""
        return round(self.probability * 100)


@dataclass(frozen=True)
class Within:
    """The risk (0–1) within so many days, with its 90 % interval, beside the days of the risk itself."""

    days: int
    probability: float
    lower: float
    upper: float

    @property
    def of_hundred(self) -> int:
        """How many of a hundred customers like this one."""
        return round(self.probability * 100)


@dataclass(frozen=True)
class Push:
    """What one feature adds to the risk or takes from it.

    Attributes
    ----------
    feature, title, plain_title : str
        Its name in the data, in the analyst's words, and in words that need no training.
    value, unit : str
        As published: text, numbers in their shortest exact form, empty where missing; and from the catalogue.
    contribution : float
        Log-odds, before calibration; above 0 raises the risk.
    names_protected : bool
        Whether its title names a protected attribute; such a push is listed, but never told as a reason.
    """

    feature: str
    title: str
    plain_title: str
    value: str
    unit: str
    contribution: float
    names_protected: bool

    @property
    def raises(self) -> bool:
        """Whether it raises the risk."""
        return self.contribution > 0

    @property
    def said(self) -> str:
        """The feature with the customer's value, in the analyst's words."""
        return value_words(self.title, self.value, self.unit)


@dataclass(frozen=True)
class Move:
    """One feature that an option changes: from and to what, by which lever, in whose hands."""

    feature: str
    title: str
    unit: str
    lever: str
    role: str
    actor: str
    before: str
    after: str


@dataclass(frozen=True)
class Choice:
    """One option of the counterfactuals: what would be otherwise, and the risk (0–1) then."""

    number: int
    moves: tuple[Move, ...]
    before: float
    after: float
    threshold: float
    effort: float
    plausibility: float
    n_similar: int | None
    n_did: int | None

    @property
    def leads(self) -> tuple[Move, ...]:
        """The move that each lever is about, by the lever's name."""
        acted = [move for move in self.moves if move.role == "acted_on"]
        levers = {move.lever: [each.feature for each in acted if each.lever == move.lever] for move in acted}
        wanted = {lever: lead_feature(lever, features) for lever, features in levers.items()}
        return tuple(sorted((one for one in acted if one.feature == wanted[one.lever]), key=lambda one: one.lever))

    @property
    def after_of_hundred(self) -> int:
        """The risk then, as so many of a hundred customers."""
        return round(self.after * 100)


@dataclass(frozen=True)
class Search:
    """What was looked for: a risk below the threshold; and the lowest that one lever alone gives, if any lowers it."""

    threshold: float
    before: float
    lowest: float | None


@dataclass(frozen=True)
class Explanation:
    """The record.

    Attributes
    ----------
    customer_id, outcome, as_of, currency : str
        Whose, of what, at the end of which day (ISO), and the currency of amounts.
    protected : tuple of str
        Attributes that no model sees.
    why_no_risk : str
        Why `risk` is None; empty where it is not.
    base : float
        The average customer's log-odds.
    pushes : tuple of Push
        Every feature's, the largest first.
    choices : tuple of Choice
        Options in order.
    search : Search or None
        None where nothing was looked for; then `why_no_search` says why.
    doubted : tuple of str
        Features that look as if they were written after the outcome.
    horizons : tuple of Within
        The risk sooner and later; empty where it is not known when the outcome comes.
    agreed : Agreed or None
        How far a second method finds the same reasons, over a sample of customers; None where it was not asked.
    """

    customer_id: str
    outcome: str
    as_of: str
    currency: str
    protected: tuple[str, ...]
    risk: Risk | None
    why_no_risk: str
    base: float
    pushes: tuple[Push, ...]
    choices: tuple[Choice, ...]
    search: Search | None
    why_no_search: str
    origin: Origin | None
    labels: Labels
    measures: tuple[Measure, ...]
    fairness: tuple[Group, ...]
    coverage: tuple[Held, ...]
    doubted: tuple[str, ...]
    horizons: tuple[Within, ...] = ()
    agreed: Agreed | None = None

    @property
    def reasons(self) -> tuple[Push, ...]:
        """The largest pushes that matter, at most three; none that names a protected attribute."""
        told = [push for push in self.pushes if abs(push.contribution) >= SMALL and not push.names_protected]
        return tuple(told[:MOST_REASONS])

    @property
    def margin(self) -> float:
        """All pushes and the base together: log-odds before calibration."""
        return self.base + sum(push.contribution for push in self.pushes)
