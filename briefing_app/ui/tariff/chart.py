"""The step chart: effective rate through time, stacked by authority, painted to scale on the shared axis."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
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

from briefing_app.app.i18n import language, tr
from briefing_app.domain.time_axis import axis, moment_of, seconds
from briefing_app.ui.tariff.fills import fill, key
from briefing_app.ui.tariff.history import Stretch, change_words, rate_of, summary
from briefing_app.ui.tariff.words import Authority, day_text, in_order, percent
from briefing_app.ui.theme import on_change, theme

STEPS = (1, 2, 5, 10, 20, 25, 50, 100)


class RateChart(QWidget):
    """Shows stretches. ``day_chosen`` carries the day clicked, dragged or stepped to, ``hovered`` the stretch
    under the mouse or None.
    """

    day_chosen = Signal(object)
    hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stretches: tuple[Stretch, ...] = ()
        self._later: tuple[Stretch, ...] = ()
        self._day: date | None = None
        self._hover: Stretch | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(theme().px(170))
        self.setAccessibleName(tr("Effective rate over time"))
        on_change(self, self.update)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(560), theme().px(210))

    def show_history(
        self, stretches: tuple[Stretch, ...], day: date | None, later: tuple[Stretch, ...] = ()
    ) -> None:
        """Show the stretches, what is announced for later, and the line of a day."""
        self._stretches = stretches
        self._later = later
        self._day = day
        self._hover = None
        self.setAccessibleDescription(summary(stretches) if stretches else "")
        self.update()

    @property
    def every(self) -> tuple[Stretch, ...]:
        """All stretches, those announced last."""
        return (*self._stretches, *self._later)

    def show_day(self, day: date | None) -> None:
        """Move the line."""
        self._day = day
        self.update()

    # --- where things stand --------------------------------------------------------------------------

    def _box(self) -> QRectF:
        look = theme()
        return QRectF(look.px(46), look.px(26), self.width() - look.px(58), self.height() - look.px(76))

    def _span(self) -> tuple[float, float]:
        return seconds(self._stretches[0].first), seconds(self.every[-1].last)

    def _x(self, moment: datetime | date) -> float:
        first, last = self._span()
        box = self._box()
        return box.left() + (seconds(moment) - first) / (last - first) * box.width()

    def top_rate(self) -> float:
        """The highest rate of the vertical axis, in per cent."""
        high = max((float(each.rate) for each in self.every if each.rate is not None), default=0.1) * 100
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
        return next((each for each in self.every if self._x(each.first) <= x < self._x(each.last)), None)

    def stretch_on(self, day: date) -> Stretch | None:
        """The stretch that holds noon of a day."""
        noon = datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001 - the axis's clock
        return next((each for each in self.every if each.first <= noon < each.last), None)

    # --- painting ------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("surface"))
        if not self._stretches:
            return
        painter.setFont(theme().font("secondary"))
        self._paint_axes(painter)
        for each in self.every:
            self._paint_stretch(painter, each)
        self._paint_checked(painter)
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
            bar = QRectF(left, self._y(upper), right - left, self._y(base) - self._y(upper))
            fill(painter, bar, authority.place, strong=stretch is self._hover)
            base = upper
        if stretch.is_announced:
            veil = theme().colour("surface")
            veil.setAlpha(150)
            painter.fillRect(QRectF(left, box.top(), right - left, box.height()), veil)

    def _paint_checked(self, painter: QPainter) -> None:
        """The day to which the law was checked: beyond it stands only what was announced by then."""
        if not self._later:
            return
        x, box = self._x(self._later[0].first), self._box()
        painter.setPen(QPen(theme().colour("ink_2"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, box.top() - 2), QPointF(x, box.bottom()))
        painter.setPen(theme().colour("ink_2"))
        words = tr("announced")
        wide = QFontMetricsF(painter.font()).horizontalAdvance(words)
        painter.drawText(QPointF(min(x + 4, self.width() - wide - 2), box.top() + 10), words)

    def _paint_outline(self, painter: QPainter) -> None:
        for stretches, style in (
            (self._stretches, Qt.PenStyle.SolidLine), (self._later, Qt.PenStyle.DashLine)
        ):  # fmt: skip
            painter.setPen(QPen(theme().colour("ink"), 1.4, style))
            line = QPolygonF()
            for each in stretches:
                if each.rate is None:  # no line leads across days without a figure
                    painter.drawPolyline(line)
                    line = QPolygonF()
                    continue
                y = self._y(float(each.rate))
                line.append(QPointF(self._x(each.first), y))
                line.append(QPointF(self._x(each.last), y))
            painter.drawPolyline(line)

    def _paint_names(self, painter: QPainter) -> None:
        """Direct names of the authorities, each where it first is wide enough; a row on top for all."""
        x = self._box().left()
        for authority in self.authorities():
            x += key(painter, QPointF(x, theme().px(18)), authority.name, authority.place) + theme().px(20)

    def authorities(self) -> list[Authority]:
        """The authorities that the chart shows, in their order."""
        return in_order(authority for each in self.every for authority, _ in each.parts)

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
        words = self.day_words()
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

    def day_words(self) -> str:
        """What stands at the line of the day: the day and its rate; of a later day, that it was announced."""
        stretch = self.stretch_on(self._day) if self._day else None
        if self._day is None or stretch is None:
            return day_text(self._day) if self._day else ""
        rate = rate_of(stretch)
        if stretch.is_announced:
            rate = tr("{rate} (as announced)", rate=rate)
        return f"{day_text(self._day)}: {rate}"

    # --- mouse and keys ------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._stretches:
            return
        found = self.stretch_at(event.position().x())
        if found is not self._hover:
            self._hover = found
            self.update()
            self.hovered.emit(found)
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._choose(event.position().x())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._stretches:
            self._choose(event.position().x())

    def leaveEvent(self, event: QEvent) -> None:
        # Once only: what is said then moves widgets about, and Qt tells of leaving again from within.
        if self._hover is not None:
            self._hover = None
            self.update()
            self.hovered.emit(None)
        super().leaveEvent(event)

    def _choose(self, x: float) -> None:
        first, last = self._span()
        box = self._box()
        at = first + (min(max(x, box.left()), box.right()) - box.left()) / box.width() * (last - first)
        day = min(moment_of(at).date(), self.every[-1].last.date())
        if day != self._day:
            self._day = day
            self.update()
            self.day_chosen.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() not in steps or not self._stretches:
            super().keyPressEvent(event)
            return
        starts = [each.first.date() for each in self.every]
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
        place = self.every.index(found)
        lines = [rate_of(found)]
        if found.is_announced:
            lines.append(tr("As the law known at its check runs on; what came later is not here."))
        lines += [f"{authority.name} {percent(part)}" for authority, part in found.parts]
        if found.status != "ok":
            lines.append(found.answer.reason_in(language()))
        if place and (changed := change_words(self.every[place - 1], found)):
            lines.append(changed)
        return "\n".join(lines)
