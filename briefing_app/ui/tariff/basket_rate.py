"""The currency of the values of a table, and the rate at which they become dollars."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from briefing_app.app.error_words import told
from briefing_app.app.i18n import language, tr
from briefing_app.domain.records import Basket
from briefing_app.tariff.currency import (
    CURRENCIES,
    PER_DOLLAR,
    PER_UNIT,
    VALUE_RATE,
    Conversion,
    read_conversion,
    read_rate_line,
)
from briefing_app.tariff.entry import EntryError
from briefing_app.ui.tariff.words import day_text
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Field, LineEdit

DOLLARS = "USD"
_TRIAL = "1000000"
"""An amount that is worth a cent in every currency: only the rate is looked at here."""


def rate_said(rate: Conversion) -> str:
    """What the values of a basket were converted at, in a sentence."""
    return tr(
        "The values were converted to US dollars at {rate} ({source}, {day}), each rounded to the cent once. "
        "Customs takes the rate certified for the day of export (19 CFR 159.32 to 159.35).",
        rate=rate.rate_words(language()), source=rate.source, day=day_text(rate.day),
    )  # fmt: skip


def rate_note(basket: Basket | None) -> str:
    """The same of a basket, or "" where nothing was converted."""
    rate = read_rate_line(basket.source) if basket is not None else None
    return rate_said(rate) if rate is not None else ""


def rate_text(basket: Basket | None) -> dict[str, str]:
    """What a value of a basket carries into a question: the line of its rate, if it was converted."""
    return {VALUE_RATE: basket.source} if basket is not None and read_rate_line(basket.source) else {}


class RateFields(QWidget):
    """``changed`` is sent when another currency or rate is stated."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currency, self.per = QComboBox(), QComboBox()
        for code in CURRENCIES:
            self.currency.addItem(code, code)
        self.per.setAccessibleName(tr("How the rate is stated"))
        self.rate, self.source = (
            LineEdit(),
            LineEdit(placeholder=tr("Federal Reserve H.10, bank, contract …")),
        )
        self.day = LineEdit(placeholder=day_text(date(2025, 5, 23)))
        self.rate.setAlignment(Qt.AlignmentFlag.AlignRight)
        both = QWidget()
        both.setFocusProxy(self.rate)
        pair = QHBoxLayout(both)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(theme().px(6))
        pair.addWidget(self.rate, 1)
        pair.addWidget(self.per)
        self.rate.setAccessibleName(tr("Rate of exchange"))
        self.fields = {
            "rate": Field(tr("Rate of exchange"), both),
            "rate_source": Field(tr("Where the rate stands"), self.source),
            "rate_date": Field(tr("Day of the rate"), self.day),
        }
        self._stated = QWidget()
        row = QHBoxLayout(self._stated)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().px(12))
        for field in self.fields.values():
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        top = QHBoxLayout()
        top.setSpacing(theme().px(12))
        self.currency.setMinimumWidth(theme().px(96))
        beside = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        top.addWidget(Field(tr("The values are in"), self.currency), 0, beside)
        top.addWidget(self._stated, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        self._show()
        self.currency.activated.connect(lambda _place: self._on_currency())
        self.per.activated.connect(lambda _place: self.changed.emit())
        for line in (self.rate, self.source, self.day):
            line.typed.connect(lambda *_text: self.changed.emit())

    @property
    def is_dollars(self) -> bool:
        """Whether no rate is needed."""
        return bool(self.currency.currentData() == DOLLARS)

    def propose(self, currency: str) -> None:
        """Begin with a currency; a rate that was stated before stays."""
        self.currency.setCurrentIndex(max(0, self.currency.findData(currency)))
        self._show()

    def read(self) -> Conversion | None:
        """The rate, or None where it is not stated in full; a fault stands below its field."""
        for field in self.fields.values():
            field.set_error("")
        texts = {
            "currency": str(self.currency.currentData()), "amount": _TRIAL, "rate": self.rate.text(),
            "rate_per": str(self.per.currentData()), "rate_source": self.source.text(),
            "rate_date": self.day.text(),
        }  # fmt: skip
        try:
            found = read_conversion(texts)
        except EntryError as error:
            for fault in error.faults:
                name, _mark, why = fault.partition(": ")
                if texts.get(name, "").strip():  # what is still to be filled in is no fault
                    self.fields[name].set_error(told(why))
            return None
        return replace(found, amount=Decimal(1)) if found is not None else None

    def _on_currency(self) -> None:
        self._show()
        self.changed.emit()
        if not self.is_dollars and not self.rate.text():
            self.rate.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        code, kept = str(self.currency.currentData()), max(0, self.per.currentIndex())
        self.per.clear()
        self.per.addItem(tr("{currency} for 1 USD", currency=code), PER_DOLLAR)
        self.per.addItem(tr("USD for 1 {currency}", currency=code), PER_UNIT)
        self.per.setCurrentIndex(kept)
        self._stated.setVisible(not self.is_dollars)
