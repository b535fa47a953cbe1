"""The Briefing tab: outline of blocks, the real pages, settings and pre-flight; save and print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from itertools import chain
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from briefing_app.app.error_words import told
from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.domain.change import ChangeSet
from briefing_app.domain.records import Block, Briefing, Kind
from briefing_app.reports import editions
from briefing_app.reports.paper_settings import paper_of
from briefing_app.reports.preview import Preview
from briefing_app.ui.briefing import drafts, outline_rows
from briefing_app.ui.briefing.composer import Composer
from briefing_app.ui.briefing.inspector import PAPER
from briefing_app.ui.briefing.left_off import go_on, left_off
from briefing_app.ui.briefing.output import PaperOutput
from briefing_app.ui.briefing.page_maker import PageMaker
from briefing_app.ui.briefing.parts import Parts, read_ahead
from briefing_app.ui.briefing.shown_titles import printed_record
from briefing_app.ui.briefing.since_last import EditionWatch, title_of_block
from briefing_app.ui.briefing.stored_papers import to_be_told, words_of
from briefing_app.ui.record_words import kind_word
from briefing_app.ui.widgets.made_in_portions import MadeInPortions

# What the window may do before the tab is asked for: read in a thread, make the tab in portions.
__all__ = ["BriefingTab", "read_ahead"]


class BriefingTab(MadeInPortions, QWidget):
    """Writes one paper at a time. The pages follow every change of the workspace and of the day."""

    record_requested = Signal(str, str)
    page_requested = Signal(str, int, str)
    add_to_briefing_requested = Signal(str, str)

    def __init__(self, session: Session, parent: QObject | None = None, *, in_portions: bool = False) -> None:
        super().__init__(parent if isinstance(parent, QWidget) else None)
        self.title = "Briefing"
        self._session = session
        self._preview: Preview | None = None
        self._awaited = ""
        self._pointed = ("", "")
        self.composer = Composer(session, self)
        self.watch = EditionWatch(session, self)
        self._parts = Parts(self, session, self.composer)
        if in_portions:
            self.hide()
        self.begin_making(chain(self._parts.portions(), (self._begin,)), in_portions=in_portions)

    @property
    def preview(self) -> Preview | None:
        """The newest pages."""
        return self._preview

    # --- what the window asks ----------------------------------------------------------------------------

    def activate(self) -> None:
        """Bring the pages up to date."""
        if self.maker.is_stale:
            self.maker.make()
        self.outline.setFocus()

    def show_record(self, kind: Kind, record_id: str) -> None:
        """Open a stored briefing, on its day."""
        found = self._session.workspace.find(kind, record_id)
        if isinstance(found, Briefing):
            if found.as_of:
                self._session.as_of = date.fromisoformat(found.as_of)
            self.composer.open(found)

    def new_record(self) -> None:
        """Add own text below the chosen block and put the cursor into it."""
        self.add_block(Block("text", options={"heading": tr("New section")}))
        self.inspector.begin_text()

    def focus_find(self) -> None:
        """The outline is the way to find a place in the paper."""
        self.outline.setFocus()

    def add_to_briefing(self, kind: Kind, record_id: str) -> bool:
        """Add a record as a live block at the end. False if its kind cannot stand in a paper by itself."""
        return self.add_records([(kind, record_id)])

    def add_records(self, chosen: Sequence[tuple[str, str]]) -> bool:
        """Add records as live blocks, as one step. Whether any could; of the others it is told why not."""
        blocks = [(kind, drafts.block_of(kind, record_id)) for kind, record_id in chosen]
        if refused := next((kind for kind, block in blocks if block is None), ""):
            word = kind_word(refused)  # type: ignore[arg-type]
            words = tr("A record of the kind {kind} cannot stand in a paper by itself.", kind=word)
            self._session.message.emit(words, "caution")
        self.append(*(block for _kind, block in blocks if block is not None))
        return any(block is not None for _kind, block in blocks)

    def append(self, *blocks: Block) -> None:
        """Add blocks and choose the last: at the end of the paper, or where its template has a place."""
        if blocks:
            self.choose(self.composer.append(blocks))

    @property
    def paper_words(self) -> str:
        """The paper that is being written, in a line."""
        return words_of(self.composer.briefing)

    def is_idle(self) -> bool:
        """Whether the newest pages are shown."""
        return self.maker.is_idle and self.pages.is_complete()

    # --- building ----------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """All parts are there: link them and take up the paper of the day."""
        parts = self._parts
        self.toolbar, self.side, self.inspector = parts.toolbar, parts.side, parts.inspector
        self.outline, self.stored = parts.side.outline, parts.side.stored
        self.pages, self.thumbnails, self.bar = parts.pages, parts.thumbnails, parts.bar
        self.maker = PageMaker(self._session, self.composer, self.isVisible, self.pages.in_view)
        self.output = PaperOutput(self._session, self.composer, self.bar, self, lambda: self.maker.shows_edit)
        self._connect()
        self.toolbar.show_day(self._session.day)
        self.composer.take_stored("one-page", language())

    def _connect(self) -> None:
        self._session.changed.connect(self._on_session_changed)
        self._session.as_of_changed.connect(self._on_session_as_of_changed)
        self.maker.made.connect(self._on_rendered)
        self.maker.failed.connect(lambda _why: self.output.give_up())
        self.maker.failed.connect(lambda why: self.bar.show_message(why, "error"))
        self.composer.changed.connect(self._on_composer_changed)
        self.composer.failed.connect(lambda why: self.bar.show_message(why, "error"))
        self.toolbar.changed.connect(self._on_toolbar_changed)
        self.toolbar.day_changed.connect(self._on_toolbar_day_changed)
        self.toolbar.save_requested.connect(self.output.ask_and_save)
        self.toolbar.print_requested.connect(self.output.print)
        kept = self.inspector.editions
        self.toolbar.freeze_requested.connect(lambda: self.output.freeze(kept.names(), kept.told_since()))
        self.toolbar.zoom_requested.connect(lambda step: self.pages.set_zoom(self.pages.zoom * step))
        self.toolbar.fit_requested.connect(self.pages.fit_width)
        self.toolbar.two_pages_changed.connect(self.pages.set_two_pages)
        self.toolbar.thumbnails_changed.connect(self.thumbnails.setVisible)
        self.pages.zoom_changed.connect(self.toolbar.show_zoom)
        self.pages.current_changed.connect(self.thumbnails.go_to)
        self.pages.place_clicked.connect(self._on_pages_place_clicked)
        self.thumbnails.place_clicked.connect(lambda page, _x, _y: self.pages.go_to(page))
        self.outline.chosen.connect(self._on_outline_chosen)
        self.outline.toggled.connect(self.composer.include)
        self.outline.moved.connect(self._on_outline_moved)
        self.outline.remove_requested.connect(self.composer.remove)
        self.inspector.text_typed.connect(
            lambda text: self.composer.set_text(self.outline.currentRow(), text)
        )
        self.inspector.heading_typed.connect(
            lambda text: self.composer.set_heading(self.outline.currentRow(), text)
        )
        self.inspector.included_changed.connect(
            lambda included: self.composer.include(self.outline.currentRow(), included)
        )
        self._connect_paper()
        self.inspector.option_typed.connect(
            lambda name, value: self.composer.set_option(self.outline.currentRow(), name, value)
        )
        self.inspector.record_requested.connect(self.record_requested)
        self.inspector.source_requested.connect(self._open_source)
        self.inspector.judging_requested.connect(self.judge_options)
        self.inspector.problem_chosen.connect(self._go_to_problem)
        self.side.block_wanted.connect(self.add_block)
        self.side.text_wanted.connect(self.new_record)
        self.side.since.next_requested.connect(self._go_to_next_change)
        self.watch.changed.connect(self._on_since_changed)

    def _connect_paper(self) -> None:
        paper, kept = self.inspector.paper, self.inspector.editions
        paper.title_typed.connect(self.composer.set_title)
        paper.setting_typed.connect(
            lambda name, text: self.composer.set_setting(name, text.strip(), is_typing=True)
        )
        paper.setting_changed.connect(self.composer.set_setting)
        kept.freeze_requested.connect(self.output.freeze)
        kept.write_requested.connect(self.output.write_again)
        kept.copies_requested.connect(self.output.make_copies)
        self.output.issued.connect(self._show_editions)
        self.output.whole_wanted.connect(self.maker.make_whole)
        self.stored.paper_chosen.connect(lambda paper: self.show_record("briefing", paper.id))
        self.stored.new_requested.connect(self.commission)

    def commission(self) -> None:
        """Ask what the paper is for, and begin the one that the answers call for."""
        from briefing_app.ui.briefing.commission_dialog import ask

        ask(self._session, self.composer, self)

    def judge_options(self) -> None:
        """Ask what speaks for each option of the chosen sheet, one row a matter."""
        from briefing_app.ui.briefing.option_rows_dialog import ask

        ask(self._session, self.composer, self.outline.currentRow(), self)

    def add_block(self, block: Block) -> None:
        """Put a block below the chosen one and choose it."""
        place = self.outline.currentRow() + 1
        self.composer.insert(place, block)
        self.choose(place)

    def left_off(self) -> dict[str, Any]:
        """Where the writer stands, for :meth:`go_on` when the workspace is unlocked again."""
        return left_off(self)

    def go_on(self, place: Mapping[str, Any]) -> None:
        """Go on with the paper and the block that were written at."""
        go_on(self, place)

    def choose(self, place: int) -> None:
        """Choose a block; its page comes into view when it is there."""
        if not 0 <= place < len(self.composer.blocks):
            return  # it could not be stored, which was told
        self.outline.setCurrentRow(place)
        self._awaited = self.composer.key(place)

    # --- what the user and the session do ----------------------------------------------------------------

    def _on_composer_changed(self) -> None:
        briefing = self.composer.briefing
        self.toolbar.show_choice(self.toolbar.template, briefing.template)
        self.toolbar.show_choice(self.toolbar.language, briefing.language)
        self.toolbar.show_choice(self.toolbar.marking, briefing.marking)
        self.toolbar.show_choice(self.toolbar.paper, paper_of(briefing))
        self.stored.show_current(briefing)
        self.inspector.paper.show_briefing(briefing)
        self._show_editions()
        self._show_outline()
        self._show_block(self.outline.currentRow())
        self.maker.soon()

    def _show_editions(self) -> None:
        workspace, key = self._session.workspace, self.composer.briefing.id
        found = editions.editions(workspace, key) if key else ()
        self.inspector.show_editions([(each, editions.copies(workspace, each)) for each in found])

    def _on_toolbar_changed(self) -> None:
        template, language = str(self.toolbar.template.currentData()), self.toolbar.chosen_language()
        if (template, language) != (self.composer.briefing.template, self.composer.language):
            self.composer.take_stored(template, language)
        else:
            self.composer.set_marking(str(self.toolbar.marking.currentData()))
            self.composer.set_paper(str(self.toolbar.paper.currentData()))

    def _on_toolbar_day_changed(self, day: date) -> None:
        self._session.as_of = day

    def _on_session_as_of_changed(self, _day: object) -> None:
        """The paper that is being written stays; one that is not stored gives way to one of the day."""
        self.toolbar.show_day(self._session.day)
        if self.composer.briefing.id:
            self.maker.soon()
        else:
            self.composer.take_stored(self.composer.briefing.template, self.composer.language)

    def _on_session_changed(self, change_set: ChangeSet) -> None:
        if change_set.touches("briefing"):
            self.stored.show_current(self.composer.briefing)

    def _on_outline_moved(self, source: int, target: int) -> None:
        self.composer.move(source, target)
        self.choose(target)

    def _on_outline_chosen(self, place: int) -> None:
        self._awaited = ""
        self._show_block(place)
        if self._preview and 0 <= place < len(self.composer.blocks):
            self._bring(self._preview, self.composer.key(place))

    def _on_pages_place_clicked(self, page: int, x_pt: float, y_pt: float) -> None:
        if self._preview:
            self._select_section(self._preview.section_at(page, x_pt, y_pt))

    def _select_section(self, section: str) -> None:
        """Choose the block that makes a section of the paper, and offer the record that it prints."""
        key = self._preview.owners.get(section, section) if self._preview else section
        self._pointed = (key, section)
        place = self.composer.place_of(key)
        if place >= 0:
            self.outline.select(place)
            self.inspector.show_page(0)
            self._show_block(place)

    def _go_to_problem(self, section: str, target: str = "") -> None:
        """Show where a finding is mended: a setting, a record, or its place in the paper."""
        kind, _, record_id = target.partition(":")
        if record_id:
            self.record_requested.emit(kind, record_id)
        elif target == "marking":
            self.toolbar.marking.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.toolbar.marking.showPopup()
        elif not section:
            self.inspector.show_page(PAPER)
        if target or not section or self._preview is None:
            return
        self._bring(self._preview, section)
        self._select_section(section)

    # --- showing -----------------------------------------------------------------------------------------

    def _show_outline(self) -> None:
        since = self.watch.since
        self.outline.show_rows(outline_rows.rows(self.composer, self._preview, since))
        changed = [key for key in since.changed_blocks if self.composer.place_of(key) >= 0] if since else []
        self.side.since.show_since(since, len(changed))

    def _show_block(self, place: int) -> None:
        if not 0 <= place < len(self.composer.blocks):
            self.inspector.show_block("", None)
            return
        block = self.composer.blocks[place]
        words = tr("Empty: the words come from the workspace.")
        if self._preview and self.composer.key(place) not in self._preview.printed_blocks():
            words = tr("The workspace has no words for it yet. Type them here.")
        has_source = self.composer.source_of(block) is not None
        key = self.composer.key(place)
        record = printed_record(self._session, self._pointed[1]) if self._pointed[0] == key else None
        title = self.composer.title_of(block)
        self.inspector.show_block(title, block, words, has_source=has_source, record=record)
        self._show_differences(key)

    def _open_source(self) -> None:
        if (place := self.composer.source_of(self.composer.blocks[self.outline.currentRow()])) is not None:
            self.page_requested.emit(place.source, place.page, place.words)

    def _show_differences(self, key: str) -> None:
        since = self.watch.since
        found = since.of_block.get(key, ()) if since else ()
        self.inspector.differences.show_differences(title_of_block(since, key), found)

    def _on_since_changed(self) -> None:
        self._show_outline()
        self._show_block(self.outline.currentRow())

    def _go_to_next_change(self) -> None:
        """Choose the next block that changed since the last edition, round to the first."""
        since = self.watch.since
        places = sorted(self.composer.place_of(key) for key in since.changed_blocks) if since else []
        places = [place for place in places if place >= 0]
        if places:
            here = self.outline.currentRow()
            self.outline.setCurrentRow(next((place for place in places if place > here), places[0]))
            self.inspector.show_page(0)

    # --- pages -------------------------------------------------------------------------------------------

    def _on_rendered(self, preview: Preview) -> None:
        moved = preview.pages_moved(self._preview, self.pages.current)
        self._preview = preview
        self.output.show_preview(preview)
        self.pages.show_pages(preview.pages, moved=moved)
        self.thumbnails.show_pages(preview.pages)
        if self._bring(preview, self._awaited):
            self._awaited = ""  # a new block stands on no page before something is written in it
        self.thumbnails.go_to(self.pages.current)
        self.inspector.show_problems(preview.problems)
        self.toolbar.show_rolled_up("" if self.composer.briefing.marking else preview.report.marking.label)
        blocking = [told(problem.text) for problem in preview.problems if problem.severity == "block"]
        self.toolbar.show_can_save(blocking[0] if blocking else "")
        self.inspector.editions.show_can_freeze(blocking[0] if blocking else "")
        if blocking:
            first = next(each for each in preview.problems if each.severity == "block")
            show = partial(self._go_to_problem, first.block, first.target)
            self.bar.show_message(blocking[0], "caution", tr("Show"), show)
        else:
            self._tell_day()
        self._show_outline()
        self._show_block(self.outline.currentRow())
        self.watch.look(self.composer.briefing.id, preview)

    def _bring(self, preview: Preview, section: str) -> bool:
        """Bring a section or a block into view, with its heading. Whether it stands on a page."""
        if mark := section and preview.place_of(section):
            self.pages.go_to(mark.page, mark.y_pt, preview.lead_of(mark))
        return bool(mark)

    def _tell_day(self) -> None:
        """Say where a paper is blank, or looked at on another day than the one it was written for."""
        is_blank = self._preview is not None and not self._preview.printed_blocks()
        say = to_be_told(self.composer.briefing, self._session.day, is_blank=is_blank)
        if say is None or self.output.is_fault_shown:
            self.bar.setVisible(self.output.is_fault_shown)
            return
        go_to = partial(setattr, self._session, "as_of", say.day) if say.day else self.commission
        self.bar.show_message(say.words, "info", say.action, go_to)

    def print_pages(self) -> None:
        """Print the pages that are shown."""
        self.output.print()
