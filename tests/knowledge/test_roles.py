"""Who may do what, cell by cell; what the table does not allow is refused."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from analytics.errors import InputError
from analytics.knowledge.people import STARTING_PEOPLE, Person, refuse_unless_allowed
from analytics.knowledge.reading import knowledge
from analytics.knowledge.roles import RIGHTS, Act, Role, may
from tests.knowledge.surroundings import do

# Rows: acts. Columns: analyst, expert, executive, auditor, administrator, adviser. Written by hand, not taken from
# the code: a right that slips in must be noticed here.
TABLE = """
profile        . . . . x .
rename         x x . . x .
tag            x x . . x .
untag          x x . . x .
merge          x x . . x .
split          x x . . x .
move           x x . . x .
lock           x x . . x .
unlock         x x . . x .
restore_state  x x . . x .
note           x x . . x .
test_note      x x . . x .
agree          x x . x x .
sign           . . . x . .
dispute        x x . x x .
answer         x x x x x x
withdraw       x x x x x .
cohort         x x . . x .
view           x x x x x x
ask            x x x x x x
decide         x x . . x .
name_pattern   x x . . x .
dismiss_pattern x x . . x .
readmit_pattern x x . . x .
alarm_rule     x x . . x .
retention_list x x x . . .
target         x . x . x .
finding        x x x . . .
change_finding x x x . . .
export         x x x x . x
reveal         . . x . . .
undo           x x x x x x
"""
CELLS = [
    (Role(role), Act(line.split()[0]), mark == "x")
    for line in TABLE.strip().splitlines()
    for role, mark in zip(Role, line.split()[1:], strict=True)
]


def test_the_table_has_a_cell_for_every_role_and_act() -> None:
    assert {(role, act) for role, act, _ in CELLS} == set(product(Role, Act))


@pytest.mark.parametrize(("role", "act", "is_allowed"), CELLS, ids=str)
def test_every_cell_is_as_the_table_says(role: Role, act: Act, is_allowed: bool) -> None:
    assert may(role, act) is is_allowed
    if is_allowed:
        refuse_unless_allowed(Person("anna", role), act)
    else:
        with pytest.raises(InputError, match=f'may not do "{act}"'):
            refuse_unless_allowed(Person("anna", role), act)


def test_what_no_table_names_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(RIGHTS, Role.AUDITOR)
    assert not any(may(Role.AUDITOR, act) for act in Act)


@pytest.mark.parametrize("act", [act for act in Act if act is not Act.PROFILE])
def test_a_role_without_the_right_is_refused_before_anything_is_read(tmp_path: Path, act: Act) -> None:
    for role, _, is_allowed in (cell for cell in CELLS if cell[1] is act):
        if not is_allowed and role.value in STARTING_PEOPLE:
            with pytest.raises(InputError, match="may not do"):
                do(tmp_path, role.value, act.value)
    assert knowledge(tmp_path).sequence == 0


def test_a_fresh_store_has_one_person_of_each_role_and_no_adviser(tmp_path: Path) -> None:
    people = knowledge(tmp_path).people
    assert {name: person.role.value for name, person in people.items()} == {
        name: name for name in ("analyst", "expert", "executive", "auditor", "administrator")
    }


def test_only_an_administrator_makes_profiles_and_they_can_be_changed(tmp_path: Path) -> None:
    assert do(tmp_path, "administrator", "profile", name="Anna Ö.", role="expert", team="Savings").id == "Anna Ö."
    do(tmp_path, "administrator", "profile", name="Anna Ö.", role="analyst")
    assert knowledge(tmp_path).people["Anna Ö."] == Person("Anna Ö.", Role.ANALYST)
    for name, role in (("a\nb", "expert"), ("x", "boss"), ("", "expert"), (" ", "expert")):
        with pytest.raises(InputError):
            do(tmp_path, "administrator", "profile", name=name, role=role)


def test_somebody_without_a_profile_does_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r'no user "exprt"\. Did you mean "expert"'):
        do(tmp_path, "exprt", "rename", segment="3-a", name="A")
