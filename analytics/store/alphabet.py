"""The alphabet of sequences: what can happen to a customer, in words, and from when on it counts.

To add a symbol: name it here, and derive it in a ``sequence_….sql`` of the transforms. A symbol's moment is the one at
which the bank could know it, never earlier: income that stops is known when it has stayed away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from analytics.store.transform import Value

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class AlphabetRules:
    """From when on something counts.

    Attributes
    ----------
    income_gap_days, order_gap_days : int
        Days without it after which regular income, or a standing order, has stopped.
    fewest_payments : int
        So many payments make income or a standing order regular.
    history_days : int
        In a customer's first days of records nothing is the first, new or large: what came before isn't known.
    large_months : float
        Money is large from so many times what came in a month on average over the 90 days before.
    quiet_days : int
        Days without an own act after which a customer is quiet.
    rare_a_month : float
        Where customers act on no more days a month than this, every own act is a symbol.
    larger : float
        A payment is larger, or smaller, than the one before from this ratio on.
    """

    income_gap_days: int = 45
    order_gap_days: int = 45
    fewest_payments: int = 3
    history_days: int = 90
    large_months: float = 2.0
    quiet_days: int = 30
    rare_a_month: float = 1.5
    larger: float = 1.5

    def values(self) -> dict[str, Value]:
        """Give them as parameters of the transforms."""
        return dict(asdict(self))


RULES = AlphabetRules()


@dataclass(frozen=True)
class Symbol:
    """One thing that can happen.

    Attributes
    ----------
    name : str
        As in ``built.sequences``.
    words : str
        As it is said in a sentence: "a complaint, …".
    meaning : str
        Exactly when it counts.
    """

    name: str
    words: str
    meaning: str


def _symbols(rules: AlphabetRules) -> tuple[Symbol, ...]:
    stopped = f"no payment for {rules.income_gap_days} days after at least {rules.fewest_payments} that came closer"
    late = f"not in a customer's first {rules.history_days} days of records"
    against = f"at least {rules.large_months:g} times what came in a month on average over the 90 days before"
    rare = f"an own act, where customers act on at most {rules.rare_a_month:g} days a month on average"
    return (
        Symbol("income_stopped", "income stopped", f"{stopped}; a category must name wages, a salary or a pension."),
        Symbol("income_back", "income came back", "The first payment after income had stopped."),
        Symbol("below_zero", "balance below zero", "At a day's end, of an account that is no debt, for the first day."),
        Symbol("new_standing_order", "a new standing order", f"The first booking of it by account and payee; {late}."),
        Symbol(
            "standing_order_stopped",
            "a standing order stopped",
            f"No booking for {rules.order_gap_days} days after at least {rules.fewest_payments}.",
        ),
        Symbol("first_payment_abroad", "the first payment abroad", f"By a category of travel; {late}."),
        Symbol("fee_charged", "a fee higher than the last", "A fee, by category, that is larger than the one before."),
        Symbol("large_outflow", "a large sum out", f"Out of the bank, {against}; {late}."),
        Symbol("large_inflow", "a large sum in", f"From outside, {against}; {late}."),
        Symbol("quiet", "a quiet month", f"No own act for {rules.quiet_days} days."),
        Symbol("payment", "a payment", f"{rare}, of about the size of the one before."),
        Symbol("larger_payment", "a larger payment", f"{rare}, {rules.larger:g} times the one before or more."),
        Symbol("smaller_payment", "a smaller payment", f"{rare}; the one before was {rules.larger:g} times as large."),
    )


MONEY_SYMBOLS: dict[str, Symbol] = {symbol.name: symbol for symbol in _symbols(RULES)}
"""What transactions say, by name; events and products give symbols of their own names."""


def symbol_of(name: str, origin: str) -> Symbol:
    """Say what a symbol is called and means.

    Parameters
    ----------
    name : str
        As in ``built.sequences``.
    origin : str
        ``event``, ``product`` or ``money``.

    Returns
    -------
    Symbol

    Examples
    --------
    >>> symbol_of("opened_credit card", "product").words
    'credit card opened'
    >>> symbol_of("fee_dispute", "event").words
    'fee dispute'
    """
    if origin == "money" and name in MONEY_SYMBOLS:
        return MONEY_SYMBOLS[name]
    if origin == "product":
        done, _, product = name.partition("_")
        product = product.replace("_", " ")
        return Symbol(name, f"{product} {done}", f"An account of the product {product} was {done}.")
    words = name.replace("_", " ")
    return Symbol(name, words, f"The bank recorded the event {words}.")


def described(counts: pd.DataFrame) -> pd.DataFrame:
    """Add to counts of symbols what each is called and means.

    Parameters
    ----------
    counts : DataFrame
        ``symbol``, ``origin`` and further columns.

    Returns
    -------
    DataFrame
        With ``words`` and ``meaning`` after ``origin``.
    """
    rows: Iterable[tuple[str, str]] = zip(counts["symbol"], counts["origin"], strict=True)
    symbols = [symbol_of(name, origin) for name, origin in rows]
    told = counts.copy()
    told.insert(2, "words", [symbol.words for symbol in symbols])
    told.insert(3, "meaning", [symbol.meaning for symbol in symbols])
    return told
