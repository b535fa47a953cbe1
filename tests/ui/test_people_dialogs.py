"""Duplicates and import from a table, worked in by hand."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QRadioButton

from briefing_app.domain.change import ChangeSet, added
from briefing_app.domain.records import Event, Note, Participant, Person, PersonName, Relation, TypedDate
from briefing_app.errors import UsageError
from briefing_app.ui import messages
from briefing_app.ui.people import import_dialog
from briefing_app.ui.people.duplicates_dialog import DuplicatesDialog
from briefing_app.ui.people.import_dialog import MappingDialog, read_table, start_people_import

KEEP = Person(id="k", names=(PersonName("Saito Ken"),), country="JP", review_by="2026-01-01")
DROP = Person(id="d", names=(PersonName("Saitoh Ken"),), country="JP", review_by="2027-01-01", note="Two.")
OTHERS = (
    Person(id="z", names=(PersonName("Zed Zed"),), relations=(Relation("d", "ally"),)),
    Event(id="e", title="Round", dates=(TypedDate("2025-04-16"),), participants=(Participant("d"),)),
    Note(id="n", title="N", body="@d said so."),
)


@pytest.fixture
def filled(session):
    records = (KEEP, DROP, *OTHERS)
    session.workspace.apply(ChangeSet("fill", tuple(added(each).changes[0] for each in records)))
    return session


def click(button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_pair_is_merged_as_chosen_everything_follows_and_undo_brings_all_back(filled, qtbot):
    dialog = DuplicatesDialog(filled)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.list.count() == 1
    assert "3 records" in dialog._follows.text()
    choice = next(each for each in dialog.findChildren(QRadioButton) if each.text() == "1 January 2027")
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Space)
    with qtbot.waitSignal(dialog.merged_into) as told:
        click(dialog.merge)
    assert told.args == ["k"]
    one = filled.workspace.get("person", "k")
    assert (one.review_by, one.note) == ("2027-01-01", "Two.")
    assert filled.workspace.find("person", "d") is None
    assert filled.workspace.get("event", "e").participants == (Participant("k"),)
    assert filled.workspace.get("note", "n").body == "@k said so."
    assert filled.workspace.get("person", "z").relations == (Relation("k", "ally"),)
    assert dialog.list.count() == 0
    assert not dialog.merge.isEnabled()
    filled.undo_stack.undo()
    assert filled.workspace.get("person", "k") == KEEP
    assert filled.workspace.get("person", "d") == DROP
    assert filled.workspace.get("note", "n").body == "@d said so."


def test_the_other_one_can_stay_or_both(filled, qtbot):
    dialog = DuplicatesDialog(filled)
    qtbot.addWidget(dialog)
    dialog.show()
    click(dialog.swap)
    assert dialog.pair.first.id == "d"
    click(dialog.skip)
    assert dialog.list.count() == 0
    assert filled.workspace.count("person") == 3


TABLE = [["Who", "Post", "x"], ["石破茂", "Prime Minister", "いしば しげる"], ["", "y", ""]]


def test_columns_are_given_a_meaning_and_the_preview_follows(qtbot, session):
    dialog = MappingDialog("x.csv", TABLE)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.take.isEnabled()
    assert "No column is a name" in dialog._summary.text()
    for row, meaning in ((0, "native"), (2, "reading")):
        dialog.meanings[row].setCurrentIndex(dialog.meanings[row].findData(meaning))
    assert dialog._summary.text() == "1 people, 1 rows left out"
    assert "石破茂 · いしば しげる · Prime Minister" in dialog._preview.toPlainText()
    dialog.meanings[2].setCurrentIndex(dialog.meanings[2].findData("native"))
    assert "Two columns mean Whole name, own script." in dialog._summary.text()
    assert not dialog.take.isEnabled()


def test_a_table_comes_in_as_one_step(session, qtbot, tmp_path, monkeypatch):
    path = tmp_path / "people.csv"
    path.write_text("name,country\nA B,JP\nC D,US\n", encoding="utf-8")
    monkeypatch.setattr(messages, "ask_open_file", lambda *_args: path)
    monkeypatch.setattr(import_dialog.MappingDialog, "exec", lambda _dialog: True)
    start_people_import(None, session)
    assert {person.names[0].full for person in session.workspace.records("person")} == {"A B", "C D"}
    session.undo_stack.undo()
    assert session.workspace.count("person") == 0


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_table(tmp_path / "gone.csv")
