"""What happened to customers, in order: events, accounts opened and closed, and what transactions say."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from analytics.store.alphabet import RULES, AlphabetRules, described
from analytics.store.item_columns import MOST_CATEGORIES, MOST_ITEMS
from analytics.store.transform import Value, transform

if TYPE_CHECKING:
    import pandas as pd
    from duckdb import DuckDBPyConnection

_BEFORE = ("customer_numbers", "account_numbers", "item_counts", "items", "acts")
_BEFORE_BALANCES = ("debt_products", "balance_stretches", "sequence_rows")
_AFTER = (
    "sequence_products",
    "sequence_income",
    "sequence_standing_orders",
    "sequence_payments",
    "sequence_acts",
    "sequences",
    "sequence_drop",
)


def make_sequences(cursor: DuckDBPyConnection, *, as_of: date, rules: AlphabetRules = RULES) -> pd.DataFrame:
    """Make ``built.sequences`` (``customer_id``, ``happened_at``, ``symbol``, ``origin``).

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor of the warehouse, open for writing, with a source that has times.
    as_of : date
        The global as-of day, its end included; rows after it change nothing.
    rules : AlphabetRules
        From when on something counts.

    Returns
    -------
    DataFrame
        The alphabet: ``symbol``, ``origin``, ``words``, ``meaning``, ``n_customers``, ``n_rows``, ``a_year`` (rows a
        customer and year).
    """
    values: dict[str, Value] = {"as_of": as_of, "most_categories": MOST_CATEGORIES, "most_items": MOST_ITEMS}
    values |= rules.values()
    for step in _BEFORE:
        transform(cursor, step, values=values)
    has_balances = bool(cursor.execute("SELECT 1 FROM acts WHERE balance_cents IS NOT NULL LIMIT 1").fetchall())
    transform(cursor, "account_balances_recorded" if has_balances else "account_balances_summed")
    # Balances that are added up from nothing say how they moved, not whether they were below zero.
    for step in (*_BEFORE_BALANCES, *(("sequence_balances",) if has_balances else ()), *_AFTER):
        transform(cursor, step, values=values)
    return described(transform(cursor, "alphabet_counts", values=values).df())
