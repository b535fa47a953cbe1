"""The Ask page: question, answer, rung. Answers come from the engine alone, off the GUI thread where slow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSplitter, QVBoxLayout, QWidget

from briefing_app.app.session import Session
from briefing_app.domain.records import ScenarioEdit
from briefing_app.tariff.answer import Assessment
from briefing_app.tariff.assess import assess
from briefing_app.tariff.entry import Entry, EntryError
from briefing_app.tariff.goods import GoodsIndex
from briefing_app.tariff.law import Law
from briefing_app.tariff.schedule import CodeError
from briefing_app.ui.tariff.answer_pane import AnswerPane
from briefing_app.ui.tariff.history import Stretch, history
from briefing_app.ui.tariff.question import Question
from briefing_app.ui.tariff.rung_pane import RungPane
from briefing_app.ui.tariff.words import country, percent
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import SectionHeader, label

RECENT = 8


@dataclass(frozen=True)
class Asked:
    """A question that was answered, for the list of recent ones."""

    words: str
    texts: Mapping[str, str]


class AskPage(QWidget):
    """``compare_requested`` and ``basket_requested`` carry the entry's texts."""

    compare_requested = Signal(object)
    basket_requested = Signal(object)
    source_requested = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._law: Law | None = None
        self._entry: Entry | None = None
        self._history_key: object = None
        self._histories: dict[object, tuple[Stretch, ...]] = {}
        self.recent: list[Asked] = []
        self.question = Question()
        self.answer = AnswerPane()
        self.rung = RungPane()
        self._recent_head = SectionHeader("Recent questions")
        self._recent_box = QWidget()
        self._recent_column = QVBoxLayout(self._recent_box)
        self._recent_column.setContentsMargins(0, 0, 0, 0)
        self._recent_column.setSpacing(0)
        self._recent_none = label("The last questions appear here.", "secondary", wrap=True)
        for part in (self._recent_head, self._recent_none, self._recent_box):
            self.question.form.add_widget(part)
        self.zones = QSplitter(Qt.Orientation.Horizontal)
        for zone, share in ((self.question, 0), (self.answer, 1), (self.rung, 0)):
            self.zones.addWidget(zone)
            self.zones.setStretchFactor(self.zones.indexOf(zone), share)
        self.zones.setSizes([theme().px(280), theme().px(760), theme().px(290)])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.zones)
        self.question.asked.connect(self._on_asked)
        self.answer.rung_selected.connect(self._on_rung)
        self.answer.day_chosen.connect(self.question.set_day)
        self.answer.compare_requested.connect(lambda: self.compare_requested.emit(self.texts()))
        self.answer.basket_requested.connect(lambda: self.basket_requested.emit(self.texts()))
        self.rung.switch_off.connect(self._compare_without)
        self.rung.source_requested.connect(self.source_requested)

    # --- asking --------------------------------------------------------------------------------------

    @property
    def entry(self) -> Entry | None:
        """The entry answered last."""
        return self._entry

    def texts(self) -> dict[str, str]:
        """The entry answered last as texts by name."""
        return self._entry.query() if self._entry else {}

    def set_law(self, law: Law, index: GoodsIndex) -> None:
        """Take the law; the question that stands is asked at once."""
        self._law = law
        self._histories.clear()  # the law as known on another day has another past
        self.question.set_law(law, index)
        self.show_day(self._session.day)

    def show_day(self, day: date) -> None:
        """Follow the as-of day, unless the question has a day of its own."""
        self.question.show_day(day)
        if self._law is not None:
            self.question.ask()

    def _on_asked(self, texts: dict[str, str]) -> None:
        law = self._law
        if law is None:
            return
        try:
            entry = law.parse(texts)
            answer = assess(entry, law)
        except (EntryError, CodeError) as error:
            self.question.show_faults(error)
            return
        self.question.show_faults(None)
        self._entry = entry
        good = self.question.good.name()
        self.answer.show_answer(answer, law, good)
        self.question.show_facts(answer.missing_facts)
        self._remember(entry, answer, good)
        self._ask_history(entry, law)

    def _ask_history(self, entry: Entry, law: Law) -> None:
        key = tuple(
            sorted(
                (name, text) for name, text in entry.query().items() if name not in {"date", "entry_time_et"}
            )
        )
        self._history_key = key
        if key in self._histories:
            self.answer.show_history(self._histories[key], entry.day)
            return

        def done(stretches: tuple[Stretch, ...]) -> None:
            if len(self._histories) > 40:
                self._histories.clear()
            self._histories[key] = stretches
            if self._history_key == key and self._entry is not None:
                self.answer.show_history(stretches, self._entry.day)

        self._session.jobs.run(lambda: history(entry, law), done, owner=self)

    def _on_rung(self, component: object) -> None:
        if self._law is not None and self._entry is not None:
            self.rung.show_rung(component, self._law, self._entry.minute)  # type: ignore[arg-type]  # a Component

    def _compare_without(self, measure: str) -> None:
        law, entry, answer = self._law, self._entry, self.answer.answer
        if law is None or entry is None or answer is None or not measure:
            return
        title = law.measures[measure].title

        def work() -> Assessment:
            return assess(entry, law.with_scenario([ScenarioEdit("switch_off", measure)]))

        def done(other: Assessment) -> None:
            if self.rung.measure == measure:
                self.rung.show_effect(answer, other, title)

        self._session.jobs.run(work, done, owner=self)

    # --- recent --------------------------------------------------------------------------------------

    def _remember(self, entry: Entry, answer: Assessment, good: str) -> None:
        rate = percent(answer.effective_rate) if answer.status == "ok" else answer.status.replace("_", " ")
        name = good if len(good) < 34 else good[:33] + "…"
        words = f"{name}, {country(entry.origin)}, {entry.day.day} {entry.day:%b %Y}: {rate}"
        made = Asked(words, entry.query())
        same = ("hts", "origin")
        kept = [
            each
            for each in self.recent
            if any(each.texts[name] != made.texts[name] for name in same) or each.words == words
        ]
        self.recent = [made, *(each for each in kept if each.words != words)][:RECENT]
        self._show_recent()

    def _show_recent(self) -> None:
        while (item := self._recent_column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        earlier = self.recent[1:]
        self._recent_none.setVisible(not earlier)
        for each in earlier:
            button = QPushButton(each.words)
            button.setProperty("kind", "link")
            button.setToolTip(each.words)
            button.clicked.connect(lambda _checked=False, texts=each.texts: self.question.set_question(texts))
            self._recent_column.addWidget(button)
