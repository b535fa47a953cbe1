"""The line at the bottom: saved state, counts, what is due, how far the law was checked, the marking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStatusBar, QWidget

from briefing_app.app.error_words import told
from briefing_app.app.i18n import language, tr
from briefing_app.errors import BriefingError
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label, restyle

if TYPE_CHECKING:
    from briefing_app.app.overview import Overview
    from briefing_app.app.session import SaveState, Session

REFRESH_MS = 250
BUSY_AFTER_MS = 300
_SEPARATOR = "  ·  "


class StatusBar(QStatusBar):
    """Quiet facts. Counting is done off the GUI thread a moment after something changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.saved = label()
        self.facts = label()
        self.law = label()
        self.busy = label()
        self.marking = label()
        self.marking.setFont(theme().font("secondary"))
        for part in (self.saved, self.facts, self.law):
            self.addWidget(part)
        self.addPermanentWidget(self.busy)
        self.addPermanentWidget(self.marking)
        self.setContentsMargins(theme().px(12), 0, theme().px(12), 0)
        self._saved_words = ""
        self._session: Session | None = None
        self._refresh = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._refresh.timeout.connect(self._count)
        self._busy_after = QTimer(self, singleShot=True, interval=BUSY_AFTER_MS)
        self._busy_after.timeout.connect(lambda: self.busy.setText(tr("Working…")))

    def attach(self, session: Session | None) -> None:
        """Follow a session, or none."""
        self._session = session
        self._saved_words = ""
        for part in (self.saved, self.facts, self.law, self.marking, self.busy):
            part.setText("")
        if session is None:
            return
        session.saved.connect(self._show_saved)
        session.changed.connect(lambda _change: self._refresh.start())
        session.as_of_changed.connect(lambda _day: self._refresh.start())
        session.jobs.busy_changed.connect(self._show_busy)
        self._show_saved(session.save_state)
        self._count()
        session.jobs.run(lambda: str(session.law().info.checked_to), self._show_law, self._no_law, owner=self)

    def _show_law(self, checked_to: str) -> None:
        from briefing_app.domain.date_words import words

        self.law.setText(_SEPARATOR + tr("Law checked to {day}", day=words(checked_to, language())))

    def _no_law(self, error: BaseException) -> None:
        if not isinstance(error, BriefingError):
            raise error
        self.law.setText(_SEPARATOR + tr("Law not read"))
        self.law.setToolTip(told(error))

    def _show_saved(self, state: SaveState) -> None:
        moment = f"{state.at:%H:%M:%S}" if state.at else ""
        words = {
            "saved": tr("Saved {time}", time=moment) if moment else tr("Saved"),
            "saving": tr("Saving…"),
            "failed": tr("Not saved since {time}: {reason}", time=moment, reason=state.reason),
            "read_only": tr("Read-only: changes are refused"),
        }
        self._saved_words = words[state.state]
        self._fit()
        tone = {"failed": "negative", "read_only": "caution"}.get(state.state, "")
        restyle(self.saved, tone=tone)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Why nothing can be saved is long: it ends in dots before what stands beside it."""
        beside = (self.facts, self.law, self.busy, self.marking)
        room = self.width() - sum(each.sizeHint().width() + theme().px(12) for each in beside)
        room = max(room - theme().px(24), theme().px(120))
        shown = self.saved.fontMetrics().elidedText(self._saved_words, Qt.TextElideMode.ElideRight, room)
        self.saved.setText(shown)
        self.saved.setToolTip("" if shown == self._saved_words else self._saved_words)

    def _show_busy(self, count: int) -> None:
        if not count:
            self._busy_after.stop()
            self.busy.setText("")
        elif not self._busy_after.isActive() and not self.busy.text():
            self._busy_after.start()

    def _count(self) -> None:
        session = self._session
        if session is None:
            return
        from briefing_app.app.overview import overview  # the first paint does not wait for the records

        workspace, day = session.workspace, session.day
        session.jobs.run(lambda: overview(workspace, day), self._show_overview, owner=self)

    def _show_overview(self, found: Overview) -> None:
        parts = [
            tr("{count} events", count=f"{found.events:,}"),
            tr("{count} people", count=f"{found.people:,}"),
            tr("{count} notes", count=f"{found.notes:,}"),
        ]
        due = len(found.due)
        parts.append(tr("1 deadline this week") if due == 1 else tr("{count} deadlines this week", count=due))
        self.facts.setText(_SEPARATOR + _SEPARATOR.join(parts))
        self.facts.setToolTip("\n".join(found.due))
        self.marking.setText(found.marking)
        self.marking.setToolTip(tr("The highest marking of any record in this workspace"))
        self._fit()
