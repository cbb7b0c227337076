"""How customers behave, as of a date: one row a customer and date, one column a feature."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from analytics.errors import StoreEmptyError
from analytics.store.item_columns import MOST_CATEGORIES, MOST_ITEMS, Item, Kind, item_columns, select_list
from analytics.store.transform import Value, quoted, transform

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class Part:
    """Features that one transform makes, and what the source must have for them.

    Attributes
    ----------
    name : str
        The transform's name after ``part_``, and of the temporary table it makes.
    switches : tuple of str
        Columns of ``switches.sql`` that must all be true.
    needs : str
        The same in plain words, for the screens.
    items : str or None
        The kind of item that gives this part further columns.
    """

    name: str
    switches: tuple[str, ...]
    needs: str
    items: Kind | None = None


_TRANSACTIONS = "transactions in the reporting currency"

PARTS = (
    Part("recency", ("transactions",), _TRANSACTIONS),
    Part("frequency", ("transactions",), _TRANSACTIONS),
    Part("amounts", ("transactions",), _TRANSACTIONS),
    Part("balances", ("transactions",), _TRANSACTIONS),
    Part("rhythm", ("transactions",), _TRANSACTIONS),
    Part("hours", ("booking_times",), "times of day in transactions.booked_at"),
    Part("income", ("transactions",), _TRANSACTIONS),
    Part("standing_orders", ("standing_orders",), "standing orders in transactions.initiated_by"),
    Part("fees", ("fee_categories",), "a category of fees in transactions.category"),
    Part("cash", ("cash_categories",), "a category of cash in transactions.category"),
    Part("foreign", ("foreign_categories",), "a category of travel in transactions.category"),
    Part("categories", ("categories",), "transactions.category", "category"),
    Part("category_variety", ("categories",), "transactions.category"),
    Part("channels", ("channels",), "transactions.channel of customers' own acts", "channel"),
    Part("channel_variety", ("channels",), "transactions.channel of customers' own acts"),
    Part("counterparties", ("counterparties",), "transactions.counterparty"),
    Part("tenure", ("opening_dates",), "customers.opened_on"),
    Part("accounts", ("accounts",), "accounts"),
    Part("holdings", ("accounts",), "accounts.product", "product"),
    Part("lifecycle", ("transactions",), _TRANSACTIONS),
    Part("events", ("events",), "events"),
    Part("event_types", ("events",), "events", "event"),
    Part("contacts", ("contacts",), "contacts"),
)
"""Every part, in the order of the features' columns."""

_PARTS_OF_OPENING = ("tenure", "lifecycle")

_STEPS_BEFORE = ("customer_numbers", "account_numbers", "item_counts", "items", "acts")
_STEPS_ONCE = ("debt_products", "balance_stretches", "booked_days", "income_months")
_STEPS_OF_POINTS = (
    "numbered_points",
    "balance_sums",
    "last_days",
    "gap_sums",
    "cut_days",
    "day_cells",
    "window_cells",
    "window_sums",
    "month_sums",
    "category_cells",
    "channel_cells",
    "counterparty_counts",
    "event_cells",
    "holding_cells",
    "contact_sums",
)


def behaviour_features(cursor: DuckDBPyConnection, *, protected: Collection[str] = ()) -> None:
    """Compute the features of every customer and date of ``built.points``.

    Makes ``built.features_at`` (``customer_id``, ``as_of`` and one DOUBLE column a feature), ``built.feature_list``,
    ``built.features_off`` (what the source has no columns for), ``built.customer_months`` and
    ``built.balances_by_month``. A row counts for a date
    when it happened by the end of that day; nothing later reaches a feature. The words that have columns of their own
    are chosen from rows by the global as-of day. No attribute of a customer is an input, save the day they opened.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor of the warehouse, open for writing, after :func:`analytics.store.points.make_points`.
    protected : collection of str
        Names of columns of customers that must not be an input; ``opened_on`` among them leaves out the tenure and
        the position in the life cycle.
    """
    as_of = as_of_day(cursor)
    values: dict[str, Value] = {"as_of": as_of}
    switches = read_behaviour(cursor, as_of)
    transform(cursor, "wanted_points")
    made = measure_points(cursor, as_of)
    transform(cursor, "features_off")
    features: list[tuple[str, str]] = []
    for part in PARTS:
        if not switches.issuperset(part.switches):
            transform(cursor, "feature_off", values={"part": part.name, "needs": part.needs})
        elif not ("opened_on" in protected and part.name in _PARTS_OF_OPENING):
            features += [(feature, part.name) for feature in made[part.name]]
    transform(cursor, "features_at", columns="".join(f", part_{name}.{quoted(feature)}" for feature, name in features))
    transform(cursor, "feature_list")
    for position, (feature, name) in enumerate(features, start=1):
        transform(cursor, "feature_entry", values={"position": position, "feature": feature, "part": name})
    transform(cursor, "month_balances", values=values)
    transform(cursor, "customer_months")
    transform(cursor, "balances_by_month", values=values)
    transform(cursor, "drop_working_tables")


def read_behaviour(cursor: DuckDBPyConnection, as_of: date) -> frozenset[str]:
    """Make what features are measured on, the same for all points; return the names of the switches that are on.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        A cursor of the warehouse, open for writing, with a loaded source.
    as_of : date
        The global as-of day; later rows are not read.
    """
    values: dict[str, Value] = {"as_of": as_of, "most_categories": MOST_CATEGORIES, "most_items": MOST_ITEMS}
    for step in _STEPS_BEFORE:
        transform(cursor, step, values=values)
    switches = _switches(cursor, as_of)
    transform(cursor, "account_balances_recorded" if "balance_after" in switches else "account_balances_summed")
    for step in _STEPS_ONCE:
        transform(cursor, step)
    return switches


def measure_points(
    cursor: DuckDBPyConnection, as_of: date, *, without: Collection[str] = frozenset()
) -> dict[str, list[str]]:
    """Make every part's table for the customers and days of ``wanted_points``.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        After `read_behaviour`.
    as_of : date
        The global as-of day.
    without : collection of str
        Parts that nobody asks for. Names of the others' columns stay as they are only where these are the last.

    Returns
    -------
    dict of str to list of str
        The names of each part's features.
    """
    for step in _STEPS_OF_POINTS:
        transform(cursor, step, values={"as_of": as_of})
    return _make_parts(cursor, without)


def as_of_day(cursor: DuckDBPyConnection) -> date:
    """Return the global as-of day that the points were made for.

    Raises
    ------
    StoreEmptyError
        If there are no points yet.
    """
    row = cursor.execute("SELECT as_of FROM built.as_of_day").fetchone()
    if row is None or not isinstance(row[0], date):
        raise StoreEmptyError("Nobody is described yet: the points come before the features.")
    return row[0]


def _switches(cursor: DuckDBPyConnection, as_of: date) -> frozenset[str]:
    """Return the names of the switches that are on."""
    result = transform(cursor, "switches", values={"as_of": as_of})
    names = [column[0] for column in result.description or ()]
    row = result.fetchone() or ()
    return frozenset(name for name, is_on in zip(names, row, strict=True) if is_on)


def _make_parts(cursor: DuckDBPyConnection, without: Collection[str]) -> dict[str, list[str]]:
    """Make every part's table, those with the bank's own words last; return the names of its features."""
    made: dict[str, list[str]] = {}
    wanted = [part for part in PARTS if part.name not in without]
    for part in sorted(wanted, key=lambda part: part.items is not None):
        taken = [feature for features in made.values() for feature in features]
        columns = "" if part.items is None else select_list(item_columns(_items(cursor, part.items), taken=taken))
        transform(cursor, f"part_{part.name}", columns=columns)
        made[part.name] = [name for name in cursor.table(f"part_{part.name}").columns if name != "point_no"]
    return made


def _items(cursor: DuckDBPyConnection, kind: Kind) -> list[Item]:
    """Return the items of a kind that have columns, most frequent first."""
    rows = transform(cursor, "kept_items", values={"kind": kind}).fetchall()
    return [Item(kind, value, item_no, is_income) for value, item_no, is_income in rows]
