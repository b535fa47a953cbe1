"""Typing in the window, as the disk sees it: gathered while it flows, safe at each moment that matters.

What counts is read back from the folder by a second opening, not from the window's memory.
"""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from briefing_app.domain.change import added
from briefing_app.domain.records import Event, Note, Person, PersonName, TypedDate
from briefing_app.store import disk
from briefing_app.store.workspace import Workspace
from briefing_app.ui import messages
from tests.ui.test_main_window import make_window


@pytest.fixture
def window(qtbot, tmp_path):
    window = make_window(qtbot, tmp_path)
    window.create_workspace(tmp_path / "talks.brief", None)
    session = window.session
    session.apply(added(Note(id="n1", title="Line to take", body="")))
    session.apply(added(Event(id="e1", title="Third round", dates=(TypedDate("2026-10-15", "due"),))))
    session.apply(added(Person(id="p1", names=(PersonName("Akazawa Ryosei"),))))
    window.desk.show_record("note", "n1")
    window.activateWindow()
    editor(window).setFocus()
    qtbot.waitUntil(lambda: editor(window).hasFocus())
    yield window
    window.close_workspace()


def editor(window):
    return window.desk.tab.work.editor


def on_disk(window_or_path):
    """The body of the note as another opening of the folder reads it."""
    path = getattr(window_or_path, "session", None)
    with Workspace.open(path.workspace.path if path else window_or_path, read_only=True) as workspace:
        return workspace.get("note", "n1").body


def changes_of(window):
    heard = []
    window.session.changed.connect(heard.append)
    return heard


def test_a_flow_of_keys_is_one_change_when_it_pauses(window, qtbot):
    heard = changes_of(window)
    qtbot.keyClicks(editor(window), "Hold at 25 percent")
    assert heard == []
    assert on_disk(window) == ""
    assert window.status.saved.text() == "Saving…"
    qtbot.waitUntil(lambda: on_disk(window) == "Hold at 25 percent", timeout=5000)
    qtbot.waitUntil(lambda: window.status.saved.text().startswith("Saved "), timeout=5000)
    assert len(heard) == 1


def test_who_never_pauses_is_saved_every_two_seconds(window, qtbot):
    """At each moment of eight seconds of typing the disk is at most two seconds behind, and all of it is one
    step back, however long the looks at the disk hold the keys up.
    """
    typed_at, lags = {0: time.monotonic()}, []
    begin = time.monotonic()
    while time.monotonic() - begin < 8:
        qtbot.keyClick(editor(window), Qt.Key.Key_X)
        typed_at[len(editor(window).toPlainText())] = time.monotonic()
        qtbot.wait(60)
        asked_at = time.monotonic()
        behind = len(on_disk(window)) + 1
        if behind in typed_at:
            lags.append(asked_at - typed_at[behind])
    assert max(lags) < 2.5
    assert len(editor(window).toPlainText()) > 20
    assert len(window.session.workspace.undo_steps()) == 4  # three records, and one burst of typing


def test_leaving_the_field_saves_at_once(window, qtbot):
    qtbot.keyClicks(editor(window), "typed")
    window.desk.tab.work.title.setFocus()
    QApplication.processEvents()
    assert on_disk(window) == "typed"


def test_another_program_in_front_saves_at_once(window, qtbot):
    """Qt takes the focus from the field when the window is no longer the active one."""
    qtbot.keyClicks(editor(window), "typed")
    editor(window).clearFocus()
    assert on_disk(window) == "typed"


@pytest.mark.parametrize("command", ["tab_timeline", "tab_people", "tab_briefing", "tab_tariff"])
def test_another_tab_saves_at_once(window, qtbot, command):
    qtbot.keyClicks(editor(window), "typed")
    window.commands.named(command).trigger()
    assert on_disk(window) == "typed"


def test_another_record_saves_at_once(window, qtbot):
    qtbot.keyClicks(editor(window), "typed")
    window.desk.show_record("event", "e1")
    assert on_disk(window) == "typed"


def test_an_export_holds_what_was_typed_before_it(window, qtbot, monkeypatch, tmp_path):
    seen = []

    def ask(*_arguments):
        seen.append(on_disk(window))
        return tmp_path / "all.json"

    monkeypatch.setattr(messages, "ask_save_file", ask)
    qtbot.keyClicks(editor(window), "typed")
    window.commands.named("export").trigger()
    assert seen == ["typed"]
    assert '"typed"' in (tmp_path / "all.json").read_text()


def test_who_exports_beside_a_drive_that_is_away_has_every_word(window, qtbot, monkeypatch, tmp_path):
    def gone(*_arguments):
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "sync_content", gone)
        patch.setattr(disk, "sync", gone)
        qtbot.keyClicks(editor(window), "typed")
        qtbot.waitUntil(lambda: window.status.saved.text().startswith("Not saved since"), timeout=5000)
        qtbot.keyClicks(editor(window), " on")
        patch.setattr(messages, "ask_save_file", lambda *_arguments: tmp_path / "all.json")
        patch.setattr(disk, "replace_content", lambda path, content, beside: path.write_bytes(content))
        window.commands.named("export").trigger()
        qtbot.waitUntil((tmp_path / "all.json").exists, timeout=5000)
        assert '"typed on"' in (tmp_path / "all.json").read_text()
        assert window.status.saved.text().startswith("Not saved since")
        asked = []
        patch.setattr(messages, "confirm", lambda _window, *words: asked.append(words))
        assert not window.close()  # asked, and stayed
        assert "Input/output error" in asked[0][0]
    qtbot.waitUntil(lambda: window.status.saved.text().startswith("Saved "), timeout=15000)
    assert on_disk(window) == "typed on"


def test_a_backup_holds_what_was_typed_before_it(window, qtbot):
    from briefing_app.ui.backups_dialog import BackupsDialog

    qtbot.keyClicks(editor(window), "typed")
    dialog = BackupsDialog(window.session, window.settings, window)
    qtbot.addWidget(dialog)
    dialog.make_button.click()
    assert on_disk(window.session.workspace.backups.all()[0].path) == "typed"


@pytest.mark.parametrize("way", ["close_workspace", "quit"])
def test_closing_saves_at_once(window, qtbot, way):
    path = window.session.workspace.path
    qtbot.keyClicks(editor(window), "typed")
    window.commands.named(way).trigger()
    assert window.session is None
    assert on_disk(path) == "typed"


def test_undo_first_makes_a_step_of_what_is_being_typed(window, qtbot):
    qtbot.keyClicks(editor(window), "typed")
    window.commands.named("undo").trigger()
    assert on_disk(window) == ""
    window.commands.named("redo").trigger()
    assert on_disk(window) == "typed"


def test_words_marked_by_the_spell_check_are_no_typing(window, qtbot):
    """A mark changes how the text looks; Qt tells of it as of a change of the text."""
    heard = changes_of(window)
    document = editor(window).document()
    document.markContentsDirty(0, document.characterCount())
    editor(window).textChanged.emit()
    assert not window.session.typing.is_waiting
    assert window.status.saved.text().startswith("Saved")
    assert heard == []


def test_typing_that_is_taken_back_leaves_nothing_to_save(window, qtbot):
    heard = changes_of(window)
    qtbot.keyClicks(editor(window), "x")
    qtbot.keyClick(editor(window), Qt.Key.Key_Backspace)
    assert window.status.saved.text() == "Saving…"
    window.session.typing.flush()
    assert window.status.saved.text().startswith("Saved ")
    assert heard == []
