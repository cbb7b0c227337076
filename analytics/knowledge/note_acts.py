"""Acts on notes, checked: writing one down, agreeing, signing, disputing, testing."""

from __future__ import annotations

from analytics.errors import InputError
from analytics.knowledge.draft import Asked, Draft, iso, numbered
from analytics.knowledge.fields import said
from analytics.knowledge.note_subjects import People, note_subject, refuse_small_group, whom
from analytics.knowledge.notes import Note, NoteKind, SubjectKind
from analytics.vocabulary import Json

_FIELDS = (
    "subject_kind",
    "subject_id",
    "kind",
    "body",
    "scope",
    "evidence",
    "confidence",
    "valid_from",
    "valid_to",
    "rule",
    "customers",
    "probability",
    "ripens_on",
    "why",
)


def note(asked: Asked) -> Draft:
    """``subject_kind``, ``subject_id``, ``kind``, ``body`` and what `_FIELDS` lists: write a claim down."""
    fields = asked.fields
    fields.only(*_FIELDS)
    kind = fields.choice("kind", NoteKind)
    subject = note_subject(asked, kind)
    people = whom(asked)
    refuse_small_group(asked, kind, subject, people)
    first, last = fields.day_or_none("valid_from"), fields.day_or_none("valid_to")
    if first and last and first > last:
        raise InputError(f"note: it would be valid from {first} to {last}, which is before it begins.")
    payload = said(
        subject_kind=subject.kind.value,
        subject_id=subject.id,
        kind=kind.value,
        body=fields.text("body"),
        scope=fields.text_or_none("scope"),
        evidence=fields.text_or_none("evidence"),
        confidence=fields.share_or_none("confidence"),
        valid_from=iso(first),
        valid_to=iso(last),
    )
    payload |= _whom(asked, people) | _forecast(asked)
    if subject.counted is not None:
        payload |= said(n_retained=subject.counted[0], n_start=subject.counted[1])
    return Draft(subject.named, payload, (), numbered("n"), subject.about)


def agree(asked: Asked) -> Draft:
    """``note``, ``body``, ``purpose``, ``legal_basis``: a second person agrees to a note."""
    asked.fields.only("note", "body", "purpose", "legal_basis", "why")
    note = _standing(asked)
    _refuse_author(asked, note, "agree to")
    if any(each.author == asked.person.name for each in note.agreements):
        raise InputError(f"{asked.person.name} agrees to {note.note_id} already.")
    return _about(asked, note, "a", "body", "purpose", "legal_basis")


def sign(asked: Asked) -> Draft:
    """``note``, ``purpose``, ``legal_basis``: somebody with that right answers for a delicate note."""
    asked.fields.only("note", "body", "purpose", "legal_basis", "why")
    note = _standing(asked)
    _refuse_author(asked, note, "sign")
    asked.fields.text("purpose")
    asked.fields.text("legal_basis")
    return _about(asked, note, "s", "body", "purpose", "legal_basis")


def dispute(asked: Asked) -> Draft:
    """``note``, ``body``: say why a note is wrong."""
    asked.fields.only("note", "body", "why")
    note = _standing(asked)
    _refuse_author(asked, note, "dispute", instead="Withdraw it")
    body = "body" if asked.fields.has("body") else "why"
    asked.fields.text(body)
    return _about(asked, note, "d", "body")


def testable_note(asked: Asked) -> Note:
    """``note``: find a note that can be tested.

    Raises
    ------
    InputError
        If it isn't in force, or doesn't say whom it is about.
    """
    asked.fields.only("note", "why")
    note = _standing(asked)
    if note.rule is None and note.customers is None:
        raise InputError(f"{note.note_id} says neither by a rule nor by a list whom it is about: that can't be tested.")
    return note


def note_called(asked: Asked, called: str) -> Note:
    """Find a note that the person may see."""
    note = asked.knowledge.notes.get(called)
    if note is None or not note.is_seen_by(asked.person.role):
        raise InputError(f'There is no note "{called}".')
    return note


def about_customer(asked: Asked, note: Note) -> str | None:
    """The id of the customer whom a note is about, so that what is added to it is sealed too."""
    return asked.customer_behind(note.subject_id) if note.subject_kind is SubjectKind.CUSTOMER else None


def _standing(asked: Asked) -> Note:
    note = note_called(asked, asked.fields.text("note"))
    if note.withdrawn:
        raise InputError(f"{note.note_id} was withdrawn by {note.withdrawn.author}.")
    return note


def _about(asked: Asked, note: Note, letter: str, *texts: str) -> Draft:
    payload = said(note=note.note_id, **{name: asked.fields.text_or_none(name) for name in texts})
    return Draft(
        f"note:{note.note_id}", payload, (f"note:{note.note_id}",), numbered(letter), about_customer(asked, note)
    )


def _refuse_author(asked: Asked, note: Note, what: str, instead: str = "Ask a second person") -> None:
    if note.author == asked.person.name:
        raise InputError(f"{note.author} wrote {note.note_id} and can't {what} it. {instead}.")


def _whom(asked: Asked, people: People) -> dict[str, Json]:
    customers = sorted(asked.pseudonyms(people.customers)) if people.customers else None
    return said(rule=str(people.rule) if people.rule else None, customers=customers)


def _forecast(asked: Asked) -> dict[str, Json]:
    fields = asked.fields
    probability, day = fields.share_or_none("probability"), fields.day_or_none("ripens_on")
    if (probability is None) != (day is None):
        raise InputError('note: a forecast has both a "probability" and "ripens_on", the day on which it shows.')
    if probability is None:
        return {}
    return said(probability=probability, ripens_on=iso(day), known_until=asked.look().known_until)
