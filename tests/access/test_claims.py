"""Sign-in by the bank's provider: roles from claims, ends in time, and the table of profiles."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.access.claims import AUTHOR, Provider, bring_up_to_date, person_claimed
from analytics.knowledge.people import Person
from analytics.knowledge.reading import events, knowledge
from analytics.knowledge.roles import Role
from tests.knowledge.surroundings import do

NOW, DAY = 1_800_000_000.0, 86_400.0
PROVIDER = Provider({"BANK-A": Role.ANALYST, "BANK-X": Role.EXECUTIVE})
CLAIMS: dict[str, object] = {
    "email": "anna@bank.example",
    "email_verified": True,
    "groups": ["STAFF", "BANK-X"],
    "iat": NOW - 60,
    "exp": NOW + 3600,
}


def claimed(**changed: object) -> Person | None:
    claims = {name: value for name, value in {**CLAIMS, **changed}.items() if value is not None}
    return person_claimed(claims, PROVIDER, now_s=NOW, longest_s=DAY)


def test_a_person_has_the_role_of_the_first_group_that_has_one() -> None:
    assert claimed() == Person("anna@bank.example", Role.EXECUTIVE)
    assert claimed(groups=["BANK-X", "BANK-A"]) == Person("anna@bank.example", Role.ANALYST)
    assert claimed(groups="BANK-A") == Person("anna@bank.example", Role.ANALYST)


@pytest.mark.parametrize(
    "changed",
    [
        {"groups": ["STAFF"]},
        {"groups": None},
        {"groups": {"BANK-A": True}},
        {"groups": 7},
        {"exp": NOW},
        {"exp": None},
        {"exp": "never"},
        {"exp": True},
        {"iat": None},
        {"iat": NOW + 3600},
        {"iat": NOW - DAY, "exp": NOW + DAY},
        {"email": None},
        {"email": ""},
        {"email": "a\nb"},
        {"email": "x" * 500},
        {"email": 7},
        {"email_verified": False},
    ],
)
def test_who_is_not_said_plainly_and_in_time_is_nobody(changed: dict[str, object]) -> None:
    assert claimed(**changed) is None


def test_a_profile_is_made_at_the_first_sign_in_and_follows_the_provider(tmp_path: Path) -> None:
    anna = Person("anna@bank.example", Role.EXECUTIVE)
    bring_up_to_date(tmp_path, anna, issued_s=NOW)
    bring_up_to_date(tmp_path, anna, issued_s=NOW)
    assert knowledge(tmp_path).people["anna@bank.example"] == anna
    assert [event.author for event in events(tmp_path)] == [AUTHOR]


def test_a_role_changed_here_holds_until_the_next_sign_in(tmp_path: Path) -> None:
    do(tmp_path, "administrator", "profile", name="anna@bank.example", role="auditor")
    changed_at = 4_000_000_000.0
    bring_up_to_date(tmp_path, Person("anna@bank.example", Role.EXECUTIVE), issued_s=0.0)
    assert knowledge(tmp_path).people["anna@bank.example"].role is Role.AUDITOR
    bring_up_to_date(tmp_path, Person("anna@bank.example", Role.EXECUTIVE), issued_s=changed_at)
    assert knowledge(tmp_path).people["anna@bank.example"].role is Role.EXECUTIVE


def test_a_name_of_the_starting_profiles_gives_no_right_of_theirs(tmp_path: Path) -> None:
    bring_up_to_date(tmp_path, Person("administrator", Role.ADVISER), issued_s=0.0)
    assert knowledge(tmp_path).people["administrator"].role is Role.ADVISER
