"""The Notes tab: find on the left, write and read in the middle, what surrounds the note on the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from briefing_app.app.i18n import Language, language, tr
from briefing_app.app.session import Session
from briefing_app.app.spelling import spelling
from briefing_app.domain.change import ChangeSet, added
from briefing_app.domain.ids import new_id
from briefing_app.domain.records import Kind, Note, NoteKind, Record, Source
from briefing_app.errors import BriefingError
from briefing_app.ui.notes import templates
from briefing_app.ui.notes.completion import Suggestion
from briefing_app.ui.notes.find_panel import AT_ONCE
from briefing_app.ui.notes.note_deeds import NoteDeeds
from briefing_app.ui.notes.panels import Panels
from briefing_app.ui.notes.portions import Portions
from briefing_app.ui.notes.side_panel import outline_of, read_ahead
from briefing_app.ui.notes.source_deeds import SourceDeeds
from briefing_app.ui.notes.surroundings import Surroundings
from briefing_app.ui.notes.titles import Titles
from briefing_app.ui.widgets.made_in_portions import MadeInPortions

PREVIEW_PAUSE_MS = 150
NAMES_AFTER_MS = 1500
AFTER_PAINT_MS = 20  # what the first picture of the tab does not wait for
OUTLINE_PAUSE_MS = 300
# From this length on the preview shows what stands around the cursor, and waits longer for a pause.
LONG_TEXT = 40_000
SHOWN_OF_LONG = 2_500


__all__ = ["NotesTab", "read_ahead"]


class NotesTab(MadeInPortions, QWidget):
    """See :class:`briefing_app.ui.tab.Tab`. Shows notes, and sources where one is asked for."""

    title = "Notes"
    record_requested = Signal(str, str)
    add_to_briefing_requested = Signal(str, str)
    block_requested = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None, *, in_portions: bool = False) -> None:
        super().__init__(parent)
        self._session = session
        self._shown_id = ""
        self._rendered = 0
        self._part_line: int | None = None
        self._is_reading = False
        self.titles = Titles(session.workspace)
        self._pause = QTimer(self, singleShot=True, interval=PREVIEW_PAUSE_MS)
        self._pause.timeout.connect(self._refresh_around)
        self._found: Surroundings | None = None
        self._making = Portions(session, self)
        self._showing = Portions(session, self)
        self._outline_pause = QTimer(self, singleShot=True, interval=OUTLINE_PAUSE_MS)
        self._outline_pause.timeout.connect(self._show_outline)
        self._after_paint = QTimer(self, singleShot=True, interval=AFTER_PAINT_MS)
        self._after_paint.timeout.connect(self._look_around_first)
        self._panels = Panels(self, session, self._suggestions, self._fill_side)
        if in_portions:
            self.hide()
        self.begin_making(chain(self._panels.portions(), (self._begin,)), in_portions=in_portions)

    @property
    def session(self) -> Session:
        """The session whose notes are shown."""
        return self._session

    @property
    def shown_id(self) -> str:
        """The id of the note shown, or empty."""
        return self._shown_id

    # --- what the window asks ------------------------------------------------------------------------

    def activate(self) -> None:
        """Show a note if none is shown."""
        if not self._shown_id and (first := self.finder.model.first()) is not None:
            self.finder.list.select(first.id)

    def show_record(self, kind: Kind, record_id: str) -> None:
        """Select a note, or show a source."""
        if kind == "source":
            self._show_source(record_id)
        elif kind == "note" and self.saved_note(record_id) is not None:
            if not self.finder.list.select(record_id):
                self.finder.clear()
                self.finder.list.select(record_id)
            self._show_note(record_id)

    def new_record(self, kind: NoteKind = "analysis", wanted: str = "") -> None:
        """Make a note of a kind from its template and put the cursor into its title. Its language is that of
        the window unless another is ``wanted``.
        """
        spoken: Language = "ja" if (wanted or language()) == "ja" else "en"
        note = Note(
            id=new_id("note"), title=templates.title(spoken), kind=kind, language=spoken,
            body=templates.body(kind, self._session.today, spoken),
        )  # fmt: skip
        if self._make(note, tr("Add note")):
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
        """Whether list and preview are up to date."""
        waits = self._pause.isActive() or self._after_paint.isActive() or self._is_reading
        return not (waits or self._making.is_at_work or self._showing.is_at_work) and self.finder.is_idle()

    # --- what the deeds use --------------------------------------------------------------------------

    def note(self) -> Note | None:
        """The note shown, as typed so far."""
        found = self._session.current("note", self._shown_id)
        return found if isinstance(found, Note) else None

    def saved_note(self, note_id: str) -> Note | None:
        """A note of the workspace, or None."""
        found = self._session.workspace.find("note", note_id)
        return found if isinstance(found, Note) else None

    def apply(self, change_set: ChangeSet) -> bool:
        """Make a change; a known error is shown and answered with False."""
        try:
            self._session.apply(change_set)
        except BriefingError as error:
            self._session.report(error)
            return False
        return True

    def _suggestions(self, kind: str, part: str) -> Sequence[Suggestion]:
        from briefing_app.ui.notes.lookup import suggestions

        return suggestions(self._session.workspace, self.titles, kind, part, self._make)

    def _make(self, record: Record, label: str) -> bool:
        return self.apply(added(record, label))

    # --- parts ---------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """All panels are there: link them and show the notes."""
        panels = self._panels
        self.finder, self.later, self.work, self.side = panels.finder, panels.later, panels.work, panels.side
        self.deeds = NoteDeeds(self)
        self.sources = SourceDeeds(self)
        self._connect()
        self._load()
        QTimer.singleShot(NAMES_AFTER_MS, self, self._take_names)

    def _connect(self) -> None:
        self.later.chosen_changed.connect(self._load)
        self._session.changed.connect(self._on_changed)
        self._session.as_of_changed.connect(lambda _day: self._follow_days())
        self._session.known_on_changed.connect(lambda _day: self._follow_days())
        self.finder.note_selected.connect(self._show_note)
        self.finder.new_requested.connect(self.new_record)
        self.finder.new_in_requested.connect(self.new_record)
        work, side, deeds = self.work, self.side, self.deeds
        work.new_requested.connect(self.new_record)
        work.text_typed.connect(lambda text: self._type("body", text, tr("Edit text")))
        work.title_typed.connect(lambda text: self._type("title", text, tr("Edit title")))
        work.left.connect(self._session.typing.flush)
        work.record_requested.connect(self.on_requested)
        work.briefing_requested.connect(self._on_briefing_requested)
        work.preview.part_requested.connect(self._show_part)
        work.view_changed.connect(self._pause.start)
        work.preview.tick_requested.connect(work.editor.turn_box)
        work.preview.page_requested.connect(self.show_page)
        side.record_requested.connect(self.on_requested)
        side.page_requested.connect(self.show_page)
        side.line_requested.connect(work.editor.go_to_line)
        deeds.connect_all()
        self.sources.connect_all()

    def _follow_days(self) -> None:
        self._load()
        if self._shown_id:
            self.finder.list.select(self._shown_id)
            self._pause.start()

    def _load(self) -> None:
        self._show_whether_empty()
        if not self.later.is_asked:
            self._take_standing(None)
        elif self._session.workspace.count("note") <= AT_ONCE:
            self._take_standing(self.later.sieve(self._shown_id)())
        else:
            self.finder.load()
            self._session.jobs.run(self.later.sieve(self._shown_id), self._take_standing, owner=self)

    def _take_standing(self, standing: set[str] | None) -> None:
        self.finder.load(self.later.show_count(standing))

    def _take_names(self) -> None:
        """Let the spell check know the names of people: read in a thread, when the tab stands."""
        if not self._session.is_closed:
            self._session.jobs.run(self.titles.name_words, spelling().take_names, owner=self)

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
            self.deeds.leave_note()
        self.side.show()
        is_other = note_id != self._shown_id or not self.work.is_showing_note
        self._shown_id = note_id
        self.work.show_note(note, is_other=is_other)
        if is_other:
            self._part_line = None
            self.deeds.enter_note(note)
        if not self.side.is_made:
            self._after_paint.start()
            return
        self.side.show_note(note)
        if is_other:
            self._show_outline()
            self._refresh_around()
        else:
            self._pause.start()

    def _look_around_first(self) -> None:
        """The tab is painted: read the code of what stands beside the text, then make it."""
        if not self._session.is_closed:
            spelling().prepare(self._session.jobs)
            self._is_reading = True
            self._session.jobs.run(read_ahead, lambda _done: self._make_side(), owner=self)

    def _make_side(self) -> None:
        self._is_reading = False
        self._making.start(self._side_parts(), self._side_made)

    def _side_parts(self) -> Iterator[object]:
        while next(self.side.parts, self) is not self:
            yield self
        note = self.note()
        while note is not None and self.side.fields.quotations.make_next(note.quotations):
            yield note

    def _side_made(self) -> None:
        self._fill_side()
        self._refresh_around()

    def _fill_side(self) -> None:
        """The panel beside the text is made: show the note in it."""
        note = self.note()
        if note is not None:
            self.side.show_note(note)
            self._show_outline()

    def show_page(self, source_id: str, page: int, words: str = "") -> None:
        """Show the page of a source that is quoted; without a number the one on which the words stand."""
        self._session.typing.flush()
        self._show_source(source_id)
        if self.work.is_showing_source:
            self.work.sources.show_page(page, words)

    def _show_source(self, source_id: str) -> None:
        source = self._session.workspace.find("source", source_id)
        if isinstance(source, Source):
            from briefing_app.ui.notes.lookup import users_of_source

            self.side.hide()
            self.work.show_source(source, users_of_source(self._session.workspace, source_id))

    def _type(self, name: str, text: str, label: str) -> None:
        current = self.note()
        if current is not None:
            new = replace(current, title=text) if name == "title" else replace(current, body=text)
            self._session.text_edit(current, new, label)
            # A long text is rendered and checked when the writer really pauses.
            self._pause.start(PREVIEW_PAUSE_MS + len(new.body) // 300)
            self._outline_pause.start()
            self._part_line = None

    def _show_outline(self) -> None:
        note = self.note()
        if not self.side.is_made:
            return
        text, is_spoken = self.work.editor.toPlainText(), note is not None and note.kind == "qa"
        if len(text) <= LONG_TEXT:
            self.side.show_outline(outline_of(text, is_spoken=is_spoken))
            return
        shown_id = self._shown_id

        def show(found: list[tuple[int, str, int]]) -> None:
            if shown_id == self._shown_id:
                self.side.show_outline(found)

        self._session.jobs.run(lambda: outline_of(text, is_spoken=is_spoken), show, owner=self)

    def _show_part(self, line: int) -> None:
        self._part_line = line
        self._refresh_around()

    def _refresh_around(self) -> None:
        """Render the preview and look around, off the GUI thread; an older answer is dropped."""
        note = self.note()
        if note is None:
            return
        if self.work.is_trimmed:
            note = replace(note, body=self.work.editor.toPlainText())
        self._rendered += 1
        number, workspace, day, titles = (
            self._rendered, self._session.workspace, self._session.day, self.titles
        )  # fmt: skip
        before = self.side.surroundings
        line = self._part_line
        line = self.work.editor.textCursor().blockNumber() if line is None else line
        size = (
            SHOWN_OF_LONG if len(note.body) > LONG_TEXT and not self.work.is_reading else len(note.body) + 1
        )

        def work() -> tuple[str, Surroundings]:
            from briefing_app.ui.notes.look_around import View, look_around

            html, found = look_around(workspace, titles, note, day, View(line, size))
            return html, found.since(before)

        def show(found: tuple[str, Surroundings]) -> None:
            if number == self._rendered:
                self.work.preview.show_html(found[0])
                self._found = found[1]
                self._showing.start(self.side.showing(found[1]), self._tell_surroundings)

        self._session.jobs.run(work, show, owner=self)

    def _tell_surroundings(self) -> None:
        if self._found is not None:
            self.deeds.show_departures(self._found.findings)
            self.deeds.tell_pair(self._found.pair)

    def on_requested(self, kind: str, record_id: str) -> None:
        """Show a note or source here; ask the window for anything else."""
        if kind in {"note", "source"}:
            self.show_record(kind, record_id)  # type: ignore[arg-type]
        else:
            self.record_requested.emit(kind, record_id)

    def _on_briefing_requested(self) -> None:
        self._session.typing.flush()
        self.add_to_briefing_requested.emit("note", self._shown_id)

    def _on_changed(self, change_set: ChangeSet) -> None:
        self.titles.follow(change_set)
        if change_set.touches("note"):
            self.finder.follow(change_set)
            self._show_whether_empty()
            if self.saved_note(self._shown_id) is None:
                self._shown_id = ""
                self.activate()
            elif self.work.is_showing_note:
                self.finder.list.select(self._shown_id)
                self._show_note(self._shown_id)
        elif self._shown_id:
            self._pause.start()
        if change_set.touches("source"):
            self.sources.follow(change_set)
