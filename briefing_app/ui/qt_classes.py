"""Makes Qt's Python classes before a thread needs them.

PySide makes each of its classes when it is first named. While a thread does that (by reading code that
inherits from one), the window must not meet the same class: half made, it ends the program with a
segmentation fault. So the classes are made in the thread of the window, a few at a time, before any thread
reads code of the window.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6 import QtCore, QtGui, QtWidgets

SLICE_SECONDS = 0.008


def class_slices() -> Iterator[None]:
    """Make the classes of QtCore, QtGui and QtWidgets that are not made yet, some milliseconds a slice."""
    until = time.perf_counter() + SLICE_SECONDS
    for module in (QtCore, QtGui, QtWidgets):
        for name in dir(module):
            getattr(module, name)
            if time.perf_counter() > until:
                yield
                until = time.perf_counter() + SLICE_SECONDS
