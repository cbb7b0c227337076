"""The page frame: name, logo, navigation, and the screen that was asked for."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.shared import session

ROOT = Path(__file__).resolve().parent

st.set_page_config(
    page_title="Tandem",
    page_icon=str(ROOT / "static" / "favicon.png"),
    layout="wide",
    initial_sidebar_state="auto",
    menu_items={"About": "**Tandem**: a bank's people and its models work out together how customers behave."},
)

# No icons here: Streamlit would fetch a page's icon from outside this machine.
SECTIONS = {
    "Decide": {"overview": "Overview"},
    "Explore": {
        "segment_map": "Segment map",
        "segment": "Segment",
        "compare": "Compare",
        "drivers": "Churn drivers",
        "customers": "Customers",
        "customer": "Customer",
    },
    "Prepare": {"data": "Data"},
}

shade = "dark" if st.context.theme.type == "dark" else "light"
st.logo(str(ROOT / "static" / f"logo-{shade}.svg"), size="large", icon_image=str(ROOT / "static" / "mark.svg"))

page = st.navigation(
    {
        section: [
            st.Page(ROOT / "pages" / section.lower() / f"{name}.py", title=title, default=name == "overview")
            for name, title in screens.items()
            if (ROOT / "pages" / section.lower() / f"{name}.py").is_file()
        ]
        for section, screens in SECTIONS.items()
    }
)
session.begin(page.url_path)
page.run()
