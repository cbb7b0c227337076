"""The page frame: name, logo, navigation, and the screen that was asked for."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.shared import navigation, profile, session
from pages.shared.pictures.component import pictures
from pages.shared.search import search_button
from pages.shared.skip_link import skip_link
from pages.shared.small_selection import leave_ids_out

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

page = navigation.asked_for()
session.follow_settings()
session.belong_to(profile.name())
if page.url_path:
    session.begin(page.url_path)
    leave_ids_out()
if profile.person() is not None:
    with st.sidebar:
        search_button()
        profile.who_works_here()
skip_link()
navigation.draw(page)
pictures()
