"""Quality of the outcome model on real tables, the speed of its attributions, and what its intervals hold.

    python -m benchmarks.churn DATA_FOLDER [NAME …]

prints a row a table: five-fold AUC of the trees, then what the product's own evaluation says, suspected leaks, and
seconds. The folder holds ``tables/*.csv``; names are those of TABLES.

    python -m benchmarks.churn --intervals STORE DEMO_BANK

prints for 20 bins of scores of a built demo bank whether the mean [lower, upper] holds the mean true probability.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analytics.models.baselines import quick_auc
from analytics.models.boosting import contributions, fit_booster
from analytics.models.churn import fit_outcome
from analytics.models.contenders import fit_trees, read_rows
from analytics.models.design import design_of


@dataclass(frozen=True)
class Table:
    """A real table: its file, label, positive value and the columns that are no input."""

    file: str
    label: str
    positive: str
    left_out: tuple[str, ...] = ()
    separator: str = ","


TABLES = {
    "BankChurners": Table("BankChurners.csv", "Attrition_Flag", "Attrited Customer", ("CLIENTNUM", "Gender")),
    "telco": Table("telco.csv", "Churn", "Yes", ("customerID", "gender")),
    "germancredit": Table("germancredit.csv", "creditability", "bad", ("personal_status_and_sex",)),
    "bank_marketing": Table("bank_marketing.csv.gz", "y", "yes"),
    "bank_marketing_without": Table("bank_marketing.csv.gz", "y", "yes", ("duration",)),
    "bank_additional": Table("bank_additional.csv.gz", "y", "yes", (), ";"),
    "adult": Table("adult.csv.gz", "income", ">50K", ("sex", "race")),
}


def read(folder: Path, table: Table) -> pd.DataFrame:
    """Read a table with ``customer_id``, ``as_of`` and ``value`` added."""
    rows = pd.read_csv(folder / "tables" / table.file, sep=table.separator, na_values=[" "], keep_default_na=False)
    value = (rows[table.label].astype(str).str.strip() == table.positive).astype(int)
    rows = rows.drop(columns=[table.label, *table.left_out])
    ids = [f"row-{row:06d}" for row in range(len(rows))]
    return rows.assign(customer_id=ids, as_of=pd.Timestamp("2026-01-01"), value=value)


def fold_auc(table: pd.DataFrame) -> float:
    """Mean AUC of the trees on five stratified folds."""
    from sklearn.model_selection import StratifiedKFold

    reached = []
    for taught, held in StratifiedKFold(5, shuffle=True, random_state=0).split(table, table["value"]):
        design = design_of(table.iloc[taught].drop(columns="value"))
        rows = read_rows(design, table, seed=0)
        trees = fit_trees(design, rows.where(taught), rows.where(taught), seed=0, n_threads=2)
        reached.append(quick_auc(trees.probability(rows.where(held), n_threads=2), rows.values[held]))
    return float(np.mean(reached))


def product_row(table: pd.DataFrame) -> dict[str, object]:
    """Run the whole of the product on a table."""
    labels = table[["customer_id", "as_of", "value"]].assign(outcome="churn")
    features = table.drop(columns="value")
    start = time.perf_counter()
    fitted = fit_outcome(features, labels, features, outcome="churn", seed=0, n_threads=2)
    seconds = time.perf_counter() - start
    figures = fitted.evaluation.set_index(["model", "metric"])["value"]
    return {
        "auc": figures["gradient_boosting", "auc"],
        "logistic": figures["logistic", "auc"],
        "naive": figures["naive", "auc"],
        "calibration_error": figures["gradient_boosting", "calibration_error"],
        "leaks": ", ".join(fitted.leaks["feature"]) or "none",
        "seconds": seconds,
    }


def attribution_seconds(n_customers: int = 8_000, n_features: int = 100) -> dict[str, float]:
    """Time exact contributions against the shap package, which gives the same values."""
    import shap

    random = np.random.default_rng(0)
    matrix = random.normal(size=(n_customers, n_features))
    values = (matrix[:, :8].sum(axis=1) + random.normal(size=n_customers) > 0).astype(float)
    booster = fit_booster(matrix, values, categorical=[], rounds=300, seed=0, n_threads=1)
    start = time.perf_counter()
    ours = contributions(booster, matrix, n_threads=1)
    middle = time.perf_counter()
    theirs = shap.TreeExplainer(booster).shap_values(matrix)
    end = time.perf_counter()
    return {"ours_s": middle - start, "shap_s": end - middle, "largest_gap": float(np.abs(ours[:, :-1] - theirs).max())}


def interval_coverage(scores: pd.DataFrame, truth: pd.DataFrame, *, n_bins: int = 20) -> pd.DataFrame:
    """Say for bins of equal counts, by score, whether the mean interval holds the mean true probability.

    Parameters
    ----------
    scores : DataFrame
        ``customer_id``, ``probability``, ``lower``, ``upper``.
    truth : DataFrame
        ``customer_id``, ``true_probability``; customers without it are left out.
    n_bins : int
        How many bins.

    Returns
    -------
    DataFrame
        ``bin`` (0 is the lowest score), ``n``, the means, and ``is_held``.
    """
    both = scores.merge(truth[["customer_id", "true_probability"]], on="customer_id")
    place = both["probability"].rank(method="first").to_numpy() - 1
    grouped = both.assign(bin=(place * n_bins // len(both)).astype(int)).groupby("bin")
    means = grouped[["probability", "lower", "upper", "true_probability"]].mean()
    held = means["true_probability"].between(means["lower"], means["upper"])
    return means.assign(n=grouped.size(), is_held=held).reset_index()


def print_intervals(store: Path, bank: Path) -> None:
    """Print what the intervals of a built demo bank hold."""
    from analytics.store.snapshots import current_snapshot

    snapshot = current_snapshot(store)
    if snapshot is None:
        raise SystemExit(f"{store} has no snapshot: run build first.")
    scores = snapshot.table("scores").query("outcome == 'churn'")
    table = interval_coverage(scores, pd.read_parquet(bank / "truth" / "churn.parquet"))
    print(table.to_string(index=False, float_format="{:.4f}".format))
    print(f"held in {int(table['is_held'].sum())} of {len(table)} bins")


def main() -> None:
    """Print the table."""
    if sys.argv[1] == "--intervals":
        print_intervals(*(Path(each) for each in sys.argv[2:4]))
        return
    folder, *names = sys.argv[1:]
    rows = []
    for name in names or TABLES:
        table = read(Path(folder), TABLES[name])
        rows.append({"table": name, "n": len(table), "five_fold_auc": fold_auc(table), **product_row(table)})
        print(pd.DataFrame(rows[-1:]).to_string(index=False, header=len(rows) == 1), flush=True)
    print(attribution_seconds())


if __name__ == "__main__":
    main()
