"""The act of making a retention list, checked: whom it is made from, by which terms, who answers for it until when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from analytics.errors import InputError
from analytics.knowledge.draft import Asked, Draft, numbered
from analytics.knowledge.fields import LONGEST_NAME, listed, said
from analytics.knowledge.people import person_called
from analytics.knowledge.retention_lists import LEFT_OUT, Chosen, ListTerms, Ranking, on_unripe_lists
from analytics.knowledge.rules import parse

MOST_HELD_BACK = 0.5
"""Holding back more than half would be a trial with a list, not a list with a trial."""
_WHOM = ("segment", "rule", "cohort", "customers")
_EVERYONE = "everyone"


@dataclass(frozen=True)
class _Whom:
    """Whom a list is made from: ids (None: everyone), in words, and as the act said it."""

    ids: Collection[str] | None
    words: str


def retention_list(asked: Asked) -> Draft:
    """``name``, ``offer``, ``capacity``, ``owner``, ``due_on``, whom, terms: choose whom to contact and to hold back.

    Whom: one of ``segment``, ``rule``, ``cohort``, ``customers``; without any, everyone. Terms: ``ranked_by``,
    ``hold_out``, ``least_days``, ``purposes``, ``seed``. With ``snapshot`` it is refused where another is served now.
    """
    asked.fields.only(
        *("name", "offer", "channel", "owner", "due_on", "capacity", "ranked_by", "hold_out", "least_days"),
        *("purposes", "seed", "snapshot", "selection", "why", *_WHOM),
    )
    name, owner, due_on = _called(asked), person_called(asked.knowledge.people, asked.fields.text("owner")), _due(asked)
    terms, whom = _terms(asked), _whom(asked)
    chosen = _chosen(asked, whom, terms, due_on)
    terms = chosen.terms
    payload = said(
        name=name,
        offer=terms.offer,
        channel=asked.fields.text_or_none("channel", longest=LONGEST_NAME),
        owner=owner.name,
        due_on=due_on.isoformat(),
        whom=whom.words,
        ranked_by=terms.ranked_by,
        capacity=terms.capacity,
        hold_out=terms.held_back_share,
        least_days=terms.least_days,
        purposes=list(terms.purposes),
        seed=terms.seed,
        as_of=chosen.as_of.isoformat(),
        snapshot=chosen.snapshot,
        expected_saved=chosen.expected_saved,
        value_saved=chosen.value_saved,
        contacted=list(asked.pseudonyms(chosen.contacted)),
        held_back=list(asked.pseudonyms(chosen.held_back)),
        **{f"{LEFT_OUT}{reason}": n for reason, n in chosen.left_out},
    )
    return Draft("retention_list:new", payload, (), numbered("l"))


def _called(asked: Asked) -> str:
    name = asked.fields.text("name", longest=LONGEST_NAME)
    for each in asked.knowledge.lists.values():
        if each.name.casefold() == name.casefold():
            raise InputError(f'There is a retention list "{each.name}" already ({each.list_id}, by {each.author}).')
    return name


def _due(asked: Asked) -> date:
    due_on = asked.fields.day_or_none("due_on")
    if due_on is None:
        raise InputError('retention_list needs the field "due_on", the day by which customers are contacted.')
    return due_on


def _terms(asked: Asked) -> ListTerms:
    fields, usual = asked.fields, ListTerms(1)
    capacity, seed = fields.number_or_none("capacity"), fields.number_or_none("seed")
    share, days = fields.share_or_none("hold_out"), fields.number_or_none("least_days")
    if not capacity:
        raise InputError('retention_list needs the field "capacity": how many customers can be contacted, 1 or more.')
    if share is not None and share > MOST_HELD_BACK:
        raise InputError(f'retention_list: "hold_out" is a share from 0 to {MOST_HELD_BACK}, not {share}.')
    return ListTerms(
        capacity=capacity,
        ranked_by=fields.choice("ranked_by", Ranking) if fields.has("ranked_by") else None,
        held_back_share=usual.held_back_share if share is None else share,
        least_days=usual.least_days if days is None else days,
        purposes=tuple(sorted(fields.texts("purposes"))) if fields.has("purposes") else (),
        # The number of the last entry: nobody chose it, and anybody can draw the same again.
        seed=asked.knowledge.sequence if seed is None else seed,
        offer=fields.text("offer", longest=LONGEST_NAME),
    )


def _whom(asked: Asked) -> _Whom:
    told = [name for name in _WHOM if asked.fields.has(name)]
    said_so = asked.fields.text_or_none("selection")
    if not told:
        return _Whom(None, said_so or _EVERYONE)
    kind, known = asked.fields.one_of(*_WHOM), asked.look()
    if kind == "customers":
        ids = known.customers(asked.fields.texts("customers"), described=True)
        return _Whom(ids, said_so or f"a list of {len(ids):,} customers")
    called = asked.fields.text(kind, longest=20_000)
    if kind == "segment":
        segment = known.segment(called)
        return _Whom(known.members(segment.key), said_so or f"segment {segment.key}")
    if kind == "rule":
        rule = parse(called, known.columns)
        return _Whom(known.counted(rule), said_so or str(rule))
    return _of_cohort(asked, called, said_so)


def _of_cohort(asked: Asked, called: str, said_so: str | None) -> _Whom:
    cohort, known = asked.knowledge.cohorts.get(called), asked.look()
    if cohort is None:
        raise InputError(f'There is no cohort "{called}".')
    words = said_so or f"cohort “{cohort.name}”"
    if cohort.rule is not None:
        return _Whom(known.counted(parse(cohort.rule, known.columns)), words)
    ids = list(asked.ids(sorted(cohort.customers or ())).values())
    return _Whom(known.described_among(ids), words)


def _elsewhere(asked: Asked) -> Collection[str]:
    """The ids of those who are on a list that isn't ripe yet."""
    known_until = asked.look().known_until if asked.knowledge.lists else None
    as_of = date.fromisoformat(known_until) if known_until else None
    return asked.ids(on_unripe_lists(asked.knowledge.lists.values(), as_of=as_of)).values()


def _chosen(asked: Asked, whom: _Whom, terms: ListTerms, due_on: date) -> Chosen:
    if asked.choose is None:
        raise InputError("Retention lists can't be made here yet.")
    chosen = asked.choose(whom.ids, terms, _elsewhere(asked))
    seen = asked.fields.text_or_none("snapshot")
    if seen is not None and seen != chosen.snapshot:
        raise InputError("Newer data are served since you looked: look at the list again. Nothing was saved.")
    if due_on < chosen.as_of:
        raise InputError(
            f'retention_list: "due_on" lies before {chosen.as_of}, the day as of which customers are known.'
        )
    if not chosen.contacted:
        why = listed(f"{reason.replace('_', ' ')} {n:,}" for reason, n in chosen.left_out if n)
        raise InputError(f"Nobody is left to contact ({why or 'nobody was selected'}).")
    return chosen
