"""The customs value: dollars, or another currency at a rate that is stated with its source and day."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.errors import BriefingError
from briefing_app.tariff.currency import VALUE_RATE, read_conversion
from briefing_app.ui.tariff.rate_fields import DOLLARS, RateFields, currency_box
from briefing_app.ui.tariff.words import money
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Field, LineEdit


class ValueFields(QWidget):
    """``changed`` is sent for every change. ``fields`` are by the names that faults begin with.

    A field of the rate that is still to be filled in is no fault: it becomes one when it is left empty.
    """

    changed = Signal()

    def __init__(self, value: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value = LineEdit(value)
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.currency = currency_box()
        self.currency.setAccessibleName(tr("Currency"))
        both = QWidget()
        both.setFocusProxy(self.value)
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().px(6))
        row.addWidget(self.value, 1)
        row.addWidget(self.currency)
        self.stated = RateFields(tr("Customs takes the certified rate of the day of export (19 CFR 159.32)."))
        self.stated.setContentsMargins(theme().px(10), 0, 0, 0)
        self._left: set[str] = set()
        value_field = Field(tr("Customs value"), both)
        self.value.setAccessibleName(tr("Customs value"))
        self.fields = {"value_usd": value_field, "amount": value_field, **self.stated.fields}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(8))
        column.addWidget(value_field)
        column.addWidget(self.stated)
        self._of_table = ("", "")
        """A value from a converted table, and the line of its rate."""
        self._show_rate()
        self.currency.currentIndexChanged.connect(self._on_currency)
        self.value.typed.connect(self._on_typed)
        self.stated.changed.connect(self._on_typed)
        for name, line in self.stated.lines.items():
            line.left.connect(lambda name=name: self._on_left(name))

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
        } | self.stated.texts()

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Show the value of an earlier question."""
        currency = texts.get("currency", DOLLARS)
        self.currency.blockSignals(True)
        if self.currency.findData(currency) < 0:
            self.currency.addItem(currency, currency)
        self.currency.setCurrentIndex(self.currency.findData(currency))
        self.currency.blockSignals(False)
        self._show_rate()
        dollars = currency == DOLLARS
        self.value.show_text(texts.get("value_usd", "") if dollars else texts.get("amount", ""))
        rate = texts.get(VALUE_RATE, "") if dollars else ""
        self._of_table = (self.value.text().strip(), rate) if rate else ("", "")
        if not dollars:
            self.stated.show_texts(texts)
        self._show_dollars()

    def awaits(self, name: str) -> bool:
        """Whether a field of the rate is still to be filled in for the first time."""
        line = self.stated.lines.get(name)
        return line is not None and name not in self._left and not line.text()

    def finish(self) -> None:
        """What is still empty now was left so."""
        self._left |= set(self.stated.lines)

    def _on_left(self, name: str) -> None:
        if name not in self._left and not self.is_dollars:
            self._left.add(name)
            if not self.stated.lines[name].text().strip():
                self.changed.emit()

    def _on_currency(self) -> None:
        self._left.clear()
        self._show_rate()
        self._on_typed()
        if not self.is_dollars and not self.stated.rate.text():
            self.stated.rate.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_typed(self, *_ignored: object) -> None:
        if self.value.text().strip() != self._of_table[0] or not self.is_dollars:
            self._of_table = ("", "")  # another value is not from the table
        self._show_dollars()
        self.changed.emit()

    def _show_rate(self) -> None:
        self.stated.setVisible(not self.is_dollars)
        self.stated.show_currency(str(self.currency.currentData()))
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
