"""The ledger's tables, as `analytics/knowledge/migrations` makes them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, Table, Text

_METADATA = MetaData()

ENTRIES = Table(
    "entries",
    _METADATA,
    Column("sequence", BigInteger, primary_key=True),
    Column("done_at", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False, unique=True),
    Column("touches", Text),
)
"""A row an act, in the order of `chain.Entry`."""

KEYS = Table(
    "customer_keys",
    _METADATA,
    Column("pseudonym", Text, primary_key=True),
    Column("secret", LargeBinary, nullable=False),
)
"""A row a customer of whom there is a sealed payload."""

VERSIONS = Table("ledger_versions", _METADATA, Column("version", Integer, primary_key=True))
"""A row a migration that was applied."""
