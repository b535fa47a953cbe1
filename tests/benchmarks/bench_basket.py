"""How long the window stands still while a basket of 100,000 rows is opened and edited; mark: 50 ms.

Offscreen, jobs in their threads. A timer of 5 ms tells each gap of the event loop: on the clock without the
time that other programs had the processor, how much of it this process had one, and how much of that was the
window's own thread. Nothing is asserted: the machine decides.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QItemSelection, QItemSelectionModel, Qt, QTimer
from PySide6.QtWidgets import QApplication

from briefing_app.app.jobs import Jobs
from briefing_app.app.session import Session
from briefing_app.domain.change import added
from briefing_app.domain.records import Basket, BasketRow
from briefing_app.store.workspace import Workspace
from briefing_app.ui.tariff.basket_view import AUTHORITY, PRODUCT, ROWS
from briefing_app.ui.tariff.tab import BASKET, COMPARE, DEALS, LAW, SIMULATION, TariffTab

COUNT = 100_000
LONGEST_S = 120
SCHEDULED = Path("/proc/thread-self/schedstat")
CODES = (
    "87032301", "87084011", "84581100", "09021010", "40111010", "85171300", "72083600", "84713001",
    "22041000",
    "30049092", "61091000", "94036080",
)  # fmt: skip
ORIGINS = ("JP", "JP", "JP", "KR", "DE", "CN")


class Gaps:
    """Every gap between two beats of a 5 ms timer: on the clock, of the process, of the window's thread."""

    def __init__(self) -> None:
        self._timer = QTimer(interval=5, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()
        self.begin()

    def begin(self) -> None:
        """Forget what was measured."""
        self._found: list[tuple[float, float, float]] = []
        self._begun = time.perf_counter()
        self._last = self._now()

    @staticmethod
    def _now() -> tuple[float, float, float]:
        # The system counts what a thread waited for a processor: on a busy machine that is not ours.
        waited = int(SCHEDULED.read_text().split()[1]) / 1e9 if SCHEDULED.exists() else 0.0
        return time.perf_counter() - waited, time.process_time(), time.thread_time()

    def _beat(self) -> None:
        now = self._now()
        clock, process, own = (
            max(0, 1000 * (after - before)) for after, before in zip(now, self._last, strict=True)
        )
        self._found.append((clock, min(clock, process), own))
        self._last = now

    def tell(self, what: str) -> None:
        """Print the longest gaps since the last telling."""
        self._beat()
        whole = time.perf_counter() - self._begun
        shown = []
        for place in range(3):
            longest = sorted((each[place] for each in self._found), reverse=True)[:3]
            shown.append(", ".join(f"{each:.0f}" for each in longest))
        print(
            f"{what:34} {whole:6.2f} s  longest gaps, ms: clock {shown[0]:>14}  process {shown[1]:>14}  "
            f"window {shown[2]:>13}", flush=True,
        )  # fmt: skip
        self.begin()


def let_run(milliseconds: int) -> None:
    """Run the event loop for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def until(is_so: Callable[[], bool], settle: int = 60) -> None:
    """Run the event loop until something is so, and a moment longer."""
    begun = time.perf_counter()
    while not is_so():
        if time.perf_counter() - begun > LONGEST_S:
            raise TimeoutError
        let_run(5)
    let_run(settle)


def rows_of(count: int) -> tuple[BasketRow, ...]:
    """Rows of many goods and three dates."""
    days = ("2025-05-24", "2025-09-20", "2026-03-01")
    return tuple(
        BasketRow(
            hts=CODES[at % len(CODES)], value_usd=Decimal(1000_00 + at) / 100, origin=ORIGINS[at % 5],
            date=days[at % 3],
        )
        for at in range(count)
    )  # fmt: skip


def is_idle(tab: TariffTab) -> bool:
    """Whether nothing is under way; no page is made to know it."""
    basket = tab._made.get(BASKET)
    return not (
        tab._session.jobs.pending or (basket and (basket.pricing.is_running or basket.reading.is_running))
    )


def measure(tab: TariffTab, gaps: Gaps) -> None:
    """Print the table."""
    for what, page in (("law", LAW), ("compare", COMPARE), ("simulation", SIMULATION)):
        gaps.begin()
        tab.buttons.button(page).click()
        until(lambda page=page: tab.pages.currentWidget() is tab._made.get(page) and is_idle(tab))
        gaps.tell(f"{what} opened")
    tab.buttons.button(BASKET).click()  # as a user does: its parts are made one after the other
    until(lambda: tab.pages.currentWidget() is tab._made.get(BASKET), 0)
    basket, view = tab.basket, tab.basket.view

    def idle() -> bool:
        return is_idle(tab)

    def step(what: str, deed: Callable[[], object]) -> None:
        gaps.begin()
        deed()
        until(idle)
        gaps.tell(what)

    until(lambda: bool(basket.results) and idle())
    gaps.tell("opened and priced")
    step("scrolled", lambda: [_scroll(view.table.view, place) for place in range(10)])
    step("column of a day added", lambda: view.columns.add_line(day="2026-06-01"))
    step("column of a country added", lambda: view.columns.add_line(origin="KR"))
    model = basket.rows.model
    for what, column, word in (
        ("first filter by good", 4, "car"), ("first filter by duty", 7, "27"),
        ("first filter by authorities", 11, "232"), ("first filter by value", 5, "1,0"),
    ):  # fmt: skip
        step(what, lambda column=column, word=word: model.filter_column(column, word))
        step("filter taken off", lambda column=column: model.filter_column(column, ""))
    for what, column in (("first sort by good", 4), ("first sort by duty", 7), ("sort by authorities", 11)):
        step(what, lambda column=column: view.table.view.sortByColumn(column, Qt.SortOrder.AscendingOrder))
    step("sorting taken off", lambda: view.table.view.sortByColumn(-1, Qt.SortOrder.AscendingOrder))
    step("cell edited", lambda: basket.edit_cell(5, "value_usd", "45,000"))
    step("edit undone", tab._session.undo_stack.undo)
    step("edit redone", tab._session.undo_stack.redo)
    view.table.view.selectRow(7)
    step("row removed", basket.remove_selected)
    step("removal undone", tab._session.undo_stack.undo)
    select_some(tab, 20_000)
    step("20,000 rows selected and removed", basket.remove_selected)
    step("removal undone", tab._session.undo_stack.undo)
    step("rows added to it", lambda: basket.add_rows(rows_of(3), "Add"))
    for what, part in (("by authority", AUTHORITY), ("by product", PRODUCT), ("rows", ROWS)):
        step(f"{what} shown", view.part_buttons.button(part).click)
    step("copied", basket.copy_rows)
    step("to briefing", basket.to_briefing)
    step("exported as workbook", lambda: basket.export(Path(tempfile.gettempdir()) / "bench_basket.xlsx"))
    step("other basket chosen", lambda: basket.show_basket("small"))
    step("back to the large one", lambda: basket.show_basket("large"))
    step("deals over it", lambda: tab.buttons.button(DEALS).click())


def _scroll(view: object, place: int) -> None:
    bar = view.verticalScrollBar()  # type: ignore[attr-defined]
    bar.setValue(bar.maximum() * place // 10)
    let_run(15)


def select_some(tab: TariffTab, count: int) -> None:
    """Select the first rows."""
    model, chosen = tab.basket.rows.model, tab.basket.view.table.view.selectionModel()
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    chosen.select(QItemSelection(model.index(0, 0), model.index(count - 1, 0)), flags)


def main() -> None:
    """Measure a basket of 100,000 rows, or of as many as the first argument says."""
    application = QApplication.instance() or QApplication([])
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "w.brief"
        with Workspace.create(path) as workspace:
            workspace.apply(added(Basket(id="large", title="Large", rows=rows_of(count))))
            workspace.apply(added(Basket(id="small", title="Small", rows=rows_of(30))))
        with Workspace.open(path) as workspace:
            gaps = Gaps()
            session = Session(workspace, Jobs())
            session.as_of = date(2025, 5, 24)
            gaps.tell("session over it")
            tab = TariffTab(session)
            tab.resize(1440, 860)
            tab.show()
            gaps.tell("tab made")
            until(lambda: tab.law is not None)
            gaps.tell("law read")
            measure(tab, gaps)
            session.jobs.wait()
            session.typing.flush()
            tab.deleteLater()
            # Offscreen, what is copied outlives Python: freed after its end it takes the process down.
            application.clipboard().clear()
            let_run(100)
    application.quit()


if __name__ == "__main__":
    main()
