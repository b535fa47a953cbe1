"""The window goes on painting while what must be finished is finished, and nothing is left behind."""

import threading
import time

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from briefing_app.errors import WorkspaceError
from briefing_app.ui import working_beside
from briefing_app.ui.working_beside import WaitingDialog, WayOut, run_beside


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


def way_out(is_open, take):
    return WayOut("The second place has not answered: /mnt/drive", "Close without waiting", is_open, take)


def test_what_hangs_can_be_left_after_some_seconds(window, monkeypatch, qtbot):
    monkeypatch.setattr(working_beside, "SHOWN_AFTER_MS", 20)
    monkeypatch.setattr(working_beside, "OFFERED_AFTER_MS", 300)
    answered, seen = threading.Event(), []

    def look():
        (dialog,) = dialogs()
        seen.append((dialog.leave_button.isHidden(), dialog.explained.isHidden()))

    def press():
        look()
        (dialog,) = dialogs()
        assert "second place" in dialog.explained.text()
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
        assert not answered.is_set()  # neither Escape nor the Enter of the menu gives the backup up
        qtbot.mouseClick(dialog.leave_button, Qt.MouseButton.LeftButton)

    QTimer.singleShot(150, look)
    QTimer.singleShot(800, press)
    run_beside(
        window,
        "Closing talks",
        "Saving a backup…",
        lambda: answered.wait(20),
        way_out(lambda: True, answered.set),
    )
    assert seen == [(True, True), (False, False)]
    assert answered.is_set()


def test_a_way_out_that_is_shut_is_not_offered(window, monkeypatch):
    """The main backup is seen to its end, however long it takes."""
    monkeypatch.setattr(working_beside, "SHOWN_AFTER_MS", 20)
    monkeypatch.setattr(working_beside, "OFFERED_AFTER_MS", 50)
    seen = []
    QTimer.singleShot(400, lambda: seen.extend(each.leave_button.isHidden() for each in dialogs()))
    shut = way_out(lambda: False, lambda: None)
    run_beside(window, "Closing talks", "Saving a backup…", lambda: time.sleep(0.8), shut)
    assert seen == [True]
