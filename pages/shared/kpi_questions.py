"""What one would ask next about a KPI, each question answered by a screen."""

from __future__ import annotations

import streamlit as st

from analytics.vocabulary import Band
from pages.shared import controls, screens

Question = tuple[str, str, dict[str, object]]

WHO: Question = ("Who is at high risk?", "customers", {"band": Band.HIGH.value})
WHY: Question = ("What goes with leaving?", "drivers", {})
HOW_LONG: Question = ("How long do those who join stay?", "cohorts", {})
WHERE: Question = ("Which segment differs, and in what?", "segment", {})
MOVED: Question = ("Who moved between segments?", "movement", {})
FORE: Question = ("What are customers likely to do next?", "foreseen", {})
BEFORE: Question = ("What do customers do before they leave?", "patterns", {})

QUESTIONS: dict[str, tuple[Question, Question, Question]] = {
    "retention_rate": (WHO, HOW_LONG, BEFORE),
    "attrition_rate": (WHO, HOW_LONG, BEFORE),
    "balance_attrition": (WHO, WHERE, WHY),
    "balance_attrition_closed": (WHO, WHERE, WHY),
    "balance_attrition_run_down": (WHERE, MOVED, FORE),
    "early_attrition": (HOW_LONG, BEFORE, WHY),
    "net_growth": (HOW_LONG, MOVED, WHO),
    "active_rate": (MOVED, FORE, WHERE),
    "balance_at_risk": (WHO, WHY, WHERE),
}
OTHERWISE = (WHERE, MOVED, WHO)


def follow_up_questions(kpi: str) -> None:
    """Draw three questions, each a link that carries the selection."""
    with st.container(horizontal=True, key="kpi_questions"):
        st.markdown("**Ask on:**")
        for question, screen, changes in QUESTIONS.get(kpi, OTHERWISE):
            page = screens.file_of(screen)
            if page is not None:
                controls.link(page, question, **changes)
