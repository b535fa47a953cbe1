"""The timeline at 1,000, 10,000 and 100,000 events: first draw, pan, zoom, hit test, memory, table, changes;
beside it the vis-timeline package in headless Chromium, where there is one.

Offscreen, raster, 1,600 x 900 pixels, one synchronous paint per frame. Prints milliseconds of the GUI
thread's processor time (median / p95), then of the wall clock, which others on the machine lengthen. The
marks stand in the header. Nothing is asserted: the machine decides. ``--no-peer`` leaves the package out.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication

from briefing_app.app.jobs import InlineJobs
from briefing_app.app.session import Session
from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.chronicle import Choice, chronicle
from briefing_app.domain.records import Event, TypedDate
from briefing_app.store.workspace import Workspace
from briefing_app.ui.theme import theme
from briefing_app.ui.timeline.canvas import TimelineCanvas
from briefing_app.ui.timeline.event_table import first_date
from briefing_app.ui.timeline.marks import text_widths
from briefing_app.ui.timeline.tab import TimelineTab
from briefing_app.ui.widgets.table_model import Column, TableModel
from tests.benchmarks.peer_timeline import TIMEOUT_S, AbsentError, Peer

WORDS = ("Tariff announcement", "Ministerial meeting", "Section 232 notice", "日米関税協議",
         "Exemption expires", "共同声明", "Panel report", "首脳会談", "Quota reset", "税率変更")  # fmt: skip
LANES = 12
FRAMES = 60


def made_events(count: int) -> list[Event]:
    """Clustered in time like news: 40 hot spots on an even ground, a third with a duration, some vague."""
    random = np.random.default_rng(1)
    span = 10 * 365
    spots = random.uniform(0, span, 40)
    near = spots[random.integers(0, 40, count)] + random.normal(0, 25, count)
    day = np.clip(np.where(random.random(count) < 0.6, near, random.uniform(0, span, count)), 0, span)
    length = np.where(random.random(count) < 0.35, np.exp(random.normal(2.5, 1.3, count)), 0).astype(int)
    lane = np.minimum((random.power(2.0, count) * LANES).astype(int), LANES - 1)
    vague = random.random(count) < 0.05
    begin = date(2016, 1, 1)
    events = []
    for place in range(count):
        first = begin + timedelta(days=int(day[place]))
        edtf = f"{first:%Y-%m}" if vague[place] else first.isoformat()
        if length[place] and not vague[place]:
            edtf += f"/{first + timedelta(days=int(length[place]))}"
        events.append(
            Event(
                id=f"e{place}",
                title=f"{WORDS[place % len(WORDS)]} {place}",
                lanes=(f"Lane {lane[place]:02}",),
                dates=(TypedDate(edtf),),
            )
        )
    return events


@dataclass(frozen=True)
class Took:
    """Milliseconds of one call: processor time of the GUI thread, and the wall clock."""

    cpu: float
    wall: float


def timed(work: Callable[[], object]) -> Took:
    """How long one call takes on the GUI thread: raster painting has no other."""
    start, wall = time.thread_time(), time.perf_counter()
    work()
    return Took((time.thread_time() - start) * 1000, (time.perf_counter() - wall) * 1000)


def spread(times: list[Took]) -> str:
    """Median and 95th percentile of the processor time, then of the wall clock."""
    return (
        f"{middle_and_high([each.cpu for each in times])} ({middle_and_high([each.wall for each in times])})"
    )


def middle_and_high(times: list[float]) -> str:
    """Median and 95th percentile."""
    ordered = sorted(times)
    return f"{ordered[len(ordered) // 2]:5.1f} /{ordered[int(len(ordered) * 0.95)]:5.1f}"


def memory_mb() -> float:
    """Resident memory of this process; 0 where /proc is absent."""
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * 4096 / 1e6 if status.exists() else 0.0


def frames(canvas: TimelineCanvas, fraction: float) -> list[Took]:
    """Pan at a zoom that shows ``fraction`` of the range, one per cent of the width a frame."""
    chronicle_shown = canvas.item.chronicle
    assert chronicle_shown is not None
    first, last = chronicle_shown.span()
    middle, half = (first + last) / 2, (last - first) * fraction / 2
    canvas.show_span(middle - half, middle + half)
    canvas.viewport().repaint()
    times = []
    for number in range(FRAMES):
        step = 14.0 if (number // 15) % 2 == 0 else -14.0

        def frame(step: float = step) -> None:
            canvas._pan(step)
            canvas.viewport().repaint()

        times.append(timed(frame))
        QApplication.processEvents()
    return times


def zoom_frames(canvas: TimelineCanvas) -> list[Took]:
    """Zoom in from everything and out again."""
    canvas.fit()
    canvas.viewport().repaint()
    times = []
    for number in range(80):

        def frame(factor: float = 1 / 0.93 if number < 40 else 0.93) -> None:
            canvas.zoom(factor, 700.0)
            canvas.viewport().repaint()

        times.append(timed(frame))
        QApplication.processEvents()
    return times


def measure(count: int) -> None:
    """One line of the report."""
    events = made_events(count)
    gc.collect()
    before = memory_mb()
    canvas = TimelineCanvas()
    canvas.resize(1600, 900)
    made = None

    def load() -> None:
        nonlocal made
        made = chronicle(events, Choice(), lambda texts: text_widths(texts, canvas.item.font))

    loading = timed(load)
    assert made is not None

    def first_draw() -> None:
        canvas.show_chronicle(made)
        canvas.fit()
        canvas.show()
        canvas.viewport().repaint()

    drawn = timed(first_draw)
    memory = memory_mb() - before
    pans = [frames(canvas, fraction) for fraction in (1.0, 0.1, 0.017)]
    zooms = zoom_frames(canvas)
    random = np.random.default_rng(0)
    hits = [
        timed(lambda: canvas.event_at(QPointF(random.uniform(120, 1590), random.uniform(50, 860))))
        for _ in range(300)
    ]
    shown = " | ".join(spread(each) for each in (*pans, zooms))
    print(
        f"{count:>8,} | {loading.cpu:5.0f} ({loading.wall:5.0f}) | "
        f"{drawn.cpu:4.0f} ({drawn.wall:4.0f}) | {shown} | "
        f"{middle_and_high([each.cpu for each in hits])} | {memory:4.0f} | {table(events)}",
        flush=True,
    )
    canvas.close()


def changes(count: int) -> None:
    """What one change costs the whole tab: chronicle, layout, one frame, table, counts; not the storing."""
    events = made_events(count)
    with tempfile.TemporaryDirectory() as folder, Workspace.create(Path(folder) / "many.brief") as workspace:
        workspace.apply(ChangeSet("Fill", tuple(Change("event", each.id, None, each) for each in events)))
        session = Session(workspace, InlineJobs())
        tab = TimelineTab(session)
        tab.resize(1600, 900)
        tab.show()
        tab.canvas.show_span(*tab.canvas.item.chronicle.span())
        tab.canvas.viewport().repaint()
        told = [f"{what} {spread(changed(tab, session, change))}" for what, change in KINDS_OF_CHANGE.items()]
        print(f"{count:>8,} | " + " | ".join(told), flush=True)
        session.close()


KINDS_OF_CHANGE: dict[str, Callable[[Event, int], Event | None]] = {
    "new title": lambda event, number: replace(event, title=f"Title {number}"),
    "other day": lambda event, number: replace(event, dates=(TypedDate(f"2020-03-{number % 28 + 1:02}"),)),
    "deleted": lambda _event, _number: None,
}


def changed(tab: TimelineTab, session: Session, change: Callable[[Event, int], Event | None]) -> list[Took]:
    """Some events changed one after the other, each with the frame that shows it."""
    times = []
    tab.table.model.shown_row("e1")  # the table has been looked into once
    for number in range(20):
        before = session.workspace.get("event", f"e{100 + number * 40}")
        assert isinstance(before, Event)
        step = ChangeSet("Change", (Change("event", before.id, before, change(before, number)),))
        session.workspace.apply(step)

        def shown(step: ChangeSet = step) -> None:
            session.changed.emit(step)
            tab.canvas.viewport().repaint()

        times.append(timed(shown))
        QApplication.processEvents()
    return times


def beside_the_peer() -> None:
    """The same view of the same events here and in vis-timeline: first render and one pan frame."""
    try:
        peer = Peer().__enter__()
    except AbsentError as absent:
        print(f"No peer: {absent} is not here.")
        return
    print(
        f"Beside vis-timeline {peer.version} in headless Chromium, same events and view, ms. Its wall clock"
    )
    print("is the main thread without raster; processor time is the mean of a frame, of all its processes.")
    print("  events |   view | first: ours / peer | frame: ours  |     peer     | processor: ours / peer")
    for count, fraction in ((1_000, 1.0), (1_000, 0.1), (10_000, 0.1), (10_000, 0.017), (100_000, 0.017)):
        events = made_events(count)
        first, own = own_view(events, fraction)
        told = peer.run(events, fraction)
        mine = sum(each.cpu for each in own) / len(own)
        line = f"{count:>8,} | {fraction:6.1%} | {first:9.0f} / "
        if told is None:
            print(f"{line}did not finish in {TIMEOUT_S} s | frame {mine:.1f}", flush=True)
            continue
        theirs = middle_and_high(list(told["frames"]))  # type: ignore[call-overload]
        print(
            f"{line}{told['first']:6.0f} |      {middle_and_high([each.wall for each in own])} | {theirs} | "
            f"{mine:12.1f} / {told['cpu']:.1f}",
            flush=True,
        )
    peer.__exit__()


def own_view(events: list[Event], fraction: float) -> tuple[float, list[Took]]:
    """Our first render (wall clock, dates and widths read anew) and frames of a view."""
    canvas = TimelineCanvas()
    canvas.resize(1600, 900)

    def first() -> None:
        canvas.show_chronicle(chronicle(events, Choice(), lambda texts: text_widths(texts, canvas.item.font)))
        begin, end = canvas.item.chronicle.span()
        half = (end - begin) * fraction / 2
        canvas.show_span((begin + end) / 2 - half, (begin + end) / 2 + half)
        canvas.show()
        canvas.viewport().repaint()

    drawn = timed(first)
    own = frames(canvas, fraction)
    canvas.close()
    return drawn.wall, own


def table(events: list[Event]) -> str:
    """Filter and sort of the table twin, after the first use of each has filled its caches."""
    model = TableModel(
        (Column[Event]("Date", first_date), Column[Event]("Event", lambda event: event.title)),
        lambda event: event.id,
    )
    model.set_rows(events)
    model.filter("tariff")
    model.filter("")
    model.sort(1)
    finding = timed(lambda: model.filter("協議"))
    model.filter("")
    sorting = timed(lambda: model.sort(1, Qt.SortOrder.DescendingOrder))
    return f"{finding.cpu:5.1f} | {sorting.cpu:5.1f}"


def main() -> int:
    """Print the table."""
    application = QApplication.instance() or QApplication([])
    theme()
    print("Timeline, 1,600 x 900, raster, ms of processor time, median / p95 (wall clock in brackets).")
    print("Marks: first draw 250, frame p95 16, hit 1, 60 MB, table filter 30, sort 100. Loading is once.")
    print("  events |    loading    | 1st draw |          pan all            |          pan 10%            |"
          "          pan 1.7%           |            zoom             |  hit test    |  +MB | filter | "
          "sort")  # fmt: skip
    for count in (1_000, 10_000, 100_000):
        measure(count)
    print("One change, with the frame that shows it:")
    for count in (1_000, 100_000):
        changes(count)
    if "--no-peer" not in sys.argv:
        beside_the_peer()
    del application
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
