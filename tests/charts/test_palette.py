"""Colours of segments."""

from __future__ import annotations

import itertools
import math

import pandas as pd
import pytest

from analytics.charts import palette
from tests.pages.made_up import made_up_tables


def distance(first: str, second: str) -> float:
    return math.dist(palette.rgb(first), palette.rgb(second))


def test_every_segment_has_its_own_colour_and_the_hue_of_its_family() -> None:
    segments = made_up_tables(200)["segments"]
    colours = palette.segment_colours(segments)
    third = segments.loc[segments["level"] == 3]
    assert len({colours[key] for key in third["segment_id"]}) == 15
    for parent, children in third.groupby("parent_id")["segment_id"]:
        assert colours[str(parent)] == colours[children.iloc[0]]
        for one, other in itertools.combinations(children, 2):
            assert distance(colours[one], colours[other]) > 0.15


def test_colours_do_not_depend_on_the_order_of_the_table_or_on_sizes() -> None:
    segments = made_up_tables(200)["segments"]
    other = segments.sample(frac=1, random_state=1).assign(n_customers=1)
    first, second = palette.segment_colours(segments), palette.segment_colours(other)
    lower = segments.loc[segments["level"] > 1, "segment_id"]
    assert {key: first[key] for key in lower} == {key: second[key] for key in lower}


def test_one_segment_for_all_has_a_colour() -> None:
    table = pd.DataFrame(
        {"segment_id": ["all"], "parent_id": [None], "level": [1], "n_customers": [5]}, dtype="object"
    ).astype({"level": "int64"})
    assert palette.segment_colours(table) == {"all": palette.HUES[0]}


@pytest.mark.parametrize("n", [1, 3, 7, 12])
def test_shades_of_a_hue_are_all_different(n: int) -> None:
    made = palette.shades("#0072B2", n)
    assert len(set(made)) == n
    assert made[0] == "#0072B2"


def test_the_scale_grows_lighter_all_the_way() -> None:
    light = [palette.relative_luminance(palette.sequential(step / 15)) for step in range(16)]
    assert light == sorted(light)


@pytest.mark.parametrize("colour", [*palette.HUES, *palette.SEQUENTIAL])
def test_ink_on_a_colour_can_be_read(colour: str) -> None:
    ink = palette.relative_luminance(palette.legible_on(colour))
    ground = palette.relative_luminance(colour)
    assert (max(ink, ground) + 0.05) / (min(ink, ground) + 0.05) >= 4.5


def test_the_theme_has_the_same_colours() -> None:
    from streamlit import config

    config.get_config_options(force_reparse=True)
    assert tuple(config.get_option("theme.chartCategoricalColors")) == palette.HUES
