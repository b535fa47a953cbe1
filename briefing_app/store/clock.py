"""A hybrid clock: wall time that never runs backwards, with a counter for what happens in one millisecond.

The text form sorts like time, also across the laptops of people who merge their work later.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple


class Moment(NamedTuple):
    """A point of the hybrid clock: milliseconds since 1970 (UTC) and a counter."""

    milliseconds: int
    counter: int = 0

    @property
    def iso(self) -> str:
        """The wall part, as ``YYYY-MM-DDTHH:MM:SS.mmm+00:00``."""
        second, rest = divmod(self[0], 1000)
        return f"{_second(second)}.{rest:03d}+00:00"

    def __str__(self) -> str:
        return f"{self[0]:013d}-{self[1]:04d}"

    @classmethod
    def parse(cls, text: str) -> Moment:
        """The moment that ``str`` made. Raises ValueError."""
        milliseconds, _, counter = text.partition("-")
        return cls(int(milliseconds), int(counter or 0))


@lru_cache(maxsize=8)
def _second(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")


class HybridClock:
    """Gives moments that only ever grow, also when the machine's clock is set back."""

    def __init__(
        self, last: Moment | None = None, wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000
    ) -> None:
        self._last = last or Moment(0)
        self._wall_ms = wall_ms

    def next(self) -> Moment:
        """A moment later than every one before."""
        now = self._wall_ms()
        if now > self._last.milliseconds:
            self._last = Moment(now)
        else:
            self._last = Moment(self._last.milliseconds, self._last.counter + 1)
        return self._last

    def see(self, moment: Moment) -> None:
        """Take note of a moment from elsewhere: what follows is later."""
        self._last = max(self._last, moment)
