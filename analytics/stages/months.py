"""The stage ``months``: where every customer was at the end of each month, among today's segments and on the map."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.stages.described import described_features
from analytics.stages.past_days import past_days
from analytics.store.month_features import first_booked_day, month_features
from analytics.store.work import Work
from analytics.vocabulary import SourceKind

if TYPE_CHECKING:
    from analytics.models.novelty import Novelty
    from analytics.models.representation import Representation
    from analytics.models.segment_placing import SegmentPlacing

_HERE = """
    SELECT m.customer_id, m.segment_id, m.strength, p.x, p.y
    FROM built.model_membership AS m JOIN built.map AS p USING (customer_id)
    WHERE m.level = 3 ORDER BY m.customer_id"""
_PLACED_BEFORE = """
    SELECT b.customer_id, b.as_of, b.segment_id, b.strength, p.x::FLOAT AS x, p.y::FLOAT AS y
    FROM built.model_past AS b
    LEFT JOIN built.features AS f ON f.customer_id = b.customer_id AND f.as_of = b.as_of
    LEFT JOIN built.map AS p ON p.customer_id = f.customer_id
    ORDER BY b.customer_id, b.as_of"""


@dataclass(frozen=True)
class _Today:
    """The customers as they are published, and what others are placed by."""

    represented: Representation
    placing: SegmentPlacing
    here: pd.DataFrame
    seed: int

    def of(self, then: pd.DataFrame, matrix: NDArray[np.float32]) -> pd.DataFrame:
        """Place customers as they were: in today's segments, and between today's customers on the map."""
        from analytics.models.placed_among import placed_among

        features = then.drop(columns=["customer_id", "as_of"])
        owners = self.placing.lowest(self.represented.whole_of(features))
        names = {name: code for code, name in enumerate(sorted(self.here["segment_id"].unique()))}
        places = placed_among(
            matrix,
            _codes(owners["segment_id"], names),
            self.represented.matrix,
            _codes(self.here["segment_id"], names),
            self.here[["x", "y"]].to_numpy(dtype=np.float64),
            seed=self.seed,
        )
        return _told(then[["customer_id", "as_of"]].assign(**owners), places)


def months_stage(work: Work) -> None:
    """Write where everybody was at the end of each month, the last row as published.

    Parameters
    ----------
    work : Work
        The stage's place in the build. Where no earlier day can be measured (a customer table, records of less than a
        year, more customers than the budget allows), the days at which models learn are kept.
    """
    from analytics.models.habits import columns_read
    from analytics.models.novelty import novelty

    features = described_features(work)
    days = _days(work, features)
    if not days:
        work.put("month_places", work.take(_PLACED_BEFORE))
        work.put("month_novelty", _looked_at([]))
        return
    today = _today(work, features)
    now = today.here.assign(as_of=pd.Timestamp(work.as_of))
    work.put("month_places", _told(now, now[["x", "y"]].to_numpy(dtype=np.float64)))
    first, looked_at = None, []
    for then in month_features(work.cursor, days, columns_read(features.columns)):
        work.tell(f"Following customers over the map: up to {then['as_of'].iloc[-1]:%B %Y}")
        matrix = today.represented.transform(then.drop(columns=["customer_id", "as_of"]))
        work.append("month_places", today.of(then, matrix))
        for _, rows in then[["customer_id", "as_of"]].reset_index(drop=True).groupby("as_of", sort=True):
            first = first or novelty(matrix[rows.index], rows["customer_id"].tolist())
            looked_at.append(_novel(first, matrix[rows.index], rows))
    looked_at.append(_novel(first, today.represented.matrix, now[["customer_id", "as_of"]]))
    work.put("month_novelty", _looked_at(looked_at))


def _novel(first: Novelty | None, matrix: NDArray[np.float32], rows: pd.DataFrame) -> pd.DataFrame:
    """Say of the customers who are looked at whether they are like nobody on the first day."""
    from analytics.models.novelty import halves

    if first is None:
        return _looked_at([])
    looked_at = halves(rows["customer_id"].tolist())[1]
    return rows.iloc[looked_at].assign(is_novel=first.is_novel(matrix[looked_at]))


def _looked_at(parts: list[pd.DataFrame]) -> pd.DataFrame:
    if parts:
        return pd.concat(parts, ignore_index=True)
    empty = {"customer_id": pd.Series(dtype="str"), "as_of": pd.Series(dtype="datetime64[us]")}
    return pd.DataFrame({**empty, "is_novel": pd.Series(dtype="bool")})


def _days(work: Work, features: pd.DataFrame) -> tuple[date, ...]:
    from analytics.models.habits import SIGN_OF_A_BEHAVIOUR_TABLE

    if work.source.kind is SourceKind.TABLE or SIGN_OF_A_BEHAVIOUR_TABLE not in features:
        return ()
    return past_days(work.as_of, first_booked_day(work.cursor), len(features))


def _today(work: Work, features: pd.DataFrame) -> _Today:
    from analytics.models.representation import representation
    from analytics.models.segment_placing import from_bytes

    content = work.take("SELECT content FROM built.segment_placing")["content"].iloc[0]
    # The seed and the features are those that segments were found with, and so is what they are described by.
    represented = representation(features, seed=work.seed)
    return _Today(represented, from_bytes(bytes(content)), work.take(_HERE), work.seed)


def _codes(segments: pd.Series, names: dict[str, int]) -> NDArray[np.int64]:
    return np.asarray(segments.astype("str").map(names).fillna(-1), dtype=np.int64)


def _told(rows: pd.DataFrame, places: NDArray[np.float64]) -> pd.DataFrame:
    table = rows[["customer_id", "as_of", "segment_id", "strength"]].astype({"segment_id": "str"})
    return table.assign(x=places[:, 0].astype(np.float32), y=places[:, 1].astype(np.float32))
