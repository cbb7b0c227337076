"""Each person stays with one server; who is new goes to the one with the least to do."""

from __future__ import annotations

from collections import Counter

from analytics.front.places import Place, Places


def places(n: int, *, down: int | None = None) -> Places:
    made = Places(n)
    for place in made.all:
        place.port = None if place.number == down else 9_000 + place.number
    return made


def number(place: Place | None) -> int | None:
    return None if place is None else place.number


def test_whoever_is_with_a_server_stays_with_it_however_much_it_has_to_do() -> None:
    some = places(3)
    some.all[2].n_lines = 50
    assert {number(some.choose(b"GET", "2")) for _ in range(5)} == {2}


def test_who_is_new_goes_to_the_one_with_the_least_to_do_in_turns() -> None:
    some = places(3)
    assert Counter(number(some.choose(b"GET", None)) for _ in range(30)) == {0: 10, 1: 10, 2: 10}
    some.all[0].n_lines, some.all[2].n_lines = 2, 1
    assert [number(some.choose(b"GET", None)) for _ in range(3)] == [1, 1, 1]


def test_what_a_cookie_says_of_no_server_that_is_up_is_nothing() -> None:
    some = places(2, down=1)
    assert [number(some.choose(b"GET", told)) for told in ("1", "7", "-1", "0x0", "", "０")] == [0] * 6
    assert number(Places(2).choose(b"GET", "0")) is None


def test_all_who_sign_in_are_counted_by_one_server() -> None:
    assert {number(places(3).choose(b"POST", told)) for told in ("0", "1", "2", None)} == {0}
    assert number(places(3, down=0).choose(b"POST", "2")) == 1


def test_a_server_is_busy_while_it_answers() -> None:
    place = Place(0)
    with place.busy(), place.busy():
        assert place.n_lines == 2
    assert place.n_lines == 0
