"""Rules that raise alarms: how good each would have been, and whose alarm is open; of a new one worked out at once."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.insights.pattern_words import pattern_words
from analytics.knowledge.pattern_state import KnownPattern
from analytics.knowledge.reading import knowledge
from analytics.knowledge.said_of_rules import RuleInForce, said_of_rules
from analytics.stages.pattern_rules import alarm_rows, rule_rows
from analytics.stages.rule_testing import Terms, Tested, tested_rule
from analytics.store.alarm_rows import NEEDED
from analytics.store.rooms import published_tables
from analytics.store.snapshots import Snapshot
from pages.shared import session
from pages.shared.readers import facts
from pages.shared.readers.happened import symbol_words
from pages.shared.readers.pattern_matches import pattern_at
from pages.shared.readers.pattern_sayings import name_of
from pages.shared.readers.remembered import remembered_of_build
from pages.shared.readers.unnamed import Finding

KIND = "alarm"


def in_force() -> tuple[RuleInForce, ...]:
    """Every rule, in the order of their making; those of dismissed sequences are left out."""
    return said_of_rules(knowledge(session.store())).rules


def before(outcome: str) -> tuple[RuleInForce, ...]:
    """The rules whose outcome this is."""
    return tuple(each for each in in_force() if each.about.outcome == outcome)


def can_test(snapshot: Snapshot) -> bool:
    """Say whether this snapshot has what rules are tested on."""
    return snapshot.tables() >= NEEDED


def backtest(snapshot: Snapshot, each: RuleInForce) -> pd.DataFrame:
    """How good a rule would have been, a row a period: as published, or worked out now where it is newer."""
    own = _published(snapshot, "pattern_rules", each.rule.rule_id)
    if not own.empty:
        return own
    is_in_build = pattern_at(snapshot, each.about.pattern_id) is not None
    return rule_rows(each, tested(snapshot, each.about), is_in_build=is_in_build)


def open_alarms(snapshot: Snapshot, each: RuleInForce) -> pd.DataFrame:
    """Whose alarm of a rule is open: rows of `pattern_alarms`, by customer."""
    if not _published(snapshot, "pattern_rules", each.rule.rule_id).empty:
        return _published(snapshot, "pattern_alarms", each.rule.rule_id)
    return alarm_rows(each, tested(snapshot, each.about))


@remembered_of_build
def tested(snapshot: Snapshot, about: KnownPattern) -> Tested:
    """Test a sequence as a rule, as the next build will."""
    terms = Terms(date.fromisoformat(facts.as_of(snapshot)), int(str(snapshot.facts["seed"])))
    return tested_rule(published_tables(snapshot), about, terms)


def alarms_of(snapshot: Snapshot, customer_id: str) -> list[tuple[RuleInForce, date]]:
    """The open alarms of one customer: the rule, and when the customer last completed its sequence."""
    if not can_test(snapshot):
        return []
    found = []
    for each in in_force():
        rows = open_alarms(snapshot, each)
        own = rows.loc[rows["customer_id"] == customer_id, "completed_on"]
        if len(own):
            found.append((each, pd.Timestamp(own.iloc[0]).date()))
    return found


def title(snapshot: Snapshot, each: RuleInForce) -> str:
    """What a rule is called: its sequence's name, else its events in words."""
    words = pattern_words(each.about.pattern, symbol_words(snapshot))
    return name_of(each.about.pattern_id) or f"{words[:1].upper()}{words[1:]}"


def key_of(rule_id: str) -> str:
    """What a link calls the customers whose alarm of a rule is open."""
    return f"{KIND}-{rule_id}"


def finding(snapshot: Snapshot, key: str) -> Finding | None:
    """The customers whose alarm is open, for a link; None where the key names no rule in force."""
    rule = next((each for each in in_force() if key_of(each.rule.rule_id) == key), None)
    if rule is None or not can_test(snapshot):
        return None
    customers = tuple(map(str, open_alarms(snapshot, rule)["customer_id"]))
    called = title(snapshot, rule)
    return Finding(key, f"Whose alarm is open: {called}.", f"Open alarms: {called}", customers)


def name_found(found: str | None) -> str:
    """A name for a cohort of those whose alarm is open; empty where they were found otherwise."""
    rule = next((each for each in in_force() if key_of(each.rule.rule_id) == found), None)
    name = None if rule is None else name_of(rule.about.pattern_id)
    return "" if name is None else f"Open alarms: {name}"


def _published(snapshot: Snapshot, table: str, rule_id: str) -> pd.DataFrame:
    everything = _table(snapshot, table)
    return everything[everything["rule_id"] == rule_id].reset_index(drop=True)


@remembered_of_build
def _table(snapshot: Snapshot, table: str) -> pd.DataFrame:
    return snapshot.table(table) if table in snapshot.tables() else pd.DataFrame({"rule_id": [], "customer_id": []})
