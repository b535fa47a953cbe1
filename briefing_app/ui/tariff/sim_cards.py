"""Elasticity cards: value, range and source, each to be typed over and put back."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from briefing_app.app.i18n import language, tr
from briefing_app.exchange.trade_starts import Card
from briefing_app.tariff.amounts import ungrouped
from briefing_app.trade.inputs import PARAMETERS
from briefing_app.trade.sensitivity import Elasticity
from briefing_app.ui.tariff.sim_words import parameter_name
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.elided_box import ElidedBox
from briefing_app.ui.widgets.form import LineEdit
from briefing_app.ui.widgets.labels import label


def source_of(card: Card) -> str:
    """Where a published value stands, in the language of the window."""
    return card.source_ja if language() == "ja" else card.source


class ElasticityCard(QFrame):
    """One parameter. ``changed`` is sent when its numbers can be read."""

    changed = Signal()

    def __init__(self, name: str, cards: tuple[Card, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "card")
        self.name, self._cards = name, cards
        self.value, self.low, self.high = (LineEdit() for _ in range(3))
        self.published = ElidedBox(tr("Published values of {parameter}", parameter=parameter_name(name)))
        self.published.setSizeAdjustPolicy(ElidedBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.published.setMinimumContentsLength(12)
        self.published.setPlaceholderText(tr("none of the published values"))
        self.source = label("", "hint", wrap=True)
        self.error = label("", "error", wrap=True)
        self.error.hide()
        self.reset = QPushButton(tr("Reset"))
        self.reset.setProperty("kind", "quiet")
        self._arrange()
        for place, card in enumerate(cards):
            words = card.ja if language() == "ja" else card.en
            self.published.addItem(f"{card.value:f} · {words}", place)
            self.published.setItemData(place, f"{words} ({source_of(card)})", Qt.ItemDataRole.ToolTipRole)
        self.published.activated.connect(lambda place: self.take(self._cards[place]))
        self.reset.clicked.connect(lambda: self.take(self._cards[0]))
        for line in (self.value, self.low, self.high):
            line.editingFinished.connect(self._on_typed)
        self.show_card(cards[0])

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label(parameter_name(self.name), "secondary"), 1)
        head.addWidget(self.reset)
        numbers = QHBoxLayout()
        numbers.setSpacing(theme().px(6))
        for words, line in ((tr("value"), self.value), (tr("low"), self.low), (tr("high"), self.high)):
            line.setAccessibleName(f"{parameter_name(self.name)}, {words}")
            pair = QVBoxLayout()
            pair.setSpacing(0)
            pair.addWidget(label(words, "hint"))
            pair.addWidget(line)
            numbers.addLayout(pair)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme().px(10), theme().px(6), theme().px(10), theme().px(8))
        column.setSpacing(theme().px(4))
        column.addLayout(head)
        column.addLayout(numbers)
        column.addWidget(self.published)
        column.addWidget(self.source)
        column.addWidget(self.error)
        column.addStretch(1)

    def show_card(self, card: Card) -> None:
        """Show a published value without saying that anything changed."""
        self.show_numbers(card.value, card.low, card.high)
        self.published.setCurrentIndex(self._cards.index(card))
        doubt = "" if card.checked else " " + tr("Not checked against the publication.")
        self.source.setText(tr("{sentence}.", sentence=source_of(card)) + doubt)

    def show_numbers(self, value: Decimal, low: Decimal, high: Decimal, source: str = "") -> None:
        """Show numbers of one's own, or those that a run was kept with and whose they were."""
        for line, number in ((self.value, value), (self.low, low), (self.high, high)):
            line.setText(f"{number:f}")
        self.published.setCurrentIndex(-1)
        self.source.setText(source or tr("Your own value."))
        self._say("")

    def show_kept(self, kept: Elasticity) -> None:
        """Show a parameter as a run was kept with it: a published value as such, in the window's language."""
        value, low, high = (Decimal(str(each)) for each in (kept.value, kept.low, kept.high))
        for card in self._cards:
            is_same = (value, low, high) == (card.value, card.low, card.high)
            if is_same and kept.source.startswith((card.source, card.source_ja)):
                self.show_card(card)
                return
        self.show_numbers(value, low, high, kept.source)

    def take(self, card: Card) -> None:
        """Use a published value."""
        self.show_card(card)
        self.changed.emit()

    def _on_typed(self) -> None:
        known = next(
            (each for each in self._cards if self._numbers() == (each.value, each.low, each.high)), None
        )
        if known is None:
            self.published.setCurrentIndex(-1)
            self.source.setText(tr("Your own value."))
        else:
            self.show_card(known)
        self.changed.emit()

    def _numbers(self) -> tuple[Decimal, ...]:
        try:
            return tuple(
                Decimal(ungrouped(line.text()).replace("−", "-").strip())
                for line in (self.value, self.low, self.high)
            )
        except InvalidOperation:
            return ()

    def read(self) -> Elasticity | None:
        """The card, or None with the fault shown."""
        numbers = self._numbers()
        self._say("")
        if len(numbers) != 3 or not all(each.is_finite() for each in numbers):
            self._say(tr("Write three numbers."))
            return None
        value, low, high = numbers
        if self.name == "demand" and not (Decimal(-20) <= low and high <= 0):
            self._say(tr("Demand is between −20 and 0."))
        elif self.name != "demand" and not (Decimal("0.05") <= low and high <= 1000):
            self._say(tr("From 0.05 to 1000."))
        elif not low <= value <= high:
            self._say(tr("The value lies between low and high."))
        else:
            return Elasticity(self.name, float(value), float(low), float(high), self.source.text())
        return None

    def _say(self, words: str) -> None:
        self.error.setText(words)
        self.error.setVisible(bool(words))


class CardDeck(QWidget):
    """The four cards. ``changed`` when one of them changed."""

    changed = Signal()

    def __init__(self, cards: tuple[Card, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Cards are made inside the deck: one that is put there later is styled once more.
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme().px(8))
        self.cards: dict[str, ElasticityCard] = {}
        for number, name in enumerate(PARAMETERS):
            card = ElasticityCard(name, tuple(each for each in cards if each.parameter == name), self)
            card.changed.connect(self.changed)
            self.cards[name] = card
            grid.addWidget(card, number // 2, number % 2)

    def read(self) -> tuple[Elasticity, ...] | None:
        """All four, or None where one cannot be read."""
        found = [card.read() for card in self.cards.values()]
        return tuple(each for each in found if each is not None) if all(found) else None
