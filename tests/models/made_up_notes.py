"""A small world in which it is known what a note adds."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import expit


def made_up_world(*, n_customers: int, seed: int, effect: float = 1.5) -> tuple[pd.DataFrame, dict[str, np.ndarray]]:
    """Customers with two dates, six columns, and an outcome that a hidden cause makes likelier.

    Returns
    -------
    labelled : DataFrame
        As the machine takes it.
    notes : dict of str to ndarray
        ``hidden`` is the cause, in no column; ``known`` is a half of the strongest column; ``random`` means nothing.
    """
    random = np.random.default_rng(seed)
    columns = np.repeat(random.normal(size=(n_customers, 6)), 2, axis=0)
    hidden = np.repeat(random.random(n_customers) < 0.08, 2)
    margin = -2.2 + 1.0 * columns[:, 0] + 0.5 * columns[:, 1] * (columns[:, 2] > 0) + effect * hidden
    table = pd.DataFrame(columns, columns=[f"x{number}" for number in range(6)])
    table.insert(0, "customer_id", np.repeat([f"C{number:06d}" for number in range(n_customers)], 2))
    table.insert(1, "as_of", pd.to_datetime(["2026-03-31", "2026-06-30"] * n_customers))
    table["value"] = (random.random(2 * n_customers) < expit(margin)).astype(int)
    notes = {
        "hidden": hidden.astype(float),
        "known": (columns[:, 0] > 0.3).astype(float),
        "random": np.repeat(random.random(n_customers) < 0.1, 2).astype(float),
    }
    return table, notes
