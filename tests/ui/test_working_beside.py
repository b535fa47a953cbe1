"""The window goes on painting while what must be finished is finished, and nothing is left behind."""

import threading
import time

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from briefing_app.errors import WorkspaceError
from briefing_app.ui import working_beside
from briefing_app.ui.working_beside import WaitingDialog, run_beside


@pytest.fixture
def window(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def dialogs():
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, WaitingDialog)]


def test_long_work_runs_in_a_thread_while_the_window_ticks(window, monkeypatch):
    monkeypatch.setattr(working_beside, "SHOWN_AFTER_MS", 30)
    ticks, seen, threads = [], [], []
    timer = QTimer(interval=10)
    timer.timeout.connect(lambda: ticks.append(1))
    timer.timeout.connect(lambda: seen.extend(each.isVisible() for each in dialogs()))
    timer.start()

    def work():
        threads.append(threading.current_thread())
        time.sleep(0.4)

    run_beside(window, "Closing talks", "Saving a backup…", work)
    timer.stop()
    assert threads[0] is not threading.main_thread()
    assert not threads[0].is_alive()
    assert len(ticks) > 5
    assert any(seen)
    assert not any(each.isVisible() for each in dialogs())


def test_short_work_shows_nothing(window):
    seen = []
    run_beside(window, "Closing talks", "Saving a backup…", lambda: seen.append(len(dialogs())))
    assert seen == [0]
    assert not any(each.isVisible() for each in dialogs())


@pytest.mark.parametrize("pause", [0.0, 0.1])
def test_what_the_work_raises_comes_out(window, monkeypatch, pause):
    monkeypatch.setattr(working_beside, "SHOWN_AFTER_MS", 20)

    def work():
        time.sleep(pause)
        raise WorkspaceError("Could not save.")

    with pytest.raises(WorkspaceError, match="Could not save"):
        run_beside(window, "Closing talks", "Saving a backup…", work)


def test_the_dialog_cannot_be_left(window, monkeypatch):
    monkeypatch.setattr(working_beside, "SHOWN_AFTER_MS", 20)
    done, seen = [], []

    def leave():
        for each in dialogs():
            each.reject()
            seen.append(each.isVisible())

    QTimer.singleShot(100, leave)

    def work():
        time.sleep(0.4)
        done.append(1)

    run_beside(window, "Closing talks", "Saving a backup…", work)
    assert seen == [True]
    assert done == [1]
