"""Rules are tested in each build as on the screen before it, on customers among whom no pattern was looked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.__main__ import run
from analytics.knowledge.reading import knowledge
from analytics.knowledge.said_of_rules import said_of_rules
from analytics.pipeline import Request, build
from analytics.stages.patterns import MOST_GAP_DAYS, set_aside
from analytics.store.snapshots import Snapshot, current_snapshot
from analytics.vocabulary import PUBLISHED
from pages.shared.readers import pattern_rules
from pages.shared.readers.remembered import forget
from tests.pages.acted import acted
from tests.store.copied import copied

EPOCH = np.datetime64("1970-01-01", "D")


def served(store: Path) -> Snapshot:
    snapshot = current_snapshot(store)
    assert snapshot is not None
    return snapshot


@pytest.fixture
def store(demo_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    store = copied(demo_store, tmp_path)
    monkeypatch.setenv("TANDEM_STORE", str(store))
    forget()
    return store


def test_a_build_publishes_what_the_screen_had_worked_out_before_it(store: Path) -> None:
    patterns = served(store).table("patterns").sort_values(["p", "pattern_id"])
    chosen = patterns.groupby("outcome")["pattern_id"].first()
    for pattern_id in chosen:
        acted(store, {"act": "alarm_rule", "pattern": str(pattern_id)})
    rules = said_of_rules(knowledge(store)).rules
    before = {
        each.rule.rule_id: (
            pattern_rules.backtest(served(store), each),
            pattern_rules.open_alarms(served(store), each),
        )
        for each in rules
    }
    built = build(store, Request(stages=("pattern_rules",)))
    assert built.ran == ("pattern_rules",)
    for name, place, key in (("pattern_rules", 0, "period"), ("pattern_alarms", 1, "customer_id")):
        published = served(store).table(name)
        assert tuple(published.columns) == PUBLISHED[name].columns
        for rule_id, tables in before.items():
            own = published[published["rule_id"] == rule_id].sort_values(key, ignore_index=True)
            worked_out = tables[place].sort_values(key, ignore_index=True)
            for day in [str(each) for each in own.columns if str(each).endswith("_on")]:
                worked_out[day] = pd.to_datetime(worked_out[day])
            pd.testing.assert_frame_equal(own, worked_out, check_dtype=False)
    assert (served(store).table("pattern_rules")["n_alarms"] > 0).any()
    assert len(served(store).table("pattern_alarms")) > 0
    someone = str(served(store).table("pattern_alarms")["customer_id"].iloc[0])
    assert run(["erase", someone, "--store", str(store)]) == 0
    assert someone not in set(served(store).table("pattern_alarms")["customer_id"])
    acted(store, {"act": "dismiss_pattern", "pattern": str(chosen.iloc[0]), "why": "Known campaign"})
    build(store, Request(stages=("pattern_rules",)))
    assert set(served(store).table("pattern_rules")["pattern_id"]) == set(chosen.iloc[1:])


def test_alarms_and_right_ones_are_as_counted_customer_by_customer(store: Path) -> None:
    snapshot = served(store)
    patterns = snapshot.table("patterns")
    two = patterns[(patterns["outcome"] == "churn") & (patterns["length"] == 2)].sort_values("n_customers")
    pattern_id = str(two["pattern_id"].iloc[-1])
    acted(store, {"act": "alarm_rule", "pattern": pattern_id})
    (rule,) = said_of_rules(knowledge(store)).rules
    table = pattern_rules.backtest(snapshot, rule).set_index("period")
    right, judged = _counted(snapshot, rule.about.pattern.split(" > "), int(table["horizon_days"].iloc[0]))
    assert (table.loc["all", "n_right"], table.loc["all", "n_alarms"]) == (right, judged)
    assert judged > 20


def _counted(snapshot: Snapshot, events: list[str], horizon: int) -> tuple[int, int]:
    """Count right alarms and alarms that can be judged, a customer at a time, without the house's own functions."""
    labels = snapshot.table("labels").query("outcome == 'churn'").sort_values("as_of")
    labels = labels.assign(day=_days(labels["as_of"]))
    rows = snapshot.table("sequences").assign(day=lambda table: _days(table["happened_at"]))
    happened = dict(iter(rows[rows["symbol"].isin(events)].groupby("customer_id")))
    opened = snapshot.table("customers").set_index("customer_id")["opened_on"]
    began = int(rows.loc[rows["origin"] != "product", "day"].min())
    right = judged = 0
    for customer, own in labels.groupby("customer_id"):
        if not set_aside(pd.Index([customer]), int(str(snapshot.facts["seed"])))[0] or customer not in happened:
            continue
        first, second = (
            sorted(set(happened[customer].loc[happened[customer]["symbol"] == each, "day"])) for each in events
        )
        ends = [day for day in second if any(1 <= day - each <= MOST_GAP_DAYS for each in first)]
        since = max(began, int(_days(pd.Series([opened[customer]])).iloc[0]))
        until = own.loc[own["value"] == 1, "day"]
        last = None
        for day in ends:
            is_here = since <= day and (until.empty or day <= until.iloc[0])
            if not is_here or (last is not None and day - last < horizon):
                continue
            last = day
            nexts = own[own["day"] >= day]
            before = own.loc[own["day"] < day, "day"]
            if nexts.empty:
                continue
            reach = (
                1.5 * horizon if len(before) and nexts["day"].iloc[0] - before.iloc[-1] <= 1.5 * horizon else horizon
            )
            if nexts["day"].iloc[0] - day < reach:
                judged += 1
                right += int(nexts["value"].iloc[0])
    return right, judged


def _days(column: pd.Series) -> pd.Series:
    days = pd.to_datetime(column).to_numpy().astype("datetime64[D]") - EPOCH
    return pd.Series(days.astype(np.int64), index=column.index)


def test_without_rules_both_tables_are_there_and_empty(demo_store: Path) -> None:
    for name in ("pattern_rules", "pattern_alarms"):
        table = served(demo_store).table(name)
        assert tuple(table.columns) == PUBLISHED[name].columns
        assert table.empty
