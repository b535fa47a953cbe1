"""A turn of the window: what it makes is given its style and laid out with it, before any thread goes on.

Qt leaves style and layout of new widgets to events of their own. Each of those asks Python for what a
widget overrides, and beside threads at work each waits for its turn: half a second for a page of two hundred
widgets. What can be sent for is sent for; the rest, as the places of the rows of a new list, comes with the
next look at the events, and threads rest until then.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QTimer

from briefing_app.threads import let_go_on, window_first

# With the last of them widgets that were shown ask to be painted: behind the picture it would be once more.
_LATER = (
    QEvent.Type.PolishRequest.value, QEvent.Type.LayoutRequest.value, QEvent.Type.UpdateLater.value
)  # fmt: skip
_rest = ExitStack()
_end: list[QTimer] = []


@contextmanager
def window_turn() -> Iterator[None]:
    """Threads rest while the body runs, and until what it led to is done. For the thread of the window, at
    the outermost: widgets must not be half made when the body ends.
    """
    with window_first():
        yield
        for kind in _LATER:
            QCoreApplication.sendPostedEvents(None, kind)
        _rest_until_done()


def end_rest() -> None:
    """Threads go on at once, for somebody waits for them. From any thread."""
    if threading.current_thread() is threading.main_thread():
        _rest.close()
        if _end and shiboken6.isValid(_end[0]):
            _end[0].stop()
    else:
        let_go_on()


def _rest_until_done() -> None:
    if not _end or not shiboken6.isValid(_end[0]):
        # A timer without delay comes after the events that wait now, and after the timers that a list sets.
        _end[:] = [QTimer(QCoreApplication.instance(), singleShot=True, interval=0)]
        _end[0].timeout.connect(end_rest)
    if not _end[0].isActive():
        _rest.close()
        _rest.enter_context(window_first())
    _end[0].start()
