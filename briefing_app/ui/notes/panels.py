"""The panels of the Notes tab in their places, made portion by portion before the tab is first shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from briefing_app.app.session import Session
from briefing_app.ui.notes.completion import Suggest
from briefing_app.ui.notes.find_panel import FindPanel
from briefing_app.ui.notes.later import LaterNotes
from briefing_app.ui.notes.side_panel import SidePanel
from briefing_app.ui.notes.work_panel import WorkPanel
from briefing_app.ui.theme import theme


class Panels:
    """Each panel is made in the splitter where it stays."""

    finder: FindPanel
    later: LaterNotes
    work: WorkPanel
    side: SidePanel

    def __init__(
        self, tab: QWidget, session: Session, suggest: Suggest, fill_side: Callable[[], None]
    ) -> None:
        self._tab, self._session = tab, session
        self._suggest, self._fill_side = suggest, fill_side
        self._zones = QSplitter(Qt.Orientation.Horizontal, tab)
        self._zones.setObjectName("zones")

    def portions(self) -> Iterator[Callable[[], None]]:
        """What makes the panels, in order."""
        yield from (self._make_finder, self._make_work, self._make_side, self._lay_out)

    def _make_finder(self) -> None:
        self.finder = FindPanel(self._session, self._zones)

    def _make_work(self) -> None:
        self.work = WorkPanel(self._suggest, self._zones)

    def _make_side(self) -> None:
        self.side = SidePanel(self._session, self._fill_side, self._zones)

    def _lay_out(self) -> None:
        px = theme().px
        self.later = LaterNotes(self._session)
        for panel in (self.finder, self.work, self.side):
            self._zones.addWidget(panel)
        self._zones.setStretchFactor(1, 1)
        self._zones.setSizes([px(250), px(760), px(280)])
        outer = QVBoxLayout(self._tab)
        outer.setContentsMargins(0, 0, 0, 0)
        beside = QHBoxLayout()  # a link has no margin of its own
        beside.setContentsMargins(px(12), 0, px(12), 0)
        beside.addWidget(self.later)
        beside.addStretch(1)
        outer.addLayout(beside)
        outer.addWidget(self._zones, 1)
