"""The Briefing tab: outline of blocks, the real pages, settings and pre-flight; save and print."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QPushButton, QSplitter, QVBoxLayout, QWidget

from briefing_app.app.session import Session
from briefing_app.domain.change import ChangeSet
from briefing_app.domain.records import Block, Briefing, Kind
from briefing_app.errors import BriefingError, NotAvailableError
from briefing_app.reports import blocks as block_kinds
from briefing_app.reports import briefing as papers
from briefing_app.reports import editions, labels
from briefing_app.reports.duty_lines import LawAssessor, shipped_assessor
from briefing_app.reports.preview import Preview, make_preview
from briefing_app.ui.briefing import drafts
from briefing_app.ui.briefing.composer import Composer
from briefing_app.ui.briefing.inspector import Inspector
from briefing_app.ui.briefing.outline import Outline, OutlineRow
from briefing_app.ui.briefing.pages import PagesView
from briefing_app.ui.briefing.printing import ask_and_print
from briefing_app.ui.briefing.toolbar import Toolbar
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import SectionHeader
from briefing_app.ui.widgets.notices import MessageBar

PAUSE_MS = 150


class BriefingTab(QWidget):
    """Writes one paper at a time. The pages follow every change of the workspace and of the day."""

    record_requested = Signal(str, str)
    add_to_briefing_requested = Signal(str, str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent if isinstance(parent, QWidget) else None)
        self.title = "Briefing"
        self._session = session
        self._preview: Preview | None = None
        self._is_running = False
        self._is_stale = True
        self.composer = Composer(session, self)
        self.outline = Outline()
        self.pages = PagesView(session.jobs)
        self.thumbnails = PagesView(session.jobs, thumbnails=True)
        self.inspector = Inspector()
        self.toolbar = Toolbar()
        self.bar = MessageBar()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._render)
        self._lay_out()
        self._connect()
        self.toolbar.show_day(session.day)
        self.composer.take_stored("one-page", "en")

    @property
    def preview(self) -> Preview | None:
        """The newest pages."""
        return self._preview

    # --- what the window asks ----------------------------------------------------------------------------

    def activate(self) -> None:
        """Bring the pages up to date."""
        if self._is_stale:
            self._render()
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
        self.add_block(Block("text", options={"heading": "New section"}))
        self.inspector.text.setFocus()

    def focus_find(self) -> None:
        """The outline is the way to find a place in the paper."""
        self.outline.setFocus()

    def add_to_briefing(self, kind: Kind, record_id: str) -> None:
        """Add a record as a live block at the end."""
        if kind not in block_kinds.RECORD_BLOCKS:
            self.bar.show_message(f"A {kind} cannot stand in a paper by itself.", "caution")
            return
        self.composer.insert(len(self.composer.blocks), Block(kind, ref=record_id))
        self.outline.setCurrentRow(len(self.composer.blocks) - 1)

    def is_idle(self) -> bool:
        """Whether the newest pages are shown."""
        waits = self._is_running or self._pause.isActive() or self._is_stale
        return not waits and self.pages.is_complete()

    # --- building ----------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.thumbnails.hide()
        work = QWidget()
        centre = QVBoxLayout(work)
        centre.setContentsMargins(0, 0, 0, 0)
        centre.setSpacing(0)
        pages = QSplitter(Qt.Orientation.Horizontal)
        pages.addWidget(self.thumbnails)
        pages.addWidget(self.pages)
        pages.setSizes([theme().px(130), theme().px(700)])
        pages.setStretchFactor(1, 1)
        centre.addWidget(self.bar)
        centre.addWidget(pages, 1)
        zones = QSplitter(Qt.Orientation.Horizontal)
        zones.setObjectName("zones")
        for zone in (self._find_zone(), work, self.inspector):
            zones.addWidget(zone)
        zones.setSizes([theme().px(220), theme().px(760), theme().px(300)])
        zones.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.toolbar)
        whole.addWidget(zones, 1)

    def _find_zone(self) -> QWidget:
        add = QPushButton("Add")
        add.setToolTip("Add own text, or a part that was taken out")
        menu = QMenu(add)
        menu.aboutToShow.connect(lambda: self._fill_menu(menu))
        add.setMenu(menu)
        remove = QPushButton("Remove")
        remove.setProperty("kind", "quiet")
        remove.clicked.connect(lambda: self.composer.remove(self.outline.currentRow()))
        side = theme().px(12)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(side, theme().px(8), side, theme().px(8))
        buttons.addWidget(add)
        buttons.addWidget(remove)
        buttons.addStretch(1)
        zone = QWidget()
        zone.setProperty("panel", "surface")
        column = QVBoxLayout(zone)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = SectionHeader("Outline")
        head.setContentsMargins(side, 0, side, 0)
        column.addWidget(head)
        column.addWidget(self.outline, 1)
        column.addLayout(buttons)
        return zone

    def _connect(self) -> None:
        self._session.changed.connect(lambda _change_set: self._soon())
        self._session.as_of_changed.connect(self._on_session_as_of_changed)
        self._session.known_on_changed.connect(lambda _day: self._soon())
        self.composer.changed.connect(self._on_composer_changed)
        self.composer.failed.connect(lambda why: self.bar.show_message(why, "error"))
        self.toolbar.changed.connect(self._on_toolbar_changed)
        self.toolbar.day_changed.connect(self._on_toolbar_day_changed)
        self.toolbar.save_requested.connect(self.save_pdf)
        self.toolbar.print_requested.connect(self.print_pages)
        self.toolbar.freeze_requested.connect(self.freeze_edition)
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
        self.inspector.record_requested.connect(self.record_requested)
        self.inspector.problem_chosen.connect(self._select_block)

    def _fill_menu(self, menu: QMenu) -> None:
        menu.clear()
        menu.addAction("Own text", self.new_record)
        for name in self.composer.missing_blocks():
            action = menu.addAction(labels.section_title(name, "en"))
            action.triggered.connect(lambda _checked=False, each=name: self.add_block(Block(each)))

    def add_block(self, block: Block) -> None:
        """Put a block below the chosen one and choose it."""
        place = self.outline.currentRow() + 1
        self.composer.insert(place, block)
        self.outline.setCurrentRow(place)

    # --- what the user and the session do ----------------------------------------------------------------

    def _on_composer_changed(self) -> None:
        briefing = self.composer.briefing
        self.toolbar.show_choice(self.toolbar.template, briefing.template)
        self.toolbar.show_choice(self.toolbar.language, briefing.language)
        self.toolbar.show_choice(self.toolbar.marking, briefing.marking)
        self._show_outline()
        self._show_block(self.outline.currentRow())
        self._soon()

    def _on_toolbar_changed(self) -> None:
        template, language = str(self.toolbar.template.currentData()), self.toolbar.chosen_language()
        if (template, language) != (self.composer.briefing.template, self.composer.language):
            self.composer.take_stored(template, language)
        else:
            self.composer.set_marking(str(self.toolbar.marking.currentData()))
            self._soon()

    def _on_toolbar_day_changed(self, day: date) -> None:
        self._session.as_of = day

    def _on_session_as_of_changed(self, _day: object) -> None:
        self.toolbar.show_day(self._session.day)
        self.composer.take_stored(self.composer.briefing.template, self.composer.language)

    def _on_outline_moved(self, source: int, target: int) -> None:
        self.composer.move(source, target)
        self.outline.setCurrentRow(target)

    def _on_outline_chosen(self, place: int) -> None:
        self._show_block(place)
        if self._preview and 0 <= place < len(self.composer.blocks):
            mark = self._preview.place_of(self.composer.key(place))
            if mark:
                self.pages.go_to(mark.page, mark.y_pt)

    def _on_pages_place_clicked(self, page: int, x_pt: float, y_pt: float) -> None:
        if self._preview:
            self._select_block(self._preview.block_at(page, x_pt, y_pt))

    def _select_block(self, key: str) -> None:
        place = self.composer.place_of(key)
        if place >= 0:
            self.outline.select(place)
            self._show_block(place)

    # --- showing -----------------------------------------------------------------------------------------

    def _show_outline(self) -> None:
        self.outline.show_rows([self._row(place) for place in range(len(self.composer.blocks))])

    def _row(self, place: int) -> OutlineRow:
        block = self.composer.blocks[place]
        title, key = self.composer.title_of(block), self.composer.key(place)
        if not drafts.is_included(block):
            return OutlineRow(title, False, "left out")
        if self._preview is None:
            return OutlineRow(title, True)
        found = [each for each in self._preview.problems_of().get(key, ()) if each.severity != "note"]
        if found:
            is_blocked = any(each.severity == "block" for each in found)
            state = found[0].text if len(found) == 1 else f"{len(found)} findings"
            return OutlineRow(title, True, state, "block" if is_blocked else "warn")
        if key not in {section.id for section in self._preview.report.sections}:
            return OutlineRow(title, True, "nothing to print", "warn")
        return OutlineRow(title, True, "own words" if block.text else "")

    def _show_block(self, place: int) -> None:
        if not 0 <= place < len(self.composer.blocks):
            self.inspector.show_block("", None)
            return
        block = self.composer.blocks[place]
        words = "Empty: the words come from the workspace."
        self.inspector.show_block(self.composer.title_of(block), block, words)

    # --- pages -------------------------------------------------------------------------------------------

    def _soon(self) -> None:
        """Make the pages again when typing pauses; not while the tab is hidden."""
        self._is_stale = True
        if self.isVisible():
            self._pause.start()

    def _render(self) -> None:
        if self._is_running:
            return
        self._is_running, self._is_stale = True, False
        workspace, briefing = self._session.workspace, self.composer.briefing
        day, known_on = self._session.day, self._session.known_on
        pages_of = partial(make_preview, workspace, briefing, as_of=day, known_on=known_on)
        language, paper = self.composer.language, str(self.toolbar.paper.currentData())

        def make() -> Preview:
            return pages_of(language=language, assess=self._assessor(), paper=paper)

        self._session.jobs.run(
            make,
            self._on_rendered,
            self._on_render_failed,
            owner=self,
        )

    def _assessor(self) -> LawAssessor:
        try:
            return LawAssessor(self._session.law())
        except NotAvailableError:
            return shipped_assessor()

    def _on_rendered(self, preview: Preview) -> None:
        self._is_running = False
        self._preview = preview
        self.pages.show_pages(preview.pages)
        self.thumbnails.show_pages(preview.pages)
        self.thumbnails.go_to(self.pages.current)
        self.inspector.show_problems(preview.problems)
        blocking = [problem.text for problem in preview.problems if problem.severity == "block"]
        self.toolbar.show_can_save(blocking[0] if blocking else "")
        if blocking:
            self.bar.show_message(blocking[0], "caution")
        else:
            self.bar.hide()
        self._show_outline()
        if self._is_stale:
            self._pause.start()

    def _on_render_failed(self, error: BaseException) -> None:
        self._is_running = False
        if not isinstance(error, BriefingError):
            raise error
        self.bar.show_message(str(error), "error")

    # --- out ---------------------------------------------------------------------------------------------

    def save_pdf(self) -> None:
        """Ask for a place and write the paper there as PDF."""
        if self._preview is None:
            return
        proposed = f"{self._preview.report.title}.pdf".replace("/", "-").replace(":", " -")
        chosen, _filter = QFileDialog.getSaveFileName(self, "Save PDF", proposed, "PDF (*.pdf)")
        if chosen:
            self.write_pdf(Path(chosen if chosen.lower().endswith(".pdf") else f"{chosen}.pdf"))

    def write_pdf(self, path: Path) -> None:
        """Write the paper that is shown as PDF."""
        if self._preview is None:
            return
        report = self._preview.report
        self._session.jobs.run(
            lambda: papers.write_report(report, path), self._on_saved, self._on_save_failed, owner=self
        )

    def _on_saved(self, result: papers.BriefingResult) -> None:
        pages = f"{result.pages} page{'' if result.pages == 1 else 's'}"
        self._session.note_in_audit("export", file=result.path.name, pages=str(result.pages))
        self._session.message.emit(f"Saved {result.path.name}, {pages}.", "info")

    def _on_save_failed(self, error: BaseException) -> None:
        if not isinstance(error, BriefingError):
            raise error
        self.bar.show_message(str(error), "error", "Try again", self.save_pdf)

    def freeze_edition(self) -> None:
        """Issue the paper that is shown as the next edition."""
        if self._preview is None:
            return
        self.composer.store()
        workspace, briefing_id = self._session.workspace, self.composer.briefing.id
        report = self._preview.report
        self._session.jobs.run(
            lambda: editions.prepare(workspace, briefing_id, report),
            self._on_edition_made,
            self._on_render_failed,
            owner=self,
        )

    def _on_edition_made(self, change_set: ChangeSet) -> None:
        try:
            self._session.apply(change_set)
        except BriefingError as error:
            self.bar.show_message(str(error), "error")
            return
        edition = editions.editions(self._session.workspace, self.composer.briefing.id)[-1]
        words = f"Edition {edition.number} is kept: SHA-256 {edition.sha256[:12]}…"
        self._session.message.emit(words, "info")

    def print_pages(self) -> None:
        """Print the pages that are shown."""
        if self._preview and ask_and_print(self._preview.pages, self._preview.report.title, self):
            title, count = self._preview.report.title, len(self._preview.pages)
            self._session.note_in_audit("print", briefing=title, pages=str(count))
            self._session.message.emit("Sent to the printer.", "info")
