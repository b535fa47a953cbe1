"""How long the window stands still while a book is written, scrolled, saved and issued; mark: 50 ms.

Offscreen, the sample's book, jobs in their threads. A timer of 5 ms tells each gap of the event loop: on the
clock, and how much of it this process had the processor, which a busy machine disturbs less. Then the time
from a pause in typing to the new pages. Nothing is asserted: the machine decides.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from briefing_app.app.jobs import Jobs
from briefing_app.app.session import Session
from briefing_app.domain.change import Change, ChangeSet
from briefing_app.exchange.sample import load_sample
from briefing_app.store.workspace import Workspace
from briefing_app.ui.briefing.printing import new_printer, print_pages
from briefing_app.ui.briefing.tab import BriefingTab

LONGEST_S = 120
BURSTS = 8


class Gaps:
    """Every gap between two beats of a 5 ms timer: on the clock and of this process's processor time."""

    def __init__(self) -> None:
        self._timer = QTimer(interval=5, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()
        self.begin()

    def begin(self) -> None:
        """Forget what was measured."""
        self._found: list[tuple[float, float]] = []
        self._clock, self._processor = time.perf_counter(), time.process_time()

    def _beat(self) -> None:
        clock, processor = time.perf_counter(), time.process_time()
        gap = clock - self._clock
        self._found.append((gap * 1000, min(gap, processor - self._processor) * 1000))
        self._clock, self._processor = clock, processor

    def tell(self, what: str) -> None:
        """Print the longest gaps since the last telling."""
        clock = sorted((each for each, _own in self._found), reverse=True)[:3]
        own = sorted((each for _clock, each in self._found), reverse=True)[:3]
        shown = [", ".join(f"{each:.0f}" for each in some) for some in (clock, own)]
        print(
            f"{what:28}  longest gaps {shown[0]:>14} ms on the clock, {shown[1]:>12} ms of our processor time"
        )
        self.begin()


def let_run(milliseconds: int) -> None:
    """Run the event loop for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def until(is_so: Callable[[], bool]) -> float:
    """Run the event loop until something is so; milliseconds."""
    begun = time.perf_counter()
    while not is_so() and time.perf_counter() - begun < LONGEST_S:
        let_run(5)
    return (time.perf_counter() - begun) * 1000


def typed(tab: BriefingTab) -> list[float]:
    """Type a sentence some times; how long after each pause the pages are there."""
    found = []
    for _burst in range(BURSTS):
        for sign in "The tariff on cars is ":
            QTest.keyClick(tab.inspector.text, sign)
            let_run(25)
        begun = time.perf_counter()
        until(lambda: not tab.maker.shows_edit)
        until(lambda: tab.maker.shows_edit and tab.pages.is_complete())
        found.append((time.perf_counter() - begun) * 1000)
    return sorted(found)


def acts(tab: BriefingTab) -> dict[str, Callable[[], object]]:
    """What else a writer does with a book on the screen."""
    bar, marking, paper = tab.toolbar, tab.toolbar.marking, tab.toolbar.paper
    return {
        "thumbnails": lambda: bar.thumbnails_changed.emit(True),
        "larger": lambda: bar.zoom_requested.emit(1.2),
        "fit": bar.fit_requested.emit,
        "two pages": lambda: bar.two_pages_changed.emit(True),
        "one page again": lambda: bar.two_pages_changed.emit(False),
        "adding an event": lambda: tab.add_to_briefing("event", "ev-2025-05-23-01"),
        "leaving a block out": lambda: tab.composer.include(1, False),
        "moving a block": lambda: tab.composer.move(0, 1),
        "undo": tab.composer._session.undo_stack.undo,
        "marking": lambda: marking.setCurrentIndex(3),
        "Letter": lambda: paper.setCurrentIndex(1),
        "large print": lambda: tab.composer.set_setting("large_print", "yes"),
        "usual print": lambda: tab.composer.set_setting("large_print", ""),
    }


def measure(session: Session, folder: Path) -> None:
    """Print the table."""
    gaps = Gaps()
    tab = BriefingTab(session)
    tab.resize(1440, 860)
    tab.show()
    tab.activate()
    until(tab.is_idle)
    gaps.tell("one page opened")
    tab.composer.take_stored("book", "en")
    until(tab.is_idle)
    gaps.tell(f"book of {tab.pages.page_count} pages opened")
    tab.new_record()
    until(tab.is_idle)
    gaps.begin()
    pauses = typed(tab)
    gaps.tell("typing in a block")
    bar = tab.pages.verticalScrollBar()
    for place in range(0, bar.maximum(), max(1, bar.maximum() // 60)):
        bar.setValue(place)
        let_run(15)
    until(tab.is_idle)
    gaps.tell("scrolling to the end")
    for what, act in acts(tab).items():
        gaps.begin()
        act()
        let_run(20)
        until(tab.is_idle)
        gaps.tell(what)
    out = folder / "print.pdf"
    printer = new_printer(tab.preview.pages, "Book")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(out))
    pages, printed = tab.preview.pages, []
    session.jobs.run(lambda: print_pages(printer, pages), printed.append)
    took = until(lambda: bool(printed))
    gaps.tell(f"printing in {took / 1000:.1f} s")
    for form in ("pdf", "docx"):
        out = folder / f"book.{form}"
        tab.output.save(form, out)
        until(out.exists)
        gaps.tell(f"saving as {form}")
    issued: list[bool] = []
    tab.output.issued.connect(lambda: issued.append(True))
    tab.output.freeze(("Minister", "Embassy"))
    until(lambda: bool(issued))
    gaps.tell("freezing with two copies")
    print(f"from a pause to new pages: median {pauses[BURSTS // 2]:.0f} ms, longest {pauses[-1]:.0f} ms")
    tab.hide()
    session.jobs.wait()
    session.typing.flush()


def main() -> None:
    """Measure the sample's book."""
    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder, Workspace.create(Path(folder) / "w.brief") as workspace:
        changes = tuple(Change(each.record_kind, each.id, None, each) for each in load_sample("us-japan"))
        workspace.apply(ChangeSet("Fill", changes))
        session = Session(workspace, Jobs())
        session.as_of = date(2025, 5, 24)
        measure(session, Path(folder))
    application.quit()


if __name__ == "__main__":
    main()
