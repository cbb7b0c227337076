"""The other acts, checked: profiles, cohorts, views, questions, answers, withdrawals, decisions, undo."""

from __future__ import annotations

from analytics.errors import InputError
from analytics.knowledge import people
from analytics.knowledge.draft import Asked, Draft, numbered, stays
from analytics.knowledge.fields import LONGEST_NAME, said
from analytics.knowledge.note_acts import about_customer, note_called
from analytics.knowledge.note_subjects import subject_of
from analytics.knowledge.pattern_acts import withdrawn_rule
from analytics.knowledge.roles import Role
from analytics.knowledge.rules import parse
from analytics.knowledge.state import MATCH, NO_MATCH
from analytics.knowledge.undoing import chosen, refuse_if_built_upon, step_back

LONGEST_LINK = 2_000


def profile(asked: Asked) -> Draft:
    """``name``, ``role``, ``team``: make or change a person's profile."""
    asked.fields.only("name", "role", "team", "why")
    payload = people.profile(asked.fields)
    name = str(payload["name"])
    return Draft(f"person:{name}", payload, (f"person:{name}",), stays(name))


def cohort(asked: Asked) -> Draft:
    """``name`` and one of ``rule`` (live), ``customers`` (fixed): keep an eye on some customers."""
    asked.fields.only("name", "rule", "customers", "why")
    name = asked.fields.text("name", longest=LONGEST_NAME)
    for each in asked.knowledge.cohorts.values():
        if each.name.casefold() == name.casefold():
            raise InputError(f'There is a cohort "{each.name}" already ({each.cohort_id}, by {each.author}).')
    known = asked.look()
    if asked.fields.one_of("rule", "customers") == "rule":
        rule = parse(asked.fields.text("rule", longest=20_000), known.columns)
        n_customers = len(known.counted(rule))
        payload = said(name=name, rule=str(rule), n_customers=n_customers)
    else:
        customers = known.customers(asked.fields.texts("customers"), described=False)
        payload = said(name=name, customers=sorted(asked.pseudonyms(customers)), n_customers=len(customers))
    return Draft("cohort:new", payload, (), numbered("c"))


def view(asked: Asked) -> Draft:
    """``name``, ``link``, ``shared``, ``view``: save a screen as it is, or one's own view anew."""
    asked.fields.only("name", "link", "shared", "view", "why")
    link = asked.fields.text("link", longest=LONGEST_LINK)
    if "://" in link or link.startswith("//") or any(each.isspace() for each in link):
        raise InputError('view: "link" is a screen of Tandem with its parameters, such as segment_map?segment=3-ab12.')
    called = asked.fields.text_or_none("view")
    payload = said(
        name=asked.fields.text("name", longest=LONGEST_NAME), link=link, shared=asked.fields.flag("shared"), view=called
    )
    if called is None:
        return Draft("view:new", payload, (), numbered("v"))
    _own_view(asked, called)
    return Draft(f"view:{called}", payload, (f"view:{called}",), stays(called))


def ask(asked: Asked) -> Draft:
    """``to``, ``body``, ``subject_kind``, ``subject_id``: ask another person something."""
    asked.fields.only("to", "body", "subject_kind", "subject_id", "why")
    to = people.person_called(asked.knowledge.people, asked.fields.text("to"))
    payload = said(to=to.name, body=asked.fields.text("body"))
    if not asked.fields.has("subject_kind"):
        return Draft(f"person:{to.name}", payload, (), numbered("q"))
    subject = subject_of(asked)
    payload |= said(subject_kind=subject.kind.value, subject_id=subject.id)
    return Draft(subject.named, payload, (), numbered("q"), subject.about)


def answer(asked: Asked) -> Draft:
    """``body`` and one of ``note``, ``question``: say something to it."""
    asked.fields.only("note", "question", "body", "why")
    kind = asked.fields.one_of("note", "question")
    called, body = asked.fields.text(kind), asked.fields.text("body")
    if kind == "note":
        note = note_called(asked, called)
        return Draft(f"note:{called}", said(note=called, body=body), (), numbered("r"), about_customer(asked, note))
    question = asked.knowledge.questions.get(called)
    if question is None or asked.person.name not in (question.author, question.to):
        raise InputError(f'There is no question "{called}" to {asked.person.name} or of theirs.')
    about = asked.customer_behind(question.subject_id or "") if question.subject_kind == "customer" else None
    return Draft(f"question:{called}", said(question=called, body=body), (), numbered("r"), about)


def withdraw(asked: Asked) -> Draft:
    """One of the kinds listed below, and ``why``: take one's own back."""
    kinds = ("note", "dispute", "cohort", "view", "question", "alarm_rule", "retention_list", "target", "finding")
    asked.fields.only(*kinds, "why")
    kind = asked.fields.one_of(*kinds)
    called = asked.fields.text(kind)
    if kind == "alarm_rule":
        draft, author = withdrawn_rule(asked, called)
        _refuse_others(asked, author, called)
        return draft
    if kind == "dispute":
        return _withdrawn_dispute(asked, called)
    if kind == "note":
        note = note_called(asked, called)
        if note.withdrawn:
            raise InputError(f"{called} was withdrawn by {note.withdrawn.author} already.")
        _refuse_others(asked, note.author, called)
        about = about_customer(asked, note)
        return Draft(f"note:{called}", said(note=called), (f"note:{called}",), stays(called), about)
    known = asked.knowledge
    owners = {
        "cohort": {key: each.author for key, each in known.cohorts.items()},
        "view": {key: each.owner for key, each in known.views.items()},
        "question": {key: each.author for key, each in known.questions.items()},
        "retention_list": {key: each.author for key, each in known.lists.items()},
        "target": {key: each.author for key, each in known.targets.items()},
        "finding": {key: each.author for key, each in known.findings.items()},
    }[kind]
    if called not in owners:
        raise InputError(f'There is no {kind.replace("_", " ")} "{called}".')
    _refuse_others(asked, owners[called], called)
    return Draft(f"{kind}:{called}", {kind: called}, (f"{kind}:{called}",), stays(called))


def decide(asked: Asked) -> Draft:
    """``task``, ``decision``, ``subject_kind``, ``subject_id``, ``route``: decide a task, or a weak match."""
    asked.fields.only("task", "decision", "subject_kind", "subject_id", "route", "why")
    task = asked.fields.text("task", longest=LONGEST_NAME)
    decision = asked.fields.text("decision", longest=LONGEST_NAME)
    if task.startswith(MATCH):
        return _matched(asked, task, decision)
    told = said(task=task, decision=decision, route=asked.fields.text_or_none("route", longest=LONGEST_NAME))
    if not asked.fields.has("subject_kind"):
        return Draft(f"task:{task}", told, (f"task:{task}",), stays(task))
    subject = subject_of(asked)
    told |= said(subject_kind=subject.kind.value, subject_id=subject.id)
    return Draft(f"task:{task}", told, (f"task:{task}",), stays(task), subject.about)


def undo(asked: Asked) -> Draft:
    """``entry``: take one's last act back, or one of the last ten; undoing an undo does the act again."""
    asked.fields.only("entry", "why")
    number, name = asked.fields.number_or_none("entry"), asked.person.name
    target = chosen(asked.events, name, number) if number is not None else step_back(asked.events, name)
    refuse_if_built_upon(asked.events, target)
    payload = said(entry=target.sequence, undone_act=target.act)
    return Draft(target.entry.subject, payload, target.entry.touched, stays(str(target.sequence)))


def _matched(asked: Asked, task: str, decision: str) -> Draft:
    became = decision if decision == NO_MATCH else asked.look().segment(decision).key
    old = task.removeprefix(MATCH)
    payload = said(task=task, decision=became, subject_kind="segment", subject_id=old, route="match")
    return Draft(f"segment:{old}", payload, (f"task:{task}",), stays(task))


def _own_view(asked: Asked, called: str) -> None:
    there = asked.knowledge.views.get(called)
    if there is None:
        raise InputError(f'There is no view "{called}".')
    if there.owner != asked.person.name:
        raise InputError(f"The view {called} is {there.owner}'s: save one of your own.")


def _withdrawn_dispute(asked: Asked, called: str) -> Draft:
    for note in asked.knowledge.notes.values():
        for each in note.disputes:
            if each.id == called:
                _refuse_others(asked, each.author, called)
                touches = (f"note:{note.note_id}",)
                payload = said(note=note.note_id, dispute=called)
                return Draft(touches[0], payload, touches, stays(called), about_customer(asked, note))
    raise InputError(f'There is no dispute "{called}".')


def _refuse_others(asked: Asked, owner: str, called: str) -> None:
    if asked.person.name != owner and asked.person.role is not Role.ADMINISTRATOR:
        raise InputError(f"{called} is {owner}'s: only they, or an administrator, can withdraw it.")
