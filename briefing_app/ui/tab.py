"""What the main window asks of a tab.

A tab is made on its first show with ``XTab(session, parent)`` and is a QWidget that also offers this. Tabs do
not know each other: ``record_requested(kind, id)`` asks the window to open a record wherever it lives.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, SignalInstance
from PySide6.QtWidgets import QWidget

from briefing_app.app.session import Session
from briefing_app.domain.records import Kind


class Tab(Protocol):
    """One of the five pages of the window.

    title: the tab's name in words.  record_requested: Signal(str, str), kind and id.
    add_to_briefing_requested: Signal(str, str), sent by a tab whose record shall go into the briefing; only
    the Briefing tab implements ``add_to_briefing`` with effect.
    """

    title: str
    record_requested: SignalInstance
    add_to_briefing_requested: SignalInstance

    def activate(self) -> None:
        """The tab is shown now: bring what it shows up to date, put the focus where work starts."""

    def show_record(self, kind: Kind, record_id: str) -> None:
        """Select a record of this tab."""

    def new_record(self) -> None:
        """Make a new record of this tab's kind and put the cursor into it (Ctrl+N)."""

    def focus_find(self) -> None:
        """Put the cursor into the find field of this tab (Ctrl+F)."""

    def add_to_briefing(self, kind: Kind, record_id: str) -> object:
        """Add a record to the briefing being written (the Briefing tab; others do nothing)."""


class TabFactory(Protocol):
    """The class of a tab."""

    def __call__(self, session: Session, parent: QObject | None = None, /) -> QWidget: ...
