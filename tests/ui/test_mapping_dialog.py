"""The columns of a foreign table: proposed, changed by the user, and what comes of it said at once."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from briefing_app.domain.change import added
from briefing_app.domain.records import Participant, Person, PersonName
from briefing_app.errors import UsageError
from briefing_app.ui import messages
from briefing_app.ui.exchange_dialogs import ImportDialog, start_import, start_paste
from briefing_app.ui.mapping_dialog import MappingDialog, Sheet, sheet_of
from tests.ui.test_main_window import make_window

ON = date(2025, 5, 24)
SHEET = Sheet(
    "rounds.csv",
    ("Date", "Meeting", "Who", "Desk"),
    (("23 May 2025", "3rd round", "Akazawa", "NA2"), ("2025-13-01", "4th round", "", "")),
)


@pytest.fixture
def window(qtbot, tmp_path):
    window = make_window(qtbot, tmp_path)
    window.create_workspace(tmp_path / "talks.brief", None)
    window.session.workspace.apply(added(Person(id="akazawa", names=(PersonName("Akazawa Ryosei"),))))
    return window


def choose_by_keyboard(box, words):
    box.setFocus()
    place = box.findText(words)
    assert place >= 0
    box.setCurrentIndex(place)
    box.activated.emit(place)


def test_fields_are_proposed_and_what_lacks_is_said(qtbot):
    dialog = MappingDialog(SHEET, ON)
    qtbot.addWidget(dialog)
    assert dialog.choice.columns == ("date", "+", "people", "+")
    assert dialog.outcome.text().startswith('No column becomes "What happened"')
    assert not dialog.go_on.isEnabled()
    choose_by_keyboard(dialog.fields[1], "What happened")
    assert "1 of the first 2 rows can be read. row 3:" in dialog.outcome.text()
    assert dialog.go_on.isEnabled()
    QTest.mouseClick(dialog.go_on, Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_another_kind_proposes_its_own_fields(qtbot):
    dialog = MappingDialog(Sheet("x.csv", ("氏名", "役職"), (("赤澤亮正", "大臣"),)), ON)
    qtbot.addWidget(dialog)
    assert dialog.choice.kind == "person"
    assert dialog.choice.columns == ("name", "post")
    assert "赤澤亮正" in dialog.outcome.text()


def test_a_csv_file_of_others_comes_in_by_its_columns_in_one_step(window, tmp_path, monkeypatch):
    path = tmp_path / "rounds.csv"
    path.write_text("Date,Meeting,Who,Desk\n23 May 2025,3rd round,Akazawa,NA2\nnever,x,,\n", encoding="utf-8")
    monkeypatch.setattr(messages, "ask_open_file", lambda *_: path)
    monkeypatch.setattr(ImportDialog, "exec", lambda self: True)

    def accept(dialog):
        choose_by_keyboard(dialog.fields[1], "What happened")
        return dialog.go_on.isEnabled()

    monkeypatch.setattr(MappingDialog, "exec", accept)
    start_import(window, window.session)
    (event,) = window.session.workspace.records("event")
    assert (event.title, event.dates[0].edtf) == ("3rd round", "2025-05-23")
    assert event.participants == (Participant("akazawa"),)
    assert event.summary == "Desk: NA2"
    window.session.undo_stack.undo()
    assert window.session.workspace.count("event") == 0


def test_rows_copied_from_a_spreadsheet_without_headings_come_in(window, monkeypatch):
    monkeypatch.setattr(
        MappingDialog,
        "exec",
        lambda dialog: bool(choose_by_keyboard(dialog.fields[1], "What happened")) or True,
    )
    monkeypatch.setattr(ImportDialog, "exec", lambda self: True)
    start_paste(window, window.session, '2025-05-23\t"3rd\nround"\n2025-06-13\tCall\n', "event")
    assert {each.title for each in window.session.workspace.records("event")} == {"3rd\nround", "Call"}


def test_a_text_that_is_no_table_is_refused(window):
    with pytest.raises(UsageError, match="What was copied is no table"):
        start_paste(window, window.session, "just a sentence", "event")


def test_a_first_row_with_a_date_is_not_taken_for_headings():
    assert sheet_of([["2025-05-23", "a"]], "x", ON).header == ("", "")
    assert sheet_of([["Date", "What"], ["2025-05-23", "a"]], "x", ON).rows == (("2025-05-23", "a"),)
    assert sheet_of([["Date", "What"]], "x", ON) is None
