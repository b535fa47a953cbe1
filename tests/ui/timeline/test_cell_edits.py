"""Cells of the table of events are edited in place with F2."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.ui.timeline.test_timeline_tab import tab as made_tab

tab = made_tab


def type_into(tab, event_id, column, text):
    """F2 in a cell, type over what is there, Enter."""
    view = tab.table.view
    view.select_key(event_id)
    view.setCurrentIndex(tab.table.model.index(tab.table.model.shown_row(event_id), column))
    QTest.keyClick(view, Qt.Key.Key_F2)
    editor = view.findChild(QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    for _turn in range(3):  # the field hands over what was typed, then the change is applied
        QApplication.processEvents()


def dates_of(tab, event_id):
    return [(each.edtf, each.kind) for each in tab._session.workspace.find("event", event_id).dates]


@pytest.mark.parametrize(
    ("typed", "edtf"), [("24 May 2025", "2025-05-24"), ("mid-May 2025 (+1)", "2025-05-1X")]
)
def test_a_date_is_typed_into_its_cell_as_anywhere_else(tab, typed, edtf):
    type_into(tab, "r3", 0, typed)
    assert dates_of(tab, "r3") == [(edtf, "held")]
    assert tab._session.workspace.find("event", "r3").dates[0].zone == "America/New_York"
    tab._session.undo_stack.undo()
    assert dates_of(tab, "r3") == [("2025-05-23", "held")]


def test_of_several_dates_the_one_that_the_cell_shows_is_changed(tab):
    type_into(tab, "pause", 0, "10 April 2025")
    assert dates_of(tab, "pause") == [("2025-04-10", "effective"), ("2025-07-09", "due")]


@pytest.mark.parametrize(("column", "typed"), [(0, "someday"), (0, " "), (1, " ")])
def test_what_cannot_be_is_said_and_nothing_changes(tab, column, typed):
    said = []
    tab._session.message.connect(lambda text, _level: said.append(text))
    before = tab._session.workspace.find("event", "r3")
    type_into(tab, "r3", column, typed)
    assert tab._session.workspace.find("event", "r3") == before
    assert said


def test_a_confidence_is_typed(tab):
    tab.resize(2200, 900)
    QApplication.processEvents()
    type_into(tab, "r3", 4, "two sources")
    assert tab._session.workspace.find("event", "r3").confidence == "two sources"
