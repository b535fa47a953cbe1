"""The Notes tab: find on the left, write and read in the middle, what surrounds the note on the right."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.change import ChangeSet, added, removed, replaced
from briefing_app.domain.ids import new_id
from briefing_app.domain.records import Kind, Note, NoteKind, Quotation, Source
from briefing_app.errors import BriefingError
from briefing_app.ui.notes import lookup, templates
from briefing_app.ui.notes.find_panel import FindPanel
from briefing_app.ui.notes.rendering import to_html
from briefing_app.ui.notes.side_panel import SidePanel, Surroundings
from briefing_app.ui.notes.work_panel import WorkPanel
from briefing_app.ui.theme import theme

PREVIEW_PAUSE_MS = 150


class NotesTab(QWidget):
    """See :class:`briefing_app.ui.tab.Tab`. Shows notes, and sources where one is asked for."""

    title = "Notes"
    record_requested = Signal(str, str)
    add_to_briefing_requested = Signal(str, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown_id = ""
        self._rendered = 0
        self.finder = FindPanel(session)
        self.work = WorkPanel(lambda kind, part: lookup.suggestions(session.workspace, kind, part))
        self.side = SidePanel(session)
        self._pause = QTimer(self, singleShot=True, interval=PREVIEW_PAUSE_MS)
        self._pause.timeout.connect(self._refresh_around)
        self._lay_out()
        self._connect()
        self._load()

    # --- what the window asks ------------------------------------------------------------------------

    def activate(self) -> None:
        """Show a note if none is shown."""
        if not self._shown_id and (first := self.finder.model.first()) is not None:
            self.finder.list.select(first.id)

    def show_record(self, kind: Kind, record_id: str) -> None:
        """Select a note, or show a source."""
        if kind == "source":
            self._show_source(record_id)
        elif kind == "note" and self._note(record_id) is not None:
            if not self.finder.list.select(record_id):
                self.finder.clear()
                self.finder.list.select(record_id)
            self._show_note(record_id)

    def new_record(self, kind: NoteKind = "analysis") -> None:
        """Make a note of a kind from its template and put the cursor into its title."""
        note = Note(
            id=new_id("note"),
            title=tr("New note"),
            kind=kind,
            body=templates.body(kind, self._session.today),
        )
        if self._apply(added(note, tr("Add note"))):
            self.show_record("note", note.id)
            self.work.title.setFocus(Qt.FocusReason.OtherFocusReason)
            self.work.title.selectAll()

    def focus_find(self) -> None:
        """Find in the text if that is where the cursor is, else among the notes."""
        if self.work.editor.hasFocus():
            self.work.show_find()
        else:
            self.finder.focus()

    def add_to_briefing(self, kind: Kind, record_id: str) -> None:
        """Only the Briefing tab takes records."""

    def is_idle(self) -> bool:
        """Whether the preview is up to date."""
        return not self._pause.isActive() and self.finder.is_idle()

    # --- parts ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        px = theme().px
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("zones")
        for part in (self.finder, self.work, self.side):
            splitter.addWidget(part)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([px(270), px(740), px(280)])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(splitter)

    def _connect(self) -> None:
        self._session.changed.connect(self._on_changed)
        self.finder.note_selected.connect(self._show_note)
        self.finder.new_requested.connect(self.new_record)
        work, side = self.work, self.side
        work.new_requested.connect(self.new_record)
        work.text_typed.connect(lambda text: self._type("body", text, tr("Edit text")))
        work.title_typed.connect(lambda text: self._type("title", text, tr("Edit title")))
        work.left.connect(self._session.typing.flush)
        work.record_requested.connect(self._on_requested)
        work.briefing_requested.connect(self._on_briefing_requested)
        side.record_requested.connect(self._on_requested)
        side.line_requested.connect(work.editor.go_to_line)
        side.quotation_requested.connect(self._add_quotation)
        side.version_requested.connect(self._restore)
        side.remove_requested.connect(self._remove)

    def _load(self) -> None:
        self.finder.load()
        self._show_whether_empty()

    def _show_whether_empty(self) -> None:
        has_notes = self._session.workspace.count("note") > 0
        self.side.setVisible(has_notes)
        if not has_notes:
            self._shown_id = ""
            self.work.show_empty()

    def _show_note(self, note_id: str) -> None:
        note = self._session.current("note", note_id)
        if not isinstance(note, Note):
            return
        if note_id != self._shown_id:
            self._session.typing.flush()
        self.side.show()
        is_other = note_id != self._shown_id or not self.work.is_showing_note
        self._shown_id = note_id
        self.work.show_note(note, is_other=is_other)
        self.side.show_note(note)
        if is_other:
            self._refresh_around()
        else:
            self._pause.start()

    def _show_source(self, source_id: str) -> None:
        source = self._session.workspace.find("source", source_id)
        if isinstance(source, Source):
            self.side.hide()
            self.work.show_source(source, lookup.users_of_source(self._session.workspace, source_id))

    def _type(self, name: str, text: str, label: str) -> None:
        current = self._session.current("note", self._shown_id)
        if isinstance(current, Note):
            new = replace(current, title=text) if name == "title" else replace(current, body=text)
            self._session.text_edit(current, new, label)
            self._pause.start()

    def _refresh_around(self) -> None:
        """Render the preview and look around, off the GUI thread; an older answer is dropped."""
        note = self._session.current("note", self._shown_id)
        if not isinstance(note, Note):
            return
        self._rendered += 1
        number, workspace = self._rendered, self._session.workspace

        def work() -> tuple[str, Surroundings]:
            html = to_html(note.body, lambda kind, key: lookup.find_target(workspace, kind, key))
            return html, lookup.surroundings(workspace, note)

        def show(found: tuple[str, Surroundings]) -> None:
            if number == self._rendered:
                self.work.preview.show_html(found[0])
                self.side.show_surroundings(found[1])

        self._session.jobs.run(work, show, owner=self)

    def _on_requested(self, kind: str, record_id: str) -> None:
        if kind in {"note", "source"}:
            self.show_record(kind, record_id)  # type: ignore[arg-type]
        else:
            self.record_requested.emit(kind, record_id)

    def _on_briefing_requested(self) -> None:
        self._session.typing.flush()
        self.add_to_briefing_requested.emit("note", self._shown_id)

    def _on_changed(self, change_set: ChangeSet) -> None:
        if change_set.touches("note"):
            self.finder.follow(change_set)
            self._show_whether_empty()
            if self._note(self._shown_id) is None:
                self._shown_id = ""
                self.activate()
            elif self.work.is_showing_note:
                self.finder.list.select(self._shown_id)
                self._show_note(self._shown_id)
        elif self._shown_id:
            self._pause.start()

    def _add_quotation(self) -> None:
        chosen = self.work.editor.textCursor().selectedText().replace("\u2029", "\n").strip()
        note = self._session.current("note", self._shown_id)
        if not chosen or not isinstance(note, Note):
            self._session.message.emit(tr("Mark the words in the text first, then add them."), "info")
            return
        quotation = Quotation(text=chosen, language=note.language)
        new = replace(note, quotations=(*note.quotations, quotation))
        self._session.typing.flush()
        self._apply(replaced(note, new, tr("Add quotation")))

    def _restore(self, place: int) -> None:
        self._session.typing.flush()
        note = self._note(self._shown_id)
        versions = self._session.workspace.versions("note", self._shown_id)
        if note is None or place >= len(versions):
            return
        old = versions[place].record
        if old != note and self._apply(replaced(note, old, tr("Restore version"))):
            self._session.message.emit(tr("The older version is back. Undo brings the newer one."), "info")

    def _remove(self) -> None:
        self._session.typing.flush()
        note = self._note(self._shown_id)
        if note is not None:
            self._apply(removed(note, tr("Remove {name}", name=note.title)))

    def _apply(self, change_set: ChangeSet) -> bool:
        try:
            self._session.apply(change_set)
        except BriefingError as error:
            self._session.report(error)
            return False
        return True

    def _note(self, note_id: str) -> Note | None:
        found = self._session.workspace.find("note", note_id)
        return found if isinstance(found, Note) else None
