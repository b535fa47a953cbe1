"""The table seen from above: seats with names, changed by dragging somebody to another seat or by keys."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QToolTip, QWidget

from briefing_app.app.i18n import tr
from briefing_app.domain.seating import Plan, Seat, words
from briefing_app.ui.theme import on_change, theme

SEAT_W, SEAT_H = 132, 64
SMALLEST = 0.75  # of the full size


class SeatingCanvas(QWidget):
    """``moved`` carries who was put on which seat. Enter or Space picks somebody up and puts them down."""

    moved = Signal(str, str)
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan: Plan | None = None
        self._names: dict[str, tuple[str, str]] = {}
        self._current = ""
        self._held = ""
        self._dragged: QPointF | None = None
        self._pressed: QPointF | None = None
        self._scale, self._seen = 1.0, QSize(10_000, 10_000)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Seating plan"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        on_change(self, self.update)

    def show_plan(self, plan: Plan, names: Mapping[str, tuple[str, str]]) -> None:
        """Paint a plan; ``names`` gives the two lines of each person's card."""
        self._plan, self._names = plan, dict(names)
        if self._current not in {seat.name for seat in plan.seats}:
            self._current = plan.seats[0].name if plan.seats else ""
        self._held, self._dragged = "", None
        self._tell()
        self.setMinimumSize(self.sizeHint())
        self.updateGeometry()
        self.fit(self._seen)
        self.update()

    @property
    def current(self) -> str:
        """The name of the seat that keys act on."""
        return self._current

    def place(self, seat_name: str) -> QRectF:
        """Where a seat is painted."""
        assert self._plan is not None
        seat = next(each for each in self._plan.seats if each.name == seat_name)
        return self._rect(seat)

    def sizeHint(self) -> QSize:
        if self._plan is None:
            return QSize(theme().px(300), theme().px(200))
        bounds = self._plan.bounds
        return QSize(
            round((bounds.width + 0.4) * self._seat_width),
            round((bounds.height + 0.4) * self._seat_height),
        )

    def fit(self, seen: QSize) -> None:
        """Make the plan smaller, down to what can still be read, before a row of it is cut off."""
        self._seen = seen
        if self._plan is None:
            return
        bounds, px = self._plan.bounds, theme().px
        across = seen.width() / ((bounds.width + 0.4) * px(SEAT_W))
        down = seen.height() / ((bounds.height + 0.4) * px(SEAT_H))
        scale = min(1.0, max(SMALLEST, min(across, down)))
        if scale != self._scale:
            self._scale = scale
            self.setMinimumSize(self.sizeHint())
            self.updateGeometry()
            self.update()

    @property
    def _seat_width(self) -> float:
        return theme().px(SEAT_W) * self._scale

    @property
    def _seat_height(self) -> float:
        return theme().px(SEAT_H) * self._scale

    def _rect(self, seat: Seat) -> QRectF:
        centre = self._point(seat.x, seat.y)
        width, height = self._seat_width * 0.94, self._seat_height * 0.86
        return QRectF(centre.x() - width / 2, centre.y() - height / 2, width, height)

    def _point(self, x: float, y: float) -> QPointF:
        assert self._plan is not None
        bounds, px = self._plan.bounds, theme().px
        left = (self.width() - bounds.width * self._seat_width) / 2
        top = max(px(8), (self.height() - bounds.height * self._seat_height) / 2)
        return QPointF(left + (x - bounds.x) * self._seat_width, top + (y - bounds.y) * self._seat_height)

    # --- painting ------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().colour("canvas"))
        if self._plan is not None:
            painter.setPen(QPen(theme().colour("line_strong"), 1))
            painter.setBrush(theme().colour("raised"))
            for board in self._plan.boards:
                corner, end = (
                    self._point(board.x, board.y),
                    self._point(board.x + board.width, board.y + board.height),
                )
                painter.drawRect(QRectF(corner, end))
            for seat in self._plan.seats:
                self._paint_seat(painter, seat, self._rect(seat))
            if self._dragged is not None and (held := self._plan.seat_of(self._held)) is not None:
                place = self._rect(held)
                place.moveCenter(self._dragged)
                self._paint_seat(painter, held, place)
        painter.end()

    def _paint_seat(self, painter: QPainter, seat: Seat, place: QRectF) -> None:
        look, px = theme(), theme().px
        is_current = seat.name == self._current and self.hasFocus()
        is_held = bool(seat.person) and seat.person == self._held
        painter.setBrush(look.colour("tint" if is_held else "surface"))
        pen = QPen(look.colour("accent" if is_current or is_held else "line_strong"), 2 if is_current else 1)
        if not seat.person:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(place, px(4), px(4))
        inner = place.adjusted(px(6), px(3), -px(6), -px(3))
        name, native = self._names.get(seat.person, ("", "")) if seat.person else (tr("empty"), "")
        lines = ((seat.name, "secondary", "ink_2", False), (name, "secondary", "ink", bool(seat.person)),
                 (native, "secondary", "ink_2", False))  # fmt: skip
        y = inner.top()
        for text, role, token, is_bold in lines:
            font = look.font(role)  # type: ignore[arg-type]
            font.setBold(is_bold)
            font.setPointSizeF(font.pointSizeF() * self._scale)
            painter.setFont(font)
            painter.setPen(look.colour(token))
            metrics = painter.fontMetrics()
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(inner.width()))
            painter.drawText(QRectF(inner.left(), y, inner.width(), metrics.height()), 0, shown)
            y += min(metrics.height(), inner.height() / 3)

    # --- hands ---------------------------------------------------------------------------------------

    def seat_at(self, point: QPointF) -> Seat | None:
        """The seat under a point, or None."""
        seats = self._plan.seats if self._plan is not None else ()
        return next((seat for seat in seats if self._rect(seat).contains(point)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        seat = self.seat_at(event.position())
        if seat is not None and event.button() == Qt.MouseButton.LeftButton:
            self._current, self._pressed = seat.name, event.position()
            self._held = seat.person
            self._tell()
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held and self._pressed is not None:
            self._dragged = event.position()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        seat, person = self.seat_at(event.position()), self._held
        was_dragged, self._held, self._dragged, self._pressed = self._dragged, "", None, None
        if was_dragged is not None and seat is not None and person and seat.person != person:
            self._current = seat.name
            self.moved.emit(person, seat.name)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        seat = self.seat_at(event.position())
        if seat is not None and seat.person:
            self.opened.emit(seat.person)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {
            Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key in ways:
            self._go(*ways[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._pick_or_put()
        elif key == Qt.Key.Key_Escape and self._held:
            self._held = ""
            self._tell()
            self.update()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            seat = self.seat_at(QPointF(event.pos()))
            text = "\n".join(self._names.get(seat.person, ())) if seat is not None else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def focusInEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().focusOutEvent(event)
        self.update()

    def _pick_or_put(self) -> None:
        if self._plan is None:
            return
        seat = next(each for each in self._plan.seats if each.name == self._current)
        if self._held and seat.person != self._held:
            person, self._held = self._held, ""
            self.moved.emit(person, seat.name)
        else:
            self._held = "" if self._held else seat.person
        self._tell()
        self.update()

    def _go(self, across: int, down: int) -> None:
        if self._plan is None or not self._current:
            return
        here = self.place(self._current).center()
        reach = []
        for seat in self._plan.seats:
            step = self._rect(seat).center() - here
            along, aside = (step.x() * across, step.y()) if across else (step.y() * down, step.x())
            if along > 1:
                reach.append((along + 2 * abs(aside), seat.name))
        if reach:
            self._current = min(reach)[1]
            self._tell()
            self.update()

    def _tell(self) -> None:
        """Say the plan and where the keys are, for those who cannot see it."""
        if self._plan is None:
            return
        said = words(self._plan, {key: name for key, (name, _native) in self._names.items()})
        seat = next((each for each in self._plan.seats if each.name == self._current), None)
        here = ""
        if seat is not None:
            name = self._names.get(seat.person, (tr("empty"), ""))[0]
            here = tr("Seat {seat}: {name}.", seat=seat.name, name=name)
        held = tr("Picked up: {name}.", name=self._names[self._held][0]) if self._held in self._names else ""
        self.setAccessibleDescription(" ".join(part for part in (here, held, "; ".join(said)) if part)[:2000])


class SeatingArea(QScrollArea):
    """Tells the plan in it how much of it is seen."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        canvas = self.widget()
        if isinstance(canvas, SeatingCanvas):
            canvas.fit(self.maximumViewportSize())
