"""The middle of the Notes tab: title, editor and preview side by side, or a source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.domain.records import Note, Source
from briefing_app.exchange.result import Problem
from briefing_app.exchange.sound_text import sound
from briefing_app.ui.notes.completion import Suggest
from briefing_app.ui.notes.editor import NoteEditor
from briefing_app.ui.notes.find_bar import FindBar
from briefing_app.ui.notes.format_bar import FormatBar
from briefing_app.ui.notes.preview import Preview
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import LineEdit
from briefing_app.ui.widgets.labels import rule
from briefing_app.ui.widgets.notices import EmptyState, MessageBar

if TYPE_CHECKING:
    from briefing_app.ui.notes.source_page import SourcePage
    from briefing_app.ui.notes.source_register import SourceRegister


class WorkPanel(QWidget):
    """Shows one note or source. ``left`` is sent when the cursor leaves a field.

    Pages that are not seen at first are made when they are first asked for; ``sources_made`` and
    ``register_made`` carry them.
    """

    title_typed = Signal(str)
    text_typed = Signal(str)
    left = Signal()
    record_requested = Signal(str, str)
    briefing_requested = Signal()
    new_requested = Signal()
    view_changed = Signal()
    sources_made = Signal(object)
    register_made = Signal(object)

    def __init__(self, suggest: Suggest, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = QStackedWidget(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self._sources: SourcePage | None = None
        self._register: SourceRegister | None = None
        self._empty: QWidget | None = None
        self.title = LineEdit()
        self.title.setProperty("edge", "none")
        self.title.setFont(theme().font("title"))
        self.title.setProperty("role", "title")
        self.title.setAccessibleName(tr("Title"))
        self.editor = NoteEditor(suggest)
        self.preview = Preview()
        self.is_trimmed = False  # the text shown is not quite the one of the note
        self._find_bar: FindBar | None = None
        self._note = QWidget(self._pages)
        self._pages.addWidget(self._note)
        self._lay_note_out()
        self.title.typed.connect(self.title_typed)
        self.editor.typed.connect(self.text_typed)
        self.title.returnPressed.connect(self.editor.setFocus)
        for edit in (self.title, self.editor):
            edit.left.connect(self.left)
        self.preview.record_requested.connect(self.record_requested)

    @property
    def sources(self) -> SourcePage:
        """The page of one source."""
        if self._sources is None:
            from briefing_app.ui.notes.source_page import SourcePage

            self._sources = SourcePage(self._pages)
            self._sources.record_requested.connect(self.record_requested)
            self._pages.addWidget(self._sources)
            self.sources_made.emit(self._sources)
        return self._sources

    @property
    def register(self) -> SourceRegister:
        """The list of all sources."""
        if self._register is None:
            from briefing_app.ui.notes.source_register import SourceRegister

            self._register = SourceRegister(self._pages)
            self._pages.addWidget(self._register)
            self.register_made.emit(self._register)
        return self._register

    @property
    def find_bar(self) -> FindBar:
        """The bar that finds and replaces in the text."""
        if self._find_bar is None:
            self._find_bar = FindBar(self.editor, self._note)
            self._find_bar.step_made.connect(self.left)
            self._column.insertWidget(self._column.count() - 1, self._find_bar)
        return self._find_bar

    @property
    def is_showing_note(self) -> bool:
        """Whether a note is shown, not a source."""
        return self._pages.currentWidget() is self._note

    @property
    def is_showing_source(self) -> bool:
        """Whether one source is shown."""
        return self._sources is not None and self._pages.currentWidget() is self._sources

    @property
    def is_showing_register(self) -> bool:
        """Whether the list of all sources is shown."""
        return self._register is not None and self._pages.currentWidget() is self._register

    def show_note(self, note: Note, *, is_other: bool) -> None:
        """Show a note; the cursor stays where it is unless it is another note than before. A text that no
        editor can bear is shown in paragraphs, and stays as it is until somebody writes in it.
        """
        self._pages.setCurrentWidget(self._note)
        self.title.show_text(note.title)
        problems: list[Problem] = []
        self.editor.show_text(sound(note.body, "", problems))
        self.is_trimmed = bool(problems)
        if is_other:
            self.editor.moveCursor(self.editor.textCursor().MoveOperation.Start)
            self.preview.verticalScrollBar().setValue(0)

    def show_source(self, source: Source, used_by: Sequence[tuple[str, str, str]]) -> None:
        """Show a source."""
        self.sources.show_source(source, used_by)
        self._pages.setCurrentWidget(self.sources)

    def show_register(self, sources: Sequence[Source]) -> None:
        """Show every source."""
        self.register.show_sources(sources)
        self._pages.setCurrentWidget(self.register)

    def show_empty(self) -> None:
        """Say what belongs here."""
        if self._empty is None:
            self._empty = self._empty_page()
            self._pages.addWidget(self._empty)
        self._pages.setCurrentWidget(self._empty)

    def show_find(self) -> None:
        """Show the bar that finds and replaces in the text."""
        self.find_bar.open_bar()

    def choose_view(self, place: int) -> None:
        """Write, both, or read."""
        self.bar.show_view(place)
        self.editor.setVisible(place != 2)
        self.preview.setVisible(place != 0)
        self.is_reading = place == 2
        self.view_changed.emit()

    def _lay_note_out(self) -> None:
        px = theme().px
        column = self._column = QVBoxLayout(self._note)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.bar = FormatBar(self.editor, self._note)
        self.notice = MessageBar(self._note)
        split = QSplitter(Qt.Orientation.Horizontal, self._note)
        split.setObjectName("text")
        split.addWidget(self.editor)
        split.addWidget(self.preview)
        split.setSizes([px(400), px(400)])
        split.setChildrenCollapsible(False)
        head = QHBoxLayout()
        head.setContentsMargins(px(18), px(10), px(16), px(4))
        head.addWidget(self.title)
        column.addLayout(head)
        for part in (self.bar, rule(), self.notice, split):
            column.addWidget(part, 1 if part is split else 0)
        self.bar.view_chosen.connect(self.choose_view)
        self.bar.briefing_requested.connect(self.briefing_requested)
        self.bar.find_wanted.connect(self.show_find)
        self.choose_view(1)

    def _empty_page(self) -> QWidget:
        return EmptyState(
            "notes",
            tr("Notes hold what was said and what to say, with links to people, events and sources."),
            action=tr("Write a note"),
            on_action=self.new_requested.emit,
        )
