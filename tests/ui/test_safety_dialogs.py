"""The trash and the audit as a user meets them; progress in words; backups that fail; redo once more."""

import shutil
import threading
import zipfile

import pytest
import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from briefing_app.app.i18n import use_language
from briefing_app.domain.change import ChangeSet, added, removed, replaced
from briefing_app.domain.records import Event, Note
from briefing_app.store import backups, disk, keyfile, swapping
from briefing_app.store.conversion_progress import Progress
from briefing_app.store.second_place import SecondPlace
from briefing_app.store.workspace import AuditEntry, Workspace
from briefing_app.ui import messages, working_beside
from briefing_app.ui.audit_dialog import AuditDialog
from briefing_app.ui.new_workspace import NewWorkspaceDialog
from briefing_app.ui.protection_dialog import progress_words, size_words
from briefing_app.ui.trash_dialog import TrashDialog
from briefing_app.ui.working_beside import WaitingDialog
from tests.ui.test_main_window import make_window


@pytest.fixture
def window(qtbot, tmp_path):
    window = make_window(qtbot, tmp_path)
    window.create_workspace(tmp_path / "talks.brief", None)
    yield window
    window.close_workspace()


def dialog_of(window, kind):
    (dialog,) = [each for each in window.findChildren(QDialog) if isinstance(each, kind) and each.isVisible()]
    return dialog


# --- the trash ---------------------------------------------------------------------------------------


@pytest.fixture
def trash(window):
    """The dialog, opened from the menu, over two removed records."""
    note, event = Note(id="n1", title="Steel line", body="Hold at 25 %."), Event(id="e1", title="Third round")
    for record in (note, event):
        window.session.apply(added(record))
        window.session.apply(removed(record))
    window.commands.named("trash").trigger()
    return dialog_of(window, TrashDialog)


def titles(trash):
    return [each.record.title for each in trash.model.shown()]


def test_the_trash_shows_what_was_removed_and_what_it_held(trash):
    assert titles(trash) == ["Third round", "Steel line"]
    assert trash.model.shown()[0].removed_at
    assert trash.said.text() == "2 records in the trash."
    assert not trash.restore_button.isEnabled()
    trash.table.select_key(("note", "n1"))
    assert "Hold at 25 %." in trash.preview.toPlainText()
    assert trash.restore_button.isEnabled()


def test_a_record_is_restored_by_one_step_that_undo_takes_back(trash, window):
    trash.table.select_key(("note", "n1"))
    trash.restore_button.click()
    assert window.session.workspace.get("note", "n1").body == "Hold at 25 %."
    assert titles(trash) == ["Third round"]
    assert window.messages.text == "Restored."
    assert window.commands.named("undo").text() == "Undo Restore Steel line"
    window.commands.named("undo").trigger()
    assert window.session.workspace.find("note", "n1") is None
    assert titles(trash) == ["Steel line", "Third round"]


def test_several_are_restored_together(trash, window):
    trash.table.selectAll()
    trash.restore_button.click()
    assert window.session.workspace.count("note") == window.session.workspace.count("event") == 1
    assert trash.said.text() == "The trash is empty."
    assert not trash.empty_button.isEnabled()
    window.commands.named("undo").trigger()
    assert len(titles(trash)) == 2


def test_the_trash_is_searched(trash, qtbot):
    trash.field.setText("steel")
    qtbot.waitUntil(lambda: titles(trash) == ["Steel line"])


def test_the_trash_is_emptied_only_when_that_is_confirmed(trash, window, monkeypatch):
    asked = []
    monkeypatch.setattr(messages, "confirm", lambda *words: asked.append(words[1]) or len(asked) > 1)
    trash.empty_button.click()
    assert asked == ["Remove 2 records for good?"]
    assert len(window.session.workspace.trash()) == 2
    trash.empty_button.click()
    assert window.session.workspace.trash() == []
    assert titles(trash) == []


def test_what_is_removed_meanwhile_appears_and_closing_takes_the_dialog_along(trash, window):
    note = Note(id="n9", title="Late")
    window.session.apply(added(note))
    window.session.apply(removed(note))
    assert titles(trash)[0] == "Late"
    window.close_workspace()
    assert not shiboken6.isValid(trash) or not trash.isVisible()


def test_after_the_dialog_is_closed_work_goes_on(trash, window, qtbot):
    trash.close()
    qtbot.waitUntil(lambda: not shiboken6.isValid(trash))
    window.session.apply(added(Note(id="n9", title="Later")))
    window.commands.named("undo").trigger()
    assert window.session.workspace.find("note", "n9") is None


def test_a_workspace_open_for_reading_restores_nothing(qtbot, tmp_path):
    with Workspace.create(tmp_path / "talks.brief") as workspace:
        workspace.apply(added(Note(id="n1", title="Line")))
        workspace.apply(removed(Note(id="n1", title="Line")))
    window = make_window(qtbot, tmp_path)
    window._opener.open(tmp_path / "talks.brief", read_only=True)
    window.commands.named("trash").trigger()
    trash = dialog_of(window, TrashDialog)
    trash.table.selectAll()
    assert not trash.restore_button.isEnabled()
    assert "reading only" in trash.restore_button.toolTip()
    assert not trash.empty_button.isEnabled()
    window.close_workspace()


# --- the audit ---------------------------------------------------------------------------------------


@pytest.fixture
def audit(window):
    window.session.note_in_audit("import", file="talks.csv", added="1200", updated="3")
    window.session.note_in_audit("export", file="line.pdf", pages="2")
    window.commands.named("audit").trigger()
    return dialog_of(window, AuditDialog)


def lines(audit):
    return [[column.text(row) for column in audit.model.columns][1:] for row in audit.model.shown()]


def test_the_audit_is_in_words_newest_first_and_follows(audit, window):
    assert lines(audit) == [
        ["Export", "line.pdf", "2 pages"],
        ["Import", "talks.csv", "1,200 added, 3 updated"],
    ]
    assert audit.said.text() == "2 entries"
    window.session.note_in_audit("print", briefing="One page", pages="1")
    assert lines(audit)[0] == ["Print", "One page", "1 page"]


def test_the_audit_is_filtered_and_what_is_shown_is_copied(audit, qtbot):
    audit.field.setText("csv")
    qtbot.waitUntil(lambda: len(lines(audit)) == 1)
    assert audit.said.text() == "1 of 2 entries"
    audit.copy_button.click()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0].split("\t") == ["When", "Action", "File or briefing", "Details"]
    assert copied[1].split("\t")[1:] == ["Import", "talks.csv", "1,200 added, 3 updated"]
    assert audit.said.text() == "1 entry copied."


def test_an_empty_audit_says_so(window):
    window.commands.named("audit").trigger()
    audit = dialog_of(window, AuditDialog)
    assert audit.said.text() == "Nothing was imported, exported or printed yet."
    assert not audit.copy_button.isEnabled()


def test_an_unknown_entry_is_shown_as_it_is(window):
    window.session.workspace.audit(AuditEntry("merge", {"device": "embassy <b>"}))
    window.commands.named("audit").trigger()
    assert lines(dialog_of(window, AuditDialog)) == [["Merge", "", "device: embassy <b>"]]


# --- redo after a restart ----------------------------------------------------------------------------


def test_what_was_undone_can_be_done_again_after_a_restart(qtbot, tmp_path):
    window = make_window(qtbot, tmp_path)
    window.create_workspace(tmp_path / "talks.brief", None)
    first = Note(id="n1", title="one")
    window.session.apply(added(first, "Add one"))
    window.session.apply(replaced(first, Note(id="n1", title="two"), "Edit two"))
    window.session.apply(replaced(Note(id="n1", title="two"), Note(id="n1", title="three"), "Edit three"))
    for _ in range(2):
        window.commands.named("undo").trigger()
    window.open_workspace(tmp_path / "talks.brief")
    assert window.session.workspace.get("note", "n1").title == "one"
    assert window.commands.named("redo").text() == "Redo Edit two"
    assert window.commands.named("undo").text() == "Undo Add one"
    for title in ("two", "three"):
        window.commands.named("redo").trigger()
        assert window.session.workspace.get("note", "n1").title == title
    assert not window.commands.named("redo").isEnabled()
    for _ in range(3):
        window.commands.named("undo").trigger()
    assert window.session.workspace.find("note", "n1") is None
    window.close_workspace()


# --- backups that fail -------------------------------------------------------------------------------


@pytest.fixture
def lost_place(window, tmp_path):
    """A second place that went away while the workspace is open, and a change to back up."""
    (tmp_path / "stick").mkdir()
    window.session.workspace.backups.second_place = SecondPlace.set_up(tmp_path / "stick")
    shutil.rmtree(tmp_path / "stick")
    window.session.apply(added(Note(id="n1", title="Line")))


@pytest.mark.usefixtures("lost_place")
def test_a_backup_that_fails_at_close_is_said(window):
    window.commands.named("close_workspace").trigger()
    assert "is saved, but the backup is not made" in window.messages.text
    assert "is not there" in window.messages.text


@pytest.mark.usefixtures("lost_place")
def test_it_is_said_over_the_workspace_that_is_opened_next(window, tmp_path):
    window.create_workspace(tmp_path / "other.brief", None)
    assert window.session.workspace.name == "other"
    assert "is saved, but the backup is not made" in window.messages.text


@pytest.mark.usefixtures("lost_place")
def test_it_is_said_before_the_window_goes(window, monkeypatch):
    told = []
    monkeypatch.setattr(messages, "tell", lambda _window, *words: told.append(words))
    window.close()
    assert told[0][0] == "Your work is saved, but the last backup is not made."
    assert "Attach the medium" in told[0][1]


@pytest.mark.usefixtures("lost_place")
def test_a_backup_that_fails_while_work_goes_on_is_said(window, qtbot):
    window.session.workspace.backups.make()
    qtbot.waitUntil(lambda: "the backup is not made" in window.messages.text)
    window.messages.dismiss()
    window.session.workspace.backups.second_place = None
    window.close_workspace()  # which tries again
    assert "not made" not in window.messages.text


@pytest.fixture
def hanging_place(window, tmp_path, monkeypatch):
    """A second place whose medium stops answering in the middle of a backup."""
    monkeypatch.setattr(working_beside, "SHOWN_AFTER_MS", 20)
    monkeypatch.setattr(working_beside, "OFFERED_AFTER_MS", 100)
    (tmp_path / "drive").mkdir()
    window.session.workspace.backups.second_place = SecondPlace.set_up(tmp_path / "drive")
    window.session.apply(added(Note(id="n1", title="Line")))
    answers, real = threading.Event(), disk.copy

    def copy(source, target, *more, **named):
        if target.is_relative_to(tmp_path / "drive"):
            assert answers.wait(30)
        real(source, target, *more, **named)

    monkeypatch.setattr(disk, "copy", copy)
    yield
    answers.set()
    for thread in threading.enumerate():
        if thread.name == "store-second-place":
            thread.join(10)
    assert not list((tmp_path / "drive").glob("*/*"))


def press_when_offered():
    """Presses the button of the waiting dialog, as soon as it is there."""
    timer = QTimer(interval=20)

    def look():
        for each in QApplication.topLevelWidgets():
            if isinstance(each, WaitingDialog) and not each.leave_button.isHidden():
                timer.stop()
                each.leave_button.click()

    timer.timeout.connect(look)
    timer.start()
    return timer


@pytest.mark.usefixtures("hanging_place")
def test_a_second_place_that_hangs_can_be_left_when_the_workspace_is_closed(window):
    path = window.session.workspace.path
    timer = press_when_offered()
    window.commands.named("close_workspace").trigger()
    assert not timer.isActive()
    assert "was not written to the second place" in window.messages.text
    assert "its own backups are complete" in window.messages.text
    with Workspace.open(path) as again:  # the lock is given back
        assert again.get("note", "n1").title == "Line"
        assert len(again.backups.all()) == 1


@pytest.mark.usefixtures("hanging_place")
def test_the_window_can_be_left_without_another_question(window, monkeypatch):
    told = []
    monkeypatch.setattr(messages, "tell", lambda *words: told.append(words))
    press_when_offered()
    assert window.close()
    assert told == []


def test_closing_says_what_could_not_be_saved_after_all(window, monkeypatch):
    """The user has agreed to lose what he typed: the workspace closes, says so and gives its lock back."""
    monkeypatch.setattr(messages, "confirm", lambda *_: True)
    path = window.session.workspace.path
    window.session.apply(added(note := Note(id="n1", title="Line")))
    window.session.workspace.backups._changes = 0

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "write_at", full)
        window.session.text_edit(note, Note(id="n1", title="Lost"))
        window.commands.named("close_workspace").trigger()
    assert window.session is None
    assert "No space left" in window.messages.text
    with Workspace.open(path) as again:
        assert again.get("note", "n1").title == "Line"


def test_a_full_disk_at_close_is_said_and_nothing_is_lost(window, monkeypatch, tmp_path):
    window.session.apply(added(Note(id="n1", title="Line")))

    def full(*_arguments, **_named):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(backups.disk, "copy", full)
        window.close_workspace()
    assert "No space left" in window.messages.text
    window.open_workspace(tmp_path / "talks.brief")
    assert window.session.workspace.count("note") == 1


def test_a_workspace_that_waits_for_the_end_of_its_restore_stays_among_the_recent(window, tmp_path):
    path = tmp_path / "talks.brief"
    window.close_workspace()
    assert window.settings.recent == [path.resolve()]
    swapping.note_of(path).write_text("{}")
    path.rename(tmp_path / "elsewhere.brief")
    assert window.settings.recent == [path.resolve()]
    swapping.note_of(path).unlink()
    assert window.settings.recent == []


# --- progress ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("task", "progress", "words"),
    [
        ("protect", Progress("key"), "Making the key from the passphrase…"),
        ("protect", Progress("attachments", 4_200_000, 18_000_000, 3, 12),
         "Encrypting attachment 3 of 12: 4.2 MB of 18.0 MB"),
        ("remove", Progress("attachments", 0, 900, 1, 1),
         "Decrypting attachment 1 of 1: 0 bytes of 900 bytes"),
        ("protect", Progress("records", 500_000, 1_000_000),
         "Writing the records encrypted: 500 KB of 1.0 MB"),
        ("remove", Progress("cleaning"), "Removing the encrypted files…"),
        ("protect", Progress("backup"), "Making a backup and checking it…"),
        ("change", Progress("backup", number=2, count=5), "Giving backup 2 of 5 the new passphrase"),
    ],
)  # fmt: skip
def test_a_conversion_says_what_it_is_doing(task, progress, words):
    assert progress_words(task, progress) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1 KB"), (999_499, "999 KB"), (999_500, "1.0 MB"),
     (12_345_678, "12.3 MB"), (123_456_789, "123 MB")],
)  # fmt: skip
def test_sizes_are_in_words(count, words):
    assert size_words(count) == words


def test_opening_shows_how_much_is_read_beyond_half_a_second(window, qtbot, tmp_path):
    welcome = window.welcome
    window.close_workspace()
    welcome.show_opening("talks")
    assert welcome.currentWidget() is welcome._start
    qtbot.waitUntil(lambda: welcome.currentWidget() is welcome._opening, timeout=1500)
    assert welcome.bar.maximum() == 0
    window._opener.progressed.emit(30_000_000, 120_000_000)
    assert (welcome.bar.value(), welcome.bar.maximum()) == (250, 1000)
    assert welcome.opening_amount.text() == "30 of 120 MB read"
    welcome.show_start()


def test_opening_tells_the_bytes_it_has_read(window, tmp_path):
    notes = [Note(id=f"n{n}", title="x", body="y" * 40_000) for n in range(80)]
    window.session.apply(ChangeSet("Fill", tuple(change for each in notes for change in added(each).changes)))
    window.session.workspace._storage.compact()
    window.close_workspace()
    heard = []
    window._opener.progressed.connect(lambda done, total: heard.append((done, total)))
    window.open_workspace(tmp_path / "talks.brief")
    assert len({done for done, _ in heard}) > 3
    assert heard[-1][0] == heard[-1][1] > 3_000_000
    assert sorted(heard) == heard


def test_ctrl_c_in_the_audit_copies_the_chosen_line(audit, qtbot):
    audit.table.selectRow(0)
    qtbot.keyClick(audit.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert len(QGuiApplication.clipboard().text().splitlines()) == 2


# --- what cannot be opened ---------------------------------------------------------------------------


def a_file(path):
    path.write_text("hello")


def a_zip(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("workspace.json", "{}")


def an_empty_folder(path):
    path.mkdir()


def a_folder_of_something_else(path):
    path.mkdir()
    (path / "photo.jpg").write_text("x")


def one_of_a_newer_version(path):
    Workspace.create(path).close()
    file = path / "workspace.json"
    file.write_bytes(file.read_bytes().replace(b'"format":2', b'"format":9'))


def one_that_is_open_elsewhere(path):
    Workspace.create(path).close()
    (path / "lock").write_text("host embassy-laptop, process 4711")


def one_that_is_damaged(path):
    Workspace.create(path).close()
    file = path / "workspace.json"
    file.write_bytes(file.read_bytes().replace(b'"_desk"', b'"_dusk"'))


@pytest.mark.parametrize(
    ("make", "words", "offers"),
    [
        (a_file, "is not a workspace but a file.", ""),
        (a_zip, "is not a workspace but a ZIP archive: unpack it", ""),
        (an_empty_folder, "is not a workspace but an empty folder.", ""),
        (a_folder_of_something_else, "is not a workspace.", ""),
        (one_of_a_newer_version, "was made by a newer version of Briefing Desk (format 9).", ""),
        (one_that_is_open_elsewhere, "is open in another program (host embassy-laptop, process 4711).",
         "Open read-only"),
        (one_that_is_damaged, "It was left exactly as it is.", "Repair"),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)  # fmt: skip
def test_what_cannot_be_opened_is_said_in_the_window(qtbot, tmp_path, make, words, offers):
    window = make_window(qtbot, tmp_path / "home")
    make(tmp_path / "x.brief")
    window.open_workspace(tmp_path / "x.brief")
    assert window.session is None
    assert words in window.messages.text
    assert window.messages._button.text() == offers
    assert window.welcome.currentWidget() is window.welcome._start


def test_a_wrong_passphrase_is_said_at_the_field_and_typed_again(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(keyfile, "COST", keyfile.Cost(8, 1, 1))
    Workspace.create(tmp_path / "x.brief", passphrase="right").close()
    window = make_window(qtbot, tmp_path / "home")
    window.open_workspace(tmp_path / "x.brief")
    unlock = window.welcome._unlock
    assert unlock.field.error == ""
    for typed in ("wrong", "right"):
        assert unlock.passphrase.text() == ""
        qtbot.keyClicks(unlock.passphrase, typed)
        qtbot.keyClick(unlock.passphrase, Qt.Key.Key_Return)
        if typed == "wrong":
            assert unlock.field.error == "This passphrase does not open it. Try again."
            assert window.session is None
    assert window.session.workspace.encrypted
    window.close_workspace()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_line_that_comes_in_squeezes_no_other(qtbot, tmp_path, language):
    use_language(language)
    try:
        dialog = NewWorkspaceDialog(tmp_path)
    finally:
        use_language("en")
    qtbot.addWidget(dialog)
    dialog.show()
    before = dialog.height()
    typed = {dialog.name: "a/b", dialog.place: "/no/such", dialog.passphrase: "secret", dialog.again: "x"}
    for field, text in typed.items():
        field.setText(text)
    qtbot.waitUntil(lambda: dialog.height() > before)
    qtbot.wait(50)
    labels = [each for each in dialog.findChildren(QLabel) if each.isVisible() and each.text()]
    assert len(labels) > 6
    squeezed = [
        (each.text(), each.height(), each.heightForWidth(each.width()))
        for each in labels
        if each.wordWrap() and each.height() < each.heightForWidth(each.width())
    ]
    assert squeezed == []
