"""The list of events by number and the list of sources, laid out in pages as large as the drawn ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QSizeF
from PySide6.QtGui import (
    QBrush,
    QFont,
    QPainter,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)

from briefing_app.reports.model import EventRow, ReportData, SourceRow
from briefing_app.ui.timeline.paper import FOOT, HEAD, HEIGHT, WIDTH
from briefing_app.ui.timeline.scene import TimelineScene

MARGIN = 24.0
NUMBER_PX, WHEN_PX = 34.0, 190.0
"""Where numbers end, and where titles begin."""
LINE = "\u2028"
AT_ONCE = 60
"""How many paragraphs are set in one go."""


@dataclass(frozen=True)
class _Line:
    """A line of a paragraph and where its top stands on its page."""

    block: QTextBlock
    number: int
    top: float


class ListPages:
    """The lists of a report, to be drawn page by page once :meth:`lay_out` has come to its end.

    ``count`` is how many pages they take. What belongs to one event or source stands on one page, and a
    heading on the page of what it heads.
    """

    def __init__(self, report: ReportData) -> None:
        scene = TimelineScene(is_paper=True)
        self._font, self._bold, self._colours = scene.font, scene.bold, scene.colours
        self._report = report
        self._room = QSizeF(WIDTH - 2 * MARGIN, HEIGHT - HEAD - FOOT)
        self._texts: list[QTextDocument] = []  # lines are drawn from them
        self._cursor = QTextCursor()
        self._waiting: list[tuple[QTextBlock, bool]] = []
        self._pages: list[list[_Line]] = []
        self._at, self._below = self._room.height(), 0.0

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._pages)

    def lay_out(self) -> Iterator[None]:
        """Set the lists a few paragraphs at a time: two thousand events at once would hold the window."""
        for _row in self._rows():
            if len(self._waiting) >= AT_ONCE:
                self._place_waiting()
                yield
        self._place_waiting()

    def draw(self, painter: QPainter, page: int) -> None:
        """Draw one page, from 0, between head and foot."""
        painter.save()
        painter.translate(MARGIN, HEAD)
        # Line by line: a vector file keeps what a clip would cut off, such as the next page's first lines.
        for each in self._pages[page]:
            layout = each.block.layout()
            line = layout.lineAt(each.number)
            line.draw(painter, QPointF(layout.position().x(), each.top - line.y()))
        painter.restore()

    def _rows(self) -> Iterator[None]:
        """Write one event or source after another, with the headings before it."""
        report = self._report
        for section in report.sections:
            rows = [each for each in section.items if isinstance(each, EventRow)]
            if rows:
                self._heading(section.title)
            group = ""
            for row in rows:
                if row.group != group:
                    group = row.group
                    self._block(10, 4, is_heading=True)
                    self._write(group, is_bold=True)
                self._event(row)
                yield
        if report.sources:
            self._heading(report.labels["sources"])
            if any(each.later for each in report.sources):
                self._block(0, 4, is_heading=True)
                self._write("† " + report.labels["later"], is_pale=True)
        for source in report.sources:
            self._source(source)
            yield

    def _place_waiting(self) -> None:
        """Give what was written its lines and each line its page."""
        if not self._waiting:
            return
        self._cursor.endEditBlock()
        self._texts[-1].size()  # breaks the lines
        bunch: list[QTextBlock] = []
        for block, is_heading in self._waiting:
            bunch.append(block)
            if not is_heading:
                self._place(bunch)
                bunch = []
        self._waiting = []

    def _place(self, bunch: list[QTextBlock]) -> None:
        """Put some paragraphs on one page, the next one if need be; a page is broken only by what is
        longer than one.
        """
        looks = [block.blockFormat() for block in bunch]
        tall = sum(block.layout().boundingRect().height() for block in bunch)
        gaps = sum(max(one.bottomMargin(), two.topMargin()) for one, two in pairwise(looks))
        room = self._room.height()
        if self._at + max(self._below, looks[0].topMargin()) + gaps + tall > room:
            self._begin_page()
        for block, look in zip(bunch, looks, strict=True):
            if self._pages[-1]:
                self._at += max(self._below, look.topMargin())
            layout = block.layout()
            for number in range(layout.lineCount()):
                height = layout.lineAt(number).height()
                if self._at + height > room and self._pages[-1]:
                    self._begin_page()
                self._pages[-1].append(_Line(block, number, self._at))
                self._at += height
            self._below = look.bottomMargin()

    def _begin_page(self) -> None:
        self._pages.append([])
        self._at, self._below = 0.0, 0.0

    def _event(self, row: EventRow) -> None:
        self._block(0, 5, WHEN_PX)
        self._write(f"\t{row.number}\t", is_bold=True)
        self._write(f"{row.when}\t")
        self._write(f"{row.portion} {row.title}".strip(), is_bold=True)
        if row.cites:
            self._write("  [" + ", ".join(map(str, row.cites)) + "]")
        below = [row.place, ", ".join(row.people), row.confidence]
        for words in (" · ".join(filter(None, below)), row.detail):
            if words:
                self._write(LINE + words, is_pale=True)

    def _source(self, row: SourceRow) -> None:
        self._block(0, 4, NUMBER_PX + 10)
        self._write(f"\t{row.number}\t", is_bold=True)
        self._write(row.publisher, is_bold=True)
        self._write((". " if row.publisher and row.title else "") + row.title)
        self._write((f", {row.date}" if row.date else "") + (" †" if row.later else ""))
        for words in (row.locator, "; ".join(row.places)):
            if words:
                self._write(f". {words}", is_pale=True)

    def _heading(self, words: str) -> None:
        self._block(18, 6, is_heading=True)
        self._write(words, is_bold=True, factor=1.4)

    def _block(self, above: float, below: float, hang: float = 0.0, *, is_heading: bool = False) -> None:
        """Begin a paragraph; one that hangs has its number and date in front of its text."""
        look = QTextBlockFormat()
        look.setTopMargin(above)
        look.setBottomMargin(below)
        if hang:
            look.setLeftMargin(hang)
            look.setTextIndent(-hang)
            right, left = QTextOption.TabType.RightTab, QTextOption.TabType.LeftTab
            places = (NUMBER_PX, right), (NUMBER_PX + 10, left), (hang, left)
            look.setTabPositions([QTextOption.Tab(at, kind) for at, kind in places])
        if self._waiting:
            self._cursor.insertBlock(look)
        else:
            text = QTextDocument()
            text.setDocumentMargin(0)
            text.setDefaultFont(self._font)
            text.setTextWidth(self._room.width())
            self._texts.append(text)
            self._cursor = QTextCursor(text)
            self._cursor.beginEditBlock()
            self._cursor.setBlockFormat(look)
        self._waiting.append((self._cursor.block(), is_heading))

    def _write(
        self, words: str, *, is_bold: bool = False, is_pale: bool = False, factor: float = 1.0
    ) -> None:
        font = QFont(self._bold if is_bold else self._font)
        if factor != 1.0:
            font.setPointSizeF(font.pointSizeF() * factor)
        look = QTextCharFormat()
        look.setFont(font)
        look.setForeground(QBrush(self._colours["ink_2" if is_pale else "ink"]))
        self._cursor.insertText(words, look)
