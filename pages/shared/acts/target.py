"""What an act is about: a whole segment, or the customers of a selection."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from pages.shared.formats import plural
from pages.shared.frame import Frame
from pages.shared.readers import population
from pages.shared.readers.population import Mask
from pages.shared.readers.segments import Segment, by_id, segment_at, segments


@dataclass(frozen=True)
class Target:
    """What the selection is, for acts.

    Attributes
    ----------
    segment : Segment or None
        The segment that is selected, alone or with other filters.
    is_whole : bool
        Whether the whole segment is selected and nothing else.
    n_customers : int
        How many customers are selected.
    """

    segment: Segment | None
    is_whole: bool
    n_customers: int

    @property
    def words(self) -> str:
        """Name it: `the segment X` or `511 customers`."""
        if self.is_whole and self.segment is not None:
            return f"“{self.segment.label}” ({plural(self.n_customers, 'customer')})"
        return plural(self.n_customers, "customer")


def target(page: Frame) -> Target:
    """Say what the page's selection is."""
    segment = segment_at(page.snapshot, page.selection.segment) if page.selection.segment else None
    is_whole = segment is not None and page.selection.filters() == ("segment",)
    return Target(segment, is_whole, int(population.selected(page.snapshot, page.selection).sum()))


def the_segment(target: Target) -> Segment:
    """The segment of a target that has one; forms of acts on segments are offered only then."""
    if target.segment is None:
        raise ValueError("this act is offered for a selected segment only")
    return target.segment


def ids(page: Frame) -> list[str]:
    """The ids of the selected customers."""
    return [str(each) for each in population.selected_customers(page.snapshot, page.selection)]


def where_they_are(page: Frame, mask: Mask, level: int) -> pd.DataFrame:
    """Some customers by segment of a level: `label`, `n_selected`, the most first; segments without any are left out.

    `mask` says of every active customer whether they are meant.
    """
    found = population.segment_of(page.snapshot, level)["segment_id"]
    counts = found[mask].value_counts()
    counts = counts[counts > 0]
    names = by_id(page.snapshot)["label"]
    return pd.DataFrame({"label": names.reindex(counts.index).to_numpy(), "n_selected": counts.to_numpy()})


def segments_of_level(page: Frame, level: int) -> dict[str, str]:
    """The segments of a level: from key to name and size."""
    table = segments(page.snapshot)
    here = table.loc[table["level"] == level]
    return {
        str(row.segment_key): f"{row.label} · {plural(int(str(row.n_customers)), 'customer')}"
        for row in here.itertuples()
    }
