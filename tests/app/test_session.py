"""One door: apply first, then undo and everybody else follow from the same change set."""

from dataclasses import replace
from datetime import date

import pytest

from briefing_app.app.jobs import InlineJobs
from briefing_app.app.session import Session
from briefing_app.domain.change import ChangeSet, added, removed, replaced
from briefing_app.domain.records import Note, Source
from briefing_app.errors import StaleChangeError
from briefing_app.store.history_views import HistoryViews

NOTE = Note(id="n1", title="Line to take", body="a")


def test_a_change_reaches_the_workspace_before_anybody_hears_of_it(session):
    heard = []
    session.changed.connect(lambda change: heard.append((change.label, session.workspace.count("note"))))
    session.apply(added(NOTE, "Add note"))
    assert heard == [("Add note", 1)]


def test_undo_and_redo_go_through_the_workspace_and_are_named(session):
    session.apply(added(NOTE, "Add note"))
    assert session.undo_stack.undoText() == "Add note"
    session.undo_stack.undo()
    assert session.workspace.find("note", "n1") is None
    session.undo_stack.redo()
    assert session.workspace.find("note", "n1") == NOTE


def test_a_refused_change_leaves_no_step_on_the_stack(session):
    with pytest.raises(StaleChangeError):
        session.apply(replaced(NOTE, replace(NOTE, body="b")))
    assert session.undo_stack.count() == 0
    assert session.save_state.state == "failed"


def test_an_undo_that_is_no_longer_possible_is_told_and_leaves_the_stack(session):
    told = []
    session.message.connect(lambda text, level: told.append((level, text)))
    session.apply(added(NOTE))
    session.workspace.apply(removed(NOTE))
    session.undo_stack.undo()
    assert told
    assert told[0][0] == "error"
    assert session.undo_stack.count() == 0


def test_typing_becomes_one_change_when_it_pauses(session, qtbot):
    session.apply(added(NOTE))
    text = NOTE
    for letter in "bcd":
        new = replace(text, body=text.body + letter)
        session.text_edit(text, new, "Edit text")
        text = new
    assert session.workspace.find("note", "n1") == NOTE
    assert session.save_state.state == "saving"
    assert session.current("note", "n1").body == "abcd"
    qtbot.waitUntil(lambda: session.workspace.find("note", "n1").body == "abcd", timeout=3000)
    qtbot.waitUntil(lambda: session.save_state.state == "saved")
    session.undo_stack.undo()
    assert session.workspace.find("note", "n1").body == "a"


def test_typing_without_a_pause_is_saved_after_two_seconds(session, qtbot):
    session.apply(added(NOTE))
    typed = NOTE
    for _count in range(24):
        new = replace(typed, body=typed.body + "x")
        session.text_edit(typed, new)
        typed = new
        qtbot.wait(100)
    assert session.workspace.find("note", "n1").body.startswith("axxxx")


def test_another_change_saves_what_is_being_typed_first(session):
    session.apply(added(NOTE))
    session.text_edit(NOTE, replace(NOTE, body="typed"))
    typed = session.current("note", "n1")
    session.flush()
    session.apply(replaced(typed, replace(typed, status="cleared")))
    assert session.workspace.find("note", "n1") == replace(NOTE, body="typed", status="cleared")


def test_typing_in_two_fields_is_two_steps(session):
    session.apply(added(NOTE))
    first = replace(NOTE, body="b")
    session.text_edit(NOTE, first, "Edit text")
    session.text_edit(first, replace(first, title="T"), "Edit title")
    session.flush()
    assert session.undo_stack.count() == 3
    session.undo_stack.undo()
    assert session.workspace.find("note", "n1") == first


def test_typing_in_two_fields_of_the_stored_record_loses_nothing(session):
    session.apply(added(NOTE))
    first = replace(NOTE, body="b")
    session.text_edit(NOTE, first, "Edit text")
    session.text_edit(NOTE, replace(first, title="T"), "Edit title")
    session.flush()
    assert session.workspace.find("note", "n1") == replace(first, title="T")


def test_the_as_of_day_is_today_until_it_is_set(session):
    heard = []
    session.as_of_changed.connect(heard.append)
    assert session.day == date(2026, 10, 12)
    session.as_of = date(2025, 5, 24)
    assert session.day == date(2025, 5, 24)
    session.as_of = date(2026, 10, 12)
    assert session.as_of is None
    assert heard == [date(2025, 5, 24), None]


def test_steps_of_an_earlier_run_can_be_undone(session):
    session.apply(added(NOTE, "Add note"))
    session.workspace.sync()
    again = Session(session.workspace, InlineJobs())
    assert again.undo_stack.undoText() == "Add note"
    again.undo_stack.undo()
    assert session.workspace.find("note", "n1") is None
    again.deleteLater()


def test_what_stays_is_no_step_and_undo_goes_on_to_the_one_before_it_also_after_a_restart(session):
    issued = Source(id="edition-b-1", title="Talks", sha256="a" * 64, locator=f"content {'b' * 64}")
    session.apply(added(NOTE, "Add note"))
    session.apply(ChangeSet("Freeze edition", added(issued).changes, stays=True))
    assert session.undo_stack.undoText() == "Add note"
    session.workspace.sync()
    again = Session(session.workspace, InlineJobs())
    assert (again.undo_stack.count(), again.undo_stack.undoText()) == (1, "Add note")
    again.undo_stack.undo()
    assert session.workspace.find("note", "n1") is None
    assert session.workspace.get("source", issued.id) == issued
    third = Session(session.workspace, InlineJobs())
    assert (third.undo_stack.canUndo(), third.undo_stack.redoText()) == (False, "Add note")
    third.undo_stack.redo()
    assert session.workspace.get("note", "n1") == NOTE
    for each in (again, third):
        each.deleteLater()


def test_nothing_before_an_edition_that_was_kept_as_a_step_is_taken_back(session):
    issued = Source(id="edition-b-1", title="Talks", sha256="a" * 64, locator=f"content {'b' * 64}")
    session.apply(added(NOTE, "Add note"))
    session.apply(added(issued, "Freeze edition"))
    session.apply(added(Source(id="edition-notes", title="Notes on an edition"), "Add source"))
    again = Session(session.workspace, InlineJobs())
    assert [again.undo_stack.text(place) for place in range(again.undo_stack.count())] == ["Add source"]
    again.deleteLater()


def test_an_import_of_an_earlier_run_is_not_undone_by_habit(session):
    many = [added(Note(id=f"n{number}", title="x")).changes[0] for number in range(60)]
    session.apply(ChangeSet("Import", tuple(many)))
    again = Session(session.workspace, InlineJobs())
    assert not again.undo_stack.canUndo()
    again.deleteLater()


def test_opening_makes_no_records_of_an_import_and_what_was_before_it(session, monkeypatch):
    many = [added(Note(id=f"n{number}", title="x")).changes[0] for number in range(60)]
    session.apply(added(Note(id="first", title="Before")))
    session.apply(ChangeSet("Import", tuple(many)))
    session.apply(added(Note(id="last", title="Behind"), "Add note"))
    made = []
    monkeypatch.setattr(HistoryViews, "_made", lambda _views, key, _text: made.append(key))
    again = Session(session.workspace, InlineJobs())
    assert made == [("note", "last")]
    again.deleteLater()
