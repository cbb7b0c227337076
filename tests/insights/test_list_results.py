"""What came of a retention list, by hand, and in many lists whose effect is known."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from analytics.insights.intervals import newcombe, wilson
from analytics.insights.list_results import ListResult, ListVerdict, list_result, pooled
from analytics.insights.list_words import least_words, result_in_short, result_words, trial_words
from analytics.insights.save_kpis import save_kpis
from analytics.knowledge.retention_lists import ListTerms, Ranking, RetentionList
from tests.pages.made_up_offers import trial_tables

MADE = RetentionList(
    list_id="l1",
    name="Spring",
    author="expert",
    made_at="2026-01-05T09:00:00+00:00",
    channel="phone",
    owner="expert",
    as_of=date(2025, 12, 31),
    due_on=date(2026, 1, 31),
    terms=ListTerms(70, Ranking.RISK, offer="fee_waiver"),
    whom="everyone",
    contacted=(),
    held_back=(),
)
"""Ripe on 1 May 2026."""


def rows(contacted: tuple[int, int], held_back: tuple[int, int]) -> pd.DataFrame:
    """So many who stayed, of so many."""
    parts = []
    for group, (stayed, n) in (("contact", contacted), ("hold_out", held_back)):
        closed = [None] * stayed + [date(2026, 5, 1)] * (n - stayed)
        parts.append(pd.DataFrame({"group": group, "closed_on": closed}))
    return pd.concat(parts, ignore_index=True).assign(is_reached=False, is_accepted=False, reward=0.0)


def came(contacted: tuple[int, int], held_back: tuple[int, int], *, as_of: date = date(2026, 5, 1)) -> ListResult:
    return list_result(MADE, rows(contacted, held_back), as_of=as_of)


def test_newcombe_gives_what_he_published() -> None:
    """Table II of Newcombe (1998), method 10: four of his cases, at 95 %."""
    published = {
        ((56, 70), (48, 80)): (0.0524, 0.3339),
        ((9, 10), (3, 10)): (0.1705, 0.8090),
        ((5, 56), (0, 29)): (-0.0381, 0.1926),
        ((10, 10), (0, 10)): (0.6075, 1.0000),
    }
    for (first, second), ends in published.items():
        assert newcombe(first, second, z=1.959964)[1:] == pytest.approx(ends, abs=5e-5)


def test_by_hand() -> None:
    # 56 of 70 stayed, 48 of 80 held back: 0.8 and 0.6; z is 1.644854 and its square 2.705543. Wilson's of the first:
    # (0.8 + 2.705543/140 ± 1.644854·√(0.8·0.2/70 + 2.705543/19600)) / (1 + 2.705543/70), so 0.71087 and 0.86680; of the
    # second 0.50806 and 0.68540. √(0.08913² + 0.08540²) = 0.12344 below 0.2, √(0.06680² + 0.09194²) = 0.11364 above.
    found = came((56, 70), (48, 80))
    assert (found.contacted.share, found.held_back.share) == (0.8, 0.6)
    assert found.contacted.interval() == pytest.approx((0.71087, 0.86680), abs=5e-6)
    assert (found.uplift, found.lower, found.upper) == pytest.approx((0.2, 0.2 - 0.12344, 0.2 + 0.11364), abs=1e-5)
    assert (found.verdict, found.ripe_on) == (ListVerdict.KEPT, date(2026, 5, 1))


def test_who_closed_a_day_later_was_still_here_and_who_closed_before_the_contact_was_not() -> None:
    closed = [date(2026, 5, 1), date(2026, 5, 2), date(2026, 1, 3), None]
    table = pd.DataFrame({"group": "contact", "closed_on": closed, "is_reached": [True, True, False, True]})
    table = table.assign(is_accepted=[False, True, False, True], reward=[5.0, 7.0, 0.0, 2.5])
    side = list_result(MADE, table, as_of=date(2026, 5, 1)).contacted
    assert (side.n, side.n_stayed, side.n_reached, side.n_accepted, side.reward) == (4, 2, 3, 2, 9.5)


@pytest.mark.parametrize(
    ("contacted", "held_back", "verdict"),
    [
        ((50, 70), (0, 0), ListVerdict.NO_HOLD_OUT),
        ((70, 70), (0, 19), ListVerdict.FEW),
        ((19, 19), (10, 40), ListVerdict.FEW),
        ((40, 80), (56, 70), ListVerdict.DROVE_AWAY),
        ((60, 80), (52, 70), ListVerdict.UNSURE),
    ],
)
def test_what_is_said_of_it(contacted: tuple[int, int], held_back: tuple[int, int], verdict: ListVerdict) -> None:
    assert came(contacted, held_back).verdict is verdict


def test_before_it_is_ripe_nothing_is_said_and_no_difference_is_shown() -> None:
    found = came((70, 70), (0, 80), as_of=date(2026, 4, 30))
    assert found.verdict is ListVerdict.NOT_RIPE
    assert all(math.isnan(each) for each in (found.uplift, found.lower, found.upper))


def test_where_nothing_has_an_effect_one_list_in_ten_says_otherwise_at_most() -> None:
    draw = np.random.default_rng(2)
    n_claims, n_holding, n = 0, 0, 1_000
    for _ in range(n):
        found = came((int(draw.binomial(300, 0.93)), 300), (int(draw.binomial(60, 0.93)), 60))
        n_claims += found.verdict is not ListVerdict.UNSURE
        n_holding += found.lower <= 0 <= found.upper
    assert n_claims / n <= 0.12
    assert n_holding == n - n_claims


def test_one_list_alone_has_its_own_interval_and_two_alike_are_surer() -> None:
    one, other = came((56, 70), (48, 80)), came((560, 700), (480, 800))
    assert pooled([one]) == pytest.approx((one.uplift, one.lower, one.upper))
    middle, lower, upper = pooled([one, one])
    assert middle == pytest.approx(one.uplift)
    assert (middle - lower, upper - middle) == pytest.approx(
        ((one.uplift - one.lower) / math.sqrt(2), (one.upper - one.uplift) / math.sqrt(2))
    )
    # Weights 70·80/150 and 700·800/1500: one to ten.
    worse = came((28, 70), (48, 80))
    assert pooled([worse, other])[0] == pytest.approx((-0.2 + 10 * 0.2) / 11)
    assert all(math.isnan(each) for each in pooled([came((50, 70), (0, 0))]))


def test_the_kpis_count_each_list_in_the_period_in_which_it_ripened() -> None:
    first, second = came((56, 70), (48, 80)), replace(came((30, 30), (0, 0)), ripe_on=date(2026, 6, 30))
    unripe = came((5, 70), (5, 80), as_of=date(2026, 4, 30))
    table = save_kpis([first, second, unripe], ["2026-04", "2026-05", "2026-06", "2025-07/2026-06"])
    columns = ["period", "kpi", "value", "numerator", "denominator", "unit"]
    told = {(row[0], row[1]): row[2:] for row in table[columns].itertuples(index=False, name=None)}
    assert sorted(told) == [
        ("2025-07/2026-06", "save_rate"),
        ("2025-07/2026-06", "save_uplift"),
        ("2026-05", "save_rate"),
        ("2026-05", "save_uplift"),
        ("2026-06", "save_rate"),
    ]
    assert told[("2025-07/2026-06", "save_rate")] == (0.86, 86.0, 100.0, "share")
    assert told[("2026-05", "save_uplift")][0] == pytest.approx(0.2)
    lower, upper = wilson(np.array([86.0]), np.array([100.0]))
    year = table[(table["period"] == "2025-07/2026-06") & (table["kpi"] == "save_rate")].iloc[0]
    assert (year["lower"], year["upper"]) == (lower[0], upper[0])
    assert save_kpis([unripe], ["2026-05"]).empty


def test_in_words() -> None:
    assert result_words(came((70, 70), (0, 80), as_of=date(2026, 4, 30))) == "Not ripe before 1 May 2026."
    assert result_words(came((56, 70), (48, 80))) == (
        "Of 70 to be contacted 56 are still here (80.0%), of 80 held back 48 (60.0%): +20.0 points (90% interval +7.7"
        " to +31.4); the list kept customers."
    )
    assert result_words(came((10, 12), (9, 12))).endswith("too few to tell (at least 20 on each side).")
    assert result_words(came((10, 12), (0, 0))).endswith("so nobody knows how many would have stayed anyway.")
    assert result_in_short(came((60, 80), (52, 70))) == "+0.7 points (−10.8 to +12.5): no sure effect"
    assert result_in_short(came((40, 80), (56, 70))).endswith("drove customers away")


def test_how_small_an_effect_can_be_seen_is_said_with_what_it_means() -> None:
    told = least_words(0.08, 0.097, 300, 53, days=90)
    assert told.startswith("With 300 contacted and 53 held back, of whom 9.7% are expected to leave within 90 days, an")
    assert "an effect under 8.0 points will hardly be told from chance." in told
    unknown = least_words(0.11, 0.097, 300, 53, days=None)
    assert "are expected to leave, an effect" in unknown, "a customer table does not say when"
    assert "Even if nobody contacted left" in unknown
    assert least_words(math.inf, 0.1, 300, 0, days=90) == "Nobody is held back: what the list does will never be known."


def test_what_a_trial_found_is_said_or_that_nothing_is_known() -> None:
    effects = trial_tables(is_known=True)["offer_effects"]
    assert trial_words(effects, "fee_waiver", "phone") == (
        "In trials of this offer over phone, 3.6% of 800 who got it left, and 6.0% of 790 who did not: +2.4 points kept"
        " (90% interval +0.9 to +3.9); it keeps customers."
    )
    assert "+2.1 points kept" in trial_words(effects, "fee_waiver", "web"), "over a channel without a trial: in all"
    assert trial_words(effects, "a call") == (
        "No trial has compared this offer with none. Ranked by risk; effect unknown."
    )
