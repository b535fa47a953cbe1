"""Work in threads, results on the GUI thread."""

import gc
import threading
import time
import weakref

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from briefing_app import threads
from briefing_app.app.jobs import InlineJobs, Jobs
from briefing_app.errors import UsageError


def test_work_runs_elsewhere_and_its_result_comes_back_here(qtbot):
    jobs, got = Jobs(), []
    jobs.run(threading.get_ident, lambda ident: got.append((ident, threading.get_ident())))
    assert jobs.pending == 1
    qtbot.waitUntil(lambda: bool(got))
    worker, receiver = got[0]
    assert worker != receiver == threading.get_ident()
    assert jobs.pending == 0


def test_the_store_lane_keeps_its_order(qtbot):
    jobs, order = Jobs(), []
    for number in range(50):
        jobs.run(lambda at=number: order.append(at), lane="store")
    qtbot.waitUntil(lambda: jobs.pending == 0)
    assert order == list(range(50))


def test_a_failure_goes_to_the_one_who_asked_or_to_unclaimed(qtbot):
    jobs, mine, nobodys = Jobs(), [], []
    jobs.unclaimed.connect(nobodys.append)

    def fail():
        raise UsageError("no")

    jobs.run(fail, failed=mine.append)
    jobs.run(fail)
    qtbot.waitUntil(lambda: jobs.pending == 0)
    assert [str(error) for error in mine + nobodys] == ["no", "no"]


def test_a_result_for_someone_gone_is_dropped(qtbot):
    jobs, got = Jobs(), []
    owner = QObject()
    jobs.run(lambda: 1, got.append, owner=owner)
    owner.deleteLater()
    qtbot.waitUntil(lambda: jobs.pending == 0)
    del owner
    jobs.run(lambda: 2, got.append)
    qtbot.waitUntil(lambda: got[-1:] == [2])


def test_the_inline_twin_answers_at_once(qapp):
    got = []
    InlineJobs().run(lambda: 3, got.append)
    assert got == [3]


def test_a_job_that_is_done_keeps_nothing_of_its_work(qtbot):
    """What a job works at may be a whole workspace, of which nothing is to stay behind when it is locked."""

    class Held:
        pass

    jobs, held = Jobs(), Held()
    gone = weakref.ref(held)
    jobs.run(lambda kept=held: kept is None, lambda _is_none: None)
    del held
    qtbot.waitUntil(lambda: jobs.pending == 0)
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize(("lane", "most"), [("store", 1), ("ahead", 1), ("free", 2)])
def test_no_lane_takes_the_turn_of_the_window_with_many_threads(qtbot, lane, most):
    jobs, guard, at_once = Jobs(), threading.Lock(), [0, 0]

    def work():
        with guard:
            at_once[0] += 1
            at_once[1] = max(at_once)
        time.sleep(0.02)
        with guard:
            at_once[0] -= 1

    for _ in range(8):
        jobs.run(work, lane=lane)
    qtbot.waitUntil(lambda: jobs.pending == 0)
    assert at_once == [0, most]


class Rows(QWidget):
    """Notes when it is given its style and when it is laid out."""

    def __init__(self):
        super().__init__()
        self.met = []
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel("A line"))

    def event(self, event):
        if event.type() in (QEvent.Type.PolishRequest, QEvent.Type.LayoutRequest):
            self.met.append((event.type().name, threads._window_rests.is_set()))
        return super().event(event)


def test_what_a_slice_made_is_laid_out_before_threads_go_on(qtbot):
    jobs, made = Jobs(), []

    def slices():
        made.append(Rows())
        qtbot.addWidget(made[0])
        yield

    jobs.run_in_slices(slices(), lambda: None)
    qtbot.waitUntil(lambda: jobs.pending == 0)
    assert {name for name, _rests in made[0].met} == {"PolishRequest", "LayoutRequest"}
    assert not any(rests for _name, rests in made[0].met)


def test_the_inline_twin_leaves_a_widget_alone_that_is_half_made(qapp):
    class Asking(Rows):
        def __init__(self):
            super().__init__()
            InlineJobs().run(lambda: 1, lambda _one: None)
            self.met_before = list(self.met)

    assert Asking().met_before == []
