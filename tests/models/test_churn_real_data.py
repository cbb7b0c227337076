"""The figures that real tables must reach, with the same settings for all of them."""

from __future__ import annotations

import os

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

from analytics.models.contenders import fit_trees, read_rows
from analytics.models.design import design_of
from analytics.models.leaks import suspected_leaks
from tests.real_data import real_data

FOLDS_RUN = 5 if os.environ.get("TANDEM_SLOW") == "1" else 1


def _table(name: str, label: str, positive: str, *left_out: str) -> pd.DataFrame:
    table = pd.read_csv(real_data(f"tables/{name}"), na_values=[" "], keep_default_na=False)
    table = table.assign(value=(table[label] == positive).astype(int)).drop(columns=[label, *left_out])
    numbers = [f"row-{row:06d}" for row in range(len(table))]
    return table.assign(customer_id=numbers, as_of=pd.Timestamp("2026-01-01"))


def _auc_of_folds(table: pd.DataFrame, n_folds: int) -> float:
    """Reach of the product's trees on folds they never saw; a quarter of the rest calibrates them."""
    reached = []
    folds = StratifiedKFold(5, shuffle=True, random_state=0).split(table, table["value"])
    for _, (taught, held) in zip(range(n_folds), folds, strict=False):
        design = design_of(table.iloc[taught].drop(columns="value"))
        rows = read_rows(design, table, seed=0)
        train = np.isin(np.arange(len(table)), taught)
        trees = fit_trees(design, rows.where(train), rows.where(train), seed=0, n_threads=1)
        probability = trees.probability(rows.where(~train), n_threads=1)
        reached.append(float(roc_auc_score(rows.values[~train], probability)))
        assert train.sum() + len(held) == len(table)
    return float(np.mean(reached))


@pytest.mark.parametrize(
    ("name", "label", "positive", "left_out", "least"),
    [
        ("BankChurners.csv", "Attrition_Flag", "Attrited Customer", ("CLIENTNUM", "Gender"), 0.985),
        ("telco.csv", "Churn", "Yes", ("customerID", "gender"), 0.845),
    ],
)
def test_the_trees_reach_their_figure_on_folds_they_never_saw(
    name: str, label: str, positive: str, left_out: tuple[str, ...], least: float
) -> None:
    slack = 0.0 if FOLDS_RUN == 5 else 0.012
    assert _auc_of_folds(_table(name, label, positive, *left_out), FOLDS_RUN) >= least - slack


@pytest.mark.parametrize(
    ("name", "label", "positive", "left_out", "suspects"),
    [
        ("bank_marketing.csv.gz", "y", "yes", (), ["duration"]),
        ("BankChurners.csv", "Attrition_Flag", "Attrited Customer", ("CLIENTNUM", "Gender"), []),
        ("telco.csv", "Churn", "Yes", ("customerID", "gender"), []),
        ("germancredit.csv", "creditability", "bad", ("personal_status_and_sex",), []),
    ],
)
def test_the_leak_check_names_the_call_duration_and_nothing_honest(
    name: str, label: str, positive: str, left_out: tuple[str, ...], suspects: list[str]
) -> None:
    table = _table(name, label, positive, *left_out).sample(frac=1, random_state=0)
    table = table.head(12_000) if FOLDS_RUN == 1 else table
    design = design_of(table.drop(columns="value"))
    matrix, values = design.matrix(table), table["value"].to_numpy(dtype=float)
    edge = len(table) * 3 // 4
    found = suspected_leaks(
        design, train=(matrix[:edge], values[:edge]), check=(matrix[edge:], values[edge:]), seed=0, n_threads=1
    )
    assert found["feature"].tolist() == suspects
