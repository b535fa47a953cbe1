"""Below the canvas: the events as a table or who was there; edit of several; rows from a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.records import Event, Source
from briefing_app.errors import BriefingError
from briefing_app.ui.theme import theme
from briefing_app.ui.timeline.attendance_view import AttendanceView
from briefing_app.ui.timeline.bulk_dialog import BulkDialog
from briefing_app.ui.timeline.event_table import EventTable
from briefing_app.ui.widgets.labels import label


class LowerPane(QWidget):
    """``event_selected`` and ``event_opened`` carry an event id, from whichever view is shown."""

    event_selected = Signal(str)
    event_opened = Signal(str)

    def __init__(self, session: Session, table: EventTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._events: Sequence[Event] = ()
        self._table_sizes: list[int] = []
        self.table = table
        self.attendance = AttendanceView(session)
        self.pages = QStackedWidget()
        self.pages.addWidget(table)
        self.pages.addWidget(self.attendance)
        self.buttons = [self._page_button(tr("Table"), 0), self._page_button(tr("Who was there"), 1)]
        self._group = QButtonGroup(self)
        for button in self.buttons:
            self._group.addButton(button)
        self.buttons[0].setChecked(True)
        self.count = label("", "secondary")
        self.edit_button = QPushButton(tr("Edit them together…"))
        self.delete_button = QPushButton(tr("Delete them"))
        self.delete_button.setProperty("kind", "quiet")
        self.paste_button = QPushButton(tr("Paste rows…"))
        self.paste_button.setProperty("kind", "quiet")
        self.paste_button.setToolTip(tr("Rows copied from a spreadsheet become events (Ctrl+V in the table)"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        column.addWidget(self.pages, 1)
        self._connect()
        self._show_selection()

    def _page_button(self, words: str, page: int) -> QPushButton:
        button = QPushButton(words)
        button.setProperty("kind", "chip")
        button.setCheckable(True)
        button.clicked.connect(lambda _on=False: self.show_page(page))
        return button

    def _bar(self) -> QWidget:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme().px(8), theme().px(3), theme().px(8), theme().px(3))
        row.setSpacing(theme().px(4))
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)
        for part in (self.count, self.edit_button, self.delete_button, self.paste_button):
            row.addWidget(part)
        return bar

    def _connect(self) -> None:
        self.table.view.selectionModel().selectionChanged.connect(lambda *_: self._show_selection())
        self.table.model.modelReset.connect(self._show_selection)
        self.edit_button.clicked.connect(self.edit_selected)
        self.delete_button.clicked.connect(self.delete_selected)
        self.paste_button.clicked.connect(self.paste)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self.table.view)
        paste.setContext(paste.context().WidgetShortcut)
        paste.activated.connect(self.paste)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table.view)
        delete.setContext(delete.context().WidgetShortcut)
        delete.activated.connect(self.delete_selected)
        self.attendance.event_selected.connect(self.event_selected)
        self.attendance.event_opened.connect(self.event_opened)

    # --- what the tab asks ---------------------------------------------------------------------------

    def show_events(self, events: Sequence[Event]) -> None:
        """The events that are shown, in order of time. The table is filled by the tab."""
        self._events = events
        if self.pages.currentIndex() == 1:
            self.attendance.show_events(events)

    def follow_table(self) -> None:
        """Some rows of the table are others: look at them when somebody looks at who was there."""
        if self.pages.currentIndex() == 1:
            self.show_events(self.table.model.rows)

    def select(self, event_id: str) -> None:
        """Follow the selection of the canvas."""
        if self.pages.currentIndex() == 1:
            self.attendance.select(event_id)

    def show_page(self, page: int) -> None:
        """Show the table (0) or who was there (1)."""
        self.buttons[page].setChecked(True)
        self.pages.setCurrentIndex(page)
        if page == 1:
            self.attendance.show_events(self.table.model.rows)
        self._show_selection()
        self._give_room(page)

    def _give_room(self, page: int) -> None:
        """The upright names of who was there take much of a low pane: half the height is for it, while it is
        looked at. The table has again what it had.
        """
        split = self.parentWidget()
        if not isinstance(split, QSplitter):
            return
        sizes = split.sizes()
        if page == 1 and sizes[-1] < sum(sizes) // 2:
            self._table_sizes = sizes
            split.setSizes([sum(sizes) // 2, sum(sizes) - sum(sizes) // 2])
        elif page == 0 and self._table_sizes:
            split.setSizes(self._table_sizes)
            self._table_sizes = []

    def selected(self) -> list[Event]:
        """The events selected in the table, as they stand."""
        model, workspace = self.table.model, self._session.workspace
        rows = sorted(index.row() for index in self.table.view.selectionModel().selectedRows())
        found = (workspace.find("event", str(model.key_at(row))) for row in rows)
        return [each for each in found if isinstance(each, Event)]

    # --- what the user does --------------------------------------------------------------------------

    def edit_selected(self) -> None:
        """Edit the selected events together."""
        self._session.typing.flush()
        events = self.selected()
        workspace = self._session.workspace
        everything = [each for each in workspace.records("event") if isinstance(each, Event)]
        sources = [each for each in workspace.records("source") if isinstance(each, Source)]
        dialog = BulkDialog(events, everything, sources, self)
        if dialog.exec():
            self._apply(dialog.change_set())
        dialog.deleteLater()

    def delete_selected(self) -> None:
        """Delete the selected events; undo brings them back."""
        self._session.typing.flush()
        events = self.selected()
        if not events:
            return
        words = tr("Delete {count} events", count=len(events))
        if self._apply(ChangeSet(words, tuple(Change("event", each.id, each, None) for each in events))):
            self._session.message.emit(
                tr("{count} events deleted. Undo brings them back.", count=len(events)), "info"
            )

    def paste(self) -> None:
        """Make events of rows copied from a spreadsheet."""
        from briefing_app.ui.exchange_dialogs import start_paste

        try:
            start_paste(self.window(), self._session, QGuiApplication.clipboard().text(), "event")
        except BriefingError as error:
            self._session.report(error)

    def _apply(self, step: ChangeSet) -> bool:
        try:
            self._session.apply(step)
        except BriefingError as error:
            self._session.report(error)
            return False
        return True

    def _show_selection(self) -> None:
        count = len(self.table.view.selectionModel().selectedRows()) if self.pages.currentIndex() == 0 else 0
        self.count.setText(tr("{count} selected", count=count) if count > 1 else "")
        self.edit_button.setVisible(count > 1)
        self.delete_button.setVisible(count > 1)
