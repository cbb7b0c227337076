"""DiCE's side of `benchmarks.counterfactuals`: runs in an environment of its own, which has dice-ml and no Tandem.

    python counterfactuals_peer.py FOLDER METHOD

reads ``task.json``, ``rows.csv`` and ``model.txt`` from the folder, and writes ``METHOD.json``: for each customer the
rows found and the processor seconds.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from pathlib import Path

import dice_ml
import lightgbm
import numpy as np
import pandas as pd
from raiutils.exceptions import UserConfigValidationException

MISSING = -9999.0
"""Stands for what is missing: DiCE can't read a gap, and the model is given the gap back."""


class Shifted:
    """The stored model as DiCE wants it: a class 1 above the threshold, below which a change is enough."""

    def __init__(self, booster: lightgbm.Booster, task: dict[str, float]) -> None:
        self.booster, self.task = booster, task
        self.classes_ = np.array([0, 1])

    def predict_proba(self, rows: pd.DataFrame) -> np.ndarray:
        """Give the calibrated risk, moved so that the threshold is one half."""
        values = np.asarray(rows, dtype=float)
        matrix = np.where(values == MISSING, np.nan, values)
        raw = np.asarray(self.booster.predict(matrix, raw_score=True, num_threads=1), dtype=float)
        margin = raw + self.task["shift"]
        size = np.abs(margin)
        bend = 2 * np.log(2) - size - 2 * np.log1p(np.exp(-size))
        odds = self.task["slope"] * margin + self.task["skew"] * bend + self.task["intercept"]
        risk, border = 1 / (1 + np.exp(-odds)), self.task["threshold"]
        moved = np.where(risk < border, 0.5 * risk / border, 0.5 + 0.5 * (risk - border) / (1 - border))
        return np.column_stack([1 - moved, moved])

    def predict(self, rows: pd.DataFrame) -> np.ndarray:
        """Give the class."""
        return (self.predict_proba(rows)[:, 1] >= 0.5).astype(int)


def main(folder: Path, method: str) -> None:
    """Ask DiCE for three counterfactuals of each customer."""
    warnings.filterwarnings("ignore")
    task = json.loads((folder / "task.json").read_text())
    rows = pd.read_csv(folder / "rows.csv", float_precision="round_trip")
    model = Shifted(lightgbm.Booster(model_file=str(folder / "model.txt")), task)
    data = rows.assign(outcome_=model.predict(rows))
    public = dice_ml.Data(dataframe=data, continuous_features=list(rows.columns), outcome_name="outcome_")
    explainer = dice_ml.Dice(public, dice_ml.Model(model=model, backend="sklearn"), method=method)
    answers = []
    for place, ranges in zip(task["asked"], task["ranges"], strict=True):
        started = time.process_time()
        try:
            found = explainer.generate_counterfactuals(
                rows.iloc[[place]],
                total_CFs=3,
                desired_class=0,
                features_to_vary=list(ranges),
                permitted_range=ranges,
                **({"random_seed": 0} if method == "random" else {"verbose": False}),
            )
            frame = found.cf_examples_list[0].final_cfs_df
            said = "" if frame is not None else "none"
        except (UserConfigValidationException, ValueError) as error:  # what DiCE raises where it finds none
            frame, said = None, f"{type(error).__name__}: {error}"
        seconds = time.process_time() - started
        kept = [] if frame is None else frame[list(rows.columns)].astype(float).to_numpy().tolist()
        answers.append({"seconds": seconds, "rows": kept, "said": said})
    (folder / f"{method}.json").write_text(json.dumps(answers))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
