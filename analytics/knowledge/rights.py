"""What each role sees: a row a screen, a row a kind of file, and how it sees customers; what has no row is refused.

What a role may *do* stands in `roles`. A new screen needs a row in `SCREENS`, a new kind of file one in `EXPORTS`: a
test fails without it, and nobody gets in.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from analytics.knowledge.roles import Role

_ANALYST, _EXPERT, _EXECUTIVE = Role.ANALYST, Role.EXPERT, Role.EXECUTIVE
_AUDITOR, _ADMINISTRATOR, _ADVISER = Role.AUDITOR, Role.ADMINISTRATOR, Role.ADVISER
_ANALYSE = frozenset({_ANALYST, _EXPERT})

SCREENS: Mapping[str, frozenset[Role]] = {
    "overview": frozenset({_ANALYST, _EXPERT, _EXECUTIVE, _AUDITOR, _ADMINISTRATOR}),
    "retention": frozenset({_ANALYST, _EXPERT, _EXECUTIVE, _AUDITOR}),
    "cohorts": frozenset({_ANALYST, _EXPERT, _EXECUTIVE}),
    "outlook": frozenset({_ANALYST, _EXPERT, _EXECUTIVE, _AUDITOR}),
    "targets": frozenset({_ANALYST, _EXPERT, _EXECUTIVE, _AUDITOR, _ADMINISTRATOR}),
    "findings": frozenset({_ANALYST, _EXPERT, _EXECUTIVE, _AUDITOR, _ADMINISTRATOR}),
    "inbox": frozenset(Role),
    "what_changed": frozenset({_ANALYST, _EXPERT, _AUDITOR}),
    "retention_list": frozenset({_ANALYST, _EXPERT, _EXECUTIVE, _ADMINISTRATOR}),
    "offers": frozenset({_ANALYST, _EXPERT, _EXECUTIVE, _ADMINISTRATOR}),
    "segment_map": _ANALYSE,
    "segment": frozenset({_ANALYST, _EXPERT, _EXECUTIVE, _AUDITOR, _ADVISER}),
    "compare": _ANALYSE,
    "movement": _ANALYSE,
    "partitions": _ANALYSE,
    "drivers": frozenset({_ANALYST, _EXPERT, _AUDITOR}),
    "reason_map": _ANALYSE,
    "risk_over_time": frozenset({_ANALYST}),
    "patterns": _ANALYSE,
    "before_and_after": _ANALYSE,
    "transitions": frozenset({_ANALYST}),
    "foreseen": frozenset({_ANALYST, _AUDITOR}),
    "customers": frozenset({_ANALYST, _EXPERT, _EXECUTIVE, _AUDITOR, _ADVISER}),
    "customer": frozenset({_ANALYST, _EXPERT, _EXECUTIVE, _AUDITOR, _ADVISER}),
    "unnamed": _ANALYSE,
    "fairness": frozenset({_ANALYST, _AUDITOR}),
    "notes": frozenset({_ANALYST, _EXPERT, _AUDITOR, _ADMINISTRATOR}),
    "history": frozenset({_ANALYST, _EXPERT, _AUDITOR, _ADMINISTRATOR}),
    "data": frozenset({_ANALYST, _AUDITOR, _ADMINISTRATOR}),
}
"""Who may open a screen, by its name."""

HOMES: Mapping[Role, str] = {
    Role.ANALYST: "overview",
    Role.EXPERT: "inbox",
    Role.EXECUTIVE: "retention",
    Role.AUDITOR: "fairness",
    Role.ADMINISTRATOR: "data",
    Role.ADVISER: "customers",
}
"""The screen on which each role begins."""


class Export(StrEnum):
    """A kind of file that leaves the workbench."""

    TABLE = "table"
    """The numbers behind a chart: groups of customers."""
    CUSTOMERS = "customers"
    """A list of customers, one a row, with their ids."""
    EXPLANATION = "explanation"
    """Why one customer's risk is as it is."""
    REPORT = "report"
    """The executives' numbers as a document."""


EXPORTS: Mapping[Export, frozenset[Role]] = {
    Export.TABLE: frozenset({_ANALYST, _EXPERT, _EXECUTIVE, _AUDITOR}),
    Export.CUSTOMERS: _ANALYSE,
    Export.EXPLANATION: frozenset({_ANALYST, _EXPERT, _AUDITOR, _ADVISER}),
    Export.REPORT: frozenset({_ANALYST, _EXPERT, _EXECUTIVE, _AUDITOR}),
}
"""Who may take a kind of file along."""

MAY_LOAD = frozenset({_ANALYST, _ADMINISTRATOR})
"""Who may bring data in, build, and stop a build."""


class Sight(StrEnum):
    """How a role sees customers."""

    IDS = "ids"
    """By the bank's ids."""
    PSEUDONYMS = "pseudonyms"
    """By pseudonyms, and in groups of at least ten; one id at a time is revealed for a purpose, and written down."""
    GROUPS = "groups"
    """Only in groups of at least ten; nobody is revealed."""


SIGHTS: Mapping[Role, Sight] = {
    Role.ANALYST: Sight.IDS,
    Role.EXPERT: Sight.IDS,
    Role.EXECUTIVE: Sight.PSEUDONYMS,
    Role.AUDITOR: Sight.IDS,
    Role.ADMINISTRATOR: Sight.GROUPS,
    Role.ADVISER: Sight.IDS,
}
"""How each role sees customers."""


def may_open(role: Role, screen: str) -> bool:
    """Say whether a role may open a screen.

    Parameters
    ----------
    role : Role
        The person's role.
    screen : str
        The screen's name, as in its address.

    Returns
    -------
    bool
        False unless `SCREENS` says otherwise.

    Examples
    --------
    >>> may_open(Role.AUDITOR, "fairness"), may_open(Role.ANALYST, "no_such_screen")
    (True, False)
    """
    return role in SCREENS.get(screen, frozenset())


def may_export(role: Role, kind: Export) -> bool:
    """Say whether a role may take a kind of file along; False unless `EXPORTS` says otherwise."""
    return role in EXPORTS.get(kind, frozenset())


def roles_that_may_export(kind: Export) -> tuple[Role, ...]:
    """List the roles that may take a kind of file along, in the order of `Role`."""
    return tuple(role for role in Role if may_export(role, kind))


def may_load(role: Role) -> bool:
    """Say whether a role may bring data in, build, and stop a build."""
    return role in MAY_LOAD


def sight(role: Role) -> Sight:
    """Say how a role sees customers; only in groups unless `SIGHTS` says otherwise."""
    return SIGHTS.get(role, Sight.GROUPS)
