"""The desk of a workspace that is being opened: made piece by piece while the window shows the progress."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from briefing_app.ui.commands import first_tab
from briefing_app.ui.desk import Desk

if TYPE_CHECKING:
    from briefing_app.app.session import Session
    from briefing_app.ui.main_window import MainWindow


class Arrival:
    """Makes the desk of the workspace that comes, behind the page that is shown."""

    def __init__(self, window: MainWindow, pages: QStackedWidget) -> None:
        self._window, self._pages = window, pages
        self._desk: Desk | None = None

    def wanted(self) -> list[str]:
        """The tab that will be shown first."""
        return [first_tab(self._window)]

    def prepared(self, session: Session) -> Iterator[object]:
        """Make the desk and its first tab, one piece at each step. One that cannot be made leaves the start
        page.
        """
        self._drop()
        desk = self._desk = Desk(session, self._window.settings)
        self._pages.addWidget(desk)
        try:
            yield from desk.made_in_portions(first_tab(self._window))
        except Exception:
            self._window.welcome.show_start()
            raise

    def take(self, session: Session) -> Desk:
        """The desk of this session, to be shown now."""
        if self._desk is None or self._desk.session is not session:
            self._drop()
            self._desk = Desk(session, self._window.settings)
            self._pages.addWidget(self._desk)
        desk, self._desk = self._desk, None
        self._pages.setCurrentWidget(desk)
        return desk

    def _drop(self) -> None:
        """Of a workspace that nobody wants any more."""
        if self._desk is not None:
            self._pages.removeWidget(self._desk)
            self._desk.deleteLater()
            self._desk = None
