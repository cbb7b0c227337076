"""The test of a finding, checked: a note, a target, a list with a hold-out, a forecast of a KPI, or none yet."""

from __future__ import annotations

from analytics.errors import InputError
from analytics.knowledge.draft import Asked
from analytics.knowledge.evidence import Asks, Evidence
from analytics.knowledge.fields import LONGEST_NAME, said
from analytics.knowledge.findings import Direction, KindOfTest
from analytics.vocabulary import KPIS_WITH_TARGET, Json

_BY_ID = (KindOfTest.NOTE.value, KindOfTest.TARGET.value, KindOfTest.RETENTION_LIST.value)
TEST_FIELDS = ("test", *_BY_ID, "test_kpi", "direction", "value", "by")
"""The fields that say how a finding is tested."""
MACHINE_CHECKED = frozenset(KindOfTest) - {KindOfTest.NONE}
"""Tests whose result nobody has to say."""


def said_test(asked: Asked, whose: Asks, evidence: Evidence) -> dict[str, Json]:
    """Read how a finding is tested.

    Parameters
    ----------
    asked : Asked
        With ``test`` (``none`` takes the test away), or one of ``note``, ``target``, ``retention_list``, or
        ``test_kpi``, ``direction``, ``value``, ``by``.
    whose : Asks
        Whom the finding is about; a forecast is of their KPI.
    evidence : Evidence
        What was measured of them.

    Returns
    -------
    dict of str to Json
        What the ledger keeps.

    Raises
    ------
    InputError
        If there is no such note, target or list, or the forecast can't be judged.
    """
    kind = _kind(asked)
    if kind is KindOfTest.NONE:
        return said(test=kind.value)
    if kind is KindOfTest.FORECAST:
        return said(test=kind.value, **_forecast(asked, whose, evidence))
    called = asked.fields.text(kind.value, longest=LONGEST_NAME)
    _refuse_unknown(asked, kind, called)
    return {"test": kind.value, kind.value: called}


def _kind(asked: Asked) -> KindOfTest:
    fields = asked.fields
    ways = [name for name in (*_BY_ID, "test_kpi") if fields.has(name)]
    if len(ways) > 1:
        raise InputError(f"A finding has one test, not {len(ways)}: {', '.join(ways)}.")
    found = KindOfTest.NONE
    if ways:
        found = KindOfTest.FORECAST if ways[0] == "test_kpi" else KindOfTest(ways[0])
    if fields.has("test") and fields.choice("test", KindOfTest) is not found:
        raise InputError(f'"test" says {fields.text("test")}, and the other fields say {found}.')
    return found


def _refuse_unknown(asked: Asked, kind: KindOfTest, called: str) -> None:
    known = asked.knowledge
    if kind is KindOfTest.NOTE:
        note = known.notes.get(called)
        is_there = note is not None and note.is_seen_by(asked.person.role) and not note.withdrawn
    else:
        is_there = called in (known.targets if kind is KindOfTest.TARGET else known.lists)
    if not is_there:
        raise InputError(f'There is no {kind.value.replace("_", " ")} "{called}".')
    if kind is KindOfTest.RETENTION_LIST and not known.lists[called].held_back:
        raise InputError(f"{called} holds nobody back: what came of it would tell nothing.")


def _forecast(asked: Asked, whose: Asks, evidence: Evidence) -> dict[str, Json]:
    fields = asked.fields
    if whose.member is None:
        raise InputError("A forecast is of a KPI of all customers, a segment, a region, a product or a tag.")
    kpi = fields.text("test_kpi", longest=LONGEST_NAME)
    if kpi not in KPIS_WITH_TARGET:
        raise InputError(f'"{kpi}" is no KPI that can be foreseen here. Those: {", ".join(KPIS_WITH_TARGET)}.')
    lowest, highest = KPIS_WITH_TARGET[kpi]
    value, by = fields.amount("value"), fields.day_or_none("by")
    if not lowest <= value <= highest:
        raise InputError(f'"value" of {kpi} lies between {lowest:g} and {highest:g}, not at {value:g}.')
    until = asked.look().known_until or evidence.as_of.isoformat()
    if by is None or by.isoformat() <= until:
        raise InputError(f'A forecast is of a day that is not known yet: "by" lies after {until[:10]}.')
    return said(test_kpi=kpi, direction=fields.choice("direction", Direction).value, value=value, by=by.isoformat())
