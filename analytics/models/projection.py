"""The map: customers in two dimensions, near where they behave alike."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.neighbors import NearestNeighbors
from threadpoolctl import threadpool_limits

from analytics.models.compiled import keep_compiled
from analytics.models.map_quality import map_quality

Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]

FEWEST_FOR_UMAP = 15
"""With fewer customers than this there are no neighbourhoods; the two strongest factors are the map."""

MOST_DIRECT = 20_000
"""With more customers, so many are laid out and the rest are placed between their nearest."""

NEIGHBOURS = 15
NEAR_LANDMARKS = 4
"""Landmarks that a customer is placed between; more pulls customers to the middle."""

REACH = 8
"""A near landmark counts only if it lies within so many typical landmark spacings of the nearest one on the map."""


@dataclass(frozen=True)
class Projection:
    """Where each customer is on the map, and how far the map can be trusted.

    Attributes
    ----------
    coordinates : ndarray of float64, shape (n, 2)
        One row a customer, within -1 to 1. Near means alike; the distance between far groups means little.
    trustworthiness : float
        1 if neighbours on the map are neighbours in the representation too, about 0.5 for a random map (Venna and
        Kaski 2001); on a sample. NaN where there are fewer than 5 customers.
    neighbour_recall : float
        Share of each customer's 15 nearest in the representation that are among the 15 nearest on the map; on a
        sample. NaN where there are fewer than 5 customers.
    method : str
        "umap", "umap of 20,000 landmarks", or "two strongest factors".
    """

    coordinates: Floats
    trustworthiness: float
    neighbour_recall: float
    method: str


def projection(matrix: Floats32 | Floats, *, seed: int, n_epochs: int | None = None) -> Projection:
    """Lay the customers out in two dimensions (UMAP, McInnes et al. 2018).

    Parameters
    ----------
    matrix : ndarray, shape (n, d)
        The representation.
    seed : int
    n_epochs : int, optional
        How long UMAP moves customers about; it decides itself if None (500 up to 10,000 customers, then 200).

    Returns
    -------
    Projection
        The same for any number of threads.
    """
    points = np.ascontiguousarray(matrix, dtype=np.float32)
    with threadpool_limits(1):
        coordinates, method = _coordinates(points, seed, n_epochs)
        quality = map_quality(points, coordinates, seed=seed)
    return Projection(coordinates, quality.trustworthiness, quality.neighbour_recall, method)


def _coordinates(points: Floats32, seed: int, n_epochs: int | None) -> tuple[Floats, str]:
    n = len(points)
    if n < FEWEST_FOR_UMAP or float(points.var(axis=0).sum()) < 1e-12:
        return _strongest_factors(points), "two strongest factors"
    if n <= MOST_DIRECT:
        return _fitted_to_frame(_umap(points, seed, n_epochs)), "umap"
    rng = np.random.default_rng([seed, 503])
    landmarks = np.sort(rng.choice(n, size=MOST_DIRECT, replace=False))
    placed = _umap(points[landmarks], seed, n_epochs)
    return _fitted_to_frame(_between(points, landmarks, placed)), f"umap of {MOST_DIRECT:,} landmarks"


def _strongest_factors(points: Floats32) -> Floats:
    plane = np.zeros((len(points), 2))
    if len(points):
        centred = points.astype(np.float64) - points.mean(axis=0, dtype=np.float64)
        columns = np.argsort(-centred.var(axis=0), kind="stable")[:2]
        plane[:, : len(columns)] = centred[:, columns]
    return _fitted_to_frame(plane)


def _umap(points: Floats32, seed: int, n_epochs: int | None) -> Floats:
    with warnings.catch_warnings():
        # UMAP says on import that its TensorFlow variant, which nobody asked for, is not there.
        warnings.filterwarnings("ignore", category=ImportWarning)
        from umap import UMAP
    keep_compiled("umap")
    indices, distances = _nearest(points, min(NEIGHBOURS, len(points) - 1))
    with warnings.catch_warnings():
        # A graph in several pieces falls back to another start, which UMAP announces each time; and with neighbours
        # that it is given it says that it could not place newcomers, whom it is never asked for.
        warnings.filterwarnings("ignore", message=".*(Graph is not fully connected|spectral|Spectral|knn_search_index)")
        fitted = UMAP(
            n_neighbors=indices.shape[1],
            min_dist=0.1,
            n_epochs=n_epochs,
            random_state=seed,
            n_jobs=1,
            precomputed_knn=(indices, distances),
        ).fit_transform(points)
    return np.asarray(fitted, dtype=np.float64)


def _nearest(points: Floats32, n_neighbours: int) -> tuple[NDArray[np.int64], Floats32]:
    """Each row's nearest, itself first, and how far they are: all pairs, which is sooner than to compile a search."""
    search = NearestNeighbors(n_neighbors=n_neighbours - 1, algorithm="brute").fit(points)
    distances, indices = search.kneighbors()
    # Between equal rows rounding leaves a hair, and UMAP reads the least distance that is not nought as a scale.
    distances[distances < 1e-6 * np.median(distances)] = 0.0
    itself = np.arange(len(points))[:, None]
    return np.hstack((itself, indices)), np.hstack((np.zeros_like(itself), distances)).astype(np.float32)


def _between(points: Floats32, landmarks: NDArray[np.int64], placed: Floats) -> Floats:
    """Everyone between their nearest landmarks, the nearer the more; landmarks stay where they are."""
    from pynndescent import NNDescent

    index = NNDescent(points[landmarks], n_neighbors=NEIGHBOURS, random_state=0, n_jobs=1)
    index.prepare()
    coordinates = np.empty((len(points), 2))
    for start in range(0, len(points), 100_000):
        near, distances = index.query(points[start : start + 100_000], k=NEAR_LANDMARKS, epsilon=0.05)
        coordinates[start : start + 100_000] = weighted_places(placed[near], distances.astype(np.float64))
    coordinates[landmarks] = placed
    return coordinates


def weighted_places(places: Floats, distances: Floats) -> Floats:
    """A weighted mean of landmarks that are together on the map; the nearest decides where that is.

    Parameters
    ----------
    places : ndarray, shape (n, k, 2)
        Of the landmarks near each row, the nearest first.
    distances : ndarray, shape (n, k)
        Of the rows from them, in the representation.

    Returns
    -------
    ndarray, shape (n, 2)
    """
    scale = np.maximum(distances[:, 1:].mean(axis=1, keepdims=True) - distances[:, :1], 1e-9)
    weights = np.exp(-(((distances - distances[:, :1]) / scale) ** 2))
    apart = np.linalg.norm(places - places[:, :1], axis=2)
    typical = np.median(apart[:, 1])
    weights *= apart <= REACH * max(float(typical), 1e-9)
    weights /= weights.sum(axis=1, keepdims=True)
    return np.asarray((weights[:, :, None] * places).sum(axis=1))


def _fitted_to_frame(plane: Floats) -> Floats:
    """Centred, one scale for both axes, everything within -1 to 1."""
    if len(plane) == 0:
        return plane
    low, high = plane.min(axis=0), plane.max(axis=0)
    half = max(float((high - low).max()) / 2, 1e-12)
    return np.asarray((plane - (low + high) / 2) / half)
