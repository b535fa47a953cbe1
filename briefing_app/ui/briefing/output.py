"""What leaves the Briefing tab: files, sheets for the printer, editions and their copies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.change import ChangeSet
from briefing_app.errors import BriefingError
from briefing_app.reports import briefing as papers
from briefing_app.reports import editions, imposition
from briefing_app.reports.editions import NO_CHANGES_PAGE, Edition
from briefing_app.reports.preview import Preview
from briefing_app.store import atomic_file
from briefing_app.threads import collector_resting, reading_gives_way
from briefing_app.ui import messages
from briefing_app.ui.briefing.composer import Composer
from briefing_app.ui.briefing.printing import SheetLayout, ask_printer, file_name, print_pages, whole_file
from briefing_app.ui.widgets.notices import MessageBar

Form = Literal["pdf", "plain", "docx", "md", "two-up", "booklet"]
ENDINGS: dict[Form, str] = {"docx": "docx", "md": "md"}
SHEETS: dict[str, Callable[[bytes], bytes]] = {"two-up": imposition.two_up, "booklet": imposition.booklet}


class PaperOutput(QObject):
    """Saves, prints and issues the paper that is shown.

    issued: the editions are others now.  whole_wanted: all pages are needed as one, to print them.
    """

    issued = Signal()
    whole_wanted = Signal()

    def __init__(
        self,
        session: Session,
        composer: Composer,
        bar: MessageBar,
        parent: QWidget,
        is_current: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__(parent)
        self._is_current = is_current
        # What is done when the last edit is on the pages, and what when all of them are made.
        self._for_edit, self._for_whole = _Waiting(session), _Waiting(session)
        self._session, self._composer, self._bar, self._window = session, composer, bar, parent
        self.preview: Preview | None = None
        self._fault = ""

    @property
    def is_fault_shown(self) -> bool:
        """Whether the bar says what could not be saved, printed or issued: nothing takes its place."""
        return bool(self._fault) and self._bar.isVisible() and self._bar.text == self._fault

    # --- files ---------------------------------------------------------------------------------------

    def ask_and_save(self, form: Form = "pdf") -> None:
        """Ask for a place and write the paper there."""
        if self.preview is None:
            return
        ending = ENDINGS.get(form, "pdf")
        name = file_name(
            self.preview.report.title, {"two-up": " 2-up", "booklet": " booklet"}.get(form, ""), ending
        )
        if form in {"two-up", "booklet"}:  # read while a name is given, not while the window waits for sheets
            self._session.jobs.run(imposition.read_ahead, lane="ahead")
        chosen = messages.ask_save_file(self._window, tr("Save the paper"), Path.home() / name, f"*.{ending}")
        if chosen is not None:
            right = chosen.suffix.lower() == f".{ending}"
            self.save(form, chosen if right else chosen.with_name(f"{chosen.name}.{ending}"))

    def save(self, form: Form, path: Path) -> None:
        """Write the paper, with the last edit."""
        if self.preview is None or self._must_wait(partial(self.save, form, path)):
            return
        report = self.preview.report
        if (lay_out := SHEETS.get(form)) is not None:
            self._run(lambda: _write(path, lay_out(papers.encoded_pdf(report))), self._on_sheets)
        else:
            self._run(lambda: papers.write_report(report, path, plain=form == "plain"), self._on_saved)

    def _on_saved(self, result: papers.BriefingResult) -> None:
        if result.path.suffix.lower() != ".pdf":  # a text has the pages that its program gives it
            self._session.note_in_audit("export", file=result.path.name)
            self._session.message.emit(tr("Saved {name}.", name=result.path.name), "info")
            return
        self._session.note_in_audit("export", file=result.path.name, pages=str(result.pages))
        if result.pages == 1:
            words = tr("Saved {name}, 1 page.", name=result.path.name)
        else:
            words = tr("Saved {name}, {pages} pages.", name=result.path.name, pages=result.pages)
        self._session.message.emit(words, "info")

    def _on_sheets(self, path: Path) -> None:
        self._session.note_in_audit("export", file=path.name)
        words = tr("Saved {name}. Print it on both sides, turned on the short edge.", name=path.name)
        self._session.message.emit(words, "info")

    # --- paper ---------------------------------------------------------------------------------------

    def show_preview(self, preview: Preview) -> None:
        """Take the newest pages; do with them what waited for them."""
        self.preview = preview
        if self._is_current():
            self._for_edit.go_on()
            if preview.is_settled:
                self._for_whole.go_on()

    def give_up(self) -> None:
        """There are no newer pages: what waited for them is not done some time later, unlooked for."""
        self._for_edit.give_up()
        self._for_whole.give_up()

    def print(self, layout: SheetLayout = "pages") -> None:
        """Ask for a printer and print the pages, one by one, two on a sheet, or as a booklet to fold."""
        if self._must_wait(partial(self.print, layout)) or self.preview is None:
            return  # asked for in another tab, it waits for the first pages of this one
        if self._session.is_closed:  # locked meanwhile: no dialog comes up any more
            words = tr("The paper is not printed: the workspace was closed before a printer was chosen.")
            self._tell(words)
            return
        if self._is_refused(self.preview):
            return
        title = self.preview.report.title
        printer = ask_printer(self.preview.pages, title, self._window, layout)
        if printer is None:
            return
        self._session.message.emit(tr("Printing {title}…", title=title), "info")
        if self.preview.is_settled and self._is_current():
            self._print_on(printer, layout)
        else:  # edited pages come first; those behind them while the printer is chosen
            self._for_whole.begin(partial(self._print_on, printer, layout))
            self.whole_wanted.emit()

    def _print_on(self, printer: QPrinter, layout: SheetLayout) -> None:
        if self.preview is None or self._is_refused(self.preview):
            return
        pages, report = self.preview.pages, self.preview.report
        title, place = report.title, whole_file(printer, pages, layout)
        if place is not None:
            lay_out = SHEETS.get(layout, bytes)
            self._run(
                lambda: _write(place, lay_out(papers.encoded_pdf(report))),
                lambda _place: self._on_printed_to_file(title, len(pages), place),
            )
            return
        self._run(
            lambda: print_pages(printer, pages, layout),
            lambda has_begun: self._on_printed(title, len(pages), has_begun),
        )

    def _is_refused(self, preview: Preview) -> bool:
        """Whether pre-flight forbids that the paper leaves the house, which is told."""
        stops = [told(problem.text) for problem in preview.problems if problem.severity == "block"]
        if stops:
            self._tell(stops[0])
        return bool(stops)

    def _on_printed_to_file(self, title: str, count: int, place: Path) -> None:
        self._session.note_in_audit("print", briefing=title, pages=str(count), file=place.name)
        self._session.message.emit(tr("Printed to {name}.", name=place.name), "info")

    def _on_printed(self, title: str, count: int, has_begun: bool) -> None:
        if not has_begun:
            words = tr("The printer did not begin. Look whether it is switched on, or choose another one.")
            self._tell(words)
            return
        self._session.note_in_audit("print", briefing=title, pages=str(count))
        self._session.message.emit(tr("Sent to the printer."), "info")

    # --- editions ------------------------------------------------------------------------------------

    def freeze(self, recipients: Sequence[str] = (), since: int | None = None) -> None:
        """Issue the paper that is shown as the next edition, with a numbered copy for each recipient.

        ``since`` names the edition whose differences it tells, 0 none, None the last that may be compared.
        """
        if self.preview is None or self._must_wait(partial(self.freeze, recipients, since)):
            return
        self._composer.store()
        workspace, briefing_id = self._session.workspace, self._composer.briefing.id
        report = self.preview.report

        def issue() -> tuple[ChangeSet, str]:
            earlier = editions.editions(workspace, briefing_id)
            told = editions.compared_with(workspace, earlier, report, since)
            left_out = earlier and told != earlier[-1] and since is None
            made = editions.prepare(workspace, briefing_id, report, recipients=recipients, since=since)
            return made, _why_not_last(told) if left_out and report.template not in NO_CHANGES_PAGE else ""

        self._run(issue, self._on_edition)

    def make_copies(self, edition: Edition, recipients: Sequence[str]) -> None:
        """Make further copies of an edition."""
        if not recipients:
            self._bar.show_message(tr("Type the recipients first, one a line."), "caution")
            return
        workspace = self._session.workspace
        self._run(lambda: editions.prepare_copies(workspace, edition, recipients), self._on_copies)

    def write_again(self, sha256: str, name: str) -> None:
        """Write an edition or a copy as it was issued."""
        proposed = Path.home() / file_name(name.removesuffix(".pdf"), "", "pdf")
        chosen = messages.ask_save_file(self._window, tr("Save the edition"), proposed, "*.pdf")
        if chosen is None:
            return
        workspace = self._session.workspace

        def write() -> Path:
            editions.write_file(workspace, sha256, chosen)
            return chosen

        self._run(write, self._on_written_again)

    def _on_written_again(self, path: Path) -> None:
        self._session.note_in_audit("export", file=path.name)
        self._session.message.emit(tr("Saved {name} as it was issued, to the byte.", name=path.name), "info")

    def _on_edition(self, made: tuple[ChangeSet, str]) -> None:
        change_set, more = made
        if not self._apply(change_set):
            return
        edition = editions.editions(self._session.workspace, self._composer.briefing.id)[-1]
        words = tr("Edition {number} is kept: SHA-256 {sha}…", number=edition.number, sha=edition.sha256[:12])
        self._session.message.emit(f"{words} {more}".strip(), "info")
        self.issued.emit()

    def _on_copies(self, change_set: ChangeSet) -> None:
        if self._apply(change_set):
            words = tr("{count} copies made.", count=len(change_set.changes))
            self._session.message.emit(words, "info")
            self.issued.emit()

    def _must_wait(self, deed: Callable[[], None]) -> bool:
        """Whether an edit is not on the pages yet; the deed is done when it is."""
        if self._is_current():
            return False
        self._for_edit.begin(deed)
        return True

    def _apply(self, change_set: ChangeSet) -> bool:
        try:
            self._session.apply(change_set)
        except BriefingError as error:
            self._tell(told(error))
            return False
        return True

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        def rested() -> object:
            # The first sheet of two pages reads a library of its own.
            with collector_resting(), reading_gives_way():
                return work()

        def succeeded(value: object) -> None:
            if self._fault and self._bar.text == self._fault:
                self._bar.dismiss()  # what was refused a moment ago
            self._fault = ""
            done(value)

        self._session.jobs.run(rested, succeeded, self._on_failed, owner=self, is_deed=True)

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, BriefingError):
            raise error
        self._tell(told(error))

    def _tell(self, fault: str) -> None:
        """Say what went wrong where the user is: beside the paper, or over another tab."""
        if not self._window.isVisible():
            self._session.message.emit(fault, "error")
            return
        self._fault = fault
        self._bar.show_message(fault, "error")


def _why_not_last(told: Edition | None) -> str:
    """Why the page of changes goes back to an earlier edition, or is not there."""
    if told is None:
        return tr("It has no page of changes: what is gone was marked higher, and would be told by it.")
    return tr(
        "Its page of changes goes back to edition {number}: later ones are marked higher.", number=told.number
    )


class _Waiting:
    """What the user asked for and what cannot be done yet. A workspace is not closed before it is done; what
    is asked for last takes the place of what was.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._deed: Callable[[], None] | None = None
        self._waits_no_more: Callable[[], None] = _nothing

    def begin(self, deed: Callable[[], None]) -> None:
        self._waits_no_more()
        self._deed, self._waits_no_more = deed, self._session.jobs.await_deed()

    def go_on(self) -> None:
        """Do it."""
        deed, waits_no_more = self._deed, self._waits_no_more
        self._deed, self._waits_no_more = None, _nothing
        if deed is not None:
            deed()
        waits_no_more()

    def give_up(self) -> None:
        """Do it no more."""
        self._deed = None
        self.go_on()


def _nothing() -> None: ...


def _write(path: Path, content: bytes) -> Path:
    atomic_file.hand_out(path, content)
    return path
