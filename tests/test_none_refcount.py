"""The reference count of None stays put over many calls of Qt functions that return nothing.

PySide6 6.12.0 drops one reference of None for each such call under Python 3.10 and 3.11: the process dies
within seconds of a running timer. From Python 3.12 on None is immortal and its count says nothing. The
calls are made in a process of their own, because a breach kills it.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

if sys.version_info >= (3, 12):
    pytest.skip("None is immortal from Python 3.12 on", allow_module_level=True)

CALLS = 1000
PROGRAM = f"""
import sys
from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel

application = QApplication([])
label, thing, timer = QLabel(), QObject(), QTimer()
calls = {{
    "QLabel.setText": lambda: label.setText("x"),
    "QWidget.update": label.update,
    "QObject.setObjectName": lambda: thing.setObjectName("x"),
    "QTimer.setInterval": lambda: timer.setInterval(10),
    "QCoreApplication.sendPostedEvents": QCoreApplication.sendPostedEvents,
}}
for name, call in calls.items():
    call()
    before = sys.getrefcount(None)
    for _ in range({CALLS}):
        call()
    print(name, sys.getrefcount(None) - before, flush=True)
"""
# Python itself takes and drops a few references of None between two looks.
ALLOWED = CALLS // 100


def drifts(program: str) -> dict[str, int]:
    """Function -> change of None's reference count over the calls, from a process of its own."""
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {name: int(change) for name, change in (line.split() for line in done.stdout.splitlines())}


def test_void_calls_keep_the_reference_count_of_none() -> None:
    found = drifts(PROGRAM)
    assert len(found) == 5
    assert {name: change for name, change in found.items() if abs(change) > ALLOWED} == {}


def test_a_leak_would_be_seen() -> None:
    leaking = PROGRAM.replace("label.update,", "lambda: kept.append(None),").replace(
        "label, thing", "kept = []\nlabel, thing"
    )
    assert drifts(leaking)["QWidget.update"] == CALLS
