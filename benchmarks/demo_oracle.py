"""How well an observer who knows the generator can tell the demo bank's segments apart.

Two observers, both scored by the adjusted Rand index against the truth, over the customers whom the
bank describes on the last outcome date:

- *habits*: sees each customer's true habits (rates, shares, hours, payday) and knows every density, so
  it takes Bayes' decision; no observer of the same habits does better;
- *behaviour*: sees plain sums of the last 365 days (counts, amounts, channels, hours, paydays, events)
  and has learned from 15,000 labelled customers of other seeds what they mean.

Run: python -m benchmarks.demo_oracle [--noise 1.0] [--seeds 0 1] [--customers 8000]
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import adjusted_rand_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from analytics.sources.demo.behaviour import HABITS, SEGMENTS, family_of, segment_centres
from analytics.sources.demo.block import Block, simulated_block
from analytics.sources.demo.calendar import DAY_SECONDS, Floats, Ints, outcome_quarters, weekday
from analytics.sources.demo.customers import Customers, block_customers, paydays
from analytics.sources.demo.draws import BLOCK_SIZE
from analytics.sources.demo.event_rows import EVENT_TYPES
from analytics.sources.demo.rows import joined
from analytics.sources.demo.words import CATEGORIES, CHANNELS, CURRENT, CUSTOMER, N_PRODUCTS, SAVINGS, THIRD_PARTY

N_MONTHS = 36
TRAINING_SEED = 900_001


@dataclass(frozen=True)
class Scores:
    """Adjusted Rand index at the fifteen segments and at the five families."""

    segments: float
    families: float


def habits_oracle(customers: Customers, month: int) -> Ints:
    """The most probable segment given each customer's true habits and payday."""
    segment = customers.segment_at(month)
    centres = segment_centres()
    seen = centres[segment] + customers.noise * customers.deviation
    log_density = -0.5 * ((seen[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2) / customers.noise**2
    shares = np.array([s.share for s in SEGMENTS])
    return np.asarray((log_density + np.log(shares) + _log_pay(customers, segment)).argmax(axis=1))


def _log_pay(customers: Customers, segment: Ints) -> Floats:
    """Log-likelihood of the kind and day of income under each segment."""
    pay = np.array([s.pay for s in SEGMENTS])
    day = paydays(customers, segment)
    log = np.empty((len(segment), len(SEGMENTS)))
    for candidate, known in enumerate(SEGMENTS):
        off = min(1.0, (1.0 - known.payday_kept) * customers.noise)
        of_day = np.where(day == known.payday, 1.0 - off + off / 8.0, off / 8.0) if known.payday else 1.0 * (day == 0)
        log[:, candidate] = np.log(np.maximum(of_day * (pay[segment] == known.pay), 1e-12))
    return log


def behaviour(block: Block, month: int) -> Floats:
    """Sums of the twelve months before a month: what any feature table can hold; (n, columns)."""
    months = [booked for booked in block.months if month - 12 <= booked.month < month]
    rows = joined([booked.rows for booked in months])
    customer, n = rows.account // N_PRODUCTS, BLOCK_SIZE

    def per_customer(code: Ints, size: int, weight: Floats | None = None) -> Floats:
        flat = np.bincount(customer_used * size + code, weights=weight, minlength=n * size)
        return np.asarray(flat.reshape(n, size).astype(np.float64))

    customer_used = customer
    counts = per_customer(rows.category, len(CATEGORIES))
    money = per_customer(rows.category, len(CATEGORIES), np.abs(rows.cents) / 100.0)
    own = rows.kept(rows.initiated == CUSTOMER)
    customer_used = own.account // N_PRODUCTS
    channels = per_customer(np.maximum(own.channel, 0), len(CHANNELS))
    hour, day = own.second % DAY_SECONDS / 3600.0, own.second // DAY_SECONDS
    n_own = np.maximum(np.bincount(customer_used, minlength=n), 1)
    weekend = np.bincount(customer_used, weights=weekday(day) >= 5, minlength=n) / n_own
    mean_hour = np.bincount(customer_used, weights=hour, minlength=n) / n_own
    income = rows.kept((rows.initiated == THIRD_PARTY) & (rows.cents > 0))
    customer_used = income.account // N_PRODUCTS
    stamps = (income.second // DAY_SECONDS).astype("datetime64[D]")
    day_of_month = (stamps - stamps.astype("datetime64[M]")).astype(np.int64)
    pay_days = per_customer(day_of_month, 31)
    events = block.events
    first, last = (block.months[place].month for place in (month - 12, month - 1))
    lived = events.kept((events.second >= _second(first)) & (events.second < _second(last + 1)))
    customer_used = lived.customer
    happened = per_customer(lived.event, len(EVENT_TYPES))
    purchases = np.maximum(money[:, :9].sum(axis=1, keepdims=True), 1.0)
    n_purchases = counts[:, :9].sum(axis=1, keepdims=True)
    decision = next(d for d in block.decisions if d.month == month)
    balances = decision.balance.reshape(n, N_PRODUCTS)[:, [CURRENT, SAVINGS]] / 100.0
    return np.column_stack(
        [
            np.log1p(counts),
            np.log1p(money),
            np.sqrt(money[:, :9] / purchases),
            np.log((counts[:, :9] + 0.5) / (n_purchases + 4.5)),
            np.log1p(channels),
            np.log((channels + 0.5) / (channels.sum(axis=1, keepdims=True) + 3.0)),
            weekend,
            mean_hour,
            pay_days / np.maximum(pay_days.sum(axis=1, keepdims=True), 1.0),
            np.log1p(happened),
            np.sign(balances) * np.log1p(np.abs(balances)),
        ]
    )


def _second(month: int) -> int:
    from analytics.sources.demo.calendar import month_start

    return month_start(month) * DAY_SECONDS


def described(block: Block, month: int) -> tuple[Floats, Ints]:
    """Behaviour and true segment of a block's customers open on the as-of date."""
    decision = next(d for d in block.decisions if d.month == month)
    return behaviour(block, month)[decision.decides], decision.segment[decision.decides]


def _sample(seed: int, n_blocks: int, noise: float) -> tuple[Floats, Ints, list[Block]]:
    month = outcome_quarters(N_MONTHS)[-1]
    blocks = [simulated_block(seed, number, month + 1, noise=noise) for number in range(n_blocks)]
    pairs = [described(block, month) for block in blocks]
    return np.concatenate([x for x, _ in pairs]), np.concatenate([y for _, y in pairs]), blocks


def _scores(truth: Ints, guess: Ints) -> Scores:
    family = family_of()
    return Scores(float(adjusted_rand_score(truth, guess)), float(adjusted_rand_score(family[truth], family[guess])))


def behaviour_oracle(noise: float = 1.0, *, n_blocks: int = 20) -> LogisticRegression:
    """An observer who has learned from labelled customers of another seed."""
    features, segment, _ = _sample(TRAINING_SEED, n_blocks, noise)
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=400)).fit(features, segment)


def oracle_scores(seed: int, *, noise: float, n_blocks: int, learned: LogisticRegression) -> dict[str, Scores]:
    """What both observers reach on one seed."""
    month = outcome_quarters(N_MONTHS)[-1]
    features, segment, blocks = _sample(seed, n_blocks, noise)
    seen = []
    for number, block in enumerate(blocks):
        decides = next(d for d in block.decisions if d.month == month).decides
        seen.append(habits_oracle(block_customers(seed, number, noise=noise), month - 1)[decides])
    return {
        "habits": _scores(segment, np.concatenate(seen)),
        "behaviour": _scores(segment, learned.predict(features)),
    }


def main() -> None:
    """Print both observers' scores by seed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--noise", type=float, default=1.0)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1])
    parser.add_argument("--customers", type=int, default=8_000)
    parser.add_argument("--training-blocks", type=int, default=20)
    arguments = parser.parse_args()
    learned = behaviour_oracle(arguments.noise, n_blocks=arguments.training_blocks)
    n_blocks = max(1, round(arguments.customers / BLOCK_SIZE))
    found: dict[str, list[Scores]] = {}
    print(f"noise {arguments.noise:g}, {len(HABITS)} habits, {n_blocks:,} blocks a seed")
    for seed in arguments.seeds:
        for name, scores in oracle_scores(seed, noise=arguments.noise, n_blocks=n_blocks, learned=learned).items():
            found.setdefault(name, []).append(scores)
            print(f"seed {seed:>4}  {name:<10} segments {scores.segments:.3f}  families {scores.families:.3f}")
    for name, listed in found.items():
        print(
            f"mean       {name:<10} segments {fmean(s.segments for s in listed):.3f}"
            f"  families {fmean(s.families for s in listed):.3f}"
        )


if __name__ == "__main__":
    main()
