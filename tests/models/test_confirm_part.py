"""Who is looked at and who confirms."""

from __future__ import annotations

import pandas as pd

from analytics.models.confirm_part import confirm_part, explore_part
from analytics.models.splits import customer_split

FIRST_TWELVE = [1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0]


def people(n: int) -> pd.Series:
    return pd.Series([f"C{number:07d}" for number in range(n)])


def test_a_part_does_not_depend_on_who_else_is_there() -> None:
    everyone = people(5000)
    alone = confirm_part(everyone)
    assert confirm_part(everyone[::-1]).sort_index().equals(alone)
    assert confirm_part(everyone.iloc[1200:1300]).equals(alone.iloc[1200:1300])


def test_the_parts_are_what_they_were_in_the_first_version() -> None:
    # A change of key or hash would let confirm customers be looked at afterwards.
    assert confirm_part(people(12)).astype(int).tolist() == FIRST_TWELVE


def test_every_customer_is_in_one_part_and_about_half_confirm() -> None:
    everyone = people(20_000)
    assert (confirm_part(everyone) ^ explore_part(everyone)).all()
    assert abs(confirm_part(everyone).mean() - 0.5) < 0.015


def test_a_larger_share_keeps_everyone_whom_a_smaller_one_had() -> None:
    everyone = people(3000)
    assert confirm_part(everyone, share=0.6)[confirm_part(everyone, share=0.3)].all()


def test_the_parts_have_nothing_to_do_with_what_models_are_trained_on() -> None:
    everyone = people(20_000)
    split = customer_split(pd.DataFrame({"customer_id": everyone, "value": 0}), seed=0)
    tested = split.loc[everyone].to_numpy() == "test"
    assert abs(confirm_part(everyone)[tested].mean() - 0.5) < 0.03
