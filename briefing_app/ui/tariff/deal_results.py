"""The table of the Deals page: figures, trade and gains, break-even; and how two packages differ."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.tariff.law import Law
from briefing_app.ui.tariff.chart_frame import ChartFrame, ChartWords
from briefing_app.ui.tariff.deal_table import Row, figure_rows, meeting_rows, sentence, trade_rows
from briefing_app.ui.tariff.deal_words import difference
from briefing_app.ui.tariff.deals import NONE, Column, Meeting
from briefing_app.ui.tariff.titled_model import TitledModel, fit_head
from briefing_app.ui.theme import ROW_HEIGHT, theme
from briefing_app.ui.widgets.elided_box import ElidedBox
from briefing_app.ui.widgets.labels import SectionHeader, label
from briefing_app.ui.widgets.table import TableView
from briefing_app.ui.widgets.table_model import Column as TableColumn

MOST_COLUMNS = 6


class Results(QWidget):
    """``briefing_requested`` carries the id of the note that holds the table."""

    briefing_requested = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = ()
        self._law: Law | None = None
        self.target = ElidedBox(tr("Break-even against"))
        self.model: TitledModel[Row] = TitledModel(self._table_columns(), lambda row: row.name)
        self.table = TableView(self.model)
        self.table.setSortingEnabled(False)
        self.frame = ChartFrame(session, self.table, self)
        self.frame.as_table.setVisible(False)
        self.frame.briefing_requested.connect(self.briefing_requested)
        self.first, self.second = ElidedBox(tr("First package")), ElidedBox(tr("Second package"))
        self.difference = label("", wrap=True)
        for box in (self.target, self.first, self.second):
            box.setSizeAdjustPolicy(ElidedBox.SizeAdjustPolicy.AdjustToContents)
            box.setMaximumWidth(theme().px(340))
        self._arrange()
        for box in (self.first, self.second):
            box.activated.connect(lambda _place: self._show_difference())

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(6))
        column.addWidget(self.frame)
        even = QHBoxLayout()
        even.addWidget(label(tr("Break-even against"), "secondary"))
        even.addWidget(self.target)
        even.addStretch(1)
        column.addLayout(even)
        self._differ = QWidget()
        inner = QVBoxLayout(self._differ)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(SectionHeader(tr("How two packages differ")))
        row = QHBoxLayout()
        row.addWidget(self.first)
        row.addWidget(self.second)
        row.addStretch(1)
        inner.addLayout(row)
        inner.addWidget(self.difference)
        column.addWidget(self._differ)

    def _table_columns(self) -> tuple[TableColumn[Row], ...]:
        def cell(place: int) -> TableColumn[Row]:
            return TableColumn(
                "", lambda row: row.cells[place] if place < len(row.cells) else "", align="right", width=20
            )

        name: TableColumn[Row] = TableColumn("", lambda row: row.name, width=0, tip=lambda row: row.tip)
        return (name, *(cell(place) for place in range(MOST_COLUMNS)))

    def fill_targets(self, names: Sequence[tuple[str, str]]) -> str:
        """Offer the columns to break even against; returns the key chosen."""
        kept = self.target.currentData() if self.target.count() else NONE
        self.target.clear()
        for key, title in names:
            self.target.addItem(title, key)
        self.target.setCurrentIndex(max(0, self.target.findData(kept)))
        return str(self.target.currentData())

    def show_results(
        self, columns: tuple[Column, ...], found: Sequence[Meeting], source: str, law: Law
    ) -> None:
        """Show the figures of the columns."""
        self.columns, self._law = columns, law
        rows = [
            *figure_rows(columns), *trade_rows(columns),
            *meeting_rows(columns, found, str(self.target.currentData())),
        ]  # fmt: skip
        self.model.set_titles({place: each.title for place, each in enumerate(columns, 1)})
        for place in range(MOST_COLUMNS):
            self.table.setColumnHidden(1 + place, place >= len(columns))
        self.model.set_rows(rows)
        height = fit_head(self.table)
        self.table.setFixedHeight(height + theme().px(ROW_HEIGHT) * max(1, len(rows)) + theme().px(6))
        said = " ".join(sentence(each, columns[0]) for each in columns[1:])
        method = tr(
            "Break-even: every entry is priced once, the rate is halved down to millionths. Trade: exact "
            "Armington model."
        )
        titles = (tr("Figure"), *(each.title for each in columns))
        self.frame.show_chart(
            ChartWords(tr("The packages in figures"), "", said, f"{method} {source}", "packages in figures"),
            titles, [(row.name, *row.cells) for row in rows], frozenset(range(1, len(titles))),
        )  # fmt: skip
        self._fill_difference()

    def _fill_difference(self) -> None:
        packages = [each for each in self.columns if each.scenario is not None]
        self._differ.setVisible(len(packages) > 1)
        for place, box in enumerate((self.first, self.second)):
            kept = box.currentData()
            box.clear()
            for each in packages:
                box.addItem(each.title, each.key)
            at = box.findData(kept)
            box.setCurrentIndex(at if at >= 0 else min(place, len(packages) - 1))
        if self.first.currentIndex() == self.second.currentIndex() and len(packages) > 1:
            self.second.setCurrentIndex((self.first.currentIndex() + 1) % len(packages))
        self._show_difference()

    def _show_difference(self) -> None:
        by_key = {each.key: each for each in self.columns}
        one, other = by_key.get(self.first.currentData()), by_key.get(self.second.currentData())
        if (
            self._law is None
            or one is None
            or other is None
            or one.scenario is None
            or other.scenario is None
        ):
            self.difference.setText("")
            return
        names = (one.title, other.title)
        self.difference.setText("\n".join(difference(one.scenario, other.scenario, self._law, names)))
