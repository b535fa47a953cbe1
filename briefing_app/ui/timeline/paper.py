"""The timeline on paper: the view or the whole range as vector pages, each with its lane heads and axis.

Text stays text and marks stay shapes. A page is A4 landscape at 96 dots per inch; the whole range is cut into
as many pages as its busiest stretch needs, each a little over the one before, so that nothing falls on a cut.
Terms of office and charts stand on each page as they do on the screen. More lanes than a page holds go on to
pages of their own; a picture of the view grows in height instead.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from math import ceil
from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from briefing_app.app.i18n import language, tr
from briefing_app.domain.chronicle import Chronicle
from briefing_app.domain.date_words import day_words
from briefing_app.domain.terms import Term
from briefing_app.domain.time_axis import moment_of, seconds
from briefing_app.domain.timeline import DAY
from briefing_app.errors import UsageError
from briefing_app.ui.timeline.marks import text_widths
from briefing_app.ui.timeline.numbered_scene import NumberedScene
from briefing_app.ui.timeline.scene import TimelineScene
from briefing_app.ui.timeline.scene_state import ShownTrack

WIDTH, HEIGHT = 1123, 794
HEAD, FOOT = 40, 26
BARE_HEIGHT = 718
"""The room of a page that brings its own title and foot."""
OVERLAP = 0.04
MOST_PAGES = 60
DAYS = 92
"""How long a page is before it is cut."""
SHORTEST_DAYS = 8
"""A stretch is not cut shorter: what happens on one day stands together."""
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Sheet:
    """What all pages share: the chronicle, the days of the lines, a title and a marking, what stands above
    and below the lanes. ``all_lanes`` are the places of all lanes, hidden ones too, for their colours.
    """

    chronicle: Chronicle
    today: date
    as_of: date | None
    title: str
    marking: str = ""
    is_bare: bool = False
    """Without title and foot, for a page that brings its own."""
    is_numbered: bool = False
    """Each event bears its number: labels are those of :func:`numbered`."""
    terms: tuple[Term, ...] = ()
    tracks: tuple[ShownTrack, ...] = ()
    all_lanes: dict[str, int] = field(default_factory=dict)
    height: int = HEIGHT

    @property
    def page_height(self) -> int:
        """The height of a page in pixels."""
        return BARE_HEIGHT if self.is_bare else self.height


@dataclass(frozen=True)
class Page:
    """One page to draw: some lanes, a stretch of time, its number and how many there are."""

    sheet: Sheet
    span: tuple[float, float]
    place: tuple[int, int]


def page_spans(chronicle: Chronicle, days_per_page: int) -> list[tuple[float, float]]:
    """The stretches of the pages. Empty stretches of a page or more are left out. Raises UsageError."""
    if chronicle.is_empty:
        raise UsageError("There is nothing to print: no event is shown.")
    first, last = chronicle.span()
    width = days_per_page * DAY
    count = ceil((last - first + width * OVERLAP) / (width * (1 - OVERLAP))) or 1
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
    scene = _scene(sheet, span)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(0, 0, WIDTH, sheet.page_height), scene.colours["surface"])
    if not sheet.is_bare:
        draw_frame(painter, sheet, place, span)
    painter.save()
    painter.translate(0, 0 if sheet.is_bare else HEAD)
    scene.paint(painter)
    painter.restore()
    return scene


def _scene(sheet: Sheet, span: tuple[float, float]) -> TimelineScene:
    scene = NumberedScene() if sheet.is_numbered else TimelineScene(is_paper=True)
    scene.today = seconds(sheet.today)
    scene.as_of = seconds(sheet.as_of) if sheet.as_of else None
    scene.as_of_text = tr("As of {day}", day=day_words(sheet.as_of, language())) if sheet.as_of else ""
    scene.all_lanes = sheet.all_lanes
    scene.set_size(float(WIDTH), float(sheet.page_height - (0 if sheet.is_bare else HEAD + FOOT)))
    scene.port.show(*span, margin=0.0)
    scene.set_terms(sheet.terms)
    scene.set_tracks(list(sheet.tracks))
    scene.set_chronicle(sheet.chronicle)
    return scene


def lane_groups(sheet: Sheet) -> list[Sheet]:
    """The sheet cut by lanes, where a page cannot hold them all."""
    chronicle = sheet.chronicle
    probe = _scene(sheet, chronicle.span())
    least = probe.row_px + 4.0 + probe.least_strip_px
    most = max(int((probe.lanes_bottom - probe.lanes_top) // least), 1)
    count = ceil(len(chronicle.lanes) / most)
    if count <= 1:
        return [sheet]
    cuts = [round(len(chronicle.lanes) * number / count) for number in range(count + 1)]
    return [replace(sheet, chronicle=_lanes_only(chronicle, first, last)) for first, last in pairwise(cuts)]


def _lanes_only(chronicle: Chronicle, first: int, last: int) -> Chronicle:
    """Some neighbouring lanes. Events keep their places, and so their numbers."""
    columns = chronicle.columns
    here = (columns.lane >= first) & (columns.lane < last)
    names = ("event", "lane", "start", "end", "flags", "weight", "label_px")
    kept = replace(columns, **{name: getattr(columns, name)[here] for name in names})
    return replace(
        chronicle,
        lanes=chronicle.lanes[first:last],
        lane_words=chronicle.lane_words[first:last],
        lane_counts=chronicle.lane_counts[first:last],
        columns=replace(kept, lane=np.asarray(kept.lane) - first),
    )


def grown(sheet: Sheet) -> Sheet:
    """The sheet as high as all its lanes need: for a picture, which has no next page."""
    probe = _scene(sheet, sheet.chronicle.span())
    missing = probe.hidden_height
    return replace(sheet, height=sheet.height + ceil(missing)) if missing > 0 else sheet


def draw_frame(
    painter: QPainter, sheet: Sheet, place: tuple[int, int], span: tuple[float, float] | None = None
) -> None:
    """Title and stretch above, marking and page number below."""
    scene = TimelineScene(is_paper=True)
    head = QRectF(12, 0, WIDTH - 24, HEAD)
    painter.setFont(scene.bold)
    painter.setPen(scene.colours["ink"])
    painter.drawText(head, LEFT, sheet.title)
    painter.setFont(scene.font)
    painter.setPen(scene.colours["ink_2"])
    if span is not None:
        first, last = moment_of(span[0]).date(), moment_of(span[1]).date()
        painter.drawText(head, RIGHT, f"{day_words(first, language())} – {day_words(last, language())}")
    foot = QRectF(12, sheet.height - FOOT, WIDTH - 24, FOOT)
    painter.drawText(foot, LEFT, sheet.marking)
    painter.drawText(foot, RIGHT, tr("Page {number} of {count}", number=place[0], count=place[1]))


def numbered(chronicle: Chronicle) -> Chronicle:
    """The chronicle with the number of each event, in order of time, before its label."""
    labels = [f"{number}  {text}" for number, text in enumerate(chronicle.labels, 1)]
    widths = text_widths(labels, TimelineScene(is_paper=True).font)
    columns = replace(chronicle.columns, label_px=widths[chronicle.columns.event])
    return replace(chronicle, labels=labels, columns=columns)


def svg_page(page: Page) -> tuple[str, str, bool]:
    """One page as SVG text, what it shows in words, and whether a number found no room at its mark."""
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    made = QSvgGenerator()
    made.setOutputDevice(kept)
    sheet, span = page.sheet, page.span
    _prepare(made, sheet)
    painter = QPainter(made)
    scene = draw_page(painter, sheet, span, page.place)
    painter.end()
    first, last = (day_words(moment_of(each).date(), language()) for each in span)
    shown = sorted({int(sheet.chronicle.columns.event[each[0]]) + 1 for each in scene.labels_drawn})
    alt = tr(
        "Timeline from {first} to {last} in the lanes {lanes}; events named: {numbers}.",
        first=first,
        last=last,
        lanes=", ".join(sheet.chronicle.lane_words),
        numbers=", ".join(map(str, shown)) or tr("none"),
    )
    is_crowded = isinstance(scene, NumberedScene) and scene.crowded
    return bytes(kept.data().data()).decode(), alt, is_crowded


@dataclass(frozen=True)
class Drawn:
    """A page as it was drawn: what it is of, as SVG text, and in words."""

    page: Page
    svg: str
    alt: str


def drawn_pages(sheet: Sheet, days_per_page: int = DAYS) -> Iterator[Drawn | None]:
    """The whole range as pages, drawn one by one as they are asked for; None where a page was drawn for
    nothing. A stretch that is too crowded for its numbers is cut in two.

    Raises UsageError: nothing, or too much, to print.
    """
    groups = lane_groups(sheet) if not sheet.chronicle.is_empty else [sheet]
    spans = page_spans(sheet.chronicle, days_per_page)
    waiting = deque((group, span) for span in spans for group in groups if _holds(group.chronicle, span))
    count = 0
    while waiting:
        group, span = waiting.popleft()
        page = Page(group, span, (count + 1, count + 1 + len(waiting)))
        svg, alt, is_crowded = svg_page(page)
        width = span[1] - span[0]
        may_grow = count + len(waiting) + 2 <= MOST_PAGES
        if is_crowded and width > SHORTEST_DAYS * DAY and may_grow:
            half = width * (0.5 + OVERLAP / 2)
            halves = ((span[1] - half, span[1]), (span[0], span[0] + half))
            waiting.extendleft((group, each) for each in halves if _holds(group.chronicle, each))
            yield None
            continue
        count += 1
        yield Drawn(page, svg, alt)


def pages_of(sheet: Sheet, days_per_page: int = DAYS) -> Iterator[tuple[str, str] | None]:
    """The pages of :func:`drawn_pages` as SVG text with their words."""
    for made in drawn_pages(sheet, days_per_page):
        yield (made.svg, made.alt) if made is not None else None


def _holds(chronicle: Chronicle, span: tuple[float, float]) -> bool:
    columns = chronicle.columns
    return bool(((columns.start <= span[1]) & (columns.end >= span[0])).any())


def _prepare(made: QSvgGenerator, sheet: Sheet) -> None:
    made.setSize(QSize(WIDTH, sheet.page_height))
    made.setViewBox(QRectF(0, 0, WIDTH, sheet.page_height))
    made.setResolution(96)
    made.setTitle(sheet.title)


def write_svg(sheet: Sheet, span: tuple[float, float], path: Path, place: tuple[int, int] = (1, 1)) -> None:
    """Write one page as SVG. Raises UsageError when the file cannot be written."""
    made = QSvgGenerator()
    made.setFileName(str(path))
    sheet = grown(sheet)
    _prepare(made, sheet)
    painter = QPainter()
    if not painter.begin(made):
        raise UsageError(f"{path.name} cannot be written there.", hint="Choose another folder.")
    draw_page(painter, sheet, span, place)
    painter.end()


def write_png(sheet: Sheet, span: tuple[float, float], path: Path, scale: int = 2) -> None:
    """Write one page as PNG, ``scale`` times 96 dots per inch. Raises UsageError when it cannot."""
    sheet = grown(sheet)
    picture = QImage(WIDTH * scale, sheet.height * scale, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(scale)
    picture.fill(0xFFFFFFFF)
    painter = QPainter(picture)
    draw_page(painter, sheet, span, (1, 1))
    painter.end()
    if not picture.save(str(path)):
        raise UsageError(f"{path.name} cannot be written there.", hint="Choose another folder.")
