"""Numbers and names that a bank may want to change, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DEFAULT_STORE = Path("data/store")
DEFAULT_OUTCOME = "churn"
DEFAULT_PROTECTED = ("gender", "birth_date", "language")
DEFAULT_CURRENCY = "EUR"
DEFAULT_SEED = 0
CODE_VERSION = "0.1.0"


@dataclass(frozen=True)
class ChurnDefinition:
    """When a customer counts as lost where the bank recorded no outcome.

    Attributes
    ----------
    window_days : int
        Days after the as-of date in which a customer can be lost.
    counts_silence : bool
        Whether no act of the customer's own in the window counts, besides a closing.
    """

    window_days: int = 90
    counts_silence: bool = True


FEWEST_POSITIVES = 20
"""With fewer positives (or negatives) than this, no model is fitted for an outcome."""

SNAPSHOTS_KEPT = 5
"""Snapshots that pruning leaves by default."""

LONGEST_QUERY_SECONDS = 5.0
"""A screen's question that takes longer is stopped, so that one person can't hold up the others."""

READING_MEMORY = "50%"
"""Of the machine's memory, for all questions of a snapshot together: what needs more is stopped, the rest goes on."""
