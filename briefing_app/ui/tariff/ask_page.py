"""The Ask page: question, answer, rung. Answers come from the engine alone, off the GUI thread where slow."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.domain.records import Block, Note, ScenarioEdit
from briefing_app.errors import BriefingError
from briefing_app.tariff.answer import Assessment
from briefing_app.tariff.assess import assess
from briefing_app.tariff.currency import VALUE_RATE, Conversion, rate_words_of, read_conversion, split
from briefing_app.tariff.entry import Entry, EntryError, usd
from briefing_app.tariff.goods import GoodsIndex
from briefing_app.tariff.law import Law
from briefing_app.tariff.schedule import CodeError
from briefing_app.ui.tariff import answer_records
from briefing_app.ui.tariff.answer_pane import AnswerPane
from briefing_app.ui.tariff.answer_records import Told
from briefing_app.ui.tariff.asked_questions import LONGEST, Asked, QuestionBook, QuestionList
from briefing_app.ui.tariff.certificate_pane import CertificatePane
from briefing_app.ui.tariff.history import Stretch, announced, history
from briefing_app.ui.tariff.note_choice import choose_note
from briefing_app.ui.tariff.portions import Portions
from briefing_app.ui.tariff.question import Question
from briefing_app.ui.tariff.rung_pane import RungPane, effect_words
from briefing_app.ui.tariff.words import country, day_text, measure_title, percent, short_status
from briefing_app.ui.theme import theme

QUESTION_PORTIONS, ANSWER_PORTIONS = 4, 5
TREE_WIDTH, ANSWER_WIDTH = 430, 620
Histories = tuple[tuple[Stretch, ...], tuple[Stretch, ...]]


class AskPage(QWidget):
    """``compare_requested`` and ``basket_requested`` carry the entry's texts."""

    compare_requested = Signal(object)
    basket_requested = Signal(object)
    source_requested = Signal(str)
    event_requested = Signal(str)
    note_requested = Signal(str)
    briefing_requested = Signal(str)
    block_requested = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None, *, in_portions: bool = False) -> None:
        super().__init__(parent)
        self._session = session
        self._law: Law | None = None
        self._entry: Entry | None = None
        self._conversion: Conversion | None = None
        self._value_rate = ""
        self._asked: Asked | None = None
        self._history_key: object = None
        self._histories: dict[object, Histories] = {}
        self._narrow = 0
        self.book = QuestionBook(session)
        # Parts are made inside the place they belong to: one that is moved later is styled once more.
        self.zones = QSplitter(Qt.Orientation.Horizontal, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.zones)
        self.portions = Portions(
            self._make_question,
            *[self._step_question] * QUESTION_PORTIONS,
            self._make_questions,
            self._make_answer,
            *[self._step_answer] * ANSWER_PORTIONS,
            self._make_right,
            self._finish,
            in_portions=in_portions,
        )

    def _make_question(self) -> None:
        self.question = Question(self.zones, in_portions=True)

    def _step_question(self) -> None:
        self.question.portions.step()

    def _make_questions(self) -> None:
        self.question.portions.finish()
        self.questions = QuestionList()
        self.question.form.add_widget(self.questions)

    def _make_answer(self) -> None:
        self.answer = AnswerPane(self._session, self.zones, in_portions=True)

    def _step_answer(self) -> None:
        self.answer.portions.step()

    def _make_right(self) -> None:
        self.right = QStackedWidget(self.zones)
        self.rung = RungPane(self.right)
        self.certificates = CertificatePane(self._session, self.right)
        self.right.addWidget(self.rung)
        self.right.addWidget(self.certificates)

    def _finish(self) -> None:
        self.answer.portions.finish()
        for place, share in enumerate((0, 1, 0)):
            self.zones.setStretchFactor(place, share)
        self.zones.setSizes([theme().px(290), theme().px(770), theme().px(290)])
        self._connect()
        self.questions.show_questions(self.book, None)

    def _connect(self) -> None:
        answer = self.answer
        self.question.asked.connect(self._on_asked)
        self.question.good.browse.toggled.connect(self._make_room)
        answer.rung_selected.connect(self._on_rung)
        answer.measure_opened.connect(self._on_measure)
        answer.day_chosen.connect(self.question.set_day)
        answer.off_changed.connect(self._on_off)
        answer.compare_requested.connect(lambda: self.compare_requested.emit(self.texts()))
        answer.basket_requested.connect(lambda: self.basket_requested.emit(self.texts()))
        answer.note_requested.connect(self._ask_where)
        answer.briefing_requested.connect(self.to_briefing)
        answer.live_requested.connect(lambda: self.to_briefing_live("duty"))
        answer.history.frame.offer_live(lambda: self.to_briefing_live("rate_chart"))
        answer.certificate_requested.connect(self.make_certificate)
        answer.certificate_opened.connect(self.show_certificates)
        answer.star_toggled.connect(lambda: self._toggle_star(self._asked))
        answer.history.event_requested.connect(self.event_requested)
        answer.history.frame.briefing_requested.connect(self.briefing_requested)
        self.questions.chosen.connect(self.question.set_question)
        self.questions.star_toggled.connect(self._toggle_star)
        self.rung.switch_off.connect(self._compare_without)
        self.rung.source_requested.connect(self.source_requested)
        self.rung.block_requested.connect(self.block_requested)
        self.certificates.question_requested.connect(self.question.set_question)
        self.certificates.closed.connect(lambda: self.right.setCurrentWidget(self.rung))

    def _make_room(self, is_open: bool) -> None:
        """The schedule is read in a wider zone; it goes back when the schedule is shut."""
        sizes = self.zones.sizes()
        # The answer beside keeps the width that its head needs.
        wider = min(theme().px(TREE_WIDTH), sizes[0] + max(0, sizes[1] - theme().px(ANSWER_WIDTH)))
        if is_open and sizes[0] < wider:
            self._narrow = sizes[0]
            self.zones.setSizes([wider, max(1, sizes[1] - (wider - sizes[0])), sizes[2]])
        elif not is_open and self._narrow:
            self.zones.setSizes([self._narrow, sizes[1] + sizes[0] - self._narrow, sizes[2]])
            self._narrow = 0

    # --- asking --------------------------------------------------------------------------------------

    @property
    def entry(self) -> Entry | None:
        """The entry answered last."""
        return self._entry

    @property
    def recent(self) -> list[Asked]:
        """The questions asked last, newest first."""
        return self.book.recent

    def texts(self) -> dict[str, str]:
        """The entry answered last as texts by name, with what its dollars were converted from."""
        if self._entry is None:
            return {}
        texts = self._entry.query() | (self._conversion.texts() if self._conversion else {})
        return texts | ({VALUE_RATE: self._value_rate} if self._value_rate else {})

    def set_law(self, law: Law, index: GoodsIndex) -> None:
        """Take the law; the question that stands is asked at once."""
        self._law = law
        self._histories.clear()  # the law as known on another day has another past
        self.certificates.set_law(law)
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
            asked, money_texts = split(texts)
            conversion = read_conversion(money_texts)
            if conversion is not None:
                asked["value_usd"] = usd(conversion.cents)
            entry = law.parse(asked)
            answer = assess(entry, law)
        except (EntryError, CodeError) as error:
            is_fault = self.question.show_faults(error)
            self.answer.show_unanswered(is_fault=is_fault)
            return
        self.question.show_faults(None)
        value_rate = money_texts.get(VALUE_RATE, "")
        value_words = rate_words_of(money_texts, language())
        if value_words:
            answer = replace(answer, assumptions=(value_words, *answer.assumptions))
        self._entry, self._conversion, self._value_rate = entry, conversion, value_rate
        good = self.question.good.name()
        self.answer.show_answer(answer, law, good, value_words)
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
            self._show_history(self._histories[key])
            return

        def done(found: Histories) -> None:
            if len(self._histories) > 40:
                self._histories.clear()
            self._histories[key] = found
            if self._history_key == key:
                self._show_history(found)

        self._session.jobs.run(lambda: (history(entry, law), announced(entry, law)), done, owner=self)

    def _show_history(self, found: Histories) -> None:
        if self._entry is not None:
            self.answer.show_history(found[0], self._entry.day, found[1])

    # --- rungs ---------------------------------------------------------------------------------------

    def _on_rung(self, component: object) -> None:
        if self._law is not None and self._entry is not None:
            self.right.setCurrentWidget(self.rung)
            self.rung.show_rung(component, self._law, self._entry.minute)  # type: ignore[arg-type]  # a Component

    def _on_measure(self, measure: str) -> None:
        """Show the law behind what did not apply."""
        if self._law is not None and self._entry is not None and measure in self._law.measures:
            self.right.setCurrentWidget(self.rung)
            self.rung.show_measure(self._law.measures[measure], self._law, self._entry.minute)

    def _compare_without(self, measure: str) -> None:
        law, entry, answer = self._law, self._entry, self.answer.answer
        if law is None or entry is None or answer is None or not measure:
            return
        title = measure_title(law.measures[measure])

        def done(other: Assessment) -> None:
            if self.rung.measure == measure:
                self.rung.show_effect(answer, other, title)

        self._session.jobs.run(lambda: _without(entry, law, {measure}), done, owner=self)

    def _on_off(self, measures: frozenset[str]) -> None:
        """Say below the ladder what the duty would be without the rungs whose box is cleared."""
        law, entry, answer = self._law, self._entry, self.answer.answer
        if law is None or entry is None or answer is None:
            return
        if not measures:
            self.answer.show_effect("")
            return
        titles = ", ".join(measure_title(law.measures[each]) for each in sorted(measures))

        def done(other: Assessment) -> None:
            if self.answer.ladder.ladder.off == measures:
                self.answer.show_effect(f"{titles}: {effect_words(answer, other, titles)}")

        self._session.jobs.run(lambda: _without(entry, law, measures), done, owner=self)

    # --- what is kept --------------------------------------------------------------------------------

    def _told(self) -> Told | None:
        answer, law = self.answer.answer, self._law
        if answer is None or law is None:
            return None
        good, pane = self.question.good.name(), self.answer
        return Told(answer, law, good, pane.sentence(), pane.lines(), self._conversion, self._value_rate)

    def make_certificate(self) -> None:
        """Keep a certificate of the calculation and show it."""
        told = self._told()
        if told is None:
            return
        try:
            source, _made = answer_records.keep_certificate(self._session, told, _now())
        except BriefingError as error:
            self._session.report(error)
            return
        self.show_certificates(source.id)

    def show_certificates(self, wanted: str = "") -> None:
        """Show the certificates in place of the rung."""
        self.right.setCurrentWidget(self.certificates)
        self.certificates.show_certificates(wanted)

    def _ask_where(self) -> None:
        choose_note(self._session, self.answer.to_note, self.to_note)

    def to_note(self, into: Note | None) -> str:
        """Write the answer into a new note, or at the end of one; gives its id, "" if it could not be."""
        told = self._told()
        if told is None:
            return ""
        try:
            note = answer_records.note_of(self._session, told, _now(), into)
        except BriefingError as error:
            self._session.report(error)
            return ""
        self._session.message.emit(
            tr("The answer stands in the note, with its certificate as source."), "info"
        )
        return note

    def to_briefing_live(self, kind: str) -> None:
        """Ask for a block that is worked out again, by the law of the paper's day, whenever it is made."""
        if self.entry is None:
            return
        asked = {name: text for name, text in self.entry.query().items() if text}
        good = ("hts", "value_usd", "origin")
        options: dict[str, object] = {name: asked[name] for name in good if name in asked}
        facts = {name: text for name, text in asked.items() if name not in (*good, "date")}
        if facts:
            options["facts"] = facts
        own = self._conversion
        if rate := own.rate_line() if own else self._value_rate:
            options[VALUE_RATE] = rate
        self.block_requested.emit(Block(kind, options=options))

    def to_briefing(self) -> None:
        """Put the answer into the briefing: a note of its own that cites its certificate."""
        note = self.to_note(None)
        if note:
            self.briefing_requested.emit(note)

    # --- recent --------------------------------------------------------------------------------------

    def _remember(self, entry: Entry, answer: Assessment, good: str) -> None:
        ok = answer.status == "ok"
        rate = percent(answer.effective_rate) if ok else short_status(answer.status)
        name = good if len(good) < 34 else good[:33] + "…"
        words = f"{name}, {country(entry.origin)}, {day_text(entry.day)}: {rate}"
        self._asked = Asked(words[:LONGEST], self.texts())
        self.book.remember(self._asked)
        self._show_questions()

    def _toggle_star(self, asked: Asked | None) -> None:
        if asked is not None:
            self.book.toggle_star(asked)
            self._show_questions()

    def _show_questions(self) -> None:
        self.questions.show_questions(self.book, self._asked)
        self.question.form.order_keys()
        self.answer.show_star(self._asked is not None and self.book.is_starred(self._asked))


def _without(entry: Entry, law: Law, measures: frozenset[str] | set[str]) -> Assessment:
    """The answer under the law without some measures."""
    return assess(entry, law.with_scenario([ScenarioEdit("switch_off", each) for each in sorted(measures)]))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
