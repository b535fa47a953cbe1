"""The left part of the Notes tab: find, group, choose, make a new one."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.records import Note
from briefing_app.store.search import Hit
from briefing_app.ui.notes.list_model import GROUPINGS, NotesModel
from briefing_app.ui.notes.list_view import NotesList
from briefing_app.ui.notes.templates import KINDS
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.search_field import SearchField

LIMIT = 200


class FindPanel(QWidget):
    """``note_selected`` carries an id, ``new_requested`` the kind of the note wanted."""

    note_selected = Signal(str)
    new_requested = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._question = 0
        self.setProperty("panel", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = NotesModel(self)
        self.list = NotesList(self.model)
        self.list.record_selected.connect(self.note_selected)
        self.field = SearchField(tr("Find in notes"))
        self.field.changed.connect(self._find)
        self.field.down_pressed.connect(lambda: self.list.setFocus(Qt.FocusReason.TabFocusReason))
        self.grouping = QComboBox()
        self.grouping.setAccessibleName(tr("Group notes"))
        for value, words in GROUPINGS.items():
            self.grouping.addItem(tr(words), value)
        self.grouping.currentIndexChanged.connect(lambda _at: self.model.group(self.grouping.currentData()))
        px = theme().px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(6))
        for widgets in ((self.field,), (self.grouping, self._new_button())):
            row = QHBoxLayout()
            row.setContentsMargins(px(12), 0, px(12), 0)
            for place, widget in enumerate(widgets):
                row.addWidget(widget, 0 if place else 1)
            column.addLayout(row)
        column.addWidget(self.list, 1)

    def show_notes(self, notes: Iterable[Note]) -> None:
        """Take all notes."""
        self.model.show_notes(notes)

    def clear(self) -> None:
        """Show all notes again."""
        self._question += 1
        self.field.clear()
        self.model.show_found(None)

    def focus(self) -> None:
        """Put the cursor into the find field."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _find(self, text: str) -> None:
        self._question += 1
        question, workspace = self._question, self._session.workspace
        if not text.strip():
            self.model.show_found(None)
            return

        def show(hits: list[Hit]) -> None:
            if question == self._question:
                self.model.show_found([(hit.id, hit.snippet) for hit in hits])

        self._session.jobs.run(lambda: workspace.search(text, "note", LIMIT), show, owner=self)

    def _new_button(self) -> QToolButton:
        button = QToolButton()
        button.setToolTip(tr("New note of a kind"))
        button.setAccessibleName(tr("New note of a kind"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        theme().show_icon(button, "add")
        menu = QMenu(button)
        for kind, words in KINDS.items():
            menu.addAction(tr(words)).triggered.connect(
                lambda _checked=False, wanted=kind: self.new_requested.emit(wanted)
            )
        button.setMenu(menu)
        return button
