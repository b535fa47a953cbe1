"""One market simulated: its sellers and elasticities, three models, who pays, tornado and fan."""

from __future__ import annotations

import threading
from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QWidget,
)

from briefing_app.app.error_words import told
from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.domain.change import added
from briefing_app.domain.records import Note
from briefing_app.errors import BriefingError
from briefing_app.exchange.trade_starts import load_cards, load_markets
from briefing_app.tariff.amounts import ungrouped
from briefing_app.trade.draws import CancelledError
from briefing_app.trade.inputs import OUTCOMES, PARAMETERS, RETAIL, Inputs, Outcome, moving
from briefing_app.ui.tariff.portions import Portions
from briefing_app.ui.tariff.scrolled import column_in
from briefing_app.ui.tariff.sim_cards import CardDeck
from briefing_app.ui.tariff.sim_market import MarketTable
from briefing_app.ui.tariff.sim_note import note_of
from briefing_app.ui.tariff.sim_results import SimResults
from briefing_app.ui.tariff.sim_starts import SavedRuns, Start, run_of
from briefing_app.ui.tariff.sim_typed import typed_over
from briefing_app.ui.tariff.sim_words import guard_rails, outcome_name, retail_said, taken_said
from briefing_app.ui.tariff.sim_work import Answer, answer, with_fan
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.elided_box import ElidedBox
from briefing_app.ui.widgets.form import Field, LineEdit
from briefing_app.ui.widgets.labels import SectionHeader, label


class _Told(QObject):
    """Progress from the thread of the draws to the window."""

    progressed = Signal(int, int)


class MarketPage(QScrollArea):
    """``briefing_requested`` carries the id of a note."""

    briefing_requested = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None, *, in_portions: bool = False) -> None:
        super().__init__(parent)
        self._session = session
        self._running = 0
        self._stop = threading.Event()
        self.told = _Told()
        self.found: Answer | None = None
        self._undrawn: tuple[Answer, int] | None = None
        self._runs = SavedRuns(session, self, self.fill_starts)
        self._unit = ""
        self._start: Start | None = None
        self._offers: list[Start] = []
        self.portions = Portions(
            self._make_inputs, self._make_deck, self._make_results, self._arrange, self._arrange_results,
            self._connect, self._begin, in_portions=in_portions,
        )  # fmt: skip

    def _make_inputs(self) -> None:
        # Everything is made in the place where it stands: what is moved there later is styled once more.
        self._column = column_in(self, (24, 12, 24, 24), 10)
        self._place = self.widget()
        self.starts = ElidedBox(tr("Start from"))
        self.save_button, self.brief_button = (
            QPushButton(tr("Save this run")),
            QPushButton(tr("Add to briefing")),
        )
        self.market = MarketTable()
        self.seller, self.outcome = ElidedBox(tr("Look at the tariff on")), ElidedBox(tr("and at"))
        self.retail = LineEdit(retail_said(RETAIL).removesuffix("%"))
        self.error = label("", "error", wrap=True)
        self.source = label("", "hint", wrap=True)
        self.progress, self.cancel = QProgressBar(), QPushButton(tr("Cancel"))
        self.rails = label("", wrap=True)
        for part in (
            self.starts, self.save_button, self.brief_button, self.market, self.seller, self.outcome,
            self.retail, self.error, self.source, self.progress, self.cancel, self.rails,
        ):  # fmt: skip
            part.setParent(self._place)

    def _make_deck(self) -> None:
        self.deck = CardDeck(load_cards(), self._place)

    def _make_results(self) -> None:
        self.results = SimResults(self._session, self._place)

    def _begin(self) -> None:
        self.fill_starts()
        self._runs.read()
        self.take_start(self._start_at(0))

    def _arrange(self) -> None:
        column = self._column
        top = QHBoxLayout()
        top.addWidget(label(tr("Start from"), "secondary"))
        top.addWidget(self.starts, 1)
        top.addWidget(self.save_button)
        top.addWidget(self.brief_button)
        column.addLayout(top)
        column.addWidget(self.source)
        inputs = QHBoxLayout()
        inputs.setSpacing(theme().px(20))
        inputs.addWidget(self.market, 5, Qt.AlignmentFlag.AlignTop)
        inputs.addWidget(self.deck, 5, Qt.AlignmentFlag.AlignTop)
        column.addLayout(inputs)
        column.addWidget(self.error)
        asked = QHBoxLayout()
        asked.setSpacing(theme().px(12))
        self._retail = Field(
            tr("Shops pass on to consumers"),
            self.retail,
            tr("20% by September 2025: Cavallo, Llamas and Vazquez"),
            "%",
        )
        for words, box, wide in (
            (tr("Look at the tariff on"), self.seller, 2),
            (tr("and at"), self.outcome, 3),
        ):
            asked.addWidget(Field(words, box), wide, Qt.AlignmentFlag.AlignTop)
        asked.addWidget(self._retail, 3, Qt.AlignmentFlag.AlignTop)
        column.addLayout(asked)

    def _arrange_results(self) -> None:
        column = self._column
        self.waiting = QWidget(self._place)
        wait = QHBoxLayout(self.waiting)
        wait.setContentsMargins(0, 0, 0, 0)
        for part in (label(tr("Drawing…"), "secondary"), self.progress, self.cancel):
            wait.addWidget(part)
        self.waiting.hide()
        for widget in (
            self.waiting,
            self.results,
            SectionHeader(tr("What these figures are and are not")),
            self.rails,
        ):
            column.addWidget(widget)
        column.addStretch(1)

    def _connect(self) -> None:
        self.starts.activated.connect(lambda place: self.take_start(self._start_at(place)))
        self.market.changed.connect(self._on_market)
        for sender in (self.deck.changed, self.retail.editingFinished):
            sender.connect(self.refresh)
        for box in (self.seller, self.outcome):
            box.activated.connect(lambda _place: self.refresh())
        self.cancel.clicked.connect(self._on_cancel)
        self.told.progressed.connect(self._on_progress)
        self.save_button.clicked.connect(self.save)
        self.brief_button.clicked.connect(self.add_to_briefing)
        self.results.briefing_requested.connect(self.briefing_requested)

    # --- where the market comes from -----------------------------------------------------------------

    def fill_starts(self) -> None:
        """Offer the shipped markets, the packages and the saved runs."""
        kept = self.starts.currentText()
        shipped = [
            Start(
                each.ja if language() == "ja" else each.en,
                each.named(language()),
                each.unit_ja if language() == "ja" else each.unit,
                each.source_ja if language() == "ja" else each.source,
                each.elasticities,
            )
            for each in load_markets()
        ]
        self._starts: list[Start | Note] = [*shipped, *self._offers]
        self._starts += self._runs.notes
        self.starts.clear()
        for each in self._starts:
            self.starts.addItem(each.title)
        self.starts.setCurrentIndex(max(0, self.starts.findText(kept)))

    def offer(self, starts: list[Start]) -> None:
        """Offer markets made elsewhere: a basket under each package."""
        self._offers = starts
        self.fill_starts()

    def _start_at(self, place: int) -> Start | None:
        found = self._starts[place]
        if isinstance(found, Start):
            return found
        try:
            return run_of(found)
        except BriefingError as error:
            self.error.setText(told(error))
            return None

    def take_start(self, start: Start | None) -> None:
        """Fill the page from a start."""
        if start is None:
            return
        self._unit, self._start = start.unit, start
        kept = {} if start.saved is None else {each.name: each for each in start.saved.inputs.cards}
        for name in PARAMETERS:
            card = self.deck.cards[name]
            if start.elasticities is None:
                card.show_card(card._cards[0])
            elif name in kept:
                card.show_kept(kept[name])
            else:
                value = Decimal(str(getattr(start.elasticities, name)))
                low, high = sorted((value * Decimal("0.7"), value * Decimal("1.3")))
                card.show_numbers(value, low.normalize(), high.normalize())
        inputs = start.saved.inputs if start.saved else None
        self.retail.setText(retail_said(inputs.retail if inputs else RETAIL).removesuffix("%"))
        self.market.show_sellers(start.sellers)
        if inputs is None:
            self._on_market()
        else:
            self._look_at(inputs.place, inputs.outcome)
            self.refresh()

    def _look_at(self, place: int, outcome: Outcome | None = None) -> None:
        """Choose a seller, and an outcome, of the market as it stands."""
        self.seller.clear()
        for each in self.market.sellers:
            self.seller.addItem(each.name)
        self.seller.setCurrentIndex(place)
        if outcome is not None:
            self._name_outcomes(place, outcome)

    def _name_outcomes(self, place: int, chosen: Outcome) -> None:
        sellers = self.market.sellers
        name = sellers[place].name if sellers else ""
        self.outcome.clear()
        for each in OUTCOMES:
            self.outcome.addItem(outcome_name(each, name, self._unit), each)
        self.outcome.setCurrentIndex(OUTCOMES.index(chosen))

    def _on_market(self) -> None:
        sellers, kept = self.market.sellers, self.seller.currentText()
        found = next((at for at, each in enumerate(sellers) if each.name == kept and not each.home), None)
        self._look_at(moving(sellers) if found is None else found)
        self.refresh()

    def _sourced(self, inputs: Inputs) -> Inputs:
        """The inputs with where they are from: the start, what was typed over, what its file did not keep."""
        start = self._start
        if start is None:
            return inputs
        over = typed_over(start.sellers, inputs.sellers)
        taken = taken_said(start.saved, inputs) if start.saved else ""
        return replace(inputs, source=" ".join(filter(None, (start.source, over, taken))))

    # --- working it out ------------------------------------------------------------------------------

    def inputs(self) -> Inputs | None:
        """What is asked now, or None with the fault shown."""
        cards = self.deck.read()
        sellers = self.market.sellers
        place = max(0, self.seller.currentIndex())
        chosen = self.outcome.currentData() or OUTCOMES[0]
        self._name_outcomes(place, chosen)
        self._retail.set_error("")
        try:
            retail = Decimal(ungrouped(self.retail.text()).strip().removesuffix("%")) / 100
        except ArithmeticError:
            retail = Decimal(-1)
        if not retail.is_finite() or not 0 <= retail <= 1:
            self._retail.set_error(tr("From 0 to 100."))
            return None
        if cards is None or not sellers:
            return None
        return self._sourced(Inputs(sellers, cards, place, chosen, float(retail), self._unit))

    def refresh(self) -> None:
        """Work everything out anew; draws that still run are stopped."""
        self._stop.set()
        self.error.setText("")
        inputs = self.inputs()
        self._allow_keeping(inputs is not None)
        if inputs is None:
            self.error.setText(
                tr("The inputs as they stand cannot be worked out; the figures below are of those before.")
            )
            return
        self.source.setText(inputs.source)
        self._running += 1
        run = self._running

        def done(found: Answer) -> None:
            if run == self._running:
                self._show(found)
                self._undrawn = found, run
                if self.isVisible():
                    self._draw()

        self._session.jobs.run(lambda: answer(inputs), done, self._on_failed, owner=self)

    def _allow_keeping(self, is_of_inputs: bool) -> None:
        """Figures are kept only with the inputs that they are of."""
        for button in (self.save_button, self.brief_button):
            button.setEnabled(is_of_inputs)
            button.setToolTip("" if is_of_inputs else tr("The figures are of the inputs before."))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()

    def _draw(self) -> None:
        """Two thousand solutions: of a page that is made ahead they wait until it is looked at."""
        if self._undrawn is None or self._undrawn[1] != self._running:
            return
        (found, run), self._undrawn = self._undrawn, None
        self._stop = stop = threading.Event()
        self.progress.setValue(0)
        self.waiting.show()

        def step(done: int, whole: int) -> bool:
            self.told.progressed.emit(done, whole)
            return not stop.is_set()

        def drawn(complete: Answer) -> None:
            if run == self._running:
                self.waiting.hide()
                self.found = complete
                self.results.show_fan(complete)
                self._show_rails(complete)

        def failed(error: BaseException) -> None:
            if run == self._running:
                self.waiting.hide()
            if not isinstance(error, CancelledError):
                self._on_failed(error)

        self._session.jobs.run(lambda: with_fan(found, step), drawn, failed, owner=self)

    def _on_progress(self, done: int, whole: int) -> None:
        self.progress.setMaximum(whole)
        self.progress.setValue(done)

    def _on_cancel(self) -> None:
        self._stop.set()
        self.waiting.hide()
        self._session.message.emit(tr("The draws were stopped; the other figures stand."), "info")

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, BriefingError):
            raise error
        self.error.setText(told(error))
        self._allow_keeping(False)

    def _show(self, found: Answer) -> None:
        self.found = found
        self.results.show_answer(found)
        self._show_rails(found)

    def _show_rails(self, found: Answer) -> None:
        self.rails.setText("\n".join(f"•  {each}" for each in guard_rails(found)))

    # --- keeping -------------------------------------------------------------------------------------

    def as_note(self) -> Note | None:
        """The run as a note, or None while nothing is worked out."""
        return None if self.found is None else note_of(self.found)

    def save(self) -> Note | None:
        """Keep the run as a note of the workspace, from which it can be opened again."""
        note = self.as_note()
        if note is None:
            return None
        try:
            self._session.apply(added(note, tr("Save simulation")))
        except BriefingError as error:
            self._session.report(error)
            return None
        self._session.message.emit(tr("Saved among the notes; “Start from” opens it again."), "info")
        return note

    def add_to_briefing(self) -> None:
        """Save the run and ask for it in the briefing."""
        note = self.save()
        if note is not None:
            self.briefing_requested.emit(note.id)
