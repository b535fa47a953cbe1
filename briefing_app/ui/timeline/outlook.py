"""What is next and what does not fit together: told at once for a few hundred events, else after a pause.

Both look at every event. With a hundred thousand that takes seconds, so it is done off the GUI thread, when
typing has paused. The law that measures are held against is read once, after the tab stands.
"""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from PySide6.QtCore import QObject, QTimer

from briefing_app.app.law_check import measure_spans
from briefing_app.app.session import Session
from briefing_app.domain.contradictions import Contradiction, MeasureSpan, contradictions
from briefing_app.domain.deadlines import Upcoming
from briefing_app.domain.records import Person
from briefing_app.errors import BriefingError
from briefing_app.ui.timeline.event_book import EventBook
from briefing_app.ui.timeline.find_pane import FindPane, next_items
from briefing_app.ui.widgets.made_in_portions import is_beside_another

AT_ONCE = 400
PAUSE_MS = 600
LAW_AFTER_MS = 1500
Found: TypeAlias = tuple[int, date, list[Upcoming], tuple[Contradiction, ...]]


class Outlook(QObject):
    """Keeps the left zone's lists of what is next and of findings up to date."""

    def __init__(self, session: Session, book: EventBook, finder: FindPane) -> None:
        super().__init__(finder)
        self._session, self._book, self._finder = session, book, finder
        self._number = 0
        self._is_old = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._look_in_thread)
        self._law: dict[str, MeasureSpan] | None = None
        QTimer.singleShot(LAW_AFTER_MS, self, self.read_law)

    def read_law(self) -> None:
        """Read what the law says of each measure, if an event names one, and look again."""
        if self._law is None and any(event.measures for event in self._book.events.values()):
            session = self._session
            session.jobs.run(lambda: measure_spans(session.law()), self._take_law, _leave, owner=self)

    def _take_law(self, law: dict[str, MeasureSpan]) -> None:
        self._law = law
        self.refresh()

    def refresh(self) -> None:
        """Look again: at once, or soon; beside another tab when this one is shown."""
        self._is_old = is_beside_another(self._finder)
        if self._is_old:
            return
        if len(self._book.events) <= AT_ONCE:
            events = list(self._book.events.values())
            self._finder.show_next(next_items(events, self._session.day), self._session.day)
            self._finder.show_findings(contradictions(events, self._people(), self._law))
        else:
            self._pause.start()

    def catch_up(self) -> None:
        """The tab is shown now: look again if anything changed meanwhile."""
        if self._is_old:
            self.refresh()

    def _people(self) -> dict[str, Person]:
        found = self._session.workspace.records("person")
        return {each.id: each for each in found if isinstance(each, Person)}

    def _look_in_thread(self) -> None:
        self._number += 1
        number, people, law = self._number, self._people(), self._law
        events, day = list(self._book.events.values()), self._session.day

        def look() -> Found:
            return number, day, next_items(events, day), contradictions(events, people, law)

        self._session.jobs.run(look, self._take, owner=self)

    def _take(self, found: Found) -> None:
        number, day, items, findings = found
        if number == self._number:
            self._finder.show_next(items, day)
            self._finder.show_findings(findings)


def _leave(error: BaseException) -> None:
    """Without a law nothing is held against it; anything but a known error is a fault."""
    if not isinstance(error, BriefingError):
        raise error
