"""Opening with real threads: code is read there, the window goes on, and who changes their mind is heard."""

import gc
import shutil
import subprocess
import sys
import threading
import weakref
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QLabel

from briefing_app.app.i18n import use_language
from briefing_app.app.jobs import Jobs
from briefing_app.app.settings import Settings
from briefing_app.domain.change import added
from briefing_app.domain.records import Note
from briefing_app.errors import WorkspaceError
from briefing_app.paths import places
from briefing_app.store.workspace import Workspace
from briefing_app.ui import arrival, opening, tab_code
from briefing_app.ui.main_window import MainWindow
from briefing_app.ui.opening import Opener
from briefing_app.ui.timeline.tab import TimelineTab
from tests.ui.conftest import NOW


@pytest.fixture
def window(qtbot, tmp_path):
    ours = places(tmp_path / "home")
    window = MainWindow(ours, Settings(ours), Opener(Jobs(), ours.data, lambda: NOW))
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close_workspace()
    window._opener.jobs.wait()


def made(folder, name):
    with Workspace.create(folder / f"{name}.brief") as workspace:
        workspace.apply(added(Note(id="n1", title=name)))
        return workspace.path


def test_the_code_of_the_wanted_tab_is_read_in_a_thread_before_the_workspace_is_shown(
    window, qtbot, tmp_path, monkeypatch
):
    read = []

    def reads(names):
        read.append((tuple(names), threading.get_ident(), window.session))

    monkeypatch.setattr(opening, "read", reads)
    window.open_workspace(made(tmp_path, "talks"), "people")
    qtbot.waitUntil(lambda: window.session is not None, timeout=20_000)
    (names, thread, session), *_ = read
    assert names == ("people",)
    assert thread != threading.get_ident()
    assert session is None


def test_threads_begin_their_work_when_the_first_tab_is_painted(window, qtbot, tmp_path, monkeypatch):
    begun, made_at = [], []
    prepare, make = Workspace.prepare_search, type(window)._show_desk

    def prepares(workspace):
        begun.append(("search", bool(made_at)))
        prepare(workspace)

    def makes(shown, session):
        session.jobs.run(lambda: begun.append(("asked while it was made", bool(made_at))))
        make(shown, session)
        made_at.append(True)

    monkeypatch.setattr(Workspace, "prepare_search", prepares)
    monkeypatch.setattr(type(window), "_show_desk", makes)
    window.open_workspace(made(tmp_path, "talks"))
    qtbot.waitUntil(lambda: len(begun) == 2, timeout=20_000)
    assert begun == [("asked while it was made", True), ("search", True)]


def test_who_asks_for_another_workspace_meanwhile_gets_that_one(window, qtbot, tmp_path):
    first, second = made(tmp_path, "first"), made(tmp_path, "second")
    shown = []
    window.session_changed.connect(lambda session: shown.append(session and session.workspace.path))
    window.open_workspace(first)
    window.open_workspace(second)
    qtbot.waitUntil(lambda: window.session is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not window._opener.jobs.pending, timeout=20_000)
    assert [path for path in shown if path] == [second]
    with Workspace.open(first) as workspace:  # it is not held open by anybody
        assert workspace.get("note", "n1").title == "first"


def test_a_second_click_opens_nothing_twice(window, qtbot, tmp_path):
    path, said = made(tmp_path, "talks"), []
    window._opener.failed.connect(lambda _path, error: said.append(str(error)))
    shown = []
    window.session_changed.connect(shown.append)
    window.open_workspace(path)
    window.open_workspace(path)
    qtbot.waitUntil(lambda: window.session is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not window._opener.jobs.pending, timeout=20_000)
    assert [session is not None for session in shown].count(True) == 1
    assert said == []


@pytest.mark.parametrize("stage", ["asked", "opened", "code read", "desk begun"])
def test_a_window_that_closes_while_it_opens_a_workspace_leaves_no_lock(
    window, qtbot, tmp_path, monkeypatch, stage
):
    path, opener, reached = made(tmp_path, "talks"), window._opener, [stage == "asked"]

    def stops(owner, name):
        work = getattr(owner, name)

        def reach(*given):
            reached[0] = True
            return work(*given)

        monkeypatch.setattr(owner, name, reach)

    if stage == "opened":
        stops(opener, "_read_code")
    elif stage == "code read":
        stops(opener, "_hand_over")
    elif stage == "desk begun":
        stops(opener, "prepared")
    window.open_workspace(path)
    qtbot.waitUntil(lambda: reached[0], timeout=20_000)
    assert window.session is None
    opener.give_up()
    with Workspace.open(path) as workspace:
        assert workspace.notices == ()
        assert not workspace.read_only
    qtbot.waitUntil(lambda: not opener.jobs.pending, timeout=20_000)
    assert window.session is None


def test_a_full_disk_at_the_end_of_an_opening_given_up_is_no_crash(window, qtbot, tmp_path, monkeypatch):
    opener, closed = window._opener, []

    def close(_workspace):
        closed.append(True)
        raise WorkspaceError("The disk is full.")

    window.open_workspace(made(tmp_path, "talks"))
    qtbot.waitUntil(lambda: bool(opener._unshown), timeout=20_000)
    (workspace,) = opener._unshown
    with monkeypatch.context() as patch:
        patch.setattr(Workspace, "close", close)
        opener.give_up()
    assert closed == [True]
    workspace.close()
    qtbot.waitUntil(lambda: not opener.jobs.pending, timeout=20_000)


def test_nothing_of_a_closed_workspace_stays_in_memory(window, qtbot, tmp_path):
    window.open_workspace(made(tmp_path, "talks"), "notes")
    qtbot.waitUntil(lambda: window.session is not None, timeout=20_000)
    gone = weakref.ref(window.session.workspace)
    qtbot.waitUntil(window.is_idle, timeout=20_000)
    gc.freeze()  # as the desk does when a tab stands
    window.close_workspace()
    qtbot.waitUntil(lambda: not window._opener.jobs.pending, timeout=20_000)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: gone() is None, timeout=20_000)


def test_a_failed_opening_can_be_tried_again(window, qtbot, tmp_path):
    path, said = tmp_path / "talks.brief", []
    window._opener.failed.connect(lambda _path, error: said.append(str(error)))
    window.open_workspace(path)
    qtbot.waitUntil(lambda: len(said) == 1, timeout=20_000)
    made(tmp_path, "talks")
    window.open_workspace(path)
    qtbot.waitUntil(lambda: window.session is not None, timeout=20_000)


def test_code_that_is_not_part_of_the_build_is_passed_over(monkeypatch):
    monkeypatch.setitem(tab_code.CLASSES, "people", ("briefing_app.ui.people.nothing", "Tab"))
    tab_code.read(["people"])


def test_the_classes_of_qt_are_made_slice_by_slice():
    """In a process of its own: here they are made long ago."""
    script = (
        "from PySide6 import QtWidgets\n"
        "from briefing_app.ui.qt_classes import class_slices\n"
        "assert 'QWizard' not in vars(QtWidgets)\n"
        "print(sum(1 for _ in class_slices()))\n"
        "assert all(name in vars(QtWidgets) for name in dir(QtWidgets) if name[0] == 'Q')\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert int(run.stdout) >= 3


def test_slices_let_the_user_in_between_and_stop_with_their_owner(qtbot):

    jobs, heard = Jobs(), []
    QTimer.singleShot(0, lambda: heard.append("key"))
    jobs.run_in_slices(iter([heard.append(1), None, None]), lambda: heard.append("done"))
    assert jobs.pending == 1
    qtbot.waitUntil(lambda: jobs.pending == 0)
    assert heard == [1, "key", "done"]
    owner, slices = QObject(), iter(range(100))
    jobs.run_in_slices(slices, lambda: heard.append("never"), owner=owner)
    owner.deleteLater()
    qtbot.waitUntil(lambda: jobs.pending == 0)
    assert heard[-1] == "done"
    assert len(list(slices)) > 90


@pytest.fixture
def _in_japanese():
    use_language("ja")
    yield
    use_language("en")


@pytest.mark.usefixtures("_in_japanese")
def test_what_opening_has_to_say_is_said_in_the_language_of_the_window(window, qtbot, tmp_path):
    old = Path(__file__).parents[1] / "workspaces" / "format-1.brief"
    shutil.copytree(old, tmp_path / "old.brief")
    window.open_workspace(tmp_path / "old.brief")
    qtbot.waitUntil(lambda: window.session is not None, timeout=20_000)
    said = [each.text() for each in window.messages.findChildren(QLabel)]
    assert any(text.startswith("ワークスペースを形式 2 に直しました。") for text in said)


def test_the_first_tab_is_made_in_portions_with_the_user_in_between(window, qtbot, tmp_path, monkeypatch):
    beats, portions = [], []
    heart = QTimer(window, interval=0)
    heart.timeout.connect(lambda: beats.append(len(portions)))
    made_portion = TimelineTab.make_portion

    def makes(tab):
        portions.append(window.session)
        return made_portion(tab)

    monkeypatch.setattr(TimelineTab, "make_portion", makes)
    heart.start()
    window.open_workspace(made(tmp_path, "talks"), "timeline")
    qtbot.waitUntil(lambda: window.session is not None, timeout=20_000)
    heart.stop()
    assert len(portions) > 5
    assert portions[0] is None  # the workspace is shown when its first tab stands
    assert len({count for count in beats if count}) > 4  # the window lived between the portions
    assert window.desk.tab.isVisible()
    assert window.desk.tab.inspector.isVisible()


def test_a_desk_that_nobody_wants_any_more_goes(window, qtbot, tmp_path):
    first, second = made(tmp_path, "first"), made(tmp_path, "second")
    asked = []

    def portions(session):
        yield from arrival.Arrival.prepared(window._arrival, session)
        if not asked:
            asked.append(window._arrival._desk)
            window.open_workspace(second)
            yield

    window._opener.prepared = portions
    window.open_workspace(first)
    qtbot.waitUntil(lambda: window.session is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not window._opener.jobs.pending, timeout=20_000)
    assert window.session.workspace.path == second
    qtbot.waitUntil(lambda: not shiboken6.isValid(asked[0]))
    with Workspace.open(first) as workspace:
        assert workspace.count("note") == 1


def test_a_tab_that_cannot_be_made_holds_nothing_up(window, qtbot, tmp_path, monkeypatch):
    """The fault goes to the crash report; the workspace is closed, and what is asked for next is done."""
    path, broken = made(tmp_path, "talks"), []

    def prepared(_session):
        broken.append(True)
        raise RuntimeError("no tab")
        yield

    whole, window._opener.prepared = window._opener.prepared, prepared
    with qtbot.captureExceptions() as told:
        window.open_workspace(path)
        qtbot.waitUntil(lambda: bool(broken) and not window._opener.jobs.pending, timeout=20_000)
    assert [str(fault[1]) for fault in told] == ["no tab"]
    window._opener.prepared = whole
    monkeypatch.setattr(TimelineTab, "make_portion", lambda _tab: broken.missing)
    window.welcome._later.setInterval(0)  # the page of the opening stands there at once
    with qtbot.captureExceptions() as told:
        window.open_workspace(path)
        qtbot.waitUntil(lambda: bool(told) and not window._opener.jobs.pending, timeout=20_000)
    assert window.welcome.isVisible()
    qtbot.wait(50)
    assert window.welcome.currentWidget() is window.welcome._start
    monkeypatch.undo()
    window.open_workspace(path)
    qtbot.waitUntil(lambda: window.session is not None, timeout=20_000)


def test_code_that_cannot_be_read_ahead_does_not_keep_the_workspace(window, qtbot, tmp_path, monkeypatch):
    def reads(_names):
        raise ImportError("half a file")

    monkeypatch.setattr(opening, "read", reads)
    window.open_workspace(made(tmp_path, "talks"))
    qtbot.waitUntil(lambda: window.session is not None, timeout=20_000)
