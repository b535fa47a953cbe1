"""How long the window stands still while a book is written, scrolled, saved and issued; mark: 50 ms.

The real window on the sample, offscreen, jobs in their threads. Three processes, as a user may come: the
workspace opens on the Briefing tab; the tab is asked for as soon as the timeline is there; it is asked for
later, and then a book is written in it. A timer of 5 ms tells each gap of the event loop: on the clock, how
much of it this process had the processor, which a busy machine disturbs less, and how much of it the thread
of the window had it, which is what the window does in one go. Then the time from a pause in typing to the
new pages. The code is read from its byte code, as the installed program does: the first run, which does all
that is measured, writes it. A library without byte code is compiled as it is read, a module at a time, and
the largest holds Python for 65 ms. Nothing is asserted: the machine decides.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from briefing_app.app.jobs import Jobs
from briefing_app.app.settings import Settings
from briefing_app.paths import places
from briefing_app.reports import imposition
from briefing_app.threads import collector_resting
from briefing_app.ui import commands
from briefing_app.ui.briefing.output import Form
from briefing_app.ui.briefing.printing import SheetLayout, new_printer, print_pages
from briefing_app.ui.briefing.tab import BriefingTab
from briefing_app.ui.main_window import MainWindow
from briefing_app.ui.opening import Opener, local_now
from briefing_app.ui.theme import start_theme, theme
from tests.benchmarks.event_loop import Gaps, let_run, until

BURSTS = 8
WAYS = ("warm", "first", "at once", "later")
LATER_MS = 6000
LAYOUTS: tuple[SheetLayout, ...] = ("pages", "two-up", "booklet")
FORMS: tuple[tuple[Form, str], ...] = (
    ("pdf", "pdf"), ("two-up", "pdf"), ("booklet", "pdf"), ("docx", "docx"), ("md", "md"),
)  # fmt: skip


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


def come_to_tab(window: MainWindow, way: str, gaps: Gaps) -> BriefingTab:
    """Open the sample and come to the Briefing tab as the user does."""
    window.open_sample(tab="briefing" if way == "first" else "timeline")
    until(lambda: window.session is not None)
    assert window.session is not None
    gaps.tell("the sample opens")
    if way == "later":
        let_run(LATER_MS)
        gaps.tell("looking at the timeline")
    if way != "first":
        commands.show_tab(window, "briefing")
        until(lambda: window.desk is not None and window.desk.name == "briefing")
        gaps.tell(f"Briefing asked for {way}")
    tab: BriefingTab = window.desk.tab
    window.session.as_of = date(2025, 5, 24)
    until(tab.is_idle)
    gaps.tell("its first page")
    return tab


def measure_writing(tab: BriefingTab, gaps: Gaps) -> list[float]:
    """A book is taken, written in, scrolled and changed; how long the pages took after each pause."""
    tab.toolbar.template.setCurrentIndex(tab.toolbar.template.findData("book"))
    until(tab.is_idle)
    gaps.tell(f"book of {tab.pages.page_count} pages taken")
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
    return pauses


def printed_as_the_tab_does(printer: QPrinter, pages: Sequence[bytes], layout: SheetLayout) -> bool:
    """Print, in a thread, while the collector rests."""
    with collector_resting():
        return print_pages(printer, pages, layout)


def measure_output(tab: BriefingTab, folder: Path, gaps: Gaps) -> None:
    """The paper is printed to files, saved and issued."""
    pages, jobs = tab.preview.pages, tab._session.jobs
    for layout in LAYOUTS:
        printer = new_printer(pages, "Book", layout)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(folder / f"{layout}.pdf"))
        printed: list[bool] = []
        gaps.begin()
        jobs.run(partial(printed_as_the_tab_does, printer, pages, layout), printed.append)
        took = until(lambda printed=printed: bool(printed))
        gaps.tell(f"printing, {layout}, {took / 1000:.1f} s")
    for form, ending in FORMS:
        out = folder / f"saved-{form}.{ending}"
        if form == "two-up":  # as while the file is named
            jobs.run(imposition.read_ahead, lane="ahead")
            until(lambda: "pypdf" in sys.modules)
            let_run(500)
            gaps.tell("reading the library of sheets")
        tab.output.save(form, out)
        until(out.exists)
        let_run(100)
        gaps.tell(f"saving as {form}")
    issued: list[bool] = []
    tab.output.issued.connect(lambda: issued.append(True))
    tab.output.freeze(("Minister", "Embassy"))
    until(lambda: bool(issued))
    let_run(500)
    gaps.tell("freezing with two copies")


def run(way: str) -> None:
    """Measure one way, in a process of its own."""
    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        ours = places(Path(folder))
        start_theme("light", 1.0)
        window = MainWindow(ours, Settings(ours), Opener(Jobs(), ours.data, local_now))
        window.resize(1440, 900)
        window.show()
        theme().draw_icons()
        let_run(500)
        gaps = Gaps()
        tab = come_to_tab(window, way, gaps)
        if way == "later":
            pauses = measure_writing(tab, gaps)
            measure_output(tab, Path(folder), gaps)
            print(
                f"from a pause to new pages: median {pauses[BURSTS // 2]:.0f} ms, longest {pauses[-1]:.0f} ms"
            )
        window.close()
    application.quit()


def main() -> None:
    """Measure each way; the first, which is not told, writes the byte code."""
    if len(sys.argv) > 1:
        run(sys.argv[1])
        return
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for way in WAYS:
        print(f"--- {way}" if way != "warm" else "", flush=True)
        wanted = "later" if way == "warm" else way
        out = subprocess.DEVNULL if way == "warm" else None
        subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.bench_composer", wanted], env=own, stdout=out, check=True
        )


if __name__ == "__main__":
    main()
