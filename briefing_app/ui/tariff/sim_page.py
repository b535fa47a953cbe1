"""The Simulation page: a market under three models, several markets, the reciprocal formula, examples."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
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
from briefing_app.ui.tariff.sim_checks import Check, checks
from briefing_app.ui.tariff.sim_market_page import MarketPage
from briefing_app.ui.tariff.sim_reciprocal import ReciprocalPage
from briefing_app.ui.tariff.sim_world_page import WorldPage
from briefing_app.ui.theme import ROW_HEIGHT, theme
from briefing_app.ui.widgets.table import TableView
from briefing_app.ui.widgets.table_model import Column, TableModel

MARKET, WORLD, FORMULA, EXAMPLES = range(4)


class SimulationPage(QWidget):
    """``briefing_requested`` carries the id of a note."""

    briefing_requested = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.market = MarketPage(session)
        self.world = WorldPage(session)
        self.formula = ReciprocalPage(session)
        self.examples = ExamplesPage(session)
        self.stack = QStackedWidget()
        self.buttons = QButtonGroup(self)
        bar = QHBoxLayout()
        bar.setContentsMargins(theme().px(24), theme().px(8), theme().px(24), 0)
        bar.setSpacing(theme().px(4))
        pages = (
            (tr("A market"), self.market),
            (tr("Several markets"), self.world),
            (tr("The formula of April 2025"), self.formula),
            (tr("Published examples"), self.examples),
        )
        for number, (words, page) in enumerate(pages):
            button = QPushButton(words)
            button.setCheckable(True)
            button.setProperty("kind", "chip")
            self.buttons.addButton(button, number)
            bar.addWidget(button)
            self.stack.addWidget(page)
        for asking in (self.market, self.world, self.formula, self.examples):
            asking.briefing_requested.connect(self.briefing_requested)
        bar.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.stack, 1)
        self.buttons.idClicked.connect(self.show_part)
        self.show_part(MARKET)

    def show_part(self, number: int) -> None:
        """Show a part by its place."""
        self.stack.setCurrentIndex(number)
        self.buttons.button(number).setChecked(True)
        if number == EXAMPLES:
            self.examples.refresh()


class ExamplesPage(QScrollArea):
    """What was published and what comes out here."""

    briefing_requested = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model: TableModel[Check] = TableModel(_columns(), lambda check: check.example)
        self.table = TableView(self.model)
        self.table.setSortingEnabled(False)
        self.frame = ChartFrame(session, self.table)
        self.frame.as_table.setVisible(False)
        self.frame.briefing_requested.connect(self.briefing_requested)
        body = QWidget()
        body.setProperty("panel", "surface")
        column = QVBoxLayout(body)
        column.setContentsMargins(theme().px(24), theme().px(12), theme().px(24), theme().px(24))
        column.addWidget(self.frame, 0, Qt.AlignmentFlag.AlignTop)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setWidget(body)

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
