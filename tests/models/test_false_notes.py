"""False notes, drawn around clumps of misses, are not adopted: a tenth of them here, all with TANDEM_SLOW=1."""

from __future__ import annotations

import os

import numpy as np
import pytest
from scipy.special import expit
from scipy.stats import norm

from analytics.models.error_budget import next_level
from analytics.models.machine_alone import MachineAlone, fit_machine_alone
from analytics.models.note_evidence import note_evidence
from analytics.models.note_trial import opponent
from tests.models.made_up_notes import made_up_world

NOTES_A_WORLD = 20
WORLDS = range(10) if os.environ.get("TANDEM_SLOW") == "1" else range(1)
TRIED = 60


def worst_clump(machine: MachineAlone, random: np.random.Generator, *, by_lasso: bool) -> tuple[np.ndarray, float]:
    """Draw a note where the explore part was missed most, of some that were looked at; and how it looks there."""
    explore, matrix = machine.explores, machine.rows.matrix
    chance = expit(np.where(explore, machine.unseen, 0.0))
    best, worst = np.zeros(len(chance), dtype=bool), -np.inf
    for _ in range(TRIED):
        if by_lasso:
            apart = np.hypot(*(matrix[:, :2] - matrix[random.integers(len(matrix)), :2]).T)
            inside = apart <= np.quantile(apart, random.uniform(0.05, 0.2))
        else:
            one, other = random.choice(matrix.shape[1], 2, replace=False)
            inside = (matrix[:, one] > random.normal()) & (matrix[:, other] > random.normal())
        seen = inside & explore
        spread = (chance[seen] * (1 - chance[seen])).sum()
        score = (machine.rows.values[seen] - chance[seen]).sum() / np.sqrt(max(spread, 5.0))
        if score > worst:
            best, worst = inside, float(score)
    return best, float(norm.sf(worst))


@pytest.mark.parametrize("world", WORLDS)
def test_of_twenty_notes_drawn_around_misses_none_is_adopted_where_nothing_is_true(world: int) -> None:
    table, _ = made_up_world(n_customers=1500, seed=100 + world, effect=0.0)
    machine = fit_machine_alone(table, seed=0, n_threads=1)
    fitted, random = opponent(machine, 2).fitted, np.random.default_rng(world)
    history: list[bool] = []
    looked_convincing = 0
    for number in range(NOTES_A_WORLD):
        note, where_drawn = worst_clump(machine, random, by_lasso=number % 2 == 0)
        evidence = note_evidence(machine, fitted, note.astype(float))
        history.append(evidence.p_value <= next_level(history))
        looked_convincing += where_drawn <= 0.05
    assert sum(history) <= 0.05 * NOTES_A_WORLD
    # On the customers from whom they were drawn nearly all of them look like discoveries.
    assert looked_convincing >= NOTES_A_WORLD / 2
