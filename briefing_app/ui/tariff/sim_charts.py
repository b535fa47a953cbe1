"""The pictures of the Simulation page: who pays, the tornado, the fan; colour, pattern and labels."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from briefing_app.app.i18n import tr
from briefing_app.trade.comparison import Split
from briefing_app.trade.inputs import Outcome
from briefing_app.trade.sensitivity import Bar
from briefing_app.ui.tariff.fills import fill, key
from briefing_app.ui.tariff.sim_words import is_share, parameter_name, said
from briefing_app.ui.tariff.sim_work import FanPoint
from briefing_app.ui.theme import on_change, theme


def axis_words(value: float, *, of_share: bool) -> str:
    """A mark of the axis of changes; nothing has no sign."""
    if abs(value) < 1e-12:
        return "0%" if of_share else "0"
    return f"{value * 100:+.3g}%" if of_share else f"{value:+.4g}"


def ticks(low: float, high: float) -> tuple[float, ...]:
    """Round values between two ends, some five of them: whole multiples of 1, 2 or 5 times a power of ten."""
    span = high - low
    if span <= 0:
        return (low,)
    rough = span / 5
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * each for each in (1, 2, 5, 10) if size * each >= rough)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return tuple(round(number * step, 12) for number in range(first, last + 1))


class Canvas(QWidget):
    """A picture of a fixed height that takes the width there is."""

    def __init__(self, tall: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tall = tall
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme().px(tall))
        on_change(self, self.update)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(360), theme().px(self._tall))


class SplitBar(Canvas):
    """One bar in three parts: sellers abroad, importers and shops, consumers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(124, parent)
        self._split: Split | None = None

    def show_split(self, split: Split | None) -> None:
        """Show a split; None empties the bar."""
        self._split = split
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._split is None:
            return
        painter, look = QPainter(self), theme()
        painter.setFont(look.font("table"))
        metrics = QFontMetricsF(painter.font())
        parts = (
            (tr("sellers abroad"), self._split.exporter, 0),
            (tr("importers and shops"), self._split.importer, 1),
            (tr("consumers"), self._split.consumer, 2),
        )
        whole = sum(abs(share) for _, share, _ in parts) or 1
        x, top, tall = 0.0, look.px(6), look.px(34)
        for _name, share, place in parts:
            wide = abs(share) / whole * self.width()
            fill(painter, QRectF(x, top, wide, tall), place)
            x += wide
        y = float(top + tall + look.px(22))
        for name, share, place in parts:
            words = f"{name} {share * 100:.1f}%"
            key(painter, QPointF(0, y), words, place)
            y += metrics.height() + look.px(3)


class Tornado(Canvas):
    """One bar a parameter, from the answer at its low end to that at its high end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(190, parent)
        self._bars: tuple[Bar, ...] = ()
        self._centre = 0.0
        self._outcome: Outcome = "imports"

    def show_bars(self, bars: Sequence[Bar], centre: float, outcome: Outcome) -> None:
        """Show the bars around the answer at the cards' values."""
        self._bars, self._centre, self._outcome = tuple(bars), centre, outcome
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._bars:
            return
        painter, look = QPainter(self), theme()
        painter.setFont(look.font("secondary"))
        metrics = QFontMetricsF(painter.font())
        left = max(metrics.horizontalAdvance(parameter_name(each.name)) for each in self._bars) + look.px(12)
        room = metrics.horizontalAdvance("+00.00%") + look.px(10)
        ends = [end for each in self._bars for end in (each.at_low, each.at_high)] + [self._centre]
        low, high = min(ends), max(ends)
        span = (high - low) or 1.0
        wide = self.width() - left - 2 * room

        def x_of(value: float) -> float:
            return left + room + (value - low) / span * wide

        for number, bar in enumerate(self._bars):
            top, tall = look.px(8) + number * look.px(36), look.px(20)
            base = top + tall / 2 + (metrics.ascent() - metrics.descent()) / 2
            painter.setPen(look.colour("ink"))
            painter.drawText(QPointF(0, base), parameter_name(bar.name))
            for end, place in ((bar.at_low, 0), (bar.at_high, 1)):
                first, last = sorted((x_of(self._centre), x_of(end)))
                fill(painter, QRectF(first, top, max(1.0, last - first), tall), place)
            for end, _name in sorted(((bar.at_low, "low"), (bar.at_high, "high"))):
                words = said(self._outcome, end)
                is_left = x_of(end) <= x_of(self._centre) and end <= max(bar.at_low, bar.at_high) - 1e-15
                at = x_of(end) - metrics.horizontalAdvance(words) - 6 if is_left else x_of(end) + 6
                painter.setPen(look.colour("ink"))
                painter.drawText(QPointF(at, base), words)
        x, bottom = x_of(self._centre), look.px(8) + len(self._bars) * look.px(36)
        painter.setPen(QPen(look.colour("ink"), 1.4))
        painter.drawLine(QPointF(x, look.px(2)), QPointF(x, bottom))
        at = key(painter, QPointF(left, bottom + look.px(22)), tr("low end of its range"), 0)
        key(painter, QPointF(left + at + look.px(18), bottom + look.px(22)), tr("high end of its range"), 1)


class FanChart(Canvas):
    """The outcome over the rate of one seller: the middle 80% of the draws as a band, the median a line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(280, parent)
        self._points: tuple[FanPoint, ...] = ()
        self._rate = 0.0
        self._outcome: Outcome = "imports"

    def show_fan(self, points: Sequence[FanPoint], rate: float, outcome: Outcome) -> None:
        """Show the draws; ``rate`` is marked."""
        self._points, self._rate, self._outcome = tuple(points), rate, outcome
        self.update()

    def _box(self) -> QRectF:
        look = theme()
        return QRectF(look.px(64), look.px(14), self.width() - look.px(150), self.height() - look.px(52))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if len(self._points) < 2:
            return
        painter, look, box = QPainter(self), theme(), self._box()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font("secondary"))
        ends = [end for each in self._points for end in (each.low, each.high, each.centre)]
        low, high = min(*ends, 0.0), max(*ends, 0.0)
        span, last = (high - low) or 1.0, self._points[-1].rate or 1.0

        def at(rate: float, value: float) -> QPointF:
            return QPointF(
                box.left() + rate / last * box.width(), box.bottom() - (value - low) / span * box.height()
            )

        self._paint_axes(painter, box, (low, high), last)
        band = QPolygonF([at(each.rate, each.low) for each in self._points])
        for each in reversed(self._points):
            band.append(at(each.rate, each.high))
        colour = QColor(look.tokens.series[0])
        pale = QColor(colour)
        pale.setAlpha(60)
        painter.setPen(QPen(colour, 1))
        painter.setBrush(pale)
        painter.drawPolygon(band)
        self._hatch(painter, at)
        painter.setPen(QPen(colour, 2.2))
        painter.drawPolyline(QPolygonF([at(each.rate, each.middle) for each in self._points]))
        painter.setPen(QPen(look.colour("ink"), 1.4, Qt.PenStyle.DashLine))
        painter.drawPolyline(QPolygonF([at(each.rate, each.centre) for each in self._points]))
        mark = at(self._rate, low).x()
        painter.setPen(QPen(look.colour("caution"), 1.6))
        painter.drawLine(QPointF(mark, box.top()), QPointF(mark, box.bottom()))
        self._paint_names(painter, at)

    def _hatch(self, painter: QPainter, at) -> None:  # type: ignore[no-untyped-def]  # the scale of the chart
        """Upright lines within the band, so that it is seen without colour too."""
        painter.setPen(QPen(QColor(theme().tokens.series[0]), 0.8))
        for one, other in zip(self._points, self._points[1:], strict=False):
            for step in range(4):
                share = step / 4
                rate = one.rate + (other.rate - one.rate) * share
                low = one.low + (other.low - one.low) * share
                high = one.high + (other.high - one.high) * share
                painter.drawLine(at(rate, low), at(rate, high))

    def _paint_axes(self, painter: QPainter, box: QRectF, ends: tuple[float, float], last: float) -> None:
        look, metrics = theme(), QFontMetricsF(painter.font())
        for value in ticks(*ends):
            y = box.bottom() - (value - ends[0]) / ((ends[1] - ends[0]) or 1.0) * box.height()
            painter.fillRect(QRectF(box.left(), y, box.width(), 1), look.colour("line"))
            words = axis_words(value, of_share=is_share(self._outcome))
            painter.setPen(look.colour("ink_2"))
            wide = metrics.horizontalAdvance(words)
            painter.drawText(QPointF(box.left() - wide - 6, y + metrics.ascent() / 2), words)
        for rate in ticks(0.0, last):
            x = box.left() + rate / last * box.width()
            words = f"{rate * 100:.3g}%"
            half = metrics.horizontalAdvance(words) / 2
            painter.drawText(QPointF(x - half, box.bottom() + metrics.height()), words)

    def _paint_names(self, painter: QPainter, at) -> None:  # type: ignore[no-untyped-def]  # the scale of the chart
        look, end = theme(), self._points[-1]
        metrics = QFontMetricsF(painter.font())
        painter.setPen(look.colour("ink"))
        taken: list[float] = []
        for value, words in ((end.high, "P90"), (end.middle, tr("median")), (end.low, "P10")):
            y = at(end.rate, value).y() + metrics.ascent() / 2
            while any(abs(y - other) < metrics.height() for other in taken):
                y += 2
            taken.append(y)
            painter.drawText(QPointF(at(end.rate, value).x() + 8, y), words)
