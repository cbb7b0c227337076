"""What people keep and ask besides notes: cohorts, saved views, questions, decisions, tags and names."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.knowledge.notes import Said


@dataclass(frozen=True)
class Named:
    """The name of a segment or a pattern, by a person.

    Attributes
    ----------
    name : str
        What it is called.
    author, named_at : str
        Who called it so, and when (UTC, ISO 8601).
    sequence : int
        The number of the entry.
    """

    name: str
    author: str
    named_at: str
    sequence: int


@dataclass(frozen=True)
class Tag:
    """A word on a segment, a cohort or some customers.

    Attributes
    ----------
    tag : str
        The word.
    subject_kind : str
        ``segment``, ``cohort`` or ``customers``.
    subject_id : str
        A segment's key or a cohort's id; empty for customers.
    customers : frozenset of str
        Pseudonyms; empty for a segment or cohort.
    author : str
        Who put it there.
    sequence : int
        The number of the entry.
    """

    tag: str
    subject_kind: str
    subject_id: str
    customers: frozenset[str]
    author: str
    sequence: int


@dataclass(frozen=True)
class Cohort:
    """Customers whom somebody keeps an eye on.

    Attributes
    ----------
    cohort_id : str
        ``c`` and the number of its entry.
    name, author, created_at : str
        What it is called, by whom, since when (UTC, ISO 8601).
    rule : str or None
        For a live cohort: whoever meets it, in each snapshot anew.
    customers : frozenset of str or None
        For a fixed list: pseudonyms.
    """

    cohort_id: str
    name: str
    author: str
    created_at: str
    rule: str | None = None
    customers: frozenset[str] | None = None

    @property
    def is_live(self) -> bool:
        """Whether a rule says who is in it."""
        return self.rule is not None


@dataclass(frozen=True)
class View:
    """A screen as somebody left it.

    Attributes
    ----------
    view_id : str
        ``v`` and the number of the entry that made it.
    name, owner, created_at : str
        What it is called, by whom, since when (UTC, ISO 8601).
    link : str
        The screen and its parameters, as in the address.
    is_shared : bool
        Whether others see it.
    """

    view_id: str
    name: str
    owner: str
    created_at: str
    link: str
    is_shared: bool


@dataclass(frozen=True)
class Target:
    """What a KPI is meant to be.

    Attributes
    ----------
    target_id : str
        ``t`` and the number of its entry.
    kpi : str
        Its name in the table ``kpis``.
    value : float
        In the KPI's unit; shares 0-1.
    by : str
        The day by which it is to be reached (ISO 8601).
    segment : str or None
        A segment's key; None: all customers.
    author, set_at : str
        Who set it, and when (UTC, ISO 8601).
    """

    target_id: str
    kpi: str
    value: float
    by: str
    segment: str | None
    author: str
    set_at: str


@dataclass(frozen=True)
class Question:
    """A question of one person to another.

    Attributes
    ----------
    question_id : str
        ``q`` and the number of its entry.
    author, to, asked_at : str
        Who asks whom, and when (UTC, ISO 8601).
    body : str
        The question.
    subject_kind, subject_id : str or None
        What it is about.
    answers : tuple of Said
        Oldest first.
    """

    question_id: str
    author: str
    to: str
    asked_at: str
    body: str
    subject_kind: str | None
    subject_id: str | None
    answers: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Decision:
    """What somebody decided about a task: a row of ``decisions``.

    Attributes
    ----------
    task_id : str
        The task; ``match:KEY`` asks which segment the one of that key has become.
    subject_kind, subject_id, route, decision, author, decided_at : str
        What it was about, on which route it came, what was decided, by whom, when (UTC, ISO 8601).
    """

    task_id: str
    subject_kind: str
    subject_id: str
    route: str
    decision: str
    author: str
    decided_at: str
