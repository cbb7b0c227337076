"""What the demo bank knows about itself and no stage of the pipeline reads."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from analytics.sources.demo import causes as special
from analytics.sources.demo.arrears import BIAS_ATTRIBUTE, BIAS_GROUP, FALSE_RECORD_SHARE, quarter_arrears
from analytics.sources.demo.bank_tables import customer_ids
from analytics.sources.demo.behaviour import FAMILIES, SEGMENTS, family_of
from analytics.sources.demo.block import Block
from analytics.sources.demo.calendar import (
    FESTIVAL_DAYS,
    FESTIVALS,
    NEVER,
    Flags,
    as_date,
    day_number,
    month_start,
)
from analytics.sources.demo.columns import Columns, dates, small_integers, words
from analytics.sources.demo.habits import customer_habits
from analytics.sources.demo.leaving import EFFECTS, Decision, logistic
from analytics.sources.demo.motifs import MOTIFS
from analytics.sources.demo.offers import KINDS, OFFER_CHANNELS
from analytics.sources.demo.regions import CLOSING_EMPLOYER, LANTERN_EMPLOYER
from analytics.sources.demo.words import FESTIVAL_STALLS

SALARY_COUNTED_DAYS = 31
"""Whoever works somewhere was paid in the last month."""
_SEGMENT_NAMES = tuple(segment.name for segment in SEGMENTS)


def segments_truth(block: Block, kept: Flags, month: int) -> Columns:
    """Family (level 2) and segment (level 3) of each customer on the last outcome date."""
    who = np.flatnonzero(kept)
    segment = block.customers.segment_at(month - 1)[who]
    names = (*FAMILIES, *_SEGMENT_NAMES)
    code = np.column_stack([family_of()[segment], len(FAMILIES) + segment]).reshape(-1)
    return {
        "customer_id": words(np.repeat(who, 2), customer_ids(block.customers.block)),
        "level": small_integers(np.tile([2, 3], len(who))),
        "segment": words(code, names),
    }


def changes_truth(block: Block, kept: Flags, n_months: int) -> Columns:
    """Who went from one segment to another within the data, and when."""
    customers = block.customers
    starts = np.array([month_start(month) for month in range(n_months + 1)])
    changed = (customers.change_month > 0) & (customers.change_month < n_months)
    day = starts[np.minimum(customers.change_month, n_months)]
    here = (customers.opened_day < day) & (block.state.leave_day > day)
    who = np.flatnonzero(kept & changed & here)
    return {
        "customer_id": words(who, customer_ids(customers.block)),
        "changed_on": dates(day[who]),
        "from_segment": words(customers.segment[who], _SEGMENT_NAMES),
        "to_segment": words(customers.later_segment[who], _SEGMENT_NAMES),
    }


def churn_truth(block: Block, kept: Flags, decisions: list[Decision]) -> Columns:
    """True probability of leaving at as-of dates, and the log-odds of each cause; they add up."""
    places = [np.flatnonzero(decision.decides & kept) for decision in decisions]
    effects = np.concatenate([d.effects[place] for d, place in zip(decisions, places, strict=True)])
    days = np.concatenate(
        [np.full(len(place), month_start(d.month) - 1) for d, place in zip(decisions, places, strict=True)]
    )
    columns: Columns = {
        "customer_id": words(np.concatenate(places), customer_ids(block.customers.block)),
        "as_of": dates(days),
        "true_probability": pa.array(logistic(effects.sum(axis=1))),
        "left": small_integers(np.concatenate([d.leaves[p] for d, p in zip(decisions, places, strict=True)])),
    }
    return {**columns, **{f"effect_{name}": pa.array(effects[:, i]) for i, name in enumerate(EFFECTS)}}


def treatment_truth(block: Block, kept: Flags, decision: Decision) -> Columns:
    """How much an offer over each channel would lower the probability of leaving, at the last outcome date."""
    offers = next((rows for rows in block.offers if rows.month == decision.month - 1), None)
    who = np.flatnonzero(decision.decides & kept) if offers is not None else np.zeros(0, dtype=np.int64)
    without = (decision.effects.sum(axis=1) - decision.effects[:, EFFECTS.index("offer")])[who]
    effect = offers.effect[who] if offers is not None else np.zeros((0, len(OFFER_CHANNELS)))
    kind = offers.kind[who] if offers is not None else who
    uplift = logistic(without)[:, None] - logistic(without[:, None] + effect)
    return {
        "customer_id": words(np.repeat(who, len(OFFER_CHANNELS)), customer_ids(block.customers.block)),
        "channel": words(np.tile(np.arange(len(OFFER_CHANNELS)), len(who)), OFFER_CHANNELS),
        "uplift": pa.array(uplift.reshape(-1)),
        "effect_log_odds": pa.array(effect.reshape(-1)),
        "kind": words(np.repeat(kind, len(OFFER_CHANNELS)), KINDS),
    }


def bias_truth(block: Block, kept: Flags, seed: int, decisions: list[Decision]) -> Columns:
    """Every false record of `payment_arrears`, with the rule behind them."""
    who, days = [], []
    for decision in decisions:
        habits = customer_habits(block.customers, decision.month - 1)
        arrears = quarter_arrears(seed, block.customers, habits, decision)
        false = arrears.recorded_value & ~arrears.true_value
        who.append(np.flatnonzero(decision.decides & kept & false))
        days.append(np.full(len(who[-1]), month_start(decision.month) - 1))
    customer = np.concatenate(who)
    constant = np.zeros(len(customer), dtype=np.int64)
    return {
        "customer_id": words(customer, customer_ids(block.customers.block)),
        "as_of": dates(np.concatenate(days)),
        "outcome": words(constant, ["payment_arrears"]),
        "attribute": words(constant, [BIAS_ATTRIBUTE]),
        "group": words(constant, [BIAS_GROUP]),
        "false_record_share": pa.array(np.full(len(customer), FALSE_RECORD_SHARE)),
        "true_value": small_integers(constant),
        "recorded_value": small_integers(constant + 1),
    }


def motifs_truth() -> Columns:
    """The motifs and decoys, one row each."""
    return {
        "motif": pa.array([m.name for m in MOTIFS]),
        "pattern": pa.array([" > ".join(m.events) for m in MOTIFS]),
        "fewest_gap_days": pa.array([[low for low, _ in m.gaps] for m in MOTIFS]),
        "most_gap_days": pa.array([[high for _, high in m.gaps] for m in MOTIFS]),
        "outcome": pa.array([m.outcome for m in MOTIFS]),
        "effect_kind": pa.array(["log_odds" if m.outcome == "churn" else "probability" for m in MOTIFS]),
        "effect": pa.array([m.effect for m in MOTIFS]),
        "is_decoy": small_integers([int(bool(m.decoy_of)) for m in MOTIFS]),
        "decoy_of": pa.array([m.decoy_of or None for m in MOTIFS], type=pa.string()),
        "starts_a_month": pa.array([m.a_month for m in MOTIFS]),
    }


def motif_occurrences_truth(block: Block, kept: Flags, n_months: int) -> Columns:
    """Every planted occurrence that was complete before its customer left and the data ended."""
    state = block.state
    customer, number = np.concatenate(state.motif_customer), np.concatenate(state.motif_number)
    done = np.concatenate(state.motif_done_day)
    complete = kept[customer] & (done < state.leave_day[customer]) & (done < month_start(n_months))
    order = np.flatnonzero(complete)
    order = order[np.lexsort((number[order], done[order], customer[order]))]
    return {
        "customer_id": words(customer[order], customer_ids(block.customers.block)),
        "motif": words(number[order], [motif.name for motif in MOTIFS]),
        "completed_on": dates(done[order]),
    }


def context_truth(members: dict[str, list[str]]) -> Columns:
    """The three causes that only people can supply."""
    stalls = ", ".join(f"'{name}'" for name in FESTIVAL_STALLS)
    days = ", ".join(
        f"'{first.isoformat()}' to '{as_date(day_number(first) + FESTIVAL_DAYS - 1).isoformat()}'"
        for first in FESTIVALS.values()
    )
    rules = {
        "lantern_festival": (
            "raw_columns",
            f"regions.main_employer = '{LANTERN_EMPLOYER}' and payments(counterparty in ({stalls}), "
            f"booked_on in ({days}), within_days = {special.FESTIVAL_COUNTED_DAYS}) >= 1",
            special.FESTIVAL_EFFECT,
            FESTIVALS[2024],
        ),
        "undisclosed_list": ("list", "the customers in `members`; no column shows it", special.LIST_EFFECT, None),
        "works_closure": (
            "announced",
            f"payments(counterparty = '{CLOSING_EMPLOYER}', category = 'salary', "
            f"within_days = {SALARY_COUNTED_DAYS}) >= 1",
            special.CLOSURE_EFFECT,
            special.CLOSURE_STARTS,
        ),
    }
    return {
        "cause": pa.array(list(rules)),
        "kind": pa.array([kind for kind, _, _, _ in rules.values()]),
        "rule": pa.array([rule for _, rule, _, _ in rules.values()]),
        "effect_log_odds": pa.array([effect for _, _, effect, _ in rules.values()]),
        "starts_on": pa.array([start for _, _, _, start in rules.values()], type=pa.date32()),
        "n_customers": pa.array([len(members[name]) for name in rules], type=pa.int64()),
        "members": pa.array([members[name] for name in rules], type=pa.list_(pa.string())),
    }


def cause_members(block: Block, kept: Flags, n_months: int) -> dict[str, list[str]]:
    """Ids of the customers whom each cause is about at the end of the data."""
    causes, ids = block.causes, customer_ids(block.customers.block)
    habits = customer_habits(block.customers, n_months - 1)
    counted_from = month_start(n_months) - special.FESTIVAL_COUNTED_DAYS
    groups = {
        "lantern_festival": causes.celebrates & causes.lantern_region & (block.state.festival_day >= counted_from),
        "undisclosed_list": causes.listed,
        "works_closure": special.paid_by_closing_employer(block.customers, habits)
        & (block.state.income_back <= n_months - 1)
        & (block.state.leave_day >= NEVER),
    }
    return {name: [ids[place] for place in np.flatnonzero(kept & group).tolist()] for name, group in groups.items()}
