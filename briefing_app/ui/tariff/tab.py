"""The Tariffs tab: ask, compare across countries, basket and the law, each a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from briefing_app import resources
from briefing_app.app.error_words import told
from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.domain.date_words import day_words
from briefing_app.domain.records import Kind
from briefing_app.errors import BriefingError
from briefing_app.tariff.goods import GoodsIndex, load_goods
from briefing_app.tariff.law import Law
from briefing_app.ui.record_titles import shown_title
from briefing_app.ui.tariff.ask_page import AskPage
from briefing_app.ui.tariff.basket_page import BasketPage, row_of
from briefing_app.ui.tariff.compare_page import ComparePage
from briefing_app.ui.tariff.deals_page import DealsPage
from briefing_app.ui.tariff.law_page import LawPage
from briefing_app.ui.tariff.sim_page import SimulationPage
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label
from briefing_app.ui.widgets.notices import MessageBar

ASK, COMPARE, BASKET, DEALS, SIMULATION, LAW = range(6)


class TariffTab(QWidget):
    """One of the pages of the window; see :class:`briefing_app.ui.tab.Tab`."""

    record_requested = Signal(str, str)
    add_to_briefing_requested = Signal(str, str)
    block_requested = Signal(object)

    title = "Tariffs"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent if isinstance(parent, QWidget) else None)
        self._session = session
        self.law: Law | None = None
        self.ask = AskPage(session)
        self.compare = ComparePage(session)
        self.basket = BasketPage(session)
        self.deals = DealsPage(session)
        self.simulation = SimulationPage(session)
        self.law_page = LawPage(session)
        self.message = MessageBar()
        self.pages = QStackedWidget()
        self.buttons = QButtonGroup(self)
        bar = QHBoxLayout()
        bar.setContentsMargins(theme().px(12), theme().px(6), theme().px(12), theme().px(6))
        bar.setSpacing(theme().px(4))
        for number, (words, page) in enumerate(self._pages()):
            button = QPushButton(words)
            button.setCheckable(True)
            self.buttons.addButton(button, number)
            bar.addWidget(button)
            self.pages.addWidget(page)
        bar.addStretch(1)
        self.checked = label(tr("Reading the law…"), "secondary")
        bar.addWidget(self.checked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.message)
        column.addWidget(self.pages, 1)
        self.buttons.idClicked.connect(self.show_page)
        self.show_page(ASK)
        self.ask.compare_requested.connect(lambda _texts: self.show_page(COMPARE))
        self.ask.basket_requested.connect(self._put_into_basket)
        for asking in (self.deals, self.simulation, self.law_page):
            asking.briefing_requested.connect(self._note_to_briefing)
        self.deals.scenario_to_briefing.connect(
            lambda scenario: self.add_to_briefing_requested.emit("scenario", scenario)
        )
        self.deals.worked_out.connect(self.simulation.market.offer)
        self.ask.event_requested.connect(lambda event: self.record_requested.emit("event", event))
        self.ask.source_requested.connect(self._open_source)
        self.ask.briefing_requested.connect(self._note_to_briefing)
        self.ask.block_requested.connect(self.block_requested)
        self.basket.briefing_requested.connect(self._note_to_briefing)
        self.compare.frame.briefing_requested.connect(self._note_to_briefing)
        for page in (self.compare, self.basket):
            page.asked.connect(self.ask_about)
        session.as_of_changed.connect(lambda _day: self._show_day())
        session.known_on_changed.connect(lambda _day: self._ask_for_law())
        self._ask_for_law()

    def _pages(self) -> list[tuple[str, QWidget]]:
        return [
            (tr("Ask"), self.ask),
            (tr("Compare"), self.compare),
            (tr("Basket"), self.basket),
            (tr("Deals"), self.deals),
            (tr("Simulation"), self.simulation),
            (tr("Law"), self.law_page),
        ]

    def _ask_for_law(self) -> None:
        self._session.jobs.run(self._read_law, self._take_law, self._on_failed, owner=self)

    def _read_law(self) -> tuple[Law, GoodsIndex]:
        law: Law = self._session.law()
        return law, _goods_of(law)

    def _take_law(self, read: tuple[Law, GoodsIndex]) -> None:
        law, index = read
        if law.known_day != self._session.known_on:
            return  # another day was chosen since
        self.law, info = law, law.info
        known = tr("as known on {day}", day=day_words(law.known_day, language())) if law.known_day else ""
        words = (
            tr("Law data {version}", version=info.version),
            tr("checked to {day}", day=info.checked_to),
            known,
        )
        self.checked.setText(" · ".join(each for each in words if each))
        self.ask.set_law(self.law, index)
        self.compare.set_law(self.law)
        self.basket.set_law(self.law, index)
        self.deals.set_law(self.law)
        self.law_page.set_law(self.law, index)

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, BriefingError):
            raise error
        self.checked.setText("")
        self.message.show_message(told(error), "error")

    # --- what the window asks ------------------------------------------------------------------------

    def activate(self) -> None:
        """The tab is shown now."""
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
        self.pages.setCurrentIndex(number)
        if number == COMPARE:
            self.compare.show_texts(self.ask.texts())
        elif number in (DEALS, SIMULATION):
            self._fill_deals()
        button = self.buttons.button(number)
        if button is not None:
            button.setChecked(True)

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
                basket.rows, tr("{name}, {count} rows", name=name, count=f"{len(basket.rows):,}")
            )
        elif entry is not None:
            self.deals.show_rows((row_of(entry.query()),), self.ask.question.good.name())

    def _show_day(self) -> None:
        day: date = self._session.day
        self.ask.show_day(day)
        self.law_page.show_day(day)
        self.deals.refresh()


@lru_cache(maxsize=1)
def _goods_of(law: Law) -> GoodsIndex:
    """The goods that can be found by words, read once for a law."""
    return GoodsIndex(load_goods(resources.path("tariff", "us", "descriptions.csv")), law.schedule)
