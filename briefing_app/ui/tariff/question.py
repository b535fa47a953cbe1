"""The question: good, origin, day, value, transport, quantity where needed, and the facts that matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QScrollArea, QWidget

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.tariff.answer import MissingFact
from briefing_app.tariff.entry import EntryError
from briefing_app.tariff.fact_table import FACTS
from briefing_app.tariff.goods import GoodsIndex
from briefing_app.tariff.law import Law
from briefing_app.tariff.schedule import CodeError
from briefing_app.ui.tariff.fact_fields import FactFields
from briefing_app.ui.tariff.good_field import GoodField
from briefing_app.ui.tariff.scrolled import column_in
from briefing_app.ui.tariff.value_fields import ValueFields
from briefing_app.ui.tariff.words import COUNTRIES, country, day_text, value_words
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Field, Form, LineEdit

PAUSE_MS = 150
START = {"hts": "87032301", "origin": "JP", "value_usd": "30,000"}
_CORE = frozenset({"hts", "origin", "date", "value_usd", "quantity", "unit", "mode"})
_MONEY = frozenset({"currency", "amount", "rate", "rate_per", "rate_source", "rate_date"})


class Question(QScrollArea):
    """``asked`` carries the texts of a question by name, a moment after the last change."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._law: Law | None = None
        self._day: date | None = None
        self._fields: dict[str, Field] = {}
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.ask)
        self.setMinimumWidth(theme().px(260))
        self._make_fields()
        self._connect()

    def _make_fields(self) -> None:
        form = self.form = Form()
        column = column_in(self, (16, 12, 16, 16), 6, panel="", follows_width=True)
        column.addWidget(form, 0, Qt.AlignmentFlag.AlignTop)
        self.good = GoodField()
        self.origin = QComboBox()
        self.origin.setEditable(True)
        self.origin.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for code, _name in COUNTRIES:
            self.origin.addItem(f"{country(code)} ({code})", code)
        self.day = LineEdit(placeholder=day_text(date(2025, 5, 24)))
        self.follow = QPushButton(tr("Follow the as-of day"))
        self.follow.setProperty("kind", "link")
        self.follow.hide()
        self.values = ValueFields(START["value_usd"])
        self.value = self.values.value
        self.quantity = LineEdit()
        self.mode = QComboBox()
        for choice in FACTS["mode"].choices:
            self.mode.addItem(value_words("mode", choice), choice)
        self._fields["hts"] = form.add(tr("Commodity"), self.good)
        self._fields["origin"] = form.add(tr("Country of origin"), self.origin)
        self._fields["date"] = form.add(tr("Entered on (New York date)"), self.day)
        form.add_widget(self.follow)
        form.add_widget(self.values)
        self._fields |= self.values.fields
        self._fields["quantity"] = form.add(tr("Quantity"), self.quantity)
        harbor = tr("The harbor fee is due by sea only.")
        self._fields["mode"] = form.add(tr("Transport"), self.mode, harbor)
        self.facts = FactFields()
        form.add_widget(self.facts)
        self._fields["quantity"].hide()
        self.good.show_good(START["hts"])

    def _connect(self) -> None:
        self.good.chosen.connect(self._on_good)
        self.origin.currentIndexChanged.connect(self._later)
        editor = self.origin.lineEdit()
        if editor is not None:
            editor.editingFinished.connect(self._later)
        self.day.typed.connect(self._on_day)
        self.follow.clicked.connect(self._on_follow)
        self.values.changed.connect(self._later)
        self.quantity.typed.connect(self._later)
        self.mode.activated.connect(self._later)
        self.facts.said.connect(self._later)
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
            self.day.show_text(day_text(day))

    def set_day(self, day: date) -> None:
        """Ask for a day of its own (a click in the chart)."""
        self.facts.facts.pop("entry_time_et", None)
        self.day.show_text(day_text(day))
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
        self.values.show_texts(texts)
        self.day.show_text(texts["date"])
        self.follow.setVisible(True)
        self.quantity.show_text(texts.get("quantity", ""))
        self.mode.setCurrentIndex(max(0, self.mode.findData(texts.get("mode", "ocean"))))
        self.facts.facts = {name: text for name, text in texts.items() if name not in _CORE | _MONEY}
        self._show_quantity()
        self.ask()

    def show_faults(self, error: EntryError | CodeError | None) -> None:
        """Put each fault beside its field."""
        for field in (*self._fields.values(), *self.facts.fields.values()):
            field.set_error("")
        if error is None:
            return
        faults = error.faults if isinstance(error, EntryError) else (f"hts: {error}",)
        for fault in faults:
            name, _, text = fault.partition(": ")
            words = told(text)
            words = words[:1].upper() + words[1:]
            if not self.facts.show_fault(name, words):
                place = "quantity" if name == "unit" else "amount" if name == "currency" else name
                field = self._fields.get(place, self._fields["hts"])
                field.show()
                field.set_error(words)

    def show_facts(self, missing: Sequence[MissingFact]) -> None:
        """Offer the facts that would change the duty, and those said already."""
        self._show_quantity(needed=any(each.fact in {"quantity", "quantities"} for each in missing))
        self.facts.show_facts(missing)

    def texts(self) -> dict[str, str]:
        """The question as texts by name."""
        code = self.origin.currentData()
        typed = self.origin.currentText().strip()
        if self.origin.currentIndex() < 0 or self.origin.itemText(self.origin.currentIndex()) != typed:
            code = self._code_of(typed)
        out = {
            "hts": self.good.hts,
            "origin": code or "",
            "date": self.day.text(),
            "mode": self.mode.currentData(),
        } | self.values.texts()
        quantity = self.quantity.text().strip()
        if quantity and not self._fields["quantity"].isHidden():
            out["quantity"] = quantity.replace(",", "")
            out["unit"] = self._units()[0] if self._units() else ""
        return out | self.facts.facts

    def _code_of(self, typed: str) -> str:
        """The code of a country typed by name or code."""
        folded = typed.casefold()
        for code, english in COUNTRIES:
            if folded in {english.casefold(), country(code).casefold()}:
                return code
        return typed.rpartition("(")[2].rstrip(")").strip() or typed

    def ask(self) -> None:
        """Ask now."""
        self._pause.stop()
        if self._law is not None:
            self.asked.emit(self.texts())

    # --- fields --------------------------------------------------------------------------------------

    def fact_editor(self, name: str) -> QWidget:
        """The field of a fact."""
        return self.facts.fields[name].editor

    def _on_good(self, _hts: str) -> None:
        self.facts.facts = {}
        self.quantity.clear()
        self._show_quantity()
        self.ask()

    def _on_day(self, _text: str) -> None:
        self.facts.facts.pop("entry_time_et", None)  # an hour of the day before is none of this one
        self.follow.setVisible(True)
        self._later()

    def _on_follow(self) -> None:
        self.follow.hide()
        if self._day is not None:
            self.day.show_text(day_text(self._day))
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
        field.label.setText(tr("Quantity in {unit}", unit=units[0]) if units else tr("Quantity"))
        self.quantity.setAlignment(Qt.AlignmentFlag.AlignRight)

    def _is_specific(self) -> bool:
        if self._law is None:
            return False
        try:
            general = self._law.schedule.require(self.good.hts).general
        except CodeError:
            return False
        return "¢" in general or "$" in general
