"""Acts on patterns, checked: calling one something, putting one aside and back, raising alarms by it."""

from __future__ import annotations

from analytics.errors import InputError
from analytics.knowledge.draft import Asked, Draft, numbered, stays
from analytics.knowledge.fields import LONGEST_NAME, LONGEST_TEXT, said
from analytics.knowledge.pattern_state import KnownPattern, SaidOfPattern
from analytics.vocabulary import Json


def name_pattern(asked: Asked) -> Draft:
    """``pattern``, ``name``: call a pattern something."""
    asked.fields.only("pattern", "name", "why")
    about = _pattern(asked)
    there = _said_of(asked, about).name
    name = asked.fields.text("name", longest=LONGEST_NAME)
    payload = _told(about) | said(name=name, before=there.name if there else None)
    return Draft(f"pattern:{about.pattern_id}", payload, (f"pattern:{about.pattern_id}/name",), stays(about.pattern_id))


def dismiss_pattern(asked: Asked) -> Draft:
    """``pattern``, ``why``: put a pattern aside, for a reason."""
    asked.fields.only("pattern", "why")
    about = _pattern(asked)
    there = _said_of(asked, about).dismissed
    if there:
        raise InputError(f"The sequence {about.words} was dismissed by {there.author} already.")
    asked.fields.text("why", longest=LONGEST_TEXT)
    return _put(about)


def readmit_pattern(asked: Asked) -> Draft:
    """``pattern``: take a dismissal back, whoever dismissed it."""
    asked.fields.only("pattern", "why")
    about = _pattern(asked)
    if _said_of(asked, about).dismissed is None:
        raise InputError(f"The sequence {about.words} is not dismissed.")
    return _put(about)


def alarm_rule(asked: Asked) -> Draft:
    """``pattern``: raise an alarm whenever a customer completes a pattern."""
    asked.fields.only("pattern", "why")
    about = _pattern(asked)
    if not about.outcome:
        raise InputError(f"The sequence {about.words} goes before no outcome: nothing says whether an alarm is right.")
    there = _said_of(asked, about)
    if there.rule:
        raise InputError(f"The sequence {about.words} raises alarms already ({there.rule.rule_id}).")
    if there.dismissed:
        raise InputError(f"The sequence {about.words} is dismissed: take that back first.")
    touches = (f"pattern:{about.pattern_id}/rule", f"pattern:{about.pattern_id}/dismissed")
    return Draft(f"pattern:{about.pattern_id}", _told(about), touches, numbered("p"))


def withdrawn_rule(asked: Asked, called: str) -> tuple[Draft, str]:
    """Find the rule of an id, and give its withdrawal and who made it.

    Raises
    ------
    InputError
        If there is no such rule.
    """
    for each in asked.knowledge.patterns.values():
        if each.rule is not None and each.rule.rule_id == called:
            subject = f"pattern:{each.about.pattern_id}"
            draft = Draft(subject, said(alarm_rule=called), (f"{subject}/rule",), stays(called))
            return draft, each.rule.author
    raise InputError(f'There is no alarm rule "{called}".')


def _put(about: KnownPattern) -> Draft:
    touches = (f"pattern:{about.pattern_id}/dismissed",)
    return Draft(f"pattern:{about.pattern_id}", _told(about), touches, stays(about.pattern_id))


def _pattern(asked: Asked) -> KnownPattern:
    """Find a pattern by its id: among those of the build, else among those of which something was said."""
    called = asked.fields.text("pattern", longest=LONGEST_NAME)
    spoken_of = asked.knowledge.patterns.get(called)
    return spoken_of.about if spoken_of else asked.look().pattern(called)


def _said_of(asked: Asked, about: KnownPattern) -> SaidOfPattern:
    return asked.knowledge.patterns.get(about.pattern_id, SaidOfPattern(about))


def _told(about: KnownPattern) -> dict[str, Json]:
    return said(pattern=about.pattern_id, outcome=about.outcome, events=about.pattern)
