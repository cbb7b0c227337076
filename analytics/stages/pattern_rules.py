"""The stage ``pattern_rules``: what each rule would have been worth, and whose alarm is open."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pandas as pd

from analytics.stages.informed import InformedWork
from analytics.store.alarm_rows import NEEDED
from analytics.store.rooms import built_tables
from analytics.vocabulary import PUBLISHED

if TYPE_CHECKING:
    from analytics.knowledge.said_of_rules import RuleInForce
    from analytics.stages.rule_testing import Tested

_WHOLE = ("horizon_days", "n_alarms", "n_right", "n_unripe", "n_dated", "is_least", "n_cases", "n_preceded")
_TEXTS = ("rule_id", "period", "pattern_id", "outcome", "pattern", "author", "judged_by")
_DAYS = ("first_on", "last_on", "alarm_on", "completed_on", "made_at")
_FOUND = "SELECT pattern_id FROM built.patterns"
JUDGED_BY = "set_aside"
"""Whom rules are judged by: customers among whom no pattern was looked for."""


def pattern_rules_stage(work: InformedWork) -> None:
    """Publish ``pattern_rules`` (a row a rule and period) and ``pattern_alarms`` (a row a rule and customer).

    Parameters
    ----------
    work : InformedWork
        The stage's place in the build.
    """
    from analytics.stages.rule_testing import Terms, tested_rule

    tables, terms = built_tables(work), Terms(work.as_of, work.seed)
    rules = work.said.of_rules.rules if tables.names >= NEEDED else ()
    found = set(work.take(_FOUND)["pattern_id"]) if "patterns" in tables.names else set()
    backtests, alarms = [], []
    for each in rules:
        work.tell(f"Testing the rule {each.rule.rule_id} on the past")
        tested = tested_rule(tables, each.about, terms)
        backtests.append(rule_rows(each, tested, is_in_build=each.about.pattern_id in found))
        alarms.append(alarm_rows(each, tested))
    work.put("pattern_rules", _typed("pattern_rules", backtests))
    work.put("pattern_alarms", _typed("pattern_alarms", alarms))


def rule_rows(each: RuleInForce, tested: Tested, *, is_in_build: bool) -> pd.DataFrame:
    """Give the rows of ``pattern_rules`` of one rule."""
    return tested.backtest.assign(
        rule_id=each.rule.rule_id,
        pattern_id=each.about.pattern_id,
        outcome=each.about.outcome,
        pattern=each.about.pattern,
        author=each.rule.author,
        made_at=datetime.fromisoformat(each.rule.made_at).astimezone(UTC).replace(tzinfo=None),
        horizon_days=tested.horizon_days,
        judged_by=JUDGED_BY,
        is_in_build=int(is_in_build),
    )[list(PUBLISHED["pattern_rules"].columns)]


def alarm_rows(each: RuleInForce, tested: Tested) -> pd.DataFrame:
    """Give the rows of ``pattern_alarms`` of one rule."""
    return tested.alarms.assign(
        rule_id=each.rule.rule_id, pattern_id=each.about.pattern_id, outcome=each.about.outcome
    )[list(PUBLISHED["pattern_alarms"].columns)]


def _typed(name: str, parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Put rows together, with the columns' types also where there is no row."""
    columns = list(PUBLISHED[name].columns)
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    kinds = {}
    for column in columns:
        if column in _TEXTS or column == "customer_id":
            kinds[column] = "str"
        elif column in _WHOLE or column == "is_in_build":
            kinds[column] = "int64"
        elif column in _DAYS:
            table[column] = pd.to_datetime(table[column])
        else:
            kinds[column] = "float64"
    return table.astype(kinds)
