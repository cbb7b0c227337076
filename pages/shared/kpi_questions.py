"""What one would ask next about a KPI, each question answered by a screen."""

from __future__ import annotations

import streamlit as st

from analytics.vocabulary import Band
from pages.shared import controls, profile, screens

Question = tuple[str, str]
N_QUESTIONS = 3
LISTS = "pages/decide/retention_list.py"
CHANGES: dict[str, dict[str, object]] = {"customers": {"band": Band.HIGH.value}}
"""What a question changes in the selection, by its screen."""

WHO: Question = ("Who is at high risk?", "customers")
WHY: Question = ("What goes with leaving?", "drivers")
HOW_LONG: Question = ("How long do those who join stay?", "cohorts")
WHERE: Question = ("Which segment differs, and in what?", "segment")
MOVED: Question = ("Who moved between segments?", "movement")
FORE: Question = ("What are customers likely to do next?", "foreseen")
BEFORE: Question = ("What do customers do before they leave?", "patterns")

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
    "revenue_at_risk": (WHO, WHY, WHERE),
    "customer_lifetime_value": (WHERE, WHY, WHO),
}
OTHERWISE = (WHERE, MOVED, WHO)
FOR_ALL = (WHO, WHERE, HOW_LONG)
"""Asked where somebody has no right to the screen that answers another."""


def follow_up_questions(kpi: str) -> None:
    """Draw three questions, each a link that carries the selection to a screen of whoever works here."""
    asked = dict.fromkeys((*QUESTIONS.get(kpi, OTHERWISE), *FOR_ALL))
    answered = [each for each in asked if profile.may_open(each[1])][:N_QUESTIONS]
    with st.container(horizontal=True, key="kpi_questions"):
        st.markdown("**Ask on:**")
        for question, screen in answered:
            controls.link(str(screens.file_of(screen)), question, **CHANGES.get(screen, {}))
        controls.link(LISTS, "Make a retention list")
