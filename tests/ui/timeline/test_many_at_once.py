"""Tens of thousands of events that come in at once: read in a thread, shown whole, taken back in one step."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from briefing_app.app.jobs import Jobs
from briefing_app.app.session import Session
from briefing_app.domain.change import Change, ChangeSet, added, replaced
from briefing_app.domain.records import Event, TypedDate
from briefing_app.store.workspace import Workspace
from briefing_app.ui.timeline.tab import TimelineTab

COUNT = 12_000


def arrivals(count=COUNT):
    return ChangeSet("Import", tuple(
        Change("event", f"x{n}", None, Event(
            id=f"x{n}", title=f"Meeting {n}", lanes=(f"Lane {n % 5}",), category="talks",
            dates=(TypedDate((date(2020, 1, 1) + timedelta(n % 2000)).isoformat()),),
        ))
        for n in range(count)
    ))  # fmt: skip


@pytest.fixture
def tab(qtbot, tmp_path):
    with Workspace.create(tmp_path / "many.brief") as workspace:
        session = Session(workspace, Jobs())
        session.workspace.apply(added(Event(id="old", title="Old", dates=(TypedDate("2021-02-03"),))))
        made = TimelineTab(session)
        qtbot.addWidget(made)
        made.resize(1200, 800)
        made.show()
        QApplication.processEvents()
        yield made
        session.jobs.wait()
        QApplication.processEvents()
        made.outlook._pause.stop()


def settled(tab, qtbot, count):
    qtbot.waitUntil(lambda: len(tab.book.events) == count and not tab.late._is_open, timeout=60_000)
    qtbot.waitUntil(lambda: tab._session.jobs.pending == 0, timeout=60_000)


def test_many_events_come_in_and_go_again_in_one_step_while_the_window_stays_alive(tab, qtbot):
    session = tab._session
    change_set = arrivals()
    gaps, last = [], [time.thread_time()]

    def tick():
        now = time.thread_time()
        gaps.append(now - last[0])
        last[0] = now

    timer = QTimer(interval=0)
    timer.timeout.connect(tick)
    timer.start()
    last[0] = time.thread_time()
    session.apply_later(change_set)
    settled(tab, qtbot, COUNT + 1)
    assert tab.table.model.rowCount() == COUNT + 1
    assert sum(tab.canvas.item.chronicle.lane_counts) == COUNT + 1
    assert session.undo_stack.count() == 1
    last[0] = time.thread_time()
    session.undo_stack.undo()
    settled(tab, qtbot, 1)
    timer.stop()
    assert tab.table.model.rowCount() == 1
    worst = max(gaps)
    session.undo_stack.redo()
    settled(tab, qtbot, COUNT + 1)
    began = time.thread_time()
    tab.refresh()
    assert worst < 0.6 * (time.thread_time() - began)


def test_an_event_that_is_edited_while_many_are_read_is_not_lost(tab, qtbot):
    session = tab._session
    session.apply_later(arrivals())
    qtbot.waitUntil(lambda: tab.late._is_open, timeout=60_000)
    old = session.workspace.find("event", "old")
    session.apply(replaced(old, replace(old, title="Renamed meanwhile")))
    settled(tab, qtbot, COUNT + 1)
    shown = tab.canvas.item.chronicle
    assert shown.labels[shown.places["old"]] == "Renamed meanwhile"
    assert shown.events[shown.places["old"]].title == "Renamed meanwhile"


def test_what_the_reader_chooses_while_many_are_read_holds(tab, qtbot):
    session = tab._session
    session.apply_later(arrivals())
    qtbot.waitUntil(lambda: tab.late._is_open, timeout=60_000)
    with qtbot.waitSignal(tab.finder.search.changed):  # the field waits for the next key
        tab.finder.search.setText("Meeting 77")
    settled(tab, qtbot, COUNT + 1)
    wanted = {f"x{n}" for n in range(COUNT) if "77" in str(n)}
    assert set(tab.canvas.item.chronicle.places) == wanted
    assert tab.table.model.rowCount() == len(wanted)
