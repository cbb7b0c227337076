"""The servers behind the front, and who goes to which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

PLACE_VARIABLE = "TANDEM_PLACE"
"""Tells a server behind the front with which cookie a browser stays with it: ``name=number``."""


@dataclass
class Place:
    """A server.

    Attributes
    ----------
    number : int
        From 0.
    port : int or None
        Where it listens; None while it is not up.
    n_lines : int
        How many requests and websockets it has at the moment.
    last_turn : int
        When somebody new was last given to it.
    """

    number: int
    port: int | None = None
    n_lines: int = 0
    last_turn: int = -1

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Count a request or a websocket of this server while the block lasts."""
        self.n_lines += 1
        try:
            yield
        finally:
            self.n_lines -= 1


class Places:
    """The servers, of which some may be down."""

    def __init__(self, n: int) -> None:
        self.all: Sequence[Place] = tuple(Place(number) for number in range(n))
        self._turn = 0

    def choose(self, method: bytes, told: str | None) -> Place | None:
        """Choose a server for a request.

        Parameters
        ----------
        method : bytes
            All that is sent by POST, which is who signs in and nothing else, goes to the first server that is up: it
            counts wrong passphrases, and shall count all.
        told : str or None
            What the browser's cookie says.

        Returns
        -------
        Place or None
            The one the browser is with, else the one with the least to do, in turns; None where none is up.
        """
        up = [place for place in self.all if place.port is not None]
        if not up:
            return None
        if method == b"POST":
            return up[0]
        kept = next((place for place in up if told == str(place.number)), None)
        return kept or self._given(min(up, key=lambda place: (place.n_lines, place.last_turn)))

    def _given(self, place: Place) -> Place:
        self._turn += 1
        place.last_turn = self._turn
        return place
