"""Where a duty comes from: one bar per column compared, stacked by authority, named beside."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from briefing_app.ui.tariff.basket_rows import Sum
from briefing_app.ui.tariff.fills import fill, key
from briefing_app.ui.tariff.words import money, percent
from briefing_app.ui.theme import on_change, theme


class StackBar(QWidget):
    """Where the duty comes from: one bar per column compared, stacked by authority, named beside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sums: list[tuple[str, Sum]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        on_change(self, self.update)

    def show_sums(self, sums: list[tuple[str, Sum]]) -> None:
        """Show sums by name."""
        self._sums = sums
        words = [f"{name}: {percent(each.rate)}, {money(each.duty)}" for name, each in sums]
        self.setAccessibleName("; ".join(words))
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, theme().px(24) * len(self._sums) + theme().px(22))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = theme()
        painter.setFont(look.font("secondary"))
        metrics = painter.fontMetrics()
        most = max((each.duty for _, each in self._sums), default=0) or 1
        left, room = look.px(140), self.width() - look.px(360)
        seen = []
        for number, (name, each) in enumerate(self._sums):
            y, tall = look.px(24) * number, look.px(16)
            base = y + tall // 2 + (metrics.ascent() - metrics.descent()) // 2
            painter.setPen(look.colour("ink"))
            painter.drawText(
                0, base, metrics.elidedText(name, Qt.TextElideMode.ElideRight, left - look.px(10))
            )
            x = float(left)
            for authority, cents in each.parts:
                wide = cents / most * room
                fill(painter, QRectF(x, y, wide, tall), authority.place)
                x += wide
                if authority not in seen:
                    seen.append(authority)
            painter.setPen(look.colour("ink"))
            painter.drawText(round(x) + look.px(8), base, f"{percent(each.rate)}   {money(each.duty)}")
        x, y = float(left), look.px(24) * len(self._sums) + look.px(4)
        for authority in seen:
            x += key(painter, QPointF(x, y + look.px(12)), authority.name, authority.place) + look.px(20)
