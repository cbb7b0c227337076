"""The plain text: an adviser's talking points where the bank wants to keep or win somebody, else the customer's letter.

No name of a method stands in it, and no attribute that is protected; it asks for nine years of school at most.
"""

from __future__ import annotations

from analytics.insights.explanation.document import Document, Section
from analytics.insights.explanation.plain_words import action_in_plain_words, reason_words
from analytics.insights.explanation.record import Choice, Explanation, Risk
from analytics.insights.outcome_words import is_welcome, outcome_words
from analytics.insights.risk_words import outcome_title
from analytics.insights.wording import day

ASK = "Please ask at your branch, or write to us. A person will look at your case with you."


def plain_document(record: Explanation) -> Document:
    """Write what an adviser says to a customer, or what a customer is written.

    Parameters
    ----------
    record : Explanation
        The record.

    Returns
    -------
    Document
        Of the record alone; where there is no risk it says why.
    """
    is_for_adviser = outcome_words(record.outcome).is_for_adviser
    title = "Talking points for the adviser" if is_for_adviser else "Letter to the customer"
    first = Section("", (f"Customer {record.customer_id}. {day(record.as_of)}.",))
    if record.risk is None:
        why = f"We can say nothing on {outcome_title(record.outcome)} here. {record.why_no_risk}".strip()
        return Document(title, (first, Section("", (why,))))
    body = _points(record, record.risk) if is_for_adviser else _letter(record, record.risk)
    return Document(title, (first, *body))


def _points(record: Explanation, risk: Risk) -> tuple[Section, ...]:
    return (
        Section("How likely it is", (_how_likely(record, risk), _band(risk), *horizon_sentences(record))),
        Section("Why", points=_reasons(record), paragraphs=_no_reason(record)),
        Section("What may help", _before_options(record), _options(record)),
        Section("What to keep in mind", (_NOT_A_CAUSE, "Listen first. You may know things that no record shows.")),
    )


def _letter(record: Explanation, risk: Risk) -> tuple[Section, ...]:
    about = outcome_title(record.outcome)
    greeting = f"Dear customer, this letter is about {about}. You have a right to know how we see it, and why."
    return (
        Section("", (greeting, f"{_how_likely(record, risk)} {_band(risk)}", *horizon_sentences(record))),
        Section("The main reasons", points=_reasons(record), paragraphs=_no_reason(record)),
        Section("What would change it", _before_options(record), _options(record)),
        Section("Whom to ask", (f"Do you think that something is wrong here? {ASK}", _NOT_A_CAUSE)),
        Section("", ("Yours sincerely, your bank",)),
    )


_NOT_A_CAUSE = "This is what we saw with others in the past. It need not be so here."


def _how_likely(record: Explanation, risk: Risk) -> str:
    n = risk.of_hundred
    happens = outcome_words(record.outcome).happens
    about = "fewer than 1 is" if n < 1 else f"about {n} {'is' if n == 1 else 'are'}"
    return f"Of 100 customers like this one, {about} likely to {happens}."


def _band(risk: Risk) -> str:
    return f"We rate this as {risk.band}. Our scale is low, medium and high."


def horizon_sentences(record: Explanation) -> tuple[str, ...]:
    """Say the risk sooner and later, a sentence a horizon."""
    return tuple(
        f"Within {each.days} days: {'fewer than 1' if each.of_hundred < 1 else f'about {each.of_hundred}'} of 100."
        for each in record.horizons
    )


def _reasons(record: Explanation) -> tuple[str, ...]:
    return tuple(reason_words(push, outcome_title(record.outcome)) for push in record.reasons)


def _no_reason(record: Explanation) -> tuple[str, ...]:
    return () if record.reasons else ("Nothing stands out. It is much as with others.",)


def _before_options(record: Explanation) -> tuple[str, ...]:
    if record.choices:
        return ("Each of these alone may be enough.",)
    if record.search is not None:
        return ("We looked for small steps that may help. We found nothing realistic that would.",)
    if record.risk is not None and record.risk.band == ("high" if is_welcome(record.outcome) else "low"):
        return ("Nothing needs to change.",)
    return ("No steps have been looked for here.",)


def _options(record: Explanation) -> tuple[str, ...]:
    return tuple(_option(record, choice) for choice in record.choices)


def _option(record: Explanation, choice: Choice) -> str:
    n = choice.after_of_hundred
    then = ("fewer than 1" if n < 1 else f"about {n}") + " of 100"
    if record.risk is not None and n == record.risk.of_hundred:
        then += f", just {'above' if is_welcome(record.outcome) else 'below'} where it is now"
    did = action_in_plain_words(choice, record.currency)
    return f"Option {choice.number}, {_in_whose_hands(record, choice)}. {did} Then it would be {then}."


def _in_whose_hands(record: Explanation, choice: Choice) -> str:
    actors = {move.actor for move in choice.leads}
    mine, theirs = ("the bank's", "the customer's") if outcome_words(record.outcome).is_for_adviser else ("our", "your")
    if len(actors) > 1:
        return f"in {mine} hands and {theirs}" if mine != "our" else "in our hands and yours"
    return f"in {theirs if actors == {'customer'} else mine} hands"
