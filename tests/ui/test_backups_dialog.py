"""Backups as a user makes and restores them; what counts is what can be opened afterwards."""

import shutil

import pytest

from briefing_app.domain.change import added
from briefing_app.domain.records import Note
from briefing_app.store.second_place import SecondPlace
from briefing_app.store.workspace import Workspace
from briefing_app.ui import messages
from briefing_app.ui.backups_dialog import BackupsDialog
from tests.ui.test_main_window import make_window

PASSPHRASE = "shibboleth harbour nine"


@pytest.fixture
def place(tmp_path):
    place = tmp_path / "stick"
    place.mkdir()
    return place


def window_with(qtbot, tmp_path, passphrase=None):
    window = make_window(qtbot, tmp_path)
    window.create_workspace(tmp_path / "talks.brief", passphrase)
    window.session.apply(added(Note(id="n1", title="Line")))
    return window


@pytest.fixture
def window(qtbot, tmp_path):
    window = window_with(qtbot, tmp_path)
    yield window
    window.close_workspace()


def dialog_of(qtbot, window):
    dialog = BackupsDialog(window.session, window.settings, window)
    qtbot.addWidget(dialog)
    return dialog


def answer(monkeypatch, folder):
    monkeypatch.setattr(messages, "ask_folder", lambda *_: folder)


def test_a_backup_goes_to_both_places_and_can_be_opened(window, qtbot, place, monkeypatch):
    dialog = dialog_of(qtbot, window)
    answer(monkeypatch, place)
    dialog.choose.click()
    dialog.make_button.click()
    assert dialog.said.text() == "Backup made and checked by opening it."
    assert dialog.list.count() == 2
    (copy,) = place.glob("talks */*.brief")
    with Workspace.open(copy, read_only=True) as backup:
        assert backup.get("note", "n1").title == "Line"


def test_the_second_place_is_used_after_a_restart(window, qtbot, place, tmp_path, monkeypatch):
    answer(monkeypatch, place)
    dialog_of(qtbot, window).choose.click()
    window.close()
    for former in place.glob("talks *"):
        shutil.rmtree(former)
    again = make_window(qtbot, tmp_path)
    again.open_workspace(tmp_path / "talks.brief")
    again.session.apply(added(Note(id="n2", title="More")))
    again.close()
    (copy,) = place.glob("talks */*.brief")
    with Workspace.open(copy, read_only=True) as backup:
        assert backup.count("note") == 2


def test_a_second_place_that_is_gone_is_told_and_not_made_up(window, qtbot, place, tmp_path):
    window.settings.backup_place = SecondPlace.set_up(place)
    shutil.rmtree(place)
    window.open_workspace(tmp_path / "talks.brief")
    assert "is not there now" in window.messages.text
    dialog = dialog_of(qtbot, window)
    assert "not there now" in dialog.place_field.error
    dialog.make_button.click()
    assert dialog.said.text() == "Backup made and checked by opening it."
    assert not place.exists()


def test_a_place_inside_the_workspace_is_refused(window, qtbot, monkeypatch):
    dialog = dialog_of(qtbot, window)
    answer(monkeypatch, window.session.workspace.path)
    dialog.choose.click()
    assert "inside the workspace" in dialog.place_field.error
    assert window.settings.backup_place is None


def test_a_backup_is_restored_as_a_copy_and_the_open_one_stays(window, qtbot, tmp_path, monkeypatch):
    dialog, restored = dialog_of(qtbot, window), []
    dialog.restored.connect(restored.append)
    dialog.make_button.click()
    window.session.apply(added(Note(id="n2", title="Later")))
    answer(monkeypatch, tmp_path)
    assert not dialog.restore_button.isEnabled()
    dialog.list.setCurrentRow(0)
    assert dialog.passphrase_field.isHidden()
    dialog.restore_button.click()
    (copy,) = restored
    assert copy.parent == tmp_path
    with Workspace.open(copy) as again:
        assert [note.id for note in again.records("note")] == ["n1"]
    assert window.session.workspace.count("note") == 2


def test_an_encrypted_backup_wants_its_passphrase(qtbot, tmp_path, monkeypatch):
    window = window_with(qtbot, tmp_path, PASSPHRASE)
    dialog, restored = dialog_of(qtbot, window), []
    dialog.restored.connect(restored.append)
    dialog.make_button.click()
    answer(monkeypatch, tmp_path)
    dialog.list.setCurrentRow(0)
    assert not dialog.restore_button.isEnabled()
    dialog.passphrase.setText("wrong")
    dialog.restore_button.click()
    assert dialog.passphrase_field.error
    assert restored == []
    dialog.passphrase.setText(PASSPHRASE)
    dialog.restore_button.click()
    with Workspace.open(restored[0], passphrase=PASSPHRASE) as again:
        assert again.get("note", "n1").title == "Line"
    window.close_workspace()
