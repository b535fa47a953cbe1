"""The form for what speaks for each option of a sheet, from the Briefing tab to the page."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from briefing_app.domain.change import Change, ChangeSet
from briefing_app.exchange.sample import load_sample
from briefing_app.ui.briefing.option_rows_dialog import OptionRowsDialog
from briefing_app.ui.briefing.tab import BriefingTab


@pytest.fixture
def tab(session, qtbot):
    records = load_sample("us-japan")
    session.workspace.apply(ChangeSet("Fill", tuple(Change(r.record_kind, r.id, None, r) for r in records)))
    session.as_of = date(2025, 5, 24)
    made = BriefingTab(session)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    made.activate()
    made.composer.take_stored("scenario-sheet", "en")
    made.outline.setCurrentRow(0)
    qtbot.waitUntil(made.is_idle, timeout=30_000)
    return made


def answer(tab, work, button):
    """Press the inspector's button and work in the dialog that it opens."""

    def drive():
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, OptionRowsDialog)
        work(dialog)
        QTest.mouseClick(button(dialog), Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, drive)
    QTest.mouseClick(tab.inspector.judge, Qt.MouseButton.LeftButton)


def test_a_row_that_is_written_stands_on_the_page_and_goes_with_one_undo(tab, session, qtbot):
    assert tab.inspector.judge.isVisible()

    def write(dialog):
        heads = [dialog.table.horizontalHeaderItem(n).text() for n in range(dialog.table.columnCount())]
        assert heads[:2] == ["Matter", "As the law stands"]
        assert heads[2].startswith("A: ")
        assert dialog.table.item(0, 0).text() == "Who must agree"
        dialog.table.item(0, 2).setText("the Diet | both houses")
        QTest.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
        last = dialog.table.rowCount() - 1
        dialog.table.item(last, 0).setText("Own matter")
        dialog.table.item(last, 1).setText("told")

    answer(tab, write, lambda dialog: dialog.take)
    qtbot.waitUntil(tab.is_idle, timeout=30_000)
    (judged,) = (each for each in tab.preview.report.sections if each.id == "options-judged")
    said = [["".join(run.text for run in cell.runs) for cell in row] for row in judged.items[0].rows]
    assert said[0][:3] == ["Matter", "As the law stands", "A"]
    assert [row[0] for row in said[1:]] == ["Who must agree", "Own matter"]
    assert said[1][2] == "the Diet | both houses"
    assert tab.preview.owners["options-judged"] == "options"
    session.undo_stack.undo()
    assert tab.composer.blocks[0].text == ""


def test_what_was_written_is_there_again_and_a_row_can_go(tab, qtbot):
    text = "| Matter | Now | A |\n| --- | --- | --- |\n| Timing | now | later |\n| Cost | 1 | 2 |"
    tab.composer.judge_options(0, text)

    def take_out(dialog):
        assert [dialog.table.item(row, 0).text() for row in (0, 1)] == ["Timing", "Cost"]
        # What is written already is not offered a second time.
        names = [dialog.table.item(row, 0).text() for row in range(dialog.table.rowCount())]
        assert names.count("Timing") == 1
        dialog.table.setCurrentCell(0, 0)
        QTest.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)

    answer(tab, take_out, lambda dialog: dialog.take)
    assert "Timing" not in tab.composer.blocks[0].text
    assert "| Cost | 1 | 2 |" in tab.composer.blocks[0].text
    qtbot.waitUntil(tab.is_idle, timeout=30_000)


def test_other_blocks_have_no_such_form(tab, qtbot):
    tab.composer.take_stored("one-page", "en")
    tab.outline.setCurrentRow(0)
    assert not tab.inspector.judge.isVisible()
    qtbot.waitUntil(tab.is_idle, timeout=30_000)
