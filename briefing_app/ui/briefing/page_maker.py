"""Makes the pages again when typing pauses, in a thread; never twice at a time, never for a hidden tab.

After an edit of a long paper the edited pages come first, by themselves; the whole paper follows when the
writer rests, and may be made while more is typed.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from briefing_app.app.error_words import told
from briefing_app.app.session import Session
from briefing_app.domain.change import ChangeSet
from briefing_app.errors import BriefingError, NotAvailableError
from briefing_app.reports.duty_lines import LawAssessor, shipped_assessor
from briefing_app.reports.excerpt import edited_preview
from briefing_app.reports.paper_settings import paper_of
from briefing_app.reports.preview import Preview
from briefing_app.threads import collector_resting, reading_gives_way
from briefing_app.ui.briefing.composer import Composer

PAUSE_MS = 150
# How long after the last edit of a long paper all of it is made again.
REST_MS = 1200


class PageMaker(QObject):
    """``made`` carries the newest pages; ``failed`` says why there are none.

    ``is_shown`` tells whether anybody looks, ``in_view`` at which pages.
    """

    made = Signal(object)
    failed = Signal(str)

    def __init__(
        self,
        session: Session,
        composer: Composer,
        is_shown: Callable[[], bool],
        in_view: Callable[[], Sequence[int]] = tuple,
    ) -> None:
        super().__init__(composer)
        self._session, self._composer = session, composer
        self._is_shown, self._in_view = is_shown, in_view
        self._is_running = self._is_settling = self._is_awaited = False
        self._newest: Preview | None = None
        self._whole: tuple[tuple[object, ...], Preview] | None = None
        self._kinds: set[str] = set()
        self.is_stale = True
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.make)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.settle)
        session.changed.connect(self._on_session_changed)
        session.known_on_changed.connect(lambda _day: self.soon())

    @property
    def is_idle(self) -> bool:
        """Whether the newest pages are there, all of them."""
        return self.shows_edit and not (self._is_settling or self._rest.isActive())

    @property
    def shows_edit(self) -> bool:
        """Whether the pages show the last edit; in a long paper those behind it may follow."""
        return not (self._is_running or self._pause.isActive() or self.is_stale)

    def soon(self) -> None:
        """Make the pages again when typing pauses; not while the tab is hidden."""
        self.is_stale = True
        if self._is_shown():
            self._pause.start()

    def _on_session_changed(self, change_set: ChangeSet) -> None:
        """Papers print no other papers, and of an edit of their own the composer told when it was typed: that
        it is saved changes no page.
        """
        if any(change.kind != "briefing" for change in change_set.changes):
            self.soon()

    def make(self) -> None:
        """Make the pages now; a run that is under way is followed by another."""
        if self._is_running:
            return
        self._is_running, self.is_stale = True, False
        what = self._what()
        before = self._whole[1] if self._whole and self._whole[0] == what else None
        make = self._work(before, tuple(self._in_view()))

        def made() -> tuple[tuple[object, ...], Preview]:
            return what, make()

        self._session.jobs.run(made, self._on_made, self._on_failed, owner=self)

    def make_whole(self) -> None:
        """Make the whole paper soon, also if nobody looks any more: it is to be printed."""
        self._is_awaited = True
        self.settle()

    def settle(self) -> None:
        """Make the whole paper, where only the edited pages were made."""
        if self.is_stale and self._is_awaited:
            self.make()
        if self._is_settling or self._is_running or self.is_stale:
            self._rest.start()
            return
        self._rest.stop()
        self._is_settling = True
        what, newest, make = self._what(), self._newest, self._work(None, ())

        def settled() -> tuple[tuple[object, ...], Preview | None, Preview]:
            return what, newest, make()

        self._session.jobs.run(settled, self._on_settled, self._on_unsettled, owner=self)

    def _what(self) -> tuple[object, ...]:
        """What must be the same for edited pages to stand among those that were made before."""
        briefing = self._composer.briefing
        size = paper_of(briefing)
        return briefing.id, briefing.template, self._composer.language, size, self._session.day

    def _work(self, before: Preview | None, shown: Sequence[int]) -> Callable[[], Preview]:
        """The work of a thread: the edited pages of what was made before, or all of them."""
        session, briefing = self._session, self._composer.briefing
        make = partial(
            edited_preview, before, session.workspace, briefing, shown=shown, as_of=session.day,
            known_on=session.known_on, language=self._composer.language,
        )  # fmt: skip

        def work() -> Preview:
            with collector_resting(), reading_gives_way():
                return make(assess=self._assessor())

        return work

    def _assessor(self) -> LawAssessor:
        try:
            return LawAssessor(self._session.law())
        except NotAvailableError:
            return shipped_assessor()

    def _on_made(self, outcome: tuple[tuple[object, ...], Preview]) -> None:
        self._is_running = False
        what, preview = outcome
        if preview.report.template not in self._kinds:
            # The first pages of a kind bring its law with them, which stays as long as the session.
            self._kinds.add(preview.report.template)
            gc.freeze()
        self._newest = preview
        if preview.is_settled:
            self._whole = (what, preview)
            self._is_awaited = self._is_awaited and self.is_stale
            self._rest.stop()
        else:
            self._rest.start()
        self.made.emit(preview)
        if self.is_stale:
            self._pause.start()

    def _on_settled(self, outcome: tuple[tuple[object, ...], Preview | None, Preview]) -> None:
        self._is_settling = False
        what, newest, preview = outcome
        self._whole = (what, preview)
        if newest is not self._newest or self._is_running or self.is_stale:
            # More was typed meanwhile: these pages are the ground for the next, and never shown.
            self._rest.start()
            return
        self._newest, self._is_awaited = preview, False
        self.made.emit(preview)

    def _on_unsettled(self, error: BaseException) -> None:
        self._is_settling = False
        self._told(error)

    def _on_failed(self, error: BaseException) -> None:
        self._is_running = False
        self._told(error)

    def _told(self, error: BaseException) -> None:
        self._is_awaited = False
        if not isinstance(error, BriefingError):
            raise error
        self.failed.emit(told(error))
