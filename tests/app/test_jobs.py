"""Work in threads, results on the GUI thread."""

import gc
import threading
import weakref

from PySide6.QtCore import QObject

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
