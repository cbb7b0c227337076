"""The made-up snapshot with what the Overview, Segment, Churn drivers, Customer and Data screens read besides."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from analytics.store.publish import publish_tables
from analytics.vocabulary import Json, SnapshotId
from tests.made_once import drawn_up_once, store_of_ones_own
from tests.pages.made_up import AS_OF, SEED, made_up_facts, made_up_tables

EARLY = ("customers", "features", "feature_catalog", "points", "customer_months", "customer_events")
EARLY_TOO = ("recent_transactions", "customer_accounts", "regions", "quality_tables", "quality_columns")
MODELS = (
    ("gradient_boosting", 0.86),
    ("gradient_boosting_with_protected", 0.865),
    ("logistic", 0.83),
    ("naive", 0.71),
)


def whole_tables(n: int = 600) -> dict[str, pd.DataFrame]:
    """Every table that any screen reads."""
    return _tables(n)


@drawn_up_once
def _tables(n: int) -> dict[str, pd.DataFrame]:
    tables = made_up_tables(n)
    random = np.random.default_rng(SEED)
    ids = tables["features"]["customer_id"]
    features = tables["features"].assign(
        tenure_days=random.integers(30, 3000, n).astype(float), balance=random.normal(2500, 1200, n).round(2)
    )
    opened = pd.Timestamp(AS_OF) - pd.to_timedelta(features["tenure_days"], unit="D")
    customers = tables["customers"].assign(opened_on=[*opened, pd.Timestamp("2020-01-01")])
    names = ("n_own_acts_90d", "inflow_90d", "days_since_own_act", "mobile_share_90d")
    return {
        **tables,
        "features": features,
        "customers": customers,
        **_history(ids, random),
        **_models(tables, names),
        **_leaving(),
        **_quality(n),
    }


def whole_store(folder: Path, *, n: int = 600, **facts: Json) -> SnapshotId | None:
    """Publish all of it."""

    def make(store: Path) -> None:
        publish_tables(store, whole_tables(n), made_up_facts(**facts))

    return store_of_ones_own(folder, make, "whole_store", n, facts)


def early_store(folder: Path, *, n: int = 60, **facts: Json) -> SnapshotId:
    """Publish what the first stage alone makes."""
    tables = whole_tables(n)
    early = {name: tables[name] for name in (*EARLY, *EARLY_TOO)}
    return publish_tables(folder, early, made_up_facts(structure_found=None, structure_reason=None, **facts))


def _history(ids: pd.Series[str], random: np.random.Generator) -> dict[str, pd.DataFrame]:
    months = pd.date_range("2025-01-01", periods=18, freq="MS")
    grid = pd.MultiIndex.from_product([ids, months], names=["customer_id", "month"]).to_frame(index=False)
    acts = random.poisson(9, len(grid))
    balance = (2500 + 400 * random.normal(size=len(grid))).round(2)
    few = ids.iloc[:20]
    return {
        "customer_months": grid.assign(
            n_transactions=acts + 4, n_own_acts=acts, inflow=2200.5, outflow=2100.25, balance_end=balance
        ),
        "customer_events": pd.DataFrame(
            {
                "customer_id": few,
                "occurred_at": pd.Timestamp("2026-05-03 09:12"),
                "event_type": "complaint",
                "channel": "branch",
                "detail": "![x](http://evil.example/x.png) <b>fees</b>",
            }
        ),
        "recent_transactions": pd.DataFrame(
            {
                "customer_id": np.repeat(few.to_numpy(), 6),
                "booked_at": list(pd.date_range("2026-06-01", periods=6, freq="4D")) * len(few),
                "amount": [-12.5, 2200.0, -60.0, -8.99, -33.1, -700.0] * len(few),
                "category": ["groceries", "salary", "cash", "subscription", "fuel", "rent"] * len(few),
                "channel": "mobile",
                "counterparty": "=SUM(A1)",
                "balance_after": 1234.56,
            }
        ),
        "segment_trend": pd.concat(
            [
                pd.DataFrame(
                    {
                        "as_of": pd.Timestamp(date),
                        "level": 3,
                        "segment_id": [f"3.{i + 1}" for i in range(15)],
                        "n_customers": [40 + move * i for i in range(15)],
                    }
                )
                for date, move in (("2025-12-31", 0), ("2026-03-31", 1), (AS_OF, 3))
            ]
        ),
    }


def _leaving() -> dict[str, pd.DataFrame]:
    """Of 100 customers a segment 10 left over a year; a cohort of 20 loses one a month."""
    segments = [None, *(f"3.{i + 1}" for i in range(15))]
    kpis = pd.DataFrame(
        {
            "period": "2025-07/2026-06",
            "dimension": ["segment" if segment else "all" for segment in segments],
            "member": [segment or "all" for segment in segments],
            "kpi": "attrition_rate",
            "value": 0.1,
            "lower": 0.06,
            "upper": 0.16,
            "unit": "share",
            "numerator": 10.0,
            "denominator": 100.0,
            "definition_version": "1",
        }
    )
    cells = [("2026-01", month, segment, 20, 20 - month) for segment in segments for month in range(6)]
    retention = pd.DataFrame(cells, columns=["cohort", "period_index", "segment_id", "n_start", "n_retained"])
    share = retention["n_retained"] / retention["n_start"]
    return {"kpis": kpis, "retention": retention.assign(share=share, lower=share * 0.9, upper=1.0)}


def _models(tables: dict[str, pd.DataFrame], names: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    evaluation = pd.DataFrame(
        [
            {
                "outcome": "churn",
                "model": model,
                "split": split,
                "metric": metric,
                "value": value - lost if metric == "auc" else 0.02,
                "lower": value - lost - 0.02 if metric == "auc" else 0.01,
                "upper": value - lost + 0.02 if metric == "auc" else 0.03,
            }
            for model, value in MODELS
            for split, lost in (("customers", 0.0), ("time", 0.02))
            for metric in ("auc", "brier", "calibration_error")
        ]
    )
    months = pd.DataFrame(
        [
            {
                "outcome": "churn",
                "model": model,
                "split": "time",
                "as_of": pd.Timestamp(date),
                "metric": "auc",
                "value": value - 0.01 * place,
                "lower": value - 0.01 * place - 0.03,
                "upper": value - 0.01 * place + 0.03,
                "n": 500 + place,
            }
            for model, value in MODELS
            for place, date in enumerate(("2025-09-30", "2025-12-31", "2026-03-31"))
        ]
    )
    middle = np.array([0.01, 0.05, 0.1, 0.2, 0.4])
    bins = pd.concat(
        [
            pd.DataFrame(
                {
                    "outcome": "churn",
                    "split": split,
                    "bin": range(1, 6),
                    "mean_predicted": middle,
                    "observed": middle * 1.05,
                    "lower": middle * 0.8,
                    "upper": middle * 1.3,
                    "n": 120,
                }
            )
            for split in ("customers", "time")
        ]
    )
    groups: list[tuple[str | None, int]] = [(None, 0)]
    groups += [(str(one), int(level)) for one, level in tables["segments"][["segment_id", "level"]].to_numpy()]
    drivers = pd.DataFrame(
        [
            {
                "outcome": "churn",
                "segment_id": segment,
                "feature": name,
                "mean_abs_contribution": 0.5 - 0.1 * place,
                "direction": ("down", "mixed", "up", "category")[place],
                "lower": 0.45 - 0.1 * place,
                "upper": 0.56 - 0.1 * place,
                "n_customers": 40,
                "level": level,
            }
            for segment, level in groups
            for place, name in enumerate(names)
        ]
    )
    leaks = pd.DataFrame(
        {
            "outcome": ["churn"],
            "feature": ["days_since_own_act"],
            "reason": ["Alone, it ranks customers it has not seen almost perfectly."],
            "value": [0.99],
        }
    )
    return {
        "evaluation": evaluation,
        "evaluation_months": months,
        "calibration_bins": bins,
        "drivers": drivers,
        "leaks": leaks,
    }


def _quality(n: int) -> dict[str, pd.DataFrame]:
    return {
        "quality_tables": pd.DataFrame(
            {
                "table_name": ["customers", "accounts", "transactions", "events", "regions"],
                "present": [True, True, True, True, False],
                "rows_in": [n + 1, n, 9000, 20, 0],
                "rows_loaded": [n + 1, n, 8990, 20, 0],
                "rows_rejected": [0, 0, 10, 0, 0],
            }
        ),
        "quality_columns": pd.DataFrame(
            {
                "table_name": ["customers", "customers", "customers", "transactions", "transactions"],
                "column_name": ["customer_id", "opened_on", "language", "booked_at", "initiated_by"],
                "type": ["VARCHAR", "DATE", "VARCHAR", "TIMESTAMP", "VARCHAR"],
                "present": [True, True, False, True, False],
                "is_extra": False,
            }
        ),
        "quality_rejections": pd.DataFrame(
            {
                "table_name": ["transactions"],
                "file": ["transactions.csv"],
                "row_number": [17],
                "column_name": ["amount"],
                "reason": ["is not a number"],
                "value": ["<b>12,50</b>"],
            }
        ),
        "quality_rejection_counts": pd.DataFrame(
            {"table_name": ["transactions"], "reason": ["is not a number"], "column_name": ["amount"], "n_rows": [10]}
        ),
    }
