"""Randomised offers in worlds where it is known what they do."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from analytics.models.offer_effect import Trial
from analytics.models.uplift_judged import N_FOLDS, Learned


def trial_world(seed: int, *, n: int = 2_000, pull: float = 0.0) -> tuple[Learned, np.ndarray]:
    """Make a trial in which feature 0 says how much an offer helps, and feature 1 how likely the outcome is.

    The second answer is by how much the offer truly lowers each customer's probability.
    """
    draw = np.random.default_rng(seed)
    matrix = draw.normal(size=(n, 4))
    margin = -2.2 + 0.8 * matrix[:, 1]
    chance = draw.choice([0.4, 0.5, 0.6], n)
    offered = draw.random(n) < chance
    value = (draw.random(n) < expit(margin - pull * matrix[:, 0] * offered)).astype(float)
    past = draw.normal(size=(n, 4))
    past_value = (draw.random(n) < expit(-2.2 + 0.8 * past[:, 1])).astype(float)
    fold = np.arange(n) % N_FOLDS
    trial = Trial(np.arange(n), offered, chance, value)
    return Learned(past, past_value, fold, matrix, trial, fold, []), expit(margin) - expit(margin - pull * matrix[:, 0])
