"""The regulator's dossier: model card, data, method, contributions, options, validation, fairness, who approved."""

from __future__ import annotations

from analytics.insights.explanation.document import Document, Section, Table
from analytics.insights.explanation.for_analyst import (
    contributions,
    no_reasons,
    no_risk,
    options,
    quality,
    reason_points,
    risk_sentences,
    second_method,
    sooner_and_later,
)
from analytics.insights.explanation.model_facts import Group, Held
from analytics.insights.explanation.record import Explanation
from analytics.insights.fairness_words import attribute_words
from analytics.insights.risk_words import outcome_title
from analytics.insights.wording import count, day, interval, listing, percent
from analytics.models.boosting import MOST_ROUNDS, SETTINGS

NOT_APPROVED = (
    "Nobody has approved this model. This version of Tandem keeps no approvals, so this dossier is a description and"
    " not a release."
)
_SOURCES = {"recorded": "recorded by the bank", "derived": "worked out from the transactions"}


def regulator_document(record: Explanation) -> Document:
    """Write the dossier of a record."""
    title = f"Dossier: {outcome_title(record.outcome)}, customer {record.customer_id}"
    if record.risk is None:
        return Document(title, (Section("", (no_risk(record),)), _card(record), _data(record), _approval()))
    return Document(
        title,
        (
            Section("The decision that is explained", risk_sentences(record, record.risk)),
            *sooner_and_later(record),
            Section("Main reasons", points=reason_points(record), paragraphs=no_reasons(record)),
            _card(record),
            _data(record),
            _method(),
            contributions(record, most=None),
            second_method(record),
            options(record),
            quality(record),
            _coverage(record),
            _fairness(record),
            _approval(),
        ),
    )


def _approval() -> Section:
    return Section("Who approved", (NOT_APPROVED,))


def _card(record: Explanation) -> Section:
    origin = record.origin
    if origin is None:
        return Section("Model card", ("There is no model of this outcome.",))
    rows = (
        ("Model", origin.model_id),
        ("Status", origin.status.replace("_", " ")),
        ("Described at the end of", day(origin.created_at)),
        ("Code version", origin.code_version),
        ("Seed", str(origin.seed)),
        ("Rows learned from", count(origin.n_rows)),
        ("SHA-256 of these rows", origin.data_hash),
        ("Snapshot", origin.snapshot_id),
        ("Source", f"{origin.source_name} ({origin.source_kind})"),
        ("Columns that no model sees", listing([name.replace("_", " ") for name in record.protected]) or "none"),
    )
    words = ("The same source, seed and code give the same model and the same numbers.",)
    return Section("Model card", words, table=Table(("What", "Value"), rows))


def _data(record: Explanation) -> Section:
    labels = record.labels
    meaning = labels.definition.rstrip(".") or outcome_title(record.outcome)
    said = [f"{meaning}. It is {_SOURCES.get(labels.source, 'neither recorded nor derived')}."]
    if labels.n_labelled:
        share = percent(labels.n_positive / labels.n_labelled)
        said.append(f"Labelled rows: {count(labels.n_labelled)}, {count(labels.n_positive)} of them with it ({share}).")
    if labels.horizon_days:
        said.append(f"It looks {count(labels.horizon_days)} days ahead.")
    said.append(f"Customers are described by what was known at the end of {day(record.as_of)}; nothing later is used.")
    if record.doubted:
        said.append(f"May be written after the outcome, so look at them first: {listing(list(record.doubted))}.")
    return Section("Data", tuple(said))


def _method() -> Section:
    told = (
        f"Gradient-boosted trees (LightGBM), at most {MOST_ROUNDS} of at most {SETTINGS['num_leaves']} leaves and depth"
        f" {SETTINGS['max_depth']}, learning rate {SETTINGS['learning_rate']}; how many is settled by early stopping on"
        " customers set aside.",
        "Risks are calibrated on customers set aside (beta calibration), without class weights. Bands: low below the"
        " usual share, high from four times the usual odds.",
        "Interval: 90% for the mean risk of customers like this one. Prediction set: split conformal, for those with"
        " the outcome and those without.",
        "Contributions: exact tree SHAP values. Options: a search over levers that the catalogue allows, near real"
        " customers. Nobody is asked to change an attribute that is protected.",
    )
    return Section("Method", told)


def _coverage(record: Explanation) -> Section:
    if not record.coverage:
        return Section("Coverage of the prediction sets", ("It was not measured.",))
    words = ("Share of rows, of customers set aside, whose prediction set held what happened; 90% is promised.",)
    rows = tuple(_held(held) for held in record.coverage)
    columns = ("Who", "Held", "90% interval", "Rows", "Verdict")
    return Section("Coverage of the prediction sets", words, table=Table(columns, rows))


def _held(held: Held) -> tuple[str, ...]:
    return (held.label, percent(held.value), interval(held.lower, held.upper), count(held.n), held.verdict)


def _fairness(record: Explanation) -> Section:
    heading = f"Fairness, {outcome_title(record.outcome)}"
    if not record.fairness:
        return Section(heading, ("No groups could be compared.",))
    flagged = [f"{attribute_words(one.attribute)} {one.label}" for one in record.fairness if one.is_flagged]
    said = (
        f"Recorded otherwise than the model expects from behaviour, beyond chance: {listing(flagged)}."
        if flagged
        else "No group was recorded otherwise than the model expects from behaviour, beyond what chance explains."
    )
    columns = ("Attribute", "Group", "Customers", "Recorded", "Expected", "Marked high")
    table = Table(columns, tuple(_group(one) for one in record.fairness))
    return Section(heading, (said, "Groups with too few customers to say anything of are left out."), table=table)


def _group(one: Group) -> tuple[str, ...]:
    rates = (percent(one.observed), percent(one.expected), percent(one.marked))
    return (attribute_words(one.attribute), one.label, count(one.n_customers), *rates)
