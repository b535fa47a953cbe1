"""The safety nets of the test suite. No application objects live here.

A test fails when it logs a warning it did not ask for, leaves a thread behind, or (under ``tests/app`` and
``tests/ui``) leaves a running timer, a busy thread pool or a top-level widget behind, or opens a real message
box. The home folder, the locale, the time zone and the network are never the user's.
``build_scripts/test_nets.py`` plants one breach for each net.
"""

from __future__ import annotations

import atexit
import gc
import logging
import os
import shutil
import socket
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

THREAD_GRACE_SECONDS = 2.0
HOME = Path(tempfile.mkdtemp(prefix="briefing-desk-tests-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)

# Set while conftest is imported: before Qt, platformdirs or any test reads them.
os.environ.update(
    {
        "HOME": str(HOME),
        "USERPROFILE": str(HOME),
        "APPDATA": str(HOME / "appdata"),
        "LOCALAPPDATA": str(HOME / "localappdata"),
        "XDG_CONFIG_HOME": str(HOME / "config"),
        "XDG_DATA_HOME": str(HOME / "data"),
        "XDG_CACHE_HOME": str(HOME / "cache"),
        "XDG_STATE_HOME": str(HOME / "state"),
        "LC_ALL": "C.UTF-8",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
    }
)
os.environ.pop("LANGUAGE", None)
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if hasattr(time, "tzset"):
    time.tzset()

settings.register_profile("here", deadline=None)
settings.register_profile(
    "ci", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if os.environ.get("CI") else "here")


class Recorder(logging.Handler):
    """Keeps every record of WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """A log line of WARNING or above fails the test, unless it asks for ``caplog`` and judges itself."""
    if "caplog" in request.fixturenames:
        yield
        return
    recorder = Recorder()
    logging.getLogger().addHandler(recorder)
    yield
    logging.getLogger().removeHandler(recorder)
    if recorder.lines:
        pytest.fail(
            "unexpected log lines (ask for caplog to expect them): " + "; ".join(recorder.lines),
            pytrace=False,
        )


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    """A thread that a test started must have ended shortly after it."""
    before = set(threading.enumerate())
    yield
    until = time.monotonic() + THREAD_GRACE_SECONDS
    for thread in left_threads(before):
        thread.join(max(0.0, until - time.monotonic()))
    if left := left_threads(before):
        pytest.fail(f"threads left behind: {', '.join(sorted(t.name for t in left))}", pytrace=False)


def left_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    """Python's own threads that run now and did not before. Dummies stand for Qt's pool threads."""
    dummy = threading._DummyThread  # type: ignore[attr-defined]
    return [t for t in threading.enumerate() if t not in before and not isinstance(t, dummy)]


@pytest.fixture(autouse=True)
def _empty_home() -> Iterator[None]:
    """Each test finds an empty home folder."""
    yield
    for entry in HOME.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The product has no network: a connection to a host fails the test. Local sockets stay open."""
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: Any) -> None:
        if self.family != getattr(socket, "AF_UNIX", None):
            pytest.fail(f"network access to {address!r}", pytrace=True)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", refuse)


def draws(request: pytest.FixtureRequest) -> bool:
    """Whether a test is under ``tests/app`` or ``tests/ui``; the others never import Qt because of a net."""
    below = request.path.relative_to(Path(__file__).parent).parts if request.path else ()
    return bool(below) and below[0] in {"app", "ui"}


@pytest.fixture(autouse=True)
def _clean_qt(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Running timers, busy thread pools and top-level widgets left behind fail; real message boxes do too.

    It is set up before ``qtbot`` and therefore looks after ``qtbot`` has closed its widgets.
    """
    if not draws(request):
        yield
        return
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    refuse_real_dialogs(monkeypatch)
    timers: list[weakref.ref[QTimer]] = []
    start = QTimer.start

    def recorded_start(self: QTimer, *arguments: int) -> None:
        timers.append(weakref.ref(self))
        start(self, *arguments)

    QTimer.start = recorded_start  # type: ignore[method-assign]
    before = [weakref.ref(widget) for widget in QApplication.topLevelWidgets()]
    yield
    QTimer.start = start  # type: ignore[method-assign]
    from briefing_app.app.turn import end_rest

    end_rest()  # the next turn of the event loop would end it: no test has to wait for that
    if left := "; ".join(filter(None, (busy_pool(), left_timers(timers), left_widgets(before)))):
        pytest.fail(left, pytrace=False)


def refuse_real_dialogs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A modal box would wait for a user who is not there. A test that expects one replaces it itself."""
    from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox

    asked = {
        QMessageBox: ("exec", "information", "question", "warning", "critical", "about"),
        QFileDialog: (
            "exec",
            "getOpenFileName",
            "getOpenFileNames",
            "getSaveFileName",
            "getExistingDirectory",
        ),
        QInputDialog: ("exec", "getText", "getItem", "getInt", "getDouble", "getMultiLineText"),
    }
    for owner, names in asked.items():
        for name in names:

            def refuse(*_: object, place: str = f"{owner.__name__}.{name}", **__: object) -> None:
                pytest.fail(f"{place} would wait for a user")

            monkeypatch.setattr(owner, name, refuse)


def settle() -> None:
    """Carry out what was posted: deletions asked for by ``deleteLater`` need no event loop here."""
    from PySide6.QtCore import QCoreApplication, QEvent

    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def left_timers(timers: list[weakref.ref[Any]]) -> str:
    """A sentence on timers that still run, or nothing. Cycles are collected before blame is laid."""
    import shiboken6

    for collected in (False, True):
        if collected:
            gc.collect()
        settle()
        alive = [timer for ref in timers if (timer := ref()) is not None and shiboken6.isValid(timer)]
        running = sorted(
            {f"{type(t.parent()).__name__}/{t.objectName() or t.interval()}" for t in alive if t.isActive()}
        )
        del alive
        if not running:
            return ""
    return f"timers left running: {', '.join(running)}"


def left_widgets(before: list[weakref.ref[Any]]) -> str:
    """A sentence on top-level widgets that were not there before, or nothing."""
    from PySide6.QtWidgets import QApplication

    known = [widget for ref in before if (widget := ref()) is not None]
    for collected in (False, True):
        if collected:
            gc.collect()
        settle()
        found = [widget for widget in QApplication.topLevelWidgets() if widget not in known]
        # A tool tip belongs to Qt, which keeps it for the next one.
        names = sorted(
            f"{type(w).__name__} {w.objectName()}".strip() for w in found if not w.inherits("QTipLabel")
        )
        del found
        if not names:
            return ""
    return f"top-level widgets left behind: {', '.join(names)}"


def busy_pool() -> str:
    """A sentence on jobs of the global thread pool that go on after the test, or nothing."""
    from PySide6.QtCore import QThreadPool

    pool = QThreadPool.globalInstance()
    if pool.waitForDone(int(THREAD_GRACE_SECONDS * 1000)):
        return ""
    return f"{pool.activeThreadCount()} jobs left in the thread pool"


def pytest_report_header() -> str:
    """Which of the two hypothesis profiles is on, and what Qt draws on."""
    profile = "ci" if os.environ.get("CI") else "here"
    return f"hypothesis profile: {profile}; Qt platform: {os.environ['QT_QPA_PLATFORM']}"
