"""What leaves the workbench, checked and written down: a file that is taken along, a person who is revealed."""

from __future__ import annotations

import re

from analytics.errors import InputError
from analytics.knowledge.chain import CUSTOMER
from analytics.knowledge.draft import Asked, Draft, numbered, stays
from analytics.knowledge.fields import LONGEST_NAME, said
from analytics.knowledge.rights import Export, Sight, may_export, roles_that_may_export, sight

SHORTEST_PURPOSE = 10
LONGEST_PURPOSE = 300
LONGEST_FILTERS = 2_000
_PSEUDONYM = re.compile(r"[0-9a-f]{64}")


def export(asked: Asked) -> Draft:
    """``kind``, ``what``, ``form``, ``rows``, ``filters``: take a file along; checked for its kind."""
    asked.fields.only("kind", "what", "form", "rows", "filters", "why")
    kind = asked.fields.choice("kind", Export)
    if not may_export(asked.person.role, kind):
        able = ", ".join(roles_that_may_export(kind))
        raise InputError(
            f'{asked.person.name} ({asked.person.role}) may not take "{kind}" along. Those who may: {able}.'
        )
    what = asked.fields.text("what", longest=LONGEST_NAME)
    payload = said(
        kind=kind.value,
        what=what,
        form=asked.fields.text("form", longest=LONGEST_NAME),
        rows=asked.fields.number_or_none("rows"),
        filters=asked.fields.text_or_none("filters", longest=LONGEST_FILTERS),
    )
    return Draft(f"export:{kind.value}", payload, (), numbered("x"))


def reveal(asked: Asked) -> Draft:
    """``pseudonym``, ``purpose``: learn the id of one customer, which the act gives back; who and why is kept."""
    asked.fields.only("pseudonym", "purpose", "why")
    if sight(asked.person.role) is Sight.GROUPS:
        raise InputError(f"{asked.person.name} ({asked.person.role}) sees customers in groups only.")
    purpose = asked.fields.text("purpose", longest=LONGEST_PURPOSE)
    if len(purpose.strip()) < SHORTEST_PURPOSE:
        raise InputError(f"Say what for, in at least {SHORTEST_PURPOSE} characters: it is written down with your name.")
    pseudonym = asked.fields.text("pseudonym", longest=LONGEST_NAME)
    if not _PSEUDONYM.fullmatch(pseudonym):
        raise InputError(f'"{pseudonym}" is no pseudonym of a customer.')
    customer_id = asked.customer_behind(pseudonym)
    return Draft(f"{CUSTOMER}{customer_id}", said(purpose=purpose), (), stays(customer_id), customer_id)
