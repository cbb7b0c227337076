"""What a high and a low value of a feature of behaviour is called, as a bank's analyst would say it."""

from __future__ import annotations

import re

STAGES = {
    "onboarding": "new to the bank",
    "growing": "growing",
    "mature": "settled",
    "running_down": "running down",
    "dormant": "dormant",
}

_VERY_ACTIVE = ("very active", "seldom active")
_MONEY_IN = ("much money in", "little money in")
_BALANCE = ("high balance", "low balance")

HIGH_AND_LOW: dict[str, tuple[str, str]] = {
    "accounts_closed_n": ("closed accounts lately", "closed no account lately"),
    "accounts_held_n": ("many accounts", "few accounts"),
    "accounts_opened_n": ("opened accounts lately", "opened no account lately"),
    "active_days": _VERY_ACTIVE,
    "all_cash_share": ("much in cash", "little in cash"),
    "all_travel_share": ("travels", "hardly travels"),
    "balance": _BALANCE,
    "balance_cover_months": ("large reserve", "small reserve"),
    "balance_lowest": _BALANCE,
    "balance_mean": _BALANCE,
    "balance_trend": ("growing balance", "falling balance"),
    "category_entropy": ("varied spending", "narrow spending"),
    "channel_entropy": ("many channels", "few channels"),
    "days_since_account_opened": ("no new account for long", "new account lately"),
    "days_since_event": ("no event for long", "event lately"),
    "days_since_inflow": ("no money in for long", "money in lately"),
    "days_since_offer": ("no offer for long", "offer lately"),
    "days_since_own_act": ("silent for long", "active lately"),
    "days_since_transaction": ("no booking for long", "booking lately"),
    "debt": ("high debt", "little debt"),
    "evening_share": ("in the evening", "seldom in the evening"),
    "events_n": ("many events", "few events"),
    "events_trend": ("more events than before", "fewer events than before"),
    "fees_paid": ("pays high fees", "pays low fees"),
    "gap_longest_days": ("long pauses", "no long pauses"),
    "gap_mean_days": (_VERY_ACTIVE[1], _VERY_ACTIVE[0]),
    "gap_sd_days": ("active at irregular times", "active at regular times"),
    "hour_mean": ("late in the day", "early in the day"),
    "income_mean": ("high income", "low income"),
    "income_months_share": ("income every month", "months without income"),
    "income_variation": ("uneven income", "even income"),
    "inflow": _MONEY_IN,
    "inflow_trend": ("more money in than before", "less money in than before"),
    "kept_share": ("keeps money", "spends what comes in"),
    "largest_outflow": ("large single payments", "no large payments"),
    "month_end_share": ("late in the month", "seldom late in the month"),
    "month_start_share": ("early in the month", "seldom early in the month"),
    "morning_share": ("in the morning", "seldom in the morning"),
    "n_counterparties": ("many payees", "few payees"),
    "n_own_acts": _VERY_ACTIVE,
    "n_transactions": ("many bookings", "few bookings"),
    "night_share": ("at night", "seldom at night"),
    "offers_n": ("got many offers", "got few offers"),
    "outflow": ("spends much", "spends little"),
    "outflow_trend": ("spends more than before", "spends less than before"),
    "overdrawn_days": ("often overdrawn", "seldom overdrawn"),
    "own_acts_trend": ("more active than before", "less active than before"),
    "own_payment_mean": ("large payments", "small payments"),
    "payday_regularity": ("fixed payday", "no fixed payday"),
    "products_held_n": ("many products", "few products"),
    "silence_ratio": ("silent longer than usual", "as active as usual"),
    "standing_orders_months_share": ("standing orders every month", "months without standing orders"),
    "standing_orders_n": ("many standing orders", "few standing orders"),
    "standing_orders_share": ("pays by standing order", "pays little by standing order"),
    "tenure_days": ("long with the bank", "new to the bank"),
    "transactions_trend": ("more bookings than before", "fewer bookings than before"),
    "weekend_share": ("at week-ends", "on weekdays"),
}
"""By the feature's name without its window."""

_CHANNELS = {
    "atm": "at ATMs",
    "branch": "in branches",
    "card": "by card",
    "internet": "online",
    "phone": "by phone",
    "transfer": "by transfer",
    "web": "online",
}
_CHARGE = re.compile(r"\b(fees?|interest|penalty|penalties|charges?|tax(es)?)\b", re.IGNORECASE)
_ONE_OF_MANY = re.compile(r"(payment|settlement|transfer|deposit|purchase|fee|charge)$")
_WINDOW = re.compile(r"_\d+d$")


def without_window(feature: str) -> str:
    """Name a feature without its window: `n_own_acts` for `n_own_acts_90d`."""
    return _WINDOW.sub("", feature)


def channel_phrase(channel: str, *, high: bool, is_most: bool) -> str:
    """Say how much of what customers do goes by a channel.

    Examples
    --------
    >>> channel_phrase("mobile", high=True, is_most=True), channel_phrase("atm", high=False, is_most=False)
    ('mostly mobile', 'seldom at ATMs')
    """
    how_often = "mostly" if is_most else "often" if high else "seldom"
    return f"{how_often} {_CHANNELS.get(channel, channel)}"


def spending_phrase(category: str, *, high: bool, is_most: bool) -> str:
    """Say how much of the money out goes to a category.

    Examples
    --------
    >>> spending_phrase("loan payment", high=True, is_most=False), spending_phrase("fee", high=True, is_most=False)
    ('much on loan payments', 'pays much in fees')
    """
    share = "mostly" if is_most else "much" if high else "little"
    if "cash" in category.split():
        return f"{share} in cash"
    many = _ONE_OF_MANY.sub(r"\1s", category)
    if _CHARGE.search(category):
        return f"pays {'much' if high else 'little'} in {many}"
    return f"{share} on {many}"


def income_phrase(category: str, *, high: bool, is_most: bool) -> str:
    """Say how much of the money in comes from a category.

    Examples
    --------
    >>> income_phrase("pension", high=True, is_most=True)
    'mostly pension income'
    >>> income_phrase("transfer from another bank", high=True, is_most=True)
    'income mostly by transfer from another bank'
    """
    share = "mostly" if is_most else "some" if high else "little"
    if category.endswith("income"):
        return f"{share} {category}"
    if " " not in category:
        return f"{share} {category} income"
    return f"{'income mostly' if is_most else f'{share} income'} by {category}"


def event_phrase(event: str, *, high: bool) -> str:
    """Say how many events of a type there are.

    Examples
    --------
    >>> event_phrase("login", high=True), event_phrase("order cancelled", high=False)
    ('many events: login', 'few events: order cancelled')
    """
    return f"{'many' if high else 'few'} events: {event}"


def since_phrase(event: str, *, high: bool) -> str:
    """Say how long ago the last event of a type is.

    Examples
    --------
    >>> since_phrase("complaint", high=False), since_phrase("complaint", high=True)
    ('complaint lately', 'no complaint for long')
    """
    return f"no {event} for long" if high else f"{event} lately"


def holding_phrase(product: str, *, high: bool) -> str:
    """Say whether customers hold a product.

    Examples
    --------
    >>> holding_phrase("mortgage", high=True), holding_phrase("current", high=False)
    ('with mortgage', 'without current account')
    """
    product = f"{product} account" if product in ("current", "savings") else product
    return f"with {product}" if high else f"without {product}"
