"""The stage ``features``: who is described on which day, by which numbers."""

from __future__ import annotations

import pandas as pd

from analytics.features.catalog import behaviour_catalog, catalog_table
from analytics.features.columns import ColumnLever, column_features, left_out_columns
from analytics.sources.table_levers import parse_levers
from analytics.stages.informed import InformedWork
from analytics.stages.note_features import add_adopted_notes
from analytics.store.behaviour import behaviour_features
from analytics.store.customer_rows import customer_rows, history_rows
from analytics.store.points import make_points
from analytics.store.work import Work
from analytics.vocabulary import SourceKind

_DESCRIBED = """
    CREATE OR REPLACE TABLE built.features AS
    SELECT f.* FROM built.features_at AS f JOIN built.points AS p USING (customer_id, as_of)
    WHERE p.role = 'describe' ORDER BY customer_id"""
_OF_HISTORIES = (
    "customer_months",
    "balances_by_month",
    "customer_events",
    "recent_transactions",
    "customer_accounts",
    "features_off",
)
_ATTRIBUTES = "SELECT * FROM source.attributes ORDER BY customer_id"
_POINTS = "SELECT DISTINCT customer_id, as_of FROM built.points ORDER BY customer_id, as_of"


def features_stage(work: InformedWork) -> None:
    """Make the points, the features, their catalogue, and what screens show of a customer's past.

    Parameters
    ----------
    work : InformedWork
        The stage's place in the build; adopted notes become features.
    """
    work.tell("Deciding who is described, and on which day")
    make_points(work.cursor, as_of=work.as_of)
    customer_rows(work.cursor, work.as_of)
    if work.source.kind is SourceKind.TABLE:
        _take_columns(work)
    else:
        _measure_behaviour(work)
    _take_notes(work)
    work.cursor.execute(_DESCRIBED)


def _take_notes(work: InformedWork) -> None:
    added = add_adopted_notes(work)
    if not added:
        return
    catalog, listed = work.take("SELECT * FROM built.feature_catalog"), work.take("SELECT * FROM built.feature_list")
    work.put("feature_catalog", pd.concat([catalog, catalog_table(added)], ignore_index=True))
    names = [entry.feature for entry in added]
    rows = pd.DataFrame({"position": range(len(listed) + 1, len(listed) + len(names) + 1), "feature": names})
    work.put("feature_list", pd.concat([listed, rows.assign(part="notes")], ignore_index=True)[list(listed.columns)])


def _measure_behaviour(work: Work) -> None:
    work.tell("Measuring how customers behave")
    work.drop("columns_left_out")
    behaviour_features(work.cursor, protected=work.source.protected)
    listed = work.take("SELECT feature FROM built.feature_list ORDER BY position")
    work.put("feature_catalog", behaviour_catalog(listed["feature"].tolist()))
    work.tell("Listing what is known of each customer's past")
    history_rows(work.cursor, work.as_of)


def _levers(work: Work) -> list[ColumnLever]:
    """What the call of ``ingest`` said of the table's columns."""
    told = work.source.options.get("levers")
    said = parse_levers(map(str, told)) if isinstance(told, list) else ()
    return [ColumnLever(lever.column, lever.actor, lever.direction, lever.step) for lever in said]


def _take_columns(work: Work) -> None:
    work.tell("Taking the table's columns as features")
    work.drop(*_OF_HISTORIES)
    attributes = work.take(_ATTRIBUTES)
    features, catalog = column_features(attributes, _levers(work))
    dated = work.take(_POINTS).merge(features.reset_index(), on="customer_id", how="left", validate="many_to_one")
    work.put("features_at", dated)
    work.put("feature_catalog", catalog)
    names = catalog["feature"].tolist()
    work.put("columns_left_out", left_out_columns(attributes))
    work.put("feature_list", pd.DataFrame({"position": range(1, len(names) + 1), "feature": names}))
