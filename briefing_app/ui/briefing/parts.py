"""The widgets of the Briefing tab in their places, made portion by portion before the tab is asked for.

All at once they would hold the window for a quarter of a second at the first click.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from briefing_app.app.i18n import language
from briefing_app.app.session import Session
from briefing_app.reports import duty_lines, labels, markings
from briefing_app.ui.briefing.composer import Composer
from briefing_app.ui.briefing.find_zone import FindZone
from briefing_app.ui.briefing.inspector import Inspector
from briefing_app.ui.briefing.pages import PagesView
from briefing_app.ui.briefing.toolbar import Toolbar
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.notices import MessageBar


def read_ahead() -> None:
    """Read the files that the tab opens with; in any thread."""
    labels.words(language())
    labels.well_known()
    markings.schemes()
    duty_lines.goods()


class Parts:
    """Each part is made in the place where it stays: a part that moves later is given its style twice."""

    toolbar: Toolbar
    side: FindZone
    pages: PagesView
    thumbnails: PagesView
    bar: MessageBar
    inspector: Inspector

    def __init__(self, tab: QWidget, session: Session, composer: Composer) -> None:
        self._tab, self._session, self._composer = tab, session, composer
        self._zones = QSplitter(Qt.Orientation.Horizontal, tab)
        self._zones.setObjectName("zones")

    def portions(self) -> Iterator[Callable[[], None]]:
        """What makes the parts, in order."""
        yield from (self._make_toolbar, self._make_find, self._make_work, self._make_inspector)
        yield from self.inspector.portions()
        yield self._set_sizes

    def _make_toolbar(self) -> None:
        self.toolbar = Toolbar(self._tab)
        whole = QVBoxLayout(self._tab)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.toolbar)
        whole.addWidget(self._zones, 1)

    def _make_find(self) -> None:
        self.side = FindZone(self._session, self._composer)
        self._zones.addWidget(self.side)

    def _make_work(self) -> None:
        self.pages = PagesView(self._session.jobs)
        self.thumbnails = PagesView(self._session.jobs, thumbnails=True)
        self.thumbnails.hide()
        self.bar = MessageBar()
        work = QWidget()
        centre = QVBoxLayout(work)
        centre.setContentsMargins(0, 0, 0, 0)
        centre.setSpacing(0)
        pages = QSplitter(Qt.Orientation.Horizontal)
        pages.addWidget(self.thumbnails)
        pages.addWidget(self.pages)
        pages.setSizes([theme().px(130), theme().px(700)])
        pages.setStretchFactor(1, 1)
        centre.addWidget(self.bar)
        centre.addWidget(pages, 1)
        self._zones.addWidget(work)

    def _make_inspector(self) -> None:
        # With the splitter as its parent it stands in it at once.
        self.inspector = Inspector(self._zones)

    def _set_sizes(self) -> None:
        self._zones.setSizes([theme().px(260), theme().px(720), theme().px(300)])
        self._zones.setStretchFactor(1, 1)
