"""Where customers belong among segments that were found before: what of a segmentation has to be kept for that."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.models.clouds import Shape
from analytics.models.mixture import Mixture
from analytics.models.placing import posterior
from analytics.models.segment_tables import ALL, membership_of, one_group
from analytics.vocabulary import LEVELS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class SegmentPlacing:
    """The clouds behind segments, and which segments they are at each level.

    Attributes
    ----------
    weights : ndarray, shape (d,)
        Weights of the columns.
    mixture : Mixture or None
        None where no structure was found: then there is one segment at each level.
    levels : dict of int to ndarray of int, shape (k,)
        By level, the group of each cloud.
    names : dict of int to tuple of str
        By level, the ids of the groups.
    """

    weights: Floats
    mixture: Mixture | None
    levels: dict[int, Ints]
    names: dict[int, tuple[str, ...]]

    def assign(self, matrix: NDArray[np.float32] | Floats, customer_ids: Sequence[str] | None = None) -> pd.DataFrame:
        """Say where rows belong (other customers, or the same at another date).

        Parameters
        ----------
        matrix : ndarray, shape (n, d)
            From `Representation.whole_of`, where it came from a representation; else in the same columns.
        customer_ids : sequence of str, optional
            Names of the rows; row numbers as text where not given.

        Returns
        -------
        DataFrame
            As `Segmentation.membership`, in the order of the rows.
        """
        ids = [str(row) for row in range(len(matrix))] if customer_ids is None else list(customer_ids)
        if self.mixture is None:
            return one_group(ids)
        return membership_of(ids, posterior(self.mixture, matrix, self.weights), self.levels, self.names)

    def lowest(self, matrix: NDArray[np.float32] | Floats) -> pd.DataFrame:
        """Say which segment of the lowest level rows belong to, and how surely: ``segment_id``, ``strength`` (0-1)."""
        if self.mixture is None:
            return pd.DataFrame({"segment_id": [ALL] * len(matrix), "strength": np.ones(len(matrix))})
        shares = posterior(self.mixture, matrix, self.weights)
        owners = shares.argmax(axis=1)
        names = pd.Index(self.names[LEVELS[-1]]).take(owners)
        return pd.DataFrame({"segment_id": names, "strength": np.clip(shares[np.arange(len(owners)), owners], 0, 1)})

    def to_bytes(self) -> bytes:
        """Write it down as arrays, exactly; `from_bytes` reads them."""
        arrays: dict[str, np.ndarray] = {"columns": self.weights}
        if self.mixture is not None:
            clouds, shape = self.mixture, self.mixture.shape
            # Where clouds share a covariance, it is kept once.
            is_shared = clouds.precisions.strides[0] == 0
            arrays |= {
                "weights": clouds.weights,
                "centres": clouds.centres,
                "precisions": clouds.precisions[:1] if is_shared else clouds.precisions,
                "spreads": clouds.spreads,
                "shape": np.array([shape.freedom, shape.shrinkage, shape.ridge, float(shape.spread == "each")]),
                "log_likelihood": np.array(clouds.log_likelihood),
            }
        for level in self.levels:
            arrays |= {f"groups_{level}": self.levels[level], f"names_{level}": np.array(self.names[level])}
        target = io.BytesIO()
        np.savez(target, **arrays)  # type: ignore[arg-type]
        return target.getvalue()


def from_bytes(content: bytes) -> SegmentPlacing:
    """Read what `SegmentPlacing.to_bytes` wrote. Nothing in it is run."""
    with np.load(io.BytesIO(content)) as arrays:
        if "weights" not in arrays:
            return SegmentPlacing(arrays["columns"], None, {}, {})
        freedom, shrinkage, ridge, is_each = (float(one) for one in arrays["shape"])
        centres, precisions = arrays["centres"], arrays["precisions"]
        mixture = Mixture(
            weights=arrays["weights"],
            centres=centres,
            precisions=np.broadcast_to(precisions, (len(centres), *precisions.shape[1:])),
            spreads=arrays["spreads"],
            shape=Shape(freedom, shrinkage, ridge, "each" if is_each else "one"),
            log_likelihood=float(arrays["log_likelihood"]),
        )
        levels = {level: arrays[f"groups_{level}"] for level in LEVELS}
        names = {level: tuple(str(name) for name in arrays[f"names_{level}"]) for level in LEVELS}
        return SegmentPlacing(arrays["columns"], mixture, levels, names)
