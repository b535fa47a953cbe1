"""Save the timeline: the view as a picture, the whole range as drawn pages, or as a numbered PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMenu, QWidget

from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.errors import BriefingError
from briefing_app.store import atomic_file
from briefing_app.ui import messages
from briefing_app.ui.timeline.canvas import TimelineCanvas
from briefing_app.ui.timeline.paper import Sheet, numbered, pages_of, write_png, write_range, write_svg
from briefing_app.ui.widgets.notices import MessageBar

Form = Literal["svg", "png", "pages", "pdf"]


class TimelineSaving(QObject):
    """What the save button of the timeline offers."""

    def __init__(
        self, session: Session, canvas: TimelineCanvas, message: MessageBar, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session, self._canvas, self._message, self._window = session, canvas, message, parent

    def offer(self, button: QWidget) -> None:
        """Show the choices below the button."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("The whole range as PDF, with numbers and sources…"), lambda: self._ask("pdf"))
        menu.addSeparator()
        menu.addAction(tr("Save this view as SVG…"), lambda: self._ask("svg"))
        menu.addAction(tr("Save this view as PNG…"), lambda: self._ask("png"))
        menu.addAction(tr("Save the whole range as SVG pages…"), lambda: self._ask("pages"))
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _ask(self, form: Form) -> None:
        ending = "svg" if form == "pages" else form
        start = Path.home() / f"{self._session.workspace.name} timeline.{ending}"
        chosen = messages.ask_save_file(self._window, tr("Save the timeline"), start, f"*.{ending}")
        if chosen is not None:
            self.save(form, chosen)

    def save(self, form: Form, path: Path) -> None:
        """Write the view (``svg``, ``png``) or the whole range (``pages``, ``pdf``) to files, and say so."""
        shown = self._canvas.item.chronicle
        if shown is None:
            return
        session = self._session
        sheet = Sheet(shown.tidied(), session.today, session.as_of, session.workspace.name)
        try:
            if form == "pdf":
                self._save_pdf(sheet, path)
            elif form == "pages":
                self._say(write_range(sheet, path))
            else:
                port = self._canvas.item.port
                (write_png if form == "png" else write_svg)(sheet, (port.first, port.last), path)
                self._say([path])
        except BriefingError as error:
            self._message.show_message(str(error), "error")

    def _save_pdf(self, sheet: Sheet, path: Path) -> None:
        """Draw the pages here, set the list of events and sources and write the file in a thread."""
        from briefing_app.reports.timeline_pages import timeline_pdf, timeline_report

        session = self._session
        paper = Sheet(numbered(sheet.chronicle), sheet.today, sheet.as_of, sheet.title, is_bare=True)
        drawings = pages_of(paper)
        day, events, words = session.day, sheet.chronicle.events, language()

        def write() -> Path:
            report = timeline_report(
                session.workspace, drawings, events, as_of=day, language=words, title=sheet.title
            )
            atomic_file.replace(path, timeline_pdf(report).pdf)
            return path

        session.jobs.run(write, lambda written: self._say([written]), self._failed, owner=self)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, BriefingError):
            raise error
        self._message.show_message(str(error), "error")

    def _say(self, written: list[Path]) -> None:
        self._session.note_in_audit("export", file=written[0].name, pages=str(len(written)))
        if len(written) > 1:
            words = tr("{count} pages, the first: {name}", count=len(written), name=written[0].name)
        else:
            words = tr("Saved: {name}", name=written[0].name)
        self._message.show_message(words, "info")
