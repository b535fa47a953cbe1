"""The rate over time in its frame, and beneath it what changed, with the way to the event on the timeline."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.records import Event
from briefing_app.ui.record_titles import shown_title
from briefing_app.ui.tariff import history
from briefing_app.ui.tariff.answer_words import checked_words
from briefing_app.ui.tariff.chart import RateChart
from briefing_app.ui.tariff.chart_frame import ChartFrame, ChartWords
from briefing_app.ui.tariff.history import Stretch
from briefing_app.ui.tariff.words import day_text
from briefing_app.ui.widgets.labels import label


class RateHistory(QWidget):
    """``event_requested`` carries the id of an event; ``briefing_requested`` that of a note."""

    event_requested = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._day: date | None = None
        self._event = ""
        self.chart = RateChart()
        self.frame = ChartFrame(session, self.chart, self)
        self.change = label("", "secondary", wrap=True)
        self.event_link = QPushButton()
        self.event_link.setProperty("kind", "link")
        self.event_link.clicked.connect(lambda: self.event_requested.emit(self._event))
        row = QHBoxLayout()
        row.addWidget(self.change, 1)
        row.addWidget(self.event_link)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.frame)
        column.addLayout(row)
        self.chart.hovered.connect(lambda stretch: self.tell(stretch or self._standing()))

    def show_history(
        self,
        stretches: tuple[Stretch, ...],
        later: tuple[Stretch, ...],
        day: date,
        good: str,
        value_words: str = "",
    ) -> None:
        """Show what a good paid through time; ``value_words`` say at which rate its value became dollars."""
        self._day = day
        self.chart.show_history(stretches, day, later)
        if not stretches:
            return
        source = tr("Source: Briefing Desk from the law cited with each duty.")
        words = ChartWords(
            history.title_of(stretches, good),
            tr("Effective rate, % of the customs value, by authority; New York time"),
            history.summary(stretches) + self._later_words(later),
            " ".join(filter(None, (source, checked_words(stretches[-1].answer), value_words))),
            f"rate {good}",
        )
        titles, rows = history.table(stretches, later)
        self.frame.show_chart(words, titles, rows, frozenset(range(2, len(titles) - 1)))
        self.tell(self._standing())

    def show_day(self, day: date) -> None:
        """Move the as-of line."""
        self._day = day
        self.chart.show_day(day)
        self.tell(self._standing())

    @staticmethod
    def _later_words(later: tuple[Stretch, ...]) -> str:
        if not later:
            return ""
        said = tr(
            "Beyond {day}: as announced by then.",
            day=day_text(date.fromisoformat(later[0].answer.checked_to)),
        )
        return f" {said}"

    def _standing(self) -> Stretch | None:
        return self.chart.stretch_on(self._day) if self._day else None

    def tell(self, stretch: Stretch | None) -> None:
        """Say what changed at the beginning of a stretch, and offer its event."""
        every = self.chart.every
        place = every.index(stretch) if stretch in every else 0
        self._event = ""
        self.event_link.hide()
        if stretch is None or place == 0:
            self.change.setText("")
            return
        before = every[place - 1]
        self.change.setText(history.change_words(before, stretch))
        events = [each for each in self._session.workspace.records("event") if isinstance(each, Event)]
        found = event_of(events, history.changed_measures(before, stretch), stretch.first.date())
        if found is not None:
            self._event = found.id
            whole = shown_title(self._session, found.title)
            title = whole if len(whole) < 48 else whole[:47] + "…"
            self.event_link.setText(tr("On the timeline: {event}", event=title))
            self.event_link.setToolTip(whole)
            self.event_link.show()


def event_of(events: Iterable[Event], measures: frozenset[str], day: date) -> Event | None:
    """The event that a change of the law is known by: about one of its measures, best on its very day."""
    about = [each for each in events if measures.intersection(each.measures)]
    text = day.isoformat()

    def distance(event: Event) -> tuple[bool, bool, str]:
        dated = [each for each in event.dates if each.edtf == text]
        takes_effect = any(each.kind in {"effective", "retroactive to"} for each in dated)
        return not takes_effect, not dated, event.id

    best = min(about, key=distance, default=None)
    if best is None or (distance(best)[1] and len(about) > 3):
        return None
    return best
