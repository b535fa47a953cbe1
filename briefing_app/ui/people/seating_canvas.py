"""The table seen from above: seats with names, changed by dragging somebody to another seat or by keys."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QToolTip, QWidget

from briefing_app.app.i18n import tr
from briefing_app.domain.seating import Plan, Seat, words
from briefing_app.ui.theme import on_change, theme

SEAT_W, SEAT_H = 132, 64
# Where there is little room: narrow cards hold a name in two lines, flat ones hold seat and name in one.
NARROW_H, FLAT_H = 84, 40
NARROWEST, WIDEST, SMALLEST = 0.5, 1.6, 0.75  # of the full width, of the full height
_ARM, _MIDDLE = 1.2, 0.8  # where the arms of a U begin, and what of its middle is left out
_TABLE = 0.4  # between two long sides, in seats: less than a seat, so that both are seen on a small screen


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
        self._across = self._down = 1.0
        self._is_flat = False
        self._seen = QSize(10_000, 10_000)
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
        seats_across, seats_down = self._extent()
        return QSize(round((seats_across + 0.3) * self._seat_width), round(seats_down * self._seat_height))

    def fit(self, seen: QSize) -> None:
        """Make the cards narrower, then lower, down to what can still be read, before one is cut off."""
        self._seen = seen
        if self._plan is None:
            return
        seats_across, seats_down = self._extent()
        px = theme().px
        before = (self._across, self._down, self._is_flat)
        is_long = self._plan.form != "opposite"  # down the screen
        self._is_flat = is_long and seen.height() < seats_down * px(SEAT_H) * SMALLEST
        widest = WIDEST if self._is_flat else 1.0
        width = seen.width() - (px(16) if is_long else 0)  # room for the bar that scrolls it
        self._across = min(widest, max(NARROWEST, width / ((seats_across + 0.3) * px(SEAT_W))))
        self._down = min(1.0, max(SMALLEST, seen.height() / (seats_down * self._full_height)))
        if before != (self._across, self._down, self._is_flat):
            self.setMinimumSize(self.sizeHint())
            self.updateGeometry()
            self.update()

    def _extent(self) -> tuple[float, float]:
        """How many seats the plan takes across and down, with some room below and above."""
        assert self._plan is not None
        bounds = self._plan.bounds
        across = self._column(bounds.x + bounds.width) - self._column(bounds.x)
        return across, self._row(bounds.y + bounds.height) - self._row(bounds.y) + 0.2

    @property
    def least_height(self) -> int:
        """The height at which the whole plan can still be read."""
        if self._plan is None:
            return 0
        height = SEAT_H if self._plan.form == "opposite" else FLAT_H
        return round(self._extent()[1] * theme().px(height) * SMALLEST)

    def _column(self, x: float) -> float:
        """Where a column is painted: the arms of a U stand nearer to each other than in the plan, and the
        cards have the room of its empty middle for names.
        """
        if self._plan is None or self._plan.form != "u" or abs(x) < _ARM:
            return x
        return math.copysign(abs(x) - _MIDDLE, x)

    def _row(self, y: float) -> float:
        """Where a row is painted: two long sides stand nearer to each other than in the plan."""
        if self._plan is None or self._plan.form != "opposite":
            return y
        return math.copysign(max(0.0, abs(y) - (1 - _TABLE) / 2), y)

    @property
    def _is_narrow(self) -> bool:
        return self._across < 0.9 and not self._is_flat

    @property
    def _full_height(self) -> int:
        return theme().px(FLAT_H if self._is_flat else NARROW_H if self._is_narrow else SEAT_H)

    @property
    def _seat_width(self) -> float:
        return theme().px(SEAT_W) * self._across

    @property
    def _seat_height(self) -> float:
        return self._full_height * self._down

    def _rect(self, seat: Seat) -> QRectF:
        centre = self._point(seat.x, seat.y)
        width, height = self._seat_width * 0.94, self._seat_height * 0.88
        return QRectF(centre.x() - width / 2, centre.y() - height / 2, width, height)

    def _point(self, x: float, y: float) -> QPointF:
        assert self._plan is not None
        bounds, (seats_across, seats_down) = self._plan.bounds, self._extent()
        left = (self.width() - seats_across * self._seat_width) / 2
        top = (self.height() - (seats_down - 0.2) * self._seat_height) / 2
        across, down = self._column(x) - self._column(bounds.x), self._row(y) - self._row(bounds.y)
        return QPointF(left + across * self._seat_width, top + down * self._seat_height)

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
        side = px(3) if self._is_narrow else px(6)
        inner = place.adjusted(side, px(2), -side, -px(2))
        name, native = self._names.get(seat.person, ("", "")) if seat.person else (tr("empty"), "")
        lines = [(each, "ink", bool(seat.person)) for each in self._named(seat.name, name)]
        if not self._is_flat:
            lines.insert(0, (seat.name, "ink_2", False))
        lines.append((native, "ink_2", False))
        y = inner.top()
        for text, token, is_bold in lines:
            font = look.font("secondary")
            font.setBold(is_bold)
            font.setPointSizeF(font.pointSizeF() * self._down * (0.85 if self._is_narrow else 1.0))
            painter.setFont(font)
            painter.setPen(look.colour(token))
            metrics = painter.fontMetrics()
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(inner.width()))
            line = min(metrics.height(), inner.height() / len(lines))
            painter.drawText(
                QRectF(inner.left(), y, inner.width(), line),
                Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, shown,
            )  # fmt: skip
            y += line

    def _named(self, seat: str, name: str) -> tuple[str, ...]:
        """The lines of a card that hold the name."""
        if self._is_flat:
            return (f"{seat}  {name}",)
        return two_lines(name) if self._is_narrow else (name,)

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


def two_lines(name: str) -> tuple[str, ...]:
    """A name on two lines: parted where the family name in capitals begins or ends, else in the middle."""
    words = name.split()
    if len(words) < 2:
        return (name,)
    capital = [len(word) > 2 and word.isupper() for word in words]
    ends = [at for at in range(1, len(words)) if capital[at] != capital[at - 1]]
    places = ends or list(range(1, len(words)))
    at = min(places, key=lambda each: max(len(" ".join(words[:each])), len(" ".join(words[each:]))))
    return " ".join(words[:at]), " ".join(words[at:])


class SeatingArea(QScrollArea):
    """Tells the plan in it how much of it is seen."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        canvas = self.widget()
        if isinstance(canvas, SeatingCanvas):
            canvas.fit(self.maximumViewportSize())
