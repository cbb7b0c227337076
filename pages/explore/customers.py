"""Customers: the list behind any number or selection, a page at a time."""

from __future__ import annotations

import math

import streamlit as st

from pages.shared import controls, customer_view, profile, tables
from pages.shared.formats import whole
from pages.shared.frame import Frame, frame
from pages.shared.list_export import export_buttons
from pages.shared.notes.shown import claims_in_force
from pages.shared.readers import customer_list

WORDS = {
    "risk": "Risk",
    "last_act": "Last own act",
    "balance": "Balance",
    "tenure": "Time with the bank",
    "segment": "Segment",
    "customer": "Customer id",
}
LISTS = "pages/decide/retention_list.py"
SIZES = {"25": "25 a page", "50": "50 a page", "100": "100 a page"}


def inputs(page: Frame) -> tuple[str, bool, int]:
    """Let the person choose the order and the page's size."""
    known = customer_list.known_sorts(page.snapshot, page.outcome)
    if not profile.sees_ids():
        known = tuple(name for name in known if name != "customer")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sorts = {name: WORDS[name] for name in known}
        sort = controls.choice("sort", sorts, default=known[0], label="Sort by", kind="select")
        first, second = customer_list.ends(sort)
        way = controls.choice("way", {"first": first, "second": second}, default="first", label="Order")
        size = controls.choice("size", SIZES, default="25", label="Rows", kind="select")
    return sort, way == "second", int(size)


def show(page: Frame) -> None:
    """Arrange the screen."""
    sort, reverse, size = inputs(page)
    total = len(customer_list.order(page.snapshot, page.selection, page.outcome, sort, reverse=reverse))
    listed = st.container()
    number = turned(total, size, key=f"pages_{page.snapshot.id}_{sort}_{reverse}_{size}_{total}")
    table = customer_list.page_of(
        page.snapshot, page.selection, page.outcome, sort, reverse=reverse, number=number, size=size
    )
    with listed:
        customer_view.rows_to_open(
            table[list(customer_list.shown_columns(page.snapshot, page.outcome))],
            key=f"list_{page.snapshot.id}_{sort}_{reverse}_{size}_{number}",
            columns=tables.customers(page.snapshot),
            alt=f"Customers {(number - 1) * size + 1} to {(number - 1) * size + len(table)} of {total}.",
        )
    claims = claims_in_force()
    export_buttons(
        lambda: customer_list.whole_list(
            page.snapshot, page.selection, page.outcome, sort, reverse=reverse, claims=claims
        ),
        name="customers",
        page=page,
        n_rows=total,
    )
    controls.link(LISTS, "Make a retention list of them")
    clicked = customer_view.opened()
    if clicked is not None:
        customer_view.open_drawer(page.snapshot, clicked, page.outcome)


def turned(total: int, size: int, *, key: str) -> int:
    """Let the person turn the list's pages and say which part is shown; gives the page's number."""
    n_pages = max(1, math.ceil(total / size))
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        shown_part = st.empty()
        number = st.pagination(n_pages, key=key) if n_pages > 1 else 1
        shown_part.caption(
            f"{whole((number - 1) * size + 1)}–{whole(min(number * size, total))} of {whole(total)}. "
            "Tick a row to open the customer beside the list."
        )
    return number


shown = frame(
    "Customers",
    about="Who is behind the numbers: everyone that the filters keep.",
    needs=("customers", "features"),
)
show(shown)
