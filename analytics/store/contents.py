"""What a snapshot holds: which table, from where in the warehouse, in which order of rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analytics.store.connection import Warehouse
from analytics.store.frames import table_name
from analytics.store.publish import Source, Stream
from analytics.vocabulary import PUBLISHED


@dataclass(frozen=True)
class Content:
    """One table of a snapshot.

    Attributes
    ----------
    name : str
        Its name there.
    stage : str
        The stage whose result it is; empty for what loading wrote.
    origin : str
        Where it stands in the warehouse, with its schema.
    key : tuple of str
        Columns that its rows are sorted by, missing last; without any they stay as the stage put them.
    """

    name: str
    stage: str
    origin: str
    key: tuple[str, ...]


def _beside(name: str, stage: str, key: str, *, origin: str | None = None) -> Content:
    return Content(name, stage, origin or f"built.{name}", tuple(key.split()))


CONTENTS: dict[str, Content] = {
    content.name: content
    for content in (
        *(Content(table.name, table.stage, f"built.{table.name}", table.key) for table in PUBLISHED.values()),
        _beside("points", "features", "customer_id as_of role"),
        _beside("outcome_facts", "features", "outcome"),
        _beside("labels", "ahead", "outcome customer_id as_of", origin="built.learned_labels"),
        _beside("customer_months", "features", "customer_id month"),
        _beside("customer_events", "features", "customer_id occurred_at event_type channel detail"),
        _beside("recent_transactions", "features", "customer_id booked_at amount category channel counterparty"),
        _beside("customer_accounts", "features", "customer_id account_id"),
        _beside("features_off", "features", ""),
        _beside("columns_left_out", "features", "column"),
        _beside("regions", "features", "region_id", origin="source.regions"),
        _beside("segment_trend", "effective", "as_of level segment_id"),
        _beside("segment_flow", "effective", "level from_key to_key"),
        _beside("segment_questions", "effective", ""),
        _beside("protected_overlap", "effective", "level attribute"),
        _beside("segment_candidates", "segments", ""),
        _beside("candidate_membership", "segments", "candidate customer_id"),
        _beside("segment_halves", "segments", "customer_id"),
        _beside("left_twins", "segments", "customer_id"),
        _beside("model_profile", "segments", "segment_id feature"),
        _beside("model_trend", "segments", "as_of level segment_id"),
        _beside("model_past", "months", "customer_id as_of", origin="built.month_places"),
        _beside("model_questions", "segments", ""),
        _beside("map_quality", "map", "metric"),
        _beside("leaks", "churn", "outcome feature reason"),
        _beside("evaluation_months", "churn", "outcome model split as_of metric"),
        _beside("calibration_bins", "churn", "outcome split bin"),
        _beside("judged_rows", "churn", "outcome customer_id as_of"),
        _beside("ahead_facts", "ahead", "position"),
        _beside("horizon_facts", "horizons", "outcome horizon_days"),
        _beside("error_slices", "error_slices", ""),
        _beside("model_files", "churn", "model_id part"),
        _beside("reason_groups", "reason_map", "outcome reason_group place"),
        _beside("reason_map_facts", "reason_map", "outcome"),
        _beside("pair_shapes", "driver_shapes", "outcome feature other_feature bin other_bin"),
        _beside("uplift_curve", "uplift", "outcome ranking budget"),
        _beside("uplift_facts", "uplift", "outcome"),
        _beside("counterfactual_search", "counterfactuals", "outcome customer_id"),
        _beside("counterfactual_reach", "counterfactuals", "outcome customer_id lever"),
        _beside("kpi_facts", "kpis", "customer_id period"),
        _beside("month_books", "kpis", "dimension member month"),
        _beside("retention_facts", "kpis", "customer_id month months_here"),
        _beside("sequences", "sequences", ""),
        _beside("pattern_tests", "patterns", "outcome"),
        _beside("offers", "offers", "customer_id offered_at offer channel"),
        _beside("consents", "offers", "customer_id purpose"),
        _beside("alphabet", "sequences", "symbol"),
        _beside("next_event_tests", "next_events", "event_type method"),
        _beside("next_event_types", "next_events", "event_type"),
        _beside("sequence_contest", "contest", "outcome method over"),
        _beside("drift_series", "drift", "kind subject month"),
        _beside("drift_alarms", "drift", "month kind subject"),
        _beside("drift_behind", "drift", "alarm_id customer_id"),
        _beside("input_drift", "drift", "outcome feature"),
        _beside("note_watch", "notes", "note_id"),
        _beside("forecasts", "notes", "note_id"),
        _beside("forecast_records", "notes", "author"),
        _beside("quality_tables", "", "table_name", origin="meta.tables"),
        _beside("quality_columns", "", "", origin="meta.columns"),
        _beside("quality_rejections", "", "table_name file row_number column_name reason", origin="meta.rejections"),
        _beside("quality_rejection_counts", "", "table_name reason column_name", origin="meta.rejection_counts"),
        _beside("quality_notes", "", "position", origin="meta.notes"),
        _beside("quality_ignored", "", "path", origin="meta.ignored"),
    )
}
"""Every table that a snapshot can hold, by name."""


def snapshot_sources(warehouse: Warehouse, stages: Iterable[str]) -> dict[str, Source]:
    """Say where each table of a new snapshot comes from.

    Parameters
    ----------
    warehouse : Warehouse
        Open; it stays open until the snapshot is written.
    stages : iterable of str
        The stages whose results are up to date: only these are published.

    Returns
    -------
    dict of str to Source
        One for every table that is there.
    """
    there = warehouse.frame("SELECT schema_name || '.' || table_name AS origin FROM duckdb_tables()")["origin"]
    wanted, found = {"", *stages}, set(there)
    return {
        name: _stream(warehouse, content)
        for name, content in CONTENTS.items()
        if content.stage in wanted and content.origin in found
    }


def _stream(warehouse: Warehouse, content: Content) -> Source:
    schema, _, table = content.origin.partition(".")
    origin = f"{table_name(schema)}.{table_name(table)}"
    order = ", ".join(f'"{column}" NULLS LAST' for column in content.key)
    text = f"SELECT * FROM {origin}" + (f" ORDER BY {order}" if order else "")  # noqa: S608

    def hand_out() -> Stream:
        n_rows = int(warehouse.frame(f"SELECT count(*) AS n FROM {origin}")["n"].iloc[0])  # noqa: S608
        return Stream(warehouse.cursor().sql(text).to_arrow_reader(), n_rows)

    return hand_out
