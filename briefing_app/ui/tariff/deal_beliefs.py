"""The assumptions behind trade and gains: five numbers with their range and where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.tariff.amounts import ungrouped
from briefing_app.ui.tariff.deal_trade import Beliefs
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Field, LineEdit

DEFAULTS = {"share": "20", "home": "50", "substitution": "4", "demand": "-1", "supply": "10"}


class BeliefsForm(QWidget):
    """``changed`` is sent when a number was typed and can be read."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = {name: LineEdit(text) for name, text in DEFAULTS.items()}
        words = {
            "share": (
                tr("Share of these sellers in the market"),
                tr("assumed, no source: give your own"),
                "%",
            ),
            "home": (tr("Of the rest made at home"), tr("assumed, no source: give your own"), "%"),
            "substitution": (
                tr("Substitution between sources σ"),
                tr("2.5 to 5: Simonovska and Waugh (2014)"),
                "",
            ),
            "demand": (tr("Demand η"), tr("−0.5 to −3.1: Kee, Nicita and Olarreaga (2008)"), ""),
            "supply": (tr("Supply of every seller ε"), tr("1.5 to 10: GSIM example, model notes"), ""),
        }
        self.fields = {
            name: Field(text, self.lines[name], hint, unit) for name, (text, hint, unit) in words.items()
        }
        self.reset = QPushButton(tr("Reset"))
        self.reset.setProperty("kind", "quiet")
        self.reset.clicked.connect(self._reset)
        row = QHBoxLayout()
        row.setSpacing(theme().px(12))
        for field in self.fields.values():
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.reset)
        column.addLayout(below)
        for line in self.lines.values():
            line.editingFinished.connect(self.changed)

    def _reset(self) -> None:
        for name, text in DEFAULTS.items():
            self.lines[name].setText(text)
        self.changed.emit()

    def texts(self) -> dict[str, str]:
        """The numbers as they are typed, by name."""
        return {name: line.text() for name, line in self.lines.items()}

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Show numbers as they were typed, without saying that anything changed."""
        for name, line in self.lines.items():
            line.setText(texts.get(name, DEFAULTS[name]))

    def read(self) -> Beliefs | None:
        """The assumptions, or None with the error shown beside its field."""
        found: dict[str, Decimal] = {}
        for name, line in self.lines.items():
            self.fields[name].set_error("")
            try:
                found[name] = Decimal(ungrouped(line.text()).replace("−", "-").removesuffix("%").strip())
            except InvalidOperation:
                self.fields[name].set_error(tr("Write a number."))
                continue
            if fault := _fault(name, found[name]):
                self.fields[name].set_error(fault)
        if any(field.error for field in self.fields.values()):
            return None
        return Beliefs(
            found["share"] / 100, found["home"] / 100, found["substitution"], found["demand"], found["supply"]
        )


def _fault(name: str, value: Decimal) -> str:
    if not value.is_finite():
        return tr("Write a number.")
    if name == "demand":
        return "" if Decimal(-20) <= value < 0 else tr("Below zero, at least −20.")
    if name == "share":
        return "" if 0 < value < 100 else tr("Above 0 and below 100.")
    if name == "home":
        return "" if 0 <= value <= 100 else tr("From 0 to 100.")
    return "" if 0 < value <= 1000 else tr("Above zero, at most 1,000.")
