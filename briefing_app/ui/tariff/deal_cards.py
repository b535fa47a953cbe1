"""The columns of the Deals page as cards: rate, duty, the terms in sentences; and the bars of duty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.ui.tariff.basket_rows import Sum
from briefing_app.ui.tariff.fills import fill, key
from briefing_app.ui.tariff.words import money, percent
from briefing_app.ui.theme import on_change, theme
from briefing_app.ui.widgets.labels import BigNumber, label


@dataclass(frozen=True)
class CardWords:
    """What a card says. ``package`` is the id of the scenario that can be edited, or ""."""

    title: str
    rate: str
    duty: str
    change: str
    terms: tuple[str, ...]
    rests_on: tuple[str, ...]
    package: str = ""
    error: str = ""
    can_clone: bool = True


class _Card(QFrame):
    def __init__(self, words: CardWords, ask: Callable[[str, str], None]) -> None:
        super().__init__()
        self.setProperty("panel", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme().px(12), theme().px(10), theme().px(12), theme().px(8))
        column.setSpacing(theme().px(4))
        column.addWidget(label(words.title, "section", wrap=True))
        if words.error:
            column.addWidget(label(words.error, "error", wrap=True))
        else:
            number = BigNumber()
            number.show_number(words.rate, "", words.duty)
            column.addWidget(number)
            if words.change:
                column.addWidget(label(words.change, "secondary", wrap=True))
        for text in words.terms:
            column.addWidget(label(text, wrap=True))
        for text in words.rests_on:
            column.addWidget(label(text, "hint", wrap=True))
        column.addStretch(1)
        self.buttons: dict[str, QPushButton] = {}
        if words.package:
            row = QHBoxLayout()
            row.setSpacing(theme().px(2))
            for name, text in (
                ("edit", tr("Edit")), ("clone", tr("Clone")), ("brief", tr("Add to briefing")),
                ("remove", tr("Remove")),
            ):  # fmt: skip
                button = QPushButton("" if name == "brief" else text)
                button.setProperty("kind", "quiet")
                if name == "brief":  # four words do not fit into a card
                    theme().show_icon(button, "briefing")
                    button.setToolTip(text)
                button.setAccessibleName(f"{text}: {words.title}")
                button.clicked.connect(lambda _checked=False, what=name: ask(what, words.package))
                if name == "clone" and not words.can_clone:
                    button.setEnabled(False)
                    button.setToolTip(tr("Four packages fit on the page."))
                self.buttons[name] = button
                row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)


class CardGrid(QWidget):
    """Cards beside each other, in as many lines as the width asks for. ``asked`` carries (what, package)."""

    asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme().px(10))
        self.cards: list[_Card] = []
        self._words: tuple[CardWords, ...] = ()
        self._across = 0

    def show_cards(self, words: Sequence[CardWords]) -> None:
        """Show cards. Where nothing differs, those that stand stay, and with them the place of the cursor."""
        if tuple(words) == self._words:
            return
        self._words = tuple(words)
        for card in self.cards:
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [_Card(each, self.asked.emit) for each in words]
        self._across = 0
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        needed = (card.minimumSizeHint().width() for card in self.cards)
        least = max(theme().px(196), *needed, 0) + self._grid.spacing()
        across = (
            max(1, min(len(self.cards), (self.width() + self._grid.spacing()) // least)) if self.cards else 1
        )
        if len(self.cards) > across:  # lines of even length
            across = -(-len(self.cards) // -(-len(self.cards) // across))
        if across == self._across:
            return
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        self._across = across
        for place, card in enumerate(self.cards):
            self._grid.addWidget(card, place // across, place % across)
        for column in range(across):
            self._grid.setColumnStretch(column, 1)


class DutyBars(QWidget):
    """One bar a column, stacked by authority with colour and pattern, the figure beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sums: list[tuple[str, Sum]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        on_change(self, self.update)

    def show_sums(self, sums: Sequence[tuple[str, Sum]]) -> None:
        """Show sums by name."""
        self._sums = list(sums)
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(480), theme().px(26) * len(self._sums) + theme().px(30))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        painter.setFont(look.font("table"))
        metrics = QFontMetricsF(painter.font())
        most = max((each.duty for _, each in self._sums), default=0) or 1
        names = [metrics.horizontalAdvance(name) for name, _ in self._sums]
        left = min(max(names, default=0) + look.px(14), self.width() * 0.3)
        figures = [f"{percent(each.rate)}   {money(each.duty)}" for _, each in self._sums]
        room = self.width() - left - max(map(metrics.horizontalAdvance, figures), default=0) - look.px(20)
        seen = []
        for number, (name, each) in enumerate(self._sums):
            top, tall = look.px(26) * number + look.px(4), look.px(18)
            base = top + tall / 2 + (metrics.ascent() - metrics.descent()) / 2
            painter.setPen(look.colour("ink"))
            short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, left - look.px(10))
            painter.drawText(QPointF(0, base), short)
            x = left
            for authority, cents in each.parts:
                wide = cents / most * room
                fill(painter, QRectF(x, top, wide, tall), authority.place)
                x += wide
                if cents and authority not in seen:
                    seen.append(authority)
            painter.setPen(look.colour("ink"))
            painter.drawText(QPointF(x + look.px(8), base), figures[number])
        painter.setFont(look.font("secondary"))
        x, y = left, look.px(26) * len(self._sums) + look.px(20)
        for authority in seen:
            x += key(painter, QPointF(x, y), authority.name, authority.place) + look.px(18)
