"""What is read about forecasts: which can be made, how good they are, and which way of making them wins."""

from __future__ import annotations

import pandas as pd

from analytics.insights.contest_words import METHOD_WORDS, network_sentence
from analytics.store.snapshots import Snapshot
from pages.shared.readers.happened import symbol_words
from pages.shared.readers.remembered import remembered

NEEDS = ("next_event_types", "next_event_tests", "sequence_contest", "alphabet")


@remembered
def contest(snapshot: Snapshot) -> pd.DataFrame:
    """Every outcome's methods with AUC and gain; where there are none, a row with `why_not`."""
    table = snapshot.table("sequence_contest")
    return table if "auc" in table.columns else table.assign(auc=float("nan"))


@remembered
def foreseen(snapshot: Snapshot) -> pd.DataFrame:
    """Of each event that is forecast: how far ahead, by which method, AUC and calibration; best foreseen first."""
    tests, types = snapshot.table("next_event_tests"), snapshot.table("next_event_types")
    own = tests[tests["in_force"] == 1].merge(types[["event_type", "share"]], on="event_type")
    own = own.assign(words=_words(snapshot, own["event_type"]), how=own["method"].map(METHOD_WORDS))
    columns = ["words", "within_days", "share", "how", "auc", "auc_lower", "auc_upper", "calibration_error", "n_cases"]
    return own.sort_values(["auc", "words"], ascending=[False, True], kind="stable", ignore_index=True)[columns]


@remembered
def network_words(snapshot: Snapshot) -> str:
    """Say how the recurrent network does beside counts of events, or that it wasn't tried."""
    return network_sentence(snapshot.table("next_event_tests"))


@remembered
def not_foreseen(snapshot: Snapshot) -> pd.DataFrame:
    """Of each event that is not forecast `words` and `why_not`."""
    types = snapshot.table("next_event_types")
    own = types[types["why_not"].notna()]
    return own.assign(words=_words(snapshot, own["event_type"]))[["words", "why_not"]].reset_index(drop=True)


def _words(snapshot: Snapshot, symbols: pd.Series) -> list[str]:
    named = symbol_words(snapshot)
    return [named.get(str(symbol), str(symbol)) for symbol in symbols]
