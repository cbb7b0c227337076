"""Acts that put a word on a segment, a cohort or customers, or take it away, checked."""

from __future__ import annotations

from analytics.errors import InputError
from analytics.knowledge.draft import Asked, Draft, stays
from analytics.knowledge.fields import said
from analytics.knowledge.said_of_segments import said_of_segments
from analytics.vocabulary import Json, SegmentKey

LONGEST_TAG = 40


def tag(asked: Asked) -> Draft:
    """``tag`` and one of ``segment``, ``cohort``, ``customers``: put a word on them."""
    return _tagged(asked, is_there=False)


def untag(asked: Asked) -> Draft:
    """``tag`` and one of ``segment``, ``cohort``: take a word away."""
    return _tagged(asked, is_there=True)


def _tagged(asked: Asked, *, is_there: bool) -> Draft:
    kinds = ("segment", "cohort") if is_there else ("segment", "cohort", "customers")
    asked.fields.only("tag", *kinds, "why")
    word = asked.fields.text("tag", longest=LONGEST_TAG)
    kind = asked.fields.one_of(*kinds)
    if kind == "customers":
        customers = asked.look().customers(asked.fields.texts("customers"), described=False)
        payload = said(tag=word, subject_kind=kind, customers=list[Json](sorted(asked.pseudonyms(customers))))
        return Draft("customers", payload, (), lambda number: (f"t{number}",))
    place = _tagged_place(asked, kind)
    tagged_as = _tagged_as(asked, word, place)
    if bool(tagged_as) is not is_there:
        raise InputError(
            f'The {kind} {place} {"has no" if is_there else "has the"} tag "{word}"{"" if is_there else " already"}.'
        )
    # A tag stays on the key that it was put on, also where that segment has become another since.
    place = tagged_as[0] if is_there else place
    payload = said(tag=word, subject_kind=kind, subject_id=place)
    return Draft(f"{kind}:{place}", payload, (f"{kind}:{place}/tag:{word}",), stays(place))


def _tagged_place(asked: Asked, kind: str) -> str:
    called = asked.fields.text(kind)
    if kind == "segment":
        has_tags = any((each.subject_kind, each.subject_id) == (kind, called) for each in asked.knowledge.tags)
        return called if has_tags else asked.look().segment(called).key
    if called not in asked.knowledge.cohorts:
        raise InputError(f'There is no cohort "{called}".')
    return called


def _tagged_as(asked: Asked, word: str, place: str) -> list[str]:
    """Under which ids a place has a tag: its own first, then those of segments that have become it."""
    spoken = said_of_segments(asked.knowledge)
    ids = {each.subject_id for each in asked.knowledge.tags if each.tag == word}
    return sorted(
        (each for each in ids if each == place or spoken.now_called(SegmentKey(each)) == place),
        key=lambda each: (each != place, each),
    )
