"""Who stays: a part of the Segment screen."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from analytics.charts.retention import retention, retention_alt
from analytics.insights.columns import floats, texts
from pages.shared import figures, panels, profile, tables
from pages.shared.formats import interval, month, percent, plain, whole
from pages.shared.frame import Frame
from pages.shared.readers import retention as reader
from pages.shared.readers.segments import Segment

FEWEST_TO_SHOW = 10
"""With fewer customers to go by, a share of those who left says more about chance than about the segment."""


def who_stays(page: Frame, segment: Segment) -> None:
    """Say how many left over a year, and draw who stays how long, beside everyone."""
    here, everyone = reader.curve(page.snapshot, segment.segment_id), reader.curve(page.snapshot, None)
    here = here[here["n_at_risk"] >= FEWEST_TO_SHOW]
    if not profile.sees_ids():
        here, everyone = roughly(here), roughly(everyone)
    _year(page, segment)
    if not reader.is_live(page.snapshot):
        st.caption(
            "Segments were edited since the last build, which an older version made. Who stays how long is shown as it"
            " was then, until the next build."
        )
    if here.empty or everyone.empty:
        too_few = f"Fewer than {FEWEST_TO_SHOW} customers of this segment joined in the months on record."
        st.caption(plain(reader.why_not(page.snapshot)) or too_few)
        return
    figures.show(
        retention(here, everyone, ink=figures.ink(), colour=segment.colour, name=segment.label),
        alt=retention_alt(here, everyone, name=segment.label),
        key="who_stays",
    )
    panels.meaning(
        "Of customers who joined since the records begin, the share still here so many months later, as long as at"
        f" least {FEWEST_TO_SHOW} can be seen; the band is the 90% interval. Who left counts in the segment of the"
        " customer most like them 90 days before.",
        not_this="A segment in which more leave does not make anybody leave.",
    )
    if not profile.sees_ids():
        st.caption("Shares are to the per cent and numbers to the ten below, so that none is about fewer than ten.")
    panels.numbers_behind(here, name="retention", page=page, columns=tables.RETENTION)


def roughly(curve: pd.DataFrame) -> pd.DataFrame:
    """Give a curve so that its steps don't say how many there are of the month that joined too late for the next."""
    return curve.round({"share": 2, "lower": 2, "upper": 2}).assign(n_at_risk=curve["n_at_risk"] // 10 * 10)


def _year(page: Frame, segment: Segment) -> None:
    """Write the last twelve months' attrition in a sentence, with what it rests on."""
    of_all = reader.attrition(page.snapshot, None)
    table = reader.attrition(page.snapshot, segment.segment_id)
    if table.empty or of_all.empty:
        return
    share, lower, upper, n_lost, n = (
        floats(table, name)[0] for name in ("value", "lower", "upper", "numerator", "denominator")
    )
    first, last = (month(date.fromisoformat(f"{each}-01")) for each in texts(table, "period")[0].split("/"))
    if n < FEWEST_TO_SHOW:
        st.caption(f"Only {whole(n)} customers were here a year ago: too few for a share of those who left.")
        return
    st.markdown(
        f"**{plain(percent(share))}** left in the twelve months {first} to {last}"
        f" (90% interval {plain(interval(lower, upper))}): {whole(n_lost)} of the {whole(n)} customers who were"
        f" here when they began. Of all customers it was {plain(percent(floats(of_all, 'value')[0]))}."
    )
