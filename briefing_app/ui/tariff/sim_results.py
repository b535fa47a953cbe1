"""The results of a simulated market: three models in a table, who pays, tornado and fan, in their frames."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.trade.comparison import split
from briefing_app.ui.tariff.chart_frame import ChartFrame, ChartWords
from briefing_app.ui.tariff.sim_charts import FanChart, SplitBar, Tornado
from briefing_app.ui.tariff.sim_words import (
    cards_said,
    comparison_rows,
    fan_summary,
    finding,
    outcome_name,
    parameter_name,
    said,
    split_summary,
    summary,
    tornado_summary,
)
from briefing_app.ui.tariff.sim_work import Answer, centre
from briefing_app.ui.theme import ROW_HEIGHT, theme
from briefing_app.ui.widgets.table import TableView
from briefing_app.ui.widgets.table_model import Column, TableModel

Cells = tuple[str, ...]


class SimResults(QWidget):
    """``briefing_requested`` carries the id of a note."""

    briefing_requested = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model: TableModel[Cells] = TableModel(_columns(), lambda cells: cells[0])
        self.table = TableView(self.model)
        self.table.setSortingEnabled(False)
        self.figures = ChartFrame(session, self.table, self)
        self.figures.as_table.setVisible(False)
        self.split, self.tornado, self.fan = SplitBar(), Tornado(), FanChart()
        self.who = ChartFrame(session, self.split, self)
        self.spread = ChartFrame(session, self.tornado, self)
        self.draws = ChartFrame(session, self.fan, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(8))
        column.addWidget(self.figures)
        pair = QHBoxLayout()
        pair.setSpacing(theme().px(24))
        pair.addWidget(self.who, 1, Qt.AlignmentFlag.AlignTop)
        pair.addWidget(self.spread, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(pair)
        column.addWidget(self.draws)
        for frame in (self.figures, self.who, self.spread, self.draws):
            frame.table.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
            frame.briefing_requested.connect(self.briefing_requested)

    def show_answer(self, found: Answer) -> None:
        """Show everything that is known of a market; the fan once it is drawn (:meth:`show_fan`)."""
        self._show_figures(found)
        self._show_split(found)
        self._show_tornado(found)
        self.show_fan(found)

    def _show_figures(self, found: Answer) -> None:
        rows = comparison_rows(found.comparison)
        self.model.set_rows(rows)
        height = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(height + theme().px(ROW_HEIGHT) * len(rows) + theme().px(6))
        unit = tr("Changes in %; money in {unit}", unit=found.inputs.unit or tr("the unit of the values"))
        titles = tuple(column.title for column in self.model.columns)
        source = " ".join(filter(None, (found.inputs.source, cards_said(found.inputs))))
        self.figures.show_chart(
            ChartWords(finding(found), unit, summary(found), source, "simulation"),
            titles,
            rows,
            frozenset(range(2, len(titles))),
        )

    def _show_split(self, found: Answer) -> None:
        inputs = found.inputs
        parts = split(found.comparison, inputs.place, inputs.retail)
        self.split.show_split(parts)
        name = inputs.sellers[inputs.place].name
        rows = (
            [
                (tr("sellers abroad"), f"{parts.exporter * 100:.1f}%"),
                (tr("importers and shops"), f"{parts.importer * 100:.1f}%"),
                (tr("consumers"), f"{parts.consumer * 100:.1f}%"),
            ]
            if parts
            else []
        )
        evidence = tr(
            "Evidence: at the US border about 95% was passed on in 2018 and 2019 (Cavallo, Gopinath, Neiman "
            "and Tang, 2021); in shops 20% by September 2025 (Cavallo, Llamas and Vazquez, NBER 34496). "
            "Makers of cars in Japan cut their export prices in 2025."
        )
        words = ChartWords(
            tr("Who pays the tariff on {seller}", seller=name),
            tr("Share of the tariff's change"),
            split_summary(parts, inputs),
            f"{cards_said(inputs)} {evidence}",
            "who pays",
        )
        self.who.show_chart(words, (tr("Who"), tr("Share")), rows, frozenset({1}))

    def _show_tornado(self, found: Answer) -> None:
        inputs = found.inputs
        self.tornado.show_bars(found.bars, centre(inputs), inputs.outcome)
        rows = [
            (parameter_name(each.name), said(inputs.outcome, each.at_low), said(inputs.outcome, each.at_high))
            for each in found.bars
        ]
        unit = outcome_name(inputs.outcome, inputs.sellers[inputs.place].name, inputs.unit)
        words = ChartWords(
            tr("Which elasticity matters"),
            unit,
            tornado_summary(found),
            tr("One parameter at a time, exact model. Each range and its source: the elasticity cards.")
            + f" {cards_said(inputs, with_ranges=True)}",
            "tornado",
        )
        titles = (tr("Parameter"), tr("at its low end"), tr("at its high end"))
        self.spread.show_chart(words, titles, rows, frozenset({1, 2}))

    def show_fan(self, found: Answer) -> None:
        """Show the draws; the rest of the answer stands already."""
        self.draws.setVisible(bool(found.fan))
        if not found.fan:
            return
        inputs = found.inputs
        seller = inputs.sellers[inputs.place]
        self.fan.show_fan(found.fan, seller.after, inputs.outcome)
        rows = [
            (
                f"{each.rate * 100:.3g}%",
                *(said(inputs.outcome, value) for value in (each.low, each.middle, each.high, each.centre)),
            )
            for each in found.fan
        ]
        unit = outcome_name(inputs.outcome, seller.name, inputs.unit)
        words = ChartWords(
            tr("Two thousand draws over the tariff on {seller}", seller=seller.name),
            tr("{outcome}; across: its tariff in %; dashed: at the cards' values", outcome=unit),
            fan_summary(found),
            tr("Exact model, triangular draws over the range of every card, seed 20250402.")
            + f" {cards_said(inputs, with_ranges=True)}",
            "fan",
        )
        titles = (tr("Tariff"), "P10", tr("median"), "P90", tr("at the cards' values"))
        self.draws.show_chart(words, titles, rows, frozenset(range(5)))


def _columns() -> tuple[Column[Cells], ...]:
    titles = (
        (tr("Seller"), 0),
        (tr("Tariff"), 16),
        (tr("Price to buyers"), 13),
        (tr("Price before duty"), 14),
        (tr("Exact: quantity or amount"), 20),
        ("SMART", 14),
        ("GSIM", 14),
    )

    def made(place: int, title: str, wide: int) -> Column[Cells]:
        return Column(title, lambda cells: cells[place], align="left" if place < 2 else "right", width=wide)

    return tuple(made(place, *each) for place, each in enumerate(titles))
