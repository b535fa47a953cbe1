"""Duplicates and import from a table, worked in by hand."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QRadioButton

from briefing_app.domain.change import ChangeSet, added
from briefing_app.domain.records import (
    Event,
    Note,
    Participant,
    Person,
    PersonName,
    Post,
    Relation,
    TypedDate,
)
from briefing_app.errors import UsageError
from briefing_app.ui import messages
from briefing_app.ui.people import import_dialog
from briefing_app.ui.people.duplicates_dialog import DuplicatesDialog
from briefing_app.ui.people.import_dialog import MappingDialog, people_here, read_table, start_people_import
from briefing_app.ui.people.photo import taken

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
    assert dialog._follows.text().endswith("stays: 3")
    choice = next(
        each for each in dialog.findChildren(QRadioButton) if each.accessibleName() == "1 January 2027"
    )
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
    dialog = MappingDialog("x.csv", TABLE, people_here(session.workspace), session.jobs)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.take.isEnabled()
    assert "No column is a name" in dialog._summary.text()
    for row, meaning in ((0, "native"), (2, "reading")):
        dialog.meanings[row].setCurrentIndex(dialog.meanings[row].findData(meaning))
    said = "1 new, 0 brought up to date, 0 here already, 1 rows left out"
    assert dialog._summary.text() == said
    assert "+ 石破茂 · いしば しげる · Prime Minister" in dialog._preview.toPlainText()
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


def test_who_is_here_is_brought_up_to_date_after_a_look_and_taken_back_in_one_step(
    session, qtbot, tmp_path, monkeypatch
):
    here = Person(
        id="p", names=(PersonName("Ono Taro"),), country="JP", posts=(Post("Director", "METI", "2020"),),
        contact={"phone": "1"}, private_note="kept",
    )  # fmt: skip
    note = Note(id="n", title="N", body="[[p|Ono Taro]]")
    session.workspace.apply(ChangeSet("fill", (added(here).changes[0], added(note).changes[0])))
    path = tmp_path / "people.csv"
    rows = (
        "name,email,post,organisation\nOhno Taro,ono@meti.example,Director-General,METI\n"
        "New One,,Envoy,MOFA\n"
    )
    path.write_text(rows, encoding="utf-8")
    seen = []

    def look(dialog):
        seen.append((dialog._summary.text(), dialog._preview.toPlainText()))
        return True

    monkeypatch.setattr(messages, "ask_open_file", lambda *_args: path)
    monkeypatch.setattr(import_dialog.MappingDialog, "exec", look)
    start_people_import(None, session)
    ((summary, preview),) = seen
    assert summary == "1 new, 1 brought up to date, 0 here already, 0 rows left out"
    assert "~ Ono Taro\n      Names: Ono Taro → Ohno Taro" in preview
    assert "Contact: – → ono@meti.example" in preview
    now = session.workspace.get("person", "p")
    assert now.names[0].full == "Ohno Taro"
    assert [post.title for post in now.posts] == ["Director", "Director-General"]
    assert now.contact == {"phone": "1", "email": "ono@meti.example"}
    assert now.private_note == "kept"
    assert session.workspace.get("note", "n").body == "[[p|Ohno Taro]]"
    start_people_import(None, session)  # the same file again changes nothing
    assert seen[1][0] == "0 new, 0 brought up to date, 2 here already, 0 rows left out"
    session.undo_stack.undo()
    assert session.workspace.get("person", "p") == here
    assert session.workspace.get("note", "n") == note
    assert session.workspace.count("person") == 1


@pytest.mark.parametrize(
    ("way", "told"),
    [
        ("leave", "0 new, 0 brought up to date, 1 here already"),
        ("add", "1 new, 0 brought up to date, 0 here already"),
    ],
)
def test_who_is_here_may_be_left_or_added_once_more(session, qtbot, way, told):
    here = Person(id="p", names=(PersonName("Ono Taro"),))
    session.workspace.apply(added(here))
    table = [["name", "post"], ["Ono Taro", "Envoy"]]
    dialog = MappingDialog("x.csv", table, people_here(session.workspace), session.jobs)
    qtbot.addWidget(dialog)
    dialog.way.setCurrentIndex(dialog.way.findData(way))
    assert dialog._summary.text().startswith(told)
    assert dialog.take.isEnabled() == (way == "add")


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_table(tmp_path / "gone.csv")


def test_what_merging_gives_is_shown_whole_and_in_words(session, qtbot):
    posts = tuple(Post(f"Minister of Matters {n} and much else besides", "Cabinet Office", "2024-10-01",
                       "2025-10-21") for n in range(4))  # fmt: skip
    keep = replace(KEEP, order="family-given", posts=posts)
    twice = (keep, replace(DROP, names=KEEP.names, review_by=""))
    session.workspace.apply(ChangeSet("fill", tuple(added(each).changes[0] for each in twice)))
    dialog = DuplicatesDialog(session)
    qtbot.addWidget(dialog)
    dialog.show()
    shown = dict(dialog._together)
    assert shown["order"].text() == "Family name first"
    assert "1 October 2024 – 21 October 2025" in shown["posts"].text()
    assert "holder" not in shown["posts"].text()
    qtbot.waitUntil(lambda: shown["posts"].height() >= shown["posts"].heightForWidth(shown["posts"].width()))


def test_three_columns_of_a_merge_fit_and_a_photo_is_seen(session, qtbot, tmp_path):
    image = QImage(60, 80, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    image.save(str(tmp_path / "p.png"))
    digest = session.workspace.put_attachment(taken(tmp_path / "p.png"))
    web = {"web": "https://www.example.jp/" + "a" * 120}
    keep = replace(KEEP, photo=digest, contact=web, note="One long remark. " * 20)
    drop = replace(DROP, names=KEEP.names, photo="", note="Another remark of some length. " * 20)
    session.workspace.apply(ChangeSet("fill", tuple(added(each).changes[0] for each in (keep, drop))))
    dialog = DuplicatesDialog(session)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.wait(1)
    dialog._search()  # as after a merge: the dialog is seen already
    shown = dict(dialog._together)
    assert not shown["photo"].pixmap().isNull()
    page = dialog._sides.widget()
    qtbot.waitUntil(lambda: page.minimumSizeHint().width() <= dialog._sides.viewport().width())
    assert shown["note"].text().startswith("One long remark")
    assert "Another remark" in shown["note"].text()
    for each in shown.values():  # nothing of what merging gives is cut off
        qtbot.waitUntil(lambda each=each: each.height() >= each.heightForWidth(each.width()))
