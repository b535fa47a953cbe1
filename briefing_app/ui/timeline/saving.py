"""Save the timeline: the view as a picture, the whole range as drawn pages, or as a numbered PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMenu, QWidget

from briefing_app.app.error_words import told
from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.errors import BriefingError
from briefing_app.store import atomic_file
from briefing_app.ui import messages
from briefing_app.ui.timeline.canvas import TimelineCanvas
from briefing_app.ui.timeline.page_steps import Steps
from briefing_app.ui.timeline.paper import DAYS, Sheet, numbered, page_spans, pages_of, write_png, write_svg
from briefing_app.ui.widgets.notices import MessageBar

if TYPE_CHECKING:
    from briefing_app.reports.model import ReportData

T = TypeVar("T")
Form = Literal["svg", "png", "svg pages", "png pages", "pdf"]


class TimelineSaving(QObject):
    """What the save button of the timeline offers."""

    def __init__(
        self, session: Session, canvas: TimelineCanvas, message: MessageBar, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session, self._canvas, self._message, self._window = session, canvas, message, parent
        self._steps: Steps[Any] | None = None

    def offer(self, button: QWidget) -> None:
        """Show the choices below the button."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("The whole range as PDF, with numbers and sources…"), lambda: self._ask("pdf"))
        menu.addAction(tr("The same pages as SVG files…"), lambda: self._ask("svg pages"))
        menu.addAction(tr("The same pages as PNG files…"), lambda: self._ask("png pages"))
        menu.addSeparator()
        menu.addAction(tr("Save this view as SVG…"), lambda: self._ask("svg"))
        menu.addAction(tr("Save this view as PNG…"), lambda: self._ask("png"))
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _ask(self, form: Form) -> None:
        ending = form.split()[0]
        start = Path.home() / f"{self._session.workspace.name} timeline.{ending}"
        title = tr("Save the timeline")
        if form.endswith("pages"):
            title = tr("Save the timeline: each page becomes a file, NAME-01, NAME-02 and so on")
        chosen = messages.ask_save_file(self._window, title, start, f"*.{ending}")
        if chosen is not None and (not form.endswith("pages") or self._may_replace(chosen)):
            self.save(form, chosen)

    def _may_replace(self, path: Path) -> bool:
        """Ask where files with the names of pages stand already: no other question names them."""
        from briefing_app.ui.timeline.range_files import earlier_pages

        there = earlier_pages(path)
        if not there:
            return True
        question = tr("Replace pages with the same names?")
        what = tr(
            "{count} files from {first} to {last} are there already. Pages of the same number are replaced, "
            "the others stay as they are.",
            count=len(there),
            first=there[0].name,
            last=there[-1].name,
        )
        return messages.confirm(self._window, question, what, tr("Replace the pages"))

    def save(self, form: Form, path: Path) -> None:
        """Write the view (``svg``, ``png``) or the whole range (the others) to files, and say so."""
        shown = self._canvas.item.chronicle
        if shown is None:
            return
        session = self._session
        item = self._canvas.item
        sheet = Sheet(
            shown.by_day_and_lane(),
            session.today,
            session.as_of,
            session.workspace.name,
            terms=item.terms,
            tracks=tuple(item.tracks),
            all_lanes=item.all_lanes,
        )
        try:
            if form == "pdf":
                self._save_pdf(sheet, path)
            elif form.endswith("pages"):
                self._save_pages(sheet, path, "png" if form == "png pages" else "svg")
            else:
                port = item.port
                (write_png if form == "png" else write_svg)(sheet, (port.first, port.last), path)
                self._say([path])
        except BriefingError as error:
            self._message.show_message(told(error), "error")

    def _save_pdf(self, sheet: Sheet, path: Path) -> None:
        """Draw the pages here, one by one, set the list of events and sources and write the file in a
        thread.
        """
        paper = replace(sheet, chronicle=numbered(sheet.chronicle), is_bare=True, is_numbered=True)
        self._in_steps(pages_of(paper), lambda made: self._write_pdf(sheet, made, path))

    def _write_pdf(self, sheet: Sheet, drawings: list[tuple[str, str]], path: Path) -> None:
        from briefing_app.reports.timeline_pages import timeline_pdf, timeline_report

        session = self._session
        day, events, words = session.day, sheet.chronicle.events, language()

        def write() -> Path:
            report = timeline_report(
                session.workspace, drawings, events, as_of=day, language=words, title=sheet.title
            )
            atomic_file.replace(path, timeline_pdf(report).pdf)
            return path

        session.jobs.run(write, lambda written: self._say([written]), self._failed, owner=self)

    def _save_pages(self, sheet: Sheet, path: Path, form: Literal["svg", "png"]) -> None:
        """The pages of the PDF as files. The list is looked up in a thread, the pages are drawn here one by
        one, and only then is anything written: all pages or none.
        """
        from briefing_app.reports.timeline_pages import timeline_report
        from briefing_app.ui.timeline.range_files import Encoding, page_files

        page_spans(sheet.chronicle, DAYS)  # nothing, or too much, to print is said at once
        session = self._session
        day, events, words = session.day, sheet.chronicle.events, language()

        def look_up() -> ReportData:
            return timeline_report(
                session.workspace, (), events, as_of=day, language=words, title=sheet.title
            )

        def draw(report: ReportData) -> None:
            pages = Encoding(page_files(sheet, report, path.stem, form), session.jobs, self._gave_up, self)

            def drawn(_names: list[str]) -> None:
                made = pages.content()
                session.jobs.run(
                    lambda: atomic_file.replace_all(path.parent, made), self._say, self._failed, owner=self
                )

            self._in_steps(pages.names(), drawn, pages.is_free)

        session.jobs.run(look_up, draw, self._failed, owner=self)

    def _in_steps(
        self,
        pages: Iterator[T | None],
        done: Callable[[list[T]], object],
        is_free: Callable[[], bool] = lambda: True,
    ) -> None:
        """Draw pages between the user's keys; a message says how far it is and offers to stop."""
        if self._steps is not None:
            self._steps.cancel()

        def finish(made: list[T]) -> None:
            self._steps = None
            done(made)

        self._steps = Steps(pages, self._say_progress, finish, self._failed, self, is_free=is_free)

    def _say_progress(self, count: int) -> None:
        if count % 5 == 0:
            words = tr("Drawing the pages: {count} done", count=count)
            self._message.show_message(words, "info", tr("Stop"), self._stop)

    def _stop(self) -> None:
        if self._steps is not None:
            self._steps.cancel()
            self._steps = None
        self._message.hide()

    def _gave_up(self, error: BaseException) -> None:
        """A page could not be made: the others are of no use."""
        self._stop()
        self._failed(error)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, BriefingError):
            raise error
        self._message.show_message(told(error), "error")

    def _say(self, written: list[Path]) -> None:
        self._session.note_in_audit("export", file=written[0].name, pages=str(len(written)))
        if len(written) > 1:
            words = tr("{count} pages, the first: {name}", count=len(written), name=written[0].name)
        else:
            words = tr("Saved: {name}", name=written[0].name)
        self._message.show_message(words, "info")
