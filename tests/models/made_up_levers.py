"""Made-up customers of a bank with every feature that a lever moves, a catalogue, and a model of their leaving."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit

from analytics.features.catalog import behaviour_catalog
from analytics.models.boosting import fit_booster
from analytics.models.calibration import Calibration
from analytics.models.changes_tried import Field, Reader
from analytics.models.counterfactual_tables import field_of
from analytics.models.design import design_of, feature_columns
from analytics.models.levers import Rule, catalogue_rules, levers_for
from analytics.models.model_card import StoredModel
from analytics.models.named_rows import Floats, NamedRows

CHANNELS = ("card", "mobile", "branch")


def bank_customers(n: int, *, seed: int = 0) -> pd.DataFrame:
    """Draw customers whose counts, shares, products and days agree with one another."""
    random = np.random.default_rng(seed)
    own_30 = random.poisson(8, n)
    own_90 = own_30 + random.poisson(16, n)
    own_365 = own_90 + random.poisson(70, n)
    active_90 = np.minimum(np.ceil(own_90 * random.uniform(0.6, 1, n)), 85)
    active_365 = np.minimum(active_90 + np.ceil((own_365 - own_90) * random.uniform(0.6, 1, n)), 360)
    fees_90 = np.where(random.random(n) < 0.5, 0, np.round(random.gamma(2, 8, n), 2))
    offers_90 = (random.random(n) < 0.2).astype(float)
    offers_365 = offers_90 + random.poisson(0.4, n)
    since_offer = np.where(offers_90 > 0, random.integers(0, 90, n), random.integers(90, 700, n)).astype(float)
    overdrawn = np.where(random.random(n) < 0.7, 0, random.integers(1, 60, n))
    savings, loan = (random.random(n) < 0.5).astype(float), (random.random(n) < 0.2).astype(float)
    lowest = np.where(overdrawn > 0, -random.gamma(2, 100, n), random.gamma(2, 300, n))
    table = pd.DataFrame(
        {
            "customer_id": [f"C{number:06d}" for number in range(n)],
            "as_of": pd.Timestamp("2026-06-30"),
            "n_own_acts_30d": own_30,
            "n_own_acts_90d": own_90,
            "n_own_acts_365d": own_365,
            "own_acts_trend_90d": np.round(random.uniform(-0.6, 0.6, n), 6),
            "n_transactions_30d": own_30 + 5,
            "n_transactions_90d": own_90 + 15,
            "n_transactions_365d": own_365 + 60,
            "transactions_trend_90d": np.round(random.uniform(-0.5, 0.5, n), 6),
            "active_days_90d": active_90,
            "active_days_365d": active_365,
            "days_since_own_act": random.integers(0, 30, n),
            "gap_mean_days_365d": 360 / (active_365 - 1),
            "fees_paid_90d": fees_90,
            "fees_paid_365d": np.round(fees_90 + random.gamma(2, 10, n), 2),
            "fee_share": random.uniform(0, 0.01, n),
            "overdrawn_days_90d": overdrawn,
            "balance_lowest_90d": lowest,
            "balance": lowest + random.gamma(2, 200, n),
            "balance_trend_90d": random.uniform(-0.5, 0.5, n),
            "kept_share_90d": random.uniform(-0.5, 0.5, n),
            "offers_n_90d": offers_90,
            "offers_n_365d": offers_365,
            "days_since_offer": np.where((offers_365 == 0) & (random.random(n) < 0.5), np.nan, since_offer),
            "holds_current": 1.0,
            "holds_savings": savings,
            "holds_loan": loan,
            "debt": loan * 1000,
            "products_held_n": 1 + savings + loan,
            "accounts_held_n": 1 + savings + loan + (random.random(n) < 0.1),
            "accounts_opened_n_365d": (random.random(n) < 0.2).astype(float),
            "days_since_account_opened": random.integers(1, 3000, n),
            "tenure_days": random.integers(400, 6000, n),
            **_shares(random, n),
            **_stages(random, n),
        }
    )
    return table.astype(dict.fromkeys(feature_columns(table), "float64"))


def _shares(random: np.random.Generator, n: int) -> dict[str, Floats]:
    """Shares of 90 days, and shares of the year of which those are a part."""
    recent, before = random.dirichlet([4, 3, 1], n), random.dirichlet([4, 3, 1], n)
    year = 0.25 * recent + 0.75 * before
    recent[::97], year[::97] = np.nan, np.nan
    named = {f"{name}_channel_share_90d": recent[:, place] for place, name in enumerate(CHANNELS)}
    return named | {f"{name}_channel_share": year[:, place] for place, name in enumerate(CHANNELS)}


def _stages(random: np.random.Generator, n: int) -> dict[str, Floats]:
    stage = random.integers(0, 5, n)
    names = ("onboarding", "growing", "mature", "running_down", "dormant")
    return {f"lifecycle_{name}": (stage == place).astype(float) for place, name in enumerate(names)}


def leaving_model(customers: pd.DataFrame, *, seed: int = 1) -> StoredModel:
    """Fit trees to customers who leave for fees, days below zero, silence and few products."""
    random = np.random.default_rng(seed)
    margin = (
        0.06 * customers["fees_paid_90d"]
        + 0.03 * customers["overdrawn_days_90d"]
        - 0.08 * customers["n_own_acts_90d"]
        - 0.8 * customers["products_held_n"]
        - 0.6 * (customers["offers_n_90d"] > 0)
        - 2 * customers["mobile_channel_share_90d"].fillna(0)
    )
    gone = (random.random(len(customers)) < expit(margin)).astype(float).to_numpy()
    design = design_of(customers)
    booster = fit_booster(design.matrix(customers), gone, categorical=[], rounds=60, seed=0, n_threads=1)
    return StoredModel(booster, Calibration(0.9, 0.05, -0.1), design)


@dataclass(frozen=True)
class Bank:
    """Customers with the model of their leaving."""

    customers: pd.DataFrame
    model: StoredModel
    rules: dict[str, Rule]

    @property
    def reader(self) -> Reader:
        """The model, reading named rows."""
        return Reader(self.model, 1)

    @property
    def rows(self) -> NamedRows:
        """The customers as numbers."""
        return self.reader.rows(self.customers)

    @property
    def risk(self) -> Floats:
        """Each customer's risk."""
        return self.reader.probability(self.rows)

    def field(self, outcome: str) -> Field:
        """What changes are tried with."""
        levers = levers_for(outcome, self.rows, self.rules)
        return field_of(self.reader, self.rows, levers, self.customers["customer_id"])


def made_up_bank(n: int) -> Bank:
    """Customers, a model and a catalogue."""
    customers = bank_customers(n)
    catalog = behaviour_catalog(feature_columns(customers))
    return Bank(customers, leaving_model(customers), catalogue_rules(catalog))
