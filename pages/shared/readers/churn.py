"""What is read about an outcome's model: how good it is, what goes with the risk, what looks too good to be true."""

from __future__ import annotations

import pandas as pd

from analytics.insights.coverage import coverage as coverage_of
from analytics.insights.driver_words import with_words
from analytics.insights.model_verdict import OWN_MODEL, WITH_PROTECTED, model_title
from analytics.insights.outcome_words import how_likely
from analytics.insights.slice_words import with_slice_words
from analytics.store.snapshots import Snapshot
from pages.shared.readers.catalog import catalog, titles
from pages.shared.readers.chosen import chosen
from pages.shared.readers.remembered import remembered
from pages.shared.readers.segments import segments
from pages.shared.selection import Selection

ORDER = (OWN_MODEL, "logistic", "naive")


@remembered
def evaluation(snapshot: Snapshot, outcome: str) -> pd.DataFrame:
    """`model`, `split`, `metric`, `value`, `lower`, `upper`; empty where nothing was evaluated."""
    return _rows(snapshot, "evaluation", "evaluation_of", outcome)


@remembered
def quality(snapshot: Snapshot, outcome: str, metric: str = "auc") -> pd.DataFrame:
    """A metric of each model shown, with `title`; Tandem's model first, those with protected columns left out."""
    table = evaluation(snapshot, outcome)
    table = table[(table["metric"] == metric) & (table["model"] != WITH_PROTECTED)]
    return _titled(table)


@remembered
def all_measures(snapshot: Snapshot, outcome: str) -> pd.DataFrame:
    """Every measure of every model on both splits, with `title`."""
    return _titled(evaluation(snapshot, outcome))


@remembered
def quality_by_month(snapshot: Snapshot, outcome: str) -> pd.DataFrame:
    """The AUC of each model on each date, with `title`, `n`: trained before the date where that was done on several.

    Else on customers never seen.
    """
    table = _rows(snapshot, "evaluation_months", "evaluation_by_month", outcome)
    later = table[table["split"] == "time"]
    chosen = later if len(set(later["as_of"])) > 1 else table[table["split"] == "customers"]
    return _titled(chosen[chosen["model"] != WITH_PROTECTED])


@remembered
def calibration(snapshot: Snapshot, outcome: str) -> pd.DataFrame:
    """The calibration bins of the later date where there is one, else of customers never seen."""
    table = _rows(snapshot, "calibration_bins", "calibration_of", outcome)
    splits = set(table["split"])
    return table[table["split"] == ("time" if "time" in splits else "customers")]


@remembered
def coverage(snapshot: Snapshot, outcome: str, level: int) -> pd.DataFrame:
    """How often prediction sets held what happened: everyone first, then each segment of a level, with `verdict`.

    Empty where the snapshot has no rows that were judged.
    """
    if not {"judged_rows", "model_past", "membership"} <= snapshot.tables():
        return pd.DataFrame({"label": pd.Series(dtype="str")})
    rows = snapshot.query("judged_by_segment", outcome=outcome, level=level)
    if rows.empty:
        return pd.DataFrame({"label": pd.Series(dtype="str")})
    known = segments(snapshot)
    return coverage_of(rows, names=dict(zip(known["segment_id"].astype(str), known["label"], strict=True)))


@remembered
def error_slices(snapshot: Snapshot, outcome: str) -> pd.DataFrame | None:
    """Groups in whom the model looked wrong, with `words` and `rule`, the surest first; None before any was sought."""
    if "error_slices" not in snapshot.tables():
        return None
    table = snapshot.table("error_slices")
    own = table[table["outcome"] == outcome].reset_index(drop=True)
    units = {feature: entry.unit for feature, entry in catalog(snapshot).items()}
    return with_slice_words(own, titles(snapshot), units)


def titled_by_horizon(quality: pd.DataFrame) -> pd.DataFrame:
    """Put a horizon's measures side by side: `horizon_days`, `judged_on`, `title`, a column a metric, `n`."""
    keys = ["horizon_days", "split", "model", "n"]
    wide = quality.pivot_table(index=keys, columns="metric", values="value").reset_index()
    judged_on = wide["split"].map({"time": "a later date", "customers": "customers it never saw"})
    return _titled(wide.rename_axis(columns=None).assign(judged_on=judged_on)).sort_values(
        ["horizon_days", "split"], kind="stable", ignore_index=True
    )


@remembered
def leaks(snapshot: Snapshot, outcome: str) -> pd.DataFrame:
    """`feature`, `title`, `reason`, `value` of what looks too good to be true."""
    table = _rows(snapshot, "leaks", "leaks_of", outcome)
    known = titles(snapshot)
    return table.assign(title=[known.get(str(one), str(one)) for one in table["feature"]])


@remembered
def drivers(snapshot: Snapshot, outcome: str) -> pd.DataFrame:
    """What goes with the risk of all customers, the strongest first: `title`, `direction_words`, `rises`, numbers."""
    return with_words(
        _rows(snapshot, "drivers", "drivers_overall", outcome), titles(snapshot), likely=how_likely(outcome)
    )


@remembered
def drivers_in_segment(snapshot: Snapshot, outcome: str, segment_id: str) -> pd.DataFrame:
    """The same for a segment, with the numbers of all customers beside it (`all_…`)."""
    if "drivers" not in snapshot.tables():
        return with_words(pd.DataFrame(columns=["feature", "direction"]), {})
    table = snapshot.query("drivers_beside_all", outcome=outcome, segment_id=segment_id)
    return with_words(table, titles(snapshot), likely=how_likely(outcome))


@remembered
def drivers_of_chosen(snapshot: Snapshot, outcome: str, selection: Selection) -> pd.DataFrame:
    """The same for any selection, with `n`."""
    if "attributions" not in snapshot.tables():
        return with_words(pd.DataFrame(columns=["feature", "direction"]), {})
    ids = chosen(snapshot, selection)["ids"]
    return with_words(
        snapshot.query("drivers_of_chosen", outcome=outcome, ids=ids), titles(snapshot), likely=how_likely(outcome)
    )


def _rows(snapshot: Snapshot, table: str, query: str, outcome: str) -> pd.DataFrame:
    if table not in snapshot.tables():
        return pd.DataFrame(columns=_COLUMNS[query])
    return snapshot.query(query, outcome=outcome)


def _titled(table: pd.DataFrame) -> pd.DataFrame:
    place = [ORDER.index(model) if model in ORDER else len(ORDER) for model in table["model"]]
    titled = table.assign(title=[model_title(str(model)) for model in table["model"]], place=place)
    return titled.sort_values(["place", "title"], kind="stable").drop(columns="place").reset_index(drop=True)


_COLUMNS = {
    "evaluation_of": ["model", "split", "metric", "value", "lower", "upper"],
    "evaluation_by_month": ["model", "split", "as_of", "value", "lower", "upper", "n"],
    "calibration_of": ["split", "bin", "mean_predicted", "observed", "lower", "upper", "n"],
    "leaks_of": ["feature", "reason", "value"],
    "drivers_overall": ["feature", "mean_abs_contribution", "lower", "upper", "direction"],
}
