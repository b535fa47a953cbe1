"""A turn of the window: threads rest until what it made is laid out and what it led to is done."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from briefing_app import threads
from briefing_app.app import turn
from briefing_app.app.jobs import Jobs
from briefing_app.app.turn import end_rest, window_turn
from briefing_app.threads import give_way


@pytest.fixture(autouse=True)
def _rested() -> None:
    end_rest()


def threads_rest() -> bool:
    return not threads._window_rests.is_set()


def test_what_a_turn_makes_has_its_place_when_it_ends(qtbot: QtBot) -> None:
    row = QWidget()
    qtbot.addWidget(row)
    layout = QHBoxLayout(row)
    row.resize(400, 40)
    row.show()
    with window_turn():
        label = QLabel("Round 8", row)
        layout.addWidget(label)
        label.show()
    assert label.width() > 300


def take_a_turn() -> None:
    with window_turn():
        pass
    assert threads_rest()


def look_at_the_events(qapp: QApplication) -> None:
    qapp.processEvents()
    qapp.processEvents()


def test_threads_rest_until_the_events_of_a_turn_are_done(qapp: QApplication) -> None:
    take_a_turn()
    take_a_turn()
    look_at_the_events(qapp)
    assert not threads_rest()


def test_a_rest_that_was_ended_leaves_no_timer_and_the_next_turn_has_its_own(qapp: QApplication) -> None:
    take_a_turn()
    end_rest()
    assert not threads_rest()
    assert not turn._end[0].isActive()
    take_a_turn()
    look_at_the_events(qapp)
    assert not threads_rest()


def waits_in_the_window(jobs: Jobs) -> None:
    assert jobs.wait(5000)


def waits_in_a_thread(jobs: Jobs) -> None:
    thread = threading.Thread(target=jobs.wait, args=(5000,))
    thread.start()
    thread.join()


@pytest.mark.parametrize("who_waits", [waits_in_the_window, waits_in_a_thread])
def test_who_waits_for_threads_lets_them_go_on(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, who_waits: Callable[[Jobs], None]
) -> None:
    monkeypatch.setattr(threads, "LONGEST_REST", 30.0)
    jobs = Jobs()
    done = threading.Event()

    def work() -> None:
        give_way()
        done.set()

    with window_turn():
        jobs.run(work)
    time.sleep(0.02)
    assert not done.is_set()
    who_waits(jobs)
    assert done.is_set()
    qapp.processEvents()


class Painted(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.times = 0

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        self.times += 1


def test_what_is_shown_in_a_turn_is_not_painted_again_behind_its_first_picture(qtbot: QtBot) -> None:
    pages = QStackedWidget()
    qtbot.addWidget(pages)
    shown = Painted(pages)
    pages.addWidget(QLabel("before"))
    pages.addWidget(shown)
    pages.resize(200, 100)
    pages.show()
    qtbot.wait(50)
    with window_turn():
        pages.setCurrentWidget(shown)
    # A picture that was on its way before, as of a bar that moves, comes next.
    QCoreApplication.sendEvent(pages, QEvent(QEvent.Type.UpdateRequest))
    painted = shown.times
    qtbot.wait(50)
    assert shown.times == painted > 0
