"""What the Customer screen says of what is likely next, and where it says that nothing is."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said
from analytics.store.publish import publish_tables
from tests.pages.made_up import made_up_facts
from tests.pages.made_up_full import full_tables
from tests.pages.made_up_patterns import HOSTILE
from tests.pages.screen import is_well, opened, said

PAGE, WHO = "explore/customer", {"customer": "C000004"}


def forecast_tables(*, likely: float, gain_lower: float = 0.001) -> dict[str, pd.DataFrame]:
    """A complaint as likely as given for one customer, where 4 % of all complain; a login that nobody foresees."""
    types = ["complaint", "login", HOSTILE]
    ids = full_tables(60)["scores"]["customer_id"]
    rows = [(name, kind, 0.04 if kind == "complaint" else 0.3, 30) for name in ids for kind in types]
    table = pd.DataFrame(rows, columns=["customer_id", "event_type", "probability", "within_days"])
    own = (table["customer_id"] == WHO["customer"]) & (table["event_type"] != "login")
    table.loc[own, "probability"] = likely
    tests = pd.DataFrame({"event_type": types, "in_force": 1, "gain_lower": [gain_lower, -0.01, gain_lower]})
    shares = pd.DataFrame({"event_type": types, "within_days": 30, "share": [0.04, 0.1, 0.1], "why_not": None})
    return {"next_events": table, "next_event_tests": tests, "next_event_types": shares.astype({"why_not": "str"})}


def told_of(
    folder: Path, monkeypatch: pytest.MonkeyPatch, extra: dict[str, pd.DataFrame], **facts: dict[str, str]
) -> str:
    published = {**made_up_facts(seed=0, **knowledge_facts(Said())), **facts}
    publish_tables(folder, {**full_tables(60), **extra}, published)
    app = opened(folder, PAGE, monkeypatch, WHO)
    assert is_well(app)
    return said(app)


def test_what_stands_out_is_said_as_a_frequency_beside_the_average(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = told_of(tmp_path, monkeypatch, forecast_tables(likely=0.16))
    assert "Complaint" in told
    assert "within 30 days for about 16 of 100 customers like this one" in told
    assert "4.0 times the average of all customers" in told
    assert "Of 2 kinds of events that can be foreseen better" in told
    assert "](http://evil.example" not in told, "a name from the data is shown as it is"


def test_where_nothing_stands_out_or_can_be_foreseen_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = told_of(tmp_path / "usual", monkeypatch, forecast_tables(likely=0.04))
    assert "Nothing that can be foreseen is much more likely for this customer than for others." in usual
    none = told_of(tmp_path / "none", monkeypatch, forecast_tables(likely=0.2, gain_lower=0.0))
    assert "There is no forecast for this customer" in none


def test_without_forecasts_the_reason_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    why = {"next_events": "No event is frequent enough."}
    assert "No event is frequent enough." in told_of(tmp_path, monkeypatch, {}, not_published=why)
