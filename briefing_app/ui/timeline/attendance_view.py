"""The grid of who was there with its key, and a field that adds a column for somebody."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    Signal,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.attendance import PRESENT, attendance, with_role
from briefing_app.domain.change import replaced
from briefing_app.domain.quick_entry import people_named
from briefing_app.domain.records import Event, Person
from briefing_app.errors import BriefingError
from briefing_app.ui.record_titles import shown_title
from briefing_app.ui.theme import theme
from briefing_app.ui.timeline.attendance_grid import AttendanceGrid, AttendanceModel
from briefing_app.ui.widgets.form import LineEdit
from briefing_app.ui.widgets.labels import label


class AttendanceView(QWidget):
    """The grid with its key, and a field that adds a column for somebody."""

    event_selected = Signal(str)
    event_opened = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._also: list[str] = []
        self._events: Sequence[Event] = ()
        self.model = AttendanceModel(session, self)
        self.grid = AttendanceGrid(self.model)
        self.person = LineEdit(placeholder=tr("Add a column: part of a name, Enter"))
        self.person.setFixedWidth(theme().px(260))
        self.key = label("", "secondary", wrap=True)
        self.nobody = label(
            tr("No event shown names anybody. People are added in the event's own pane."), "secondary"
        )
        line = QHBoxLayout()
        line.setContentsMargins(theme().px(8), theme().px(2), theme().px(8), theme().px(2))
        line.addWidget(self.key, 1)
        line.addWidget(self.person)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self.nobody)
        column.addWidget(self.grid, 1)
        self.person.returnPressed.connect(self._add_column)
        self.grid.event_selected.connect(self.event_selected)
        self.grid.event_opened.connect(self.event_opened)
        self.model.edited.connect(self._on_edited)

    def show_events(self, events: Sequence[Event]) -> None:
        """Show those of these events, in their order, that name anybody."""
        self._events = events
        place = self.grid.currentIndex()
        row, column = place.row(), place.column()
        self.model.show(attendance(events, self._also))
        if 0 <= row < self.model.rowCount() and 0 <= column < self.model.columnCount():
            was_blocked = self.grid.blockSignals(True)
            self.grid.setCurrentIndex(self.model.index(row, column))
            self.grid.blockSignals(was_blocked)
        told = [f"{code} {shown_title(self._session, part)}" for part, code in self.model.codes.items()]
        self.key.setText("   ".join([f"{PRESENT} {tr('there, part not told')}", *told]))
        is_empty = not self.model.rowCount()
        self.nobody.setVisible(is_empty)
        self.grid.setVisible(not is_empty)

    def select(self, event_id: str) -> None:
        """Show the row of an event, if it has one."""
        rows = (row for row, event in enumerate(self.model.shown.events) if event.id == event_id)
        row = next(rows, None)
        if row is not None and row != self.grid.currentIndex().row():
            was_blocked = self.grid.blockSignals(True)
            self.grid.setCurrentIndex(self.model.index(row, max(0, self.grid.currentIndex().column())))
            self.grid.blockSignals(was_blocked)

    def _add_column(self) -> None:
        people = [each for each in self._session.workspace.records("person") if isinstance(each, Person)]
        word = self.person.text().strip()
        found = people_named(people, word) if word else []
        if len(found) != 1:
            what = (
                tr("Nobody here is called {name}.")
                if not found
                else tr("More than one person is called {name}.")
            )
            self._session.message.emit(what.format(name=word), "caution")
            return
        self._also.append(found[0][1].person)
        self.person.clear()
        self.show_events(self._events)

    def _on_edited(self, event: Event, person: str, part: str | None) -> None:
        self._session.typing.flush()
        current = self._session.workspace.find("event", event.id)
        if not isinstance(current, Event):
            return
        if part is None and person not in self._also:
            self._also.append(person)  # the column stays while it is being worked on
        try:
            self._session.apply(replaced(current, with_role(current, person, part), tr("Edit who was there")))
        except BriefingError as error:
            self._session.report(error)
