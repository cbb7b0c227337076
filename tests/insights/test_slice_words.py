"""Slices in words, and as rules that are read again as they were written."""

from __future__ import annotations

import pandas as pd

from analytics.insights.slice_words import slice_rule, slice_sentence, slice_words, slices_verdict, with_slice_words
from analytics.knowledge.rules import ColumnKind, RuleColumns, parse

ROW = pd.Series(
    {
        "feature_1": "fees_paid_90d",
        "sign_1": ">",
        "value_1": "12.5",
        "feature_2": "region_id",
        "sign_2": "=",
        "value_2": "R'07",
        "predicted": 0.16,
        "observed": 0.22,
        "difference": 0.06,
        "lower": 0.03,
        "upper": 0.09,
        "n_customers": 227,
        "n_rows": 400,
        "is_found": 1,
    }
)


def test_a_slice_is_said_in_words() -> None:
    words = slice_words(ROW, {"fees_paid_90d": "Fees paid, 90 days"}, {"fees_paid_90d": "days"})
    assert words == "Fees paid, 90 days above 12.5 days, and region id is R'07"


def test_its_rule_is_read_as_it_was_written() -> None:
    kinds = {"fees_paid_90d": ColumnKind.NUMBER, "region_id": ColumnKind.TEXT}
    rule = parse(slice_rule(ROW), RuleColumns(kinds))
    frame = pd.DataFrame({"fees_paid_90d": [12.5, 13, 13], "region_id": ["R'07", "R'07", "R1"]})
    assert rule.mask(frame).tolist() == [False, True, False]


def test_how_wrong_it_is_is_said_with_its_interval() -> None:
    assert slice_sentence(ROW) == (
        "foretold 16.0%, happened 22.0%: +6.0 percentage points (+3.0 to +9.0 percentage points, 90% interval);"
        " 227 customers judged"
    )


def test_nothing_found_and_nobody_to_look_at_are_said() -> None:
    table = pd.DataFrame([ROW, ROW.replace({1: 0})])
    assert "among the other half 1 is wrong" in slices_verdict(table)
    assert "none is wrong beyond what chance explains" in slices_verdict(table.assign(is_found=0))
    assert "Too few customers" in slices_verdict(table.head(0))
    assert with_slice_words(table.head(0), {}, {})["words"].tolist() == []
