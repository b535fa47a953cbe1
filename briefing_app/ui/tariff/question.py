"""The question: good, origin, day, value, quantity where needed, and only the facts that matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from briefing_app.domain.date_words import day_words
from briefing_app.tariff.answer import MissingFact
from briefing_app.tariff.entry import EntryError
from briefing_app.tariff.fact_table import FACTS
from briefing_app.tariff.goods import GoodsIndex
from briefing_app.tariff.law import Law
from briefing_app.tariff.schedule import CodeError
from briefing_app.ui.tariff.good_field import GoodField
from briefing_app.ui.tariff.words import COUNTRIES, fact_words, money, value_words
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Field, Form, LineEdit
from briefing_app.ui.widgets.labels import SectionHeader, label

PAUSE_MS = 150
START = {"hts": "87032301", "origin": "JP", "value_usd": "30,000"}
UNSAID = "not said"


class Question(QScrollArea):
    """``asked`` carries the texts of an entry by name, a moment after the last change."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._law: Law | None = None
        self._day: date | None = None
        self._facts: dict[str, str] = {}
        self._fields: dict[str, Field] = {}
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.ask)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(theme().px(250))
        self._make_fields()
        self._connect()

    def _make_fields(self) -> None:
        form = Form()
        self.good = GoodField()
        self.origin = QComboBox()
        self.origin.setEditable(True)
        self.origin.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for code, name in COUNTRIES:
            self.origin.addItem(f"{name} ({code})", code)
        self.day = LineEdit(placeholder="24 May 2025")
        self.follow = QPushButton("Follow the as-of day")
        self.follow.setProperty("kind", "link")
        self.follow.hide()
        self.value = LineEdit(START["value_usd"])
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.quantity = LineEdit()
        self.mode = QComboBox()
        for choice in FACTS["mode"].choices:
            self.mode.addItem(choice, choice)
        self._fields["hts"] = form.add("Good", self.good)
        self._fields["origin"] = form.add("From", self.origin)
        self._fields["date"] = form.add("Entered on (New York date)", self.day)
        form.add_widget(self.follow)
        self._fields["value_usd"] = form.add("Customs value", self.value, unit="USD")
        self._fields["quantity"] = form.add("Quantity", self.quantity)
        self._fields["mode"] = form.add("Arrives by", self.mode)
        self._facts_head = SectionHeader("Facts that matter here")
        self._facts_none = label("None: no fact would change this duty.", "secondary", wrap=True)
        self._facts_box = QWidget()
        self._facts_column = QVBoxLayout(self._facts_box)
        self._facts_column.setContentsMargins(0, 0, 0, 0)
        self._facts_column.setSpacing(theme().px(10))
        for part in (self._facts_head, self._facts_none, self._facts_box):
            form.add_widget(part)
        self._fields["quantity"].hide()
        body = QWidget()
        body.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(body)
        column.setContentsMargins(theme().px(16), theme().px(12), theme().px(16), theme().px(16))
        column.addWidget(form, 0, Qt.AlignmentFlag.AlignTop)
        self.setWidget(body)
        self.form = form
        self.good.show_good(START["hts"])

    def _connect(self) -> None:
        self.good.chosen.connect(self._on_good)
        self.origin.currentIndexChanged.connect(self._later)
        editor = self.origin.lineEdit()
        if editor is not None:
            editor.editingFinished.connect(self._later)
        self.day.typed.connect(self._on_day)
        self.follow.clicked.connect(self._on_follow)
        for field in (self.value, self.quantity):
            field.typed.connect(self._later)
        self.mode.activated.connect(self._later)
        self.form.finished.connect(self.ask)

    def _later(self, *_ignored: object) -> None:
        self._pause.start()

    # --- what the page tells -------------------------------------------------------------------------

    def set_law(self, law: Law, index: GoodsIndex) -> None:
        """The law that questions are put to."""
        self._law = law
        self.good.set_law(index, law.schedule)
        self._show_quantity()

    def show_day(self, day: date) -> None:
        """The global as-of day; taken over unless another day was typed here."""
        self._day = day
        if self.follow.isHidden():
            self.day.show_text(day_words(day))

    def set_day(self, day: date) -> None:
        """Ask for a day of its own (a click in the chart)."""
        self.day.show_text(day_words(day))
        self.follow.setVisible(day != self._day)
        self.ask()

    def set_question(self, texts: Mapping[str, str]) -> None:
        """Show an earlier question and ask it again."""
        self.good.show_good(texts["hts"].replace(".", ""))
        place = self.origin.findData(texts["origin"])
        self.origin.blockSignals(True)
        if place >= 0:
            self.origin.setCurrentIndex(place)
        else:
            self.origin.setEditText(texts["origin"])
        self.origin.blockSignals(False)
        self.value.show_text(texts["value_usd"])
        self.day.show_text(texts["date"])
        self.follow.setVisible(True)
        self.quantity.show_text(texts.get("quantity", ""))
        known = {"hts", "origin", "date", "value_usd", "quantity", "unit", "mode", "entry_time_et"}
        self._facts = {name: text for name, text in texts.items() if name not in known}
        self._show_quantity()
        self.ask()

    def show_faults(self, error: EntryError | CodeError | None) -> None:
        """Put each fault beside its field."""
        for field in self._fields.values():
            field.set_error("")
        if error is None:
            return
        faults = error.faults if isinstance(error, EntryError) else (f"hts: {error}",)
        for fault in faults:
            name, _, text = fault.partition(": ")
            field = self._fields.get("quantity" if name == "unit" else name, self._fields["hts"])
            field.set_error(text[:1].upper() + text[1:])

    def show_facts(self, missing: Sequence[MissingFact]) -> None:
        """Offer the facts that would change the duty, and those said already."""
        wanted = {each.fact: each for each in missing if each.fact not in {"quantity", "unit", "quantities"}}
        names = [*self._facts, *(name for name in wanted if name not in self._facts)]
        self._show_quantity(needed=any(each.fact in {"quantity", "quantities"} for each in missing))
        shown = [name for name in self._fields if name in FACTS and name not in {"quantity", "mode"}]
        if shown != names:
            self._rebuild_facts(names)
        for name in names:
            found = wanted.get(name)
            field = self._fields[name]
            if isinstance(field, HelpField):
                field.set_help(_outcome_words(found) if found else "")
        self._facts_none.setVisible(not names)

    def texts(self) -> dict[str, str]:
        """The entry as texts by name."""
        code = self.origin.currentData()
        typed = self.origin.currentText().strip()
        if self.origin.currentIndex() < 0 or self.origin.itemText(self.origin.currentIndex()) != typed:
            code = typed.rpartition("(")[2].rstrip(")").strip() or typed
        out = {
            "hts": self.good.hts,
            "origin": code or "",
            "date": self.day.text(),
            "value_usd": self.value.text().replace(",", "").replace("$", ""),
            "mode": self.mode.currentData(),
        }
        quantity = self.quantity.text().strip()
        if quantity and not self._fields["quantity"].isHidden():
            out["quantity"] = quantity.replace(",", "")
            out["unit"] = self._units()[0] if self._units() else ""
        return out | self._facts

    def ask(self) -> None:
        """Ask now."""
        self._pause.stop()
        if self._law is not None:
            self.asked.emit(self.texts())

    # --- fields --------------------------------------------------------------------------------------

    def fact_editor(self, name: str) -> QWidget:
        """The field of a fact."""
        return self._fields[name].editor

    def _on_good(self, _hts: str) -> None:
        self._facts = {}
        self.quantity.clear()
        self._show_quantity()
        self.ask()

    def _on_day(self, _text: str) -> None:
        self.follow.setVisible(True)
        self._later()

    def _on_follow(self) -> None:
        self.follow.hide()
        if self._day is not None:
            self.day.show_text(day_words(self._day))
        self.ask()

    def _units(self) -> tuple[str, ...]:
        if self._law is None or not self.good.hts:
            return ()
        try:
            return self._law.schedule.require(self.good.hts).units_needed
        except CodeError:
            return ()

    def _show_quantity(self, *, needed: bool = False) -> None:
        units = self._units()
        field = self._fields["quantity"]
        said = bool(self.quantity.text().strip())
        field.setVisible(bool(units) and (needed or said or self._is_specific()))
        field.label.setText(f"Quantity in {units[0]}" if units else "Quantity")
        self.quantity.setAlignment(Qt.AlignmentFlag.AlignRight)

    def _is_specific(self) -> bool:
        if self._law is None:
            return False
        try:
            general = self._law.schedule.require(self.good.hts).general
        except CodeError:
            return False
        return "¢" in general or "$" in general

    def _rebuild_facts(self, names: Sequence[str]) -> None:
        for name in [each for each in self._fields if each in FACTS and each not in {"quantity", "mode"}]:
            field = self._fields.pop(name)
            field.hide()
            field.deleteLater()
        for name in names:
            field = HelpField(fact_words(name), self._editor(name))
            self._fields[name] = field
            self._facts_column.addWidget(field)

    def _editor(self, name: str) -> QWidget:
        fact = FACTS[name]
        if fact.kind in {"bool", "choice"}:
            combo = QComboBox()
            combo.addItem(UNSAID, "")
            for choice in fact.choices:
                combo.addItem(value_words(name, choice), choice)
            combo.setCurrentIndex(max(0, combo.findData(self._facts.get(name, ""))))
            combo.activated.connect(lambda _place: self._say(name, combo.currentData()))
            return combo
        line = LineEdit(self._facts.get(name, ""), UNSAID)
        line.typed.connect(lambda text: self._say(name, text.strip().replace(",", "")))
        return line

    def _say(self, name: str, text: str) -> None:
        if text:
            self._facts[name] = text
        else:
            self._facts.pop(name, None)
        self._later()


class HelpField(Field):
    """A field whose help line can change and whose label may be long."""

    def __init__(self, text: str, editor: QWidget) -> None:
        super().__init__(text, editor)
        self.label.setWordWrap(True)

    def set_help(self, text: str) -> None:
        """Say something below the field."""
        if not self.error:
            self._help_text = text
            self.set_error("")


def _outcome_words(missing: MissingFact) -> str:
    """``yes: $3,000.00 · no: $4,320.00 (taken)``."""
    parts = []
    for each in missing.outcomes:
        duty = money(each.total_cents) if each.status == "ok" else each.status.replace("_", " ")
        taken = " (taken now)" if each.value == missing.taken else ""
        parts.append(f"{value_words(missing.fact, each.value)}: {duty}{taken}")
    return " · ".join(parts)
