"""A target says what a KPI is meant to be and by when: the last one counts, it can be undone and withdrawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.errors import InputError
from analytics.insights.kpi_definitions import KPI_DEFINITIONS
from analytics.knowledge.history import history
from analytics.knowledge.reading import events, knowledge
from analytics.vocabulary import KPIS_WITH_TARGET
from tests.knowledge.surroundings import KNOWN, do


def test_the_last_target_of_a_kpi_counts_and_others_stay(tmp_path: Path) -> None:
    segment = str(next(iter(KNOWN.segments)))
    do(tmp_path, "executive", "target", kpi="retention_rate", value=0.85, by="2026-12-31")
    do(tmp_path, "executive", "target", kpi="retention_rate", value=0.8, by="2026-12-31", segment=segment)
    assert do(tmp_path, "analyst", "target", kpi="retention_rate", value=0.9, by="2027-06-30").id == "t3"
    there = {key: (each.segment, each.value, each.author) for key, each in knowledge(tmp_path).targets.items()}
    assert there == {"t2": (segment, 0.8, "executive"), "t3": (None, 0.9, "analyst")}
    assert history(events(tmp_path))[-1].words == (
        "set a target of 90.0% for retention rate of all customers by 2027-06-30"
    )


def test_undone_the_earlier_target_counts_again_and_withdrawn_it_is_gone(tmp_path: Path) -> None:
    do(tmp_path, "executive", "target", kpi="net_growth", value=-20, by="2026-12-31")
    do(tmp_path, "executive", "target", kpi="net_growth", value=40, by="2026-12-31")
    do(tmp_path, "executive", "undo")
    assert [each.value for each in knowledge(tmp_path).targets.values()] == [-20]
    with pytest.raises(InputError, match="executive's"):
        do(tmp_path, "analyst", "withdraw", target="t1")
    do(tmp_path, "executive", "withdraw", target="t1")
    assert not knowledge(tmp_path).targets


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kpi": "lost", "value": 3, "by": "2026-12-31"}, "takes a target"),
        ({"kpi": "retention_rate", "value": 85, "by": "2026-12-31"}, "between 0 and 1"),
        ({"kpi": "retention_rate", "value": "85%", "by": "2026-12-31"}, "is a number"),
        ({"kpi": "retention_rate", "value": 0.85}, '"by" is missing'),
        ({"kpi": "retention_rate", "value": 0.85, "by": "soon"}, "a day like"),
        ({"kpi": "retention_rate", "value": 0.85, "by": "2026-12-31", "segment": "nowhere"}, "nowhere"),
    ],
)
def test_a_senseless_target_is_refused_in_words(tmp_path: Path, fields: dict[str, str | float], words: str) -> None:
    with pytest.raises(InputError, match=words):
        do(tmp_path, "executive", "target", **fields)  # type: ignore[arg-type]
    assert not events(tmp_path)


def test_who_may_not_steer_sets_no_target(tmp_path: Path) -> None:
    for role in ("expert", "auditor"):
        with pytest.raises(InputError, match="may not do"):
            do(tmp_path, role, "target", kpi="retention_rate", value=0.85, by="2026-12-31")


def test_every_kpi_with_a_target_is_defined_and_has_a_good_direction() -> None:
    assert all(KPI_DEFINITIONS[kpi].good in {"up", "down"} for kpi in KPIS_WITH_TARGET)
