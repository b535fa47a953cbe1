"""The step chart: effective rate through time, stacked by authority, painted to scale on the shared axis."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QToolTip, QWidget

from briefing_app.domain.time_axis import axis, moment_of, seconds
from briefing_app.ui.tariff.history import Stretch, change_words, rate_of, summary
from briefing_app.ui.tariff.words import Authority, percent
from briefing_app.ui.theme import on_change, theme

STEPS = (1, 2, 5, 10, 20, 25, 50, 100)
PATTERNS = (
    Qt.BrushStyle.SolidPattern, Qt.BrushStyle.SolidPattern, Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.Dense4Pattern, Qt.BrushStyle.CrossPattern, Qt.BrushStyle.FDiagPattern,
)  # fmt: skip


class RateChart(QWidget):
    """Shows stretches. ``day_chosen`` carries the day clicked, dragged or stepped to."""

    day_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stretches: tuple[Stretch, ...] = ()
        self._day: date | None = None
        self._hover: Stretch | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(theme().px(170))
        self.setAccessibleName("Effective rate over time")
        on_change(self, self.update)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(560), theme().px(210))

    def show_history(self, stretches: tuple[Stretch, ...], day: date | None) -> None:
        """Show the stretches and the line of a day."""
        self._stretches = stretches
        self._day = day
        self._hover = None
        self.setAccessibleDescription(summary(stretches) if stretches else "")
        self.update()

    def show_day(self, day: date | None) -> None:
        """Move the line."""
        self._day = day
        self.update()

    # --- where things stand --------------------------------------------------------------------------

    def _box(self) -> QRectF:
        look = theme()
        return QRectF(look.px(46), look.px(26), self.width() - look.px(58), self.height() - look.px(76))

    def _span(self) -> tuple[float, float]:
        return seconds(self._stretches[0].first), seconds(self._stretches[-1].last)

    def _x(self, moment: datetime | date) -> float:
        first, last = self._span()
        box = self._box()
        return box.left() + (seconds(moment) - first) / (last - first) * box.width()

    def top_rate(self) -> float:
        """The highest rate of the vertical axis, in per cent."""
        high = max((float(each.rate) for each in self._stretches if each.rate is not None), default=0.1) * 100
        step = self._step(high)
        return max(step, (int(high / step - 1e-9) + 1) * step)

    @staticmethod
    def _step(high: float) -> int:
        return next((step for step in STEPS if high / step <= 4), 200)

    def _y(self, rate: float) -> float:
        box = self._box()
        return box.bottom() - rate * 100 / self.top_rate() * box.height()

    def stretch_at(self, x: float) -> Stretch | None:
        """The stretch under a pixel."""
        return next((each for each in self._stretches if self._x(each.first) <= x < self._x(each.last)), None)

    # --- painting ------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("surface"))
        if not self._stretches:
            return
        painter.setFont(theme().font("secondary"))
        self._paint_axes(painter)
        for each in self._stretches:
            self._paint_stretch(painter, each)
        self._paint_outline(painter)
        self._paint_names(painter)
        self._paint_day(painter)
        if self.hasFocus():
            painter.setPen(QPen(theme().colour("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _paint_axes(self, painter: QPainter) -> None:
        look, box = theme(), self._box()
        metrics = QFontMetricsF(painter.font())
        top = self.top_rate()
        step = self._step(top)
        rate = 0.0
        while rate <= top + 1e-9:
            y = self._y(rate / 100)
            painter.fillRect(QRectF(box.left(), round(y), box.width(), 1), look.colour("line"))
            words = f"{rate:g}%"
            painter.setPen(look.colour("ink_2"))
            wide = metrics.horizontalAdvance(words)
            painter.drawText(QPointF(box.left() - wide - 6, y + metrics.ascent() / 2 - 1), words)
            rate += step
        first, last = self._span()
        # Never finer than years: below them stands one row of words only.
        years = (last - first) / (365.25 * 86400)
        for tick in axis(first, last, min(box.width(), years * 120)).lower:
            x = box.left() + (tick.at - first) / (last - first) * box.width()
            if box.left() - 1 <= x <= box.right():
                painter.fillRect(QRectF(round(x), box.bottom(), 1, 5), look.colour("line_strong"))
                room = box.right() - x
                if room > metrics.horizontalAdvance(tick.text):
                    painter.drawText(QPointF(x + 4, box.bottom() + metrics.height()), tick.text)
        painter.fillRect(QRectF(box.left(), box.bottom(), box.width(), 1), look.colour("line_strong"))

    def _paint_stretch(self, painter: QPainter, stretch: Stretch) -> None:
        left, right = self._x(stretch.first), self._x(stretch.last)
        box = self._box()
        if stretch.rate is None:
            hatch = QBrush(theme().colour("line_strong"), Qt.BrushStyle.BDiagPattern)
            painter.fillRect(QRectF(left, box.top(), right - left, box.height()), hatch)
            return
        base = 0.0
        for authority, part in stretch.parts:
            upper = base + float(part)
            colour = QColor(authority.colour())
            colour.setAlpha(255 if stretch is self._hover else 205)
            bar = QRectF(left, self._y(upper), right - left, self._y(base) - self._y(upper))
            painter.fillRect(bar, colour)
            pattern = PATTERNS[authority.place % len(PATTERNS)]
            if pattern != Qt.BrushStyle.SolidPattern:
                ground = theme().colour("surface")
                ground.setAlpha(90)
                painter.fillRect(bar, QBrush(ground, pattern))
            base = upper

    def _paint_outline(self, painter: QPainter) -> None:
        line = QPolygonF()
        for each in self._stretches:
            if each.rate is not None:
                y = self._y(float(each.rate))
                line.append(QPointF(self._x(each.first), y))
                line.append(QPointF(self._x(each.last), y))
        painter.setPen(QPen(theme().colour("ink"), 1.4))
        painter.drawPolyline(line)

    def _paint_names(self, painter: QPainter) -> None:
        """Direct names of the authorities, each where it first is wide enough; a row on top for all."""
        look = theme()
        metrics = QFontMetricsF(painter.font())
        x = self._box().left()
        for authority in self.authorities():
            side = metrics.ascent() * 0.8
            painter.fillRect(QRectF(x, look.px(8), side, side), authority.colour())
            painter.setPen(look.colour("ink_2"))
            painter.drawText(QPointF(x + side + 5, look.px(8) + side), authority.name)
            x += side + metrics.horizontalAdvance(authority.name) + look.px(22)

    def authorities(self) -> list[Authority]:
        """The authorities that the chart shows, in their order."""
        found = {authority for each in self._stretches for authority, _ in each.parts}
        return sorted(found, key=lambda each: (each.place != 7, each.place))

    def _paint_day(self, painter: QPainter) -> None:
        if self._day is None:
            return
        noon = datetime(self._day.year, self._day.month, self._day.day, 12)  # noqa: DTZ001 - the axis's clock
        first, last = self._span()
        if not first <= seconds(noon) <= last:
            return
        look, box = theme(), self._box()
        x = self._x(noon)
        painter.fillRect(QRectF(x - 1, box.top() - 4, 2, box.height() + 4), look.colour("caution"))
        stretch = self.stretch_at(x)
        words = f"{self._day.day} {self._day:%b %Y}" + (f": {rate_of(stretch)}" if stretch else "")
        font = look.font("secondary")
        font.setBold(True)
        metrics = QFontMetricsF(font)
        wide = metrics.horizontalAdvance(words) + 12
        left = min(max(x - wide / 2, box.left()), box.right() - wide)
        tag = QRectF(left, box.bottom() + metrics.height() + look.px(4), wide, metrics.height() + 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("caution"))
        painter.drawRoundedRect(tag, 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(look.colour("surface"))
        painter.setFont(font)
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)

    # --- mouse and keys ------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._stretches:
            return
        found = self.stretch_at(event.position().x())
        if found is not self._hover:
            self._hover = found
            self.update()
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._choose(event.position().x())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._stretches:
            self._choose(event.position().x())

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = None
        self.update()
        super().leaveEvent(event)

    def _choose(self, x: float) -> None:
        first, last = self._span()
        box = self._box()
        at = first + (min(max(x, box.left()), box.right()) - box.left()) / box.width() * (last - first)
        day = min(moment_of(at).date(), self._stretches[-1].last.date())
        if day != self._day:
            self._day = day
            self.update()
            self.day_chosen.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() not in steps or not self._stretches:
            super().keyPressEvent(event)
            return
        starts = [each.first.date() for each in self._stretches]
        now = self._day or starts[0]
        by = steps[Qt.Key(event.key())]
        later = [day for day in starts if (day > now if by > 0 else day < now)]
        if later:
            self._day = later[0] if by > 0 else later[-1]
            self.update()
            self.day_chosen.emit(self._day)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._stretches:
            QToolTip.showText(event.globalPos(), self.words_at(float(event.pos().x())), self)
            return True
        return super().event(event)

    def words_at(self, x: float) -> str:
        """What hovering says: since when, how much, of what, and what changed."""
        found = self.stretch_at(x)
        if found is None:
            return ""
        place = self._stretches.index(found)
        lines = [rate_of(found)]
        lines += [f"{authority.name} {percent(part)}" for authority, part in found.parts]
        if found.status != "ok":
            lines.append(found.answer.reason)
        if place:
            lines.append(change_words(self._stretches[place - 1], found))
        return "\n".join(lines)
