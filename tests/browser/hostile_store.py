"""A store in which every text of the bank's data, and every text that people can write, is meant to do harm."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from pathlib import Path

import pandas as pd

from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said
from analytics.store.publish import publish_tables
from analytics.vocabulary import Json
from tests.pages.acted import acted
from tests.pages.made_up import made_up_facts
from tests.pages.made_up_full import full_tables
from tests.pages.made_up_live import key_of

BANKS_WORDS = (
    *("R00", "R01", "R02", "R03", "Northmoor", "Eastvale", "Southport", "savings", "current", "branch", "mobile"),
    *("phone", "groceries", "salary", "cash", "subscription", "fuel", "rent", "=SUM(A1)", "fee_waiver", "alder"),
    *("savings_bonus", "brevic", "inflow_90d", "Gone travellers", "marketing", "fees"),
)
"""Values of the bank's own data, and the name of one of its columns: the same word is the same everywhere."""
SENTENCES = {
    "alphabet": ("words", "meaning"),
    "counterfactuals": ("from_value", "to_value"),
    "customer_events": ("detail",),
    "feature_catalog": ("description", "unit"),
    "leaks": ("reason",),
    "next_event_types": ("why_not",),
    "outcome_facts": ("definition",),
    "quality_rejections": ("file", "column_name", "reason", "value"),
    "sequence_contest": ("why_not",),
    "uplift_facts": ("why",),
}
"""Texts that stand by themselves."""
_TAG, _NAME = 40, 80


def hostile_store(folder: Path, payloads: Sequence[str]) -> None:
    """Publish it, and let people write."""
    tables = _spoilt(full_tables(300), payloads)
    first = payloads[0]
    churn: dict[str, Json] = {"definition": first, "source": "recorded", "has_model": True}
    churn |= {"n_positive": 9, "n_labelled": 99}
    facts = made_up_facts(source_name=first, structure_reason=first, outcomes={"churn": churn})
    publish_tables(folder, tables, {**facts, "seed": 0, **knowledge_facts(Said())})
    regions = sorted(tables["regions"]["region_id"])
    written = [seen(payload) for payload in payloads]
    for number, payload in enumerate(written):
        _written(folder, payload, number, region=str(regions[number % len(regions)]))
    _once(folder, written)


def _spoilt(tables: dict[str, pd.DataFrame], payloads: Sequence[str]) -> dict[str, pd.DataFrame]:
    turn = cycle(payloads)
    words = {word: f"{next(turn)} {word}" for word in BANKS_WORDS}
    words |= {name: next(turn) for name in sorted(tables["segments"]["name"])}
    ids = tables["map"]["customer_id"].iloc[: len(payloads)]
    # Not the payload itself: a name in which a customer's id stands is shown without it.
    words |= {each: f"{payload}/c" for each, payload in zip(ids, payloads, strict=True)}
    made = {}
    for name, table in tables.items():
        texts = [column for column in table.columns if table[column].dtype in (object, "str")]
        changed = table.assign(**{column: table[column].replace(words) for column in texts}).rename(columns=words)
        for column in SENTENCES.get(name, ()):
            filled = [next(turn) for _ in range(len(changed))]
            changed[column] = changed[column].where(changed[column].isna(), pd.Series(filled, index=changed.index))
        made[name] = changed
    return made


def seen(payload: str) -> str:
    """A payload without what can't be seen: nobody may write that."""
    return "".join(each for each in payload if each.isprintable() or each.isspace())


def _written(store: Path, payload: str, number: int, *, region: str) -> None:
    """Everything that people can write again and again."""
    line = " ".join(payload.split())
    segment = key_of(f"3.{number % 15 + 1}")
    acted(store, {"act": "rename", "segment": segment, "name": line[:_NAME], "why": payload})
    acted(store, {"act": "tag", "segment": key_of("3.1"), "tag": line[:_TAG]})
    note: dict[str, Json] = {"act": "note", "kind": "other", "body": payload, "scope": payload, "evidence": payload}
    acted(store, {**note, "subject_kind": "segment", "subject_id": key_of("3.1")})
    made = acted(store, {**note, "subject_kind": "region", "subject_id": region})
    acted(store, {"act": "dispute", "note": made.id, "body": payload}, author="analyst")
    acted(store, {"act": "view", "name": line[: _NAME - 3] + f" {number}", "link": "segment", "shared": True})
    acted(store, {"act": "cohort", "name": line[: _NAME - 3] + f" {number}", "rule": f"n_own_acts_90d > {number % 9}"})
    acted(store, {"act": "ask", "to": "expert", "body": payload}, author="analyst")
    acted(store, {"act": "finding", "claim": payload, "segment": key_of("3.1"), "selection": payload})


def _once(store: Path, payloads: Sequence[str]) -> None:
    """What can be written of few things only."""
    turn = cycle(" ".join(payload.split())[:_NAME] for payload in payloads)
    acted(store, {"act": "name_pattern", "pattern": "000000000000", "name": next(turn)})
    acted(store, {"act": "dismiss_pattern", "pattern": "000000000001", "why": next(turn)})
    team: dict[str, Json] = {"act": "profile", "name": "expert", "role": "expert", "team": next(turn)}
    acted(store, team, author="administrator")
    for number in range(2):
        made: dict[str, Json] = {
            "act": "retention_list",
            "name": next(turn) + f" {number}"[:_NAME],
            "offer": next(turn),
        }
        made |= {"owner": "expert", "due_on": "2026-12-31", "capacity": 5, "channel": next(turn), "hold_out": 0.2}
        acted(store, made | {"selection": next(turn), "segment": key_of(f"3.{number + 4}")})
