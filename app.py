"""The page frame: name, logo, navigation, and the screen that was asked for."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.shared import profile, screens, session
from pages.shared.search import search_button
from pages.shared.skip_link import skip_link

ROOT = Path(__file__).resolve().parent

st.set_page_config(
    page_title="Tandem",
    page_icon=str(ROOT / "static" / "favicon.png"),
    layout="wide",
    initial_sidebar_state="auto",
    menu_items={"About": "**Tandem**: a bank's people and its models work out together how customers behave."},
)

shade = "dark" if st.context.theme.type == "dark" else "light"
st.logo(str(ROOT / "static" / f"logo-{shade}.svg"), size="large", icon_image=str(ROOT / "static" / "mark.svg"))

page = st.navigation(
    {
        section: [
            # No icons here: Streamlit would fetch a page's icon from outside this machine.
            st.Page(ROOT / str(screens.file_of(name)), title=title, default=name == screens.FIRST)
            for name, title in names.items()
        ]
        for section, names in screens.there().items()
    },
    # Else Streamlit hides all screens after the tenth behind "View more".
    expanded=True,
)
session.follow_settings()
session.begin(page.url_path)
with st.sidebar:
    search_button()
    profile.choose_person()
skip_link()
page.run()
