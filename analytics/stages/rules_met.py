"""Whom the rules of edits single out."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analytics.knowledge.rule_columns import rule_columns
from analytics.knowledge.rule_words import RuleError
from analytics.knowledge.rules import RuleColumns, parse
from analytics.knowledge.segment_edits import SegmentEdit, SplitByRule
from analytics.stages.ground import Bools
from analytics.store.rooms import Tables


def rules_met(
    edits: Iterable[SegmentEdit], tables: Tables, protected: Iterable[str]
) -> tuple[dict[int, Bools], dict[int, str]]:
    """Work out the rules of edits for everyone who is described.

    Parameters
    ----------
    edits : iterable of SegmentEdit
    tables : Tables
    protected : iterable of str
        Columns that no rule may name.

    Returns
    -------
    met : dict of int to ndarray of bool
        By the edit's number, customers sorted by their id.
    unreadable : dict of int to str
        Why a rule can't be worked out here: it names a column that is no longer there.
    """
    met: dict[int, Bools] = {}
    unreadable: dict[int, str] = {}
    rules = [edit for edit in edits if isinstance(edit, SplitByRule)]
    columns = rule_columns(tables, frozenset(protected)) if rules else RuleColumns({})
    for edit in rules:
        try:
            rule = parse(edit.rule, columns)
            rows: pd.DataFrame = tables.described(rule.names).to_pandas().set_index("customer_id")
            met[edit.sequence] = rule.mask(rows).to_numpy()
        except RuleError as reason:
            unreadable[edit.sequence] = (
                f'The rule of edit {edit.sequence} ("{edit.rule}") can\'t be worked out: {reason}'
            )
    return met, unreadable
