"""What happens on a bug: the user's work is saved first, then a report is written, then a window says so.

The hook may be called on any thread. It only rescues, writes and queues; the dialog is opened on the GUI
thread by whoever listens to ``crashed``. A crash of the interpreter itself leaves a log that the next start
shows.
"""

from __future__ import annotations

import faulthandler
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QObject, Qt, Signal

from briefing_app import __version__
from briefing_app.errors import BriefingError

FAULT_LOG = "interpreter-crash.log"


@dataclass(frozen=True)
class CrashReport:
    """A report: its text, where it was written (None if it could not be), whether the work was saved."""

    text: str
    path: Path | None
    is_work_saved: bool


class CrashReporter(QObject):
    """Catches what escapes. ``crashed`` carries a :class:`CrashReport`, ``known`` a BriefingError."""

    crashed = Signal(object)
    known = Signal(object)
    _queued = Signal(object)

    def __init__(
        self,
        logs: Path,
        rescue: Callable[[], None],
        now: Callable[[], datetime],
        parent: QObject | None = None,
        *,
        is_secret: Callable[[], bool] = lambda: False,
    ) -> None:
        """``is_secret``: an encrypted workspace is open, so nothing that may quote from it goes to a file."""
        super().__init__(parent)
        self._is_secret = is_secret
        self._logs = logs
        self._rescue = rescue
        self._now = now
        self._at_work = threading.Lock()
        self._fault_file: TextIO | None = None
        self._queued.connect(self._hand_on, Qt.ConnectionType.QueuedConnection)

    def install(self) -> str:
        """Take over the hooks. Returns the log of an interpreter crash of the last run, or nothing."""
        sys.excepthook = self.handle
        threading.excepthook = self._handle_thread
        return self._watch_interpreter()

    def uninstall(self) -> None:
        """Give the hooks back (at the end, and in tests)."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        if self._fault_file is not None:
            faulthandler.disable()
            self._fault_file.close()
            self._fault_file = None

    def handle(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """The hook. A known error is a message; anything else is a bug."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        elif isinstance(error, BriefingError):
            self._queued.emit(error)
        elif self._at_work.acquire(blocking=False):
            try:
                self._queued.emit(self._report(error))
            finally:
                self._at_work.release()

    def _handle_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self.handle(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def _hand_on(self, found: object) -> None:
        if isinstance(found, BriefingError):
            self.known.emit(found)
        else:
            self.crashed.emit(found)

    def _report(self, error: BaseException) -> CrashReport:
        is_saved, trouble = True, ""
        try:
            self._rescue()
        except Exception as second:  # noqa: BLE001 - the report must be written whatever saving did
            is_saved, trouble = False, "".join(traceback.format_exception(second))
        text = written = report_text(error, self._now(), trouble)
        if self._is_secret():
            written = report_text(error, self._now(), trouble, with_messages=False)
        sys.stderr.write(written)  # which a desktop may keep in a file
        try:
            self._logs.mkdir(parents=True, exist_ok=True)
            path = self._logs / f"crash-{self._now():%Y%m%d-%H%M%S-%f}.txt"
            path.write_text(written, encoding="utf-8")
        except OSError:
            return CrashReport(text, None, is_saved)
        return CrashReport(text, path, is_saved)

    def _watch_interpreter(self) -> str:
        path = self._logs / FAULT_LOG
        try:
            self._logs.mkdir(parents=True, exist_ok=True)
            left = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
            self._fault_file = path.open("w", encoding="utf-8")
        except OSError:
            return ""
        faulthandler.enable(self._fault_file)
        return left.strip()


def report_text(
    error: BaseException, when: datetime, trouble_while_saving: str = "", *, with_messages: bool = True
) -> str:
    """The report as the user may copy it: versions, system, trace. It may quote text from the workspace,
    unless it is made without the messages of the errors.
    """
    import platform

    parts = [
        f"Briefing Desk {__version__}",
        f"{when.isoformat(timespec='seconds')}  {platform.platform()}",
        f"Python {platform.python_version()}, PySide {pyside_version}",
        "",
        "".join(traceback.format_exception(error)) if with_messages else _places_only(error),
    ]
    if trouble_while_saving and not with_messages:
        parts.append("The work could not be saved either.")
    elif trouble_while_saving:
        parts += ["While saving the work:", trouble_while_saving]
    return "\n".join(parts)


def _places_only(error: BaseException) -> str:
    """Which kinds of errors came from which lines of the program, and no word of what they were about."""
    parts: list[str] = []
    at: BaseException | None = error
    while at is not None and len(parts) < 20:
        lines = "".join(traceback.format_tb(at.__traceback__))
        parts.append(
            f"{lines}{type(at).__name__} (an encrypted workspace was open: the message is left out)\n"
        )
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return "\nwhile or because of\n\n".join(parts)
