"""An encrypted workspace through the whole window: whatever is done, no word of it lies readable on disk."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLineEdit

from briefing_app.app.crash import CrashReporter
from briefing_app.domain.change import ChangeSet, added, removed
from briefing_app.domain.records import Block, Briefing, Event, Note, Person, PersonName, TypedDate
from briefing_app.store import keyfile
from briefing_app.store.second_place import SecondPlace
from briefing_app.store.workspace import Workspace
from briefing_app.ui import messages
from briefing_app.ui.actions import TABS
from tests.store.test_protection import CANARY, readable
from tests.ui.conftest import NOW
from tests.ui.test_main_window import make_window

PASSPHRASE = "shibboleth harbour nine"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def places(tmp_path, monkeypatch):
    """A disk that the test can look through: home, settings, temp and cache folders, a stick."""
    for name in ("HOME", "TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        folder = tmp_path / "user" / name.lower()
        folder.mkdir(parents=True)
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(keyfile, "COST", keyfile.Cost(8, 1, 1))
    (tmp_path / "stick").mkdir()
    return tmp_path


def thousand_records():
    """Notes, events, people and a briefing of them, each with the canary in every text."""
    text = f"{CANARY} says: "
    notes = [
        Note(id=f"n{n}", title=f"{text}{n}", body=f"{text} [[e{n}]] " * 5, kind="line") for n in range(900)
    ]
    events = [
        Event(id=f"e{n}", title=f"{text}round {n}", dates=(TypedDate("2026-10-15", "due"),), place=CANARY)
        for n in range(80)
    ]
    people = [Person(id=f"p{n}", names=(PersonName(f"{CANARY} {n}"),), note=text) for n in range(19)]
    blocks = (Block("text", text=text * 3), Block("note", ref="n1"), Block("event", ref="e1"))
    briefing = Briefing(
        id="b1", template="one-page", title=f"{CANARY} brief", as_of="2026-10-12", blocks=blocks
    )
    records = [*notes, *events, *people, briefing]
    return ChangeSet(f"Import {CANARY}", tuple(change for each in records for change in added(each).changes))


@pytest.fixture
def window(qtbot, places):
    window = make_window(qtbot, places / "home")
    window.create_workspace(places / "talks.brief", PASSPHRASE)
    window.settings.backup_place = SecondPlace.set_up(places / "stick")
    window.session.workspace.backups.second_place = window.settings.backup_place
    window.session.apply(thousand_records())
    yield window
    window.close_workspace()


def settle(qtbot, window):
    qtbot.waitUntil(window.is_idle, timeout=20_000)


def test_the_canary_would_be_seen_in_a_plain_workspace(qtbot, places):
    window = make_window(qtbot, places / "home")
    window.create_workspace(places / "talks.brief", None)
    window.session.apply(thousand_records())
    window.session.workspace.search(CANARY)
    assert {"journal-000001"} <= {file.name for file in readable(places)}
    window.close_workspace()


def test_no_word_is_left_readable_whatever_is_done_in_the_window(window, qtbot, places, monkeypatch):
    session = window.session
    _search_everywhere(window, qtbot)
    assert readable(places) == []
    _show_the_pages(window, qtbot)
    assert readable(places) == []
    _type_and_undo(session)
    monkeypatch.setattr(messages, "ask_save_file", lambda *_: None)
    window.commands.named("export").trigger()  # and cancel
    for name in ("trash", "audit"):
        window.commands.named(name).trigger()
    _crash(window, qtbot, places)
    assert session.workspace.backups.make() is not None
    session.workspace._storage.compact()
    assert session.workspace.backups.error is None
    assert len(list((places / "stick").glob("*/*.brief"))) == 1
    assert readable(places) == []
    window.locking.lock()
    qtbot.waitUntil(lambda: window.session is None)
    assert not any(each.isVisible() for each in window.findChildren(QDialog))
    window.settings.sync()
    assert readable(places) == []
    assert CANARY not in window.windowTitle()
    window._opener.open(places / "talks.brief", PASSPHRASE)
    assert window.session.workspace.count("note") == 899
    window.close()
    assert readable(places) == []


def _search_everywhere(window, qtbot):
    window.search.open_palette("Kanarienvogel")
    settle(qtbot, window)
    assert window.session.workspace.search("鳥類", limit=2000)
    window.search.close_palette()
    for name in TABS:
        window.desk.show_tab(name)
        settle(qtbot, window)
        window.desk.tab.focus_find()
        focused = window.focusWidget()
        if isinstance(focused, QLineEdit):
            qtbot.keyClicks(focused, "Kanarienvogel")
            qtbot.wait(120)
            focused.clear()
    window.desk.show_record("note", "n7")
    window.desk.show_record("event", "e7")
    window.desk.show_record("person", "p7")
    settle(qtbot, window)


def _show_the_pages(window, qtbot):
    window.desk.show_record("briefing", "b1")
    settle(qtbot, window)
    tab = window.desk.tab
    assert tab.pages.page_count >= 1


def _type_and_undo(session):
    note = session.workspace.get("note", "n0")
    session.text_edit(note, Note(id="n0", title=f"{CANARY} typed", body=note.body, kind="line"))
    session.flush()
    session.undo_stack.undo()
    session.undo_stack.redo()
    session.apply(removed(session.workspace.get("note", "n5")))


def _crash(window, qtbot, places):
    def is_secret():
        return window.session is not None and window.session.workspace.encrypted

    reporter = CrashReporter(places / "home" / "logs", window.session.flush, lambda: NOW, is_secret=is_secret)
    with qtbot.waitSignal(reporter.crashed) as told:
        try:
            int(window.session.workspace.get("note", "n3").title)
        except ValueError:
            reporter.handle(*sys.exc_info())
    assert "Kanarienvogel" in told.args[0].text  # shown, and copied if the user wants to
    assert told.args[0].path.exists()


def test_exporting_is_what_the_user_asked_for_and_is_said(window, monkeypatch, places):
    monkeypatch.setattr(messages, "ask_save_file", lambda *_: places / "asked.json")
    window.commands.named("export").trigger()
    assert "It is not encrypted" in window.messages.text
    assert readable(places) == [places / "asked.json"]


WATCHED = """
import sys
opened = set()
def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        mode, flags = arguments[1], arguments[2]
        if (mode and set(str(mode)) & set("wax+")) or (flags & 3):
            opened.add(arguments[0])
    elif event in ("tempfile.mkstemp", "tempfile.mkdtemp"):
        opened.add("temp " + str(arguments[0]))
sys.addaudithook(watch)
from briefing_app.main import run
code = run(sys.argv[1:])
print("\\n".join(sorted(opened)))
raise SystemExit(code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a temp folder that is not there is another one here")
def test_a_brief_of_an_encrypted_workspace_writes_its_pages_and_nothing_else(places):
    path, out = places / "talks.brief", places / "out" / "brief.pdf"
    with Workspace.create(path, passphrase=PASSPHRASE) as workspace:
        workspace.apply(thousand_records())
    (places / "passphrase").write_text(PASSPHRASE)
    out.parent.mkdir()
    gone = places / "no-temp-folder"  # whoever wants a temporary file fails
    variables = {**os.environ, "TMPDIR": str(gone), "TEMP": str(gone), "TMP": str(gone)}
    command = [
        sys.executable, "-c", WATCHED, "brief", path, "--template", "one-page", "--as-of", "2026-10-12",
        "--passphrase-file", places / "passphrase", "--out", out,
    ]  # fmt: skip
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=variables)
    assert run.returncode == 0, run.stdout + run.stderr
    assert out.stat().st_size > 1000
    written = {Path(line) for line in run.stdout.splitlines() if line.startswith(("/", "temp "))}
    outside = {each for each in written if each.parent not in (path, out.parent) and str(each) != os.devnull}
    assert outside == set()
    assert readable(path, places / "user", places / "stick") == []
    assert not gone.exists()
