"""A turn of the window: what it makes is given its style and laid out with it, before any thread goes on.

Qt leaves style and layout of new widgets to events of their own. Each of those asks Python for what a
widget overrides, and beside threads at work each waits for its turn: half a second for a page of two hundred
widgets.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent

from briefing_app.threads import window_first

_LATER = (QEvent.Type.PolishRequest.value, QEvent.Type.LayoutRequest.value)


@contextmanager
def window_turn() -> Iterator[None]:
    """Threads rest while the body runs, and until what it made is laid out. For the thread of the window, at
    the outermost: widgets must not be half made when the body ends.
    """
    with window_first():
        yield
        for kind in _LATER:
            QCoreApplication.sendPostedEvents(None, kind)
