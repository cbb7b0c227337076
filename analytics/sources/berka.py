"""The Berka bank (PKDD'99): its eight tables, and its Czech terms in English.

The rules are the data set's own documentation and the contract's: a customer is the owner of an
account; a disponent shares the owner's household; loans with status B and D are in distress.
"""

from __future__ import annotations

from analytics.sources.schemas import Column, TableSchema, ValueType


def _id(name: str) -> Column:
    return Column(name, ValueType.ID, needed=True)


def _day(name: str) -> Column:
    return Column(name, ValueType.OLD_DATE, needed=True)


def _text(name: str) -> Column:
    return Column(name, ValueType.TEXT)


def _choice(name: str, *choices: str) -> Column:
    return Column(name, ValueType.CHOICE, needed=True, choices=choices)


def _money(name: str) -> Column:
    return Column(name, ValueType.MONEY, needed=True)


BERKA_TABLES: dict[str, TableSchema] = {
    table.name: table
    for table in (
        TableSchema(
            "district",
            (
                _id("A1"),
                _text("A2"),
                _text("A3"),
                *(Column(f"A{number}", ValueType.NUMBER, blanks=("?",)) for number in range(4, 17)),
            ),
            key=("A1",),
        ),
        TableSchema(
            "account", (_id("account_id"), Column("district_id", ValueType.ID), _text("frequency"), _day("date"))
        ),
        TableSchema(
            "client", (_id("client_id"), Column("birth_number", ValueType.ID), Column("district_id", ValueType.ID))
        ),
        TableSchema(
            "disp", (_id("disp_id"), _id("client_id"), _id("account_id"), _choice("type", "OWNER", "DISPONENT"))
        ),
        TableSchema(
            "trans",
            (
                _id("trans_id"),
                _id("account_id"),
                _day("date"),
                _choice("type", "PRIJEM", "VYDAJ", "VYBER"),
                _text("operation"),
                _money("amount"),
                Column("balance", ValueType.MONEY),
                _text("k_symbol"),
                _text("bank"),
                _text("account"),
            ),
        ),
        TableSchema(
            "order",
            (
                _id("order_id"),
                _id("account_id"),
                _text("bank_to"),
                _text("account_to"),
                _money("amount"),
                _text("k_symbol"),
            ),
        ),
        TableSchema(
            "loan",
            (
                _id("loan_id"),
                _id("account_id"),
                _day("date"),
                _money("amount"),
                Column("duration", ValueType.NUMBER),
                Column("payments", ValueType.MONEY),
                _choice("status", "A", "B", "C", "D"),
            ),
        ),
        TableSchema("card", (_id("card_id"), _id("disp_id"), _text("type"), _day("issued"))),
    )
}
"""The eight tables as they are in the files."""

NEEDED_TABLES = ("account", "client", "disp", "trans")

IN_STORE: dict[str, str] = {
    "district": "regions",
    "client": "customers",
    "account": "accounts",
    "disp": "dispositions",
    "trans": "transactions",
    "order": "orders",
    "loan": "outcomes",
    "card": "events",
}
"""What each becomes in the store, in the order in which they are settled."""

TERMS: dict[str, str] = {
    "POPLATEK MESICNE": "monthly",
    "POPLATEK TYDNE": "weekly",
    "POPLATEK PO OBRATU": "after each transaction",
    "VKLAD": "cash deposit",
    "VYBER": "cash withdrawal",
    "VYBER KARTOU": "card withdrawal",
    "PREVOD Z UCTU": "transfer from another bank",
    "PREVOD NA UCET": "transfer to another bank",
    "POJISTNE": "insurance",
    "SLUZBY": "statement fee",
    "UROK": "interest",
    "SANKC. UROK": "penalty interest",
    "SIPO": "household",
    "DUCHOD": "pension",
    "UVER": "loan payment",
    "LEASING": "leasing",
}
"""Czech terms of the files, in English."""

CHANNELS: dict[str, str] = {
    "VKLAD": "cash desk",
    "VYBER": "cash desk",
    "VYBER KARTOU": "card",
    "PREVOD Z UCTU": "transfer",
    "PREVOD NA UCET": "transfer",
}
"""Where an operation was done."""
