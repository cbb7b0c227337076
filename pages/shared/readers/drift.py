"""What moved more than its own history explains, with the customers behind it."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import pandas as pd

from analytics.insights.drift_words import alarm_in_words, inputs_in_words, looked_at_in_words
from analytics.insights.feature_words import feature_title
from analytics.insights.risk_words import outcome_title
from analytics.store.snapshots import Snapshot
from pages.shared.formats import words
from pages.shared.readers import facts
from pages.shared.readers.catalog import catalog
from pages.shared.readers.remembered import remembered
from pages.shared.readers.segments import segments
from pages.shared.readers.unnamed import Finding

KIND = "moved"
NEEDED = {"drift_alarms", "drift_behind", "drift_series", "features"}


@dataclass(frozen=True)
class Alarm:
    """Something that moved.

    Attributes
    ----------
    month : Timestamp
        The first day of the month in which it moved.
    found : Finding
        In words, with the customers behind it who are still here.
    segment_key : str or None
        The segment that it is about.
    """

    month: pd.Timestamp
    found: Finding
    segment_key: str | None


@dataclass(frozen=True)
class LookedAt:
    """What was looked at.

    Attributes
    ----------
    words : str
        Empty where no month could be judged.
    since : Timestamp or None
        The first month that was judged.
    is_season_known : bool
        Whether there are two years of months, so that a season is no alarm.
    """

    words: str
    since: pd.Timestamp | None
    is_season_known: bool


@remembered
def alarms(snapshot: Snapshot) -> tuple[Alarm, ...]:
    """What moved more than usual in the last twelve months, the latest first."""
    if not snapshot.tables() >= NEEDED:
        return ()
    table = snapshot.table("drift_alarms").sort_values(["month", "p"], ascending=[False, True])
    behind = snapshot.query("drift_behind_here").groupby("alarm_id")["customer_id"].agg(list)
    keys, names = _segment_names(snapshot)
    currency = facts.currency(snapshot)
    found = []
    for _, alarm in table.iterrows():
        subject, kind = str(alarm["subject"]), str(alarm["kind"])
        is_of_segment = kind in ("share", "left")
        name = names.get(subject, subject) if is_of_segment else subject.replace("_", " ")
        people = tuple(sorted(map(str, behind.get(alarm["alarm_id"], []))))
        seal = zlib.crc32("\n".join((str(alarm["alarm_id"]), *people)).encode())
        told = alarm_in_words(alarm, name=name, currency=currency)
        month = pd.Timestamp(alarm["month"])
        short = f"Behind: {told.partition(':')[0] if kind in ('measure', 'event') else name or told.partition('.')[0]}"
        key = keys.get(subject) if is_of_segment else None
        found.append(Alarm(month, Finding(f"{KIND}-{seal:08x}", told, f"{short}, {month:%b %Y}", people), key))
    return tuple(found)


@remembered
def looked_at(snapshot: Snapshot) -> LookedAt:
    """What was looked at, since when, and whether seasons are known."""
    if not snapshot.tables() >= NEEDED:
        return LookedAt("", None, is_season_known=False)
    series = snapshot.table("drift_series")
    judged = series[series["p"].notna()]
    since = None if judged.empty else pd.Timestamp(judged["month"].min())
    seasonal = judged[judged["kind"].isin(["measure", "event"])]["is_seasonal"]
    return LookedAt(looked_at_in_words(series), since, is_season_known=bool(seasonal.astype(bool).all()))


@remembered
def inputs(snapshot: Snapshot) -> pd.DataFrame:
    """What models read, and what they answer, as far as it is unlike what they learned from, the furthest first.

    `outcome`, `title` (empty for the risk), `psi`, `usual`; `n_all`, how many numbers of this model were compared.
    """
    if "input_drift" not in snapshot.tables():
        return pd.DataFrame(columns=["outcome", "title", "psi", "usual", "n_all"])
    table, known = snapshot.table("input_drift"), catalog(snapshot)
    n_all = table.groupby("outcome")["feature"].transform("size")
    moved = table.assign(n_all=n_all)[table["is_drift"].astype(bool)]
    titles = []
    for feature in moved["feature"].astype("str"):
        entry = known.get(feature)
        titles.append(feature_title(feature, entry.description, entry.unit) if entry else words(feature))
    told = moved.assign(title=pd.Series(titles, index=moved.index, dtype="str"))
    ranked = told.sort_values(["outcome", "psi"], ascending=[True, False], ignore_index=True)
    return ranked[["outcome", "title", "psi", "usual", "n_all"]]


@remembered
def inputs_told(snapshot: Snapshot) -> tuple[str, ...]:
    """A sentence for each model that is asked about customers unlike those it learned from."""
    return tuple(
        inputs_in_words(rows, n_all=int(rows["n_all"].iloc[0]), outcome=outcome_title(str(outcome)))
        for outcome, rows in inputs(snapshot).groupby("outcome", sort=True)
    )


def finding(snapshot: Snapshot, key: str) -> Finding | None:
    """The customers behind an alarm that a link names."""
    return next((each.found for each in alarms(snapshot) if each.found.key == key), None)


def _segment_names(snapshot: Snapshot) -> tuple[dict[str, str], dict[str, str]]:
    """Keys of the model's lowest segments that are in force, and names of all of them, by id."""
    if "model_segments" not in snapshot.tables():
        return {}, {}
    own = snapshot.table("model_segments").loc[lambda table: table["level"] == 3].set_index("segment_id")
    now = segments(snapshot).drop_duplicates("segment_key").set_index("segment_key")["label"].astype("str").to_dict()
    keys = own["segment_key"].astype("str").to_dict()
    suggested = own["suggested_name"].astype("str").to_dict()
    return (
        {str(each): key for each, key in keys.items() if key in now},
        {str(each): now.get(key, suggested[each]) for each, key in keys.items()},
    )
