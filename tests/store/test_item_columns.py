"""Columns named after the bank's own words."""

from __future__ import annotations

from analytics.store.item_columns import Item, item_columns, item_name, select_list


def names(*items: Item, taken: tuple[str, ...] = ()) -> list[str]:
    return [column.feature for column in item_columns(items, taken=taken)]


def test_words_become_plain_names_and_those_that_cannot_are_numbered() -> None:
    assert item_name("Übertrag (SEPA)", 1) == "ubertrag_sepa"
    assert item_name("'; DROP TABLE x --", 1) == "drop_table_x"
    assert item_name("家賃", 7) == "item_7"
    assert item_name("x" * 100, 1) == "x" * 40


def test_two_words_of_one_name_get_two_columns() -> None:
    rent, again = Item("category", "rent", 1, False), Item("category", "RENT!", 2, False)
    assert names(rent, again) == ["rent_share", "rent_2_share"]


def test_a_word_does_not_take_the_name_of_a_feature_that_exists() -> None:
    assert names(Item("event", "x", 1, False), taken=("event_x_n_90d",)) == ["event_x_2_n_90d", "event_x_2_days_since"]


def test_income_is_shared_out_of_money_in_and_the_rest_of_money_out() -> None:
    columns = item_columns([Item("category", "salary", 1, True), Item("category", "rent", 2, False)], taken=())
    assert [column.feature for column in columns] == ["salary_income_share", "rent_share"]
    assert "inflow_365d_cents" in columns[0].expression
    assert "outflow_365d_cents" in columns[1].expression


def test_only_numbers_and_plain_names_reach_the_statement() -> None:
    text = select_list(item_columns([Item("product", 'loan"; DROP TABLE x', 3, False)], taken=()))
    assert text.endswith('AS "holds_loan_drop_table_x"')
    assert text.count('"') == 2
