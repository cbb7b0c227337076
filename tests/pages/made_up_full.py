"""A made-up snapshot on which every screen has something to show, and what people did on it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from analytics.insights.segment_flow import Placed, segment_flow
from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said
from analytics.store.publish import publish_tables
from analytics.vocabulary import Json
from tests.made_once import drawn_up_once, store_of_ones_own
from tests.pages.acted import acted
from tests.pages.made_up import made_up_facts
from tests.pages.made_up_changes import change_tables
from tests.pages.made_up_contest import contest_tables
from tests.pages.made_up_drift import drift_tables
from tests.pages.made_up_fairness import fairness_table
from tests.pages.made_up_horizons import horizon_tables
from tests.pages.made_up_live import ASKED, key_of, live_tables
from tests.pages.made_up_offers import offer_tables
from tests.pages.made_up_outlook import outlook_tables
from tests.pages.made_up_partitions import partition_tables
from tests.pages.made_up_patterns import pattern_tables
from tests.pages.made_up_reasons import reason_tables
from tests.pages.made_up_stability import stability_tables

NOTED = key_of("3.1")
N_ODD = 30


def full_tables(n: int = 600) -> dict[str, pd.DataFrame]:
    """Every table of every screen: other partitions, moves, an odd group, what moved, surprises, a question."""
    return _tables(n)


@drawn_up_once
def _tables(n: int) -> dict[str, pd.DataFrame]:
    tables = live_tables(n)
    partitions = partition_tables(n)
    ids = tables["scores"]["customer_id"]
    asked = [key_of("3.99"), 3, "weak_match", "Gone travellers", NOTED, 0.55, 0.4, 0.6]
    return {
        **tables,
        **reason_tables(ids.sort_values().tolist()),
        **stability_tables(tables["attributions"]),
        **{name: partitions[name] for name in ("segment_candidates", "candidate_membership")},
        "features": _with_odd_ones(tables["features"]),
        "segment_flow": _moved(tables),
        **drift_tables(tables["features"]["customer_id"].tolist()),
        "scores": tables["scores"].assign(probability=np.linspace(0.01, 0.99, n)),
        **offer_tables(ids.sort_values().tolist()),
        **pattern_tables(ids),
        **contest_tables(),
        **horizon_tables(tables),
        **outlook_tables(),
        "fairness": fairness_table(n),
        **change_tables(),
        "judged_rows": _judged(tables),
        "model_questions": pd.DataFrame([asked], columns=ASKED),
    }


def full_store(folder: Path, *, n: int = 600) -> None:
    """Publish all of it, and let people name, tag, note, dispute, ask, save and claim."""

    def make(store: Path) -> None:
        publish_tables(store, full_tables(n), made_up_facts(seed=0, **knowledge_facts(Said())))
        _what_people_did(store)

    store_of_ones_own(folder, make, "full_store", n)


def _what_people_did(folder: Path) -> None:
    subject: dict[str, Json] = {"subject_kind": "segment", "subject_id": NOTED}
    acted(folder, {"act": "rename", "segment": NOTED, "name": "Light travellers", "why": "They pay abroad by card"})
    acted(folder, {"act": "tag", "segment": NOTED, "tag": "review in May"})
    claim = "Most of them work across the border and are paid in another currency"
    note: dict[str, Json] = {"act": "note", "kind": "other", "body": claim, "evidence": "Branch of Eastvale"}
    made = acted(folder, {**note, **subject}).id
    acted(folder, {"act": "dispute", "note": made, "body": "Only half of them do"}, author="analyst")
    acted(folder, {"act": "cohort", "name": "Busy ones", "rule": "n_own_acts_90d > 20"})
    acted(folder, {"act": "ask", "to": "expert", "body": "Who are the light travellers?"}, author="analyst")
    acted(folder, {"act": "finding", "claim": "They leave when fees for paying abroad rise", "segment": NOTED})


def _judged(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Rows of a quarter ago: nine in ten sets hold what happened, of travellers six in ten."""
    known = tables["model_past"][["customer_id", "as_of", "segment_id"]].reset_index(drop=True)
    place = np.arange(len(known))
    is_off = np.where(known["segment_id"].isin(["3.7", "3.8", "3.9"]), place % 10 < 4, place % 10 == 0)
    return pd.DataFrame(
        {
            "customer_id": known["customer_id"],
            "as_of": known["as_of"],
            "outcome": "churn",
            "value": 0,
            "probability": 0.1,
            "band": "low",
            "split": "test",
            "prediction_set": np.where(is_off, "with", "without"),
        }
    )


def _with_odd_ones(features: pd.DataFrame) -> pd.DataFrame:
    """Thirty customers far from all others, and like one another."""
    changed, random = features.copy(), np.random.default_rng(3)
    numbers = features.columns.difference(["customer_id", "as_of"])
    changed[numbers] = changed[numbers].astype(float)
    middle, spread = changed[numbers].mean().to_numpy(), changed[numbers].std().to_numpy()
    changed.loc[: N_ODD - 1, numbers] = middle + 0.05 * spread * random.normal(size=(N_ODD, len(numbers)))
    changed.loc[: N_ODD - 1, "inflow_90d"] = 90_000.0 + random.normal(0, 50, N_ODD)
    return changed


def _moved(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Before, every tenth customer was in the segment of the one before them."""
    segments, membership = tables["segments"], tables["membership"]
    before = membership.copy()
    mine = membership["level"] == 3
    ids = membership.loc[mine, "segment_id"].to_numpy()
    before.loc[mine, "segment_id"] = np.where(np.arange(len(ids)) % 10 == 0, np.roll(ids, 1), ids)
    return segment_flow(Placed(segments, before), Placed(segments, membership))
