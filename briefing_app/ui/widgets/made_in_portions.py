"""Widgets of many parts: made at once, or a part at a time so that the window goes on in between."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtWidgets import QWidget


def is_beside_another(widget: QWidget) -> bool:
    """Whether the window shows another page than the one that the widget stands on: nobody waits for it."""
    return widget.window().isVisible() and not widget.isVisible()


class MadeInPortions:
    """What a widget inherits beside its Qt class to be made part by part."""

    _portions: Iterator[Callable[[], object]] = iter(())

    def begin_making(self, portions: Iterable[Callable[[], object]], *, in_portions: bool) -> None:
        """Make the parts: now, or each when :meth:`make_portion` asks for it."""
        self._portions = iter(portions)
        while not in_portions and self.make_portion():
            pass

    def make_portion(self) -> bool:
        """Make the next part; False if all are there."""
        make = next(self._portions, None)
        if make is not None:
            make()
        return make is not None
