"""The question: good, origin, day, value, transport, quantity where needed, and the facts that matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QScrollArea, QWidget

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.tariff.answer import MissingFact
from briefing_app.tariff.currency import VALUE_RATE
from briefing_app.tariff.duty import inputs_of
from briefing_app.tariff.entry import EntryError
from briefing_app.tariff.fact_table import FACTS
from briefing_app.tariff.goods import GoodsIndex
from briefing_app.tariff.law import Law
from briefing_app.tariff.rate_grammar import RateError
from briefing_app.tariff.schedule import CodeError
from briefing_app.ui.tariff.fact_fields import FactFields
from briefing_app.ui.tariff.good_field import GoodField
from briefing_app.ui.tariff.portions import Portions
from briefing_app.ui.tariff.quantity_fields import NAMES, QuantityFields
from briefing_app.ui.tariff.scrolled import column_in
from briefing_app.ui.tariff.value_fields import ValueFields
from briefing_app.ui.tariff.words import COUNTRIES, country, day_text, value_words
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Field, Form, LineEdit

PAUSE_MS = 150
START = {"hts": "87032301", "origin": "JP", "value_usd": "30,000"}
_CORE = frozenset({"hts", "origin", "date", "value_usd", "mode", *NAMES})
_MONEY = frozenset({"currency", "amount", "rate", "rate_per", "rate_source", "rate_date", VALUE_RATE})


class Question(QScrollArea):
    """``asked`` carries the texts of a question by name, a moment after the last change."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, in_portions: bool = False) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Question"))
        self._law: Law | None = None
        self._day: date | None = None
        self._fields: dict[str, Field] = {}
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.ask)
        self.setMinimumWidth(theme().px(260))
        self.portions = Portions(
            self._make_good, self._make_values, self._make_facts, self._connect, in_portions=in_portions
        )

    def _make_good(self) -> None:
        column = column_in(self, (16, 12, 16, 16), 6, panel="", follows_width=True)
        form = self.form = Form(self.widget())
        column.addWidget(form, 0, Qt.AlignmentFlag.AlignTop)
        self.good = GoodField(form)
        self.origin = QComboBox(form)
        self.origin.setEditable(True)
        self.origin.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for code, _name in COUNTRIES:
            self.origin.addItem(f"{country(code)} ({code})", code)
        self.day = LineEdit(placeholder=day_text(date(2025, 5, 24)))
        self.follow = QPushButton(tr("Follow the as-of day"), form)
        self.follow.setProperty("kind", "link")
        self.follow.hide()
        self._fields["hts"] = form.add(tr("Commodity"), self.good)
        self._fields["origin"] = form.add(tr("Country of origin"), self.origin)
        self._fields["date"] = form.add(tr("Entered on (New York date)"), self.day)
        form.add_widget(self.follow)

    def _make_values(self) -> None:
        form = self.form
        self.values = ValueFields(START["value_usd"], form)
        self.value = self.values.value
        self.quantities = QuantityFields(form)
        self.mode = QComboBox(form)
        for choice in FACTS["mode"].choices:
            self.mode.addItem(value_words("mode", choice), choice)
        form.add_widget(self.values)
        self._fields |= self.values.fields
        form.add_widget(self.quantities)
        harbor = tr("The harbor fee is due by sea only.")
        self._fields["mode"] = form.add(tr("Transport"), self.mode, harbor)

    def _make_facts(self) -> None:
        self.facts = FactFields(self.form)
        self.form.add_widget(self.facts)
        self.good.show_good(START["hts"])

    def _connect(self) -> None:
        self.good.chosen.connect(self._on_good)
        self.good.missed.connect(self.ask)
        self.origin.currentIndexChanged.connect(self._later)
        editor = self.origin.lineEdit()
        if editor is not None:
            editor.editingFinished.connect(self._later)
        self.day.typed.connect(self._on_day)
        self.follow.clicked.connect(self._on_follow)
        self.values.changed.connect(self._later)
        self.quantities.changed.connect(self._later)
        self.mode.activated.connect(self._later)
        self.facts.said.connect(self._later)
        self.form.finished.connect(self._on_finished)

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
        self.quantities.show_texts(texts)
        self.mode.setCurrentIndex(max(0, self.mode.findData(texts.get("mode", "ocean"))))
        self.facts.facts = {name: text for name, text in texts.items() if name not in _CORE | _MONEY}
        self._show_quantity()
        self.ask()

    def show_faults(self, error: EntryError | CodeError | None) -> bool:
        """Put each fault beside its field; False if the rate of exchange is all that is still to be typed."""
        for field in (*self._fields.values(), *self.facts.fields.values()):
            field.set_error("")
        self.quantities.set_error("")
        if error is None:
            return True
        is_shown = False
        faults = error.faults if isinstance(error, EntryError) else (f"hts: {error}",)
        for fault in faults:
            name, _, text = fault.partition(": ")
            if self.values.awaits(name):
                continue
            is_shown = True
            words = told(text)
            words = words[:1].upper() + words[1:]
            if name in NAMES and self.quantities.units:
                self.quantities.set_error(words)
            elif not self.facts.show_fault(name, words):
                place = "amount" if name == "currency" else name
                self._fields.get(place, self._fields["hts"]).set_error(words)
        return is_shown

    def show_facts(self, missing: Sequence[MissingFact]) -> None:
        """Offer the facts that would change the duty, and those said already."""
        self._show_quantity([each.unit for each in missing if each.unit])
        self.facts.show_facts(missing)
        self.form.order_keys()

    def texts(self) -> dict[str, str]:
        """The question as texts by name."""
        code = self.origin.currentData()
        typed = self.origin.currentText().strip()
        if self.origin.currentIndex() < 0 or self.origin.itemText(self.origin.currentIndex()) != typed:
            code = self._code_of(typed)
        out = {
            "hts": self.good.asked(),
            "origin": code or "",
            "date": self.day.text(),
            "mode": self.mode.currentData(),
        } | self.values.texts()
        return out | self.quantities.texts() | self.facts.facts

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

    def _on_finished(self) -> None:
        self.values.finish()
        self.ask()

    # --- fields --------------------------------------------------------------------------------------

    def fact_editor(self, name: str) -> QWidget:
        """The field of a fact."""
        return self.facts.fields[name].editor

    def _on_good(self, _hts: str) -> None:
        self.facts.facts = {}
        self.quantities.clear()
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

    def _show_quantity(self, needed: Sequence[str] = ()) -> None:
        """Ask for the quantities that the rate of the good is charged in, and those that an answer lacks."""
        units = (*_charged_in(self._law, self.good.hts), *needed, *self.quantities.said_units)
        self.quantities.show_units(tuple(dict.fromkeys(units)))
        self.form.order_keys()


def _charged_in(law: Law | None, hts: str) -> tuple[str, ...]:
    """The units of the general rate of a line; nothing for one that is charged on the value only."""
    if law is None or not hts:
        return ()
    try:
        rate = law.schedule.require(hts).rate
    except (CodeError, RateError):
        return ()
    return tuple(name for name in inputs_of(rate) if not name.endswith("_usd"))
