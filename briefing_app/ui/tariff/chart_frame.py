"""What every chart of the tab stands in: the finding, the unit, the source, a sentence, and the ways out.

A chart shows rows, and the same rows can be read as a table, copied, saved (SVG, PNG, CSV) and put into the
briefing. The sentence below the chart is also its text for screen readers and in the saved pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetricsF, QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.change import added
from briefing_app.domain.ids import new_id
from briefing_app.domain.records import Note
from briefing_app.errors import BriefingError
from briefing_app.exchange import csv_files
from briefing_app.ui.tariff.copying import as_markdown, plain
from briefing_app.ui.tariff.whole_table import shown_whole
from briefing_app.ui.theme import ROW_HEIGHT, load_tokens, theme
from briefing_app.ui.widgets.copied_tables import copy_table
from briefing_app.ui.widgets.labels import label

MARGIN = 16
SVG_ROOM, SVG_WORDS = 0.84, 0.87
"""The part of its width that a vector picture gives to words, and how large they are beside those of the
window: whoever opens it may have a wider font only, and nothing is to run into another thing.
"""
PNG_SCALE = 2
SEEN_AT_ONCE = 16
MOST_ROWS_AT_ONCE = 500
"""Longer tables are made when they are asked for."""


@dataclass(frozen=True)
class ChartWords:
    """``title`` says the finding, ``unit`` what the axes measure, ``summary`` is one sentence, ``name`` the
    beginning of the file names.
    """

    title: str
    unit: str
    summary: str
    source: str
    name: str = "chart"


class ChartFrame(QWidget):
    """A canvas with its words. ``briefing_requested`` carries the id of the note that holds the chart."""

    briefing_requested = Signal(str)

    def __init__(self, session: Session, canvas: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.canvas = canvas
        self.words = ChartWords("", "", "", "")
        self.rows: list[tuple[str, ...]] = []
        self._numbers: frozenset[int] = frozenset()
        self._is_table_filled = True
        self.title = label("", "section", wrap=True)
        self.unit = label("", "secondary", wrap=True)
        self.summary = label("", "secondary", wrap=True)
        self.source = label("", "hint", wrap=True)
        for words in (self.title, self.unit, self.summary, self.source):
            words.setParent(self)
        self.stack = QStackedWidget(self)
        self.table = _ChartTable(self.stack)
        self.menu = QMenu(self)
        self.button = QToolButton(self)
        self._fill_menu()
        self._arrange()

    def _fill_menu(self) -> None:
        self.as_table = self.menu.addAction(tr("Show as table"))
        self.as_table.setCheckable(True)
        self.as_table.toggled.connect(self.show_table)
        self.menu.addSeparator()
        for words, call in (
            (tr("Copy as table"), self.copy_rows),
            (tr("Copy as picture"), self.copy_picture),
            (tr("Save as SVG…"), lambda: self._ask_and_save("svg", self.write_svg)),
            (tr("Save as PNG…"), lambda: self._ask_and_save("png", self.write_png)),
            (tr("Save as CSV…"), lambda: self._ask_and_save("csv", self.write_csv)),
            (tr("Add to briefing"), self.add_to_briefing),
        ):
            self._as_note = self.menu.addAction(words)
            self._as_note.triggered.connect(lambda _checked=False, run=call: run())
        self.button.setMenu(self.menu)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setToolTip(tr("Table, copy, save, briefing"))
        self.button.setAccessibleName(tr("What to do with this chart"))
        theme().show_icon(self.button, "more")

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.stack.addWidget(self.canvas)
        self.stack.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme().px(12), 0, 0)
        column.setSpacing(theme().px(2))
        column.addLayout(top)
        column.addWidget(self.unit)
        column.addWidget(self.stack, 1)
        column.addWidget(self.summary)
        column.addWidget(self.source)

    # --- showing -------------------------------------------------------------------------------------

    def show_chart(
        self, words: ChartWords, titles: Sequence[str], rows: Sequence[Sequence[str]],
        numbers: frozenset[int] = frozenset(),
    ) -> None:  # fmt: skip
        """Say what the canvas shows now. ``numbers`` are the columns of figures."""
        self.words = words
        self.rows = [tuple(titles), *(tuple(row) for row in rows)]
        self._numbers = numbers
        for shown, text in (
            (self.title, words.title), (self.unit, words.unit), (self.summary, words.summary),
            (self.source, words.source),
        ):  # fmt: skip
            shown.setText(text)
            shown.setVisible(bool(text))
        self.canvas.setAccessibleName(words.title)
        self.canvas.setAccessibleDescription(words.summary)
        self.table.setAccessibleName(words.title)
        self._is_table_filled = False
        if len(rows) <= MOST_ROWS_AT_ONCE or self.as_table.isChecked():
            self._fill_table()
        self.button.setVisible(bool(rows))

    def show_table(self, is_table: bool) -> None:
        """Show the rows instead of the chart, or the chart again."""
        self.as_table.setChecked(is_table)
        if is_table and not self._is_table_filled:
            self._fill_table()
        self.stack.setCurrentIndex(1 if is_table else 0)
        self._make_room()
        (self.table if is_table else self.canvas).setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_table(self) -> None:
        self.table.show_rows(self.rows, self._numbers)
        self._is_table_filled = True
        self._make_room()

    def _make_room(self) -> None:
        """A table takes the height of its rows: that of a small chart would show two of them."""
        self.stack.setMinimumHeight(self.table.whole_height() if self.as_table.isChecked() else 0)

    # --- ways out ------------------------------------------------------------------------------------

    def copy_rows(self) -> None:
        """Put the rows on the clipboard, with the finding above them."""
        copy_table(self.rows, self.words.title)

    def copy_picture(self) -> None:
        """Put the picture on the clipboard."""
        QGuiApplication.clipboard().setImage(self.picture())

    def picture(self) -> QImage:
        """The chart with its words as a picture for paper, whatever the theme of the window."""
        with _on_paper(), shown_whole(self.canvas):
            size = self._page()
            image = QImage(size * PNG_SCALE, QImage.Format.Format_ARGB32)
            image.setDevicePixelRatio(PNG_SCALE)
            image.setText("Title", self.words.title)
            image.setText("Description", f"{self.words.summary} {self.words.source}".strip())
            painter = QPainter(image)
            self._paint_page(painter, size)
            painter.end()
        return image

    def write_png(self, path: Path) -> None:
        """Save the picture. Raises OSError where the file cannot be written."""
        content = QBuffer()
        content.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(content, QByteArray(b"png")).write(self.picture())
        path.write_bytes(content.data().data())

    def write_svg(self, path: Path) -> None:
        """Save the chart as a vector picture with title and description."""
        from PySide6.QtSvg import QSvgGenerator

        with path.open("wb"):
            pass  # a place that cannot be written to is said now, not swallowed by the generator
        with _on_paper(), shown_whole(self.canvas):
            size = self._page(SVG_ROOM)
            generator = QSvgGenerator()
            generator.setFileName(str(path))
            generator.setResolution(round(self.canvas.logicalDpiX() * SVG_WORDS))
            generator.setSize(size)
            generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
            generator.setTitle(self.words.title)
            generator.setDescription(f"{self.words.summary} {self.words.source}".strip())
            painter = QPainter(generator)
            self._paint_page(painter, size, SVG_ROOM)
            painter.end()

    def write_csv(self, path: Path) -> None:
        """Save the rows; title, unit and source stand below them."""
        below = [(), (self.words.title,), (self.words.unit,), (self.words.source,)]
        path.write_bytes(csv_files.write([*self.rows, *below]))

    def add_to_briefing(self) -> None:
        """Keep sentence, rows and source as a note and ask for it in the briefing."""
        note = Note(id=new_id("note"), title=self.words.title, body=self.as_note(), kind="analysis")
        try:
            self._session.apply(added(note, tr("Add chart to briefing")))
        except BriefingError as error:
            self._session.report(error)
            return
        self.briefing_requested.emit(note.id)

    def offer_live(self, call: Callable[[], object]) -> None:
        """Offer the chart as a block that is drawn again for the paper's day; the note stays on offer."""
        self.live = QAction(tr("Add to briefing, live"), self)
        self.live.triggered.connect(lambda _checked=False: call())
        self.menu.insertAction(self._as_note, self.live)
        self._as_note.setText(tr("Add to briefing as a note"))

    def as_note(self) -> str:
        """The chart as the text of a note: sentence, rows, unit and source."""
        table = as_markdown(self.rows, self._numbers)
        below = " ".join(part for part in (self.words.unit, self.words.source) if part)
        return f"{plain(self.words.summary)}\n\n{table}\n\n{plain(below)}\n"

    def _ask_and_save(self, ending: str, write: Callable[[Path], None]) -> None:
        name = "".join(each if each.isalnum() or each in " -" else "-" for each in self.words.name)
        proposed = f"{name.strip()}.{ending}"
        kinds = f"{ending.upper()} (*.{ending})"
        chosen, _kind = QFileDialog.getSaveFileName(self, tr("Save the chart"), proposed, kinds)
        if chosen:
            self.save(Path(chosen if chosen.lower().endswith(f".{ending}") else f"{chosen}.{ending}"), write)

    def save(self, path: Path, write: Callable[[Path], None]) -> None:
        """Write a file and say so; a place that cannot be written to is said too."""
        try:
            write(path)
        except OSError as error:
            why = told(error.strerror or error)
            self._session.message.emit(
                tr("{file} cannot be written: {why}.", file=path.name, why=why), "error"
            )
            return
        self._session.note_in_audit("export", file=path.name)
        self._session.message.emit(tr("Saved {file}.", file=path.name), "info")

    # --- the page of a picture -----------------------------------------------------------------------

    def _page(self, share: float = 1.0) -> QSize:
        """How large the page is where words take so much of its width."""
        wide = max(self.canvas.width(), theme().px(480)) + 2 * MARGIN
        above, below = self._texts()
        texts = sum(self._tall(text, role, wide, share) for text, role in (*above, *below))
        return QSize(wide, self.canvas.height() + texts + 2 * MARGIN)

    def _texts(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        above = [(self.words.title, "section"), (self.words.unit, "secondary")]
        below = [(self.words.summary, "secondary"), (self.words.source, "secondary")]
        return [each for each in above if each[0]], [each for each in below if each[0]]

    @staticmethod
    def _tall(text: str, role: str, wide: int, share: float) -> int:
        metrics = QFontMetricsF(theme().font(role))  # type: ignore[arg-type]  # a role of the theme
        room = QRectF(0, 0, (wide - 2 * MARGIN) * share, 10_000)
        return round(metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), text).height()) + 4

    def _paint_page(self, painter: QPainter, size: QSize, share: float = 1.0) -> None:
        painter.fillRect(QRectF(0, 0, size.width(), size.height()), theme().colour("surface"))
        above, below = self._texts()
        y = self._paint_texts(painter, above, MARGIN, size.width(), share)
        painter.save()
        painter.translate(MARGIN, y)
        self.canvas.render(painter, QPoint(0, 0))
        painter.restore()
        self._paint_texts(painter, below, y + self.canvas.height(), size.width(), share)

    def _paint_texts(
        self, painter: QPainter, texts: list[tuple[str, str]], y: int, wide: int, share: float
    ) -> int:
        for text, role in texts:
            tall = self._tall(text, role, wide, share)
            painter.setFont(theme().font(role))  # type: ignore[arg-type]  # a role of the theme
            painter.setPen(theme().colour("ink" if role == "section" else "ink_2"))
            room = QRectF(MARGIN, y, (wide - 2 * MARGIN) * share, tall)
            painter.drawText(room, int(Qt.TextFlag.TextWordWrap), text)
            y += tall
        return y


class _ChartTable(QTableWidget):
    """The rows of a chart, for reading and copying."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme().px(ROW_HEIGHT))
        self.horizontalHeader().setHighlightSections(False)

    def show_rows(self, rows: Sequence[Sequence[str]], numbers: frozenset[int]) -> None:
        titles, *cells = rows
        self.clear()
        self.setColumnCount(len(titles))
        self.setRowCount(len(cells))
        for column, title in enumerate(titles):
            head = QTableWidgetItem(title)
            side = Qt.AlignmentFlag.AlignRight if column in numbers else Qt.AlignmentFlag.AlignLeft
            head.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            self.setHorizontalHeaderItem(column, head)
        for place, line in enumerate(cells):
            for column, text in enumerate(line):
                item = QTableWidgetItem(text)
                if column in numbers:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                item.setToolTip(text)
                self.setItem(place, column, item)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setStretchLastSection(True)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(80))

    def whole_height(self) -> int:
        """The height at which few rows are seen whole; many scroll."""
        rows = min(self.rowCount(), SEEN_AT_ONCE) * self.verticalHeader().defaultSectionSize()
        bar = self.horizontalScrollBar().sizeHint().height()
        return self.horizontalHeader().sizeHint().height() + rows + bar + 2 * self.frameWidth()


@contextmanager
def _on_paper() -> Iterator[None]:
    """The colours of paper while a picture is painted: a dark window does not make a dark document."""
    look = theme()
    kept = look.tokens
    look.tokens = load_tokens("light")
    try:
        yield
    finally:
        look.tokens = kept
