"""The currency of the values of a table, and the rate at which they become dollars."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.tariff.currency import Conversion, read_conversion
from briefing_app.tariff.entry import EntryError
from briefing_app.ui.tariff.rate_fields import DOLLARS, RateFields, currency_box
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Field

_TRIAL = "1000000"
"""An amount that is worth a cent in every currency: only the rate is looked at here."""


class TableRate(QWidget):
    """``changed`` is sent when another currency or rate is stated."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currency = currency_box()
        self.currency.setMinimumWidth(theme().px(96))
        self.stated = RateFields(in_row=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().px(12))
        beside = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        row.addWidget(Field(tr("The values are in"), self.currency), 0, beside)
        row.addWidget(self.stated, 1, Qt.AlignmentFlag.AlignTop)
        self._show()
        self.currency.activated.connect(lambda _place: self._on_currency())
        self.stated.changed.connect(self.changed)

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
        for field in self.stated.fields.values():
            field.set_error("")
        texts = {"currency": str(self.currency.currentData()), "amount": _TRIAL} | self.stated.texts()
        try:
            found = read_conversion(texts)
        except EntryError as error:
            for fault in error.faults:
                name, _mark, why = fault.partition(": ")
                if texts.get(name, "").strip():  # what is still to be filled in is no fault
                    self.stated.fields[name].set_error(told(why))
            return None
        return replace(found, amount=Decimal(1)) if found is not None else None

    def _on_currency(self) -> None:
        self._show()
        self.changed.emit()
        if not self.is_dollars and not self.stated.rate.text():
            self.stated.rate.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        self.stated.show_currency(str(self.currency.currentData()))
        self.stated.setVisible(not self.is_dollars)
