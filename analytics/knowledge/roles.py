"""Who may do what: a table of roles and acts; what is not in it is refused."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person is to the bank."""

    ANALYST = "analyst"
    EXPERT = "expert"
    EXECUTIVE = "executive"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    ADVISER = "adviser"


class Act(StrEnum):
    """What people do with the knowledge of a store."""

    PROFILE = "profile"
    RENAME = "rename"
    TAG = "tag"
    UNTAG = "untag"
    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"
    LOCK = "lock"
    UNLOCK = "unlock"
    RESTORE_STATE = "restore_state"
    NOTE = "note"
    TEST_NOTE = "test_note"
    AGREE = "agree"
    SIGN = "sign"
    DISPUTE = "dispute"
    ANSWER = "answer"
    WITHDRAW = "withdraw"
    COHORT = "cohort"
    VIEW = "view"
    ASK = "ask"
    DECIDE = "decide"
    NAME_PATTERN = "name_pattern"
    DISMISS_PATTERN = "dismiss_pattern"
    READMIT_PATTERN = "readmit_pattern"
    ALARM_RULE = "alarm_rule"
    RETENTION_LIST = "retention_list"
    TARGET = "target"
    FINDING = "finding"
    CHANGE_FINDING = "change_finding"
    EXPORT = "export"
    REVEAL = "reveal"
    UNDO = "undo"


STARTING_ROLES = (Role.ANALYST, Role.EXPERT, Role.EXECUTIVE, Role.AUDITOR, Role.ADMINISTRATOR)
"""A fresh store has one person of each, named after it."""

SEGMENT_ACTS = frozenset(
    {Act.RENAME, Act.TAG, Act.UNTAG, Act.MERGE, Act.SPLIT, Act.MOVE, Act.LOCK, Act.UNLOCK, Act.RESTORE_STATE}
)
"""Acts on the segment tree and its names: what `restore_state` restores."""

PATTERN_ACTS = frozenset({Act.NAME_PATTERN, Act.DISMISS_PATTERN, Act.READMIT_PATTERN, Act.ALARM_RULE})
"""Acts on patterns: what the build found to happen before an outcome."""

_SPEAK = frozenset({Act.ASK, Act.ANSWER, Act.VIEW, Act.UNDO})
_JUDGE = frozenset({Act.AGREE, Act.DISPUTE, Act.WITHDRAW})
_LIST = frozenset({Act.RETENTION_LIST})
_STEER = frozenset({Act.TARGET})
_FIND = frozenset({Act.FINDING, Act.CHANGE_FINDING})
_TAKE = frozenset({Act.EXPORT})
_CONTRIBUTE = SEGMENT_ACTS | PATTERN_ACTS | _SPEAK | _JUDGE | {Act.NOTE, Act.TEST_NOTE, Act.COHORT, Act.DECIDE}

QUIET_ACTS = _TAKE | {Act.REVEAL}
"""Acts that change nothing anybody sees: pages that are open are not drawn anew for them."""

RIGHTS: dict[Role, frozenset[Act]] = {
    Role.ANALYST: _CONTRIBUTE | _LIST | _STEER | _FIND | _TAKE,
    Role.EXPERT: _CONTRIBUTE | _LIST | _FIND | _TAKE,
    Role.EXECUTIVE: _SPEAK | _LIST | _STEER | _FIND | _TAKE | {Act.WITHDRAW, Act.REVEAL},
    Role.AUDITOR: _SPEAK | _JUDGE | _TAKE | {Act.SIGN},
    Role.ADMINISTRATOR: _CONTRIBUTE | _STEER | {Act.PROFILE},
    Role.ADVISER: _SPEAK | _TAKE,
}
"""What each role may do."""


def may(role: Role, act: Act) -> bool:
    """Say whether a role may do an act.

    Parameters
    ----------
    role : Role
        The person's role.
    act : Act
        What they want to do.

    Returns
    -------
    bool
        False unless `RIGHTS` says otherwise.

    Examples
    --------
    >>> may(Role.AUDITOR, Act.SIGN), may(Role.EXECUTIVE, Act.RENAME)
    (True, False)
    """
    return act in RIGHTS.get(role, frozenset())


def roles_that_may(act: Act) -> tuple[Role, ...]:
    """List the roles that may do an act.

    Parameters
    ----------
    act : Act
        The act.

    Returns
    -------
    tuple of Role
        In the order of `Role`.
    """
    return tuple(role for role in Role if may(role, act))
