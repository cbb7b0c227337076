"""The open alarms of one customer."""

from __future__ import annotations

import streamlit as st

from analytics.stages.rule_testing import YEAR
from pages.shared import controls
from pages.shared.formats import day, percent, plain, words
from pages.shared.frame import Frame
from pages.shared.readers import pattern_rules

PATTERNS = "pages/explore/patterns.py"


def alarm_marks(page: Frame, customer_id: str) -> None:
    """Say which alarms are open, since when, and how many like them were right; nothing where none is."""
    for rule, completed_on in pattern_rules.alarms_of(page.snapshot, customer_id):
        table = pattern_rules.backtest(page.snapshot, rule)
        year = table[table["period"] == YEAR].iloc[0]
        about = rule.about
        told = f"{pattern_rules.title(page.snapshot, rule)}, completed on {day(completed_on)}."
        if year["n_alarms"]:
            told += (
                f" Of such alarms in a year {percent(year['share'])} were right (before"
                f" “{words(about.outcome).lower()}”), of random ones {percent(year['random_share'])}."
            )
        with st.container(border=True, key=f"alarm_{rule.rule.rule_id}", gap="xxsmall"):
            st.markdown(f":material/notifications_active: **Open alarm.** {plain(told)}")
            controls.link_to(PATTERNS, "Look closer", pattern=about.pattern_id, before=about.outcome)
