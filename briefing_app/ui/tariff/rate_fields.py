"""The fields of a rate of exchange: the rate and how it is stated, where it stands, and its day.

One set for the value of a question and for the values of a table.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.tariff.currency import CURRENCIES, PER_DOLLAR, PER_UNIT
from briefing_app.ui.tariff.words import day_text
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Field, LineEdit

DOLLARS = "USD"


def currency_box() -> QComboBox:
    """A choice of currencies, dollars first."""
    box = QComboBox()
    for code in CURRENCIES:
        box.addItem(code, code)
    return box


class RateFields(QWidget):
    """``changed`` is sent for everything that is typed or chosen. ``fields`` are by the names that faults
    begin with: one below the other, or side by side.
    """

    changed = Signal()

    def __init__(self, help_text: str = "", *, in_row: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rate = LineEdit()
        self.rate.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.rate.setAccessibleName(tr("Rate of exchange"))
        self.per = QComboBox()
        self.per.setAccessibleName(tr("How the rate is stated"))
        self.source = LineEdit(placeholder=tr("Federal Reserve H.10, bank, contract …"))
        self.day = LineEdit(placeholder=day_text(date(2025, 5, 23)))
        self.lines = {"rate": self.rate, "rate_source": self.source, "rate_date": self.day}
        both = QWidget()
        both.setFocusProxy(self.rate)
        pair = QHBoxLayout(both)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(theme().px(6))
        pair.addWidget(self.rate, 1)
        pair.addWidget(self.per)
        self.fields = {
            "rate": Field(tr("Rate of exchange"), both, help_text),
            "rate_source": Field(tr("Where the rate stands"), self.source),
            "rate_date": Field(tr("Day of the rate"), self.day),
        }
        layout = QHBoxLayout(self) if in_row else QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(12 if in_row else 8))
        for field in self.fields.values():
            layout.addWidget(field, 1 if in_row else 0, Qt.AlignmentFlag.AlignTop)
        self.per.activated.connect(lambda _place: self.changed.emit())
        for line in self.lines.values():
            line.typed.connect(lambda *_text: self.changed.emit())

    def show_currency(self, code: str) -> None:
        """State the rate in units of a currency, or in dollars for one of them; what was chosen stays."""
        kept = max(0, self.per.currentIndex())
        self.per.clear()
        self.per.addItem(tr("{currency} for 1 USD", currency=code), PER_DOLLAR)
        self.per.addItem(tr("USD for 1 {currency}", currency=code), PER_UNIT)
        self.per.setCurrentIndex(kept)

    def texts(self) -> dict[str, str]:
        """The rate as texts by name."""
        return {
            "rate": self.rate.text(),
            "rate_per": str(self.per.currentData()),
            "rate_source": self.source.text(),
            "rate_date": self.day.text(),
        }

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Show the rate that texts by name state."""
        self.per.setCurrentIndex(max(0, self.per.findData(texts.get("rate_per", PER_DOLLAR))))
        for name, line in self.lines.items():
            line.show_text(texts.get(name, ""))
