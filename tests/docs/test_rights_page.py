"""The page of rights is as the code is."""

from __future__ import annotations

from pathlib import Path

from analytics.knowledge.rights_page import rights_page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rights.md"


def test_the_page_of_rights_is_up_to_date() -> None:
    told = PAGE.read_text(encoding="utf-8")
    assert told == rights_page(), "run python -m analytics.knowledge.rights_page > docs/rights.md"
