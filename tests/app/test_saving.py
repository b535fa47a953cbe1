"""Bursts of typing are one step; what cannot be saved is said, kept and saved later."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QTimer

from briefing_app.app.jobs import InlineJobs
from briefing_app.app.session import Session
from briefing_app.domain.change import added
from briefing_app.domain.records import Note
from briefing_app.store import disk, group_sync, journal
from briefing_app.store.workspace import Workspace
from tests.app.conftest import NOW

NOTE = Note(id="n1", title="Line to take", body="a")


def type_without_pause(session, chunks, label="Edit text"):
    """Type so that the two seconds end amid typing after each chunk."""
    for chunk in chunks:
        now = session.current("note", "n1")
        session.text_edit(now, replace(now, body=now.body + chunk), label)
        session.typing._flush_amid_typing()


@pytest.fixture
def full_disk(monkeypatch):
    """Makes every write to a journal fail as on a full disk, until it is called with False."""
    original = journal.Journal.append

    def set_full(is_full):
        def append(self, *arguments, **options):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(journal.Journal, "append", append if is_full else original)

    return set_full


def test_a_burst_is_one_step_now_and_after_a_restart(session):
    session.apply(added(NOTE))
    type_without_pause(session, "bcd")
    session.flush()
    assert session.undo_stack.count() == 2
    session.undo_stack.undo()
    assert session.workspace.get("note", "n1").body == "a"
    session.undo_stack.redo()
    assert session.workspace.get("note", "n1").body == "abcd"
    path = session.workspace.path
    session.workspace.close()
    with Workspace.open(path) as workspace:
        again = Session(workspace, InlineJobs())
        assert [step.change_set.label for step in workspace.undo_steps()] == ["Add note", "Edit text"]
        again.undo_stack.undo()
        assert workspace.get("note", "n1").body == "a"
        again.deleteLater()


def test_a_pause_or_another_label_ends_the_burst(session):
    session.apply(added(NOTE))
    type_without_pause(session, "b")
    session.typing.flush()
    type_without_pause(session, "c")
    type_without_pause(session, "d", "Edit the line")
    assert session.undo_stack.count() == 4
    assert len(session.workspace.undo_steps()) == 4


def type_keys(session, qtbot, seconds, between=60):
    """Type a key each ``between`` ms, while the window's events are handled as in real life."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        now = session.current("note", "n1")
        session.text_edit(now, replace(now, body=now.body + "x"), "Edit text")
        qtbot.wait(between)


def test_a_slow_save_is_no_pause_of_who_types(session, qtbot, monkeypatch):
    """The keys that are pressed meanwhile arrive only when the save is over."""
    session.apply(added(NOTE))
    apply = session.workspace.apply

    def slow(*arguments, **options):
        time.sleep(0.8)
        return apply(*arguments, **options)

    monkeypatch.setattr(session.workspace, "apply", slow)
    type_keys(session, qtbot, 5)
    session.typing.flush()
    assert [session.undo_stack.text(each) for each in range(session.undo_stack.count())] == [
        "Add note",
        "Edit text",
    ]


def test_a_window_that_stands_still_is_no_pause_of_who_types(session, qtbot):
    session.apply(added(NOTE))
    stalls = QTimer(interval=450)
    stalls.timeout.connect(lambda: time.sleep(0.75))
    stalls.start()
    type_keys(session, qtbot, 4)
    stalls.stop()
    session.typing.flush()
    assert session.undo_stack.count() == 2


def test_a_pause_after_the_two_seconds_ends_the_burst(session, qtbot):
    """Also when the last key was saved amid typing and nothing is waiting any more."""
    session.apply(added(NOTE))
    type_without_pause(session, "b")
    assert not session.typing.is_waiting
    qtbot.wait(1000)
    type_without_pause(session, "c")
    assert session.undo_stack.count() == 3


def test_a_short_rest_after_the_two_seconds_is_no_pause(session, qtbot):
    session.apply(added(NOTE))
    type_without_pause(session, "b")
    qtbot.wait(200)
    type_without_pause(session, "c")
    assert session.undo_stack.count() == 2


def test_an_undo_between_ends_the_burst(session):
    session.apply(added(NOTE))
    type_without_pause(session, "bc")
    session.undo_stack.undo()
    type_without_pause(session, "de")
    assert session.workspace.get("note", "n1").body == "ade"
    assert [step.change_set.label for step in session.workspace.undo_steps()] == ["Add note", "Edit text"]
    session.undo_stack.undo()
    assert session.workspace.get("note", "n1").body == "a"


def test_an_hour_of_writing_is_more_than_one_step(session):
    session.apply(added(NOTE))
    type_without_pause(session, "x" * 40)
    assert session.undo_stack.count() == len(session.workspace.undo_steps()) == 4


def test_a_full_disk_is_said_and_what_was_typed_is_saved_when_there_is_room(session, full_disk, qtbot):
    session.apply(added(NOTE))
    full_disk(True)
    session.text_edit(NOTE, replace(NOTE, body="typed"))
    session.typing.flush()
    assert (session.save_state.state, session.save_state.reason) == ("failed", "disk full")
    assert session.workspace.get("note", "n1").body == "a"
    typed = session.current("note", "n1")
    assert typed.body == "typed"
    session.text_edit(typed, replace(typed, body="typed on"))
    assert session.save_state.state == "failed"
    full_disk(False)
    qtbot.waitUntil(lambda: session.workspace.get("note", "n1").body == "typed on", timeout=5000)
    qtbot.waitUntil(lambda: session.save_state.state == "saved")
    session.undo_stack.undo()
    assert session.workspace.get("note", "n1").body == "a"


def test_a_refused_text_is_tried_again_by_itself(session, full_disk, qtbot):
    session.apply(added(NOTE))
    full_disk(True)
    session.typing._again_after = 10
    session.text_edit(NOTE, replace(NOTE, body="typed"))
    session.typing.flush()
    full_disk(False)
    qtbot.waitUntil(lambda: session.save_state.state == "saved")
    assert session.workspace.get("note", "n1").body == "typed"


def test_a_full_disk_while_a_record_is_added_leaves_no_step(session, full_disk):
    from briefing_app.errors import WorkspaceError

    full_disk(True)
    with pytest.raises(WorkspaceError):
        session.apply(added(NOTE))
    assert (session.undo_stack.count(), session.save_state.reason) == (0, "disk full")
    full_disk(False)
    session.apply(added(NOTE))
    assert session.save_state.state == "saved"


def test_what_leaves_the_program_is_in_the_audit(session):
    session.note_in_audit("print", briefing="Round 4", pages="2")
    path = session.workspace.path
    session.workspace.close()
    with Workspace.open(path) as again:
        (entry,) = again.audit_log()
    assert (entry.what, dict(entry.details)) == ("print", {"briefing": "Round 4", "pages": "2"})
    assert entry.at


@pytest.fixture
def quick_retry(monkeypatch):
    monkeypatch.setattr(group_sync, "FIRST_RETRY_SECONDS", 0.05)


@pytest.fixture
def refusing_medium(monkeypatch):
    """A file system that refuses even where room was taken: what is gathered cannot be written."""
    original = disk.write_at

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    return lambda is_full: monkeypatch.setattr(disk, "write_at", full if is_full else original)


def test_gathered_text_that_the_disk_refuses_is_saved_by_the_clock(
    session, refusing_medium, quick_retry, qtbot
):
    heard, moments = [], iter(NOW + timedelta(seconds=count) for count in range(1000))
    session.message.connect(lambda text, level: heard.append((level, text)))
    session.apply(added(NOTE))
    session._now = lambda: next(moments)
    refusing_medium(True)
    session.text_edit(NOTE, replace(NOTE, body="typed"))
    session.typing.flush()
    qtbot.waitUntil(lambda: session.save_state.state == "failed", timeout=5000)
    since = session.save_state.at
    qtbot.wait(400)  # tried again, several times
    assert (session.save_state.at, session.save_state.reason) == (since, "disk full")
    ((level, text),) = heard  # and said once
    assert level == "error"
    assert text.endswith("What you typed is kept and saved as soon as it can be.")
    assert not session.save_all()
    refusing_medium(False)
    qtbot.waitUntil(lambda: session.save_state.state == "saved", timeout=5000)
    assert heard[-1] == ("info", "Saving works again.")
    assert session.save_all()
    with Workspace.open(session.workspace.path, read_only=True) as again:
        assert again.get("note", "n1").body == "typed"


def test_the_tries_grow_rarer_and_begin_anew_after_a_success(session, full_disk):
    session.apply(added(NOTE))
    full_disk(True)
    session.text_edit(NOTE, replace(NOTE, body="typed"))
    pauses = []
    for _ in range(7):
        session.typing.flush()
        pauses.append(session.typing._again.interval())
    assert pauses == [3000, 6000, 12000, 24000, 48000, 60000, 60000]
    full_disk(False)
    session.typing.flush()
    assert session.workspace.get("note", "n1").body == "typed"
    full_disk(True)
    session.text_edit(session.current("note", "n1"), replace(NOTE, body="typed on"))
    session.typing.flush()
    assert session.typing._again.interval() == 3000
    full_disk(False)
    session.typing.flush()


@pytest.fixture
def failing_medium(monkeypatch):
    """A drive that is pulled out: every sync fails, until it is called with False."""
    real = {name: getattr(disk, name) for name in ("sync", "sync_content")}

    def gone(*_arguments):
        raise OSError(5, "Input/output error")

    def set_failing(is_failing):
        for name, works in real.items():
            monkeypatch.setattr(disk, name, gone if is_failing else works)

    return set_failing


def fail_while_typing(session, failing_medium, qtbot):
    """Type a word, and lose the drive before it is saved; what the window says is heard."""
    heard = []
    session.message.connect(lambda text, level: heard.append((level, text)))
    session.apply(added(NOTE))
    failing_medium(True)
    session.text_edit(NOTE, replace(NOTE, body="typed"))
    session.typing.flush()
    qtbot.waitUntil(lambda: session.save_state.state == "failed", timeout=5000)
    return heard


def test_typing_goes_on_beside_a_drive_that_is_away_and_is_saved_when_it_is_back(
    session, failing_medium, monkeypatch, qtbot
):
    monkeypatch.setattr(group_sync, "FIRST_RETRY_SECONDS", 0.3)
    monkeypatch.setattr(group_sync, "LONGEST_RETRY_SECONDS", 0.3)
    heard = fail_while_typing(session, failing_medium, qtbot)
    last = session.current("note", "n1")
    session.text_edit(last, replace(last, body="typed on"))
    session.take_typed()
    assert session.workspace.get("note", "n1").body == "typed on"  # what an export elsewhere reads
    assert session.save_state.state == "failed"
    session.note_in_audit("export", file="talks.pdf")  # to another drive, which is there
    assert not session.save_all()
    assert [level for level, _text in heard] == ["error"]  # said once
    assert "Input/output error" in session.save_state.reason
    failing_medium(False)
    qtbot.waitUntil(lambda: session.save_state.state == "saved", timeout=5000)
    qtbot.waitUntil(lambda: bool(session.workspace.audit_log()), timeout=5000)
    assert heard[-1] == ("info", "Saving works again.")
    assert session.save_all()
    with Workspace.open(session.workspace.path, read_only=True) as again:
        assert again.get("note", "n1").body == "typed on"
        (line,) = again.audit_log()
    assert (line.what, line.at[:10]) == ("export", NOW.date().isoformat())


def test_a_folder_that_others_changed_meanwhile_is_told_in_words(session, failing_medium, monkeypatch, qtbot):
    monkeypatch.setattr(group_sync, "FIRST_RETRY_SECONDS", 0.05)
    heard = fail_while_typing(session, failing_medium, qtbot)
    (session.workspace.path / "workspace.json").write_bytes(b"of another program")
    failing_medium(False)
    qtbot.waitUntil(lambda: len(heard) == 2, timeout=5000)
    level, text = heard[-1]
    assert level == "error"
    assert "was changed by another program while it could not be reached. Copy what you typed last" in text
    assert session.save_state.state == "failed"
    assert session.current("note", "n1").body == "typed"
    assert not session.save_all()
