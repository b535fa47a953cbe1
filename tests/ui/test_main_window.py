"""The window as a user meets it: ways in, tabs, the day, undo, search, messages, the way it is left."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from briefing_app.app.jobs import InlineJobs
from briefing_app.app.session import SaveState
from briefing_app.app.settings import Settings
from briefing_app.domain.change import added
from briefing_app.domain.records import Event, Note, TypedDate
from briefing_app.paths import places
from briefing_app.store.workspace import Workspace
from briefing_app.ui import messages
from briefing_app.ui.actions import COMMANDS
from briefing_app.ui.main_window import MainWindow
from briefing_app.ui.opening import Opener
from tests.ui.conftest import NOW

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def make_window(qtbot, home):
    ours = places(home)
    window = MainWindow(ours, Settings(ours), Opener(InlineJobs(), ours.data, lambda: NOW))
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def window(qtbot, tmp_path):
    return make_window(qtbot, tmp_path)


@pytest.fixture
def talks(tmp_path):
    path = tmp_path / "talks.brief"
    with Workspace.create(path) as workspace:
        workspace.apply(added(Event(id="e1", title="Next round", dates=(TypedDate("2026-10-15", "due"),))))
        workspace.apply(added(Note(id="n1", title="車の話", body="関税 and cars", marking="TLP:AMBER")))
        workspace.apply(added(Note(id="n2", title="Steel", marking="TLP:GREEN")))
    return path


def press_button(qtbot, parent, text):
    button = next(each for each in parent.findChildren(QPushButton) if each.text() == text)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_without_a_workspace_only_what_makes_sense_is_offered(window):
    assert window.header.isHidden()
    assert not window.commands.named("find").isEnabled()
    assert window.commands.named("find").toolTip() == "Open a workspace first."
    assert window.commands.named("open_workspace").isEnabled()


def test_the_sample_opens_from_the_welcome_page_and_is_copied_once(window, qtbot, tmp_path):
    press_button(qtbot, window.welcome, "Open the sample: US-Japan tariff talks")
    copy = tmp_path / "data" / "US-Japan tariff talks.brief"
    assert window.session.workspace.path == copy
    assert window.session.workspace.count("event") == 113
    event = window.session.workspace.records("event")[0]
    window.session.workspace.apply(added(Event(id="mine", title="Mine")))
    window.open_sample()
    assert window.session.workspace.get("event", "mine").title == "Mine"
    assert window.session.workspace.find("event", event.id) == event


def test_a_workspace_fills_the_status_line(window, talks):
    window.open_workspace(talks)
    assert window.windowTitle() == "talks – Briefing Desk"
    assert "1 events" in window.status.facts.text()
    assert "1 deadline this week" in window.status.facts.text()
    assert window.status.facts.toolTip() == "Next round"
    assert window.status.marking.text() == "TLP:AMBER"
    assert window.status.saved.text() == "Saved"


def test_a_change_shows_the_time_it_was_saved_and_can_be_undone_by_key(window, talks, qtbot):
    window.open_workspace(talks)
    window.session.apply(added(Note(id="n3", title="New"), "Add note"))
    assert window.status.saved.text() == "Saved 14:02:11"
    assert window.commands.named("undo").text() == "Undo Add note"
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert window.session.workspace.find("note", "n3") is None
    assert window.commands.named("redo").text() == "Redo Add note"
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert window.session.workspace.find("note", "n3") is not None


def test_alt_and_a_number_shows_a_tab_and_alt_left_goes_back(window, talks, qtbot):
    window.open_workspace(talks, "timeline")
    qtbot.keyClick(window, Qt.Key.Key_4, ALT)
    assert window.desk.name == "notes"
    assert window.header.tabs.currentIndex() == 3
    qtbot.keyClick(window, Qt.Key.Key_Left, ALT)
    assert window.desk.name == "timeline"
    qtbot.keyClick(window, Qt.Key.Key_Right, ALT)
    assert window.desk.name == "notes"


def test_the_band_of_the_past_is_there_until_back_to_today(window, talks, qtbot):
    window.open_workspace(talks)
    assert window.header.past.isHidden()
    window.header.day.setDate(window.header.day.date().addYears(-1))
    assert window.session.as_of == date(2025, 10, 12)
    assert "12 October 2025" in window.header.past.text.text()
    press_button(qtbot, window.header, "Back to today")
    assert window.session.as_of is None
    assert window.header.past.isHidden()
    assert window.header.day.day == date(2026, 10, 12)


def test_control_k_finds_records_in_japanese_and_commands(window, talks, qtbot):
    window.open_workspace(talks, "timeline")
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    assert window.search.isVisible()
    window.search.field.setText("関税")
    qtbot.waitUntil(lambda: [each.key for each in window.search.model.entries] == ["n1"])
    qtbot.keyClick(window.search.field, Qt.Key.Key_Return)
    assert window.search.isHidden()
    assert window.desk.name == "notes"
    window.search.open_palette(">people")
    qtbot.keyClick(window.search.field, Qt.Key.Key_Return)
    assert window.desk.name == "people"


def test_the_palette_says_when_nothing_is_found_and_escape_closes_it(window, talks, qtbot):
    window.open_workspace(talks)
    window.search.open_palette("zzz")
    assert window.search._nothing.text() == 'Nothing holds all words of "zzz".'
    qtbot.keyClick(window.search.field, Qt.Key.Key_Escape)
    assert window.search.isHidden()


def test_a_folder_that_is_no_workspace_is_a_message_and_the_welcome_page_stays(window, tmp_path, monkeypatch):
    (tmp_path / "other").mkdir()
    monkeypatch.setattr(messages, "ask_workspace", lambda *_: tmp_path / "other")
    window.commands.named("open_workspace").trigger()
    assert "not a workspace" in window.messages.text
    assert window.session is None


def test_a_new_workspace_is_made_where_asked(window, qtbot, tmp_path, monkeypatch):
    from briefing_app.ui.new_workspace import NewWorkspaceDialog

    def fill(dialog):
        dialog.name.setText("a/b")
        assert not dialog.create_button.isEnabled()
        dialog.name.setText("Autumn")
        dialog.place.setText(str(tmp_path))
        assert dialog.strength.isHidden()
        dialog.passphrase.setText("password2024")
        assert dialog.strength.text().startswith("Weak")
        dialog.passphrase.clear()
        dialog.again.setText("x")
        assert not dialog.create_button.isEnabled()
        dialog.again.clear()
        dialog.accept()
        return True

    monkeypatch.setattr(NewWorkspaceDialog, "exec", fill)
    window.commands.named("new_workspace").trigger()
    assert window.session.workspace.path == tmp_path / "Autumn.brief"


def test_size_tab_and_recent_come_back(qtbot, tmp_path, talks):
    first = make_window(qtbot, tmp_path)
    first.resize(960, 640)
    first.open_workspace(talks)
    first.desk.show_tab("people")
    first.close()
    second = make_window(qtbot, tmp_path)
    assert (second.width(), second.height()) == (960, 640)
    press_button(qtbot, second.welcome, "talks")
    assert second.desk.name == "people"
    second.close()


def test_closing_saves_what_is_being_typed_and_gives_the_lock_back(window, talks):
    window.open_workspace(talks)
    note = window.session.workspace.get("note", "n2")
    from dataclasses import replace

    window.session.text_edit(note, replace(note, body="typed"))
    window.close()
    with Workspace.open(talks) as again:
        assert again.get("note", "n2").body == "typed"


def test_text_that_cannot_be_saved_is_not_lost_by_closing(window, talks, monkeypatch):
    from dataclasses import replace

    from briefing_app.store import journal

    def full(*_arguments, **_options):
        raise OSError(28, "No space left on device")

    window.open_workspace(talks)
    note = window.session.workspace.get("note", "n2")
    answers, asked = [False], []
    monkeypatch.setattr(messages, "confirm", lambda _parent, what, *_: asked.append(what) or answers[0])
    with monkeypatch.context() as disk:
        disk.setattr(journal.Journal, "append", full)
        window.session.text_edit(note, replace(note, body="typed"))
        assert not window.close()
        assert asked == ["What you typed last is not saved: disk full"]
        assert window.status.saved.text() == "Not saved since 14:02:11: disk full"
    assert window.close()
    with Workspace.open(talks) as again:
        assert again.get("note", "n2").body == "typed"


def test_theme_and_text_size_are_kept(window, qtbot):
    from briefing_app.ui.theme import theme

    window.commands.named("theme_dark").trigger()
    window.commands.named("text_larger").trigger()
    assert theme().is_dark
    assert window.settings.choices.text_size == 1.15
    window.choose(theme="light", text_size=1.0)


def test_every_shortcut_is_used_once():
    keys = [command.shortcut for command in COMMANDS if command.shortcut]
    assert len(keys) == len(set(keys))


def test_checking_says_what_was_read(window, talks):
    window.open_workspace(talks)
    window.commands.named("check").trigger()
    assert window.messages.text == "talks is sound: 3 records read."


def test_a_locked_workspace_opens_with_its_passphrase_only(window, qtbot, tmp_path):
    window.create_workspace(tmp_path / "secret.brief", "shibboleth 合言葉")
    window.session.apply(added(Note(id="n1", title="Line")))
    assert window.commands.named("lock").isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_L, CONTROL)
    assert window.session is None
    page = window.welcome.currentWidget()
    qtbot.keyClicks(page.passphrase, "wrong")
    press_button(qtbot, page, "Unlock")
    assert page.field.error
    assert page.passphrase.text() == ""
    page.passphrase.setText("shibboleth 合言葉")
    qtbot.keyClick(page.passphrase, Qt.Key.Key_Return)
    assert window.session.workspace.get("note", "n1").title == "Line"


def test_an_open_workspace_is_not_locked_without_a_passphrase(window, talks):
    window.open_workspace(talks)
    lock = window.commands.named("lock")
    assert not lock.isEnabled()
    assert "no passphrase" in lock.toolTip()


def test_a_workspace_open_elsewhere_is_offered_for_reading(window, qtbot, talks):
    with Workspace.open(talks):
        window.open_workspace(talks)
        assert window.session is None
        press_button(qtbot, window, "Open read-only")
        assert window.session.workspace.read_only
        assert "Read-only" in window.status.saved.text()
        window.session.message.emit("x", "info")
        window.desk.show_tab("notes")
        window.desk.tab.new_record()
        assert window.session.workspace.count("note") == 2
        assert "read" in window.messages.text
        window.close_workspace()


def test_a_damaged_workspace_is_repaired_and_the_damaged_one_kept(window, qtbot, talks):
    with Workspace.open(talks) as workspace:
        for number in range(5):
            workspace.apply(added(Note(id=f"m{number}", title="x" * 200)))
    snapshot = talks / "workspace.json"
    content = bytearray(snapshot.read_bytes())
    content[content.index(b"xxxx")] ^= 0x01
    snapshot.write_bytes(bytes(content))
    window.open_workspace(talks)
    assert window.session is None
    assert window.messages.text
    press_button(qtbot, window, "Repair")
    assert window.session.workspace.path == talks
    assert not window.session.workspace.read_only
    assert "kept as" in window.messages.text
    assert len(list(talks.parent.glob("*talks*"))) == 2


def test_every_command_can_be_started_without_a_workspace_and_with_one(window, talks, monkeypatch):
    from briefing_app.ui import commands
    from briefing_app.ui.backups_dialog import BackupsDialog
    from briefing_app.ui.protection_dialog import ProtectionDialog
    from briefing_app.ui.settings_dialog import SettingsDialog

    for dialog in (SettingsDialog, ProtectionDialog, BackupsDialog):
        monkeypatch.setattr(dialog, "exec", lambda _self: 0)
    for name in ("ask_workspace", "ask_folder", "ask_open_file", "ask_save_file"):
        monkeypatch.setattr(messages, name, lambda *_: None)
    monkeypatch.setattr(commands, "ask_new", lambda _window: None)
    monkeypatch.setattr(commands.QDesktopServices, "openUrl", lambda _url: True)
    skipped = {"quit", "new_workspace", "full_screen", "print", "open_sample", "close_workspace", "lock"}
    for _round in range(2):
        for command in COMMANDS:
            if command.name not in {*skipped, "recent"}:
                window.commands.named(command.name).trigger()
        window.open_workspace(talks)
    window.choose(theme="light", text_size=1.0)


def test_one_step_back_leads_from_a_record_to_the_tab_it_was_asked_for_in(window, talks):
    window.open_workspace(talks, "timeline")
    window.desk.show_record("note", "n1")
    assert window.header.tabs.currentIndex() == 3
    window.desk.go(-1)
    assert window.desk.name == "timeline"


def test_what_cannot_stand_in_a_paper_is_not_said_to_be_added(window, talks):
    window.open_workspace(talks)
    window.desk.add_to_briefing("organisation", "org-ustr")
    assert window.messages.text == "A record of the kind Institution cannot stand in a paper by itself."
    window.desk.add_to_briefing("note", "n1")
    assert window.messages.text.startswith("Added to the briefing: ")


def test_why_nothing_is_saved_covers_nothing_that_stands_beside_it(window, qtbot):
    window.open_sample()
    qtbot.waitUntil(lambda: bool(window.status.law.text()), timeout=20_000)
    window.resize(960, 600)
    before, status = window.minimumSizeHint().width(), window.status
    status.marking.setText("TLP:RED")
    why = "Could not save to talks.brief: Input/output error. The last saved state is untouched. " * 3
    window.session._set_saved(SaveState("failed", NOW, why))
    status.marking.setText("TLP:RED")
    qtbot.waitUntil(lambda: status.saved.width() > 100, timeout=2000)
    assert window.minimumSizeHint().width() == pytest.approx(before, abs=60)
    assert status.saved.geometry().right() < status.facts.x() < status.marking.geometry().right() < 960
    assert status.saved.text().startswith("Not saved since")
    assert why.strip() in status.saved.toolTip()
