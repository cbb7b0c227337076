"""The shared words hold together."""

from analytics.vocabulary import PUBLISHED


def test_every_key_column_is_a_column_of_its_table() -> None:
    for table in PUBLISHED.values():
        assert set(table.key) <= set(table.columns), table.name
