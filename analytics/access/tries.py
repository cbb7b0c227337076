"""Wrong passphrases are slowed down: after the third, each doubles the time until the next is looked at."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

FREE_TRIES = 3
LONGEST_WAIT_S = 15 * 60.0
MOST_NAMES = 10_000


@dataclass
class Tries:
    """Wrong tries by profile; in this process only, so that a restart is no way around more than once.

    Attributes
    ----------
    clock : callable
        Seconds that only go forward.
    """

    clock: Callable[[], float]
    _wrong: dict[str, tuple[int, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait_s(self, name: str) -> float:
        """Seconds until a passphrase for this profile is looked at again; 0: now."""
        with self._lock:
            n, last = self._wrong.get(name, (0, 0.0))
        if n < FREE_TRIES:
            return 0.0
        return max(0.0, last + min(2.0 ** (n - FREE_TRIES), LONGEST_WAIT_S) - self.clock())

    def begin(self, name: str) -> bool:
        """Count a try before it is looked at, so that many at once are no way around; False while it must wait."""
        with self._lock:
            n, last = self._wrong.get(name, (0, 0.0))
            now = self.clock()
            if n >= FREE_TRIES and last + min(2.0 ** (n - FREE_TRIES), LONGEST_WAIT_S) > now:
                return False
            if len(self._wrong) >= MOST_NAMES:
                self._wrong.clear()
            self._wrong[name] = (n + 1, now)
            return True

    def was_right(self, name: str) -> None:
        """Forget the wrong tries of a profile."""
        with self._lock:
            self._wrong.pop(name, None)
