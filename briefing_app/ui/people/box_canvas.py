"""Boxes in columns joined by lines: the ground of the organisation chart and of the picture of relations.

Every box has its own place in columns and rows of one size, so nothing can overlap. The arrow keys go to the
nearest box in their direction, Enter opens it; what is painted is also said in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QScrollArea, QToolTip, QWidget

from briefing_app.ui.theme import on_change, theme

WIDTH, GAP_X, GAP_Y, PAD = 236, 40, 10, 8
NARROWEST = 168


@dataclass(frozen=True)
class Box:
    """One box: its column and row (fractions between two rows are fine), title, lines below it, and whether
    it is the one that all is about.
    """

    key: str
    column: int
    row: float
    title: str
    lines: tuple[str, ...] = ()
    is_main: bool = False


class BoxCanvas(QWidget):
    """``opened`` carries the key of a box that was clicked or entered."""

    opened = Signal(str)
    current_changed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.boxes: tuple[Box, ...] = ()
        self._edges: tuple[tuple[str, str], ...] = ()
        self._places: dict[str, QRectF] = {}
        self.current = ""
        self._seen_width = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        on_change(self, self._lay_out)

    def show_boxes(self, boxes: Sequence[Box], edges: Sequence[tuple[str, str]]) -> None:
        """Paint boxes and the lines between them; the box that was current stays so."""
        self.boxes, self._edges = tuple(boxes), tuple(edges)
        keys = {box.key for box in boxes}
        if self.current not in keys:
            main = next((box for box in boxes if box.is_main), boxes[0] if boxes else None)
            self.current = main.key if main is not None else ""
        self._lay_out()
        words = "; ".join(self.words())
        self.setAccessibleDescription(words[:2000])

    def words(self) -> list[str]:
        """Each box in words."""
        return [": ".join(part for part in (box.title, ", ".join(box.lines)) if part) for box in self.boxes]

    def place(self, key: str) -> QRectF:
        """Where a box is painted."""
        return self._places[key]

    def sizeHint(self) -> QSize:
        if not self._places:
            return QSize(theme().px(WIDTH), theme().px(80))
        right = max(rect.right() for rect in self._places.values())
        bottom = max(rect.bottom() for rect in self._places.values())
        return QSize(int(right) + theme().px(24), int(bottom) + theme().px(24))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _lay_out(self) -> None:
        px = theme().px
        title = QFontMetrics(theme().font("body")).height()
        line = QFontMetrics(theme().font("secondary")).height()
        most = max((len(box.lines) for box in self.boxes), default=0)
        height = title + most * line + 2 * px(PAD)
        columns = [box.column for box in self.boxes]
        count = max(columns, default=0) - min(columns, default=0) + 1
        free = (self._seen_width - 2 * px(24) - (count - 1) * px(GAP_X)) // count
        width = min(px(WIDTH), max(px(NARROWEST), free)) if self._seen_width else px(WIDTH)
        left = min((box.column for box in self.boxes), default=0)
        top = min((box.row for box in self.boxes), default=0.0)
        self._places = {
            box.key: QRectF(
                px(24) + (box.column - left) * (width + px(GAP_X)),
                px(16) + (box.row - top) * (height + px(GAP_Y)), width, height,
            )
            for box in self.boxes
        }  # fmt: skip
        self.setMinimumSize(self.sizeHint())
        self.updateGeometry()
        self.update()

    def fit(self, width: int) -> None:
        """Make the boxes narrower, down to a measure, before any of them is cut off at ``width``."""
        if width != self._seen_width:
            self._seen_width = width
            self._lay_out()

    # --- painting ------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().colour("canvas"))
        painter.setPen(QPen(theme().colour("line_strong"), 1.2))
        for first, second in self._edges:
            if first in self._places and second in self._places:
                painter.drawPath(_elbow(self._places[first], self._places[second]))
        shown = QRectF(event.rect())
        for box in self.boxes:
            if self._places[box.key].intersects(shown):
                self._paint_box(painter, box)
        painter.end()

    def _paint_box(self, painter: QPainter, box: Box) -> None:
        look, px, place = theme(), theme().px, self._places[box.key]
        is_current = box.key == self.current and self.hasFocus()
        painter.setBrush(look.colour("tint" if box.is_main else "surface"))
        strong = look.colour("accent" if is_current or box.is_main else "line_strong")
        painter.setPen(QPen(strong, 2 if is_current else 1))
        painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), px(4), px(4))
        inner = place.adjusted(px(10), px(PAD), -px(10), -px(PAD))
        y = inner.top()
        for number, text in enumerate((box.title, *box.lines)):
            font = look.font("secondary" if number else "body")
            font.setBold(number == 0)
            painter.setFont(font)
            painter.setPen(look.colour("ink_2" if number else "ink"))
            metrics = painter.fontMetrics()
            line = QRectF(inner.left(), y, inner.width(), metrics.height())
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(inner.width()))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)
            y += metrics.height()

    # --- hands ---------------------------------------------------------------------------------------

    def box_at(self, point: QPointF) -> Box | None:
        """The box under a point, or None."""
        return next((box for box in self.boxes if self._places[box.key].contains(point)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        box = self.box_at(event.position())
        if box is not None and event.button() == Qt.MouseButton.LeftButton:
            self._go_to(box.key)
            self.opened.emit(box.key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.box_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            box = self.box_at(QPointF(event.pos()))
            text = "\n".join((box.title, *box.lines)) if box is not None else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {
            Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key in ways:
            self._go(*ways[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self.current:
            self.opened.emit(self.current)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().focusOutEvent(event)
        self.update()

    def _go(self, across: int, down: int) -> None:
        if self.current not in self._places:
            return
        here = self._places[self.current].center()

        def cost(key: str) -> float | None:
            step = self._places[key].center() - here
            along, aside = (step.x() * across, step.y()) if across else (step.y() * down, step.x())
            return along + 2 * abs(aside) if along > 1 else None

        reach = [(far, box.key) for box in self.boxes if (far := cost(box.key)) is not None]
        if reach:
            self._go_to(min(reach)[1])

    def _go_to(self, key: str) -> None:
        self.current = key
        self.current_changed.emit(key)
        viewport = self.parentWidget()
        area = viewport.parentWidget() if viewport is not None else None
        if isinstance(area, QScrollArea):
            centre = self._places[key].center()
            area.ensureVisible(int(centre.x()), int(centre.y()), theme().px(150), theme().px(60))
        self.update()


class _Window(QScrollArea):
    """Tells the picture in it how wide it is seen."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        canvas = self.widget()
        if isinstance(canvas, BoxCanvas):
            canvas.fit(self.viewport().width())


def scrolled(canvas: BoxCanvas) -> QScrollArea:
    """The canvas with scroll bars where it is larger than its room."""
    area = _Window()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(canvas)
    return area


def _elbow(first: QRectF, second: QRectF) -> QPainterPath:
    """A line with two corners between the sides of two boxes that face each other."""
    left, right = (first, second) if first.left() < second.left() else (second, first)
    start, end = QPointF(left.right(), left.center().y()), QPointF(right.left(), right.center().y())
    middle = (start.x() + end.x()) / 2
    path = QPainterPath(start)
    path.lineTo(middle, start.y())
    path.lineTo(middle, end.y())
    path.lineTo(end)
    return path
