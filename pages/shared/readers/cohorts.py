"""Saved cohorts, and whether a rule can be worked out here."""

from __future__ import annotations

from analytics.knowledge.contributions import Cohort
from analytics.knowledge.reading import knowledge
from analytics.knowledge.rule_words import RuleError
from analytics.knowledge.rules import parse
from analytics.knowledge.served import known_in
from analytics.store.snapshots import Snapshot
from pages.shared import session


def cohort(cohort_id: str) -> Cohort | None:
    """The cohort of this id; None where there is none, or it was withdrawn."""
    return knowledge(session.store()).cohorts.get(cohort_id)


def all_cohorts() -> tuple[Cohort, ...]:
    """Every saved cohort, by name."""
    return tuple(sorted(knowledge(session.store()).cohorts.values(), key=lambda each: each.name.casefold()))


def workable(snapshot: Snapshot) -> tuple[Cohort, ...]:
    """Every saved cohort that can be worked out here, by name."""
    return tuple(each for each in all_cohorts() if each.rule is None or rule_problem(snapshot, each.rule) is None)


def words(saved: Cohort) -> str:
    """Name a cohort, and say whether it is a fixed list or a live rule."""
    return f"{saved.name} ({'live rule' if saved.is_live else 'fixed list'})"


def rule_problem(snapshot: Snapshot, text: str) -> str | None:
    """Say what is wrong with a rule; None where it can be worked out here."""
    try:
        rule = parse(text, known_in(snapshot).columns)
    except RuleError as problem:
        return str(problem)
    if rule.payments:
        return "Payments are counted when a note is tested; a selection goes by features and attributes."
    return None
