"""What is typed into a cell of the table of events: a title, the first date, a confidence."""

from __future__ import annotations

import re
from dataclasses import replace

from PySide6.QtCore import QTimer

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.change import replaced
from briefing_app.domain.records import Event, TypedDate, title_of
from briefing_app.domain.timeline_events import rail
from briefing_app.domain.typed_dates import understand
from briefing_app.errors import BriefingError, UsageError
from briefing_app.ui.timeline.words import confidence_of

_MORE = re.compile(r"\s*\(\+\d+\)\s*$")


class CellEdits:
    """Each edit is one step that can be undone; what cannot be understood is said and nothing changes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def title(self, event: Event, text: str) -> None:
        """Rename the event."""
        if not text.strip():
            self._session.report(UsageError("An event needs a title.", hint="Nothing was changed."))
            return
        self._put(event, title=text.strip())

    def first_date(self, event: Event, text: str) -> None:
        """Change the date that the cell shows, the first one; an empty cell is no date at all."""
        typed = _MORE.sub("", text).strip()
        if not typed:
            words = tr("An event keeps its date: take it away in the pane on the right.")
            self._session.message.emit(words, "caution")
            return
        try:
            edtf = understand(typed, on=self._session.day).edtf
        except BriefingError as error:
            self._session.report(error)
            return
        kept = "" if edtf == typed else typed
        first = _first(event)
        if first is None:
            self._put(event, dates=(TypedDate(edtf, as_typed=kept), *event.dates))
            return
        new = replace(first, edtf=edtf, as_typed=kept)
        self._put(event, dates=tuple(new if each is first else each for each in event.dates))

    def confidence(self, event: Event, text: str) -> None:
        """Change how sure it is."""
        self._put(event, confidence=confidence_of(text))

    def _put(self, event: Event, **fields: object) -> None:
        # In the next turn: the table shows the change by rows that go and come, and its field must be gone.
        QTimer.singleShot(0, self._session, lambda: self._apply(event, fields))

    def _apply(self, event: Event, fields: dict[str, object]) -> None:
        self._session.typing.flush()
        current = self._session.workspace.find("event", event.id)
        if not isinstance(current, Event):
            return
        new = replace(current, **fields)  # type: ignore[arg-type]  # the keys are fields of Event
        if new == current:
            return
        try:
            self._session.apply(replaced(current, new, tr("Edit {title}", title=title_of(current))))
        except BriefingError as error:
            self._session.report(error)


def _first(event: Event) -> TypedDate | None:
    """The date that stands first in time, which the cell shows."""
    found = rail(event)
    if found is None:
        return None
    tick = found.ticks[0]
    return next((each for each in event.dates if (each.edtf, each.kind) == (tick.edtf, tick.kind)), None)
