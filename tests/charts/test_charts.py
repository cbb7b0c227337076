"""Every figure has its axes named, draws on no ground of its own, and says its takeaway in words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from plotly.graph_objects import Figure

from analytics.charts import (
    calibration,
    comparison,
    contributions,
    customer_path,
    customer_timeline,
    drivers,
    map_position,
    model_quality,
    push_by_two,
    push_intervals,
    retention,
    risk_distribution,
    segment_effects,
    segment_sizes,
    segment_trend,
    then_and_now,
    two_accounts,
)
from analytics.charts.theme import DARK, LIGHT, Ink, ink, literal
from tests.charts import tables

COLOURS = {"3-01": "#0072B2", "3-02": "#D55E00"}

FIGURES: dict[str, Callable[[Ink], Figure]] = {
    "segment sizes": lambda ink: segment_sizes.segment_sizes(tables.SIZES, ink=ink, colours=COLOURS),
    "segment risk": lambda ink: segment_sizes.segment_risk(tables.SIZES, ink=ink, colours=COLOURS, overall=0.07),
    "segment effects": lambda ink: segment_effects.segment_effects(tables.EFFECTS, ink=ink, colour="#0072B2"),
    "comparison": lambda ink: comparison.comparison(tables.COMPARED, ink=ink, names=("<i>these</i>", "everyone else")),
    "drivers": lambda ink: drivers.drivers(tables.DRIVERS, ink=ink),
    "drivers beside all": lambda ink: drivers.drivers_beside_all(
        tables.DRIVERS, ink=ink, colour="#0072B2", name="<i>Students</i>"
    ),
    "model quality": lambda ink: model_quality.model_quality(tables.QUALITY, ink=ink),
    "quality by month": lambda ink: model_quality.quality_by_month(tables.MONTHS, ink=ink),
    "retention": lambda ink: retention.retention(
        tables.CURVE, tables.CURVE, ink=ink, colour="#0072B2", name="<i>Students</i>"
    ),
    "calibration": lambda ink: calibration.calibration(tables.BINS, ink=ink),
    "risk distribution": lambda ink: risk_distribution.risk_distribution(
        tables.RISKS, ink=ink, colour="#0072B2", name="<i>Students</i>"
    ),
    "segment trend": lambda ink: segment_trend.segment_trend(tables.TREND, ink=ink, colour="#0072B2"),
    "contributions": lambda ink: contributions.contributions(tables.STEPS, ink=ink),
    "push intervals": lambda ink: push_intervals.push_intervals(tables.PUSHES, ink=ink),
    "push by two": lambda ink: push_by_two.push_by_two(tables.BY_TWO, ink=ink),
    "two accounts": lambda ink: two_accounts.two_accounts(tables.PUSHES, ink=ink),
    "customer timeline": lambda ink: customer_timeline.customer_timeline(
        tables.TIMELINE, tables.EVENTS, ink=ink, currency="EUR"
    ),
    "map position": lambda ink: map_position.map_position(
        tables.SAMPLE, tables.CUSTOMER, ink=ink, colour="#0072B2", name="<i>Students</i>"
    ),
    "customer path": lambda ink: customer_path.customer_path(tables.SAMPLE, tables.PATH, ink=ink),
    "then and now": lambda ink: then_and_now.then_and_now(tables.SAMPLE, tables.PATH, tables.WAYS, ink=ink),
}


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_figure_takes_the_page_s_ground_and_ink(name: str, theme: Ink) -> None:
    figure = FIGURES[name](theme)

    assert figure.layout.paper_bgcolor == figure.layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert figure.layout.font.color == theme.text


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_draws_without_webgl_and_names_its_visible_axes(name: str) -> None:
    figure = FIGURES[name](LIGHT)

    assert {trace.type for trace in figure.data} <= {"bar", "scatter"}
    if name in ("map position", "customer path", "then and now"):  # a map's axes have no names
        return
    named = [axis for axis in figure.select_xaxes() if axis.title.text]
    assert named, "no x axis has a title"
    for axis in figure.select_yaxes():
        assert axis.visible is False or axis.title.text or axis.matches


@pytest.mark.parametrize("name", FIGURES)
def test_text_from_the_data_is_never_markup(name: str) -> None:
    said = FIGURES[name](LIGHT).to_json()

    for markup in ("<i>", "<b>", "\\u003ci\\u003e", "\\u003cb\\u003e"):
        assert markup not in said


@pytest.mark.parametrize("name", ["segment sizes", "risk distribution", "segment trend", "drivers"])
def test_lengths_start_at_zero(name: str) -> None:
    figure = FIGURES[name](LIGHT)
    axes = [*figure.select_xaxes(), *figure.select_yaxes()]

    assert any(axis.rangemode == "tozero" or (axis.range and axis.range[0] == 0) for axis in axes)


def test_alternative_texts_say_the_takeaway() -> None:
    assert segment_sizes.segment_sizes_alt(tables.SIZES) == (
        "3 segments. The largest is Salary on the 25th, mostly mobile, travels with 2,400 customers."
        " The highest mean risk is 21.0%, in <b>Branch & cash</b>."
    )
    assert segment_effects.segment_effects_alt(tables.EFFECTS) == (
        "What differs most is Card purchases in 90 days: 61 (all: 22), above the average of all customers."
    )
    assert "Days since the last own act: more goes with a higher risk" in drivers.drivers_alt(tables.DRIVERS)
    assert "Tandem's model 0.820" in model_quality.model_quality_alt(tables.QUALITY)
    assert model_quality.quality_by_month_alt(tables.MONTHS).endswith("0.860 on the first, 0.820 on the last.")
    assert "20.0% foretold against 26.0%" in calibration.calibration_alt(tables.BINS)
    assert risk_distribution.risk_distribution_alt(tables.RISKS, name="Students").startswith("80.0% of Students")
    assert segment_trend.segment_trend_alt(tables.TREND) == ("8.1% of customers on 31 Mar 2026, 9.4% on 30 Sep 2026.")
    assert retention.retention_alt(tables.CURVE, tables.CURVE, name="Students") == (
        "2 months after joining 90.0% of Students are still here (90% interval 80.0% to 95.0%); of all customers 90.0%."
    )
    assert contributions.contributions_alt(tables.STEPS) == (
        "What raises the risk most: No own act for 41 days. What lowers it most: Three products."
    )
    assert push_intervals.push_intervals_alt(tables.PUSHES) == (
        "1 of 2 pushes come back. The largest: <b>Cash</b>, +0.10 to +0.90."
    )
    assert push_intervals.shape_alt(tables.PUSHES, name="Cash") == (
        "Cash: the push is highest at <b>Cash</b> (+0.50) and lowest at Salary (−0.20)."
    )
    assert push_by_two.push_by_two_alt(tables.BY_TWO, names=("Cash", "Salary")) == (
        "What the two add together raises most with Cash <b>up to 3</b> and Salary above 7 (+0.30);"
        " it lowers most with Cash <b>up to 3</b> and Salary <i>up to 7</i> (−0.20)."
    )
    assert two_accounts.two_accounts_alt(tables.PUSHES) == (
        "Push by SHAP and by the straight line: <b>Cash</b> +0.50 and +0.40; Salary −0.20 and +0.10."
    )
    assert customer_timeline.customer_timeline_alt(tables.TIMELINE).endswith(
        "8 own acts a month on average, 2 in the last."
    )


def test_a_table_without_rows_says_so() -> None:
    assert segment_sizes.segment_sizes_alt(tables.SIZES.head(0)) == "No segment to show."
    assert drivers.drivers_alt(tables.DRIVERS.head(0)) == "No drivers to show."
    assert calibration.calibration_alt(tables.BINS.head(0)).startswith("No group")


def test_the_theme_is_chosen_by_name() -> None:
    assert ink("dark") is DARK
    assert ink("light") is LIGHT


def test_ampersands_and_angles_are_shown_as_they_stand() -> None:
    assert literal("a<b&c") == "a&lt;b&amp;c"


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_letters_and_marks_stand_out_from_the_page(theme: Ink) -> None:
    assert _contrast(theme.text, theme.page) >= 4.5
    for mark in (theme.mark, theme.other, theme.higher, theme.lower):
        assert _contrast(mark, theme.page) >= 3


def _contrast(front: str, back: str) -> float:
    light, dark = sorted((_luminance(front), _luminance(back)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_no_words_stand_where_the_titles_do_and_none_are_cut_off() -> None:
    for figure in (
        segment_effects.segment_effects(tables.EFFECTS, ink=LIGHT, colour="#0072B2"),
        comparison.comparison(tables.COMPARED, ink=LIGHT, names=("these", "everyone else")),
    ):
        words = figure.data[-1]
        assert words.mode == "text"
        assert len(words.text) == len(figure.data[0].y)
        assert min(words.x) >= 0, "titles are at the left"
        assert figure.layout.xaxis.range[1] >= 2 * max(words.x)
