"""A bug: the work is saved first, the report is written, the window hears of it on its own thread."""

import sys
import threading

import pytest

from briefing_app.app.crash import FAULT_LOG, CrashReporter
from briefing_app.errors import UsageError
from tests.app.conftest import NOW


@pytest.fixture
def reporter(qapp, tmp_path):
    saved = []
    reporter = CrashReporter(tmp_path / "logs", lambda: saved.append(1), lambda: NOW)
    reporter.saved = saved
    yield reporter
    reporter.uninstall()


def raised(error):
    try:
        raise error
    except type(error):
        return sys.exc_info()


def test_a_bug_is_saved_from_written_down_and_told(reporter, qtbot, capsys):
    with qtbot.waitSignal(reporter.crashed) as told:
        reporter.handle(*raised(ZeroDivisionError("x")))
    report = told.args[0]
    assert reporter.saved == [1]
    assert report.is_work_saved
    assert "ZeroDivisionError: x" in report.path.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_saving_that_fails_is_part_of_the_report(qapp, qtbot, tmp_path, capsys):
    def fail():
        raise OSError("disk full")

    reporter = CrashReporter(tmp_path / "logs", fail, lambda: NOW)
    with qtbot.waitSignal(reporter.crashed) as told:
        reporter.handle(*raised(KeyError("k")))
    assert not told.args[0].is_work_saved
    assert "disk full" in told.args[0].text


def test_logs_that_cannot_be_written_do_not_hide_the_bug(qapp, qtbot, tmp_path, capsys):
    (tmp_path / "logs").write_text("a file is in the way")
    reporter = CrashReporter(tmp_path / "logs", lambda: None, lambda: NOW)
    assert reporter.install() == ""
    reporter.uninstall()
    with qtbot.waitSignal(reporter.crashed) as told:
        reporter.handle(*raised(KeyError("k")))
    assert told.args[0].path is None


def test_a_known_error_is_a_message_not_a_crash(reporter, qtbot):
    with qtbot.waitSignal(reporter.known) as told, qtbot.assertNotEmitted(reporter.crashed):
        reporter.handle(*raised(UsageError("Give a value.")))
    assert str(told.args[0]) == "Give a value."


def test_a_bug_in_a_thread_is_told_on_the_gui_thread(reporter, qtbot, capsys):
    reporter.install()
    heard = []
    reporter.crashed.connect(lambda _report: heard.append(threading.current_thread()))
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [threading.main_thread()]


def test_the_log_of_an_interpreter_crash_is_shown_at_the_next_start(reporter, tmp_path):
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / FAULT_LOG).write_text("Fatal Python error: Segmentation fault")
    assert reporter.install().startswith("Fatal Python error")
    reporter.uninstall()
    assert reporter.install() == ""


def test_what_an_encrypted_workspace_holds_is_shown_but_not_written(qapp, qtbot, tmp_path, capsys):
    def fail():
        raise OSError("canary in the way of saving")

    reporter = CrashReporter(tmp_path / "logs", fail, lambda: NOW, is_secret=lambda: True)

    def chained():
        try:
            int("canary text")
        except ValueError as error:
            raise RuntimeError("canary again") from error

    try:
        chained()
    except RuntimeError:
        with qtbot.waitSignal(reporter.crashed) as told:
            reporter.handle(*sys.exc_info())
    report = told.args[0]
    assert "canary text" in report.text
    written = report.path.read_text(encoding="utf-8")
    assert "RuntimeError" in written
    assert "ValueError" in written
    assert "chained" in written
    assert "canary" not in written.replace('int("canary text")', "").replace('("canary again")', "")
    assert "canary in the way" not in written + capsys.readouterr().err
