"""The timeline on paper: the view or the whole range as vector pages, each with its lane heads and axis.

Text stays text and marks stay shapes. A page is A4 landscape at 96 dots per inch; the whole range is cut into
as many pages as its busiest stretch needs, each a little over the one before, so that nothing falls on a cut.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from briefing_app.domain.chronicle import Chronicle
from briefing_app.domain.date_words import day_words
from briefing_app.domain.time_axis import moment_of, seconds
from briefing_app.domain.timeline import DAY
from briefing_app.errors import UsageError
from briefing_app.ui.timeline.marks import text_widths
from briefing_app.ui.timeline.scene import TimelineScene

WIDTH, HEIGHT = 1123, 794
HEAD, FOOT = 40, 26
BARE_HEIGHT = 718
"""The room of a page that brings its own title and foot."""
OVERLAP = 0.04
MOST_PAGES = 60
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Sheet:
    """What all pages share: the chronicle, the days of the lines, a title and a marking."""

    chronicle: Chronicle
    today: date
    as_of: date | None
    title: str
    marking: str = ""
    is_bare: bool = False
    """Without title and foot, for a page that brings its own."""


def page_spans(chronicle: Chronicle, days_per_page: int) -> list[tuple[float, float]]:
    """The stretches of the pages. Empty stretches of a page or more are left out. Raises UsageError."""
    if chronicle.is_empty:
        raise UsageError("There is nothing to print: no event is shown.")
    first, last = chronicle.span()
    width = days_per_page * DAY
    count = ceil((last - first) / (width * (1 - OVERLAP))) or 1
    starts = chronicle.columns.start
    ends = chronicle.columns.end
    spans = []
    for number in range(count):
        begin = first + number * width * (1 - OVERLAP) - width * OVERLAP / 2
        if bool(((starts <= begin + width) & (ends >= begin)).any()):
            spans.append((begin, begin + width))
    if len(spans) > MOST_PAGES:
        raise UsageError(
            f"That makes {len(spans)} pages.", hint=f"Choose longer pages; {MOST_PAGES} are the most."
        )
    return spans


def draw_page(
    painter: QPainter, sheet: Sheet, span: tuple[float, float], place: tuple[int, int]
) -> TimelineScene:
    """Draw one page. ``place`` is its number and how many there are. The scene knows what was drawn."""
    scene = TimelineScene(is_paper=True)
    scene.set_chronicle(sheet.chronicle)
    scene.today = seconds(sheet.today)
    scene.as_of = seconds(sheet.as_of) if sheet.as_of else None
    scene.as_of_text = f"As of {day_words(sheet.as_of)}" if sheet.as_of else ""
    top, height = (0, BARE_HEIGHT) if sheet.is_bare else (HEAD, HEIGHT - HEAD - FOOT)
    scene.set_size(float(WIDTH), float(height))
    scene.port.show(*span, margin=0.0)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(0, 0, WIDTH, HEIGHT), scene.colours["surface"])
    if not sheet.is_bare:
        _draw_frame(painter, scene, sheet, span, place)
    painter.save()
    painter.translate(0, top)
    scene.paint(painter)
    painter.restore()
    return scene


def _draw_frame(
    painter: QPainter,
    scene: TimelineScene,
    sheet: Sheet,
    span: tuple[float, float],
    place: tuple[int, int],
) -> None:
    """Title and stretch above, marking and page number below."""
    head = QRectF(12, 0, WIDTH - 24, HEAD)
    painter.setFont(scene.bold)
    painter.setPen(scene.colours["ink"])
    painter.drawText(head, LEFT, sheet.title)
    first, last = moment_of(span[0]).date(), moment_of(span[1]).date()
    painter.setFont(scene.font)
    painter.setPen(scene.colours["ink_2"])
    painter.drawText(head, RIGHT, f"{day_words(first)} – {day_words(last)}")
    foot = QRectF(12, HEIGHT - FOOT, WIDTH - 24, FOOT)
    painter.drawText(foot, LEFT, sheet.marking)
    painter.drawText(foot, RIGHT, f"Page {place[0]} of {place[1]}")


def numbered(chronicle: Chronicle) -> Chronicle:
    """The chronicle with the number of each event, in order of time, before its label."""
    labels = [f"{number}  {text}" for number, text in enumerate(chronicle.labels, 1)]
    widths = text_widths(labels, TimelineScene(is_paper=True).font)
    columns = replace(chronicle.columns, label_px=widths[chronicle.columns.event])
    return replace(chronicle, labels=labels, columns=columns)


def svg_page(sheet: Sheet, span: tuple[float, float], place: tuple[int, int]) -> tuple[str, str]:
    """One page as SVG text, and what it shows in words."""
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    made = QSvgGenerator()
    made.setOutputDevice(kept)
    _prepare(made, sheet)
    painter = QPainter(made)
    scene = draw_page(painter, sheet, span, place)
    painter.end()
    first, last = moment_of(span[0]).date(), moment_of(span[1]).date()
    shown = sorted({int(sheet.chronicle.columns.event[each[0]]) + 1 for each in scene.labels_drawn})
    numbers = ", ".join(map(str, shown)) or "none"
    alt = (
        f"Timeline from {day_words(first)} to {day_words(last)} in the lanes "
        f"{', '.join(sheet.chronicle.lanes)}; events named: {numbers}."
    )
    return bytes(kept.data().data()).decode(), alt


def pages_of(sheet: Sheet, days_per_page: int = 92) -> list[tuple[str, str]]:
    """The whole range as SVG pages with their words. Raises UsageError: nothing, or too much, to print."""
    spans = page_spans(sheet.chronicle, days_per_page)
    return [svg_page(sheet, span, (number, len(spans))) for number, span in enumerate(spans, 1)]


def _prepare(made: QSvgGenerator, sheet: Sheet) -> None:
    height = BARE_HEIGHT if sheet.is_bare else HEIGHT
    made.setSize(QSize(WIDTH, height))
    made.setViewBox(QRectF(0, 0, WIDTH, height))
    made.setResolution(96)
    made.setTitle(sheet.title)


def write_svg(sheet: Sheet, span: tuple[float, float], path: Path, place: tuple[int, int] = (1, 1)) -> None:
    """Write one page as SVG. Raises UsageError when the file cannot be written."""
    made = QSvgGenerator()
    made.setFileName(str(path))
    _prepare(made, sheet)
    painter = QPainter()
    if not painter.begin(made):
        raise UsageError(f"{path.name} cannot be written there.", hint="Choose another folder.")
    draw_page(painter, sheet, span, place)
    painter.end()


def write_png(sheet: Sheet, span: tuple[float, float], path: Path, scale: int = 2) -> None:
    """Write one page as PNG, ``scale`` times 96 dots per inch. Raises UsageError when it cannot."""
    picture = QImage(WIDTH * scale, HEIGHT * scale, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(scale)
    picture.fill(0xFFFFFFFF)
    painter = QPainter(picture)
    draw_page(painter, sheet, span, (1, 1))
    painter.end()
    if not picture.save(str(path)):
        raise UsageError(f"{path.name} cannot be written there.", hint="Choose another folder.")


def write_range(sheet: Sheet, path: Path, days_per_page: int = 92) -> list[Path]:
    """Write the whole range as numbered SVG pages beside ``path``: ``talks-01.svg``, ``talks-02.svg``."""
    spans = page_spans(sheet.chronicle, days_per_page)
    written = []
    for number, span in enumerate(spans, 1):
        page = path.with_name(f"{path.stem}-{number:02}.svg")
        write_svg(sheet, span, page, (number, len(spans)))
        written.append(page)
    return written
