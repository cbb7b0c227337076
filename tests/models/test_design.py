"""How features become the numbers that a model reads."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.models.design import FEWEST_MISSING, Design, design_of

LEARNED = pd.DataFrame(
    {
        "balance": [10.0, 20.0, 60.0] * 20,
        "silence": [np.nan, 1.0, 2.0] * 20,
        "channel": pd.Series(["web", "branch", "web"] * 20, dtype="str"),
    }
)
NEWCOMER = pd.DataFrame({"balance": [np.nan], "silence": [np.nan], "channel": pd.Series([None], dtype="str")})


def test_a_number_that_was_never_missing_is_read_as_typical_and_another_stays_missing() -> None:
    assert LEARNED["silence"].isna().sum() == FEWEST_MISSING

    balance, silence, channel = design_of(LEARNED).matrix(NEWCOMER)[0]

    assert balance == 20.0
    assert np.isnan(silence)
    assert np.isnan(channel)


def test_a_column_that_is_missing_altogether_has_nothing_typical() -> None:
    design = design_of(LEARNED.assign(balance=np.nan))

    assert np.isnan(design.matrix(NEWCOMER)[0, 0])


def test_a_design_reads_the_same_after_it_was_written_down() -> None:
    design = design_of(LEARNED)
    again = Design.from_text(design.as_text())

    assert again == design
    np.testing.assert_array_equal(again.matrix(NEWCOMER), design.matrix(NEWCOMER))
