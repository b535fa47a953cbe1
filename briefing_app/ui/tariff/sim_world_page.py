"""Several markets on one page: trade and tariffs between regions, and GSIM's answer for each of them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QScrollArea, QWidget

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.errors import BriefingError
from briefing_app.trade.gsim import GsimResult
from briefing_app.ui.tariff.chart_frame import ChartFrame, ChartWords
from briefing_app.ui.tariff.portions import Portions
from briefing_app.ui.tariff.scrolled import column_in
from briefing_app.ui.tariff.sim_matrix import LIMITS, TABLES, Matrix, MatrixModel
from briefing_app.ui.tariff.sim_world import MOST_REGIONS, ROUGH, World, published
from briefing_app.ui.tariff.sim_world_words import changes_said, elasticities_said
from briefing_app.ui.theme import ROW_HEIGHT, theme
from briefing_app.ui.widgets.flow import FlowLayout
from briefing_app.ui.widgets.form import Field, LineEdit
from briefing_app.ui.widgets.labels import label
from briefing_app.ui.widgets.table import TableView
from briefing_app.ui.widgets.table_model import Column, TableModel

Cells = tuple[str, ...]
SHARED = ("demand", "supply", "substitution")


class WorldPage(QScrollArea):
    """``briefing_requested`` carries the id of a note."""

    briefing_requested = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None, *, in_portions: bool = False) -> None:
        super().__init__(parent)
        self.world = _example()
        self.found: GsimResult | None = None
        self.matrix_model = MatrixModel(self.world, "after")
        self.matrix = Matrix(self.matrix_model)
        self.tables = QButtonGroup(self)
        self.example = QPushButton(tr("Published example"))
        self.add, self.remove = QPushButton(tr("Add a region")), QPushButton(tr("Remove the selected"))
        self.error = label("", "error", wrap=True)
        self.rough = label("", "caution", wrap=True)
        self.fields: dict[str, Field] = {}
        self.model: TableModel[Cells] = TableModel(_columns(), lambda cells: cells[0])
        self.table = TableView(self.model)
        self.table.setSortingEnabled(False)
        self.frame = ChartFrame(session, self.table)
        self.frame.as_table.setVisible(False)
        self._arrange()
        self.portions = Portions(self._connect, self._begin, in_portions=in_portions)

    def _begin(self) -> None:
        self.show_table("after")
        self.refresh()

    def _arrange(self) -> None:
        column = column_in(self, (24, 12, 24, 24), 10)
        column.addWidget(
            label(
                tr(
                    "One good that differs by origin, sold by every region in every market: a tariff in one "
                    "moves prices in all. Type over names and numbers."
                ),
                "secondary",
                wrap=True,
            )
        )
        row = QWidget()
        flow = FlowLayout(row, spacing=theme().px(6))
        tables = (tr("Trade"), tr("Tariffs now"), tr("Tariffs then"), tr("Elasticities by region"))
        for number, words in enumerate(tables):
            button = QPushButton(words)
            button.setCheckable(True)
            button.setProperty("kind", "chip")
            self.tables.addButton(button, number)
            flow.addWidget(button)
        for each in (self.add, self.remove, self.example):
            flow.addWidget(each)
        column.addWidget(row)
        column.addWidget(self.matrix)
        column.addWidget(self.error)
        column.addLayout(self._elasticities())
        column.addWidget(self.frame)
        column.addWidget(self.rough)
        column.addStretch(1)

    def _elasticities(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme().px(12))
        for name, words in (
            ("demand", tr("Import demand η, every region")),
            ("supply", tr("Export supply ε, every region")),
            ("substitution", tr("Substitution σ, every region")),
        ):
            line = LineEdit(f"{getattr(self.world, name):g}")
            self.fields[name] = Field(words, line)
            line.editingFinished.connect(self._on_elasticity)
            row.addWidget(self.fields[name], 1, Qt.AlignmentFlag.AlignTop)
        return row

    def _connect(self) -> None:
        self.tables.idClicked.connect(lambda number: self.show_table(TABLES[number]))
        self.matrix_model.typed.connect(self.take)
        self.matrix_model.refused.connect(self.error.setText)
        self.add.clicked.connect(self.add_region)
        self.remove.clicked.connect(self.remove_selected)
        self.example.clicked.connect(self._take_example)
        self.frame.briefing_requested.connect(self.briefing_requested)

    def show_table(self, table: str) -> None:
        """Show trade, the tariffs now or the tariffs then."""
        self.tables.button(TABLES.index(table)).setChecked(True)
        self.matrix_model.show_world(self.world, table)

    def take(self, world: World) -> None:
        """Show a world and what comes out."""
        self.world = world
        at = self.matrix.currentIndex()
        self.matrix_model.show_world(world, self.matrix_model.table)
        self.matrix.setCurrentIndex(self.matrix_model.index(at.row(), at.column()))
        self.refresh()

    def _take_example(self) -> None:
        example = _example()
        for name, field in self.fields.items():
            field.set_error("")
            field.editor.setText(f"{getattr(example, name):g}")  # type: ignore[attr-defined]  # a LineEdit
        self.take(example)

    def add_region(self) -> None:
        """A further region, to be typed over."""
        names = self.world.regions
        if len(names) >= MOST_REGIONS:
            self.error.setText(tr("At most {count} regions.", count=MOST_REGIONS))
            return
        number = next(n for n in range(1, 99) if tr("Region {number}", number=n) not in names)
        self.take(self.world.with_region(tr("Region {number}", number=number)))

    def remove_selected(self) -> None:
        """Take the regions of the selected rows out; two stay."""
        gone = frozenset(index.row() for index in self.matrix.selectionModel().selectedIndexes())
        if gone and len(self.world.regions) - len(gone) >= 2:
            self.take(self.world.without_regions(gone))
        elif gone:
            self.error.setText(tr("Two regions have to stay."))

    def _on_elasticity(self) -> None:
        read: dict[str, float] = {}
        for (name, field), (low, high) in zip(self.fields.items(), LIMITS, strict=True):
            field.set_error("")
            try:
                value = float(field.editor.text().replace("−", "-").strip())  # type: ignore[attr-defined]
            except ValueError:
                value = high + 1
            if low <= value <= high:
                read[name] = value
            else:
                field.set_error(tr("From {low} to {high}.", low=f"{low:g}", high=f"{high:g}"))
        if len(read) == len(self.fields):
            demand, supply, substitution = (read[name] for name in SHARED)
            if (demand, supply, substitution) != self.world.shared:
                self.take(self.world.with_shared(demand, supply, substitution))

    def refresh(self) -> None:
        """Work the world out anew."""
        self.error.setText("")
        try:
            self.found = self.world.solved()
        except BriefingError as error:
            self.error.setText(told(error))
            return
        self._show(self.found)

    def _source(self) -> str:
        """The model, and every input that the figures rest on: they go where the tables do not."""
        if self.world.own:
            model = tr(
                "GSIM as published by Francois and Hall (2003); linear, one good, elasticities of their own "
                "for some regions."
            )
        else:
            model = tr(
                "GSIM as published by Francois and Hall (2003); linear, one good, one elasticity for all "
                "regions."
            )
        return " ".join(filter(None, (model, elasticities_said(self.world), changes_said(self.world))))

    def _show(self, found: GsimResult) -> None:
        rows = result_rows(self.world, found)
        self.model.set_rows(rows)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + theme().px(ROW_HEIGHT) * len(rows) + theme().px(6))
        best = max(range(len(rows)), key=lambda place: found.net_welfare[place])
        worst = min(range(len(rows)), key=lambda place: found.net_welfare[place])
        names = self.world.regions
        summary = tr(
            "All regions together: {total}. Most for {best} ({gain}), least for {worst} ({loss}).",
            total=f"{float(found.net_welfare.sum()):+,.1f}",
            best=names[best],
            gain=f"{float(found.net_welfare[best]):+,.1f}",
            worst=names[worst],
            loss=f"{float(found.net_welfare[worst]):+,.1f}",
        )
        title = tr("Net welfare by region: {best} gains most", best=names[best])
        if not found.net_welfare.any():
            title = tr("No tariff differs between now and then")
        words = ChartWords(
            title,
            tr("Changes in %; surplus, duty and welfare in the unit of trade"),
            summary,
            self._source(),
            "several markets",
        )
        titles = [column.title for column in self.model.columns]
        self.frame.show_chart(words, titles, rows, frozenset(range(1, len(titles))))
        change = self.world.largest_change(found)
        self.rough.setText(
            tr(
                "A flow changes by {change}: beyond {limit} a linear model is rough. “A market” works the "
                "same tariff out exactly for one importer and flags where the models differ.",
                change=f"{change:.0%}",
                limit=f"{ROUGH:.0%}",
            )
            if change > ROUGH
            else ""
        )


def result_rows(world: World, found: GsimResult) -> list[Cells]:
    """One row a region, as shown and copied."""
    rows = []
    for place, name in enumerate(world.regions):
        shares = (found.world_price_change, found.output_change, found.composite_price_change)
        sums = (found.producer_surplus, found.consumer_surplus, found.tariff_revenue, found.net_welfare)
        rows.append(
            (
                name,
                *(f"{float(each[place]) * 100:+.2f}%" for each in shares),
                *(f"{float(each[place]):+,.2f}" for each in sums),
            )
        )
    return rows


def _example() -> World:
    return published((tr("United States"), tr("Japan"), tr("European Union"), tr("Rest of the world")))


def _columns() -> tuple[Column[Cells], ...]:
    titles = (
        (tr("Region"), 0),
        (tr("Its export price"), 14),
        (tr("Its output"), 12),
        (tr("Price to its buyers"), 16),
        (tr("Producers"), 12),
        (tr("Consumers"), 12),
        (tr("Duty revenue"), 13),
        (tr("Net welfare"), 13),
    )

    def made(place: int, title: str, wide: int) -> Column[Cells]:
        return Column(title, lambda cells: cells[place], align="right" if place else "left", width=wide)

    return tuple(made(place, *each) for place, each in enumerate(titles))
