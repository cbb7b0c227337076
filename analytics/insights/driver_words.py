"""The direction of a driver in words."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analytics.insights.columns import texts

_WORDS: dict[str, tuple[str, bool | None]] = {
    "up": ("higher goes with a higher {likely}", True),
    "down": ("higher goes with a lower {likely}", False),
    "mixed": ("goes both ways", None),
    "category": ("depends on the kind", None),
    "none": ("plays no part", None),
}


def with_words(drivers: pd.DataFrame, titles: Mapping[str, str], *, likely: str = "risk") -> pd.DataFrame:
    """Return drivers with their titles and directions in words.

    Parameters
    ----------
    drivers : DataFrame
        ``feature`` and ``direction`` (``up``, ``down``, ``mixed``, ``category``, ``none``; another text is kept).
    titles : mapping
        A feature's title in words.
    likely : str
        ``risk``, or ``chance`` of an outcome that is welcome.

    Returns
    -------
    DataFrame
        With ``title``, ``direction_words`` and ``rises`` (true: higher values go with a higher risk; false: with a
        lower one; missing: neither).
    """
    directions = [_WORDS.get(direction, (direction, None)) for direction in texts(drivers, "direction")]
    return drivers.assign(
        title=pd.Series([titles.get(one, one) for one in texts(drivers, "feature")], index=drivers.index, dtype="str"),
        direction_words=pd.Series(
            [words.format(likely=likely) for words, _ in directions], index=drivers.index, dtype="str"
        ),
        rises=pd.array([rises for _, rises in directions], dtype="boolean"),
    )
