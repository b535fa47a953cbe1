"""Where the parts of the Timeline tab stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from briefing_app.ui.theme import theme

if TYPE_CHECKING:
    from briefing_app.ui.timeline.tab import TimelineTab


class Arrangement:
    """What to find on the left, canvas over table in the middle, the event on the right.

    ``pages`` holds the canvas, ``split`` is the splitter below it, ``zones`` the one between the three zones.
    The frames stand first and the parts come into them one by one: each is given its style but once.
    """

    def __init__(self, tab: TimelineTab) -> None:
        self._tab = tab
        self.zones = QSplitter(Qt.Orientation.Horizontal, tab)
        work = QWidget(self.zones)
        self.split = QSplitter(Qt.Orientation.Vertical, work)
        self.split.setHandleWidth(theme().px(5))
        upper = QWidget(self.split)
        self.pages = QStackedWidget(upper)
        self._column, self._above, whole = (QVBoxLayout(widget) for widget in (work, upper, tab))
        for layout in (self._column, self._above, whole):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        self._above.addWidget(self.pages, 1)
        self._column.addWidget(self.split, 1)
        whole.addWidget(self.zones)

    def portions(self) -> Iterator[Callable[[], None]]:
        """What puts the parts into their places, in order."""
        yield from (self._place_canvas, self._place_bars, self._place_below, self._place_finder)
        yield from (self._place_inspector, self._set_sizes)

    def _place_canvas(self) -> None:
        self.pages.addWidget(self._tab.canvas)
        self.pages.addWidget(self._tab.empty)

    def _place_bars(self) -> None:
        self._above.insertWidget(0, self._tab.bar)
        self._above.addWidget(self._tab.quick)
        self._column.insertWidget(0, self._tab.message)

    def _place_below(self) -> None:
        self.split.addWidget(self._tab.below)

    def _place_finder(self) -> None:
        self.zones.insertWidget(0, self._tab.finder)

    def _place_inspector(self) -> None:
        self.zones.addWidget(self._tab.inspector)

    def _set_sizes(self) -> None:
        for place, share in enumerate((5, 2)):
            self.split.setStretchFactor(place, share)
        for place, share in enumerate((0, 1, 0)):
            self.zones.setStretchFactor(place, share)
        self.zones.setSizes([theme().px(216), theme().px(900), theme().px(300)])
