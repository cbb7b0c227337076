"""How what may be ahead is spoken of: a risk where it is unwelcome, a chance where it is not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AheadWords:
    """How one outcome is spoken of.

    Attributes
    ----------
    title : str
        What happens, as a noun.
    how_likely : str
        ``risk`` or ``chance``.
    is_welcome : bool
        Whether more of it is good news for the bank.
    why_out : str
        Why it can't befall somebody who has no number.
    """

    title: str
    how_likely: str
    is_welcome: bool
    why_out: str


_KNOWN = {
    "dormancy": AheadWords("dormancy", "risk", False, "dormant already"),
    "balance_run_down": AheadWords("balance run-down", "risk", False, "nothing to run down, or run down already"),
    "product_take_up": AheadWords("opening another product", "chance", True, "not known"),
}


def ahead_words(outcome: str) -> AheadWords:
    """Return how an outcome is spoken of; one that nobody described is a chance, neither good nor bad.

    Examples
    --------
    >>> ahead_words("product_take_up").how_likely, ahead_words("house_move").title
    ('chance', 'house move')
    """
    return _KNOWN.get(outcome, AheadWords(outcome.replace("_", " "), "chance", False, "not known"))
