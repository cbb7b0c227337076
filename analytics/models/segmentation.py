"""Nested segments: how many the customers support, who is in which, and how surely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from analytics.models.candidates import ALIKE_CLOUDS, Candidate, candidates
from analytics.models.hierarchy import Hierarchy, hierarchy
from analytics.models.isolated import isolated
from analytics.models.mixture import Mixture, fitted_mixture
from analytics.models.placing import Placing, nearest, posterior
from analytics.models.representation import Representation
from analytics.models.resampling import chosen, resampled, segment_stability
from analytics.models.segment_placing import SegmentPlacing
from analytics.models.segment_tables import (
    ALL,
    candidate_table,
    membership_of,
    one_group,
    segment_ids,
    segment_table,
)
from analytics.models.shortlist import candidate_membership, owners_by_size, shortlist
from analytics.models.structure import StructureTest, structure_test
from analytics.models.ungrouped import ungrouped
from analytics.vocabulary import LEVELS, MOST_SEGMENTS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ROWS_TO_COMPARE = 4_000
"""Candidates are compared on at most so many customers, drawn at random."""

ROWS_TO_FIT = 20_000
"""The chosen mixture is fitted again on at most so many."""

BALANCES = (0.0, 0.5, 1.0)
"""Weightings of the factors that first partitions are made with."""


@dataclass(frozen=True)
class Segmentation:
    """Three nested levels of segments.

    Attributes
    ----------
    segments : DataFrame
        `segment_id`, `parent_id` (missing at level 1), `level`, `n_customers`, `stability` (0-1; 1 came back customer
        by customer in every resample), sorted by level and segment_id.
    membership : DataFrame
        `customer_id`, `level`, `segment_id`, `strength` (0-1: the probability of the segment under the mixture),
        every customer one row a level, sorted by customer_id and level.
    candidates : DataFrame
        The partitions that were compared: `candidate` (its number), `method`, `balance`, `k`, `score` (penalised
        log-likelihood a customer above that of one group), `stability` (adjusted Rand index with resamples),
        `is_chosen`, `is_near_tie`.
    candidate_membership : DataFrame
        Who is, or would be, in which segment of the partitions worth looking at (`shortlist`): `candidate`,
        `customer_id`, `segment` (from 1; those of the chosen one in the order of level 3). Empty without structure.
    structure_found : bool
    reason : str
        Why structure was found or not, with the numbers.
    placing : SegmentPlacing
        Where other customers belong, or the same at another date.
    """

    segments: pd.DataFrame
    membership: pd.DataFrame
    candidates: pd.DataFrame
    candidate_membership: pd.DataFrame
    structure_found: bool
    reason: str
    placing: SegmentPlacing = field(repr=False)

    def assign(self, matrix: NDArray[np.float32] | Floats, customer_ids: Sequence[str] | None = None) -> pd.DataFrame:
        """Say where other rows belong, as `SegmentPlacing.assign` does."""
        return self.placing.assign(matrix, customer_ids)


def segmentation(
    points: Representation | NDArray[np.float32] | Floats, customer_ids: Sequence[str], *, seed: int
) -> Segmentation:
    """Find the segments that the customers support: at most 15, in at most 7 families, in at most 3 broad groups.

    First a test whether there are groups at all (`structure_test`). Then mixtures of Student-t clouds with 1 to 15
    clouds are fitted from three weightings of the factors; Schwarz's criterion and the stability over resamples
    choose among them. Where circumstances were taken out of the habits, the chosen clouds are fitted once more on the
    whole habits (`settled`). Families and broad groups are unions of the clouds.

    Parameters
    ----------
    points : Representation or ndarray, shape (n, d)
    customer_ids : sequence of str
        One a row, each once.
    seed : int

    Returns
    -------
    Segmentation
        The same for any order of the rows and any number of threads.

    Raises
    ------
    ValueError
        If there are not as many ids as rows.
    """
    ids = np.asarray(list(customer_ids), dtype=object)
    matrix = points.matrix if isinstance(points, Representation) else np.asarray(points, dtype=np.float64)
    whole = points.whole if isinstance(points, Representation) else matrix
    if len(ids) != len(matrix):
        raise ValueError(f"{len(ids)} customer ids for {len(matrix)} rows; give one id a row.")
    order = np.argsort(ids.astype(str), kind="stable")
    with threadpool_limits(1):
        sorted_whole = whole[order]
        sorted_matrix = sorted_whole if whole is matrix else matrix[order]
        return _segmentation(points, sorted_matrix, sorted_whole, [str(one) for one in ids[order]], seed)


def _segmentation(
    source: Representation | NDArray[np.float32] | Floats,
    matrix: NDArray[np.float32] | Floats,
    whole: NDArray[np.float32] | Floats,
    ids: list[str],
    seed: int,
) -> Segmentation:
    weights = _weights_at(source, matrix, 1.0)
    final = Placing(source, whole, weights)
    rng = np.random.default_rng([seed, 307])
    sample = np.sort(rng.permutation(len(matrix))[:ROWS_TO_COMPARE])
    points = matrix[sample].astype(np.float64) * weights
    test = _tested(source, points, seed)
    if not test.found:
        return _without_structure(ids, test.reason)
    sample = sample[~isolated(points, points)]
    points = matrix[sample].astype(np.float64) * weights
    starts = [(balance, matrix[sample] * _weights_at(source, matrix, balance)) for balance in BALANCES]
    found = candidates(points, starts, most=MOST_SEGMENTS[3], seed=seed)
    tried = resampled(points, found, seed=seed)
    best = chosen(found, tried)
    table = candidate_table(found, tried, best)
    if best is None or found[best].k == 1:
        reason = "Groups were found, but none of them came back in resamples: no division is stable enough to use."
        return _without_structure(ids, f"{reason} {test.reason}", table)
    rows = np.sort(rng.permutation(len(matrix))[:ROWS_TO_FIT])
    rows = rows[~isolated(matrix[rows].astype(np.float64) * weights, points)]
    mixture = _fitted_again(matrix[rows].astype(np.float64) * weights, found[best])
    mixture = final.settled(mixture, matrix[rows].astype(np.float64) * weights, rows)
    repeats = [final.settled(repeat, points[part], sample[part]) for part, repeat in tried.repeats(found[best])]
    placed = {
        number: owners_by_size(final.all_nearest(final.settled(found[number].mixture, points, sample)))
        for number in shortlist(table)[1:]
    }
    return _described(ids, final, mixture, (sample, repeats), (table, placed), test.reason)


def _weights_at(
    source: Representation | NDArray[np.float32] | Floats, matrix: NDArray[np.float32] | Floats, balance: float
) -> Floats:
    if isinstance(source, Representation):
        return source.factors_at(balance)
    spread = np.maximum(matrix.std(axis=0, dtype=np.float64), 1e-9)
    return np.asarray(spread ** (balance - 1))


def _tested(source: Representation | NDArray[np.float32] | Floats, points: Floats, seed: int) -> StructureTest:
    if isinstance(source, Representation):
        return structure_test(points, source.without_groups, ALIKE_CLOUDS, seed=seed)
    columns = [points[:2000, [column]] for column in range(points.shape[1])]
    return structure_test(points, lambda rng: np.hstack(ungrouped(columns, rng)), ALIKE_CLOUDS, seed=seed)


def _fitted_again(points: Floats, candidate: Candidate) -> Mixture:
    labels = candidate.mixture.log_joint(points).argmax(axis=1)
    return fitted_mixture(points, np.unique(labels, return_inverse=True)[1].astype(np.int64), candidate.mixture.shape)


def _described(
    ids: list[str],
    final: Placing,
    mixture: Mixture,
    compared: tuple[Ints, list[Mixture]],
    partitions: tuple[pd.DataFrame, dict[int, Ints]],
    reason: str,
) -> Segmentation:
    owners = posterior(mixture, final.table, final.weights).argmax(axis=1)
    sizes = np.bincount(owners, minlength=len(mixture.weights))
    mixture, tree, sizes = _in_tree_order(mixture, hierarchy(final.tree(mixture)), sizes)
    levels = {1: tree.broad, 2: tree.family, 3: np.arange(len(sizes), dtype=np.int64)}
    names = {level: segment_ids(level, int(groups.max()) + 1) for level, groups in levels.items()}
    shares = posterior(mixture, final.table, final.weights)
    membership = membership_of(ids, shares, levels, names)
    sample, repeats = compared
    points = final.points(sample)
    again = [(nearest(repeat, points), final.tree(repeat)) for repeat in repeats]
    stabilities = segment_stability(nearest(mixture, points), tree, again)
    segments = segment_table(levels, names, sizes, stabilities)
    table, placed = partitions
    in_force = {int(table.index[table["is_chosen"]][0]): shares.argmax(axis=1) + 1}
    beside = candidate_membership(ids, in_force | placed)
    placing = SegmentPlacing(final.weights, mixture, levels, names)
    return Segmentation(segments, membership, table, beside, True, reason, placing)


def _in_tree_order(mixture: Mixture, tree: Hierarchy, sizes: Ints) -> tuple[Mixture, Hierarchy, Ints]:
    """Number broad groups, families and segments by size within their parent, without segments nobody is in."""
    broad_sizes, family_sizes = np.bincount(tree.broad, weights=sizes), np.bincount(tree.family, weights=sizes)
    order = np.lexsort((-sizes, tree.family, -family_sizes[tree.family], tree.broad, -broad_sizes[tree.broad]))
    order = order[sizes[order] > 0]
    renumbered = Hierarchy(_first_seen(tree.family[order]), _first_seen(tree.broad[order]))
    return mixture.reordered(order), renumbered, sizes[order]


def _first_seen(labels: Ints) -> Ints:
    """Number labels in the order in which they appear."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[inverse].astype(np.int64)


def _without_structure(ids: list[str], reason: str, table: pd.DataFrame | None = None) -> Segmentation:
    segments = pd.DataFrame(
        {
            "segment_id": [ALL] * len(LEVELS),
            "parent_id": [None, ALL, ALL],
            "level": list(LEVELS),
            "n_customers": [len(ids)] * len(LEVELS),
            "stability": [1.0] * len(LEVELS),
        }
    )
    if table is None:
        columns = ["candidate", "method", "balance", "k", "score", "stability", "is_chosen", "is_near_tie"]
        table = pd.DataFrame([(0, "one group", 1.0, 1, 0.0, 1.0, True, False)], columns=columns)
    nobody = candidate_membership(ids, {})
    placing = SegmentPlacing(np.zeros(0), None, {}, {})
    return Segmentation(segments, one_group(ids), table, nobody, False, reason, placing)
