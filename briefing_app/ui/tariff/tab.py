"""The Tariffs tab: ask, compare across countries, basket and the law, each a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from briefing_app import resources
from briefing_app.app import shipped_law
from briefing_app.app.error_words import told
from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.app.turn import window_turn
from briefing_app.domain.date_words import day_words
from briefing_app.domain.fuzzydate import is_edtf
from briefing_app.domain.records import Kind
from briefing_app.errors import BriefingError
from briefing_app.exchange.sample_baskets import sample_baskets
from briefing_app.exchange.trade_starts import load_cards, load_formula, load_markets
from briefing_app.tariff.assess import assess
from briefing_app.tariff.goods import GoodsIndex, load_goods
from briefing_app.tariff.law import Law
from briefing_app.tariff.units import unit_words
from briefing_app.ui.record_titles import shown_title
from briefing_app.ui.tariff.ask_page import AskPage
from briefing_app.ui.tariff.basket_page import BasketPage, row_of
from briefing_app.ui.tariff.compare_page import ComparePage
from briefing_app.ui.tariff.deals_page import DealsPage
from briefing_app.ui.tariff.law_page import LawPage
from briefing_app.ui.tariff.question import START
from briefing_app.ui.tariff.sim_page import SimulationPage
from briefing_app.ui.tariff.sim_starts import Start
from briefing_app.ui.tariff.value_sources import rates_told
from briefing_app.ui.tariff.words import checked_day
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label
from briefing_app.ui.widgets.notices import MessageBar

ASK, COMPARE, BASKET, DEALS, SIMULATION, LAW = range(6)
# Between two pages that are made ahead: time to type and to scroll.
PORTION_MS = 40
PAGES: tuple[Any, ...] = (AskPage, ComparePage, BasketPage, DealsPage, SimulationPage, LawPage)


class TariffTab(QWidget):
    """One of the pages of the window; see :class:`briefing_app.ui.tab.Tab`.

    A page is made when it is first asked for, or one after the other once the tab was shown and its law is
    there: all six at once would hold the window for a second. A tab made ``in_portions``, before its first
    show, asks nothing until then.
    """

    record_requested = Signal(str, str)
    add_to_briefing_requested = Signal(str, str)
    block_requested = Signal(object)

    title = "Tariffs"

    def __init__(self, session: Session, parent: QObject | None = None, *, in_portions: bool = False) -> None:
        super().__init__(parent if isinstance(parent, QWidget) else None)
        self._session = session
        self.law: Law | None = None
        self._read: tuple[Law, GoodsIndex] | None = None
        self._is_waiting = in_portions
        self._made: dict[int, Any] = {}
        self._begun: dict[int, Any] = {}
        self._begun_on: dict[int, date] = {}
        # Parts that found no place yet have no parent: what is begun goes when the tab goes.
        self.destroyed.connect(lambda _tab=None, begun=self._begun: begun.clear())
        self._offers: list[Start] = []
        self._wanted: int | None = None
        self._portion = QTimer(self, singleShot=True, interval=PORTION_MS)
        self._portion.timeout.connect(self._make_rest)
        self.message = MessageBar()
        self.pages = QStackedWidget()
        self.buttons = QButtonGroup(self)
        self._arrange()
        self.buttons.idClicked.connect(self.open_page)
        session.as_of_changed.connect(lambda _day: self._show_day())
        session.known_on_changed.connect(lambda _day: self._ask_for_law())
        if not in_portions:
            self.show_page(ASK)
        self._ask_for_law()

    def _arrange(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(theme().px(12), theme().px(6), theme().px(12), theme().px(6))
        bar.setSpacing(theme().px(4))
        for number, words in enumerate(
            (tr("Ask"), tr("Compare"), tr("Basket"), tr("Deals"), tr("Simulation"), tr("Law"))
        ):
            button = QPushButton(words)
            button.setCheckable(True)
            self.buttons.addButton(button, number)
            bar.addWidget(button)
            self.pages.addWidget(QWidget())
        bar.addStretch(1)
        self.checked = label(tr("Reading the law…"), "secondary")
        bar.addWidget(self.checked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.message)
        column.addWidget(self.pages, 1)

    # --- the pages, each made on first use -----------------------------------------------------------

    @property
    def ask(self) -> AskPage:
        """A question and its answer."""
        page: AskPage = self._page(ASK)
        return page

    @property
    def compare(self) -> ComparePage:
        """The same entry from several countries and on several days."""
        page: ComparePage = self._page(COMPARE)
        return page

    @property
    def basket(self) -> BasketPage:
        """Many entries at once."""
        page: BasketPage = self._page(BASKET)
        return page

    @property
    def deals(self) -> DealsPage:
        """Packages over the basket."""
        page: DealsPage = self._page(DEALS)
        return page

    @property
    def simulation(self) -> SimulationPage:
        """The models of trade."""
        page: SimulationPage = self._page(SIMULATION)
        return page

    @property
    def law_page(self) -> LawPage:
        """All measures."""
        page: LawPage = self._page(LAW)
        return page

    def make_portion(self) -> bool:
        """Make the next part of the first page; False if it is there. The others wait for the first show."""
        return ASK not in self._made and self.make_next()

    def make_next(self) -> bool:
        """Make the next part that is lacking; False if all are there."""
        lacking = next((number for number in range(LAW + 1) if number not in self._made), None)
        if lacking is None:
            return self.simulation.make_next()
        if not self._begin(lacking).portions.step():
            self._page(lacking)
        return True

    def _begin(self, number: int) -> Any:
        """A page whose parts are still to be made."""
        if number not in self._begun:
            self._begun[number] = PAGES[number](self._session, self.pages, in_portions=True)
            self._begun_on[number] = self._session.day
        return self._begun[number]

    def _make_rest(self) -> None:
        with window_turn():
            if not self._session.is_closed and self.make_next():
                self._portion.start()

    def _page(self, number: int) -> Any:
        if number not in self._made:
            page = self._begin(number)
            page.portions.finish()
            self._made[number] = page
            self._wire(number, page)
            stand_in, shown = self.pages.widget(number), self.pages.currentWidget()
            self.pages.insertWidget(number, page)
            self.pages.setCurrentWidget(page if shown is None or shown is stand_in else shown)
            if stand_in is not None:
                self.pages.removeWidget(stand_in)
                stand_in.deleteLater()
            if number in (ASK, LAW) and self._begun_on[number] != self._session.day:
                page.show_day(self._session.day)  # another was chosen while the page was being made
            self._tell_law(number)
        return self._made[number]

    def _wire(self, number: int, page: Any) -> None:
        if number == COMPARE:
            page.frame.briefing_requested.connect(self._note_to_briefing)
        else:
            page.briefing_requested.connect(self._note_to_briefing)
        if hasattr(page, "block_requested"):
            page.block_requested.connect(self.block_requested)
        if number in (COMPARE, BASKET):
            page.asked.connect(self.ask_about)
        elif number == ASK:
            page.compare_requested.connect(lambda _texts: self.show_page(COMPARE))
            page.basket_requested.connect(self._put_into_basket)
            page.event_requested.connect(lambda event: self.record_requested.emit("event", event))
            page.source_requested.connect(self._open_source)
        elif number == DEALS:
            page.scenario_to_briefing.connect(
                lambda scenario: self.add_to_briefing_requested.emit("scenario", scenario)
            )
            page.worked_out.connect(self._on_worked_out)
        elif number == SIMULATION:
            page.offer(self._offers)

    def _on_worked_out(self, starts: list[Start]) -> None:
        self._offers = starts
        if SIMULATION in self._made:
            self.simulation.offer(starts)

    # --- the law -------------------------------------------------------------------------------------

    def _ask_for_law(self) -> None:
        self._session.jobs.run(self._read_law, self._take_law, self._on_failed, owner=self)

    def _read_law(self) -> tuple[Law, GoodsIndex]:
        law: Law = self._session.law()
        _look_once(law, self._session.day)
        return law, _goods_of(law)

    def _take_law(self, read: tuple[Law, GoodsIndex]) -> None:
        law = read[0]
        if law.known_day != self._session.known_on:
            return  # another day was chosen since
        self._read = read
        if self._is_waiting:
            return
        self.law, info = law, law.info
        known = tr("as known on {day}", day=day_words(law.known_day, language())) if law.known_day else ""
        words = (
            tr("Law data {version}", version=info.version),
            tr("checked to {day}", day=checked_day(info.checked_to)),
            known,
        )
        self.checked.setText(" · ".join(each for each in words if each))
        for number in sorted(self._made):
            self._tell_law(number)
        self._portion.start()

    def _tell_law(self, number: int) -> None:
        if self.law is None or self._read is None or number == SIMULATION:
            return
        law, goods = self._read
        if number in (COMPARE, DEALS):
            self._made[number].set_law(law)
        else:
            self._made[number].set_law(law, goods)

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, BriefingError):
            raise error
        self.checked.setText("")
        self.message.show_message(told(error), "error")

    # --- what the window asks ------------------------------------------------------------------------

    def activate(self) -> None:
        """The tab is shown now."""
        if self._is_waiting:
            self._is_waiting = False
            self.show_page(ASK)
            if self._read is not None:
                self._take_law(self._read)
        self.ask.question.good.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_record(self, kind: Kind | str, record_id: str) -> None:
        """Show a measure, a package, a basket, or ask about a good."""
        if kind == "measure":
            self.show_page(LAW)
            self.law_page.show_measure(record_id)
        elif kind == "good":
            origin = self.ask.texts().get("origin", "JP")
            asked = {"origin": origin, "date": self._session.day.isoformat(), **self.ask.texts()}
            self.ask_about({**asked, "hts": record_id})
        elif kind == "scenario":
            self.show_page(DEALS)
            self.deals.show_package(record_id)
        elif kind == "basket":
            self.show_page(BASKET)
            self.basket.show_basket(record_id)

    def new_record(self) -> None:
        """A new question: the cursor goes to the good."""
        self.show_page(0)
        self.ask.question.good.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.ask.question.good.search.selectAll()

    def focus_find(self) -> None:
        """Find a good."""
        self.new_record()

    def add_to_briefing(self, kind: Kind, record_id: str) -> None:
        """Only the Briefing tab does this."""

    # --- pages ---------------------------------------------------------------------------------------

    def show_page(self, number: int) -> None:
        """Show a page by its place."""
        self._wanted = None
        self._page(number)
        self.pages.setCurrentIndex(number)
        if number == COMPARE:
            self.compare.show_texts(self.ask.texts())
        elif number in (DEALS, SIMULATION):
            self._fill_deals()
        button = self.buttons.button(number)
        if button is not None:
            button.setChecked(True)

    def open_page(self, number: int) -> None:
        """Show a page once its parts are there: the window answers between two of them."""
        self._wanted = number
        self._open_wanted()

    def _open_wanted(self) -> None:
        number = self._wanted
        if number is None or self._session.is_closed:
            return
        # What is compared over the basket asks for its page.
        needed = (BASKET, number) if number in (DEALS, SIMULATION) else (number,)
        with window_turn():
            lacking = next((each for each in needed if each not in self._made), None)
            if lacking is None:
                self.show_page(number)
                return
            if not self._begin(lacking).portions.step():
                self._page(lacking)
        QTimer.singleShot(0, self, self._open_wanted)

    def ask_about(self, texts: Mapping[str, str]) -> None:
        """Ask a question made elsewhere."""
        self.show_page(0)
        self.ask.question.set_question(texts)

    def _put_into_basket(self, texts: Mapping[str, str]) -> None:
        if texts:
            self.basket.add_texts(texts)
            self.show_page(BASKET)

    def _open_source(self, source: str) -> None:
        """Open a source of the law where the workspace keeps it."""
        if self._session.workspace.find("source", source) is not None:
            self.record_requested.emit("source", source)

    def _note_to_briefing(self, note: str) -> None:
        self.add_to_briefing_requested.emit("note", note)

    def _fill_deals(self) -> None:
        """Compare packages over the basket shown, or over the one entry asked about."""
        basket, entry = self.basket.basket, self.ask.entry
        if basket is not None and basket.rows:
            name = shown_title(self._session, basket.title) or tr("Basket")
            self.deals.show_rows(
                basket.rows, tr("{name}, {count} rows", name=name, count=f"{len(basket.rows):,}"),
                self.basket.rows.value_sources.note,
            )  # fmt: skip
        elif entry is not None:
            row = row_of(self.ask.texts())
            self.deals.show_rows((row,), self.ask.question.good.name(), " ".join(rates_told((row,), "")))

    def _show_day(self) -> None:
        day: date = self._session.day
        for number in (ASK, LAW):
            if number in self._made:
                self._made[number].show_day(day)
        if DEALS in self._made:
            self.deals.refresh()


@lru_cache(maxsize=1)
def _goods_of(law: Law) -> GoodsIndex:
    """The goods that can be found by words, read once for a law."""
    return GoodsIndex(load_goods(resources.path("tariff", "us", "descriptions.csv")), law.schedule)


def _look_once(law: Law, day: date) -> None:
    """Answer the question that the page begins with: what a law looks things up in is made by the first."""
    with suppress(BriefingError):
        assess(law.parse({**START, "date": day.isoformat()}), law)


def read_ahead() -> None:
    """Read the files and the code that the pages open with; in any thread."""
    is_edtf("first")  # the grammar of rare dates, which a typed day asks for at last
    load_cards()
    load_markets()
    load_formula()
    sample_baskets(date.min)
    unit_words("kg", language())
    _goods_of(shipped_law.law(None))
