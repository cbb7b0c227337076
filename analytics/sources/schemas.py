"""The bank folder's contract: nine tables, their columns, and what a value of each may be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ValueType(StrEnum):
    """What a column's values are, and so how text is read as one."""

    ID = "id"
    """Text, exactly as it is in the input; a whole number in Parquet becomes its digits."""
    TEXT = "text"
    CHOICE = "choice"
    """One of the words that the column lists, in any case."""
    DATE = "date"
    """ISO 8601, from 1900 to 2100; of a timestamp the day."""
    TIME = "time"
    """ISO 8601, date or timestamp, from 1900 to 2100; without an offset it is UTC."""
    OLD_DATE = "old_date"
    """YYMMDD of the 20th century, as in the Berka files, or ISO 8601."""
    MONEY = "money"
    """A plain number with a decimal point and at most two places."""
    FLAG = "flag"
    """0 or 1; true and false are taken for them."""
    NUMBER = "number"
    SHARE = "share"
    """A number above 0 and up to 1."""
    CURRENCY = "currency"
    """Three letters."""


SQL_TYPES: dict[ValueType, str] = {
    ValueType.ID: "VARCHAR",
    ValueType.TEXT: "VARCHAR",
    ValueType.CHOICE: "VARCHAR",
    ValueType.DATE: "DATE",
    ValueType.TIME: "TIMESTAMP",
    ValueType.OLD_DATE: "DATE",
    ValueType.MONEY: "DECIMAL(18,2)",
    ValueType.FLAG: "TINYINT",
    ValueType.NUMBER: "DOUBLE",
    ValueType.SHARE: "DOUBLE",
    ValueType.CURRENCY: "VARCHAR",
}
"""The type that a column has in the store."""

INITIATORS = ("customer", "standing_order", "bank", "third_party")


@dataclass(frozen=True)
class Column:
    """A column of the contract.

    Attributes
    ----------
    name : str
        Its name, in lower case.
    values : ValueType
        What its values are.
    needed : bool
        Whether the table is useless without it: the column must be there, and so must every value;
        a row with a missing or bad value is rejected.
    decides : bool
        Whether a bad value rejects the row although the column may be missing. Otherwise a bad value
        of such a column is dropped: the row is loaded with the value missing, and counted.
    choices : tuple of str
        The words of a `ValueType.CHOICE`.
    blanks : tuple of str
        Texts that stand for a missing value, besides white space.
    """

    name: str
    values: ValueType
    needed: bool = False
    decides: bool = False
    choices: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableSchema:
    """A table of the contract.

    Attributes
    ----------
    name : str
        Its name, and that of its file or folder.
    columns : tuple of Column
        In the contract's order.
    needed : bool
        Whether a source without it is refused.
    key : tuple of str
        Columns that name a row; of several rows with one key the first is loaded. Empty: no key.
    owner : str or None
        The table (``customers``, ``accounts``) whose id every row must name.
    span : tuple of str or None
        Two dates, the second of which must not lie before the first.
    derived : tuple of str
        Columns that the store adds; a file's own columns of these names are not used.
    """

    name: str
    columns: tuple[Column, ...]
    needed: bool = False
    key: tuple[str, ...] = ()
    owner: str | None = None
    span: tuple[str, str] | None = None
    derived: tuple[str, ...] = ()

    def column_names(self) -> tuple[str, ...]:
        """The names of its columns.

        Returns
        -------
        tuple of str
            In the contract's order.
        """
        return tuple(column.name for column in self.columns)

    def needed_names(self) -> tuple[str, ...]:
        """The names of the columns that must be there.

        Returns
        -------
        tuple of str
            In the contract's order.
        """
        return tuple(column.name for column in self.columns if column.needed)


def _needed(name: str, values: ValueType) -> Column:
    return Column(name, values, needed=True)


def _texts(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, ValueType.TEXT) for name in names)


_CUSTOMER = _needed("customer_id", ValueType.ID)
_REGION = Column("region_id", ValueType.ID)

CUSTOMERS = TableSchema(
    "customers",
    (
        _CUSTOMER,
        _needed("opened_on", ValueType.DATE),
        Column("closed_on", ValueType.DATE, decides=True, blanks=("9999-12-31", "2999-12-31")),
        Column("birth_date", ValueType.DATE),
        Column("gender", ValueType.TEXT),
        _REGION,
        Column("household_id", ValueType.ID),
        *_texts("language", "occupation", "home_channel"),
    ),
    needed=True,
    key=("customer_id",),
    span=("opened_on", "closed_on"),
)
ACCOUNTS = TableSchema(
    "accounts",
    (
        _needed("account_id", ValueType.ID),
        _CUSTOMER,
        _needed("product", ValueType.TEXT),
        _needed("opened_on", ValueType.DATE),
        Column("closed_on", ValueType.DATE, decides=True, blanks=("9999-12-31", "2999-12-31")),
        Column("currency", ValueType.CURRENCY, decides=True),
    ),
    needed=True,
    key=("account_id",),
    owner="customers",
    span=("opened_on", "closed_on"),
    derived=("in_currency",),
)
TRANSACTIONS = TableSchema(
    "transactions",
    (
        _needed("account_id", ValueType.ID),
        _needed("booked_at", ValueType.TIME),
        _needed("amount", ValueType.MONEY),
        *_texts("category", "channel", "counterparty"),
        Column("balance_after", ValueType.MONEY),
        Column("initiated_by", ValueType.CHOICE, choices=INITIATORS),
    ),
    needed=True,
    owner="accounts",
    derived=("customer_id", "in_currency", "is_own_act", "is_inflow", "file_order"),
)
EVENTS = TableSchema(
    "events",
    (
        _CUSTOMER,
        _needed("occurred_at", ValueType.TIME),
        _needed("event_type", ValueType.TEXT),
        *_texts("channel", "detail"),
    ),
    owner="customers",
)
REGIONS = TableSchema("regions", (_needed("region_id", ValueType.ID), *_texts("name")), key=("region_id",))
CONTACTS = TableSchema(
    "contacts",
    (
        _CUSTOMER,
        _needed("offered_at", ValueType.TIME),
        _needed("offer", ValueType.TEXT),
        _needed("channel", ValueType.TEXT),
        Column("variant", ValueType.TEXT),
        Column("propensity", ValueType.SHARE),
        _needed("accepted", ValueType.FLAG),
        Column("reward", ValueType.NUMBER),
    ),
    owner="customers",
)
OUTCOMES = TableSchema(
    "outcomes",
    (
        _CUSTOMER,
        _needed("as_of", ValueType.DATE),
        _needed("outcome", ValueType.TEXT),
        _needed("value", ValueType.FLAG),
    ),
    key=("customer_id", "as_of", "outcome"),
    owner="customers",
)
PERSONS = TableSchema(
    "persons",
    (
        _needed("record_id", ValueType.ID),
        _needed("source_system", ValueType.TEXT),
        Column("customer_id", ValueType.ID),
        *_texts("given_name", "family_name"),
        Column("birth_date", ValueType.DATE),
        *_texts("street", "city", "postcode", "phone", "email"),
    ),
    key=("source_system", "record_id"),
)
CONSENTS = TableSchema(
    "consents",
    (
        _CUSTOMER,
        _needed("purpose", ValueType.TEXT),
        _needed("granted", ValueType.FLAG),
        _needed("changed_at", ValueType.TIME),
    ),
    owner="customers",
)

BANK_TABLES: dict[str, TableSchema] = {
    table.name: table
    for table in (CUSTOMERS, ACCOUNTS, TRANSACTIONS, EVENTS, REGIONS, CONTACTS, OUTCOMES, PERSONS, CONSENTS)
}
"""The nine tables, in the order in which they are loaded: owners before what they own."""
