"""Pages that are made part by part, so that the window can answer between two of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable


class Portions:
    """The deeds that make a page, in order. ``in_portions`` leaves them to whoever asks for each."""

    def __init__(self, *deeds: Callable[[], object], in_portions: bool) -> None:
        self._left = deque(deeds)
        if not in_portions:
            self.finish()

    def step(self) -> bool:
        """Do the next; False if there is none left."""
        if not self._left:
            return False
        self._left.popleft()()
        return True

    def finish(self) -> None:
        """Do all that are left."""
        while self.step():
            pass
