"""The Ask page by keyboard alone: Tab goes as the page is read, and who says a fact stays at it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

TEA = {"hts": "0902.10.10", "origin": "JP", "date": "24 May 2025", "value_usd": "30000"}
BEER = {"hts": "2206.00.30", "origin": "JP", "date": "1 March 2025", "value_usd": "1000"}


def stops(tab, count):
    """The accessible names of the next stops of Tab."""
    found = []
    for _ in range(count):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        found.append(focused.accessibleName() or focused.text())
    return found


def begin(tab, asked):
    tab.ask.question.set_question(asked)
    tab.activateWindow()
    tab.ask.question.origin.setFocus()
    QApplication.processEvents()


def test_facts_and_recent_questions_come_before_the_answer(tab):
    begin(tab, TEA)
    names = stops(tab, 12)
    facts = [field.label.text() for field in tab.ask.question.facts.fields.values()]
    assert len(facts) > 1
    first = names.index("Transport") + 1
    assert names[first : first + len(facts)] == facts
    assert names.index("Keep this question") < names.index("Answer")
    assert "" not in names


def test_a_quantity_that_a_good_brings_stands_where_it_is_read(tab):
    begin(tab, TEA)
    begin(tab, BEER)
    names = stops(tab, 8)
    at = names.index("Quantity in liters")
    assert names.index("Currency") < at < names.index("Quantity in proof liters") < names.index("Transport")


def test_who_says_a_fact_with_the_keyboard_stays_at_it(tab):
    begin(tab, TEA)
    facts = tab.ask.question.facts
    *_others, name = facts.fields
    assert facts.fields[name].editor.text() == ""
    facts.fields[name].editor.setFocus()
    QTest.keyClicks(QApplication.focusWidget(), "100")
    tab.ask.question.ask()
    assert next(iter(facts.fields)) == name, "what is said stands first"
    assert QApplication.focusWidget() is facts.fields[name].editor
    QTest.keyClicks(QApplication.focusWidget(), "0")
    assert facts.facts[name] == "1000"


def test_a_field_shows_what_is_said_of_the_good_that_is_asked_about(tab):
    question = tab.ask.question
    question.set_question({**TEA, "hts": "8471.30.01"})
    facts = question.facts
    editor = facts.fields["part_use"].editor
    editor.setCurrentIndex(editor.findData("car"))
    editor.activated.emit(editor.currentIndex())
    question.ask()
    assert tab.ask.answer.duty.text() == "$7,500.00"
    said = tab.ask.recent[0].texts
    question.good.show_good("84714101")
    question.good.chosen.emit("84714101")
    assert facts.facts == {}
    assert facts.fields["part_use"].editor.currentText() == "not said"
    question.set_question(said)
    assert facts.fields["part_use"].editor.currentData() == "car"
    question.set_question({name: text for name, text in said.items() if name != "part_use"})
    assert facts.fields["part_use"].editor.currentText() == "not said"


def test_the_codes_of_another_good_are_those_of_that_good(tab):
    question = tab.ask.question
    question.set_question({**TEA, "hts": "2710.19.30", "date": "15 September 2025"})
    combo = question.facts.fields["hts"].editor
    assert "2710.19.30.50" in [combo.itemText(place) for place in range(combo.count())]
    question.set_question({**TEA, "hts": "2711.12.00", "date": "15 September 2025"})
    combo = question.facts.fields["hts"].editor
    shown = [combo.itemText(place) for place in range(combo.count())]
    assert "2711.12.00.20" in shown
    assert not any(text.startswith("2710") for text in shown)


def test_a_day_is_typed_with_its_blanks_while_it_is_asked_about(tab):
    tab.ask.question.set_question(TEA)
    line = tab.ask.question.facts.fields["loaded_on_vessel_date"].editor
    line.setFocus()
    for piece in ("4 ", "April ", "2025"):
        QTest.keyClicks(line, piece)
        tab.ask.question.ask()
    assert tab.ask.question.facts.fields["loaded_on_vessel_date"].editor.text() == "4 April 2025"
    assert tab.ask.question.facts.facts["loaded_on_vessel_date"] == "4 April 2025"
