"""The faults of a landed row: one bit each, so that a clean row costs nothing.

``landed`` keeps every row that came in, bad ones too, with ``_bad`` (0 for a clean row), ``_part``
and ``_row`` (where it stood) and ``_value`` (the beginning of the first bad value).
"""

from __future__ import annotations

from dataclasses import dataclass

from analytics.sources.schemas import TableSchema
from analytics.store.reading import fault_reasons, quoted

RAGGED_BIT = 1
ERASED_BIT = 2
ERASED = "erased"
RAGGED = "another number of fields than the header"
PLACE = ("_part", "_row", "_bad", "_value")


@dataclass(frozen=True)
class Fault:
    """Something that can be wrong with a row by itself.

    Attributes
    ----------
    bit : int
        A power of two.
    column : str or None
        The column to blame.
    reason : str
        In words.
    rejects : bool
        Whether the row is rejected; otherwise the value is dropped.
    """

    bit: int
    column: str | None
    reason: str
    rejects: bool


def faults(schema: TableSchema) -> tuple[Fault, ...]:
    """Every fault that a row of a table can have by itself.

    Parameters
    ----------
    schema : TableSchema
        The table.

    Returns
    -------
    tuple of Fault
        Each with a bit of its own.
    """
    listed = [Fault(RAGGED_BIT, None, RAGGED, rejects=True), Fault(ERASED_BIT, None, ERASED, rejects=True)]
    for column in schema.columns:
        for reason in fault_reasons(column):
            listed.append(Fault(1 << len(listed), column.name, reason, column.needed or column.decides))
    if schema.span:
        first, last = schema.span
        listed.append(Fault(1 << len(listed), last, f"before {first}", rejects=True))
    return tuple(listed)


def rejecting_mask(schema: TableSchema) -> int:
    """The bits that reject a row.

    Parameters
    ----------
    schema : TableSchema
        The table.

    Returns
    -------
    int
        Their sum.
    """
    return sum(fault.bit for fault in faults(schema) if fault.rejects)


def own_reason(schema: TableSchema, bad: str = "_bad") -> str:
    """SQL for the reason why a row is rejected by itself.

    Parameters
    ----------
    schema : TableSchema
        The table.
    bad : str
        SQL for the row's bits.

    Returns
    -------
    str
        An expression; null for a row that is not.
    """
    return _first_of(schema, bad, [(fault, fault.reason) for fault in faults(schema)])


def own_column(schema: TableSchema, bad: str = "_bad") -> str:
    """SQL for the column to blame for a row's rejection by itself.

    Parameters
    ----------
    schema : TableSchema
        The table.
    bad : str
        SQL for the row's bits.

    Returns
    -------
    str
        An expression; null for a row that is not rejected or where no column is to blame.
    """
    return _first_of(schema, bad, [(fault, fault.column) for fault in faults(schema)])


def _first_of(schema: TableSchema, bad: str, told: list[tuple[Fault, str | None]]) -> str:
    cases = " ".join(
        f"WHEN {bad} & {fault.bit} <> 0 THEN {quoted(text) if text is not None else 'NULL'}"
        for fault, text in told
        if fault.rejects
    )
    return f"(CASE WHEN {bad} & {rejecting_mask(schema)} = 0 THEN NULL {cases} END)"
