"""A record in which every text that can come from the bank's data says the same words."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.insights.explanation.document import Document
from analytics.insights.explanation.model_facts import Group, Held, Labels, Measure, Origin
from analytics.insights.explanation.readers import Reader, document_for
from analytics.insights.explanation.record import Choice, Explanation, Move, Push, Risk, Search, Within


def record_of(words: str) -> Explanation:
    """Make it; numbers, days and words of ours stay what they are."""
    return Explanation(
        customer_id=words,
        outcome=words,
        as_of="2026-06-30",
        currency=words,
        protected=(words,),
        risk=Risk(0.42, 0.3, 0.5, "high", "either", "test", 0.1),
        why_no_risk="",
        base=-1.5,
        pushes=tuple(_push(words, unit, size) for size, unit in ((1.2, "text"), (0.9, words), (-0.7, "text"))),
        choices=(Choice(1, (_move(words),), 0.42, 0.2, 0.3, 0.5, 0.6, 40, 12),),
        search=Search(0.3, 0.42, 0.2),
        why_no_search="",
        origin=Origin(words, "2026-06-30", words, words, 7, 12_345, words, words, words, words),
        labels=Labels(words, words, 9_000, 700, 90),
        measures=(Measure(words, words, words, 0.8, 0.7, 0.9),),
        fairness=(Group(words, words, 1_234, 0.1, 0.2, 0.3, is_flagged=True),),
        coverage=(Held(words, 0.9, 0.88, 0.92, 4_321, words),),
        doubted=(words,),
        horizons=(Within(30, 0.2, 0.1, 0.3), Within(180, 0.6, 0.5, 0.7)),
    )


def without_risk(words: str) -> Explanation:
    """Make one of a customer without a risk, with the reason in the same words."""
    whole = record_of(words)
    return Explanation(
        **{
            **{name: getattr(whole, name) for name in whole.__dataclass_fields__},
            **{"risk": None, "why_no_risk": words, "pushes": (), "choices": (), "search": None},
            **{"why_no_search": words, "origin": None, "horizons": ()},
        }
    )


def documents_of(words: str) -> Iterator[Document]:
    """Each reader's text of both."""
    for record in (record_of(words), without_risk(words)):
        for reader in Reader:
            yield document_for(reader, record)


def _push(words: str, unit: str, size: float) -> Push:
    return Push(words, words, words, words, unit, size, names_protected=False)


def _move(words: str) -> Move:
    return Move(words, words, "text", f"change {words}", "acted_on", "customer", words, words)
