"""Work on a medium that may never answer (a network drive that is gone): nobody has to wait for its end.

A call of the system that hangs cannot be taken back. It is left to a thread that does not keep the process.
"""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Callable
from typing import TypeAlias, TypeVar

T = TypeVar("T")
GoOn: TypeAlias = Callable[[], None]
"""Called by the work between its steps. Raises AbandonedError when nobody waits for it any more."""


class AbandonedError(OSError):
    """The work was given up: it leaves nothing behind."""

    def __init__(self) -> None:
        super().__init__(errno.ECANCELED, "it was not waited for")


class Abandonable:
    """One piece of work in a thread of its own. It deals with its errors itself."""

    def __init__(self, work: Callable[[GoOn], None], name: str) -> None:
        self.is_abandoned = False
        self._stepped_at = time.monotonic()
        self._work = work
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether the work goes on or hangs, also when it was abandoned."""
        return self._thread.is_alive()

    def stands_still(self, seconds: float) -> bool:
        """Whether the work came to no further step for so long."""
        return self.is_running and time.monotonic() - self._stepped_at > seconds

    def wait(self, seconds: float | None = None) -> None:
        """Return when the work is done or abandoned, or after so many seconds."""
        self._over.wait(seconds)

    def abandon(self) -> None:
        """Let those who wait go on. The work stops at its next step, if it ever comes to it."""
        self.is_abandoned = True
        self._over.set()

    def _run(self) -> None:
        try:
            self._work(self._go_on)
        finally:
            self._over.set()

    def _go_on(self) -> None:
        self._stepped_at = time.monotonic()
        if self.is_abandoned:
            raise AbandonedError


def answer(ask: Callable[[], T], otherwise: T, seconds: float) -> T:
    """What ``ask`` gives, or ``otherwise`` if that takes longer."""
    found: list[T] = []
    asking = Abandonable(lambda _go_on: found.append(ask()), "store-ask")
    asking.wait(seconds)
    return found[0] if found else otherwise
