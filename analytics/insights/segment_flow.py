"""What changed between two segmentations: who moved from where to where, what appeared, vanished or was renamed."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

COLUMNS = [
    "level",
    "from_key",
    "from_name",
    "to_key",
    "to_name",
    "n_customers",
    "share_of_from",
    "share_of_to",
]


@dataclass(frozen=True)
class Placed:
    """A segmentation and who is in it.

    Attributes
    ----------
    segments : DataFrame
        `segment_id`, `segment_key`, `level`, `name`.
    membership : DataFrame
        `customer_id`, `level`, `segment_id`.
    """

    segments: pd.DataFrame
    membership: pd.DataFrame


@dataclass(frozen=True)
class WhatChanged:
    """What changed at one level, in short.

    Attributes
    ----------
    n_stayed, n_moved, n_joined, n_left : int
        Customers in the same segment as before, in another, in none before, in none now.
    appeared, vanished : tuple of str
        Names of segments that are only in the later, or only in the earlier segmentation.
    renamed : tuple of (str, str)
        The name before and the name now of a segment that is in both.
    """

    n_stayed: int
    n_moved: int
    n_joined: int
    n_left: int
    appeared: tuple[str, ...]
    vanished: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]


def segment_flow(before: Placed | None, now: Placed) -> pd.DataFrame:
    """Count who moved from where to where, at each level.

    Parameters
    ----------
    before : Placed or None
        The earlier segmentation; None where there was none.
    now : Placed
        The later one.

    Returns
    -------
    DataFrame
        `level`, `from_key` and `from_name` (missing: not in the bank before), `to_key` and `to_name` (missing: not in
        it now), `n_customers` (1 or more), `share_of_from`, `share_of_to` (0-1; missing where there is no such
        segment), sorted by level, from_key and to_key. Without rows where there was nothing before.
    """
    if before is None:
        return _typed(pd.DataFrame(columns=COLUMNS))
    pairs = _keyed(before).merge(_keyed(now), on=["level", "customer_id"], how="outer", suffixes=("_then", "_now"))
    counted = pairs.groupby(["level", "key_then", "key_now"], dropna=False, observed=True).size().reset_index(name="n")
    flow = pd.DataFrame(
        {
            "level": counted["level"].astype("int64"),
            "from_key": counted["key_then"],
            "from_name": counted["key_then"].map(_names(before)),
            "to_key": counted["key_now"],
            "to_name": counted["key_now"].map(_names(now)),
            "n_customers": counted["n"].astype("int64"),
        }
    )
    for side in ("from", "to"):
        sizes = flow.groupby(["level", f"{side}_key"])["n_customers"].transform("sum")
        flow[f"share_of_{side}"] = flow["n_customers"] / sizes
    return _typed(flow.sort_values(["level", "from_key", "to_key"], na_position="last", ignore_index=True))


def what_changed(flow: pd.DataFrame, *, level: int) -> WhatChanged:
    """Say in short what changed at one level.

    Parameters
    ----------
    flow : DataFrame
        From `segment_flow`.
    level : int
        1, 2 or 3.

    Returns
    -------
    WhatChanged
        All zeros and empty where there was nothing before.
    """
    here = flow[flow["level"] == level]
    joined, left = here["from_key"].isna(), here["to_key"].isna()
    same = here["from_key"] == here["to_key"]
    then = here[~joined].drop_duplicates("from_key").set_index("from_key")["from_name"]
    now = here[~left].drop_duplicates("to_key").set_index("to_key")["to_name"]
    both = sorted(set(then.index) & set(now.index))
    return WhatChanged(
        n_stayed=int(here.loc[same, "n_customers"].sum()),
        n_moved=int(here.loc[~same & ~joined & ~left, "n_customers"].sum()),
        n_joined=int(here.loc[joined, "n_customers"].sum()),
        n_left=int(here.loc[left, "n_customers"].sum()),
        appeared=tuple(str(now[key]) for key in sorted(set(now.index) - set(then.index))),
        vanished=tuple(str(then[key]) for key in sorted(set(then.index) - set(now.index))),
        renamed=tuple((str(then[key]), str(now[key])) for key in both if then[key] != now[key]),
    )


def _keyed(placed: Placed) -> pd.DataFrame:
    keys = placed.segments[["level", "segment_id", "segment_key"]]
    rows = placed.membership[["customer_id", "level", "segment_id"]].merge(keys, on=["level", "segment_id"])
    table = rows[["level", "customer_id"]].assign(key=rows["segment_key"].astype("category"))
    return table.astype({"level": "int64"})


def _names(placed: Placed) -> dict[str, str]:
    return dict(zip(placed.segments["segment_key"].astype(str), placed.segments["name"].astype(str), strict=True))


def _typed(flow: pd.DataFrame) -> pd.DataFrame:
    texts = dict.fromkeys(("from_key", "from_name", "to_key", "to_name"), "str")
    numbers = {"level": "int64", "n_customers": "int64", "share_of_from": "float64", "share_of_to": "float64"}
    return flow.astype(texts | numbers)[COLUMNS]
