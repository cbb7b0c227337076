"""The features once more, in pandas, a customer and date at a time: slow, plain and written apart from the SQL."""

from __future__ import annotations

import math
from datetime import date, timedelta

import duckdb
import numpy as np
import pandas as pd

EPOCH = pd.Timestamp("1970-01-01")


def tables(bank: duckdb.DuckDBPyConnection) -> dict[str, pd.DataFrame]:
    """The source, money as whole cents and days as dates."""
    frames = {
        name: bank.execute(f"FROM source.{name}").df() for name in ("customers", "accounts", "events", "contacts")
    }
    booked = bank.execute(
        "SELECT * REPLACE ((amount * 100)::BIGINT AS amount, (balance_after * 100)::BIGINT AS balance_after)"
        " FROM source.transactions WHERE in_currency"
    ).df()
    booked["day"] = booked["booked_at"].dt.normalize()
    return frames | {"transactions": booked}


def oracle(source: dict[str, pd.DataFrame], customer_id: str, as_of: date) -> dict[str, float]:
    """The features of one customer at one date."""
    end = pd.Timestamp(as_of)
    booked = source["transactions"].query("customer_id == @customer_id and day <= @end")
    first_day = source["transactions"]["day"].min()
    opened = source["customers"].query("customer_id == @customer_id")["opened_on"].iloc[0]
    has_half_year = max(first_day, opened) <= end - timedelta(days=179)
    return {
        **_frequency(booked, end, has_half_year),
        **_amounts(booked, end, has_half_year),
        **_rhythm(booked, end),
        **_income(booked, end),
        **_words(booked, end),
        **_holdings(source["accounts"].query("customer_id == @customer_id"), end),
        **_events(source["events"].query("customer_id == @customer_id"), end, has_half_year),
        **_offers(source["contacts"].query("customer_id == @customer_id"), end),
        "tenure_days": float((end - opened).days),
    }


def _last(table: pd.DataFrame, end: pd.Timestamp, n_days: int, skip: int = 0) -> pd.DataFrame:
    age = _age(table, end)
    chosen: pd.DataFrame = table[(age >= skip) & (age < skip + n_days)]
    return chosen


def _since(table: pd.DataFrame, end: pd.Timestamp) -> float:
    return float(_age(table, end).min()) if len(table) else math.nan


def _age(table: pd.DataFrame, end: pd.Timestamp) -> pd.Series[int]:
    return (end - pd.to_datetime(table["day"])).dt.days


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else math.nan


def _trend(now: float, before: float, has_half_year: bool) -> float:
    return _ratio(now - before, now + before) if has_half_year else math.nan


def _frequency(booked: pd.DataFrame, end: pd.Timestamp, has_half_year: bool) -> dict[str, float]:
    own = booked[booked["is_own_act"]]
    values = {
        "days_since_transaction": _since(booked, end),
        "days_since_own_act": _since(own, end),
        "days_since_inflow": _since(booked[booked["is_inflow"]], end),
        "transactions_trend_90d": _trend(len(_last(booked, end, 90)), len(_last(booked, end, 90, 90)), has_half_year),
        "own_acts_trend_90d": _trend(len(_last(own, end, 90)), len(_last(own, end, 90, 90)), has_half_year),
    }
    for n in (30, 90, 365):
        values[f"n_transactions_{n}d"] = len(_last(booked, end, n))
        values[f"n_own_acts_{n}d"] = len(_last(own, end, n))
    for n in (90, 365):
        values[f"active_days_{n}d"] = _last(own, end, n)["day"].nunique()
    return values


def _amounts(booked: pd.DataFrame, end: pd.Timestamp, has_half_year: bool) -> dict[str, float]:
    money_in, money_out = booked[booked["is_inflow"]], booked[~booked["is_inflow"]]
    own = money_out[money_out["is_own_act"]]
    values: dict[str, float] = {}
    for n in (30, 90, 365):
        values[f"inflow_{n}d"] = _last(money_in, end, n)["amount"].sum() / 100
        values[f"outflow_{n}d"] = -_last(money_out, end, n)["amount"].sum() / 100
    for n in (90, 365):
        inflow, outflow = values[f"inflow_{n}d"], values[f"outflow_{n}d"]
        values[f"kept_share_{n}d"] = _ratio(inflow - outflow, inflow + outflow)
        values[f"own_payment_mean_{n}d"] = -_last(own, end, n)["amount"].mean() / 100
        fees = _last(booked[booked["category"] == "Account fee"], end, n)["amount"]
        values[f"fees_paid_{n}d"] = -fees.sum() / 100
    for name, table in (("inflow", money_in), ("outflow", money_out)):
        before = abs(_last(table, end, 90, 90)["amount"].sum() / 100)
        values[f"{name}_trend_90d"] = _trend(values[f"{name}_90d"], before, has_half_year)
    year = _last(money_out, end, 365)
    values["largest_outflow_365d"] = -year["amount"].min() / 100
    total = year["amount"].sum()
    values["all_cash_share_365d"] = _ratio(year[year["category"] == "cash_withdrawal"]["amount"].sum(), total)
    values["all_travel_share_365d"] = _ratio(year[year["category"] == "travel"]["amount"].sum(), total)
    standing = booked[booked["initiated_by"] == "standing_order"]
    values["standing_orders_n_90d"] = len(_last(standing, end, 90))
    out = _last(standing[~standing["is_inflow"]], end, 365)
    values["standing_orders_share_365d"] = _ratio(out["amount"].sum(), total)
    return values


def _rhythm(booked: pd.DataFrame, end: pd.Timestamp) -> dict[str, float]:
    own = booked[booked["is_own_act"]]
    year = _last(own, end, 365)
    days = pd.Series(sorted(own["day"].unique()), dtype="datetime64[us]")
    gaps = days.diff().dt.days[(end - days).dt.days < 365].dropna()
    seconds = (year["booked_at"] - year["day"]).dt.total_seconds()
    hour = year["booked_at"].dt.hour
    n = len(year)
    return {
        "weekend_share_365d": _ratio((year["day"].dt.day_of_week >= 5).sum(), n),
        "month_start_share_365d": _ratio((year["day"].dt.day <= 10).sum(), n),
        "month_end_share_365d": _ratio((year["day"].dt.day >= 21).sum(), n),
        "night_share_365d": _ratio(((hour < 6) | (hour >= 22)).sum(), n),
        "morning_share_365d": _ratio(((hour >= 6) & (hour < 12)).sum(), n),
        "evening_share_365d": _ratio(((hour >= 18) & (hour < 22)).sum(), n),
        "hour_mean_365d": seconds.mean() / 3600,
        "gap_mean_days_365d": gaps.mean(),
        "gap_sd_days_365d": gaps.std(),
        "gap_longest_days_365d": gaps.max(),
        "silence_ratio": _ratio(_since(own, end), gaps.mean()) if len(gaps) else math.nan,
        "n_counterparties_365d": _last(booked, end, 365)["counterparty"].nunique(),
    }


def _income(booked: pd.DataFrame, end: pd.Timestamp) -> dict[str, float]:
    month = booked["day"].dt.to_period("M")
    next_month = (end + timedelta(days=1)).to_period("M")
    shown = booked.assign(month=month)[(month < next_month) & (month >= next_month - 12)]
    wages = shown[(shown["category"] == "salary") & shown["is_inflow"]]
    wages = wages.sort_values(["amount", "day"], ascending=[False, True]).drop_duplicates("month")
    n = len(wages)
    n_months = min(12, (next_month - month.min()).n) if len(booked) else 0
    angle = 2 * np.pi * wages["day"].dt.day / 31
    x, y = np.cos(angle).sum(), np.sin(angle).sum()
    day = (31 * math.atan2(y, x) / (2 * math.pi)) % 31
    has_standing = shown[shown["initiated_by"] == "standing_order"]["month"].nunique()
    return {
        "payday_day_of_month": (day if day > 0.5 else day + 31) if n else math.nan,
        "payday_regularity": math.hypot(x, y) / n if n >= 3 else math.nan,
        "income_months_share_365d": _ratio(n, n_months) if len(shown) else math.nan,
        "income_mean_365d": wages["amount"].mean() / 100,
        "income_variation_365d": wages["amount"].std() / wages["amount"].mean() if n >= 3 else math.nan,
        "standing_orders_months_share_365d": _ratio(has_standing, n_months) if len(shown) else math.nan,
    }


def _words(booked: pd.DataFrame, end: pd.Timestamp) -> dict[str, float]:
    year = _last(booked, end, 365)
    own = year[year["is_own_act"] & year["channel"].notna()]
    shares = own["channel"].value_counts(normalize=True)
    out = year[~year["is_inflow"]]
    incomes = year[year["is_inflow"]]
    return {
        "mobile_channel_share": shares.get("mobile", 0.0) if len(own) else math.nan,
        "channel_entropy_365d": -float((shares * np.log(shares)).sum()) if len(own) else math.nan,
        "salary_income_share": _ratio(
            incomes[incomes["category"] == "salary"]["amount"].sum(), incomes["amount"].sum()
        ),
        "kind_3_share": _ratio(out[out["category"] == "kind 3"]["amount"].sum(), out["amount"].sum()),
    }


def _holdings(accounts: pd.DataFrame, end: pd.Timestamp) -> dict[str, float]:
    had = accounts[accounts["opened_on"] <= end]
    held = had[~(had["closed_on"] <= end)]
    return {
        "accounts_held_n": len(held),
        "products_held_n": held["product"].nunique(),
        "accounts_opened_n_365d": (had["opened_on"] > end - timedelta(days=365)).sum(),
        "accounts_closed_n_365d": ((had["closed_on"] <= end) & (had["closed_on"] > end - timedelta(days=365))).sum(),
        "days_since_account_opened": (end - had["opened_on"].max()).days if len(had) else math.nan,
        "holds_savings": float((held["product"] == "savings").any()),
    }


def _events(events: pd.DataFrame, end: pd.Timestamp, has_half_year: bool) -> dict[str, float]:
    known = events.assign(day=events["occurred_at"].dt.normalize()).query("day <= @end")
    one = known[known["event_type"] == "type 2"]
    return {
        **{f"events_n_{n}d": len(_last(known, end, n)) for n in (30, 90, 365)},
        "events_trend_90d": _trend(len(_last(known, end, 90)), len(_last(known, end, 90, 90)), has_half_year)
        if len(known)
        else math.nan,
        "days_since_event": _since(known, end),
        "event_type_2_n_90d": len(_last(one, end, 90)),
        "event_type_2_days_since": _since(one, end),
    }


def _offers(contacts: pd.DataFrame, end: pd.Timestamp) -> dict[str, float]:
    known = contacts.assign(day=contacts["offered_at"].dt.normalize()).query("day <= @end")
    return {
        "offers_n_90d": len(_last(known, end, 90)),
        "offers_n_365d": len(_last(known, end, 365)),
        "days_since_offer": _since(known, end),
    }
