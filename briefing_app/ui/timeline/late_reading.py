"""Reading tens of thousands of changed events in a thread, so that the window stays alive meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from briefing_app.app.session import Session
from briefing_app.domain.change import ChangeSet
from briefing_app.threads import collector_resting
from briefing_app.ui.timeline.event_book import EventBook, EventReading

MANY = 2_000
"""So many changed events are not read between two keys of the user."""


class LateReading(QObject):
    """Reads all events of a book in a thread. ``done`` is called when the book has them.

    A change that comes meanwhile starts the reading anew: what is shown is never older than the book.
    """

    def __init__(
        self, session: Session, book: EventBook, done: Callable[[EventReading], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._book, self._done = session, book, done
        self._number = 0
        self._is_open = False

    def wants(self, change_set: ChangeSet) -> bool:
        """Whether a change is read here: one of many events, or any while a reading goes on."""
        if self._session.known_on is not None:
            return False
        return self._is_open or sum(change.kind == "event" for change in change_set.changes) > MANY

    def start(self) -> None:
        """Read all events anew."""
        self._number += 1
        self._is_open = True
        number, read = self._number, self._book.reading()

        def work() -> tuple[int, EventReading]:
            with collector_resting():
                return number, read()

        self._session.jobs.run(work, self._take, owner=self)

    def forget(self) -> None:
        """What is being read is not wanted any more: somebody has read everything."""
        self._number += 1
        self._is_open = False

    def _take(self, found: tuple[int, EventReading]) -> None:
        number, read = found
        if number != self._number:
            return
        if not self._book.take(read):
            self.start()  # the reader has chosen otherwise meanwhile
            return
        self._is_open = False
        self._done(read)
