"""The way to take a chart along as a picture: one quiet button at each, the file made by the browser that drew it.

The server makes no picture (a bank's server has no browser): it checks the right, writes down who takes what, and says
what stands at the picture's foot. What leaves is what stands on the screen, so nothing is in it that its viewer does
not see. Only this part of the page is drawn anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import streamlit as st

from pages.shared import profile, session
from pages.shared.frame import Framed, framed
from pages.shared.offered import Parcel, write_down
from pages.shared.pictures.charted import Chart, charted, file_name, foot, name_of

_KEY = "pictures"
_MIME = {"png": "image/png", "svg": "image/svg+xml"}
_component = st.components.v2.component(
    "tandem_pictures", js=Path(__file__).with_name("component.js").read_text(encoding="utf-8")
)


@dataclass(frozen=True)
class Granted:
    """What the browser may hand over.

    Attributes
    ----------
    stamp : int
        That of the question which it answers: each is answered once.
    place, form : str
        Which chart, and how.
    file : str
        The file's name.
    foot : tuple of str
        The lines at its foot.
    """

    stamp: int
    place: str
    form: str
    file: str
    foot: tuple[str, ...]


@dataclass(frozen=True)
class OnOffer:
    """The charts of the page that is open, those alone that its viewer may take along."""

    screen: Framed
    charts: Mapping[str, Chart]


def pictures() -> None:
    """Offer every chart that the page drew as a picture to whoever may take it; `app.py` calls it after the page."""
    seen = framed()
    allowed = {place: chart for place, chart in charted().items() if profile.may_export(chart.kind)}
    if seen is None or not allowed:
        return
    session.keep("on_offer", OnOffer(seen, allowed))
    _offered()


@st.fragment
def _offered() -> None:
    offered: OnOffer | None = session.kept("on_offer", lambda: None)
    charts = {} if offered is None else offered.charts
    granted: Granted | None = session.kept("picture_granted", lambda: None)
    session.drop("picture_granted")
    _component(
        key=_KEY,
        data={
            "charts": {place: list(chart.forms) for place, chart in charts.items()},
            "granted": None if granted is None else asdict(granted),
        },
        on_asked_change=_asked,
    )


def _asked() -> None:
    """Grant what was asked for, and write it down; the right is looked at again, as at any other file."""
    offered: OnOffer | None = session.kept("on_offer", lambda: None)
    found = None if offered is None else read_asked(session.widget_value(_KEY), offered.charts)
    who = profile.person()
    if found is None or offered is None or who is None or not profile.may_export(found[1].kind):
        return
    stamp, chart, form = found
    page = offered.screen.page
    name = name_of(chart, page, offered.screen.title)
    file = file_name(name, page, form)
    parcel = Parcel(chart.kind, f"picture of {name}", file, _MIME[form])
    write_down(session.store(), parcel, page.selection.query(), author=who.name)
    session.keep("picture_granted", Granted(stamp, chart.place, form, file, foot(page)))


def read_asked(state: object, charts: Mapping[str, Chart]) -> tuple[int, Chart, str] | None:
    """Read what the browser asked for: its stamp, the chart, the form; None where that isn't on offer."""
    value = state.get("asked") if isinstance(state, Mapping) else None
    if not isinstance(value, Mapping):
        return None
    place, form, stamp = (value.get(name) for name in ("place", "form", "stamp"))
    chart = charts.get(place) if isinstance(place, str) else None
    if chart is None or form not in chart.forms or type(stamp) is not int:
        return None
    return stamp, chart, str(form)
