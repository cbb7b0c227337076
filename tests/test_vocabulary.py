"""The shared words hold together."""

from analytics.vocabulary import NOT_YET_PUBLISHED, PUBLISHED


def test_every_key_column_is_a_column_of_its_table() -> None:
    for table in PUBLISHED.values():
        assert set(table.key) <= set(table.columns), table.name


def test_no_name_is_both_published_and_still_to_come() -> None:
    assert not set(PUBLISHED) & set(NOT_YET_PUBLISHED)
