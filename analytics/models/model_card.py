"""A model's name, made from all that it was made from, and its text for the store."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.models.boosting import MOST_ROUNDS, SETTINGS, booster_from_text, booster_text, margins
from analytics.models.calibration import Calibration
from analytics.models.design import Design
from analytics.settings import CODE_VERSION

if TYPE_CHECKING:
    from lightgbm import Booster

IN_FORCE = "in_force"


def data_hash(rows: pd.DataFrame) -> str:
    """Hash labelled rows, whatever their order; equal rows always give the same text."""
    hashes = np.sort(pd.util.hash_pandas_object(rows, index=False).to_numpy())
    columns = ",".join(rows.columns).encode()
    return hashlib.sha256(columns + hashes.tobytes()).hexdigest()


def model_row(*, outcome: str, rows_hash: str, seed: int, n_rows: int, created_at: pd.Timestamp) -> pd.DataFrame:
    """Describe a model in one row of `models`; its id is a hash of outcome, data, seed, settings and code version."""
    recipe = json.dumps([outcome, rows_hash, seed, SETTINGS, MOST_ROUNDS, CODE_VERSION], sort_keys=True)
    return pd.DataFrame(
        {
            "model_id": [f"{outcome}-{hashlib.sha256(recipe.encode()).hexdigest()[:12]}"],
            "outcome": [outcome],
            "created_at": [created_at],
            "code_version": [CODE_VERSION],
            "data_hash": [rows_hash],
            "seed": [seed],
            "n_rows": [n_rows],
            "status": [IN_FORCE],
        }
    )


@dataclass(frozen=True)
class StoredModel:
    """A model read back from its text, ready to score features that somebody changed.

    Attributes
    ----------
    booster : Booster
        The trees.
    calibration : Calibration
        Its calibration, with the level of the day it was made for.
    design : Design
        Its columns.
    """

    booster: Booster
    calibration: Calibration
    design: Design

    def probability(self, features: pd.DataFrame, *, n_threads: int = 1) -> np.ndarray:
        """Calibrated probability (0–1) of each row of features."""
        margin = margins(self.booster, self.design.matrix(features), n_threads=n_threads)
        return self.calibration.probability(margin)


def model_files(model_id: str, booster: Booster, calibration: Calibration, design: Design) -> pd.DataFrame:
    """Write a model down as three texts: ``booster``, ``design`` and ``calibration``."""
    parts = {
        "booster": booster_text(booster),
        "calibration": json.dumps(asdict(calibration)),
        "design": design.as_text(),
    }
    return pd.DataFrame({"model_id": model_id, "part": list(parts), "text": list(parts.values())})


def stored_model(parts: Mapping[str, str]) -> StoredModel:
    """Read a model from the texts of `model_files`, by part."""
    calibration = Calibration(**json.loads(parts["calibration"]))
    return StoredModel(booster_from_text(parts["booster"]), calibration, Design.from_text(parts["design"]))
