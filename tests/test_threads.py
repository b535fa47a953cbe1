"""What threads share: the window goes first, and no collection holds them all in the midst of their work."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest

from briefing_app import threads
from briefing_app.threads import (
    Turn,
    collector_resting,
    give_way,
    giving_way,
    reading_gives_way,
    window_first,
)


def counted(step: Callable[[], object] = give_way) -> tuple[threading.Thread, list[int], threading.Event]:
    """A thread that counts its steps until it is told to stop."""
    count, stop = [0], threading.Event()

    def work() -> None:
        while not stop.is_set():
            step()
            count[0] += 1
            time.sleep(0.0005)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread, count, stop


@pytest.fixture
def long_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "LONGEST_REST", 30.0)
    monkeypatch.setattr(threads, "LONGEST_REST_BETWEEN_MODULES", 30.0)


@pytest.mark.usefixtures("long_rest")
def test_a_thread_rests_while_the_window_works_and_goes_on_after_it() -> None:
    thread, count, stop = counted()
    while not count[0]:
        time.sleep(0.001)
    with window_first():
        time.sleep(0.02)  # the step that was begun may end
        before = count[0]
        with window_first():
            pass  # what belongs to a larger piece of work does not end it
        time.sleep(0.05)
        assert count[0] == before
    until = time.monotonic() + 10
    while count[0] == before and time.monotonic() < until:
        time.sleep(0.001)
    assert count[0] > before
    stop.set()
    thread.join()


def test_a_window_that_waits_for_the_thread_itself_gets_its_answer() -> None:
    done = threading.Event()

    def work() -> None:
        for _step in giving_way(range(2000)):
            pass
        done.set()

    with window_first():
        threading.Thread(target=work, daemon=True).start()
        assert done.wait(10)


@pytest.mark.usefixtures("long_rest")
def test_the_window_never_waits_for_itself() -> None:
    began = time.monotonic()
    with window_first():
        give_way()
        assert list(giving_way("abc")) == ["a", "b", "c"]
    assert time.monotonic() - began < 10


def test_a_fault_of_the_window_ends_its_turn() -> None:
    with pytest.raises(KeyError), window_first():
        raise KeyError
    thread, count, stop = counted()
    until = time.monotonic() + 10
    while count[0] < 3 and time.monotonic() < until:
        time.sleep(0.001)
    stop.set()
    thread.join()
    assert count[0] >= 3


@pytest.fixture
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("_thawed")
def test_the_collector_rests_until_the_last_who_asked_is_done() -> None:
    assert gc.isenabled()
    with collector_resting():
        with collector_resting():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


@pytest.mark.usefixtures("_thawed")
def test_many_new_objects_are_not_walked_when_the_collector_comes_back() -> None:
    walked: list[int] = []

    def note(phase: str, about: dict[str, int]) -> None:
        if phase == "start":
            walked.append(len(gc.get_objects(about["generation"])))

    gc.callbacks.append(note)
    try:
        with collector_resting():
            kept = [[number] for number in range(threads.LARGE * 3)]
        more = [[number] for number in range(2000)]
    finally:
        gc.callbacks.remove(note)
    assert len(kept) + len(more) == threads.LARGE * 3 + 2000
    assert walked
    assert max(walked) < threads.LARGE


@pytest.mark.usefixtures("long_rest")
def test_a_thread_that_reads_code_lets_the_window_go_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        (tmp_path / f"chapter_{number}.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    finders, read = list(sys.meta_path), []

    def work() -> None:
        with reading_gives_way():
            for number in range(3):
                import_module(f"chapter_{number}")
                read.append(number)

    thread = threading.Thread(target=work, daemon=True)
    with window_first():
        thread.start()
        time.sleep(0.1)
        assert read == []
    thread.join(10)
    assert read == [0, 1, 2]
    assert sys.meta_path == finders


@pytest.mark.usefixtures("long_rest")
def test_a_window_that_waits_for_a_lock_lets_its_holder_go_on() -> None:
    turn, held = Turn(), threading.Event()

    def work() -> None:
        with turn:
            held.set()
            for _step in giving_way(range(5)):
                time.sleep(0.01)

    thread = threading.Thread(target=work, daemon=True)
    began = time.monotonic()
    with window_first():
        thread.start()
        assert held.wait(10)
        with turn, turn:
            assert not threads._window_rests.is_set()  # it has the lock: its own work goes first again
    thread.join()
    assert time.monotonic() - began < 10


def test_threads_at_work_hand_over_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[str] = []
    sleep = time.sleep

    def noted(seconds: float) -> None:
        handed.append(threading.current_thread().name)
        sleep(seconds)

    monkeypatch.setattr(time, "sleep", noted)

    def work() -> None:
        began = time.monotonic()
        for _step in giving_way(iter(int, 1)):
            if time.monotonic() - began > threads.HAND_OVER_AFTER * 30:
                return

    work()
    assert handed == []  # the window hands over to nobody
    both = [threading.Thread(target=work, name=name) for name in ("one", "other")]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert 1 < len(handed) <= 2 * 31 + 2


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="the loaded libraries are read from /proc")
def test_the_library_of_a_module_is_loaded_before_its_import_holds_python() -> None:
    told = subprocess.run(
        [sys.executable, "-c", _LOADS_A_LIBRARY], capture_output=True, text=True, timeout=60, check=True
    ).stdout.split()
    assert told == ["False", "True", "False", "True"]


_LOADS_A_LIBRARY = """
import sys, threading
from pathlib import Path
from briefing_app.threads import reading_gives_way

def is_loaded():
    return "/pikepdf/_core" in Path("/proc/self/maps").read_text()

class Last:
    def find_spec(self, name, path=None, target=None):
        if name == "pikepdf._core" and not told:
            told.append((is_loaded(), name in sys.modules))

def work():
    with reading_gives_way():
        sys.meta_path.insert(1, Last())
        import pikepdf

told = []
print(is_loaded())
thread = threading.Thread(target=work)
thread.start()
thread.join()
print(*told[0], "pikepdf._core" in sys.modules)
"""
