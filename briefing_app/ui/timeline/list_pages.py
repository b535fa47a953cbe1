"""The list of events by number and the list of sources, laid out in pages as large as the drawn ones."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QSizeF
from PySide6.QtGui import (
    QBrush,
    QFont,
    QPainter,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextOption,
)

from briefing_app.reports.model import EventRow, ReportData, SourceRow
from briefing_app.ui.timeline.paper import FOOT, HEAD, HEIGHT, WIDTH
from briefing_app.ui.timeline.scene import TimelineScene

MARGIN = 24.0
NUMBER_PX, WHEN_PX = 34.0, 190.0
"""Where numbers end, and where titles begin."""
LINE = "\u2028"


class ListPages:
    """The lists of a report, set once and drawn page by page. ``count`` is how many pages they take."""

    def __init__(self, report: ReportData) -> None:
        scene = TimelineScene(is_paper=True)
        self._font, self._bold, self._colours = scene.font, scene.bold, scene.colours
        self._room = QSizeF(WIDTH - 2 * MARGIN, HEIGHT - HEAD - FOOT)
        self._text = QTextDocument()
        self._text.setDocumentMargin(0)
        self._text.setDefaultFont(self._font)
        self._text.setPageSize(self._room)
        self._cursor = QTextCursor(self._text)
        self._headings: list[QTextBlock] = []
        self._cursor.beginEditBlock()
        for section in report.sections:
            rows = [each for each in section.items if isinstance(each, EventRow)]
            if rows:
                self._heading(section.title)
                self._events(rows)
        if report.sources:
            self._heading(report.labels["sources"])
            if any(each.later for each in report.sources):
                self._block(0, 4)
                self._write("† " + report.labels["later"], is_pale=True)
            for source in report.sources:
                self._source(source)
        self._cursor.endEditBlock()
        self._keep_headings()
        self.count = self._text.pageCount()

    def draw(self, painter: QPainter, page: int) -> None:
        """Draw one page, from 0, between head and foot."""
        top = page * self._room.height()
        painter.save()
        painter.translate(MARGIN, HEAD - top)
        # Line by line: a vector file keeps what a clip would cut off, such as the next page's first lines.
        for block in self._blocks():
            layout = block.layout()
            for number in range(layout.lineCount()):
                line = layout.lineAt(number)
                middle = layout.position().y() + line.y() + line.height() / 2
                if top <= middle < top + self._room.height():
                    line.draw(painter, layout.position())
        painter.restore()

    def _blocks(self) -> Iterator[QTextBlock]:
        block = self._text.begin()
        while block.isValid():
            yield block
            block = block.next()

    def _events(self, rows: list[EventRow]) -> None:
        group = ""
        for row in rows:
            if row.group != group:
                group = row.group
                self._block(10, 4)
                self._headings.append(self._cursor.block())
                self._write(group, is_bold=True)
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
        self._block(18, 6)
        self._headings.append(self._cursor.block())
        self._write(words, is_bold=True, factor=1.4)

    def _block(self, above: float, below: float, hang: float = 0.0) -> None:
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
        if self._text.isEmpty() and not self._headings:
            self._cursor.setBlockFormat(look)
        else:
            self._cursor.insertBlock(look)

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

    def _keep_headings(self) -> None:
        """A heading goes to the page of what it heads."""
        layout, tall = self._text.documentLayout(), self._room.height()
        for heading in self._headings:
            follows = heading.next()
            here, there = (int(layout.blockBoundingRect(each).top() // tall) for each in (heading, follows))
            if follows.isValid() and here != there:
                look = heading.blockFormat()
                look.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
                QTextCursor(heading).setBlockFormat(look)
