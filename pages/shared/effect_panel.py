"""What an edit of the segment tree did, as a panel: stability, prediction on held-back customers, fairness, KPIs."""

from __future__ import annotations

import streamlit as st

from analytics.insights.edit_effect import Predicts
from analytics.number_marks import written
from analytics.store.snapshots import current_snapshot
from pages.shared import controls, panels, session, tables
from pages.shared.formats import plain, plural, two_places, whole
from pages.shared.frame import Frame
from pages.shared.readers.edit_effect import edit_effect


def effect_panel(page: Frame, entry: int) -> None:
    """Show what the act of this number did to the segments.

    Parameters
    ----------
    page : Frame
        The screen.
    entry : int
        The number of an act that changed the tree.
    """
    base = current_snapshot(session.store())
    if base is None or "membership" not in base.tables():
        return
    st.subheader("What it did", anchor=False)
    level = controls.level()
    with st.spinner("Comparing the segments before and after"):
        effect = edit_effect(base, entry, level, page.outcome)
    before, after = effect.stability
    st.caption(
        f"**Stability** (0 to 1, weighted by customers): {two_places(before)} before, {two_places(after)} after. "
        "Parts of a merged or split segment count with what they were made of."
    )
    st.markdown(_prediction(effect.predicts))
    if not effect.fairness.empty:
        told = "; ".join(
            f"{plain(str(row.attribute))} {two_places(float(str(row.change)))} "
            f"({two_places(float(str(row.lower)))} to {two_places(float(str(row.upper)))})"
            for row in effect.fairness.itertuples()
        )
        st.caption(
            f"**Fairness**: change of the agreement with protected attributes (above 0 says more of them): {told}."
        )
    if effect.kpis.empty:
        st.caption("**KPIs**: none of any segment changed at this level.")
    else:
        panels.numbers_behind(
            effect.kpis,
            name=f"edit-{entry}-kpis",
            page=page,
            columns=tables.EDIT_KPIS,
            label=f"KPIs of {plural(effect.kpis['name'].nunique(), 'segment')} whose customers changed",
        )


def _prediction(found: Predicts | None) -> str:
    if found is None:
        return "**Telling the outcome**: too few outcomes of held-back customers are known to say."
    sure = "more" if found.gain_lower > 0 else "less" if found.gain_upper < 0 else None
    words = f"tell {sure} of the outcome" if sure else "can't be shown to tell more or less of the outcome"
    return (
        f"**Telling the outcome**: the edited segments {words} than those before. "
        f"On {plural(found.n_customers, 'customer')} nobody looked at, {whole(found.n_positive)} of whom had it: "
        f"log loss {written(found.log_loss_before, '.4f')} → {written(found.log_loss_after, '.4f')} "
        f"(gain {written(found.gain, '+.4f')}, "
        f"{written(found.gain_lower, '+.4f')} to {written(found.gain_upper, '+.4f')}), "
        f"AUC {written(found.auc_before, '.3f')} → {written(found.auc_after, '.3f')}."
    )
