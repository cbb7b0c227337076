"""The analyst's view: contributions, interval, prediction set, quality and options, with every number."""

from __future__ import annotations

from analytics.insights.agreement_words import sample_words
from analytics.insights.explanation.document import Document, Section, Table
from analytics.insights.explanation.for_people import horizon_sentences
from analytics.insights.explanation.model_facts import Measure
from analytics.insights.explanation.record import Choice, Explanation, Push, Risk
from analytics.insights.feature_words import value_words
from analytics.insights.lever_words import done_words, effort_words, plausibility_words
from analytics.insights.model_verdict import SPLITS, model_title
from analytics.insights.outcome_words import is_welcome
from analytics.insights.reasons import push_words
from analytics.insights.risk_words import beside_average, outcome_title, risk_words, set_words
from analytics.insights.wording import count, day, interval, percent
from analytics.number_marks import written

MOST_ROWS = 15
METRICS = {
    "auc": "AUC",
    "average_precision": "Average precision",
    "brier": "Brier score",
    "calibration_error": "Calibration error",
    "log_loss": "Log loss",
}


def analyst_document(record: Explanation) -> Document:
    """Write the analyst's view of a record."""
    about = outcome_title(record.outcome)
    title = f"{record.customer_id}: risk of {about}, for the analyst"
    if record.risk is None:
        return Document(title, (Section("", (no_risk(record),)),))
    return Document(
        title,
        (
            Section("Risk", risk_sentences(record, record.risk)),
            *sooner_and_later(record),
            Section("Main reasons", points=reason_points(record), paragraphs=no_reasons(record)),
            contributions(record, most=MOST_ROWS),
            second_method(record),
            options(record),
            quality(record),
        ),
    )


def no_risk(record: Explanation) -> str:
    """Say why there is no risk."""
    about = outcome_title(record.outcome)
    return f"No risk of {about} is given as of {day(record.as_of)}. {record.why_no_risk}".strip()


def risk_sentences(record: Explanation, risk: Risk) -> tuple[str, ...]:
    """Say the risk, its interval, band and prediction set."""
    about = outcome_title(record.outcome)
    said = [
        f"Risk of {about} as of {day(record.as_of)}: {percent(risk.probability)}, band {risk.band}.",
        risk_words(risk.probability, risk.lower, risk.upper, outcome=record.outcome),
    ]
    if risk.average == risk.average:
        said.append(f"That is {beside_average(risk.probability, risk.average)}.")
    if risk.prediction_set:
        said.append(set_words(risk.prediction_set, outcome=record.outcome))
    if risk.split == "train":
        said.append("The model learned from this customer, so the risk may be a little too sure.")
    return tuple(said)


def sooner_and_later(record: Explanation) -> tuple[Section, ...]:
    """List the risk within other horizons; nothing where it is not known when the outcome comes."""
    if not record.horizons:
        return ()
    rows = tuple(
        (f"{each.days} days", percent(each.probability), interval(each.lower, each.upper)) for each in record.horizons
    )
    table = Table(("Within", "Risk", "90% interval"), rows)
    return (Section("Sooner and later", horizon_sentences(record), table=table),)


def second_method(record: Explanation) -> Section:
    """Say how far a second method finds the same reasons, over customers of this model."""
    heading = "A second method (LIME)"
    if record.agreed is None:
        return Section(heading, ("Nobody was explained by a second method.",))
    return Section(heading, (sample_words(record.agreed).text,))


def reason_points(record: Explanation) -> tuple[str, ...]:
    """Say the main reasons with their direction, size and contribution."""
    return tuple(_reason(push, record) for push in record.reasons)


def no_reasons(record: Explanation) -> tuple[str, ...]:
    """Say that nothing stands out, where nothing does."""
    return () if record.reasons else ("Nothing about this customer moves the risk far from the average.",)


def _reason(push: Push, record: Explanation) -> str:
    doubt = " It may be written after the outcome." if push.feature in record.doubted else ""
    return f"{push.said} – {push_words(push.contribution)} ({signed(push.contribution)} log-odds).{doubt}"


def contributions(record: Explanation, *, most: int | None) -> Section:
    """List each feature's contribution; what is beyond the most is one row."""
    shown = record.pushes[:most]
    rest = record.pushes[len(shown) :]
    rows = [(push.title, _value(push), signed(push.contribution)) for push in shown]
    if rest:
        rows.append((f"The other {count(len(rest))} together", "", signed(sum(push.contribution for push in rest))))
    words = (
        "Exact tree SHAP values of the margin (log-odds before calibration), beside the average customer."
        f" Average customer {signed(record.base)}, this customer {signed(record.margin)}: the rows add up to the"
        " difference.",
    )
    return Section("Contributions", words, table=Table(("Feature", "Value", "Log-odds"), tuple(rows)))


def options(record: Explanation) -> Section:
    """Say the counterfactual options, or why there are none."""
    points = tuple(option_point(choice, record) for choice in record.choices)
    search = record.search
    if search is None:
        return Section("Counterfactual options", (record.why_no_search or "Nothing was looked for.",))
    where = "above" if is_welcome(record.outcome) else "below"
    aim = f"Looked for: small, allowed changes after which the model gives a risk {where} {percent(search.threshold)}."
    if points:
        how = "This is how the model answers; it knows what goes with the outcome, not what causes it."
        return Section("Counterfactual options", (aim,), points, after=(how,))
    lowest = (
        f"No single lever {'raises' if is_welcome(record.outcome) else 'lowers'} it."
        if search.lowest is None
        else f"The most that one lever alone would do: {percent(search.before)} → {percent(search.lowest)}."
    )
    return Section("Counterfactual options", (aim, f"Nothing realistic would be enough. {lowest}"))


def option_point(choice: Choice, record: Explanation) -> str:
    """Say one option with risk, effort, plausibility and who did it."""
    did = " ".join(
        done_words(move.lever, move.actor, move.before, move.after, record.currency) for move in choice.leads
    )
    n = choice.after_of_hundred
    then = "fewer than 1" if n < 1 else f"about {n}"
    precedent = ""
    if choice.n_similar and choice.n_did is not None:
        precedent = f" Of {count(choice.n_similar)} similar customers, {count(choice.n_did)} did so by themselves."
    return (
        f"Option {choice.number}: {did} Risk {percent(choice.before)} → {percent(choice.after)} ({then} of 100)."
        f" Effort: {effort_words(choice.effort)}. Such a customer would be"
        f" {plausibility_words(choice.plausibility)}.{precedent}"
    )


def quality(record: Explanation) -> Section:
    """List how good the model is beside simpler ones."""
    if not record.measures:
        return Section("Quality of the model", ("The model was not evaluated.",))
    words = ("On customers or a date that the model never saw; simpler models beside it; 90% intervals.",)
    rows = tuple(_measure(measure) for measure in record.measures)
    return Section("Quality of the model", words, table=Table(("Measure", "Model", "On", "Value", "Interval"), rows))


def signed(number: float) -> str:
    """Write log-odds with a sign and three decimals."""
    return written(round(number, 3) + 0.0, "+.3f").replace("-", "−")


def _value(push: Push) -> str:
    return value_words("", push.value, push.unit).removeprefix(": ")


def _measure(measure: Measure) -> tuple[str, ...]:
    known = measure.lower == measure.lower
    between = f"{written(measure.lower, '.3f')} to {written(measure.upper, '.3f')}" if known else ""
    return (
        METRICS.get(measure.metric, measure.metric),
        model_title(measure.model),
        SPLITS.get(measure.split, measure.split),
        written(measure.value, ".3f"),
        between,
    )
