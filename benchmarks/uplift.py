"""Whether ranking by the effect of an offer beats ranking by risk and chance, where the truth is known.

    python -m benchmarks.uplift demo --store STORE --bank FOLDER
    python -m benchmarks.uplift lists --store STORE --bank FOLDER
    python -m benchmarks.uplift hillstrom --data FOLDER

STORE is a built store of the demo bank in FOLDER. The data's FOLDER holds ``experiments/hillstrom.csv.gz`` (64,000
customers in a randomised e-mail test, Hillstrom 2008); without it nothing is measured.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from analytics.knowledge.retention_lists import ListTerms, Ranking
from analytics.models.design import design_of
from analytics.models.offer_effect import Trial, offer_effect
from analytics.models.uplift_judged import JUDGED_AT, Learned, first, folds_of, gain, held_out
from analytics.stages.list_choosing import candidates, chosen
from analytics.store.connection import open_for_reading
from analytics.store.snapshots import current_snapshot

ROOMS = (100, 300, 600, 1_000)
"""How many customers the lists can reach."""
_SCORED = """
    SELECT u.customer_id, u.effect, s.probability
    FROM built.uplift AS u JOIN built.scores AS s USING (customer_id, outcome) ORDER BY customer_id"""


def demo(store: Path, bank: Path) -> pd.DataFrame:
    """Give the true mean effect among the 30 % ranked first, by channel and for all channels together."""
    with open_for_reading(store) as warehouse:
        scored = warehouse.frame(_SCORED)
    truth = pd.read_parquet(bank / "truth" / "treatment.parquet")
    every = truth.groupby("customer_id", as_index=False)["uplift"].mean().assign(channel="(all)")
    rows = []
    for channel, own in pd.concat([truth, every]).groupby("channel"):
        table = scored.merge(own[["customer_id", "uplift"]], on="customer_id")
        true = table["uplift"].to_numpy()
        found = {name: true[first(table[name].to_numpy(), JUDGED_AT)].mean() for name in ("effect", "probability")}
        best = true[first(true, JUDGED_AT)].mean()
        rows.append((channel, len(table), found["effect"], found["probability"], true.mean(), best))
    return pd.DataFrame(rows, columns=["channel", "n", "by_effect", "by_risk", "random", "best_possible"])


def lists(store: Path, bank: Path) -> pd.DataFrame:
    """Give what retention lists of several lengths expect to save, and truly would, by who comes first.

    The truth is the mean over channels; at random: as many of those who agreed and were not contacted lately.
    """
    snapshot = current_snapshot(store)
    if snapshot is None:
        raise SystemExit(f"Nothing is published in {store}: run build.")
    true = pd.read_parquet(bank / "truth" / "treatment.parquet").groupby("customer_id")["uplift"].mean()
    known = candidates(snapshot, ("marketing",), knows_effect=True).set_index("customer_id")
    free = known[known["has_consent"].astype(bool) & ~(known["days_since_contact"] < ListTerms(1).least_days)]
    rows = []
    for room in ROOMS:
        for by in Ranking:
            found = chosen(snapshot, None, ListTerms(room, by))
            rows.append((room, by.value, found.expected_saved, true.reindex(list(found.contacted)).sum()))
        rows.append((room, "random", room * free["uplift"].mean(), room * true.reindex(free.index).mean()))
    return pd.DataFrame(rows, columns=["contacted", "ranked_by", "expected_saved", "truly_saved"]).round(1)


def hillstrom(file: Path) -> str:
    """Say what an e-mail adds to visits, in all and among the 30 % ranked first, on customers not seen."""
    table = pd.read_csv(file).reset_index(names="customer_id")
    features = table.drop(columns=["segment", "visit", "conversion", "spend"])
    texts = [name for name in features if not pd.api.types.is_numeric_dtype(features[name])]
    features = features.astype(dict.fromkeys(texts, "category"))
    matrix = np.asarray(design_of(features).matrix(features))
    # What an offer "lowers" here is staying away.
    stayed = 1 - table["visit"].to_numpy(float)
    sent = (table["segment"] != "No E-Mail").to_numpy()
    trial = Trial(table["customer_id"].to_numpy(np.int64), sent, np.full(len(table), 2 / 3), stayed)
    fold = folds_of(table["customer_id"])
    design = design_of(features)
    learned = Learned(matrix[~sent], stayed[~sent], fold[~sent], matrix, trial, fold, design.categorical)
    held = held_out(learned)
    among = offer_effect(trial.of(first(held.uplift, JUDGED_AT)))
    whole = offer_effect(trial)
    return (
        f"an e-mail adds {whole.effect:.4f} visits a customer ({whole.lower:.4f} to {whole.upper:.4f}); "
        f"among the 30 % ranked first {among.effect:.4f} ({among.lower:.4f} to {among.upper:.4f});\n"
        f"over random {gain(trial, held, held.uplift, None)}\nover those likeliest to stay away "
        f"{gain(trial, held, held.uplift, held.risk)}"
    )


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["demo", "lists", "hillstrom"])
    parser.add_argument("--store", type=Path)
    parser.add_argument("--bank", type=Path)
    parser.add_argument("--data", type=Path)
    asked = parser.parse_args()
    if asked.what in ("demo", "lists"):
        measure = demo if asked.what == "demo" else lists
        print(measure(asked.store, asked.bank).to_string(index=False))
        return
    file = (asked.data or Path("../shared/data")) / "experiments" / "hillstrom.csv.gz"
    print(hillstrom(file) if file.is_file() else f"Skipped: there is no {file}.")


if __name__ == "__main__":
    main()
