"""A small made-up snapshot with every table that screens read, for tests that need no pipeline."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from analytics.store.publish import publish_tables
from analytics.vocabulary import Json, SnapshotId
from tests.made_once import drawn_up_once, store_of_ones_own

FAMILIES = ("Everyday banking", "Savers", "Travellers", "Young starters", "Borrowers")
AS_OF = "2026-06-30"
SEED = 7


def made_up_tables(n: int = 600) -> dict[str, pd.DataFrame]:
    """Every table of a snapshot of `n` customers in 5 families × 3 segments."""
    return _tables(n)


@drawn_up_once
def _tables(n: int) -> dict[str, pd.DataFrame]:
    random = np.random.default_rng(SEED)
    ids = [f"C{number:06d}" for number in range(n)]
    family = random.integers(0, 5, n)
    child = random.integers(0, 3, n)
    angle = family * 2 * np.pi / 5
    x = 8 * np.cos(angle) + 2 * np.cos(child * 2.1) + random.normal(0, 0.7, n)
    y = 8 * np.sin(angle) + 2 * np.sin(child * 2.1) + random.normal(0, 0.7, n)
    segment_3 = [f"3.{f * 3 + c + 1}" for f, c in zip(family, child, strict=True)]
    segment_2 = [f"2.{f + 1}" for f in family]
    segment_1 = ["1.1" if f < 3 else "1.2" for f in family]
    risk = np.clip(random.beta(2, 12, n) + 0.1 * (family == 3), 0, 1)
    features = pd.DataFrame(
        {
            "customer_id": ids,
            "as_of": pd.Timestamp(AS_OF),
            "n_own_acts_90d": random.poisson(20 + 15 * child, n).astype(float),
            "inflow_90d": np.round(random.lognormal(8, 0.6, n) * (1 + family), 2),
            "days_since_own_act": random.exponential(6, n).round(),
            "mobile_share_90d": np.clip(random.beta(2, 2, n) + 0.2 * (family == 3), 0, 1),
        }
    )
    features.loc[::17, "mobile_share_90d"] = np.nan
    outcome = pd.DataFrame(
        {
            "customer_id": ids,
            "as_of": pd.Timestamp(AS_OF),
            "outcome": "churn",
            "probability": risk,
            "lower": np.clip(risk - 0.05, 0, 1),
            "upper": np.clip(risk + 0.07, 0, 1),
            "band": pd.cut(risk, [-1, 0.12, 0.25, 2], labels=["low", "medium", "high"]).astype(str),
            "model_id": "churn-0a1b2c3d",
            "split": "test",
            "prediction_set": np.select([risk > 0.25, risk > 0.12], ["with", "either"], "without"),
        }
    )
    level_3 = [(f"3.{i + 1}", f"2.{i // 3 + 1}", f"{FAMILIES[i // 3]}, kind {i % 3 + 1}") for i in range(15)]
    rows: list[tuple[str, str | None, int, str]] = [("1.1", None, 1, "Broad mix"), ("1.2", None, 1, "Newer customers")]
    rows += [(f"2.{i + 1}", "1.1" if i < 3 else "1.2", 2, name) for i, name in enumerate(FAMILIES)]
    rows += [(segment, parent, 3, name) for segment, parent, name in level_3]
    sizes = pd.Series([*segment_1, *segment_2, *segment_3]).value_counts()
    segments = pd.DataFrame(
        [
            {
                "segment_id": segment,
                "segment_key": f"k{segment.replace('.', '')}",
                "parent_id": parent,
                "level": level,
                "n_customers": int(sizes.get(segment, 0)),
                "name": None,
                "suggested_name": name,
                "stability": 0.9 - 0.02 * level,
            }
            for segment, parent, level, name in rows
        ]
    )
    membership = pd.concat(
        [
            pd.DataFrame({"customer_id": ids, "level": level, "segment_id": chosen, "strength": 0.8})
            for level, chosen in ((1, segment_1), (2, segment_2), (3, segment_3))
        ]
    ).sort_values(["customer_id", "level"])
    feature_names = [name for name in features.columns if name not in ("customer_id", "as_of")]
    catalog = pd.DataFrame(
        [
            ("n_own_acts_90d", "frequency", "acts", "Acts of the customer's own in the last 90 days"),
            ("inflow_90d", "amounts", "EUR", "Money in over the last 90 days"),
            ("days_since_own_act", "recency", "days", "Days since the customer's last own act"),
            ("mobile_share_90d", "channels", "share", "Share of acts by mobile in the last 90 days"),
        ],
        columns=["feature", "group", "unit", "description"],
    ).assign(actionable=1, actionable_by="customer", lever=None, direction=None)
    numeric = features[feature_names]
    attributions = pd.concat(
        [
            pd.DataFrame(
                {"customer_id": ids, "outcome": "churn", "feature": name, "feature_value": numeric[name].astype(str)}
            ).assign(contribution=random.normal(0, 0.4, n))
            for name in feature_names
        ]
        + [
            pd.DataFrame(
                {
                    "customer_id": ids,
                    "outcome": "churn",
                    "feature": "(base)",
                    "feature_value": None,
                    "contribution": -2.0,
                }
            )
        ]
    )
    return {
        "customers": pd.DataFrame(
            {
                "customer_id": [*ids, "C999999"],
                "status": ["active"] * n + ["closed"],
                "opened_on": pd.Timestamp("2020-01-01"),
                "closed_on": [pd.NaT] * n + [pd.Timestamp("2025-01-01")],
                "region_id": [f"R{number % 4:02d}" for number in range(n + 1)],
                "gender": ["f", "m"] * (n // 2) + ["f"] * (n + 1 - 2 * (n // 2)),
            }
        ),
        "regions": pd.DataFrame(
            {"region_id": ["R00", "R01", "R02", "R03"], "name": ["Northmoor", "Eastvale", "Southport", None]}
        ),
        "points": pd.DataFrame({"customer_id": ids, "as_of": pd.Timestamp(AS_OF), "role": "describe"}),
        "customer_accounts": pd.DataFrame(
            {
                "customer_id": ids,
                "account_id": [f"A{number:06d}" for number in range(n)],
                "product": np.where(np.arange(n) % 5 == 0, "savings", "current"),
                "opened_on": pd.Timestamp("2020-01-01"),
                "closed_on": pd.Series([pd.NaT] * n, dtype="datetime64[us]"),
            }
        ),
        "features": features,
        "feature_catalog": catalog,
        "map": pd.DataFrame({"customer_id": ids, "x": x, "y": y}),
        "map_quality": pd.DataFrame({"metric": ["trustworthiness", "neighbour_recall"], "value": [0.962, 0.41]}),
        "segments": segments,
        "membership": membership,
        "segment_profile": pd.DataFrame(
            [
                {
                    "segment_id": one,
                    "feature": name,
                    "segment_mean": 1.0,
                    "overall_mean": 0.8,
                    "effect": 0.1 * place,
                }
                for one in segments["segment_id"]
                for place, name in enumerate(feature_names)
            ]
        ),
        "protected_overlap": pd.DataFrame(
            {
                "level": [3, 3, 2],
                "attribute": ["gender", "birth_date", "gender"],
                "ami": [0.02, 0.11, 0.01],
                "lower": [0.01, 0.09, 0.0],
                "upper": [0.03, 0.13, 0.02],
                "n": n,
            }
        ),
        "scores": outcome,
        "attributions": attributions,
        "models": pd.DataFrame(
            {
                "model_id": ["churn-0a1b2c3d"],
                "outcome": ["churn"],
                "created_at": ["2026-06-30T23:59:59Z"],
                "code_version": ["0.1.0"],
                "data_hash": ["f" * 16],
                "seed": [0],
                "n_rows": [n],
                "status": ["active"],
            }
        ),
    }


def made_up_facts(**changes: Json) -> dict[str, Json]:
    """What the snapshot says about itself."""
    facts: dict[str, Json] = {
        "as_of": AS_OF,
        "source_kind": "bank",
        "source_name": "made-up",
        "currency": "EUR",
        "code_version": "0.1.0",
        "default_outcome": "churn",
        "protected": ["gender", "birth_date", "language"],
        "outcomes": {
            "churn": {
                "definition": "closed the last account within 90 days",
                "source": "recorded",
                "has_model": True,
                "why_not": None,
                "n_positive": 60,
                "n_labelled": 600,
                "horizon_days": 90,
            }
        },
        "structure_found": True,
        "structure_reason": "Resampled segmentations agree.",
        "n_customers_active": 600,
        "n_customers_total": 601,
        "stages": {},
    }
    return {**facts, **changes}


def made_up_store(folder: Path, *, n: int = 600, **facts: Json) -> SnapshotId | None:
    """Publish the made-up snapshot in a store."""

    def make(store: Path) -> None:
        publish_tables(store, made_up_tables(n), made_up_facts(**facts))

    return store_of_ones_own(folder, make, "made_up_store", n, facts)
