"""The quantities that a line asks for: one field for each unit that its rate is charged in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from briefing_app.app.i18n import language, tr
from briefing_app.tariff.amounts import is_doubtful, ungrouped
from briefing_app.tariff.units import quantity_words, unit_name, unit_words
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Field, LineEdit

# What is counted beside the good itself has a name of its own.
_OWN_NAME = frozenset({"degree", "% vol", "jewel", "jewel over 7"})
NAMES = ("quantity", "unit", "quantities")


class QuantityFields(QWidget):
    """``changed`` is sent for what is typed. ``units`` are those asked for, in order."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.units: tuple[str, ...] = ()
        self.fields: dict[str, Field] = {}
        self._said: dict[str, str] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().px(12))
        self.hide()

    def show_units(self, units: Sequence[str]) -> None:
        """Ask for these units; what was said of others is kept until another good is chosen."""
        if tuple(units) != self.units:
            for field in self.fields.values():
                field.hide()
                field.deleteLater()
            self.units = tuple(units)
            self.fields = {unit: self._made(unit) for unit in units}
        self.setVisible(bool(units))

    def _made(self, unit: str) -> Field:
        line = LineEdit(self._said.get(unit, ""))
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.typed.connect(lambda text: self._say(unit, text))
        field = Field(quantity_named(unit), line)
        field.label.setWordWrap(True)
        field.set_help(_reading(line.text(), unit))
        self._column.addWidget(field)
        return field

    def editor(self, unit: str) -> LineEdit:
        """The line of a unit that is asked for."""
        line = self.fields[unit].editor
        assert isinstance(line, LineEdit)
        return line

    def _say(self, unit: str, text: str) -> None:
        self._said[unit] = text
        self.fields[unit].set_help(_reading(text, unit))
        self.changed.emit()

    def clear(self) -> None:
        """Nothing is said: another good."""
        self._said.clear()
        for unit in self.units:
            self.editor(unit).clear()
            self.fields[unit].set_help("")

    @property
    def is_said(self) -> bool:
        """Whether any quantity was typed."""
        return any(text.strip() for text in self._said.values())

    @property
    def said_units(self) -> tuple[str, ...]:
        """The units of which something was typed."""
        return tuple(unit for unit, text in self._said.items() if text.strip())

    def texts(self) -> dict[str, str]:
        """What was said, by the names of an entry."""
        said = {unit: text for unit in self.units if (text := self._said.get(unit, "").strip())}
        if len(said) == 1:
            return {"quantity": said[unit], "unit": unit} if (unit := next(iter(said))) else {}
        return {"quantities": "; ".join(f"{text} {unit}" for unit, text in said.items())} if said else {}

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Show what an earlier question said."""
        self._said = _read(texts)
        for unit in self.units:
            self.editor(unit).show_text(self._said.get(unit, ""))
            self.fields[unit].set_help(_reading(self._said.get(unit, ""), unit))

    def set_error(self, words: str) -> None:
        """Say what is wrong beside the field that is lacking, else beside the first; "" when all is right."""
        for field in self.fields.values():
            field.set_error("")
        if words and self.fields:
            lacking = (unit for unit in self.units if not self._said.get(unit, "").strip())
            wrong = next((unit for unit in self.units if self._said.get(unit, "x") in words), None)
            self.fields[wrong or next(lacking, self.units[0])].set_error(words)

    @property
    def error(self) -> str:
        """The fault that is shown."""
        return next((field.error for field in self.fields.values() if field.error), "")


def quantity_named(unit: str) -> str:
    """The label of a unit's field."""
    words = unit_words(unit, language())
    if unit in _OWN_NAME:
        return f"{words[:1].upper()}{words[1:]}"
    return tr("Quantity in {unit}", unit=words)


def _reading(text: str, unit: str) -> str:
    """How an amount was read that has a thousands point for half of the world (``1.000``), or is zero."""
    plain = ungrouped(text.strip())
    if plain and not plain.strip("0."):
        return tr("None of it: no duty by this quantity.")
    if not is_doubtful(plain):
        return ""
    words = quantity_words(Decimal(plain), unit, language())
    return tr("Read as {quantity}: a point marks decimals, a comma thousands.", quantity=words)


def _read(texts: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for piece in filter(None, (part.strip() for part in texts.get("quantities", "").split(";"))):
        amount, _, unit = piece.partition(" ")
        found[unit_name(unit) or unit] = amount
    if texts.get("quantity", "").strip():
        unit = texts.get("unit", "")
        found[unit_name(unit) or unit] = texts["quantity"].strip()
    return found
