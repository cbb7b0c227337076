"""What a user of the command line can rely on, tried from outside on a bank made here by hand."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.__main__ import run
from analytics.vocabulary import PUBLISHED

ROOT = Path(__file__).resolve().parents[1]
N_CUSTOMERS = 240
AS_OF = pd.Timestamp("2024-06-30")
PROTECTED = {"gender", "birth_date", "language"}


@dataclass(frozen=True)
class Outside:
    """A store, as somebody sees it who has only the commands."""

    folder: Path
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)

    def run(self, *arguments: str, expect: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "analytics", *arguments, "--store", str(self.folder / "store")],
            cwd=ROOT,
            env={**os.environ, "OMP_NUM_THREADS": "2"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == expect, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr
        return done.stdout if expect == 0 else done.stderr

    def run_here(self, *arguments: str, expect: int = 0) -> str:
        """Run a command that was tried in its own process in this one, which has the libraries loaded already."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = run([*arguments, "--store", str(self.folder / "store")])
        assert code == expect, f"{arguments}: {code}\n{out.getvalue()}\n{err.getvalue()}"
        assert "Traceback" not in err.getvalue()
        return out.getvalue() if expect == 0 else err.getvalue()

    def exported(self, name: str, *, ending: str = "parquet") -> pd.DataFrame:
        file = self.folder / f"{name}.{ending}"
        if file.name not in self.tables:
            self.run_here("export", name, "--to", str(file))
            self.tables[file.name] = (
                pd.read_parquet(file) if ending == "parquet" else pd.read_csv(file, dtype=str, keep_default_na=False)
            )
        return self.tables[file.name]

    def standing(self) -> object:
        """What the store says of itself, but for the command that ran last."""
        said = json.loads(self.run_here("status", "--json"))
        said.pop("progress")
        return said


def _hand_made_bank(folder: Path) -> None:
    """Two kinds of customers, one busy with cards, one with cash; those who fall silent leave."""
    random = np.random.default_rng(7)
    ids = [f"{i:06d}" for i in range(N_CUSTOMERS)]
    busy = np.arange(N_CUSTOMERS) % 2 == 0
    leaves = random.random(N_CUSTOMERS) < 0.25
    folder.mkdir()
    pd.DataFrame(
        {
            "customer_id": ids,
            "opened_on": ["2023-07-15" if i % 20 == 5 else "2021-03-01" for i in range(N_CUSTOMERS)],
            "closed_on": ["2024-05-15" if i == 3 else "" for i in range(N_CUSTOMERS)],
            "birth_date": "1980-01-01",
            "gender": random.choice(["f", "m"], N_CUSTOMERS),
            "region_id": random.choice(["R1", "R2"], N_CUSTOMERS),
            "nickname": ["=1+1" if i == 0 else "plain" for i in range(N_CUSTOMERS)],
        }
    ).to_csv(folder / "customers.csv", index=False)
    pd.DataFrame(
        {"account_id": [f"A{i}" for i in ids], "customer_id": ids, "product": "current", "opened_on": "2021-03-01"}
    ).to_csv(folder / "accounts.csv", index=False)
    days = pd.date_range("2023-06-01", "2024-09-30", freq="D")
    rows = []
    for i, customer in enumerate(ids):
        n_rows = 160 if busy[i] else 50
        booked = np.sort(random.choice(len(days), n_rows))
        if leaves[i]:
            booked = booked[days[booked] < AS_OF - pd.Timedelta(days=45)]
        for day in booked:
            amount = -float(random.lognormal(3 if busy[i] else 5, 0.4)) if random.random() < 0.8 else 900.0
            category = ("groceries" if busy[i] else "cash") if amount < 0 else "salary"
            rows.append((f"A{customer}", f"{days[day]:%Y-%m-%d}T10:00:00", f"{amount:.2f}", category))
    transactions = pd.DataFrame(rows, columns=["account_id", "booked_at", "amount", "category"])
    transactions.to_csv(folder / "transactions.csv.gz", index=False)
    flipped = random.random(N_CUSTOMERS) < 0.1
    pd.DataFrame(
        {
            "customer_id": ids,
            "as_of": f"{AS_OF:%Y-%m-%d}",
            "outcome": "churn",
            "value": (leaves ^ flipped).astype(int),
        }
    ).drop(index=[3]).to_csv(folder / "outcomes.csv", index=False)


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Outside:
    bank = Outside(tmp_path_factory.mktemp("outside"))
    _hand_made_bank(bank.folder / "bank")
    bank.run("ingest", str(bank.folder / "bank"))
    bank.run("build", "--seed", "1")
    return bank


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_published_table_is_exported_with_its_columns_and_key(outside: Outside, name: str) -> None:
    table = outside.exported(name)
    promised = PUBLISHED[name]
    assert list(table.columns[: len(promised.columns)]) == list(promised.columns)
    # Nobody has written a note here or made a rule, so none was tested; this bank was never seen to charge a fee, offer
    # anything or answer a complaint, so there is nothing that it could do otherwise; and the recorded outcome, of one
    # date, says nothing of sooner and later; its months are too few to look twelve ahead, or to say who still buys.
    nothing = {"note_tests", "pattern_rules", "pattern_alarms", "counterfactuals", "offer_effects", "uplift"}
    nothing |= {
        "risk_horizons",
        "horizon_evaluation",
        "leaving_times",
        "kpi_forecast",
        "kpi_forecast_tests",
        *("purchase_outlook", "purchase_totals", "purchase_tests"),
    }
    assert table.empty == (name in nothing)
    assert not table.duplicated(list(promised.key)).any()


def test_customers_have_a_status_and_the_described_ones_are_those_open_on_the_day(outside: Outside) -> None:
    customers = outside.exported("customers").set_index("customer_id")
    assert len(customers) == N_CUSTOMERS
    assert customers.loc["000003", "status"] == "closed"
    described = set(customers.index[customers["status"] == "active"])
    for name in ("features", "map", "scores"):
        assert set(outside.exported(name)["customer_id"]) == described, name
    assert {"gender", "nickname"} <= set(customers.columns)


def test_the_default_day_is_the_latest_outcome_and_no_protected_column_is_a_feature(outside: Outside) -> None:
    features = outside.exported("features")
    assert set(pd.to_datetime(features["as_of"])) == {AS_OF}
    assert not PROTECTED & set(features.columns)
    catalogue = outside.exported("feature_catalog")
    assert set(catalogue["feature"]) == set(features.columns) - {"customer_id", "as_of"}
    assert set(catalogue["actionable_by"]) <= {"bank", "customer", "none"}


def test_segments_are_nested_and_everybody_has_one_a_level(outside: Outside) -> None:
    segments, membership = outside.exported("segments"), outside.exported("membership")
    assert set(segments["level"]) == {1, 2, 3}
    counts = segments.groupby("level").size()
    assert counts[1] <= 3
    assert counts[3] <= 15
    wide = membership.pivot(index="customer_id", columns="level", values="segment_id")
    assert wide.notna().all(axis=None)
    for child, parent in ((3, 2), (2, 1)):
        assert (wide.groupby(child)[parent].nunique() == 1).all()
    assert membership["strength"].between(0, 1).all()
    sizes = membership.groupby(["level", "segment_id"]).size()
    assert sizes.to_dict() == segments.set_index(["level", "segment_id"])["n_customers"].to_dict()


def test_a_score_lies_in_its_interval_and_its_parts_add_up(outside: Outside) -> None:
    scores, parts = outside.exported("scores"), outside.exported("attributions")
    assert (scores["lower"] <= scores["probability"]).all()
    assert (scores["probability"] <= scores["upper"]).all()
    assert set(scores["band"]) <= {"low", "medium", "high"}
    assert set(scores["split"]) <= {"train", "calibration", "test", "unlabelled"}
    assert (parts[parts["feature"] == "(base)"].groupby("customer_id").size() == 1).all()
    margin = parts.groupby("customer_id")["contribution"].sum().reindex(scores["customer_id"])
    assert np.corrcoef(margin.rank(), scores["probability"].rank())[0, 1] > 0.99


def test_kpis_of_the_segments_of_each_level_add_up_to_those_of_all(outside: Outside) -> None:
    kpis, level_of = outside.exported("kpis"), outside.exported("segments").set_index("segment_id")["level"]
    additive = kpis[kpis["numerator"].notna() & (kpis["kpi"] != "net_growth")]
    everyone = additive[additive["dimension"] == "all"].set_index(["period", "kpi"])["numerator"]
    segments = additive[additive["dimension"] == "segment"]
    for level in (1, 2, 3):
        chosen = segments[segments["member"].isin(level_of.index[level_of == level])]
        added = chosen.groupby(["period", "kpi"])["numerator"].sum()
        pd.testing.assert_series_equal(added.reindex(everyone.index), everyone, rtol=1e-9)
    year = kpis[(kpis["period"] == "2023-07/2024-06") & (kpis["dimension"] == "all")].set_index("kpi")
    assert year["numerator"]["attrition_rate"] == 1
    assert year["denominator"]["attrition_rate"] == N_CUSTOMERS - N_CUSTOMERS // 20
    assert float(year["value"][["attrition_rate", "retention_rate"]].sum()) == 1


def test_a_cohort_is_followed_through_the_months_that_are_over(outside: Outside) -> None:
    retention = outside.exported("retention")
    everyone = retention[retention["segment_id"].isna()]
    assert set(everyone["cohort"]) == {"2023-07"}
    assert everyone["period_index"].tolist() == list(range(12))
    assert (everyone["n_start"] == N_CUSTOMERS // 20).all()
    assert (everyone["share"] == everyone["n_retained"] / everyone["n_start"]).all()


def test_a_formula_in_a_text_is_made_harmless_and_ids_are_not_touched(outside: Outside) -> None:
    customers = outside.exported("customers", ending="csv").set_index("customer_id")
    assert customers.loc["000000", "nickname"] == "'=1+1"
    profile = outside.exported("segment_profile", ending="csv")
    assert pd.to_numeric(profile["effect"]).notna().all()


@pytest.mark.parametrize("reader", ["plain", "analyst", "regulator"])
def test_an_explanation_for_each_reader_states_the_published_risk(outside: Outside, reader: str) -> None:
    score = outside.exported("scores").sort_values("probability").iloc[-1]
    tried = outside.run if reader == "plain" else outside.run_here
    said = tried("explain", str(score["customer_id"]), "--reader", reader)
    assert f"Of 100 customers like this one, about {round(score['probability'] * 100)} are" in said
    assert str(score["band"]) in said


def test_a_dossier_is_one_file_and_who_is_not_there_is_refused(outside: Outside) -> None:
    file = outside.folder / "dossier.html"
    outside.run_here("explain", "000000", "--outcome", "churn", "--reader", "regulator", "--to", str(file))
    page = file.read_text(encoding="utf-8")
    assert "Who approved" in page
    assert "http" not in page.replace("http-equiv", "")
    assert "no customer" in outside.run_here("explain", "nobody", expect=2)
    assert "There are: churn" in outside.run_here("explain", "000000", "--outcome", "wealth", expect=2)


def test_ingesting_and_building_again_change_nothing(outside: Outside) -> None:
    before = outside.standing()
    outside.run_here("ingest", str(outside.folder / "bank"))
    outside.run_here("build", "--seed", "1")
    assert outside.standing() == before
    outside.run("status")
    outside.run("verify")


def test_a_table_that_is_not_there_is_refused_with_words(outside: Outside) -> None:
    said = outside.run_here("export", "nonsense", "--to", str(outside.folder / "x.csv"), expect=2)
    assert "nonsense" in said
    assert not (outside.folder / "x.csv").exists()
    outside.run("export", "map", "--to", str(outside.folder / "map.csv"))
    assert len(pd.read_csv(outside.folder / "map.csv")) == len(outside.exported("map"))


def test_a_wrong_call_ends_with_status_two(outside: Outside) -> None:
    outside.run("ingest", str(outside.folder / "nowhere"), expect=2)
    outside.run_here("build", "--as-of", "not-a-day", expect=2)
    outside.run("erase", "nobody-of-this-name", expect=2)
    outside.run_here("export", "features", "--to", str(outside.folder / "features.docx"), expect=2)


def test_a_customer_table_with_levers_gets_counterfactuals(tmp_path: Path) -> None:
    table = Outside(tmp_path)
    random = np.random.default_rng(1)
    fees, plan = random.integers(0, 60, 600), random.choice(["monthly", "yearly"], 600)
    left = random.random(600) < 1 / (1 + np.exp(2 - 0.06 * fees + 1.5 * (plan == "yearly")))
    people = pd.DataFrame({"person": range(600), "fees": fees, "plan": plan, "gender": "f", "left": left.astype(int)})
    people.to_csv(tmp_path / "people.csv", index=False)
    call = ("ingest", str(tmp_path / "people.csv"), "--label", "left", "--id", "person")
    assert "column of categories" in table.run_here(*call, "--lever", "plan=customer:up", expect=2)
    assert "protected" in table.run_here(*call, "--lever", "gender=bank:either", expect=2)
    table.run_here(*call, "--lever", "fees=bank:down:5", "--lever", "plan=customer:either:yearly")
    table.run_here("build", "--stages", "counterfactuals")
    catalogue = table.exported("feature_catalog").set_index("feature")
    told = catalogue.loc[["fees", "plan"], ["actionable", "actionable_by", "lever", "direction", "step"]]
    assert told.to_numpy().tolist() == [
        [1, "bank", "column", "down", "5"],
        [1, "customer", "column", "either", "yearly"],
    ]
    options = table.exported("counterfactuals")
    assert set(options["feature"]) == {"fees", "plan"}
    plans = options[options["feature"] == "plan"]
    assert set(plans["from_value"]) == {"monthly"}
    assert set(plans["to_value"]) == {"yearly"}
    steps = options[options["feature"] == "fees"][["from_value", "to_value"]].astype(float)
    assert ((steps["from_value"] - steps["to_value"]) % 5 == 0).all()
    assert (steps["from_value"] > steps["to_value"]).all()


def test_nothing_after_the_day_reaches_a_feature(outside: Outside, tmp_path: Path) -> None:
    later = Outside(tmp_path)
    _hand_made_bank(tmp_path / "bank")
    file = tmp_path / "bank" / "transactions.csv.gz"
    transactions = pd.read_csv(file, dtype=str)
    extra = transactions.head(500).assign(booked_at="2024-07-01T00:00:00", category="unheard_of", amount="-5.00")
    pd.concat([transactions, extra]).to_csv(file, index=False)
    later.run_here("ingest", str(tmp_path / "bank"))
    later.run_here("build", "--stages", "features")
    pd.testing.assert_frame_equal(later.exported("features"), outside.exported("features"))
