"""Who carries which tag: the members of tagged segments and cohorts, and customers who were tagged themselves."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.knowledge.rule_columns import rule_columns
from analytics.knowledge.rule_words import RuleError
from analytics.knowledge.rules import parse
from analytics.knowledge.said_of_tags import Tagged
from analytics.stages.informed import InformedWork
from analytics.store.rooms import Tables, built_tables

_MEMBERS = """
    SELECT s.segment_key, m.customer_id FROM built.membership AS m JOIN built.segments AS s USING (level, segment_id)
    ORDER BY m.customer_id"""
_DESCRIBED = "SELECT customer_id FROM built.features ORDER BY customer_id"


def put_tag_members(work: InformedWork) -> None:
    """Write ``tag_members`` (``tag``, ``customer_id``); no table where nobody carries a tag.

    Parameters
    ----------
    work : InformedWork
        A stage's place in the build, after the effective segments. A segment that was tagged under an older key is
        found under its present one; a rule that can't be worked out any more is met by nobody.
    """
    work.drop("tag_members")
    tagged = work.said.of_tags.tagged
    if not tagged:
        return
    ids = work.take(_DESCRIBED)["customer_id"]
    parts = [pd.DataFrame({"tag": each.tag, "customer_id": _carriers(work, each, ids)}) for each in tagged]
    table = pd.concat(parts, ignore_index=True).drop_duplicates().sort_values(["tag", "customer_id"])
    if len(table):
        work.put("tag_members", table.astype("str"))


def _carriers(work: InformedWork, tagged: Tagged, ids: pd.Series[str]) -> list[str]:
    if tagged.segment is not None:
        members, key = work.take(_MEMBERS), work.said.of_segments.now_called(tagged.segment)
        return members.loc[members["segment_key"] == key, "customer_id"].drop_duplicates().tolist()
    if tagged.customers is not None:
        places = work.said.places(ids.tolist())
        chosen = np.array(sorted(places[each] for each in tagged.customers if each in places), dtype=np.int64)
        return ids.iloc[chosen].tolist()
    return _meeting(built_tables(work), tagged.rule or "", frozenset(work.source.protected))


def _meeting(tables: Tables, text: str, protected: frozenset[str]) -> list[str]:
    try:
        rule = parse(text, rule_columns(tables, protected))
        rows: pd.DataFrame = tables.described(rule.names).to_pandas()
        return rows.loc[rule.mask(rows).to_numpy(), "customer_id"].tolist()
    except RuleError:
        return []
