"""Several events edited together, rows pasted from a spreadsheet, and the matrix of who was there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from briefing_app.domain.attendance import role_of
from briefing_app.ui.exchange_dialogs import ImportDialog
from briefing_app.ui.mapping_dialog import MappingDialog
from briefing_app.ui.timeline.bulk_dialog import BulkDialog
from tests.ui.timeline.test_timeline_tab import tab as made_tab

tab = made_tab


def keys_of(tab):
    return [event.id for event in tab.below.selected()]


@pytest.fixture
def three(tab):
    """The tab with the first three rows of its table selected by keyboard."""
    view = tab.table.view
    view.setFocus()
    view.selectRow(0)
    for _ in range(2):
        QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    return tab


def test_rows_selected_with_shift_stay_selected_and_can_be_edited_together(three, monkeypatch):
    events = keys_of(three)
    assert len(events) == 3
    assert three.below.count.text() == "3 selected"

    def fill_in(dialog):
        QTest.keyClicks(dialog.add_tags, "autos, ")
        dialog.add_tags.insert("関税")  # as an input method does
        QTest.keyClicks(dialog.drop_lanes, "Leaders")
        assert dialog.outcome.text() == "3 of 3 events change."
        return dialog.take.isEnabled()

    monkeypatch.setattr(BulkDialog, "exec", fill_in)
    three.below.edit_button.click()
    workspace = three._session.workspace
    assert all(workspace.find("event", each).tags == ("autos", "関税") for each in events)
    assert not any("Leaders" in workspace.find("event", each).lanes for each in events)
    three._session.undo_stack.undo()
    assert not any(workspace.find("event", each).tags for each in events)


def test_rows_are_clicked_edited_in_the_dialog_itself_and_given_back_by_one_undo(tab, qtbot):
    view, workspace = tab.table.view, tab._session.workspace
    before = {event.id: event for event in workspace.records("event")}
    steps = tab._session.undo_stack.count()
    for row, keys in ((1, Qt.KeyboardModifier.NoModifier), (3, Qt.KeyboardModifier.ControlModifier)):
        place = view.visualRect(tab.table.model.index(row, 1)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, keys, place)
    chosen = keys_of(tab)
    assert len(chosen) == 2
    assert tab.below.count.text() == "2 selected"
    seen = []

    def fill_in():
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, BulkDialog)
        QTest.mouseClick(dialog.add_lanes, Qt.MouseButton.LeftButton)
        QTest.keyClicks(dialog.add_lanes, "Rounds")
        dialog.category.lineEdit().selectAll()
        QTest.keyClicks(dialog.category.lineEdit(), "visit")
        seen.append(dialog.outcome.text())
        QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, fill_in)
    QTest.mouseClick(tab.below.edit_button, Qt.MouseButton.LeftButton)
    assert seen == ["2 of 2 events change."]
    for event in workspace.records("event"):
        is_chosen = event.id in chosen
        assert ("Rounds" in event.lanes, event.category == "visit") == (is_chosen, is_chosen)
    assert tab._session.undo_stack.count() == steps + 1
    tab._session.undo_stack.undo()
    assert {event.id: event for event in workspace.records("event")} == before


def test_a_date_that_cannot_be_moved_is_said_and_nothing_is_offered(tab, qtbot):
    events = [tab._session.workspace.find("event", "g7")]
    dialog = BulkDialog(events, events, [])
    qtbot.addWidget(dialog)
    assert not dialog.take.isEnabled()
    dialog.days.setValue(7)
    assert "G7 summit" in dialog.outcome.text()
    assert not dialog.take.isEnabled()


def test_several_events_are_deleted_in_one_step(three):
    before = three._session.workspace.count("event")
    QTest.keyClick(three.table.view, Qt.Key.Key_Delete)
    assert three._session.workspace.count("event") == before - 3
    three._session.undo_stack.undo()
    assert three._session.workspace.count("event") == before


def test_rows_of_a_spreadsheet_are_pasted_into_the_table(tab, monkeypatch):
    monkeypatch.setattr(MappingDialog, "exec", lambda dialog: dialog.go_on.isEnabled())
    monkeypatch.setattr(ImportDialog, "exec", lambda dialog: True)
    QGuiApplication.clipboard().setText("Date\tTitle\tPeople\n13 June 2025\t5th round\tAkazawa\n")
    tab.table.view.setFocus()
    QTest.keySequence(tab.table.view, "Ctrl+V")
    (event,) = [each for each in tab._session.workspace.records("event") if each.title == "5th round"]
    assert event.dates[0].edtf == "2025-06-13"
    assert [each.person for each in event.participants] == ["akazawa"]


def test_what_is_no_table_is_said(tab):
    said = []
    tab._session.message.connect(lambda text, _level: said.append(text))
    QGuiApplication.clipboard().setText("a sentence")
    tab.below.paste_button.click()
    assert said
    assert said[0].startswith("What was copied is no table")


@pytest.fixture
def grid(tab):
    tab.below.buttons[1].click()
    return tab.below.attendance.grid


def test_the_matrix_shows_who_was_there_and_space_puts_somebody_in(tab, grid):
    model = grid.model()
    assert [model.headerData(0, Qt.Orientation.Horizontal)] == ["Akazawa"]
    assert model.rowCount() == 1
    index = model.index(0, 0)
    assert model.data(index) == "●"
    assert "Minister in charge of Economic Revitalization" in model.data(index, Qt.ItemDataRole.ToolTipRole)
    grid.setCurrentIndex(index)
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    event = tab._session.workspace.find("event", "r3")
    assert role_of(event, "akazawa") is None
    tab._session.undo_stack.undo()
    assert role_of(tab._session.workspace.find("event", "r3"), "akazawa") == ""


def test_a_part_is_typed_into_the_matrix_and_its_sign_is_explained(tab, grid):
    grid.setCurrentIndex(grid.model().index(0, 0))
    QTest.keyClick(grid, Qt.Key.Key_Return)
    editor = grid.findChild(QLineEdit)
    QTest.keyClicks(editor, "chief negotiator")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()  # the field hands over what was typed in the next turn
    assert role_of(tab._session.workspace.find("event", "r3"), "akazawa") == "chief negotiator"
    assert grid.model().data(grid.model().index(0, 0)) == "C"
    assert "C chief negotiator" in tab.below.attendance.key.text()


def test_the_matrix_and_the_canvas_share_their_selection(tab, grid):
    tab.select("r1")
    grid.setCurrentIndex(grid.model().index(0, 0))
    assert tab.inspector.event_id == "r3"


def test_who_was_there_gets_half_of_the_height_and_gives_it_back(tab, qtbot):
    tab.resize(1280, 620)
    tab.show()
    before = tab.split.sizes()
    tab.below.buttons[1].click()
    assert tab.split.sizes()[1] > sum(tab.split.sizes()) * 0.45 > before[1]
    tab.below.buttons[0].click()
    assert tab.split.sizes() == before
