"""Where the duty of a basket comes from: a waterfall by authority, and bars by product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from briefing_app.app.i18n import tr
from briefing_app.ui.tariff.fills import fill, key
from briefing_app.ui.tariff.words import Authority, money, percent
from briefing_app.ui.theme import on_change, theme

Parts = Sequence[tuple[Authority, int]]
TOP = 12


class Waterfall(QWidget):
    """One step for each authority from nothing up to the whole duty. Amounts in cents of ``value``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parts: Parts = ()
        self.value = 0
        self.setMinimumHeight(theme().px(220))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        on_change(self, self.update)

    def show_parts(self, parts: Parts, value: int) -> None:
        """Show the parts of a duty."""
        self.parts, self.value = parts, value
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(560), theme().px(240))

    def box_of(self, place: int) -> QRectF:
        """The bar of a step; the last one is the whole."""
        look = theme()
        total = sum(cents for _, cents in self.parts) or 1
        room = QRectF(look.px(12), look.px(28), self.width() - look.px(24), self.height() - look.px(66))
        wide = room.width() / (len(self.parts) + 1)
        before = sum(cents for _, cents in self.parts[:place]) if place < len(self.parts) else 0
        cents = self.parts[place][1] if place < len(self.parts) else total
        top = room.bottom() - (before + cents) / total * room.height()
        bar = min(wide * 0.62, look.px(110))
        return QRectF(
            room.left() + wide * place + (wide - bar) / 2, top, bar, max(1.0, cents / total * room.height())
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = theme()
        painter.fillRect(self.rect(), look.colour("surface"))
        if not self.parts:
            return
        painter.setFont(look.font("secondary"))
        metrics = QFontMetricsF(painter.font())
        floor = self.box_of(len(self.parts)).bottom()
        painter.fillRect(QRectF(0, floor, self.width(), 1), look.colour("line_strong"))
        steps = [*self.parts, (None, sum(cents for _, cents in self.parts))]
        for place, (authority, cents) in enumerate(steps):
            box = self.box_of(place)
            if authority is None:
                painter.fillRect(box, look.colour("ink_2"))
            else:
                fill(painter, box, authority.place)
            painter.setPen(QPen(look.colour("line_strong"), 1, Qt.PenStyle.DashLine))
            if place < len(self.parts):
                painter.drawLine(
                    QPointF(box.right(), box.top()), QPointF(self.box_of(place + 1).left(), box.top())
                )
            painter.setPen(look.colour("ink"))
            words = percent(Fraction(cents, self.value)) if self.value else money(cents)
            self._centred(painter, metrics, box, box.top() - 5, words)
            name = authority.name if authority is not None else tr("Duty in all")
            self._centred(painter, metrics, box, floor + metrics.height(), name)
            painter.setPen(look.colour("ink_2"))
            self._centred(painter, metrics, box, floor + metrics.height() * 2, money(cents))

    def _centred(self, painter: QPainter, metrics: QFontMetricsF, box: QRectF, y: float, text: str) -> None:
        room = self.width() / (len(self.parts) + 1) - 4
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        x = box.center().x() - metrics.horizontalAdvance(shown) / 2
        painter.drawText(
            QPointF(min(max(2.0, x), self.width() - metrics.horizontalAdvance(shown) - 2), y), shown
        )


@dataclass(frozen=True)
class Product:
    """A bar: what it is, its duty by authority, its rate."""

    name: str
    parts: Parts
    rate: Fraction | None

    @property
    def cents(self) -> int:
        """The whole duty."""
        return sum(cents for _, cents in self.parts)


class ProductBars(QWidget):
    """One bar a product, dearest first, stacked by authority."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.products: Sequence[Product] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        on_change(self, self.update)

    def show_products(self, products: Sequence[Product]) -> None:
        """Show products in their order."""
        self.products = products
        self.setMinimumHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(560), theme().px(28) * len(self.products) + theme().px(36))

    def bar_of(self, place: int) -> QRectF:
        """The whole bar of a product."""
        look = theme()
        most = max((each.cents for each in self.products), default=0) or 1
        metrics = QFontMetricsF(look.font("secondary"))
        longest = max((metrics.horizontalAdvance(each.name) for each in self.products), default=0.0)
        left = min(max(look.px(230), round(longest) + look.px(12)), self.width() // 3)
        room = self.width() - left - look.px(180)
        wide = self.products[place].cents / most * room
        return QRectF(left, look.px(28) * place + look.px(30), max(1.0, wide), look.px(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = theme()
        painter.fillRect(self.rect(), look.colour("surface"))
        painter.setFont(look.font("secondary"))
        metrics = QFontMetricsF(painter.font())
        x = 0.0
        seen = dict.fromkeys(authority for each in self.products for authority, _ in each.parts)
        for authority in seen:
            x += key(painter, QPointF(x, look.px(18)), authority.name, authority.place) + look.px(18)
        for place, each in enumerate(self.products):
            bar = self.bar_of(place)
            base = bar.center().y() + (metrics.ascent() - metrics.descent()) / 2
            painter.setPen(look.colour("ink"))
            name = metrics.elidedText(each.name, Qt.TextElideMode.ElideRight, bar.left() - look.px(10))
            painter.drawText(QPointF(0, base), name)
            left = bar.left()
            for authority, cents in each.parts:
                wide = cents / (each.cents or 1) * bar.width()
                fill(painter, QRectF(left, bar.top(), wide, bar.height()), authority.place)
                left += wide
            painter.setPen(look.colour("ink"))
            painter.drawText(QPointF(bar.right() + 8, base), f"{money(each.cents)}   {percent(each.rate)}")
