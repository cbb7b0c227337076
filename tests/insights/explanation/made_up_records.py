"""Made-up records: any risk, any reasons, any options, with hostile words in the data."""

from __future__ import annotations

from functools import partial

from hypothesis import strategies as st

from analytics.insights.agreement_words import Agreed
from analytics.insights.explanation.model_facts import Group, Held, Labels, Measure, Origin
from analytics.insights.explanation.plain_words import plain_title
from analytics.insights.explanation.record import Choice, Explanation, Move, Push, Risk, Search, Within

PROTECTED = ("gender", "birth_date", "language")

_FEATURES = (
    ("fees_paid_90d", "Fees paid, last 90 days", "EUR"),
    ("n_own_acts_90d", "Own acts, last 90 days", "count"),
    ("balance_trend_90d", "Trend of the balance", "trend"),
    ("channel_entropy_365d", "Variety of channels, last 365 days", "nats"),
    ("cash_share", "Cash withdrawal: share of money out", "share"),
    ("days_since_own_act", "Days since last own act", "days"),
    ("holds_savings", "Holds savings", "0 or 1"),
    ("Contract", "Contract", "text"),
    ("Total_Trans_Ct", "Total_Trans_Ct", "number"),
    ("Age", "Age", "number"),
)
_TEXTS = ("Month-to-month", "=1+1", "<script>alert(1)</script>", "**big** [x](y)", "a|b 12", "@SUM(A1)", "")
_LEVERS = (
    ("fees", "fees_paid_90d", "bank"),
    ("overdrawn", "overdrawn_days_90d", "bank"),
    ("open savings", "holds_savings", "bank"),
    ("own acts", "n_own_acts_90d", "customer"),
    ("more by web", "web_channel_share_90d", "customer"),
    ("change Total_Trans_Ct", "Total_Trans_Ct", "customer"),
    ("change Contract", "Contract", "customer"),
)

shares = st.floats(0.0, 1.0)
parts = st.floats(0.0, 5.0)
amounts = st.one_of(st.integers(0, 100_000).map(float), st.floats(0.01, 90_000).map(lambda value: round(value, 2)))

horizons = st.sampled_from([None, 90])


@st.composite
def pushes(draw: st.DrawFn) -> tuple[Push, ...]:
    """Some features' pushes, the largest first."""
    chosen = draw(st.lists(st.sampled_from(_FEATURES), unique=True, max_size=10))
    made = [
        Push(name, title, plain_title(title), draw(_value(unit)), unit, draw(st.floats(-3, 3)), name == "Age")
        for name, title, unit in chosen
    ]
    return tuple(sorted(made, key=lambda push: (-abs(push.contribution), push.feature)))


def _value(unit: str) -> st.SearchStrategy[str]:
    if unit == "text":
        return st.sampled_from(_TEXTS)
    if unit == "0 or 1":
        return st.sampled_from(["0", "1"])
    known = shares if unit in ("share", "trend") else amounts
    return st.one_of(st.just(""), known.map(repr))


@st.composite
def choices(draw: st.DrawFn, before: float) -> tuple[Choice, ...]:
    """Up to three options of one or two levers."""
    made = []
    for number in range(1, draw(st.integers(0, 3)) + 1):
        levers = draw(st.lists(st.sampled_from(_LEVERS), unique=True, min_size=1, max_size=2))
        moves = tuple(
            Move(feature, feature, "count", lever, "acted_on", actor, *draw(_from_and_to(lever)))
            for lever, feature, actor in levers
        )
        counts = draw(st.one_of(st.just((None, None)), st.tuples(st.integers(1, 9_999), st.integers(0, 9_999))))
        after, threshold, effort, plausibility = (draw(shares) for _ in range(4))
        made.append(Choice(number, moves, before, after, threshold, effort, plausibility, *counts))
    return tuple(made)


def _from_and_to(lever: str) -> st.SearchStrategy[tuple[str, str]]:
    if lever.endswith("Contract"):
        return st.just(("Month-to-month", "Two year"))
    if lever.startswith("open"):
        return st.just(("0", "1"))
    known = shares if lever.startswith("more by") else amounts
    return st.tuples(known.map(repr), known.map(repr))


def sooner_and_later() -> st.SearchStrategy[tuple[Within, ...]]:
    """No horizon, or two."""
    risks = st.tuples(shares, shares, shares)
    return st.one_of(st.just(()), st.tuples(*(risks.map(partial(_within, days)) for days in (30, 180))))


def _within(days: int, risk: tuple[float, float, float]) -> Within:
    return Within(days, *risk)


@st.composite
def records(draw: st.DrawFn) -> Explanation:
    """Any record that a snapshot could give."""
    probability = draw(shares)
    risk = Risk(
        probability,
        draw(shares),
        draw(shares),
        draw(st.sampled_from(["low", "medium", "high"])),
        draw(st.sampled_from(["", "with", "without", "either", "neither"])),
        draw(st.sampled_from(["train", "test"])),
        draw(st.one_of(st.just(float("nan")), st.floats(0.001, 1))),
    )
    has_risk = draw(st.integers(0, 9)) > 0
    told = draw(choices(probability)) if has_risk else ()
    searched = Search(draw(shares), probability, draw(st.one_of(st.none(), shares)))
    is_searched = bool(told) or (has_risk and draw(st.booleans()))
    n_labelled = draw(st.integers(0, 90_000))
    return Explanation(
        customer_id=draw(st.sampled_from(["C0000001", "=2+5", "7590-VHVEG"])),
        outcome=draw(st.sampled_from(["churn", "payment_arrears", "loan_distress", "dormancy", "product_take_up"])),
        as_of="2026-06-30",
        currency="EUR",
        protected=PROTECTED,
        risk=risk if has_risk else None,
        why_no_risk="Only 4 of 30 labelled rows have it.",
        base=draw(st.floats(-5, 5)),
        pushes=draw(pushes()) if has_risk else (),
        choices=told,
        search=searched if is_searched else None,
        why_no_search="" if is_searched else "The risk is low already, so nothing was looked for.",
        origin=Origin("m-0a1b2", "2026-06-30", "0.1.0", "91ab77", 7, 12_345, "in_force", "000004-c4", "bank", "bank"),
        labels=Labels(
            "closed within 90 days", "recorded", n_labelled, n_labelled // 7, draw(st.sampled_from([None, 90]))
        ),
        measures=(Measure("gradient_boosting", "customers", "auc", draw(shares), draw(shares), draw(shares)),),
        fairness=(Group("gender", "f", 1_234, draw(shares), draw(shares), draw(shares), draw(st.booleans())),),
        coverage=(Held("Everyone", draw(shares), draw(shares), draw(shares), 4_321, "holds"),),
        doubted=("fees_paid_90d",),
        horizons=draw(sooner_and_later()) if has_risk else (),
        agreed=draw(st.one_of(st.none(), st.builds(Agreed, st.just(5), parts, parts, parts, st.just(40), shares))),
    )
