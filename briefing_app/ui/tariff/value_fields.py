"""The customs value: dollars, or another currency at a rate that is stated with its source and day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.errors import BriefingError
from briefing_app.tariff.currency import CURRENCIES, PER_DOLLAR, PER_UNIT, VALUE_RATE, read_conversion
from briefing_app.ui.tariff.words import day_text, money
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Field, LineEdit

DOLLARS = "USD"


class ValueFields(QWidget):
    """``changed`` is sent for every change. ``fields`` are by the names that faults begin with.

    A field of the rate that is still to be filled in is no fault: it becomes one when it is left empty.
    """

    changed = Signal()

    def __init__(self, value: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value = LineEdit(value)
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.currency = QComboBox()
        self.currency.setAccessibleName(tr("Currency"))
        for code in CURRENCIES:
            self.currency.addItem(code, code)
        both = QWidget()
        both.setFocusProxy(self.value)
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().px(6))
        row.addWidget(self.value, 1)
        row.addWidget(self.currency)
        self.rate = LineEdit()
        self.rate.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.per = QComboBox()
        self.per.setAccessibleName(tr("How the rate is stated"))
        self.source = LineEdit(placeholder=tr("Federal Reserve H.10, bank, contract …"))
        self.rate_day = LineEdit(placeholder=day_text(date(2025, 5, 23)))
        self._lines = {"rate": self.rate, "rate_source": self.source, "rate_date": self.rate_day}
        self._left: set[str] = set()
        self._rate_box = self._make_rate()
        value_field = Field(tr("Customs value"), both)
        self.value.setAccessibleName(tr("Customs value"))
        self.fields = {"value_usd": value_field, "amount": value_field, **self._rate_fields}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(8))
        column.addWidget(value_field)
        column.addWidget(self._rate_box)
        self._of_table = ("", "")
        """A value from a converted table, and the line of its rate."""
        self._show_rate()
        self.currency.currentIndexChanged.connect(self._on_currency)
        self.per.currentIndexChanged.connect(self._on_typed)
        for field in (self.value, self.rate, self.source, self.rate_day):
            field.typed.connect(self._on_typed)
        for name, line in self._lines.items():
            line.left.connect(lambda name=name: self._on_left(name))

    def _make_rate(self) -> QWidget:
        rate_line = QWidget()
        rate_line.setFocusProxy(self.rate)
        row = QHBoxLayout(rate_line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().px(6))
        row.addWidget(self.rate, 1)
        row.addWidget(self.per)
        self._rate_fields = {
            "rate": Field(
                tr("Rate of exchange"), rate_line,
                tr("Customs takes the certified rate of the day of export (19 CFR 159.32)."),
            ),
            "rate_source": Field(tr("Where the rate stands"), self.source),
            "rate_date": Field(tr("Day of the rate"), self.rate_day),
        }  # fmt: skip
        self.rate.setAccessibleName(tr("Rate of exchange"))
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(theme().px(10), 0, 0, 0)
        column.setSpacing(theme().px(8))
        for field in self._rate_fields.values():
            column.addWidget(field)
        return box

    @property
    def is_dollars(self) -> bool:
        """Whether no rate is needed."""
        return bool(self.currency.currentData() == DOLLARS)

    def texts(self) -> dict[str, str]:
        """The value as texts by name: ``value_usd``, or the parts of a conversion."""
        typed = self.value.text().strip()
        if self.is_dollars:
            of_table = {VALUE_RATE: self._of_table[1]} if typed and typed == self._of_table[0] else {}
            return {"value_usd": typed} | of_table
        return {
            "currency": str(self.currency.currentData()),
            "amount": typed,
            "rate": self.rate.text(),
            "rate_per": str(self.per.currentData()),
            "rate_source": self.source.text(),
            "rate_date": self.rate_day.text(),
        }

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Show the value of an earlier question."""
        currency = texts.get("currency", DOLLARS)
        for widget in (self.currency, self.per):
            widget.blockSignals(True)
        if self.currency.findData(currency) < 0:
            self.currency.addItem(currency, currency)
        self.currency.setCurrentIndex(self.currency.findData(currency))
        self._show_rate()
        self.per.setCurrentIndex(max(0, self.per.findData(texts.get("rate_per", PER_DOLLAR))))
        for widget in (self.currency, self.per):
            widget.blockSignals(False)
        dollars = currency == DOLLARS
        self.value.show_text(texts.get("value_usd", "") if dollars else texts.get("amount", ""))
        rate = texts.get(VALUE_RATE, "") if dollars else ""
        self._of_table = (self.value.text().strip(), rate) if rate else ("", "")
        if not dollars:
            self.rate.show_text(texts.get("rate", ""))
            self.source.show_text(texts.get("rate_source", ""))
            self.rate_day.show_text(texts.get("rate_date", ""))
        self._show_dollars()

    def awaits(self, name: str) -> bool:
        """Whether a field of the rate is still to be filled in for the first time."""
        line = self._lines.get(name)
        return line is not None and name not in self._left and not line.text()

    def finish(self) -> None:
        """What is still empty now was left so."""
        self._left |= set(self._lines)

    def _on_left(self, name: str) -> None:
        if name not in self._left and not self.is_dollars:
            self._left.add(name)
            if not self._lines[name].text().strip():
                self.changed.emit()

    def _on_currency(self) -> None:
        self._left.clear()
        self._show_rate()
        self._on_typed()
        if not self.is_dollars and not self.rate.text():
            self.rate.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_typed(self, *_ignored: object) -> None:
        if self.value.text().strip() != self._of_table[0] or not self.is_dollars:
            self._of_table = ("", "")  # another value is not from the table
        self._show_dollars()
        self.changed.emit()

    def _show_rate(self) -> None:
        self._rate_box.setVisible(not self.is_dollars)
        code = self.currency.currentData()
        kept = max(0, self.per.currentIndex())
        was_blocked = self.per.blockSignals(True)
        self.per.clear()
        self.per.addItem(tr("{currency} for 1 USD", currency=code), PER_DOLLAR)
        self.per.addItem(tr("USD for 1 {currency}", currency=code), PER_UNIT)
        self.per.setCurrentIndex(kept)
        self.per.blockSignals(was_blocked)
        self._show_dollars()

    def _show_dollars(self) -> None:
        """Below the value stand the dollars that it makes."""
        words = ""
        if not self.is_dollars:
            try:
                found = read_conversion(self.texts())
            except BriefingError:
                found = None
            words = f"= {money(found.cents)}" if found else ""
        self.fields["value_usd"].set_help(words)
