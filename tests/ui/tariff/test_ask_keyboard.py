"""The Ask page by keyboard alone: Tab goes as the page is read, and who says a fact stays at it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

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
    order = list(facts.fields)
    name = next(name for name in reversed(order) if isinstance(facts.fields[name].editor, QComboBox))
    facts.fields[name].editor.setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    tab.ask.question.ask()
    assert facts.facts.get(name)
    assert QApplication.focusWidget() is facts.fields[name].editor
