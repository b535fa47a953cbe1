"""Locked amid work: what was asked for is done, what was entered is kept, and one goes on from there."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication

from briefing_app.app.jobs import Jobs
from briefing_app.app.settings import Settings
from briefing_app.domain.change import added
from briefing_app.domain.records import Block, Briefing, Note
from briefing_app.paths import places
from briefing_app.reports import editions
from briefing_app.store.workspace import Workspace
from briefing_app.ui.briefing import output
from briefing_app.ui.briefing.commission_dialog import CommissionDialog
from briefing_app.ui.briefing.printing import new_printer
from briefing_app.ui.main_window import MainWindow
from briefing_app.ui.notes.readout_dialog import ReadoutDialog
from briefing_app.ui.opening import Opener
from tests.ui.conftest import NOW

PASSPHRASE = "shibboleth harbour nine"
DAY = date(2026, 9, 1)
PAPER = Briefing(
    id="b1", template="one-page", title="Talks", language="en", as_of=DAY.isoformat(),
    blocks=(Block("purpose", text="Why"), Block("text", text="Own words", options={"heading": "Cars"})),
)  # fmt: skip


@pytest.fixture
def window(qtbot, tmp_path):
    """The window on an encrypted workspace with a paper, jobs in their threads."""
    path = tmp_path / "secret.brief"
    with Workspace.create(path, passphrase=PASSPHRASE) as workspace:
        workspace.apply(added(PAPER))
        for number in range(3):
            workspace.apply(added(Note(id=f"n{number}", title=f"Note {number}", body="words")))
    ours = places(tmp_path)
    window = MainWindow(ours, Settings(ours), Opener(Jobs(), ours.data, lambda: NOW))
    qtbot.addWidget(window)
    window.show()
    unlock(window, qtbot, path, "briefing")
    yield window
    window.close_workspace()


def unlock(window, qtbot, path, tab=""):
    window.wanted_tab = tab
    window._opener.open(path, PASSPHRASE)
    qtbot.waitUntil(lambda: window.session is not None, timeout=20_000)
    qtbot.waitUntil(window.desk.is_idle, timeout=20_000)


def lock(window, qtbot):
    path = window.session.workspace.path
    window.locking.lock()
    qtbot.waitUntil(lambda: window.session is None)
    return path


def write_at_paper(window, qtbot):
    tab = window.desk.tab
    tab.show_record("briefing", "b1")
    qtbot.waitUntil(tab.is_idle, timeout=20_000)
    return tab


def test_an_edition_that_is_being_frozen_is_kept_and_told_of_after_unlocking(window, qtbot):
    tab = write_at_paper(window, qtbot)
    tab.output.freeze(("Minister",))
    path = lock(window, qtbot)
    assert window.messages.isHidden()  # its number and hash are nobody's business now
    unlock(window, qtbot, path)
    (edition,) = editions.editions(window.session.workspace, "b1")
    assert edition.number == 1
    assert "Edition 1 is kept" in window.messages.text


def test_a_paper_that_is_being_saved_stands_in_the_audit(window, qtbot, tmp_path):
    tab = write_at_paper(window, qtbot)
    tab.output.save("pdf", tmp_path / "out.pdf")
    path = lock(window, qtbot)
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")
    unlock(window, qtbot, path)
    assert [each.details.get("file") for each in window.session.workspace.audit_log()] == ["out.pdf"]


def test_a_paper_that_waits_for_the_last_key_is_saved_with_it(window, qtbot, tmp_path):
    tab = write_at_paper(window, qtbot)
    tab.outline.setCurrentRow(1)
    qtbot.keyClicks(tab.inspector.text, "Last ")
    tab.output.save("md", tmp_path / "out.md")
    lock(window, qtbot)
    assert "Last" in (tmp_path / "out.md").read_text()


def test_a_paper_that_waits_for_its_pages_is_printed_and_stands_in_the_audit(
    window, qtbot, tmp_path, monkeypatch
):
    def chosen(pages, title, _parent, layout):
        printer = new_printer(pages, title, layout)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        return printer

    monkeypatch.setattr(output, "ask_printer", chosen)
    tab = write_at_paper(window, qtbot)
    tab.output.preview = replace(tab.preview, is_settled=False)  # as of a long paper
    tab.output.print()
    assert not (tmp_path / "printed.pdf").exists()
    path = lock(window, qtbot)
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")
    unlock(window, qtbot, path)
    assert [each.what for each in window.session.workspace.audit_log()] == ["print"]
    assert "Printed to printed.pdf." in window.messages.text


def test_that_a_paper_is_not_printed_for_want_of_a_printer_is_told_after_unlocking(
    window, qtbot, monkeypatch
):
    asked = []
    monkeypatch.setattr(output, "ask_printer", lambda *more: asked.append(more))
    tab = write_at_paper(window, qtbot)
    tab.maker.soon()
    tab.output.print()
    path = lock(window, qtbot)
    unlock(window, qtbot, path)
    assert not asked
    assert "The paper is not printed" in window.messages.text


def test_what_could_not_be_saved_is_told_after_unlocking(window, qtbot, tmp_path):
    tab = write_at_paper(window, qtbot)
    tab.output.save("pdf", tmp_path / "gone" / "out.pdf")
    path = lock(window, qtbot)
    assert window.messages.isHidden()
    unlock(window, qtbot, path)
    assert "out.pdf cannot be written" in window.messages.text


def test_pages_that_cannot_be_made_end_the_waiting(window, qtbot, tmp_path):
    tab = write_at_paper(window, qtbot)
    tab.maker.soon()
    tab.output.save("md", tmp_path / "out.md")
    tab.maker.failed.emit("no pages")
    assert not window.session.jobs.has_deeds
    qtbot.waitUntil(tab.is_idle, timeout=20_000)
    qtbot.wait(100)
    assert not (tmp_path / "out.md").exists()


def test_one_goes_on_with_the_paper_the_block_and_the_day(window, qtbot):
    tab = write_at_paper(window, qtbot)
    tab.composer.start(PAPER)
    tab.show_record("briefing", "b1")
    window.session.as_of = date(2026, 9, 2)
    tab.outline.setCurrentRow(1)
    tab.inspector.show_page(2)
    tab.inspector.editions.recipients.setPlainText("Minister\nEmbassy")
    path = lock(window, qtbot)
    unlock(window, qtbot, path)
    tab = window.desk.tab
    assert (window.desk.name, window.session.as_of) == ("briefing", date(2026, 9, 2))
    assert (tab.composer.briefing.id, tab.outline.currentRow()) == ("b1", 1)
    assert tab.inspector.pages.currentIndex() == 2
    assert tab.inspector.editions.names() == ("Minister", "Embassy")


def test_one_goes_on_once(window, qtbot):
    window.session.as_of = date(2026, 9, 2)
    path = lock(window, qtbot)
    unlock(window, qtbot, path)
    window.close_workspace()
    unlock(window, qtbot, path)
    assert window.session.as_of is None


def test_the_note_that_was_read_is_shown_again(window, qtbot):
    window.desk.show_record("note", "n2")
    path = lock(window, qtbot)
    unlock(window, qtbot, path)
    assert (window.desk.name, window.desk.tab.shown_id) == ("notes", "n2")


def visible(kind):
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]


def test_the_answers_about_a_new_paper_are_there_again(window, qtbot):
    tab, seen = write_at_paper(window, qtbot), []

    def answer_and_lock():
        (dialog,) = visible(CommissionDialog)
        dialog.purpose.setPlainText("Cars before the G7")
        dialog.minutes.setValue(45)
        dialog.form.setCurrentIndex(2)
        window.locking.lock()

    QTimer.singleShot(300, answer_and_lock)
    path = window.session.workspace.path
    tab.commission()
    qtbot.waitUntil(lambda: window.session is None, timeout=5000)
    assert not visible(CommissionDialog)
    unlock(window, qtbot, path)

    def look():
        (dialog,) = visible(CommissionDialog)
        seen.append((dialog.purpose.toPlainText(), dialog.minutes.value(), dialog.form.currentIndex()))
        dialog.reject()

    QTimer.singleShot(300, look)
    window.desk.tab.commission()
    qtbot.waitUntil(lambda: bool(seen), timeout=5000)
    assert seen == [("Cars before the G7", 45, 2)]


def test_a_form_that_is_being_made_does_not_come_up_over_the_lock(window, qtbot):
    write_at_paper(window, qtbot).commission()
    lock(window, qtbot)
    qtbot.wait(300)
    assert not visible(CommissionDialog)


def test_a_record_of_conversation_is_entered_again_as_it_was(session, qtbot):
    dialog = ReadoutDialog(session)
    qtbot.addWidget(dialog)
    dialog.title.setText("Lunch")
    dialog.points.add_row()
    dialog.points.enter([["Cars", "", "", "No."], ["Rice", "Me", "", "Perhaps."]])
    dialog.keep_draft()
    from briefing_app.ui import standing

    other = ReadoutDialog(session)
    qtbot.addWidget(other)
    other.take_entries(standing.take_draft(session, "conversation"))
    assert other.entries() == dialog.entries()
    assert standing.take_draft(session, "conversation") is None


def test_a_workspace_that_was_moved_away_is_not_made_again_and_the_fault_stays(window, qtbot, tmp_path):
    tab = write_at_paper(window, qtbot)
    path, elsewhere = window.session.workspace.path, tmp_path / "elsewhere.brief"
    path.rename(elsewhere)
    tab.output.freeze(("Minister",))
    qtbot.waitUntil(lambda: not window.session.jobs.has_deeds, timeout=20_000)
    tab.maker.soon()
    qtbot.waitUntil(tab.is_idle, timeout=20_000)
    assert not path.exists()
    assert tab.bar.isVisible()
    assert "secret.brief: No such file or directory." in tab.bar.text
    assert not editions.editions(window.session.workspace, "b1")
    elsewhere.rename(path)
    tab.output.freeze()
    qtbot.waitUntil(lambda: not window.session.jobs.has_deeds, timeout=20_000)
    assert len(editions.editions(window.session.workspace, "b1")) == 1
    assert not tab.bar.isVisible()


def test_what_could_not_be_saved_while_the_window_was_closed_is_told_the_next_time(qtbot, tmp_path):
    path, ours = tmp_path / "open.brief", places(tmp_path)
    with Workspace.create(path) as workspace:
        workspace.apply(added(PAPER))

    def opened():
        made = MainWindow(ours, Settings(ours), Opener(Jobs(), ours.data, lambda: NOW))
        qtbot.addWidget(made)
        made.show()
        made.open_workspace(path, "briefing")
        qtbot.waitUntil(lambda: made.session is not None, timeout=20_000)
        qtbot.waitUntil(made.desk.is_idle, timeout=20_000)
        return made

    first = opened()
    write_at_paper(first, qtbot).output.save("pdf", tmp_path / "gone" / "out.pdf")
    first.close()
    again = opened()
    assert "out.pdf cannot be written" in again.messages.text
    again.close_workspace()


class Composing:
    """An input method that holds words which are not decided yet, as those for Japanese do."""

    def __init__(self, field):
        self._field = field
        QApplication.sendEvent(field, QInputMethodEvent("じどうしゃ", []))

    def commit(self):
        decided = QInputMethodEvent()
        decided.setCommitString("じどうしゃ")
        QApplication.sendEvent(self._field, decided)


@pytest.mark.parametrize("way", ["lock", "close"])
def test_words_that_an_input_method_still_holds_are_kept(window, qtbot, monkeypatch, way):
    tab = write_at_paper(window, qtbot)
    tab.outline.setCurrentRow(1)
    tab.inspector.text.setFocus()
    path, method = window.session.workspace.path, Composing(tab.inspector.text)
    assert tab.inspector.text.is_composing
    monkeypatch.setattr(QGuiApplication, "inputMethod", lambda: method)
    window.locking.lock() if way == "lock" else window.close_workspace()
    monkeypatch.undo()
    qtbot.waitUntil(lambda: window.session is None)
    with Workspace.open(path, passphrase=PASSPHRASE) as again:
        assert "じどうしゃ" in again.get("briefing", "b1").blocks[1].text
