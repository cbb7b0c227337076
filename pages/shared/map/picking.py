"""What is done on a map of customers, as a change of the selection."""

from __future__ import annotations

from pages.shared import session
from pages.shared.frame import Frame
from pages.shared.map.component import Cleared, Picked, PickedArea, PickedCustomer, PickedSegment
from pages.shared.readers import map_view


def picked(page: Frame, what: Picked) -> None:
    """Answer what the person did on a map: every map shows the same selection."""
    match what:
        case PickedArea(area):
            session.change(area=area)
        case PickedCustomer(map_id, index):
            session.change(customer=map_view.customer_at(page.snapshot, map_id, index))
        case PickedSegment(key):
            session.change(segment=key)
        case Cleared():
            session.change(area=None)
