"""The rules before an outcome: how good each would have been, and whose alarm is open."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.charts.rule_backtest import rule_backtest, rule_backtest_alt
from analytics.insights.rule_words import recall_sentence, rule_sentence
from analytics.knowledge.roles import Act
from analytics.knowledge.said_of_rules import RuleInForce
from analytics.stages.rule_testing import ALL, YEAR
from pages.shared import controls, figures, panels, profile, sequence_tables, session
from pages.shared.acts.finish import finish
from pages.shared.acts.menu import act_menu
from pages.shared.formats import day, month, plain, plural, whole, words
from pages.shared.frame import Frame
from pages.shared.readers import pattern_rules

MAP = "pages/explore/segment_map.py"
CUSTOMERS = "pages/explore/customers.py"


def rules_view(page: Frame, before: str) -> None:
    """Show the rules before an outcome; without one, say how to make one."""
    rules = pattern_rules.before(before)
    if not pattern_rules.can_test(page.snapshot):
        if rules:
            st.caption("Build again on Data to see the rules' tests and open alarms.")
        return
    st.subheader("Rules", anchor=False)
    if not rules:
        st.caption(
            f"No sequence before “{plain(words(before).lower())}” raises alarms. Look closer at one and choose “Raise"
            " alarms”: you see how many alarms of the past would have been right, and how early."
        )
        return
    for each in rules:
        with st.container(border=True, key=f"rule_{each.rule.rule_id}"):
            one(page, each)
    panels.meaning(
        "An alarm is raised on the day on which a customer completes the sequence, at most once in the horizon. It was"
        " right if the outcome followed within the horizon; where only the days are recorded on which it lay ahead, if"
        " it lay ahead on the next of these. Judged on the 40% of customers among whom no sequence was looked for.",
        not_this="Random alarms are as many, on the same days, for customers who could have had one. The model's risk"
        " is not beside them: it is worked out for the data's date, and on earlier days it would know what came after."
        " An alarm does not say that the sequence causes the outcome, nor what to do.",
    )


def open_now(page: Frame, before: str) -> None:
    """Say in a line how many alarms are open, each a way to its customers; nothing where no rule is."""
    rules = pattern_rules.before(before) if pattern_rules.can_test(page.snapshot) else ()
    if not rules:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="alarms_open_now"):
        st.markdown(":material/notifications_active: **Open alarms:**")
        for each in rules:
            n = len(pattern_rules.open_alarms(page.snapshot, each))
            label = f"{pattern_rules.title(page.snapshot, each)} ({whole(n)})"
            controls.link(CUSTOMERS, label, found=pattern_rules.key_of(each.rule.rule_id))


def one(page: Frame, each: RuleInForce) -> None:
    """Show one rule."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{plain(pattern_rules.title(page.snapshot, each))}**")
        withdraw_button(page, each)
    table = pattern_rules.backtest(page.snapshot, each)
    st.markdown(plain(in_words(table)))
    who(page, each)
    quarters = table[~table["period"].isin([ALL, YEAR])].sort_values("period")
    if (quarters["n_alarms"] > 0).any():
        figures.show(
            rule_backtest(quarters, ink=figures.ink()),
            alt=rule_backtest_alt(quarters),
            key=f"rule_chart_{each.rule.rule_id}",
        )
    found = "" if table["is_in_build"].iloc[0] else " Its sequence is not found in this build."
    st.caption(plain(f"Made by {each.rule.author} on {day(each.rule.made_at[:10])}.{found}"))
    panels.numbers_behind(
        table[[*sequence_tables.RULES]],
        name=f"rule-{each.rule.rule_id}",
        page=page,
        columns=sequence_tables.RULES,
        label=f"Show data: {each.rule.rule_id}",
    )


def in_words(table: pd.DataFrame) -> str:
    """Say what a rule would have been worth in the last year that can be judged."""
    row = table[table["period"] == YEAR].to_dict("records")[0]
    when = f"the year to {month(pd.Timestamp(str(row['last_on'])))}"
    return f"{rule_sentence(row, when=when)} {recall_sentence(row)}"


def who(page: Frame, each: RuleInForce) -> None:
    """Say how many alarms are open, and lead to them."""
    n, key = len(pattern_rules.open_alarms(page.snapshot, each)), pattern_rules.key_of(each.rule.rule_id)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plural(n, 'open alarm')}**")
        if not n:
            return
        controls.link(MAP, "Show them on the map", found=key)
        controls.link(CUSTOMERS, "List them", found=key)
        if page.selection.found != key:
            name = f"rule_select_{each.rule.rule_id}"
            st.button("Select them", key=name, on_click=session.change, kwargs={"found": key})
    if page.selection.found == key:
        act_menu(page)


def withdraw_button(page: Frame, each: RuleInForce) -> None:
    """Offer to withdraw a rule to who may."""
    person = profile.person()
    if person is None or not profile.allowed(Act.WITHDRAW):
        return
    form = f"withdraw_{each.rule.rule_id}"
    is_pressed = st.button("Withdraw", key=form, icon=":material/notifications_off:", type="tertiary")
    if session.form_is_wanted(form, is_pressed=is_pressed):
        withdraw(page, each)


@st.dialog("Withdraw the rule", on_dismiss=session.close_dialog)
def withdraw(page: Frame, each: RuleInForce) -> None:
    """Let the sequence raise no more alarms."""
    called = pattern_rules.title(page.snapshot, each)
    st.caption(plain(f"“{called}” raises no more alarms. Only who made the rule, or an administrator, can do this."))
    act = {"act": Act.WITHDRAW.value, "alarm_rule": each.rule.rule_id}
    finish(page, "Withdraw it", act, f"Withdrew the rule “{called}”")
