"""Made-up sequences of the made-up customers, and the patterns before leaving that are in them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.pages.made_up import AS_OF

MOTIF = "complaint > fee_charged"
ANYWAY = "a" * 12
HOSTILE_OFFER = "fee_waiver <b>"
HOSTILE = "opened_<b>card</b>"
WORDS = {
    "complaint": ("event", "complaint", 0.3),
    "fee_charged": ("money", "a fee higher than the last", 0.4),
    "login": ("event", "login", 40.0),
    "quiet": ("money", "a quiet month", 0.2),
    HOSTILE: ("product", "![x](http://evil.example/x.png) opened", 0.1),
}


def pattern_tables(ids: pd.Series[str]) -> dict[str, pd.DataFrame]:
    """Of every three customers the first has the motif (complaint, nine days later a fee); two of five of these leave.

    The second has the same events the other way round; the third a complaint only. Everybody logs in before.
    """
    number = np.arange(len(ids))
    dates = {"complaint": 50, "fee_charged": 41}
    rows = [pd.DataFrame({"customer_id": ids, "symbol": "login", "ago": 200})]
    for symbol, ago in dates.items():
        has = number % 3 < (3 if symbol == "complaint" else 2)
        other = np.where(number % 3 == 1, 91 - ago, ago)
        rows.append(pd.DataFrame({"customer_id": ids[has], "symbol": symbol, "ago": other[has]}))
    told = pd.concat(rows, ignore_index=True)
    when = pd.Timestamp(AS_OF) - pd.to_timedelta(told["ago"], unit="D") + pd.Timedelta(hours=9)
    origin = told["symbol"].map({symbol: entry[0] for symbol, entry in WORDS.items()})
    sequences = told.assign(happened_at=when, origin=origin)[["customer_id", "happened_at", "symbol", "origin"]]
    left = ((number % 3 == 0) & (number % 5 < 2)) | (number % 49 == 1)
    return {
        "sequences": sequences.sort_values(["customer_id", "happened_at", "symbol"], ignore_index=True),
        "alphabet": _alphabet(sequences),
        "labels": pd.DataFrame(
            {"customer_id": ids, "as_of": pd.Timestamp(AS_OF), "outcome": "churn", "value": left.astype(int)}
        ),
        "offers": _offers(ids),
        "outcome_facts": pd.DataFrame(
            {
                "outcome": ["churn"],
                "definition": ["Left within 90 days."],
                "source": ["recorded"],
                "n_labelled": [len(ids)],
                "n_positive": [int(left.sum())],
                "why_not": pd.Series([None], dtype="str"),
                "horizon_days": [90],
            }
        ),
        "patterns": _patterns(len(ids), left, number),
        "pattern_tests": pd.DataFrame(
            [("churn", len(ids), int(left.sum()), 12, 2, 1)],
            columns=["outcome", "n_rows", "n_cases", "n_tested", "n_found", "n_replicated"],
        ),
    }


def _offers(ids: pd.Series[str]) -> pd.DataFrame:
    """Every fourth customer was made an offer twenty days ago, and one in two of the others was held back."""
    number = np.arange(len(ids))
    chosen = (number % 4 == 0) | (number % 2 == 1)
    return pd.DataFrame(
        {
            "customer_id": ids[chosen],
            "offered_at": pd.Timestamp(AS_OF) - pd.Timedelta(days=20),
            "offer": HOSTILE_OFFER,
            "channel": "branch",
            "is_control": number[chosen] % 2 == 1,
            "accepted": (number[chosen] % 8 == 0).astype(int),
            "reward": 0.0,
        }
    ).reset_index(drop=True)


def _alphabet(sequences: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for symbol, (origin, words, a_year) in sorted(WORDS.items()):
        own = sequences[sequences["symbol"] == symbol]
        rows.append((symbol, origin, words, "Made up.", own["customer_id"].nunique(), len(own), a_year))
    columns = ["symbol", "origin", "words", "meaning", "n_customers", "n_rows", "a_year"]
    return pd.DataFrame(rows, columns=columns)


def _patterns(n: int, left: np.ndarray, number: np.ndarray) -> pd.DataFrame:
    has = {MOTIF: number % 3 == 0, "fee_charged": number % 3 < 2, f"{HOSTILE} > quiet": number < 0}
    rows = []
    for place, (pattern, mask) in enumerate(has.items()):
        n_with, n_cases = int(mask.sum()), int((mask & left).sum())
        confidence = n_cases / n_with if n_with else 0.1
        rows.append(
            {
                "pattern_id": f"{place:012x}",
                "outcome": "churn",
                "pattern": pattern,
                "length": pattern.count(" > ") + 1,
                "n_customers": n_with,
                "support": n_with / n,
                "confidence": confidence,
                "lift": confidence / left.mean(),
                "median_gap_days": 9.0 if " > " in pattern else np.nan,
                "p_adjusted": (1e-9, 0.03, 0.8)[place],
                "replicates": int(place == 0),
                "n_rows": n_with,
                "n_cases": n_cases,
                "odds_ratio": (6.1, 1.6, 0.9)[place],
                "lower": (4.2, 1.1, 0.4)[place],
                "upper": (8.9, 2.3, 2.1)[place],
                "p": (1e-11, 0.01, 0.7)[place],
                "p_held_out": (1e-5, 0.2, 0.6)[place],
                "is_closed": int(pattern != "fee_charged"),
            }
        )
    table = pd.DataFrame(rows)
    return pd.concat([table.astype({"replicates": "Int64", "n_cases": "Int64"}), _anyway(table)], ignore_index=True)


def _anyway(table: pd.DataFrame) -> pd.DataFrame:
    """The motif once more, as what customers do, whatever follows."""
    told = ["pattern", "length", "n_customers", "support", "median_gap_days", "n_rows"]
    row = table.loc[table["pattern"] == MOTIF, told].assign(pattern_id=ANYWAY, outcome=None, is_closed=1)
    return row.reindex(columns=table.columns).astype({"replicates": "Int64", "n_cases": "Int64"})
