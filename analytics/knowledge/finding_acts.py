"""Acts on findings, checked: putting one up with what the server measures, and changing one's own."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, urlencode

from analytics.errors import InputError
from analytics.knowledge.draft import Asked, Draft, numbered, stays
from analytics.knowledge.evidence import Asks, Evidence, measured
from analytics.knowledge.fields import LONGEST_NAME, said
from analytics.knowledge.finding_tests import MACHINE_CHECKED, TEST_FIELDS, said_test
from analytics.knowledge.finding_whom import asks
from analytics.knowledge.findings import Came, Finding, FindingState, WhomKind
from analytics.knowledge.people import person_called
from analytics.knowledge.rights import Sight, sight
from analytics.knowledge.roles import Act, may, roles_that_may
from analytics.vocabulary import Json

LONGEST_CLAIM = 400
LONGEST_LINK = 2_000
FEWEST_TOLD = 10
"""Whoever sees groups only puts up no finding about fewer, nor about all but fewer."""
_BY_NAME = tuple(kind.value for kind in WhomKind if kind is not WhomKind.EVERYONE)


def finding(asked: Asked) -> Draft:
    """``claim``, ``owner``, whom, ``kpi``, ``outcome``, ``link``, ``selection`` and a test: put a finding up.

    Whom: one of ``segment``, ``region``, ``product``, ``tag``, ``cohort``, ``rule``, ``customers``; without any,
    everyone. What is measured of them is read by the server.
    """
    fields = asked.fields
    fields.only("claim", "owner", "kpi", "outcome", "link", "selection", "why", *_BY_NAME, *TEST_FIELDS)
    claim = fields.text("claim", longest=LONGEST_CLAIM)
    owner = _owner(asked, fields.text_or_none("owner", longest=LONGEST_NAME) or asked.person.name)
    kind, whom, asks_for, customers = _whom(asked)
    evidence = _evidence(asked, asks_for)
    payload = said(
        claim=claim,
        owner=owner,
        whom_kind=kind.value,
        whom=whom or None,
        customers=sorted(asked.pseudonyms(customers)) if customers else None,
        selection=fields.text_or_none("selection", longest=LONGEST_LINK),
        kpi=asks_for.kpi,
        link=_link(asked, kind, whom),
        measured=measured(evidence),
    )
    about = customers[0] if len(customers) == 1 else None
    return Draft("finding:new", payload | said_test(asked, asks_for, evidence), (), numbered("f"), about)


def change_finding(asked: Asked) -> Draft:
    """``finding`` and any of ``owner``, ``state``, a test, ``came`` with ``why``: change a finding of one's own."""
    fields = asked.fields
    fields.only("finding", "owner", "state", "came", "why", *TEST_FIELDS)
    there = finding_called(asked, fields.text("finding"))
    if asked.person.name not in (there.author, there.owner):
        raise InputError(
            f"{there.finding_id} was put up by {there.author} and is {there.owner}'s: only they can change it."
        )
    payload = said(
        owner=_owner(asked, fields.text("owner", longest=LONGEST_NAME)) if fields.has("owner") else None,
        state=fields.choice("state", FindingState).value if fields.has("state") else None,
    )
    payload |= _new_test(asked, there) | _came(asked, there)
    if not payload:
        raise InputError("change_finding changes nothing: name an owner, a state, a test, or what came of it.")
    touches = f"finding:{there.finding_id}"
    return Draft(
        touches,
        {"finding": there.finding_id, **payload},
        (touches,),
        stays(there.finding_id),
        about_customer(asked, there),
    )


def finding_called(asked: Asked, called: str) -> Finding:
    """Find a finding by its id."""
    if called not in asked.knowledge.findings:
        raise InputError(f'There is no finding "{called}".')
    return asked.knowledge.findings[called]


def about_customer(asked: Asked, there: Finding) -> str | None:
    """The id of the one customer whom a finding is about, so that what is added to it is sealed too."""
    return asked.customer_behind(there.only_customer) if there.only_customer else None


def _owner(asked: Asked, name: str) -> str:
    person = person_called(asked.knowledge.people, name)
    if not may(person.role, Act.CHANGE_FINDING):
        able = ", ".join(roles_that_may(Act.CHANGE_FINDING))
        raise InputError(f"{person.name} ({person.role}) can't answer for a finding. Those who can: {able}.")
    return person.name


def _whom(asked: Asked) -> tuple[WhomKind, str, Asks, tuple[str, ...]]:
    kpi = asked.fields.text_or_none("kpi", longest=LONGEST_NAME)
    outcome = asked.fields.text_or_none("outcome", longest=LONGEST_NAME)
    told = [name for name in _BY_NAME if asked.fields.has(name)]
    kind = WhomKind(asked.fields.one_of(*_BY_NAME)) if told else WhomKind.EVERYONE
    known = asked.look()
    if kind is WhomKind.CUSTOMERS:
        ids = known.customers(asked.fields.texts("customers"), described=True)
        return kind, "", Asks(ids, None, kpi, outcome), ids
    called = asked.fields.text(kind.value, longest=20_000) if told else ""
    if kind is WhomKind.SEGMENT:
        called = known.segment(called).key
    found = asks(kind, called, known, asked.knowledge, asked.ids)
    return kind, called, Asks(found.ids, found.member, kpi, outcome), ()


def _evidence(asked: Asked, asks_for: Asks) -> Evidence:
    if asked.measure is None:
        raise InputError("Findings can't be put up here yet.")
    found = asked.measure(asks_for)
    if not found.n_customers:
        raise InputError("A finding is about somebody: nobody was selected.")
    rest = found.n_all - found.n_customers
    if sight(asked.person.role) is not Sight.IDS and (found.n_customers < FEWEST_TOLD or 0 < rest < FEWEST_TOLD):
        raise InputError(f"{asked.person.name} ({asked.person.role}) sees groups of at least {FEWEST_TOLD} customers.")
    return found


def _link(asked: Asked, kind: WhomKind, whom: str) -> str:
    """The screen that was open; without one, the screen that shows such customers."""
    link = asked.fields.text_or_none("link", longest=LONGEST_LINK)
    if link is None:
        if kind in (WhomKind.EVERYONE, WhomKind.CUSTOMERS, WhomKind.TAG):
            return "overview"
        return f"{'segment' if kind is WhomKind.SEGMENT else 'customers'}?{kind.value}={quote(whom)}"
    if "://" in link or link.startswith("//") or any(each.isspace() for each in link):
        raise InputError('finding: "link" is a screen of Tandem with its parameters, such as retention?segment=3-ab12.')
    screen, _, query = link.partition("?")
    # The customer in focus filters nothing, and is nobody's business on a board that many read.
    kept = [(name, value) for name, value in parse_qsl(query) if name != "customer"]
    return f"{screen}?{urlencode(kept)}" if kept else screen


def _new_test(asked: Asked, there: Finding) -> dict[str, Json]:
    if not any(asked.fields.has(name) for name in TEST_FIELDS):
        return {}
    if there.test.by is not None and str(there.test.by) <= str(asked.look().known_until or ""):
        raise InputError(f"{there.finding_id}: the day of its forecast is over, and its test stays what it was.")
    found = asks(there.whom_kind, there.whom, asked.look(), asked.knowledge, asked.ids) if _has_kpis(there) else None
    return said_test(asked, found or Asks((), None), there.evidence)


def _has_kpis(there: Finding) -> bool:
    return there.whom_kind not in (WhomKind.CUSTOMERS, WhomKind.COHORT, WhomKind.RULE)


def _came(asked: Asked, there: Finding) -> dict[str, Json]:
    if not asked.fields.has("came"):
        return {}
    if there.test.kind in MACHINE_CHECKED:
        raise InputError(f"{there.finding_id} has a test: what came of it is worked out, not said.")
    if not asked.fields.has("why"):
        raise InputError('change_finding needs "why" where somebody says what came of it: how they know.')
    return {"came": asked.fields.choice("came", Came).value}
