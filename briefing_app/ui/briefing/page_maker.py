"""Makes the pages again when typing pauses, in a thread; never two at a time, never for a hidden tab."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from briefing_app.app.error_words import told
from briefing_app.app.session import Session
from briefing_app.errors import BriefingError, NotAvailableError
from briefing_app.reports.duty_lines import LawAssessor, shipped_assessor
from briefing_app.reports.preview import Preview, make_preview
from briefing_app.ui.briefing.composer import Composer

PAUSE_MS = 150


class PageMaker(QObject):
    """``made`` carries the newest pages; ``failed`` says why there are none.

    ``paper`` names the size of the sheet, ``is_shown`` whether anybody looks.
    """

    made = Signal(object)
    failed = Signal(str)

    def __init__(
        self, session: Session, composer: Composer, paper: Callable[[], str], is_shown: Callable[[], bool]
    ) -> None:
        super().__init__(composer)
        self._session, self._composer = session, composer
        self._paper, self._is_shown = paper, is_shown
        self._is_running = False
        self._settled: set[str] = set()
        self.is_stale = True
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.make)

    @property
    def is_idle(self) -> bool:
        """Whether the newest pages are there."""
        return not (self._is_running or self._pause.isActive() or self.is_stale)

    def soon(self) -> None:
        """Make the pages again when typing pauses; not while the tab is hidden."""
        self.is_stale = True
        if self._is_shown():
            self._pause.start()

    def make(self) -> None:
        """Make the pages now; a run that is under way is followed by another."""
        if self._is_running:
            return
        self._is_running, self.is_stale = True, False
        day, known_on = self._session.day, self._session.known_on
        briefing, language, paper = self._composer.briefing, self._composer.language, self._paper()
        pages_of = partial(make_preview, self._session.workspace, briefing, as_of=day, known_on=known_on)

        def make() -> Preview:
            return pages_of(language=language, assess=self._assessor(), paper=paper)

        self._session.jobs.run(make, self._on_made, self._on_failed, owner=self)

    def _assessor(self) -> LawAssessor:
        try:
            return LawAssessor(self._session.law())
        except NotAvailableError:
            return shipped_assessor()

    def _on_made(self, preview: Preview) -> None:
        self._is_running = False
        if preview.report.template not in self._settled:
            # The first pages of a kind bring its law with them, which stays as long as the session.
            self._settled.add(preview.report.template)
            gc.freeze()
        self.made.emit(preview)
        if self.is_stale:
            self._pause.start()

    def _on_failed(self, error: BaseException) -> None:
        self._is_running = False
        if not isinstance(error, BriefingError):
            raise error
        self.failed.emit(told(error))
