"""The same good from several countries: one bar each, stacked by authority, its rate beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from briefing_app.tariff.answer import Assessment
from briefing_app.ui.tariff.fills import fill, key
from briefing_app.ui.tariff.words import Authority, country, percent, points, short_status
from briefing_app.ui.theme import on_change, theme


@dataclass(frozen=True)
class Compared:
    """One origin on one day. ``gap`` is the distance to the first origin on that day."""

    origin: str
    day: date
    answer: Assessment
    parts: tuple[tuple[Authority, Fraction], ...]
    gap: Fraction | None

    @property
    def rate(self) -> Fraction | None:
        """The effective rate; None where there is no figure."""
        return self.answer.effective_rate

    @property
    def rate_words(self) -> str:
        """The rate, or why there is none; never a number where there is none."""
        return percent(self.rate) if self.rate is not None else short_status(self.answer.status)


class Bars(QWidget):
    """One bar per origin on the last day."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Compared] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        on_change(self, self.update)

    def show_rows(self, rows: Sequence[Compared]) -> None:
        """Show the answers of one day."""
        self._rows = list(rows)
        self.updateGeometry()
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(500), theme().px(28) * max(1, len(self._rows)) + theme().px(34))

    def bar_of(self, place: int) -> QRectF:
        """The whole bar of a country."""
        look = theme()
        left, right = look.px(170), self.width() - look.px(200)
        top_rate = max((each.rate for each in self._rows if each.rate is not None), default=Fraction(1)) or 1
        rate = self._rows[place].rate or Fraction(0)
        wide = float(rate / top_rate) * (right - left)
        return QRectF(left, look.px(28) * place + look.px(32), wide, look.px(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = theme()
        painter.fillRect(self.rect(), look.colour("surface"))
        painter.setFont(look.font("secondary"))
        x = 0.0
        seen = dict.fromkeys(authority for each in self._rows for authority, _ in each.parts)
        for authority in seen:
            x += key(painter, QPointF(x, look.px(18)), authority.name, authority.place) + look.px(18)
        painter.setFont(look.font("table"))
        metrics = QFontMetricsF(painter.font())
        for place, row in enumerate(self._rows):
            self._paint_row(painter, metrics, self.bar_of(place), row)

    def _paint_row(self, painter: QPainter, metrics: QFontMetricsF, bar: QRectF, row: Compared) -> None:
        look = theme()
        middle = bar.center().y() + (metrics.ascent() - metrics.descent()) / 2
        painter.setPen(look.colour("ink"))
        name = metrics.elidedText(country(row.origin), Qt.TextElideMode.ElideRight, bar.left() - 8)
        painter.drawText(QPointF(0, middle), name)
        x = bar.left()
        for authority, share in row.parts:
            wide = float(share / (row.rate or 1)) * bar.width()
            fill(painter, QRectF(x, bar.top(), wide, bar.height()), authority.place)
            x += wide
        painter.setPen(look.colour("ink"))
        painter.drawText(QPointF(x + look.px(8), middle), row.rate_words)
        if row.gap:
            painter.setPen(look.colour("ink_2"))
            beside = x + look.px(20) + metrics.horizontalAdvance(row.rate_words)
            painter.drawText(QPointF(beside, middle), points(row.gap))
