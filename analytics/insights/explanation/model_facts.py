"""What is known of an outcome's model, whoever the customer is: where it comes from, what it is worth, whom it fits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """What the model and the data are: a model card in short."""

    model_id: str
    created_at: str
    code_version: str
    data_hash: str
    seed: int
    n_rows: int
    status: str
    snapshot_id: str
    source_name: str
    source_kind: str


@dataclass(frozen=True)
class Labels:
    """What the outcome means and what there was to learn from."""

    definition: str
    source: str
    n_labelled: int
    n_positive: int
    horizon_days: int | None


@dataclass(frozen=True)
class Measure:
    """One measure of one model's quality on customers or dates that it never saw."""

    model: str
    split: str
    metric: str
    value: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Group:
    """How one protected group was recorded beside what the model expects, and how often it is marked (shares 0–1)."""

    attribute: str
    label: str
    n_customers: int
    observed: float
    expected: float
    marked: float
    is_flagged: bool


@dataclass(frozen=True)
class Held:
    """How often prediction sets held what happened: in all first, then by segment."""

    label: str
    value: float
    lower: float
    upper: float
    n: int
    verdict: str
