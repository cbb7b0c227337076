"""Risk over time: outcomes side by side, horizons, and who stays how long, for the shared selection."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pandas as pd
import pytest

from analytics.insights.columns import floats
from analytics.insights.survival import survival_curve
from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said
from analytics.store.publish import publish_tables
from analytics.store.snapshots import current_snapshot
from analytics.vocabulary import Json
from pages.shared.formats import interval, percent
from tests.pages.made_up import made_up_facts
from tests.pages.made_up_full import full_tables
from tests.pages.made_up_horizons import AHEAD_FACTS, ahead_tables
from tests.pages.made_up_live import key_of
from tests.pages.made_up_rest import early_store
from tests.pages.screen import is_well, opened, said

PAGE = "explore/risk_over_time"
N = 600


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return full_tables(N)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, tables: dict[str, pd.DataFrame]) -> Path:
    folder: Path = tmp_path_factory.mktemp("risk_over_time")
    publish_tables(folder, tables, made_up_facts(seed=0, **knowledge_facts(Said())))
    return folder


def test_each_outcome_has_a_card_with_interval_band_and_worth(
    store: Path, tables: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(store, PAGE, monkeypatch)
    told, scores = said(app), tables["scores"]
    assert is_well(app)
    lower, upper = scores["lower"].mean(), scores["upper"].mean()
    assert f"90% interval {interval(lower, upper)}, mean of {N} customers." in told
    assert f"{(scores['band'] == 'high').sum()} with a high risk. " in told
    assert "than a simple rule: AUC 0.8" in told
    assert f"Mean risk of leaving {percent(scores['probability'].mean())}" in told


def test_what_else_is_ahead_is_an_outcome_like_others(
    tables: dict[str, pd.DataFrame], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = made_up_facts(seed=0, **knowledge_facts(Said()))
    outcomes = cast("dict[str, Json]", facts["outcomes"])
    publish_tables(tmp_path, {**tables, **ahead_tables(tables)}, {**facts, "outcomes": {**outcomes, **AHEAD_FACTS}})
    told = said(opened(tmp_path, PAGE, monkeypatch))
    assert f"Mean risk of dormancy {percent(0.02)}" in told
    assert f"90% interval {interval(0.01, 0.04)}, mean of {N} customers." in told
    assert f"Mean chance of opening another product {percent(0.02)}" in told
    assert "with a high chance. Better than a simple rule: AUC 0.70 (0.68 to 0.72) on a later date." in told
    assert "Only 5 of 900 labelled rows had the outcome." in told
    leaving = said(opened(tmp_path, "explore/customer", monkeypatch, {"customer": "C000004"}))
    assert f"Opening another product: **{percent(0.02)}** (low chance, 90% interval" in leaving
    assert f"Dormancy: **{percent(0.02)}** (low risk" in leaving
    assert "Balance run-down: Only 5 of 900 labelled rows had the outcome." in leaving
    assert "Leaving: **" not in leaving, "the risk on show is not said twice"
    asked = {"customer": "C000004", "outcome": "product_take_up"}
    welcome = said(opened(tmp_path, "explore/customer", monkeypatch, asked))
    assert f"Chance of opening another product {percent(0.02)}" in welcome
    assert "about 2 are expected to open another product" in welcome
    assert "What could raise the chance" in welcome
    assert "Leaving: **" in welcome


def test_horizons_are_of_the_selected_beside_all(
    store: Path, tables: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    risks, member = tables["risk_horizons"], tables["membership"]
    inside = risks["customer_id"].isin(member.loc[member["segment_id"] == "2.4", "customer_id"])
    means = [risks[inside & (risks["horizon_days"] == days)]["probability"].mean() for days in (30, 90, 180)]
    told = said(opened(store, PAGE, monkeypatch, {"segment": key_of("2.4")}))
    early, middle, late = (f"{round(mean * 1000):,}" for mean in means)
    assert f"about {early} are expected to leave within 30 days, {middle} within 90 days and {late} within 180" in told
    assert f"Of those who leave within 180 days, {percent(means[1] / means[2])} do so within 90." in told
    assert "Within 180 days. Better than a simple rule: AUC 0.84 (0.82 to 0.86) on a later date." in told


def test_curves_are_of_the_segment_that_fitted_customers_on_the_first_day(
    store: Path, tables: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    followed = tables["leaving_times"]
    then = followed[followed["segment_id"].isin(["3.10", "3.11", "3.12"])]
    curve = survival_curve(then)
    told = said(opened(store, PAGE, monkeypatch, {"segment": key_of("2.4")}))
    last = curve.iloc[-1]
    assert f"After {last['day']:.0f} days {percent(last['share'])} of the {len(then)} followed are still here" in told
    everyone = survival_curve(followed)
    told = said(opened(store, PAGE, monkeypatch))
    assert f"{percent(everyone['share'].iloc[-1])} of the {len(followed)} followed are still here" in told
    assert "The fewest stayed of “" in told
    assert "on its 90th day" in told


def test_facts_of_today_do_not_filter_those_who_left(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = said(opened(store, PAGE, monkeypatch, {"band": "high", "product": "savings"}))
    assert "Not by product, band: who has left since can't have what is a fact of today." in told
    everyone = said(opened(store, PAGE, monkeypatch))
    assert "Not by" not in everyone
    sentence = next(line for line in everyone.splitlines() if "are still here" in line)
    assert sentence in told


def test_too_few_followed_draw_no_curve(
    tables: dict[str, pd.DataFrame], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = {**tables, "leaving_times": tables["leaving_times"].head(29)}
    publish_tables(tmp_path, few, made_up_facts(seed=0, **knowledge_facts(Said())))
    assert "29 customers here: too few for a curve" in said(opened(tmp_path, PAGE, monkeypatch))


def test_a_source_that_does_not_say_when_gives_the_reason(
    tables: dict[str, pd.DataFrame], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    why = "The bank recorded whether this happened, not when."
    undated = {
        **tables,
        "risk_horizons": tables["risk_horizons"].head(0),
        "horizon_evaluation": tables["horizon_evaluation"].head(0),
        "horizon_facts": tables["horizon_facts"].assign(why_not=why, why_no_time=why),
        "leaving_times": tables["leaving_times"].head(0),
    }
    publish_tables(tmp_path, undated, made_up_facts(seed=0, **knowledge_facts(Said())))
    snapshot = current_snapshot(tmp_path)
    assert snapshot is not None
    told = said(opened(tmp_path, PAGE, monkeypatch))
    assert told.count(why) == 2
    assert "with a high risk" in told
    customer = said(opened(tmp_path, "explore/customer", monkeypatch, {"customer": "C000004"}))
    assert f"No risk over time. {why}" in customer
    other = {**undated, "horizon_facts": undated["horizon_facts"].assign(outcome="credit_default")}
    publish_tables(tmp_path / "other", other, made_up_facts(seed=0, **knowledge_facts(Said())))
    assert why in said(opened(tmp_path / "other", PAGE, monkeypatch)), "whatever the one outcome is called"


def test_a_customer_table_and_an_early_store_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    early_store(tmp_path / "table", source_kind="table")
    told = said(opened(tmp_path / "table", PAGE, monkeypatch))
    assert "A customer table does not say when anybody left, so nobody can be followed." in told
    early_store(tmp_path / "early")
    assert "“The risk over time” is not worked out yet" in said(opened(tmp_path / "early", PAGE, monkeypatch))


def test_a_customer_s_risk_is_said_sooner_and_later(
    store: Path, tables: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tables["risk_horizons"].query("customer_id == 'C000004'").sort_values("horizon_days")
    told = said(opened(store, "explore/customer", monkeypatch, {"customer": "C000004"}))
    risk, lower, upper = (floats(own, name) for name in ("probability", "lower", "upper"))
    early, _, late = (
        f"{percent(one)} within {days} days ({interval(low, high)})"
        for days, one, low, high in zip((30, 90, 180), risk, lower, upper, strict=True)
    )
    assert f"Above: within 90 days. Sooner and later: {early} and {late}." in told
