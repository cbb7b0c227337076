"""The effective tables: the model's segmentation with people's edits laid over it.

The same function makes them for a build and for a served snapshot that newer edits are laid over, so that both say
the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa

from analytics.insights.edited_profile import edited_profile
from analytics.insights.edited_trend import edited_trend
from analytics.insights.protected_overlap import protected_overlap
from analytics.insights.segment_flow import Placed, segment_flow
from analytics.insights.segment_questions import segment_questions
from analytics.insights.suggested_names import suggested_names
from analytics.models.edited_segments import EffectiveSegments
from analytics.models.effective_segments import effective_segments
from analytics.stages.ground import Ground, customers_meant, features_at
from analytics.stages.informed import Said
from analytics.stages.rules_met import rules_met
from analytics.store.rooms import Tables
from analytics.vocabulary import LEVELS

SEGMENT_COLUMNS = [
    "segment_id",
    "segment_key",
    "parent_id",
    "level",
    "n_customers",
    "name",
    "suggested_name",
    "stability",
    "origin",
]


@dataclass(frozen=True)
class Terms:
    """What a build was asked for, as far as it matters here.

    Attributes
    ----------
    protected : tuple of str
        Columns that no segment is made from.
    as_of : date
        The day at which customers are described.
    seed : int
    """

    protected: tuple[str, ...]
    as_of: date
    seed: int


@dataclass(frozen=True)
class EditedTables:
    """The effective tables.

    Attributes
    ----------
    tables : Tables
        What they are made of.
    said : Said
    terms : Terms
    before : callable
        Reads who was in which effective segment before; None where there was none.
    ground : Ground
        The model's segmentation, read from the tables.
    """

    tables: Tables
    said: Said
    terms: Terms
    before: Callable[[], Placed | None]
    ground: Ground

    @cached_property
    def found(self) -> EffectiveSegments:
        """The edits, replayed."""
        edits = self.said.of_segments.present_edits()
        meant = customers_meant(edits, self.ground.customer_ids, self.said.places)
        met, unreadable = rules_met(edits, self.tables, self.terms.protected)
        return effective_segments(self.ground.model, edits, singled_out=meant | met, unreadable=unreadable)

    @cached_property
    def profile(self) -> pd.DataFrame:
        """``segment_profile``."""
        sums = self.tables.frame("model_profile", rest="ORDER BY segment_id, feature")
        ids = self.ground.customer_ids
        return edited_profile(sums, self.ground.model, self.found, lambda places: features_at(self.tables, ids, places))

    @cached_property
    def segments(self) -> pd.DataFrame:
        """``segments``: people's names first, the model's suggestions where a segment is the model's."""
        table = self.found.segments
        names = self.said.of_segments.present_names()
        suggested = self._suggested()
        given = [names.get(key, "") for key in table["segment_key"]]
        named = [name.strip() or suggestion for name, suggestion in zip(given, suggested, strict=True)]
        return table.assign(name=named, suggested_name=suggested)[SEGMENT_COLUMNS]

    def membership(self) -> pa.Table:
        """``membership``, sorted by customer and level."""
        n = len(self.ground.customer_ids)
        # Where no groups were found the one segment "all" stands at every level, and a dictionary has each name once.
        names, places = np.unique(self.found.segments["segment_id"].astype(str).to_numpy(), return_inverse=True)
        rows = places[self.found.rows().reshape(-1)].astype(np.int32)
        return pa.table(
            {
                "customer_id": self.ground.customer_ids.take(pa.array(np.repeat(np.arange(n), len(LEVELS)))),
                "level": pa.array(np.tile(np.array(LEVELS, dtype=np.int64), n)),
                "segment_id": pa.DictionaryArray.from_arrays(pa.array(rows), pa.array(names.tolist())),
                "strength": pa.array(np.ascontiguousarray(self.found.strengths).reshape(-1)),
            }
        )

    def trend(self) -> pd.DataFrame:
        """``segment_trend``."""
        return edited_trend(self.tables.frame("model_trend"), self.ground.model, self.found)

    def overlap(self) -> pd.DataFrame:
        """``protected_overlap``."""
        customers = self.tables.frame("customers", rest="ORDER BY customer_id")
        terms = self.terms
        return protected_overlap(
            self.membership().to_pandas(), customers, protected=terms.protected, as_of=terms.as_of, seed=terms.seed
        )

    def flow(self) -> pd.DataFrame:
        """``segment_flow``."""
        now = Placed(self.segments, self.membership().to_pandas())
        return segment_flow(self.before(), now)

    def questions(self) -> pd.DataFrame:
        """``segment_questions``."""
        asked = self.tables.frame("model_questions")
        return segment_questions(asked, self.found.problems, self.segments, self.said.of_segments)

    def named(self) -> Mapping[str, pd.DataFrame]:
        """The tables that change when names do, and nobody moves."""
        return {"segments": self.segments, "segment_questions": self.questions()}

    def small(self) -> Mapping[str, pd.DataFrame]:
        """The tables that are made at once: what they cost hardly grows with the number of customers."""
        return {
            "segments": self.segments,
            "segment_profile": self.profile,
            "segment_trend": self.trend(),
            "segment_questions": self.questions(),
        }

    def _suggested(self) -> list[str]:
        """The model's suggestion for its own segments; for those that an edit made, from what sets them apart."""
        table = self.found.segments
        model = self.tables.frame("model_segments").set_index("segment_key")["suggested_name"]
        own = {str(key): str(name) for key, name in model.items()}
        if set(table["segment_key"]) <= set(own):
            return [own[key] for key in table["segment_key"]]
        catalog = self.tables.frame("feature_catalog", rest="ORDER BY feature")
        made = suggested_names(table, self.profile, catalog, protected=self.terms.protected)
        pairs = zip(table["level"], table["segment_key"].astype(str), strict=True)
        taken = {(int(level), own[key]) for level, key in pairs if key in own}
        names = []
        for level, key, name in zip(table["level"], table["segment_key"], made, strict=True):
            chosen = own.get(str(key)) or _unused(int(level), str(name), taken)
            taken.add((int(level), chosen))
            names.append(chosen)
        return names


def _unused(level: int, name: str, taken: set[tuple[int, str]]) -> str:
    number, free = 2, name
    while (level, free) in taken:
        free, number = f"{name} ({number})", number + 1
    return free
