"""Rules that raise alarms, on the screens: tested before they are made, with the open alarms a click away."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analytics.knowledge.reading import knowledge
from analytics.stages.patterns import set_aside
from pages.shared.readers.population import selected_customers
from pages.shared.selection import Selection
from tests.pages.acted import acted
from tests.pages.made_up_full import full_store
from tests.pages.screen import as_person, is_well, opened, said
from tests.pages.test_patterns import served

PAGE = "explore/patterns"
FIRST = "0" * 12
N = 300
IDS = [f"C{number:06d}" for number in range(N)]
WITH_MOTIF = IDS[::3]
"""They complete it 41 days before the data's date, and for each it is recorded whether they then left."""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    full_store(tmp_path, n=N)
    return tmp_path


def counted() -> tuple[int, int]:
    """How many of those set aside have the motif, and how many of these leave."""
    aside = set_aside(pd.Index(WITH_MOTIF), 0)
    left = [number % 5 < 2 or number % 49 == 1 for number in range(0, N, 3)]
    return int(aside.sum()), sum(each for each, judged in zip(left, aside, strict=True) if judged)


def test_a_rule_is_tested_before_it_is_made_and_its_open_alarms_lead_to_the_customers(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    n, n_right = counted()
    screen = as_person(opened(store, PAGE, monkeypatch, {"pattern": FIRST}), "expert")
    assert "No sequence before “churn” raises alarms" in said(screen)
    screen.button(key="act_alarm_rule").click().run()
    assert f"Of {n} alarms in the year to Jun 2026, {n_right} were right" in said(screen)
    assert f"**{len(WITH_MOTIF)} alarms** would be open now" in said(screen)
    screen.button(key="alarm_rule_do").click().run()
    assert is_well(screen), screen.exception
    told = said(screen)
    assert f"Of {n} alarms in the year to Jun 2026, {n_right} were right" in told
    assert "at least a median of 41 days ahead" in told, "the made-up leavers have no day of closing"
    assert f"{len(WITH_MOTIF)} open alarms" in told
    assert "Made by expert" in told
    assert "act_alarm_rule" not in {button.key for button in screen.button}
    (rule,) = (each.rule for each in knowledge(store).patterns.values())
    assert rule is not None
    key = f"alarm-{rule.rule_id}"
    assert selected_customers(served(store, monkeypatch), Selection(found=key)).tolist() == WITH_MOTIF
    listed = as_person(opened(store, "explore/customers", monkeypatch, {"found": key}), "expert")
    assert is_well(listed)
    assert f"{len(WITH_MOTIF)} of {N} customers" in said(listed)
    next(button for button in screen.button if button.key == f"rule_select_{rule.rule_id}").click().run()
    assert "act_cohort" in {button.key for button in screen.button}


def test_an_open_alarm_stands_on_its_customer_and_on_no_other(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    acted(store, {"act": "alarm_rule", "pattern": FIRST})
    acted(store, {"act": "name_pattern", "pattern": FIRST, "name": "Angry payers"})
    with_it = opened(store, "explore/customer", monkeypatch, {"customer": WITH_MOTIF[1]})
    assert is_well(with_it)
    assert "Open alarm." in said(with_it)
    assert "Angry payers, completed on" in said(with_it)
    assert "Open alarm." not in said(opened(store, "explore/customer", monkeypatch, {"customer": IDS[1]}))
    acted(store, {"act": "dismiss_pattern", "pattern": FIRST, "why": "Known campaign"})
    assert "Open alarm." not in said(opened(store, "explore/customer", monkeypatch, {"customer": WITH_MOTIF[1]}))
    key = next(f"alarm-{each.rule.rule_id}" for each in knowledge(store).patterns.values() if each.rule)
    gone = opened(store, "explore/customers", monkeypatch, {"found": key})
    assert "is not found in these data any more" in said(gone)


def test_a_rule_is_withdrawn_by_who_made_it(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = acted(store, {"act": "alarm_rule", "pattern": FIRST}).id
    other = as_person(opened(store, PAGE, monkeypatch), "analyst")
    other.button(key=f"withdraw_{rule}").click().run()
    other.button(key="withdraw_do").click().run()
    assert f"{rule} is expert's" in said(other)
    own = as_person(opened(store, PAGE, monkeypatch), "expert")
    own.button(key=f"withdraw_{rule}").click().run()
    own.button(key="withdraw_do").click().run()
    assert is_well(own), own.exception
    assert "No sequence before “churn” raises alarms" in said(own)
    assert "undone" not in said(own)
