"""How an outcome is spoken of: what it is called, what happens, and whether it is a risk or a chance."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analytics.vocabulary import WELCOME_OUTCOMES


@dataclass(frozen=True)
class OutcomeWords:
    """How one outcome is spoken of.

    Attributes
    ----------
    title : str
        What happens, as a noun.
    happens : str
        What so many of a hundred customers are expected to do.
    is_for_adviser : bool
        Whether the bank speaks of it with its own people; of anything else it owes the customer an answer.
    """

    title: str
    happens: str
    is_for_adviser: bool


_KNOWN = {
    "churn": OutcomeWords("leaving", "leave", True),
    "dormancy": OutcomeWords("dormancy", "be dormant", True),
    "balance_run_down": OutcomeWords("balance run-down", "run down their balance", True),
    "product_take_up": OutcomeWords("opening another product", "open another product", True),
}
_RISK = re.compile(r"\b([Rr])isk(s?)\b")


def outcome_words(outcome: str) -> OutcomeWords:
    """Return how an outcome is spoken of; one that only the bank knows goes by its name.

    Examples
    --------
    >>> outcome_words("product_take_up").title, outcome_words("loan_distress").happens
    ('opening another product', 'have loan distress')
    """
    title = outcome.replace("_", " ").strip()
    return _KNOWN.get(outcome, OutcomeWords(title, f"have {title}", False))


def is_welcome(outcome: str) -> bool:
    """Say whether more of an outcome is good news, so that its likelihood is a chance and no risk."""
    return outcome in WELCOME_OUTCOMES


def how_likely(outcome: str) -> str:
    """Return ``chance`` of what is welcome, ``risk`` of anything else."""
    return "chance" if is_welcome(outcome) else "risk"


def spoken(text: str, outcome: str) -> str:
    """Return a sentence about a risk as one about a chance, where the outcome is welcome.

    Examples
    --------
    >>> spoken("Raises the risk a lot", "product_take_up"), spoken("Raises the risk a lot", "churn")
    ('Raises the chance a lot', 'Raises the risk a lot')
    """
    if not is_welcome(outcome):
        return text
    return _RISK.sub(lambda found: ("Chance" if found.group(1) == "R" else "chance") + found.group(2), text)
