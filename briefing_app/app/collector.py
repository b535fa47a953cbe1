"""Python's cycle collector kept still while a thread makes very many objects.

A collection looks at every object of the process and holds every thread meanwhile: with a hundred thousand
rows in memory that is a third of a second, again and again.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

LARGE = 20_000
"""So many young objects are taken out of the collector's sight for good: they are data without cycles."""
_lock = threading.Lock()
_resting = 0


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
