"""The timeline at 1,000, 10,000 and 100,000 events: first draw, pan, zoom, hit test, memory, table.

Offscreen, raster, 1,600 x 900 pixels, one synchronous paint per frame. Prints milliseconds of
the GUI thread (median / p95); the marks stand in the header. Nothing is asserted: the machine decides.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication

from briefing_app.domain.chronicle import Choice, chronicle
from briefing_app.domain.records import Event, TypedDate
from briefing_app.ui.theme import theme
from briefing_app.ui.timeline.canvas import TimelineCanvas
from briefing_app.ui.timeline.event_table import first_date
from briefing_app.ui.timeline.marks import text_widths
from briefing_app.ui.widgets.table_model import Column, TableModel

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


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of processor time that one call takes on the GUI thread: raster painting has no other."""
    start = time.thread_time()
    work()
    return (time.thread_time() - start) * 1000


def spread(times: list[float]) -> str:
    """Median and 95th percentile."""
    ordered = sorted(times)
    return f"{ordered[len(ordered) // 2]:6.1f} /{ordered[int(len(ordered) * 0.95)]:6.1f}"


def memory_mb() -> float:
    """Resident memory of this process; 0 where /proc is absent."""
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * 4096 / 1e6 if status.exists() else 0.0


def frames(canvas: TimelineCanvas, fraction: float) -> str:
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
    return spread(times)


def zoom_frames(canvas: TimelineCanvas) -> str:
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
    return spread(times)


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
    print(
        f"{count:>8,} | {loading:7.0f} | {drawn:7.0f} | {' | '.join(pans)} | {zooms} | "
        f"{spread(hits)} | {memory:5.0f} | {table(events)}"
    )
    canvas.close()


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
    return f"{finding:6.1f} | {sorting:6.1f}"


def main() -> int:
    """Print the table."""
    application = QApplication.instance() or QApplication([])
    theme()
    print(
        "Timeline, 1,600 x 900, raster, ms (median / p95). Marks: first draw 250, frame p95 16, hit 1, 60 MB,"
    )
    print("table filter 30, sort 100. Loading is once per change: dates to seconds, titles to widths.")
    print("  events | loading | 1st draw |   pan all     |   pan 10%     |   pan 1.7%    |     zoom      |"
          "   hit test    |  +MB | filter |   sort")  # fmt: skip
    for count in (1_000, 10_000, 100_000):
        measure(count)
    del application
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
