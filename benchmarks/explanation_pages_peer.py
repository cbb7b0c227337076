"""explainerdashboard's side of `benchmarks.explanation_pages`: runs in an environment of its own, which has no Tandem.

    python explanation_pages_peer.py prepare|cold|quick|stored FOLDER PORT

Reads ``model.txt`` and ``rows.csv`` (features as numbers, with ``outcome_``) from the folder. ``prepare`` stores an
explainer with all that it works out; the others serve its dashboard on the port: ``cold`` from model and rows, with all
of its tabs; ``quick`` the same without interactions and single trees; ``stored`` from the explainer that was stored.
"""

from __future__ import annotations

import sys
from pathlib import Path

import lightgbm
import pandas as pd
from explainerdashboard import ClassifierExplainer, ExplainerDashboard

QUICK = {"shap_interaction": False, "decision_trees": False}


def model_of(folder: Path, rows: pd.DataFrame, outcome: pd.Series) -> lightgbm.LGBMClassifier:
    """The stored trees as the classifier that the dashboard wants."""
    classifier = lightgbm.LGBMClassifier(n_estimators=1, verbosity=-1).fit(rows, outcome)
    classifier._Booster = lightgbm.Booster(model_file=str(folder / "model.txt"))
    return classifier


def explainer_of(folder: Path) -> ClassifierExplainer:
    """An explainer of the stored model and rows, nothing worked out yet."""
    rows = pd.read_csv(folder / "rows.csv", dtype={"customer_id": str}).set_index("customer_id")
    outcome = rows.pop("outcome_").astype(int)
    return ClassifierExplainer(model_of(folder, rows, outcome), rows, outcome, shap="tree", model_output="logodds")


def main(way: str, folder: Path, port: int) -> None:
    """Do what is asked."""
    if way == "prepare":
        explainer = explainer_of(folder)
        ExplainerDashboard(explainer, **QUICK)
        explainer.dump(folder / "explainer.joblib")
        return
    explainer = ClassifierExplainer.from_file(folder / "explainer.joblib") if way == "stored" else explainer_of(folder)
    dashboard = ExplainerDashboard(explainer, **({} if way == "cold" else QUICK))
    dashboard.run(port=port, host="127.0.0.1")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
