"""The catalogue's rows of features that every bank has under the same name."""

from __future__ import annotations

from dataclasses import replace

from analytics.features.entry import Entry

_WINDOW = "{} days up to the as-of date, that day included"
_TREND = (
    "Compares the last 90 days with the 90 before: the difference over the sum. -1: all gone; -0.33: half as much; "
    "0: as before; 0.33: twice as much; 1: all new. Missing where there was nothing, or less than 180 days of records."
)


def _windows(entry: Entry, *days: int) -> list[Entry]:
    """Repeat an entry for windows of so many days."""
    return [
        replace(
            entry,
            feature=f"{entry.feature}_{n}d",
            title=f"{entry.title}, last {n} days",
            description=f"{entry.description} in the {_WINDOW.format(n)}.",
        )
        for n in days
    ]


_RECENCY = [
    Entry(
        "days_since_transaction",
        "recency",
        "days",
        "Days since last transaction",
        "Days from the latest booking of any kind to the as-of date; 0: on that day.",
    ),
    Entry(
        "days_since_own_act",
        "recency",
        "days",
        "Days since last own act",
        "Days from the latest booking that the customer started themselves to the as-of date; 0: on that day.",
        "customer",
        "contact",
        "down",
    ),
    Entry(
        "days_since_inflow",
        "recency",
        "days",
        "Days since last money in",
        "Days from the latest booking of money in to the as-of date; 0: on that day.",
    ),
]

_FREQUENCY = [
    *_windows(Entry("n_transactions", "frequency", "count", "Transactions", "Bookings of any kind"), 30, 90, 365),
    Entry("transactions_trend_90d", "frequency", "trend", "Trend of transactions", f"Bookings of any kind. {_TREND}"),
    *_windows(
        Entry(
            "n_own_acts",
            "frequency",
            "count",
            "Own acts",
            "Bookings that the customer started themselves: no fees, interest, standing orders or money in",
            "customer",
            "contact",
            "up",
        ),
        30,
        90,
        365,
    ),
    Entry(
        "own_acts_trend_90d",
        "frequency",
        "trend",
        "Trend of own acts",
        f"Bookings that the customer started themselves. {_TREND}",
        "customer",
        "contact",
        "up",
    ),
    *_windows(
        Entry(
            "active_days",
            "frequency",
            "count",
            "Days with an own act",
            "Days with at least one booking that the customer started themselves",
            "customer",
            "contact",
            "up",
        ),
        90,
        365,
    ),
]

_AMOUNTS = [
    *_windows(Entry("inflow", "amounts", "money", "Money in", "Sum of all money in"), 30, 90, 365),
    Entry("inflow_trend_90d", "amounts", "trend", "Trend of money in", f"Sum of all money in. {_TREND}"),
    *_windows(
        Entry("outflow", "amounts", "money", "Money out", "Sum of all money out, as a positive number"), 30, 90, 365
    ),
    Entry("outflow_trend_90d", "amounts", "trend", "Trend of money out", f"Sum of all money out. {_TREND}"),
    *_windows(
        Entry(
            "kept_share",
            "amounts",
            "share",
            "Money kept",
            "Money in less money out, over both together (-1: only out; 0: as much in as out; 1: only in),",
        ),
        90,
        365,
    ),
    *_windows(
        Entry(
            "own_payment_mean",
            "amounts",
            "money",
            "Mean own payment",
            "Mean size of payments that the customer made themselves",
        ),
        90,
        365,
    ),
    *_windows(
        Entry("largest_outflow", "amounts", "money", "Largest money out", "The largest single booking of money out"),
        365,
    ),
]

_BALANCES = [
    Entry(
        "balance",
        "balances",
        "money",
        "Balance",
        "Balance of all open accounts together at the end of the as-of date, without loans and other debts. Where the "
        "bank gives no balances, amounts added up from the first record.",
    ),
    *_windows(
        Entry("balance_mean", "balances", "money", "Mean balance", "Mean of the balances at the end of each day"),
        30,
        90,
        365,
    ),
    *_windows(
        Entry("balance_lowest", "balances", "money", "Lowest balance", "The lowest balance of one account"),
        90,
    ),
    Entry(
        "balance_trend_90d",
        "balances",
        "trend",
        "Trend of the balance",
        "Mean balance of the last 90 days less that of the 90 before, over the sizes of both. -1: fell to nothing or "
        "below; 0: as before; 1: rose from nothing. Missing with less than 180 days of records.",
    ),
    *_windows(
        Entry(
            "overdrawn_days",
            "balances",
            "days",
            "Days below zero",
            "Days that ended with an account below zero (of the account with most such days; loans left out)",
            "bank",
            "limit",
            "down",
        ),
        90,
    ),
    Entry(
        "balance_cover_months",
        "balances",
        "months",
        "Months that the balance covers",
        "The balance over the mean monthly money out of the last 90 days. Missing where nothing went out.",
    ),
    Entry(
        "debt",
        "balances",
        "money",
        "Debt",
        "Owed at the end of the as-of date on loans: on accounts of products whose balances are mostly below zero.",
    ),
]

_RHYTHM = [
    *_windows(
        Entry(
            "weekend_share", "rhythm", "share", "Own acts on week-ends", "Share of own acts on Saturdays and Sundays"
        ),
        365,
    ),
    *_windows(
        Entry(
            "month_start_share",
            "rhythm",
            "share",
            "Own acts on days 1-10",
            "Share of own acts on days 1 to 10 of a month",
        ),
        365,
    ),
    *_windows(
        Entry(
            "month_end_share", "rhythm", "share", "Own acts from day 21", "Share of own acts from day 21 of a month on"
        ),
        365,
    ),
    *_windows(
        Entry("gap_mean_days", "rhythm", "days", "Mean gap between own acts", "Mean days between days with own acts"),
        365,
    ),
    *_windows(
        Entry(
            "gap_sd_days",
            "rhythm",
            "days",
            "Unevenness of gaps",
            "Standard deviation of the days between days with own acts (0: all gaps alike; missing below two gaps)",
        ),
        365,
    ),
    *_windows(
        Entry(
            "gap_longest_days", "rhythm", "days", "Longest gap between own acts", "Most days between days with own acts"
        ),
        365,
    ),
    Entry(
        "silence_ratio",
        "rhythm",
        "ratio",
        "Silence against habit",
        "Days since the last own act over the mean gap between own acts. 1: as long as usual; 5: five times as long.",
    ),
    *_windows(
        Entry("night_share", "rhythm", "share", "Own acts at night", "Share of own acts from 22 to 6 o'clock UTC"), 365
    ),
    *_windows(
        Entry(
            "morning_share", "rhythm", "share", "Own acts in the morning", "Share of own acts from 6 to 12 o'clock UTC"
        ),
        365,
    ),
    *_windows(Entry("hour_mean", "rhythm", "hour", "Mean hour of own acts", "Mean hour of day (UTC) of own acts"), 365),
    *_windows(
        Entry(
            "evening_share", "rhythm", "share", "Own acts in the evening", "Share of own acts from 18 to 22 o'clock UTC"
        ),
        365,
    ),
]

_MONTHS = "over the twelve complete calendar months before the as-of date"
_INCOME = [
    Entry(
        "payday_day_of_month",
        "income",
        "day of month",
        "Payday",
        f"Day of the month on which the main income comes, averaged on a circle {_MONTHS}. The main income is the "
        "month's largest wage, or its largest money in where no category names wages.",
    ),
    Entry(
        "payday_regularity",
        "income",
        "share",
        "Regularity of payday",
        f"How much the days of the main income agree {_MONTHS}. 0: spread over the month; 1: always the same day. "
        "Missing below three months with income.",
    ),
    Entry(
        "income_months_share_365d",
        "income",
        "share",
        "Months with income",
        f"Share of months with income, {_MONTHS}, or since the customer's first booking.",
    ),
    Entry(
        "income_mean_365d",
        "income",
        "money",
        "Main income a month",
        f"Mean of the main income of the months that had one, {_MONTHS}.",
    ),
    Entry(
        "income_variation_365d",
        "income",
        "ratio",
        "Unevenness of income",
        f"Standard deviation of the main income over its mean, {_MONTHS}. 0: always the same. Missing below three "
        "months.",
    ),
    *_windows(
        Entry(
            "standing_orders_n",
            "income",
            "count",
            "Standing orders",
            "Bookings of standing orders",
            "customer",
            "product",
            "up",
        ),
        90,
    ),
    *_windows(
        Entry(
            "standing_orders_share",
            "income",
            "share",
            "Money out by standing order",
            "Share of the money out that standing orders paid",
            "customer",
            "product",
            "up",
        ),
        365,
    ),
    Entry(
        "standing_orders_months_share_365d",
        "income",
        "share",
        "Months with a standing order",
        f"Share of months with a standing order, {_MONTHS}, or since the customer's first booking.",
        "customer",
        "product",
        "up",
    ),
]

_COSTS = [
    *_windows(
        Entry(
            "fees_paid",
            "costs",
            "money",
            "Fees paid",
            "Fees, charges and penalties less those paid back (by categories named so)",
            "bank",
            "fee",
            "down",
        ),
        90,
        365,
    ),
    *_windows(
        Entry(
            "all_cash_share",
            "categories",
            "share",
            "Money out as cash",
            "Share of the money out in categories named after cash",
            "customer",
            "channel",
            "down",
        ),
        365,
    ),
    *_windows(
        Entry(
            "all_travel_share",
            "categories",
            "share",
            "Money out on travel",
            "Share of the money out in categories named after travel or foreign countries",
        ),
        365,
    ),
]

_VARIETY = [
    *_windows(
        Entry(
            "category_entropy",
            "variety",
            "nats",
            "Variety of categories",
            "Shannon entropy of the transactions over the 24 most frequent categories and the rest (0: all in one)",
        ),
        365,
    ),
    *_windows(
        Entry(
            "channel_entropy",
            "variety",
            "nats",
            "Variety of channels",
            "Shannon entropy of the own acts over the channels (0: all by one channel)",
        ),
        365,
    ),
    *_windows(
        Entry("n_counterparties", "variety", "count", "Different counterparties", "Counterparties, each counted once,"),
        365,
    ),
]

_PRODUCTS = [
    Entry(
        "tenure_days",
        "products",
        "days",
        "Days with the bank",
        "Days from the day the customer opened to the as-of date.",
    ),
    Entry(
        "accounts_held_n",
        "products",
        "count",
        "Accounts held",
        "Accounts open at the end of the as-of date.",
        "bank",
        "product",
        "either",
    ),
    Entry(
        "products_held_n",
        "products",
        "count",
        "Products held",
        "Different products among the accounts open at the end of the as-of date.",
        "bank",
        "product",
        "up",
    ),
    *_windows(Entry("accounts_opened_n", "products", "count", "Accounts opened", "Accounts opened"), 365),
    *_windows(Entry("accounts_closed_n", "products", "count", "Accounts closed", "Accounts closed"), 365),
    Entry(
        "days_since_account_opened",
        "products",
        "days",
        "Days since an account was opened",
        "Days from the opening of the customer's latest account to the as-of date.",
    ),
]

_STAGES = {
    "onboarding": "opened less than 180 days before",
    "growing": "own acts up by half or more against the 90 days before, or the balance up as much with more in "
    "than out",
    "mature": "neither new, growing, running down nor dormant",
    "running_down": "own acts down by a third or more against the 90 days before, or the balance down as much with "
    "more out than in",
    "dormant": "no own act in the last 90 days",
}
_LIFECYCLE = [
    Entry(
        f"lifecycle_{stage}",
        "lifecycle",
        "0 or 1",
        f"Life cycle: {stage.replace('_', ' ')}",
        f"1 where the customer is in this stage at the as-of date: {meaning}. Exactly one of the five stages is 1.",
    )
    for stage, meaning in _STAGES.items()
]

_EVENTS = [
    *_windows(Entry("events_n", "events", "count", "Events", "Events of any type"), 30, 90, 365),
    Entry("events_trend_90d", "events", "trend", "Trend of events", f"Events of any type. {_TREND}"),
    Entry(
        "days_since_event",
        "events",
        "days",
        "Days since last event",
        "Days from the latest event of any type to the as-of date; 0: on that day.",
    ),
    *_windows(
        Entry("offers_n", "contacts", "count", "Offers made", "Offers that the bank made", "bank", "contact", "either"),
        90,
        365,
    ),
    Entry(
        "days_since_offer",
        "contacts",
        "days",
        "Days since last offer",
        "Days from the bank's latest offer to the as-of date; 0: on that day.",
        "bank",
        "contact",
        "either",
    ),
]

BEHAVIOUR_ENTRIES: dict[str, Entry] = {
    entry.feature: entry
    for entries in (
        _RECENCY,
        _FREQUENCY,
        _AMOUNTS,
        _BALANCES,
        _RHYTHM,
        _INCOME,
        _COSTS,
        _VARIETY,
        _PRODUCTS,
        _LIFECYCLE,
        _EVENTS,
    )
    for entry in entries
}
"""Every entry of a fixed name, by feature."""
