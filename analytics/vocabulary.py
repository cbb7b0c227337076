"""The words and table names that the whole house shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType, TypeAlias

CustomerId = NewType("CustomerId", str)
SegmentId = NewType("SegmentId", str)
SegmentKey = NewType("SegmentKey", str)
SnapshotId = NewType("SnapshotId", str)

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
"""What a fact about a snapshot may be: anything that JSON can say."""

WELCOME_OUTCOMES = frozenset({"product_take_up"})
"""Outcomes of which more is good news; any other is a risk."""

LEVELS = (1, 2, 3)
LEVEL_NAMES = {1: "Broad groups", 2: "Families", 3: "Segments"}
MOST_SEGMENTS = {1: 3, 2: 7, 3: 15}
"""The most segments a level may have; a screen colours at most eight at a time."""


class SourceKind(StrEnum):
    """The three forms in which a bank hands its data in."""

    BANK = "bank"
    TABLE = "table"
    BERKA = "berka"


class Status(StrEnum):
    """Where a customer stands on the as-of date."""

    ACTIVE = "active"
    CLOSED = "closed"
    NOT_YET = "not_yet"


class Band(StrEnum):
    """Risk bands, from the calibrated probability."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Split(StrEnum):
    """The part a customer had when the model was made."""

    TRAIN = "train"
    CALIBRATION = "calibration"
    TEST = "test"
    UNLABELLED = "unlabelled"


@dataclass(frozen=True)
class PublishedTable:
    """A table that `export` writes: its name, key and the columns that stay.

    Attributes
    ----------
    name : str
        The name that `export` takes.
    columns : tuple of str
        Columns that every version has, in this order; more may follow.
    key : tuple of str
        Columns that name a row; exported rows are sorted by them.
    stage : str
        The stage of `build` that makes it.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    stage: str


def _published(name: str, stage: str, key: str, columns: str) -> PublishedTable:
    return PublishedTable(name, tuple(columns.split()), tuple(key.split()), stage)


PUBLISHED: dict[str, PublishedTable] = {
    table.name: table
    for table in (
        _published("customers", "features", "customer_id", "customer_id status"),
        _published("features", "features", "customer_id", "customer_id as_of"),
        _published(
            "feature_catalog",
            "features",
            "feature",
            "feature group unit description actionable actionable_by lever direction",
        ),
        _published("map", "map", "customer_id", "customer_id x y"),
        _published(
            "segments",
            "effective",
            "level segment_id",
            "segment_id segment_key parent_id level n_customers name suggested_name stability",
        ),
        _published("membership", "effective", "customer_id level", "customer_id level segment_id strength"),
        _published(
            "model_segments",
            "segments",
            "level segment_id",
            "segment_id segment_key parent_id level n_customers suggested_name stability",
        ),
        _published("model_membership", "segments", "customer_id level", "customer_id level segment_id strength"),
        _published(
            "segment_profile",
            "effective",
            "segment_id feature",
            "segment_id feature segment_mean overall_mean effect",
        ),
        _published(
            "scores",
            "churn",
            "outcome customer_id",
            "customer_id as_of outcome probability lower upper band model_id split",
        ),
        _published("evaluation", "churn", "outcome model split metric", "outcome model split metric value lower upper"),
        _published(
            "attributions",
            "churn",
            "outcome customer_id feature",
            "customer_id outcome feature feature_value contribution",
        ),
        _published(
            "drivers",
            "drivers",
            "outcome segment_id feature",
            "outcome segment_id feature mean_abs_contribution direction lower upper",
        ),
        _published(
            "explanation_agreement",
            "second_opinion",
            "outcome customer_id",
            "outcome customer_id feature_agreement sign_agreement rank_agreement rank_correlation local_fit",
        ),
        _published(
            "risk_horizons",
            "horizons",
            "outcome customer_id horizon_days",
            "customer_id outcome horizon_days probability lower upper model_id split",
        ),
        _published(
            "horizon_evaluation",
            "horizons",
            "outcome horizon_days model split metric",
            "outcome horizon_days model split metric value lower upper",
        ),
        _published(
            "explanation_stability",
            "stability",
            "outcome customer_id",
            "outcome customer_id stability is_stable n_reasons",
        ),
        _published(
            "contribution_stability",
            "stability",
            "outcome customer_id feature",
            "outcome customer_id feature contribution lower upper sign_share back_share twin",
        ),
        _published(
            "leaving_times", "survival", "customer_id", "customer_id started_on left_day observed_days segment_id"
        ),
        _published(
            "reason_map",
            "reason_map",
            "outcome customer_id",
            "outcome customer_id x y main_reason main_push reason_group",
        ),
        _published(
            "driver_groups",
            "driver_groups",
            "outcome dimension member feature",
            "outcome dimension member feature mean_abs_contribution direction lower upper n_customers",
        ),
        _published(
            "driver_shapes",
            "driver_shapes",
            "outcome feature bin",
            "outcome feature bin from_value to_value text mean_push lower upper n_customers",
        ),
        _published(
            "driver_pairs",
            "driver_shapes",
            "outcome feature other_feature",
            "outcome feature other_feature mean_abs_together lower upper n_customers",
        ),
        _published(
            "note_tests",
            "notes",
            "test_id metric",
            "test_id note_id tested_at metric without with_note gain lower upper n_scope fairness_gap_change verdict",
        ),
        _published(
            "models", "churn", "model_id", "model_id outcome created_at code_version data_hash seed n_rows status"
        ),
        _published(
            "patterns",
            "patterns",
            "outcome pattern_id",
            "pattern_id outcome pattern length n_customers support confidence lift median_gap_days p_adjusted "
            "replicates",
        ),
        _published(
            "pattern_rules",
            "pattern_rules",
            "rule_id period",
            "rule_id period pattern_id outcome pattern author made_at first_on last_on horizon_days judged_by n_alarms "
            "n_right n_unripe share lower upper n_dated days_ahead_q1 days_ahead_median days_ahead_q3 is_least n_cases "
            "n_preceded recall recall_lower recall_upper random_share random_recall random_days_ahead_median "
            "is_in_build",
        ),
        _published(
            "pattern_alarms",
            "pattern_rules",
            "rule_id customer_id",
            "rule_id customer_id pattern_id outcome alarm_on completed_on",
        ),
        _published(
            "next_events",
            "next_events",
            "customer_id event_type",
            "customer_id event_type probability within_days",
        ),
        _published(
            "fairness",
            "fairness",
            "outcome attribute group metric",
            "outcome attribute group metric value lower upper n",
        ),
        _published(
            "offer_effects",
            "uplift",
            "outcome offer channel",
            "outcome offer channel n_offered n_held_back effect lower upper verdict",
        ),
        _published("uplift", "uplift", "outcome customer_id offer", "customer_id outcome offer effect lower upper"),
        _published(
            "counterfactuals",
            "counterfactuals",
            "outcome customer_id option feature",
            "customer_id outcome option feature from_value to_value probability_before probability_after plausibility",
        ),
        _published(
            "kpis",
            "kpis",
            "period dimension member kpi",
            "period dimension member kpi value lower upper unit numerator denominator definition_version",
        ),
        _published(
            "retention",
            "kpis",
            "cohort period_index segment_id",
            "cohort period_index segment_id n_start n_retained share lower upper",
        ),
        _published(
            "kpi_forecast",
            "outlook",
            "dimension member kpi period model",
            "dimension member kpi period model is_preferred value lower upper",
        ),
        _published(
            "kpi_forecast_tests",
            "outlook",
            "dimension member kpi model",
            "dimension member kpi model n_origins mae bias coverage",
        ),
        _published(
            "purchase_outlook",
            "purchases",
            "customer_id",
            "customer_id n_repeats last_on chance_active purchases_ahead value_ahead",
        ),
        _published("purchase_totals", "purchases", "measure", "measure value lower upper"),
        _published(
            "purchase_tests",
            "purchases",
            "model",
            "model n_customers n_days_known n_days_ahead n_foreseen n_came mae",
        ),
        _published(
            "kpi_watch",
            "outlook",
            "dimension member kpi period",
            "dimension member kpi period value expected lower upper p is_alarm n_history false_alarms_a_year",
        ),
    )
}
"""Every published table, by name."""

KPIS_WITH_TARGET: dict[str, tuple[float, float]] = {
    "retention_rate": (0.0, 1.0),
    "attrition_rate": (0.0, 1.0),
    "early_attrition": (0.0, 1.0),
    "balance_attrition": (-10.0, 1.0),
    "active_rate": (0.0, 1.0),
    "dormant_rate": (0.0, 1.0),
    "primary_bank_share": (0.0, 1.0),
    "net_growth": (-1e9, 1e9),
}
"""KPIs that people may set targets for, each with the lowest and the highest value that makes sense."""

FROM_LEDGER: dict[str, PublishedTable] = {
    table.name: table
    for table in (
        _published(
            "annotations",
            "",
            "note_id",
            "note_id subject_kind subject_id kind body author team confidence valid_from valid_to status created_at",
        ),
        _published("ledger", "", "sequence", "sequence done_at author act subject payload previous_hash hash"),
        _published(
            "said_of_patterns",
            "",
            "pattern_id",
            "pattern_id outcome pattern name named_by named_at dismissed_why dismissed_by dismissed_at",
        ),
        _published(
            "decisions", "", "task_id decided_at", "task_id subject_kind subject_id route decision author decided_at"
        ),
    )
}
"""Tables that are made of what people did and said when they are exported, without a build."""
