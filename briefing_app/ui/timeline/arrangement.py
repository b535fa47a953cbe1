"""Where the parts of the Timeline tab stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from briefing_app.ui.theme import theme

if TYPE_CHECKING:
    from briefing_app.ui.timeline.tab import TimelineTab


def arranged(tab: TimelineTab) -> tuple[QStackedWidget, QSplitter, QSplitter]:
    """Lay a tab out: what to find on the left, canvas over table in the middle, the event on the right.
    Gives the pages of the canvas, the splitter below them, and the one between the three zones.
    """
    work, upper = QWidget(), QWidget()
    pages, split = QStackedWidget(), QSplitter(Qt.Orientation.Vertical)
    pages.addWidget(tab.canvas)
    pages.addWidget(tab.empty)
    split.setHandleWidth(theme().px(5))
    column, above, whole = (QVBoxLayout(widget) for widget in (work, upper, tab))
    for layout in (column, above, whole):
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
    above.addWidget(tab.bar)
    above.addWidget(pages, 1)
    above.addWidget(tab.quick)
    for part, share in ((upper, 5), (tab.below, 2)):
        split.addWidget(part)
        split.setStretchFactor(split.indexOf(part), share)
    column.addWidget(tab.message)
    column.addWidget(split, 1)
    zones = QSplitter(Qt.Orientation.Horizontal)
    for zone, share in ((tab.finder, 0), (work, 1), (tab.inspector, 0)):
        zones.addWidget(zone)
        zones.setStretchFactor(zones.indexOf(zone), share)
    zones.setSizes([theme().px(216), theme().px(900), theme().px(300)])
    whole.addWidget(zones)
    return pages, split, zones
