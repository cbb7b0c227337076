"""The stage ``drift``: what moved more than its own history explains, since when, and who is behind it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.stages.described import typed, without_notes
from analytics.stages.drift_series import QUANTILES, Watched, watched
from analytics.store.transform import Value, transform
from analytics.store.work import Work

if TYPE_CHECKING:
    from analytics.models.model_card import StoredModel

MONTHS_TOLD = 12
"""Alarms of the last twelve months are kept: as many as are false in a year, on average."""

MOST_BEHIND = 1_000
ROWS_A_DATE, MOST_DATES = 3_000, 8

_SERIES = ["kind", "subject", "month", "value", "size", "usual", "p", "n_history", "is_alarm", "is_seasonal"]
_ALARMS = ["alarm_id", "kind", "subject", "month", "quantile", "expected", "value", "size", "usual", "p", "n_behind"]
_FILES = "SELECT m.outcome, f.part, f.text FROM built.models AS m JOIN built.model_files AS f USING (model_id)"
_LEARNED = """
    WITH numbered AS (
        SELECT f.*, row_number() OVER (PARTITION BY f.as_of ORDER BY hash(f.customer_id)) AS place
        FROM built.features_at AS f
        WHERE (f.customer_id, f.as_of) IN (
            SELECT (customer_id, as_of) FROM built.learned_labels WHERE outcome = $outcome
        )
    )
    SELECT * EXCLUDE (place) FROM numbered
    WHERE place <= $rows AND as_of IN (SELECT DISTINCT as_of FROM numbered ORDER BY as_of DESC LIMIT $dates)
    ORDER BY customer_id, as_of"""


def drift_stage(work: Work) -> None:
    """Judge each month of everything that is looked at, and compare the models' inputs with what they learned from.

    Parameters
    ----------
    work : Work
        The stage's place in the build.
    """
    from analytics.models.drift_alarms import judged, level_of

    looked_at = watched(work)
    level = level_of(len(looked_at))
    work.tell(f"Looking at {len(looked_at)} things that could have moved")
    tables = [_judged(each, judged(each.series, level=level)) for each in looked_at]
    every = pd.concat(tables, ignore_index=True) if tables else _empty([*_SERIES, "quantile", "expected"])
    work.put("drift_series", every[_SERIES])
    last = every["month"].max()
    recent = every["is_alarm"].astype(bool) & (every["month"] > last - pd.DateOffset(months=MONTHS_TOLD))
    alarms = every[recent].sort_values(["month", "p"], ascending=[False, True], ignore_index=True)
    alarms = alarms.assign(
        alarm_id=[f"{kind}-{subject}-{month:%Y%m}" for kind, subject, month in zip(*_named(alarms), strict=True)]
    )
    behind = [_behind(work, row).assign(alarm_id=row["alarm_id"]) for _, row in alarms.iterrows()]
    people = pd.concat(behind, ignore_index=True) if behind else _empty(["alarm_id", "customer_id"])
    n_behind = people.groupby("alarm_id").size() if len(people) else pd.Series(dtype="int64")
    alarms = alarms.assign(n_behind=alarms["alarm_id"].map(n_behind).fillna(0).astype("int64"))
    work.put("drift_alarms", alarms[_ALARMS])
    work.put("drift_behind", people[["alarm_id", "customer_id"]].astype("str"))
    work.put("input_drift", _input_drift(work))


def _named(alarms: pd.DataFrame) -> tuple[pd.Series, pd.Series, pd.Series]:
    return alarms["kind"], alarms["subject"], alarms["month"]


def _judged(each: Watched, table: pd.DataFrame) -> pd.DataFrame:
    """A row a month, in the measure's own units, with the place in the distribution that moved most."""
    columns = table["column"].to_numpy()
    is_whole = each.series.values.shape[1] > 1
    own = each.series.values[np.arange(len(columns)), columns]
    return table.assign(
        kind=each.series.kind,
        subject=each.series.subject,
        month=list(each.months),
        quantile=[QUANTILES[column] if is_whole else np.nan for column in columns],
        value=[each.plain(value) for value in own],
        expected=[each.plain(value) for value in table["expected"]],
    )


def _behind(work: Work, alarm: pd.Series) -> pd.DataFrame:
    """Who is behind an alarm, by what it is about; at most 1,000 of them, those who changed most first."""
    kind, subject, month = str(alarm["kind"]), str(alarm["subject"]), pd.Timestamp(alarm["month"])
    before = month - pd.DateOffset(months=1)
    rose = float(alarm["value"]) > float(alarm["expected"])
    days: dict[str, Value] = {"now_on": _last(month), "before_on": _last(before)}
    if kind == "novel":
        text = "SELECT customer_id FROM built.month_novelty WHERE is_novel AND as_of = $day ORDER BY customer_id"
        table = work.cursor.execute(text, {"day": days["now_on"]}).df()
    elif kind in ("share", "left", "moved"):
        into = subject if kind == "share" and rose else None
        out_of = subject if kind == "left" or (kind == "share" and not rose) else None
        table = transform(work.cursor, "drift_behind_moves", values={**days, "into_id": into, "out_of_id": out_of}).df()
    elif kind == "event":
        months = (month, before) if rose else (before, month)
        values: dict[str, Value] = {"month": months[0].date(), "other_month": months[1].date(), "event_type": subject}
        table = transform(work.cursor, "drift_behind_event", values=values).df()
    else:
        ends: dict[str, Value] = {"month": month.date(), "month_before": before.date(), "measure": subject}
        ends |= {"sign": 1 if rose else -1, "most": MOST_BEHIND}
        table = transform(work.cursor, "drift_behind_measure", values=ends).df()
    return table[["customer_id"]].head(MOST_BEHIND)


def _input_drift(work: Work) -> pd.DataFrame:
    """What each model in force is asked, and what it answers, beside what it learned from."""
    from analytics.models.input_drift import input_drift
    from analytics.models.model_card import stored_model

    now = typed(work.take("SELECT * FROM built.features ORDER BY customer_id"))
    tables = []
    files = work.take(
        "SELECT m.outcome, f.part, f.text FROM built.models AS m JOIN built.model_files AS f USING (model_id)"
    )
    for outcome, parts in files.groupby("outcome", sort=True):
        values = {"outcome": str(outcome), "rows": ROWS_A_DATE, "dates": MOST_DATES}
        learned = typed(work.cursor.execute(_LEARNED, values).df())
        model = stored_model(dict(zip(parts["part"], parts["text"], strict=True)))
        by_date = {pd.Timestamp(str(day)): _asked(rows, model) for day, rows in learned.groupby("as_of")}
        sample = now.sort_values("customer_id").iloc[:: max(1, len(now) // ROWS_A_DATE)]
        tables.append(input_drift(by_date, _asked(sample, model)).assign(outcome=str(outcome)))
    if not tables:
        return _empty(["outcome", "feature", "psi", "usual", "is_drift"])
    return pd.concat(tables, ignore_index=True)[["outcome", "feature", "psi", "usual", "is_drift"]]


def _asked(rows: pd.DataFrame, model: StoredModel) -> pd.DataFrame:
    """The numbers that a model reads, and the risk that it gives, under an empty name."""
    features = without_notes(rows).drop(columns=["customer_id", "as_of"])
    return features.select_dtypes("number").assign(**{"": model.probability(rows)})


def _last(month: pd.Timestamp) -> date:
    return (month + pd.offsets.MonthEnd(0)).date()


def _empty(columns: list[str]) -> pd.DataFrame:
    kinds = {"month": "datetime64[us]", "is_alarm": "bool", "is_drift": "bool", "is_seasonal": "bool"}
    texts = {"kind", "subject", "alarm_id", "customer_id", "outcome", "feature"}
    types = {name: "str" if name in texts else kinds.get(name, "float64") for name in columns}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in types.items()})
