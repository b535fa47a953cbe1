"""The Simulation page: a market under three models, several markets, the reciprocal formula, examples."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.ui.tariff.chart_frame import ChartFrame, ChartWords
from briefing_app.ui.tariff.portions import Portions
from briefing_app.ui.tariff.scrolled import column_in
from briefing_app.ui.tariff.sim_checks import Check, checks
from briefing_app.ui.tariff.sim_market_page import MarketPage
from briefing_app.ui.tariff.sim_reciprocal import ReciprocalPage
from briefing_app.ui.tariff.sim_starts import Start
from briefing_app.ui.tariff.sim_world_page import WorldPage
from briefing_app.ui.theme import ROW_HEIGHT, theme
from briefing_app.ui.widgets.table import TableView
from briefing_app.ui.widgets.table_model import Column, TableModel

MARKET, WORLD, FORMULA, EXAMPLES = range(4)


class SimulationPage(QWidget):
    """``briefing_requested`` carries the id of a note."""

    briefing_requested = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None, *, in_portions: bool = False) -> None:
        super().__init__(parent)
        self.portions = Portions(in_portions=in_portions)
        self._session = session
        self._offers: list[Start] = []
        self._begun: dict[int, Any] = {}
        self.destroyed.connect(lambda _page=None, begun=self._begun: begun.clear())
        self._made: dict[int, Any] = {}
        self.stack = QStackedWidget(self)
        self.buttons = QButtonGroup(self)
        bar = QHBoxLayout()
        bar.setContentsMargins(theme().px(24), theme().px(8), theme().px(24), 0)
        bar.setSpacing(theme().px(4))
        for number, words in enumerate(
            (
                tr("A market"),
                tr("Several markets"),
                tr("The formula of April 2025"),
                tr("Published examples"),
            )
        ):
            button = QPushButton(words)
            button.setCheckable(True)
            button.setProperty("kind", "chip")
            self.buttons.addButton(button, number)
            bar.addWidget(button)
        bar.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.stack, 1)
        self.buttons.idClicked.connect(self.show_part)
        self.buttons.button(MARKET).setChecked(True)

    @property
    def market(self) -> MarketPage:
        """One importer and its sellers, under three models."""
        page: MarketPage = self._part(MARKET)
        return page

    @property
    def world(self) -> WorldPage:
        """Several regions that sell to each other."""
        page: WorldPage = self._part(WORLD)
        return page

    @property
    def formula(self) -> ReciprocalPage:
        """The formula of April 2025."""
        page: ReciprocalPage = self._part(FORMULA)
        return page

    @property
    def examples(self) -> ExamplesPage:
        """What was published, worked out again."""
        page: ExamplesPage = self._part(EXAMPLES)
        return page

    def _part(self, number: int) -> Any:
        """A part, made on first use: all four at once would hold the window."""
        if number not in self._made:
            page = self._begin(number)
            page.portions.finish()
            self._made[number] = page
            page.briefing_requested.connect(self.briefing_requested)
            self.stack.addWidget(page)
            if number == MARKET:
                page.offer(self._offers)
        return self._made[number]

    def make_next(self) -> bool:
        """Make the next part that is lacking; False if all are there."""
        lacking = next((number for number in PARTS if number not in self._made), None)
        if lacking is not None and not self._begin(lacking).portions.step():
            self._part(lacking)
        return lacking is not None

    def _begin(self, number: int) -> Any:
        """A part some of which is still to be made."""
        if number not in self._begun:
            self._begun[number] = PARTS[number](self._session, self.stack, in_portions=True)
        return self._begun[number]

    def offer(self, starts: list[Start]) -> None:
        """Offer markets made elsewhere: a basket under each package."""
        self._offers = starts
        if MARKET in self._made:
            self.market.offer(starts)

    def show_part(self, number: int) -> None:
        """Show a part by its place."""
        self.stack.setCurrentWidget(self._part(number))
        self.buttons.button(number).setChecked(True)
        if number == EXAMPLES:
            self.examples.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._made:
            self.show_part(MARKET)


class ExamplesPage(QScrollArea):
    """What was published and what comes out here."""

    briefing_requested = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None, *, in_portions: bool = False) -> None:
        super().__init__(parent)
        self.portions = Portions(in_portions=in_portions)
        self.model: TableModel[Check] = TableModel(_columns(), lambda check: check.example)
        self.table = TableView(self.model)
        self.table.setSortingEnabled(False)
        self.frame = ChartFrame(session, self.table)
        self.frame.as_table.setVisible(False)
        self.frame.briefing_requested.connect(self.briefing_requested)
        column = column_in(self, (24, 12, 24, 24), 6)
        column.addWidget(self.frame, 0, Qt.AlignmentFlag.AlignTop)
        column.addStretch(1)

    def refresh(self) -> None:
        """Work the examples out now."""
        found = checks()
        self.model.set_rows(found)
        height = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(height + theme().px(ROW_HEIGHT) * len(found) + theme().px(6))
        good = sum(each.agrees for each in found)
        summary = tr("{good} of {all} examples come out as published.", good=good, all=len(found))
        titles = tuple(column.title for column in self.model.columns)
        rows = [tuple(column.text(each) for column in self.model.columns) for each in found]
        self.frame.show_chart(
            ChartWords(
                summary, "", tr("Worked out anew each time this page is opened."), "", "published examples"
            ),
            titles,
            rows,
        )


PARTS: dict[int, Any] = {
    MARKET: MarketPage, WORLD: WorldPage, FORMULA: ReciprocalPage, EXAMPLES: ExamplesPage,
}  # fmt: skip


def _columns() -> tuple[Column[Check], ...]:
    return (
        Column(tr("Model"), lambda check: check.model, width=14),
        Column(tr("Example"), lambda check: check.example, width=0, tip=lambda check: check.example),
        Column(tr("Published"), lambda check: check.published, width=30),
        Column(tr("Here"), lambda check: check.here, width=30),
        Column(
            tr("Agrees"),
            lambda check: tr("yes") if check.agrees else tr("no"),
            width=8,
            tone=lambda check: "positive" if check.agrees else "negative",
        ),
        Column(tr("Source"), lambda check: check.source, width=30),
    )
