"""The lock that comes by itself: typed text is on disk, the window shows nothing, the passphrase is asked."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit

from briefing_app.app.idle_lock import IdleLock
from briefing_app.app.settings import Settings
from briefing_app.domain.change import added
from briefing_app.domain.records import Note
from briefing_app.paths import places
from briefing_app.store.workspace import Workspace
from briefing_app.ui.protection_dialog import ProtectionDialog
from briefing_app.ui.settings_dialog import SettingsDialog
from tests.ui.test_main_window import make_window

PASSPHRASE = "shibboleth harbour nine"
NOTE = Note(id="n1", title="Line", body="a")


class Clock:
    """Seconds that the test owns."""

    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def idle(qapp, clock):
    idle = IdleLock(clock=clock)
    yield idle
    idle.watch(0)
    idle.deleteLater()


@pytest.fixture
def window(qtbot, tmp_path):
    window = make_window(qtbot, tmp_path)
    window.create_workspace(tmp_path / "secret.brief", PASSPHRASE)
    window.session.apply(added(NOTE))
    yield window
    window.close_workspace()


def test_it_is_due_only_after_the_time_without_input(idle, clock, qtbot):
    heard = []
    idle.due.connect(lambda: heard.append(clock.seconds))
    idle.watch(600)
    clock.seconds = 599
    idle._look()
    assert heard == []
    clock.seconds = 600
    idle._look()
    assert heard == [600]
    idle._look()
    assert len(heard) == 2


def test_typing_in_a_field_begins_the_time_anew(idle, clock, qtbot):
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    heard = []
    idle.due.connect(lambda: heard.append(True))
    idle.watch(600)
    clock.seconds = 500
    QTest.keyClick(field, Qt.Key.Key_A)
    clock.seconds = 1000
    idle._look()
    assert (heard, field.text()) == ([], "a")


def test_the_key_that_wakes_a_sleeping_computer_does_not_get_through(idle, clock, qtbot):
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    idle.watch(600)
    clock.seconds = 8 * 3600
    with qtbot.waitSignal(idle.due, timeout=1000):
        QTest.keyClick(field, Qt.Key.Key_A)
    assert field.text() == ""


def test_never_is_never(idle, clock):
    heard = []
    idle.due.connect(lambda: heard.append(True))
    idle.watch(0)
    clock.seconds = 10**6
    idle._look()
    assert (heard, idle.is_watching) == ([], False)


def test_an_idle_window_saves_what_is_typed_and_asks_for_the_passphrase(window):
    path = window.session.workspace.path
    assert window.locking.idle.is_watching
    window.session.text_edit(NOTE, replace(NOTE, body="typed"))
    window.show_message("about n1", "caution")
    window.locking.idle.due.emit()
    assert (window.session, window.desk) == (None, None)
    assert window.welcome.currentWidget().passphrase.text() == ""
    assert window.messages.isHidden()
    assert not window.locking.idle.is_watching
    with Workspace.open(path, passphrase=PASSPHRASE) as again:
        assert again.get("note", "n1").body == "typed"


def test_a_dialog_is_left_before_the_lock(window, qtbot):
    dialog = QDialog(window)
    dialog.open()
    window.locking.idle.due.emit()
    qtbot.waitUntil(lambda: window.session is None)
    assert not dialog.isVisible()


def test_a_running_conversion_is_seen_to_its_end(window, qtbot):
    dialog = ProtectionDialog(window.session, "change", window)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog._show_busy(True)
    window.locking.idle.due.emit()
    qtbot.wait(20)
    assert window.session is not None
    dialog._show_busy(False)
    window.locking.idle.due.emit()
    qtbot.waitUntil(lambda: window.session is None)


def test_a_plain_workspace_is_not_watched_until_it_is_protected(window, tmp_path, monkeypatch):
    window.create_workspace(tmp_path / "open.brief", None)
    assert not window.locking.idle.is_watching
    window.locking.lock()
    assert window.session is not None

    def fill(dialog):
        dialog.new.setText(PASSPHRASE)
        dialog.again.setText(PASSPHRASE)
        dialog.start_button.click()

    monkeypatch.setattr(ProtectionDialog, "exec", fill)
    window.commands.named("protect").trigger()
    assert window.locking.idle.is_watching


def test_the_minutes_are_chosen_in_the_settings_and_kept(window, monkeypatch, tmp_path):
    def choose_never(dialog):
        dialog.lock_minutes.setCurrentIndex(dialog.lock_minutes.findData(0))

    monkeypatch.setattr(SettingsDialog, "exec", choose_never)
    window.commands.named("settings").trigger()
    assert not window.locking.idle.is_watching
    assert Settings(places(tmp_path)).choices.lock_minutes == 0


def test_nonsense_in_the_settings_file_reads_as_ten_minutes(tmp_path):
    ours = places(tmp_path)
    settings = Settings(ours)
    settings._file.setValue("choices/lock_minutes", "-3x")
    assert settings.choices.lock_minutes == 10
