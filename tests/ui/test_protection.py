"""Protecting, changing and removing a passphrase, as a user does it; what counts is what lies on the disk."""

import threading

import pytest

from briefing_app.app.i18n import use_language
from briefing_app.domain.change import added
from briefing_app.domain.records import Note
from briefing_app.errors import PassphraseError
from briefing_app.store import backup_keeper, disk
from briefing_app.store.second_place import SecondPlace
from briefing_app.store.workspace import Workspace
from briefing_app.ui.protection_dialog import ProtectionDialog, strength_words
from tests.ui.test_main_window import make_window

CANARY = "canary-7f3a"
FIRST, SECOND = "shibboleth harbour 合言葉 nine", "another lantern quorum tide"


@pytest.fixture
def window(qtbot, tmp_path):
    window = make_window(qtbot, tmp_path)
    window.create_workspace(tmp_path / "talks.brief", None)
    window.session.apply(added(Note(id="n1", title="Line", body=CANARY)))
    yield window
    window.close_workspace()


def run(window, monkeypatch, name, fill):
    """Trigger a command and do ``fill`` with its dialog in place of the event loop."""
    monkeypatch.setattr(ProtectionDialog, "exec", fill)
    window.commands.named(name).trigger()


def typing(*, old="", new="", again=None):
    def fill(dialog):
        dialog.old.setText(old)
        dialog.new.setText(new)
        dialog.again.setText(new if again is None else again)
        dialog.start_button.click()
        return 1

    return fill


def holds_canary(folder):
    return [
        path.name for path in folder.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()
    ]


def test_after_protecting_nothing_on_disk_can_be_read_and_work_goes_on(window, monkeypatch, tmp_path):
    folder = window.session.workspace.path
    window.session.workspace.backups.make()
    assert holds_canary(folder)
    run(window, monkeypatch, "protect", typing(new=FIRST))
    assert window.session.workspace.encrypted
    assert holds_canary(folder) == []
    assert "encrypted now" in window.messages.text
    assert window.commands.named("lock").isEnabled()
    assert not window.commands.named("protect").isEnabled()
    assert not window.header._lock.isHidden()
    window.session.apply(added(Note(id="n2", title="More", body=CANARY)))
    window.close_workspace()
    assert holds_canary(folder) == []
    with Workspace.open(folder, passphrase=FIRST) as again:
        assert [note.id for note in again.records("note")] == ["n1", "n2"]


def test_the_passphrase_is_changed_only_with_the_present_one(window, monkeypatch):
    folder, seen = window.session.workspace.path, []
    run(window, monkeypatch, "protect", typing(new=FIRST))

    def wrong_then_right(dialog):
        typing(old="wrong", new=SECOND)(dialog)
        seen.append((dialog.old_field.error, dialog.old.text(), dialog.isVisible()))
        typing(old=FIRST, new=SECOND)(dialog)
        seen.append((dialog.new.text(), dialog.result()))

    run(window, monkeypatch, "change_passphrase", wrong_then_right)
    assert seen == [("This is not its passphrase. Nothing was changed.", "", False), ("", 1)]
    window.close_workspace()
    with pytest.raises(PassphraseError):
        Workspace.open(folder, passphrase=FIRST)
    Workspace.open(folder, passphrase=SECOND).close()


def test_removing_the_protection_makes_it_plain_again(window, monkeypatch):
    folder = window.session.workspace.path
    run(window, monkeypatch, "protect", typing(new=FIRST))
    run(window, monkeypatch, "unprotect", typing(old="wrong"))
    assert window.session.workspace.encrypted
    run(window, monkeypatch, "unprotect", typing(old=FIRST))
    assert not window.session.workspace.encrypted
    assert window.commands.named("protect").isEnabled()
    window.close_workspace()
    with Workspace.open(folder) as again:
        assert again.get("note", "n1").body == CANARY


def test_readable_backups_in_the_second_place_go_or_are_named(window, monkeypatch, tmp_path):
    place = tmp_path / "stick"
    place.mkdir()
    window.settings.backup_place = SecondPlace.set_up(place)
    window.session.workspace.backups.second_place = window.settings.backup_place
    window.session.workspace.backups.make()
    assert holds_canary(place)
    away = place.rename(tmp_path / "away")
    run(window, monkeypatch, "protect", typing(new=FIRST))
    assert "readable backups may still lie in it" in window.messages.text
    assert not window._passing.isActive()  # what is to be done by hand does not go by itself
    run(window, monkeypatch, "change_passphrase", typing(old=FIRST, new=SECOND))
    assert "still open with the old passphrase" in window.messages.text
    assert not window._passing.isActive()
    run(window, monkeypatch, "change_passphrase", typing(old=SECOND, new=FIRST))
    run(window, monkeypatch, "unprotect", typing(old=FIRST))
    assert not place.exists()
    away.rename(place)
    run(window, monkeypatch, "protect", typing(new=FIRST))
    assert holds_canary(place) == []


def test_what_a_second_place_that_hangs_keeps_readable_is_said_and_stays_said(
    window, monkeypatch, tmp_path, qtbot
):
    place, answers = tmp_path / "drive", threading.Event()
    place.mkdir()
    window.settings.backup_place = SecondPlace.set_up(place)
    backups = window.session.workspace.backups
    backups.second_place = window.settings.backup_place
    backups.make()
    (readable,) = backups.places()[1].iterdir()
    monkeypatch.setattr(backup_keeper, "PATIENCE_SECONDS", 0.2)
    real = disk.remove_tree

    def hang(folder):
        if folder.is_relative_to(place):
            assert answers.wait(30)
        real(folder)

    monkeypatch.setattr(disk, "remove_tree", hang)
    use_language("ja")
    try:
        run(window, monkeypatch, "protect", typing(new=FIRST))
        qtbot.wait(50)  # what is told later, such as the backup that is not made, does not take its place
    finally:
        use_language("en")
    assert window.session.workspace.encrypted
    assert str(readable) in window.messages.text
    assert "暗号化されていないバックアップを削除できませんでした" in window.messages.text
    assert not window._passing.isActive()
    answers.set()


def test_an_encrypted_workspace_is_checked_while_it_is_open(window, monkeypatch):
    run(window, monkeypatch, "protect", typing(new=FIRST))
    window.session.apply(added(Note(id="n2", title="More")))
    window.commands.named("check").trigger()
    assert "talks is sound: 2 records read." in window.messages.text
    file = window.session.workspace.path / "workspace.json"
    content = file.read_bytes()
    file.write_bytes(content[:100] + bytes(1) + content[101:])
    window.commands.named("check").trigger()
    assert "talks.brief is damaged (workspace.json" in window.messages.text
    file.write_bytes(content)


def test_nothing_begins_while_the_two_differ_or_are_empty(window, qtbot):
    dialog = ProtectionDialog(window.session, "protect", window)
    qtbot.addWidget(dialog)
    assert not dialog.start_button.isEnabled()
    dialog.new.setText(FIRST)
    dialog.again.setText("other")
    assert not dialog.start_button.isEnabled()
    assert dialog.again_field.error == "The two passphrases differ."
    dialog.accept()
    assert not window.session.workspace.encrypted


def test_a_medium_that_refuses_is_told_and_it_stays_plain(window, monkeypatch, qtbot):
    from briefing_app.store import journal_storage

    def full(*_arguments, **_named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal_storage.snapshot, "write", full)
    dialog = ProtectionDialog(window.session, "protect", window)
    qtbot.addWidget(dialog)
    typing(new=FIRST)(dialog)
    assert "No space left" in dialog.fault.text()
    assert not dialog.fault.isHidden()
    assert not window.session.workspace.encrypted
    monkeypatch.undo()
    assert window.session.workspace.get("note", "n1").body == CANARY


def test_it_cannot_be_left_while_it_runs(window, qtbot):
    dialog = ProtectionDialog(window.session, "protect", window)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog._show_busy(True)
    dialog.reject()
    assert dialog.isVisible()
    assert not dialog.progress.isHidden()
    dialog._show_busy(False)
    dialog.reject()
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("passphrase", "words"),
    [("", "Four or more"), ("password2024", "Weak: guessing it takes ten computers less than a day."),
     (FIRST, "Strong")],
)  # fmt: skip
def test_the_strength_is_said_in_words(passphrase, words):
    assert strength_words(passphrase).startswith(words)
