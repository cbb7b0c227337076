"""Twelve regions, each with an economy, a town, and a main employer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.sources.demo.calendar import Floats, Ints


@dataclass(frozen=True)
class Region:
    """A region as it stands in the `regions` table.

    Attributes
    ----------
    region_id, name, town, main_employer : str
        What it is called.
    population : int
        People who live there; customers are drawn in proportion.
    unemployment_share : float
        0-1.
    mean_salary : float
        Monthly, in the bank's currency.
    urban_share : float
        0-1, share of people living in towns.
    branches : int
        Branches of the bank.
    main_employer_share : float
        0-1, share of salaries that the main employer pays.
    """

    region_id: str
    name: str
    town: str
    main_employer: str
    population: int
    unemployment_share: float
    mean_salary: float
    urban_share: float
    branches: int
    main_employer_share: float


REGIONS = (
    Region("R01", "Aldermark", "Aldern", "Aldern University Hospital", 812_000, 0.041, 2710.0, 0.88, 14, 0.12),
    Region("R02", "Brennholt", "Brenn", "Holt Timber Union", 244_000, 0.063, 2140.0, 0.41, 5, 0.21),
    Region("R03", "Carrow Vale", "Carrow", "Norvik Steel", 507_000, 0.087, 2230.0, 0.63, 8, 0.34),
    Region("R04", "Dunmere", "Dunmere Port", "Mere Shipping", 391_000, 0.058, 2380.0, 0.72, 7, 0.22),
    Region("R05", "Eastfold", "Helmsund", "Helmsund Works", 428_000, 0.066, 2290.0, 0.66, 7, 0.33),
    Region("R06", "Farrowdale", "Farrow", "Dale Dairies", 198_000, 0.049, 2090.0, 0.28, 4, 0.18),
    Region("R07", "Greyhaven", "Greyhaven", "Haven Insurance Group", 655_000, 0.038, 2890.0, 0.93, 12, 0.16),
    Region("R08", "Holmsted", "Norvik", "Norvik Steel", 466_000, 0.091, 2190.0, 0.59, 8, 0.36),
    Region("R09", "Islemoor", "Moorstad", "Islemoor Ferries", 121_000, 0.072, 2020.0, 0.22, 3, 0.2),
    Region("R10", "Jorvale", "Jorva", "Jorva Data Centres", 352_000, 0.044, 2640.0, 0.79, 6, 0.19),
    Region("R11", "Kestrel Coast", "Kestrel", "Coast Hotels", 283_000, 0.069, 2060.0, 0.51, 6, 0.24),
    Region("R12", "Lindmark", "Linden", "Lindmark Automotive", 537_000, 0.052, 2460.0, 0.69, 9, 0.28),
)

LANTERN_EMPLOYER = "Norvik Steel"
CLOSING_EMPLOYER = "Helmsund Works"

LANGUAGES = ("alder", "brevic", "coastal")
_LANGUAGE_SHARES = np.array(
    [
        (0.70, 0.20, 0.10),
        (0.55, 0.35, 0.10),
        (0.60, 0.20, 0.20),
        (0.62, 0.16, 0.22),
        (0.66, 0.20, 0.14),
        (0.58, 0.34, 0.08),
        (0.64, 0.20, 0.16),
        (0.60, 0.19, 0.21),
        (0.50, 0.22, 0.28),
        (0.66, 0.22, 0.12),
        (0.52, 0.18, 0.30),
        (0.66, 0.22, 0.12),
    ]
)


def region_draws(draws: np.random.Generator, n: int) -> Ints:
    """Regions in proportion to their people."""
    population = np.array([region.population for region in REGIONS], dtype=np.float64)
    return draws.choice(len(REGIONS), size=n, p=population / population.sum())


def language_draws(draws: np.random.Generator, region: Ints) -> Ints:
    """A language for each, from the mixture of its region."""
    edges = _LANGUAGE_SHARES.cumsum(axis=1)[region]
    edges[:, -1] = 1.0
    return np.asarray((draws.random(len(region))[:, None] > edges).sum(axis=1))


def salary_level(region: Ints) -> Floats:
    """Mean salary of each region relative to the whole country's."""
    salary = np.array([r.mean_salary for r in REGIONS])
    return np.asarray((salary / salary.mean())[region])


def employers(region_number: int) -> tuple[str, ...]:
    """The eight employers of a region; the first is the main one."""
    region = REGIONS[region_number]
    town = region.town
    return (
        region.main_employer,
        f"{town} Town Council",
        f"{town} Schools",
        f"{town} Logistics",
        f"{town} Retail Partners",
        f"{town} Care Services",
        f"{town} Engineering",
        f"{town} Foods",
    )


def main_employer_share(region: Ints) -> Floats:
    """Share of salaries that the main employer pays."""
    return np.array([r.main_employer_share for r in REGIONS])[region]
