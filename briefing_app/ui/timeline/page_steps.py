"""Drawing that must stay on the GUI thread, a page at a time between the user's keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer

from briefing_app.errors import BriefingError

T = TypeVar("T")
PAUSE_MS = 5
"""How soon to ask again whether there is room for more."""


class Steps(QObject, Generic[T]):
    """Takes one value after another from ``source`` whenever nothing else waits.

    ``each`` is told how many there are, ``done`` gets all of them in the end, ``failed`` a known error.
    None is a step without a value. While ``is_free`` says no, nothing is taken. Cancelled steps tell nobody.
    """

    def __init__(
        self,
        source: Iterator[T | None],
        each: Callable[[int], object],
        done: Callable[[list[T]], object],
        failed: Callable[[BriefingError], object],
        parent: QObject,
        *,
        is_free: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__(parent)
        self._source, self._each, self._done, self._failed = source, each, done, failed
        self._is_free = is_free
        self._made: list[T] = []
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._step)
        self._timer.start()

    def cancel(self) -> None:
        """Stop; what was made is forgotten."""
        self._timer.stop()
        self.deleteLater()

    def _step(self) -> None:
        self._timer.stop()  # what fails in a way nobody foresaw must not look as if it had come to its end
        if not self._is_free():
            self._timer.start(PAUSE_MS)
            return
        try:
            value = next(self._source)
        except StopIteration:
            self.cancel()
            self._done(self._made)
            return
        except BriefingError as error:
            self.cancel()
            self._failed(error)
            return
        self._timer.start(0)
        if value is not None:
            self._made.append(value)
            self._each(len(self._made))
