"""What the threads of one process share: the turn in Python, and its cycle collector.

One thread at a time runs Python. A call of Qt lets go of the turn and waits for it again, so that beside two
threads at work a picture of twenty milliseconds takes a second: the window asks for its turn a hundred times.
While the window does something that the user waits for, threads therefore rest (:func:`window_first`,
:func:`give_way`), and at work they hand over by themselves (:data:`HAND_OVER_AFTER`): who waits beside two
or three others is passed over otherwise, for twenty milliseconds and more. A collection looks at every
object of the process and holds every thread meanwhile: with a hundred thousand rows in memory that is a
third of a second, again and again (:func:`collector_resting`).
"""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.machinery import ExtensionFileLoader, PathFinder
from typing import TypeVar

T = TypeVar("T")

LONGEST_REST = 0.25
"""Seconds: a window that works longer than this, or waits for the thread itself, holds up nobody."""
LONGEST_REST_BETWEEN_MODULES = 0.03
"""Seconds: the window may wait for the very module that a thread reads."""
HAND_OVER_AFTER = 0.001
"""Seconds: a thread that gives way lets go of Python this often, and who waits for it has it at once."""
LARGE = 20_000
"""So many young objects are taken out of the collector's sight for good: they are data without cycles."""

_window_rests = threading.Event()
_window_rests.set()
_depth = 0
_began = 0.0
_handed_over = 0.0
_lock = threading.Lock()
_resting = 0


@contextmanager
def window_first() -> Iterator[None]:
    """Threads that give way do nothing while the body runs. For the thread of the window alone."""
    global _depth, _began  # noqa: PLW0603  one window, one turn
    if _depth == 0:
        _began = time.monotonic()
        _window_rests.clear()
    _depth += 1
    try:
        yield
    finally:
        _depth -= 1
        if _depth == 0:
            _window_rests.set()


def let_go_on() -> None:
    """Threads that rest go on, whatever the window does: somebody waits for them."""
    _window_rests.set()


def give_way(longest: float | None = None) -> None:
    """Let the window go first, for at most so many seconds of its work (:data:`LONGEST_REST`). To be called
    between any two steps of long work in a thread.
    """
    if threading.current_thread() is threading.main_thread():
        return
    if _window_rests.is_set():
        _hand_over()
        return
    left = (LONGEST_REST if longest is None else longest) - (time.monotonic() - _began)
    if left > 0:
        _window_rests.wait(left)


def giving_way(steps: Iterable[T]) -> Iterator[T]:
    """The steps as they are; before each the window goes first."""
    if threading.current_thread() is threading.main_thread():
        yield from steps
        return
    for step in steps:
        if not _window_rests.is_set() or time.monotonic() - _handed_over > HAND_OVER_AFTER:
            give_way()
        yield step


def _hand_over() -> None:
    """Let go of Python for a moment, if that was long ago; whichever thread did it."""
    global _handed_over  # noqa: PLW0603  one Python
    if time.monotonic() - _handed_over > HAND_OVER_AFTER:
        time.sleep(0)
        _handed_over = time.monotonic()


class Turn:
    """A lock that who holds it may rest under. A window that waits for it lets the threads go on: it would
    wait for a thread that waits for the window. May be taken again by the thread that has it.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()

    def __enter__(self) -> None:
        if self._lock.acquire(blocking=False):
            return
        if _depth == 0 or threading.current_thread() is not threading.main_thread():
            self._lock.acquire()
            return
        _window_rests.set()
        try:
            self._lock.acquire()
        finally:
            _window_rests.clear()

    def __exit__(self, *_fault: object) -> None:
        self._lock.release()


class _GivesWay:
    """Asked for each module before it is read; it finds none."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, _target: object = None) -> None:
        if threading.current_thread() is not threading.main_thread():
            give_way(LONGEST_REST_BETWEEN_MODULES)
            _load_library(name, path)


def _load_library(name: str, path: Sequence[str] | None) -> None:
    """Load the library behind an extension module, if it is one, while others run Python. An import holds
    Python until the system has read and linked it, which takes a tenth of a second from a cold disk; after
    this it finds it loaded. What cannot be loaded is told by the import.
    """
    found = PathFinder.find_spec(name, path) if os.name == "posix" else None
    if found is not None and isinstance(found.loader, ExtensionFileLoader) and found.origin:
        _dlopen()(os.fsencode(found.origin), sys.getdlopenflags())


@cache
def _dlopen() -> Callable[[bytes, int], int | None]:
    """The system's own call: unlike that of an import, it lets go of Python."""
    import ctypes  # noqa: PLC0415  no first picture waits for it

    call = ctypes.CDLL(None).dlopen
    call.argtypes, call.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p
    return call


@contextmanager
def reading_gives_way() -> Iterator[None]:
    """Before each module that a thread reads in the body, the window goes first."""
    finder = _GivesWay()
    if os.name == "posix":
        _dlopen()  # what it reads itself comes before
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


@contextmanager
def collector_resting() -> Iterator[None]:
    """No collection while the body runs; several threads may ask for it at the same time."""
    global _resting  # noqa: PLW0603  one collector for the process
    with _lock:
        _resting += 1
        if _resting == 1:
            gc.disable()
    try:
        yield
    finally:
        with _lock:
            _resting -= 1
            if _resting == 0:
                if gc.get_count()[0] > LARGE:
                    gc.freeze()
                gc.enable()
