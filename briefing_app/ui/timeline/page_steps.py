"""Drawing that must stay on the GUI thread, a page at a time between the user's keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer

from briefing_app.errors import BriefingError

T = TypeVar("T")


class Steps(QObject, Generic[T]):
    """Takes one value after another from ``source`` whenever nothing else waits.

    ``each`` is told how many there are, ``done`` gets all of them in the end, ``failed`` a known error.
    Cancelled steps tell nobody.
    """

    def __init__(
        self,
        source: Iterator[T],
        each: Callable[[int], object],
        done: Callable[[list[T]], object],
        failed: Callable[[BriefingError], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._source, self._each, self._done, self._failed = source, each, done, failed
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
        try:
            self._made.append(next(self._source))
        except StopIteration:
            self.cancel()
            self._done(self._made)
            return
        except BriefingError as error:
            self.cancel()
            self._failed(error)
            return
        self._timer.start()
        self._each(len(self._made))
