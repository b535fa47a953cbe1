"""Every safety net of ``conftest.py`` catches a planted breach and lets the clean twin pass."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

TESTS = Path(__file__).resolve().parents[1]

PURE = """
import logging, os, socket, threading, time
from pathlib import Path

def test_log_breach():
    logging.getLogger("briefing_app").warning("looked odd")

def test_log_expected(caplog):
    logging.getLogger("briefing_app").warning("looked odd")
    assert "looked odd" in caplog.text

def test_log_of_information():
    logging.getLogger("briefing_app").info("opened")

def test_thread_breach():
    threading.Thread(target=time.sleep, args=(30,), daemon=True, name="sleeper").start()

def test_thread_that_ends():
    threading.Thread(target=time.sleep, args=(0.05,)).start()

def test_network_breach():
    with socket.socket() as line:
        line.connect(("192.0.2.1", 80))

def test_home_is_not_the_users():
    assert "briefing-desk-tests-" in str(Path.home())
    assert str(Path.home()) in os.environ["XDG_CONFIG_HOME"]
    assert time.tzname[0] == "UTC"
    (Path.home() / "left").write_text("x")

def test_home_is_empty_again():
    assert list(Path.home().iterdir()) == []
"""

DRAWN = """
import pytest
from PySide6.QtCore import QThreadPool, QTimer, qWarning
from PySide6.QtWidgets import QDialog, QMainWindow, QMessageBox, QWidget
import time

KEPT = []

def test_timer_breach(qtbot):
    timer = QTimer()
    timer.start(1000)
    KEPT.append(timer)

def test_timer_that_is_stopped(qtbot):
    timer = QTimer()
    timer.start(1000)
    timer.stop()
    KEPT.append(timer)

def test_timer_of_a_closed_window(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.timer = QTimer(window)
    window.timer.start(1000)

def test_widget_breach(qtbot):
    KEPT.append(QWidget())

def test_widget_given_to_qtbot(qtbot):
    qtbot.addWidget(QWidget())

def test_widget_in_a_cycle(qtbot):
    widget = QDialog()
    widget.itself = widget

def test_box_breach(qtbot):
    QMessageBox.question(None, "Briefing Desk", "Really?")

def test_box_replaced(qtbot, monkeypatch):
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    assert QMessageBox.question(None, "Briefing Desk", "Really?") == QMessageBox.StandardButton.Yes

def test_job_breach(qtbot):
    QThreadPool.globalInstance().start(lambda: time.sleep(3))

def test_job_that_ends(qtbot):
    QThreadPool.globalInstance().start(lambda: time.sleep(0.05))

def test_qt_warning_breach(qtbot):
    qWarning("QObject: looked odd")
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Test name -> failure text (empty when it passed), from one run over the planted files."""
    root = tmp_path_factory.mktemp("planted")
    tests = root / "tests"
    for folder, content in (("store", PURE), ("ui", DRAWN)):
        (tests / folder).mkdir(parents=True)
        (tests / folder / "test_planted.py").write_text(content, encoding="utf-8")
        (tests / folder / "__init__.py").touch()
    (tests / "__init__.py").touch()
    (tests / "conftest.py").write_bytes((TESTS / "conftest.py").read_bytes())
    (root / "pyproject.toml").write_bytes((TESTS.parent / "pyproject.toml").read_bytes())
    report = root / "report.xml"
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}"],
        cwd=root,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTEST_ADDOPTS": ""},
        capture_output=True,
        timeout=120,
        check=False,
    )
    found: dict[str, str] = {}
    for case in ElementTree.parse(report).iter("testcase"):
        texts = [f"{part.get('message')} {part.text}" for part in case if part.tag in {"failure", "error"}]
        found[case.get("name", "")] = found.get(case.get("name", ""), "") + " ".join(texts)
    return found


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("test_log_breach", "WARNING briefing_app: looked odd"),
        ("test_thread_breach", "threads left behind: sleeper"),
        ("test_network_breach", "network access to ('192.0.2.1', 80)"),
        ("test_timer_breach", "timers left running"),
        ("test_widget_breach", "top-level widgets left behind: QWidget"),
        ("test_box_breach", "QMessageBox.question would wait for a user"),
        ("test_job_breach", "1 jobs left in the thread pool"),
        ("test_qt_warning_breach", "QObject: looked odd"),
    ],
)
def test_net_catches_the_breach(outcomes: dict[str, str], name: str, said: str) -> None:
    assert said in outcomes[name]


def test_clean_tests_pass(outcomes: dict[str, str]) -> None:
    clean = {name: text for name, text in outcomes.items() if not name.endswith("_breach")}
    assert len(clean) == 11
    assert {name: text for name, text in clean.items() if text} == {}
