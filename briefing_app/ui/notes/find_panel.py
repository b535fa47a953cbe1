"""The left part of the Notes tab: find, group, choose, make a new one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.domain.change import ChangeSet
from briefing_app.domain.records import Note
from briefing_app.store.heads import NoteHead, head_of
from briefing_app.store.search import Hit
from briefing_app.threads import collector_resting, giving_way
from briefing_app.ui.notes.list_model import GROUPINGS, NotesModel, group_words
from briefing_app.ui.notes.list_rows import Row, arranged
from briefing_app.ui.notes.list_view import NotesList
from briefing_app.ui.notes.templates import KINDS
from briefing_app.ui.record_words import without_marks
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.grouped_list import Heading
from briefing_app.ui.widgets.search_field import SearchField

LIMIT = 200
AT_ONCE = 2000  # so many notes are arranged before the first picture; more in a thread
FIRST_SCREEN = 24
AFTER_PAINT_MS = 60  # the thread would take its share of the first picture


class FindPanel(QWidget):
    """``note_selected`` carries an id, ``new_requested`` the kind of the note wanted, ``new_in_requested``
    its language too.
    """

    note_selected = Signal(str)
    new_requested = Signal(str)
    new_in_requested = Signal(str, str)
    readout_requested = Signal()
    source_requested = Signal()
    register_requested = Signal()
    rename_topic_requested = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._question = 0
        self.setProperty("panel", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._arranging = 0
        self._only: set[str] | None = None
        self._after_paint = QTimer(self, singleShot=True, interval=AFTER_PAINT_MS)
        self._after_paint.timeout.connect(lambda: self._arrange(None))
        self.model = NotesModel(self._note, self)
        self.list = NotesList(self.model)
        self.list.record_selected.connect(self.note_selected)
        self.list.menu_at = self.topic_menu
        self.field = SearchField(tr("Find in notes"))
        self.field.changed.connect(self._find)
        self.field.down_pressed.connect(lambda: self.list.setFocus(Qt.FocusReason.TabFocusReason))
        self.grouping = QComboBox()
        self.grouping.setAccessibleName(tr("Group notes"))
        for value, words in GROUPINGS.items():
            self.grouping.addItem(tr(words), value)
        self.grouping.currentIndexChanged.connect(lambda _at: self._arrange(self.model.heads))
        px = theme().px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(6))
        for widgets in ((self.field,), (self.grouping, self._register_button(), self._new_button())):
            row = QHBoxLayout()
            row.setContentsMargins(px(12), 0, px(12), 0)
            for place, widget in enumerate(widgets):
                row.addWidget(widget, 0 if place else 1)
            column.addLayout(row)
        column.addWidget(self.list, 1)

    def load(self, only: set[str] | None = None) -> None:
        """Show the notes of the workspace, or ``only`` some. Of many the last ones stand there at once, all a
        moment later.
        """
        self._only = only
        workspace = self._session.workspace
        if workspace.count("note") <= AT_ONCE:
            self._arranging += 1
            self.model.show_notes(self._chosen(workspace.note_heads()), self.grouping.currentData())
            return
        if self.model.count:
            self._arrange(None)
            return
        latest = self._latest()
        self.model.show_rows(
            {head.id: head for head in latest}, [Heading(tr("Latest"), len(latest)), *latest]
        )
        self._after_paint.start()

    def follow(self, change_set: ChangeSet) -> None:
        """Show what became of some notes; arranged anew only where a title, kind or topic changed."""
        changes = [change for change in change_set.changes if change.kind == "note"]
        if all(
            change.before is not None
            and isinstance(change.after, Note)
            and self.model.replace_note(head_of(change.after))
            for change in changes
        ):
            return
        heads = {head.id: head for head in self.model.heads}
        for change in changes:
            heads.pop(change.id, None)
            if self._only is not None:
                self._only.add(change.id) if change.after is not None else self._only.discard(change.id)
            if isinstance(change.after, Note):
                heads[change.id] = head_of(change.after)
        if len(heads) == self._expected:
            self._arrange(list(heads.values()))
        else:
            self.load(self._only)  # the list was not complete yet

    def is_idle(self) -> bool:
        """Whether every note stands in the list."""
        return self.model.count == self._expected

    @property
    def _expected(self) -> int:
        return self._session.workspace.count("note") if self._only is None else len(self._only)

    def _chosen(self, heads: list[NoteHead]) -> list[NoteHead]:
        only = self._only
        return heads if only is None else [head for head in heads if head.id in only]

    def clear(self) -> None:
        """Show all notes again."""
        self._question += 1
        self.field.clear()
        self.model.show_found(None)

    def focus(self) -> None:
        """Put the cursor into the find field."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _arrange(self, heads: list[NoteHead] | None) -> None:
        """Put notes under their headings; None: read them first. Many are worked at in a thread."""
        grouping, words, workspace = self.grouping.currentData(), group_words(), self._session.workspace
        self._arranging += 1
        if heads is not None and len(heads) <= AT_ONCE:
            self.model.show_notes(heads, grouping)
            return
        latest = self._latest()

        def work() -> tuple[dict[str, NoteHead], list[Row]]:
            with collector_resting():
                every = self._chosen(workspace.note_heads()) if heads is None else heads
                return {head.id: head for head in giving_way(every)}, [
                    Heading(tr("Latest"), len(latest)), *latest, *arranged(every, grouping, words)
                ]  # fmt: skip

        self._session.jobs.run(work, partial(self._take, self._arranging), owner=self)

    def _take(self, number: int, found: tuple[dict[str, NoteHead], list[Row]]) -> None:
        if number != self._arranging:
            return
        current, place = self.list.selected, self.list.verticalScrollBar().value()
        self.model.show_rows(*found)
        if current:
            was_blocked = self.list.blockSignals(True)
            self.list.select(current)
            self.list.blockSignals(was_blocked)
        self.list.verticalScrollBar().setValue(place)

    def _latest(self) -> list[NoteHead]:
        found = self._session.workspace.latest("note", FIRST_SCREEN)
        return self._chosen([head_of(each) for each in found if isinstance(each, Note)])

    def _note(self, note_id: str) -> Note | None:
        found = self._session.workspace.find("note", note_id)
        return found if isinstance(found, Note) else None

    def _find(self, text: str) -> None:
        self._question += 1
        question, workspace = self._question, self._session.workspace
        if not text.strip():
            self.model.show_found(None)
            return

        def show(hits: list[Hit]) -> None:
            if question == self._question:
                self.model.show_found([(hit.id, without_marks(hit.snippet)) for hit in hits])

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
        other = menu.addMenu(tr("In English") if language() == "ja" else tr("In Japanese"))
        spoken = "en" if language() == "ja" else "ja"
        for kind, words in KINDS.items():
            other.addAction(tr(words)).triggered.connect(
                lambda _checked=False, wanted=kind: self.new_in_requested.emit(wanted, spoken)
            )
        menu.addSeparator()
        menu.addAction(tr("Record of a conversation, step by step…")).triggered.connect(
            lambda _checked=False: self.readout_requested.emit()
        )
        menu.addAction(tr("Source…")).triggered.connect(lambda _checked=False: self.source_requested.emit())
        button.setMenu(menu)
        self.new_menu = menu
        return button

    def _register_button(self) -> QToolButton:
        button = QToolButton()
        button.setToolTip(tr("Source register"))
        button.setAccessibleName(tr("Source register"))
        theme().show_icon(button, "source")
        button.clicked.connect(lambda _checked=False: self.register_requested.emit())
        return button

    def topic_menu(self, index: QModelIndex) -> QMenu | None:
        """What can be done with the topic of a heading, or with the topics of a note; None if it has none."""
        row = index.data(Qt.ItemDataRole.UserRole)
        topics: tuple[str, ...] = ()
        if isinstance(row, Heading) and self.grouping.currentData() == "topic" and row.text != tr("No topic"):
            topics = (row.text,)
        elif isinstance(row, NoteHead):
            topics = row.tags
        if not topics:
            return None
        menu = QMenu(self)
        for topic in topics:
            menu.addAction(tr('Rename the topic "{topic}" everywhere…', topic=topic)).triggered.connect(
                lambda _checked=False, wanted=topic: self.rename_topic_requested.emit(wanted)
            )
        return menu
