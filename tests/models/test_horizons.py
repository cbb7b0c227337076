"""Risks at several horizons: customers who leave at a known hazard, and cases worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.models.churn import fit_outcome
from analytics.models.horizons import RISKS, RisksOverTime, risks_over_time, without_risks
from analytics.models.recorded_churn import why_another
from analytics.vocabulary import PUBLISHED

N_CUSTOMERS = 3_000
DATES = pd.to_datetime(["2025-01-01", "2025-04-01", "2025-06-30", "2025-09-28"])
LAST_DAY = pd.Timestamp("2025-12-27")


def made_up_leavers(seed: int = 0) -> pd.DataFrame:
    """Customers who leave at a constant daily hazard of their own, and what is seen of them by the last day."""
    random = np.random.default_rng(seed)
    tables = []
    for day in DATES:
        worry = random.normal(size=N_CUSTOMERS)
        hazard = 0.0012 * np.exp(worry)
        left = np.ceil(random.exponential(1 / hazard))
        observed = (LAST_DAY - day).days
        tables.append(
            pd.DataFrame(
                {
                    "customer_id": [f"C{number:05d}" for number in range(N_CUSTOMERS)],
                    "as_of": day,
                    "worry": worry,
                    "noise": random.normal(size=N_CUSTOMERS),
                    "hazard": hazard,
                    "left_day": np.where(left <= observed, left, np.nan),
                    "observed_days": min(observed, 180),
                    "value": (left <= 90).astype(int),
                }
            )
        )
    return pd.concat(tables, ignore_index=True)


def _given(rows: pd.DataFrame, *, seed: int = 0) -> tuple[RisksOverTime, pd.DataFrame]:
    training = rows[["customer_id", "as_of", "worry", "noise"]]
    leaving = rows[["customer_id", "as_of", "left_day", "observed_days", "value"]]
    describe = training[training["as_of"] == DATES[-1]]
    labels = leaving.assign(outcome="churn")[["customer_id", "as_of", "outcome", "value"]]
    model = fit_outcome(training, labels, describe, outcome="churn", seed=seed, n_threads=1, horizon_days=90)
    found = risks_over_time(
        training, leaving, describe, scores=model.scores, judged=model.judged_rows, seed=seed, n_threads=1
    )
    return found, model.scores


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    return made_up_leavers()


@pytest.fixture(scope="module")
def given(rows: pd.DataFrame) -> tuple[RisksOverTime, pd.DataFrame]:
    return _given(rows)


def _wide(found: RisksOverTime, name: str) -> pd.DataFrame:
    return found.risks.pivot(index="customer_id", columns="horizon_days", values=name)


def test_the_tables_have_their_published_columns_and_no_doubled_key(given: tuple[RisksOverTime, pd.DataFrame]) -> None:
    found, _ = given
    for name, table in (("risk_horizons", found.risks), ("horizon_evaluation", found.evaluation)):
        assert list(table.columns[: len(PUBLISHED[name].columns)]) == list(PUBLISHED[name].columns)
        assert not table.duplicated(list(PUBLISHED[name].key)).any()
    assert found.facts["why_not"].isna().all()


def test_risks_and_both_ends_never_fall_with_the_horizon(given: tuple[RisksOverTime, pd.DataFrame]) -> None:
    found, _ = given
    for name in ("probability", "lower", "upper"):
        wide = _wide(found, name)
        assert set(found.risks["horizon_days"]) == {30, 90, 180}
        assert ((wide[30] <= wide[90]) & (wide[90] <= wide[180])).all()
    risks = found.risks
    assert ((risks["lower"] <= risks["probability"]) & (risks["probability"] <= risks["upper"])).all()


def test_within_ninety_days_it_is_the_score_in_force(given: tuple[RisksOverTime, pd.DataFrame]) -> None:
    found, scores = given
    own = found.risks[found.risks["horizon_days"] == 90].set_index("customer_id")
    scores = scores.set_index("customer_id")
    for name in ("probability", "lower", "upper", "model_id", "split"):
        pd.testing.assert_series_equal(own[name], scores[name], check_exact=True)


def test_each_risk_is_near_the_true_one(given: tuple[RisksOverTime, pd.DataFrame], rows: pd.DataFrame) -> None:
    found, _ = given
    hazard = rows[rows["as_of"] == DATES[-1]].set_index("customer_id")["hazard"]
    for days in (30, 90, 180):
        truth = 1 - np.exp(-hazard * days)
        own = found.risks[found.risks["horizon_days"] == days].set_index("customer_id")
        assert np.corrcoef(own["probability"], truth)[0, 1] > 0.9
        assert abs(own["probability"].mean() - truth.mean()) < 0.25 * truth.mean()
        fifths = pd.qcut(own["probability"].rank(method="first"), 5, labels=False)
        held = (own["lower"].groupby(fifths).mean() <= truth.groupby(fifths).mean()) & (
            truth.groupby(fifths).mean() <= own["upper"].groupby(fifths).mean()
        )
        assert held.sum() >= 4, (days, held)


def test_it_is_judged_on_unseen_customers_and_on_a_later_date(given: tuple[RisksOverTime, pd.DataFrame]) -> None:
    evaluation = given[0].evaluation
    auc = evaluation[evaluation["metric"] == "auc"].set_index(["horizon_days", "split", "model"])["value"]
    for days in (30, 90, 180):
        for split in ("customers", "time"):
            assert auc[days, split, "gradient_boosting"] > 0.65
    # The latest date has 90 days after it, so half a year is judged on the one before.
    own = evaluation[(evaluation["split"] == "customers") & (evaluation["metric"] == "auc")]
    n = own[own["model"] == "gradient_boosting"].set_index("horizon_days")["n"]
    assert n[180] == n[90] * 3 / 4


def test_whoever_was_not_seen_long_enough_teaches_nothing_about_later(
    rows: pd.DataFrame, given: tuple[RisksOverTime, pd.DataFrame]
) -> None:
    still_here = (rows["observed_days"] < 180) & rows["left_day"].isna()
    assert still_here.sum() > 1_000
    changed = rows.assign(left_day=rows["left_day"].mask(still_here, 120))
    pd.testing.assert_frame_equal(_given(changed)[0].risks, given[0].risks)


def test_too_few_who_left_early_are_no_reason_to_leave_the_later_horizon_out(rows: pd.DataFrame) -> None:
    late = rows.assign(left_day=rows["left_day"].mask(rows["left_day"] <= 30, 31))
    found, _ = _given(late)
    assert sorted(found.risks["horizon_days"].unique()) == [90, 180]
    why = found.facts.set_index("horizon_days")["why_not"]
    assert "who left within 90 days, 0 left within 30 days; at least 20" in why[30]
    assert "Silence counts as leaving only after 90 days" in why[30]
    assert why[[90, 180]].isna().all()


def test_an_outcome_without_dates_says_so_at_every_horizon() -> None:
    found = without_risks("arrears", "Nobody knows when.")
    assert found.risks.empty
    assert list(found.risks.columns) == RISKS
    assert found.facts[["outcome", "horizon_days", "why_not"]].to_numpy().tolist() == [
        ["arrears", days, "Nobody knows when."] for days in (30, 90, 180)
    ]


def test_recorded_churn_is_dated_only_where_it_is_closing_or_silence() -> None:
    rows = pd.DataFrame({"value": [1] * 20 + [0] * 80, "left_day": [45.0] * 20 + [np.nan] * 80, "observed_days": 90})
    assert why_another(rows) is None
    assert why_another(rows.assign(left_day=rows["left_day"].where(rows.index != 3))) is None
    other = why_another(rows.assign(value=rows["value"].to_numpy()[::-1]))
    assert other is not None
    assert "of 40 rows with either only 0 have both" in other
