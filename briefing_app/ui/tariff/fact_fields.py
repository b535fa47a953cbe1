"""The facts of an entry that would change its duty: one field each, with the duty of every value below it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from briefing_app.app.i18n import language, tr
from briefing_app.tariff.answer import MissingFact
from briefing_app.tariff.fact_table import FACTS
from briefing_app.tariff.schedule import dotted
from briefing_app.tariff.words import in_language
from briefing_app.ui.tariff.outcome_words import outcome_said, outcomes_said
from briefing_app.ui.tariff.words import fact_words, money, short_status, value_words
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Field, LineEdit
from briefing_app.ui.widgets.labels import SectionHeader, label

CODE, SUFFIX, OTHER = "hts", "statistical_suffix", "other"


class FactFields(QWidget):
    """``said`` is sent when a fact is said or taken back. ``fields`` are those shown, by name."""

    said = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts: dict[str, str] = {}
        self.fields: dict[str, HelpField] = {}
        self._codes: tuple[str, ...] = ()
        self.none = label(tr("None: no fact would change this duty."), "secondary", wrap=True)
        self._box = QWidget()
        self._column = QVBoxLayout(self._box)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().px(10))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(6))
        for part in (SectionHeader(tr("Facts that matter here")), self.none, self._box):
            column.addWidget(part)

    def show_facts(self, missing: Sequence[MissingFact]) -> None:
        """Offer the facts that would change the duty, and those said already."""
        codes = self._codes
        wanted = {each.fact: each for each in missing if each.fact not in {"quantity", "unit", "quantities"}}
        if CODE in wanted:
            self._codes = tuple(dict.fromkeys(value for value, _w, _o in outcomes_said(wanted[CODE])))
        shown = (CODE if name == SUFFIX and self._codes else name for name in (*self.facts, *wanted))
        names = [name for name in dict.fromkeys(shown) if name != CODE or self._codes]
        if list(self.fields) != names or (CODE in names and self._codes != codes):
            self._rebuild(names)
        self._show_said()
        for name in names:
            found = wanted.get(name)
            self.fields[name].set_help(_outcome_words(found) if found else "")
        self.none.setVisible(not names)

    def show_fault(self, name: str, text: str) -> bool:
        """Put a fault beside its field; False if no such field is shown."""
        if name in self.fields:
            self.fields[name].set_error(text)
        return name in self.fields

    def _rebuild(self, names: Sequence[str]) -> None:
        # A field that stays is the same one: who types in it goes on where the cursor stands.
        before, self.fields = self.fields, {}
        for name in names:
            kept = before.pop(name, None) if name != CODE else None
            field = self.fields[name] = kept or HelpField(fact_words(name), self._editor(name))
            self._column.removeWidget(field)
            self._column.addWidget(field)
        for gone in before.values():
            gone.hide()
            gone.deleteLater()

    def _show_said(self) -> None:
        """Show what is said in each field: of another good, or of an earlier question, it may be another."""
        for name, field in self.fields.items():
            editor, said = field.editor, self.facts.get(name, "")
            if isinstance(editor, QComboBox) and name != CODE:
                editor.setCurrentIndex(max(0, editor.findData(said)))
            elif isinstance(editor, LineEdit) and editor.text().strip() != said:
                editor.show_text(said)

    def _code_editor(self) -> QWidget:
        """All ten digits of the code, where a list names some of a line only."""
        combo = QComboBox()
        combo.addItem(tr("not said"), "")
        for code in self._codes:
            known = code.isdigit()
            combo.addItem(dotted(code) if known else in_language(code, language()), code if known else OTHER)
        said = OTHER if self.facts.get(SUFFIX) else self.facts.get(CODE, "")
        combo.setCurrentIndex(max(0, combo.findData(said)))
        combo.activated.connect(lambda _place: self._say_code(combo.currentData()))
        return combo

    def _say_code(self, code: str) -> None:
        self.facts.pop(SUFFIX, None)
        self.facts.pop(CODE, None)
        if code:
            self.facts |= {SUFFIX: "other"} if code == OTHER else {CODE: code}
        self.said.emit()

    def _editor(self, name: str) -> QWidget:
        if name == CODE:
            return self._code_editor()
        fact = FACTS[name]
        if fact.kind in {"bool", "choice"}:
            combo = QComboBox()
            combo.addItem(tr("not said"), "")
            for choice in fact.choices:
                combo.addItem(value_words(name, choice), choice)
            combo.setCurrentIndex(max(0, combo.findData(self.facts.get(name, ""))))
            combo.activated.connect(lambda _place: self._say(name, combo.currentData()))
            return combo
        line = LineEdit(self.facts.get(name, ""), tr("not said"))
        line.typed.connect(lambda text: self._say(name, text.strip()))
        return line

    def _say(self, name: str, text: str) -> None:
        if text:
            self.facts[name] = text
        else:
            self.facts.pop(name, None)
        self.said.emit()


class HelpField(Field):
    """A field whose label may be long."""

    def __init__(self, text: str, editor: QWidget) -> None:
        super().__init__(text, editor)
        self.label.setWordWrap(True)


def _outcome_words(missing: MissingFact) -> str:
    """``yes: $3,000.00 · no: $4,320.00 (taken now)``."""
    parts = []
    for value, words, each in outcomes_said(missing):
        duty = money(each.total_cents) if each.status == "ok" else short_status(each.status)
        taken = f" ({tr('taken now')})" if value == missing.taken else ""
        parts.append(f"{outcome_said(missing, words, duty)}{taken}")
    return " · ".join(parts)
