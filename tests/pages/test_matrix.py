"""Every cell of the matrix, tried on the server: principals × screens, × acts, × files, × what belongs to others."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.errors import InputError
from analytics.knowledge.reading import events, knowledge
from analytics.knowledge.rights import EXPORTS, SCREENS, Export
from analytics.knowledge.roles import RIGHTS, Act, Role
from analytics.vocabulary import Json
from pages.shared.screens import SECTIONS, file_of
from tests.knowledge.surroundings import do
from tests.pages.made_up import made_up_store
from tests.pages.screen import opened, said

ANONYMOUS = ""
PEOPLE = {ANONYMOUS: None, "branch": Role.ADVISER, **{role.value: role for role in Role if role is not Role.ADVISER}}
TITLES = {name: title for names in SECTIONS.values() for name, title in names.items()}
FORGED = {"customer": "C000004", "segment": "k24", "region": "R01", "entry": "1", "note": "n1", "kpi": "x' OR 1=1"}


def with_adviser(store: Path) -> None:
    do(store, "administrator", "profile", name="branch", role="adviser")


def nothing_of_it(app: AppTest) -> bool:
    return not (app.dataframe or app.metric or app.exception or app.get("plotly_chart") or "C0000" in said(app))


@pytest.mark.parametrize("person", PEOPLE, ids=lambda name: name or "anonymous")
def test_every_screen_opens_for_whoever_has_the_right_and_shows_nothing_to_others(
    person: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_up_store(tmp_path / "full", n=60)
    with_adviser(tmp_path / "full")
    with_adviser(tmp_path / "empty")
    role = PEOPLE[person]
    allowed = {name for name in TITLES if role is not None and role in SCREENS[name]}
    app = opened(tmp_path / "empty", "decide/inbox", monkeypatch, person=person)
    for name in sorted(allowed):
        app.switch_page(str(file_of(name))).run()
        assert [title.value for title in app.title] == [TITLES[name]], name
    app = opened(tmp_path / "full", "decide/inbox", monkeypatch, person=person)
    for name in sorted(TITLES.keys() - allowed):
        app.switch_page(str(file_of(name)))
        for parameter, value in FORGED.items():
            app.query_params[parameter] = value
        app.run()
        told = "You are not signed in" if role is None else "Not among your screens"
        assert [title.value for title in app.title] == [told], name
        assert nothing_of_it(app), name


@pytest.mark.parametrize(("person", "act"), tuple(product(PEOPLE, Act)), ids=str)
def test_every_act_is_refused_to_whoever_has_no_right(person: str, act: Act, tmp_path: Path) -> None:
    with_adviser(tmp_path)
    before = knowledge(tmp_path).sequence
    role = PEOPLE[person]
    with pytest.raises(InputError) as refused:
        do(tmp_path, person, act.value, forged="field")
    is_refused = f'may not do "{act}"' in str(refused.value) or "There is no user" in str(refused.value)
    assert is_refused == (role is None or act not in RIGHTS[role]), refused.value
    assert knowledge(tmp_path).sequence == before


@pytest.mark.parametrize(("person", "kind"), tuple(product(PEOPLE, Export)), ids=str)
def test_every_kind_of_file_is_refused_to_whoever_has_no_right_and_written_down_for_the_others(
    person: str, kind: Export, tmp_path: Path
) -> None:
    with_adviser(tmp_path)
    role = PEOPLE[person]
    asked: dict[str, Json] = {
        "kind": kind.value,
        "what": "customers",
        "form": "csv",
        "rows": 3,
        "filters": "region=R01",
    }
    if role in EXPORTS[kind]:
        do(tmp_path, person, "export", asked)
        last = events(tmp_path)[-1]
        assert (last.author, last.act, last.text("kind"), last.whole("rows")) == (person, "export", kind.value, 3)
    else:
        with pytest.raises(InputError, match=r"may not|no user"):
            do(tmp_path, person, "export", asked)
        assert events(tmp_path)[-1].act == "profile"


def belongings(store: Path) -> dict[str, tuple[str, dict[str, Json]]]:
    """What belongs to "owner", an analyst: by what is tried on it, the act and its fields."""
    do(store, "administrator", "profile", name="owner", role="analyst")
    private = do(store, "owner", "view", name="Mine", link="overview").id
    shared = do(store, "owner", "view", name="Ours", link="overview", shared=True).id
    cohort = do(store, "owner", "cohort", name="Rich", rule="balance > 50").id
    question = do(store, "owner", "ask", to="owner", body="Why?").id
    note = do(store, "owner", "note", subject_kind="segment", subject_id="3-b", kind="product", body="They save").id
    rule = do(store, "owner", "alarm_rule", pattern="aa11").id
    return {
        "withdraw a private view": ("withdraw", {"view": private}),
        "withdraw a shared view": ("withdraw", {"view": shared}),
        "save a private view anew": ("view", {"view": private, "name": "Stolen", "link": "overview"}),
        "save a shared view anew": ("view", {"view": shared, "name": "Stolen", "link": "overview"}),
        "withdraw a cohort": ("withdraw", {"cohort": cohort}),
        "withdraw a question": ("withdraw", {"question": question}),
        "answer a question to another": ("answer", {"question": question, "body": "Because"}),
        "withdraw a note": ("withdraw", {"note": note}),
        "withdraw an alarm rule": ("withdraw", {"alarm_rule": rule}),
        "undo an act": ("undo", {"entry": 3}),
    }


TRIED = (
    "withdraw a private view",
    "withdraw a shared view",
    "save a private view anew",
    "save a shared view anew",
    "withdraw a cohort",
    "withdraw a question",
    "answer a question to another",
    "withdraw a note",
    "withdraw an alarm rule",
    "undo an act",
)


@pytest.mark.parametrize(("person", "tried"), tuple(product(PEOPLE, TRIED)), ids=str)
def test_what_belongs_to_another_is_changed_by_nobody_but_withdrawn_by_an_administrator(
    person: str, tried: str, tmp_path: Path
) -> None:
    with_adviser(tmp_path)
    act, fields = belongings(tmp_path)[tried]
    before = knowledge(tmp_path).sequence
    if person == "administrator" and act == "withdraw":
        do(tmp_path, person, act, fields)
        assert knowledge(tmp_path).sequence == before + 1
    else:
        with pytest.raises(InputError):
            do(tmp_path, person, act, fields)
        assert knowledge(tmp_path).sequence == before


def test_the_owner_may_do_all_of_this(tmp_path: Path) -> None:
    with_adviser(tmp_path)
    assert set(belongings(tmp_path)) == set(TRIED)
    for tried in TRIED[2:-1]:
        act, fields = belongings(tmp_path / tried.replace(" ", "_"))[tried]
        assert do(tmp_path / tried.replace(" ", "_"), "owner", act, fields).act == act


@pytest.mark.parametrize("person", PEOPLE, ids=lambda name: name or "anonymous")
def test_a_view_is_listed_for_its_owner_or_where_it_is_shared(
    person: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pages.shared import session, views

    with_adviser(tmp_path)
    belongings(tmp_path)
    monkeypatch.setenv("TANDEM_STORE", str(tmp_path))
    for who, names in ((person, ["Ours"]), ("owner", ["Mine", "Ours"])):
        monkeypatch.setenv("TANDEM_AS", who)
        assert session.store() == tmp_path
        assert [view.name for view in views.visible()] == (names if who else [])
