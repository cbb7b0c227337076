"""Which segments those may be told of who see groups of at least ten: of all levels together."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.insights.small_groups import may_be_shown
from analytics.store.snapshots import Snapshot
from analytics.vocabulary import LEVELS
from pages.shared.readers.population import segment_of
from pages.shared.readers.remembered import remembered


@remembered
def tellable(snapshot: Snapshot) -> frozenset[str]:
    """The ids of segments that may be told of: neither they, nor what one has more than another, is a few customers."""
    own = pd.DataFrame({level: segment_of(snapshot, level)["segment_id"].astype(str) for level in LEVELS})
    parts = own.groupby(list(LEVELS), sort=True).size()
    named = parts.index.to_frame(index=False)
    groups = [(str(name), (named[level] == name).to_numpy()) for level in LEVELS for name in named[level].unique()]
    everyone = np.ones(len(parts), dtype=bool)
    shown = may_be_shown(parts.to_numpy(), np.array([*(members for _, members in groups), everyone]))
    return frozenset(name for (name, _), is_shown in zip(groups, shown, strict=False) if is_shown)
