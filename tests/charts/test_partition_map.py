"""The map coloured by one way to divide the customers."""

from __future__ import annotations

from analytics.charts.partition_map import partition_map, partition_map_alt
from analytics.charts.theme import DARK
from tests.charts import tables


def test_who_is_not_selected_is_grey_and_beneath() -> None:
    rest, *kept = partition_map(tables.PLACED, ink=DARK).data
    assert rest.marker.color == DARK.other
    assert list(rest.x) == [300]
    assert [(each.marker.color, len(each.x)) for each in kept] == [("#0072B2", 2), ("#D55E00", 1)]
    assert all(rest.marker.opacity < each.marker.opacity for each in kept)


def test_drawing_around_fades_nobody_by_itself() -> None:
    for trace in partition_map(tables.PLACED, ink=DARK).data:
        assert trace.unselected.marker.opacity == trace.selected.marker.opacity == trace.marker.opacity


def test_names_from_the_data_are_never_markup() -> None:
    said = partition_map(tables.PLACED, ink=DARK).to_json()
    assert "<i>" not in said
    assert "\\u003ci\\u003e" not in said


def test_its_words_say_how_many_are_selected_and_where_most_are() -> None:
    assert partition_map_alt(tables.PLACED, "2 segments") == (
        "Map of 4 customers by 2 segments. 3 customers of them are selected; most, 66.7%, are in <i>Students</i>."
    )
    nobody = tables.PLACED.assign(is_selected=False)
    assert partition_map_alt(nobody, "2 segments") == "Map of 4 customers by 2 segments. None of them is selected."
