"""Targets, checked: what a KPI is meant to be, of all customers or of a segment, and by when."""

from __future__ import annotations

from analytics.errors import InputError
from analytics.knowledge.draft import Asked, Draft, numbered
from analytics.knowledge.fields import LONGEST_NAME, said
from analytics.vocabulary import KPIS_WITH_TARGET

EVERYONE = "all"


def target(asked: Asked) -> Draft:
    """``kpi``, ``value``, ``by``, ``segment``: say what a KPI is meant to be; takes the place of the one before."""
    asked.fields.only("kpi", "value", "by", "segment", "why")
    kpi = asked.fields.text("kpi", longest=LONGEST_NAME)
    if kpi not in KPIS_WITH_TARGET:
        raise InputError(
            f'target: "{kpi}" is no KPI that takes a target. Those that do: {", ".join(KPIS_WITH_TARGET)}.'
        )
    value = asked.fields.amount("value")
    lowest, highest = KPIS_WITH_TARGET[kpi]
    if not lowest <= value <= highest:
        raise InputError(f'target: "value" of {kpi} lies between {lowest:g} and {highest:g}, not at {value:g}.')
    by = asked.fields.day_or_none("by")
    if by is None:
        raise InputError('target: "by" is missing: the day by which it is to be reached, like 2026-12-31.')
    segment = asked.look().segment(asked.fields.text("segment")).key if asked.fields.has("segment") else None
    touches = f"target:{kpi}/{segment or EVERYONE}"
    payload = said(kpi=kpi, value=value, by=by.isoformat(), segment=segment)
    return Draft(touches, payload, (touches,), numbered("t"))
