"""What the Basket page shows: the bar, the weighted rate, columns to compare, rows, authorities, products."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.records import Basket, BasketRow
from briefing_app.tariff.law import Law
from briefing_app.ui.record_titles import shown_title
from briefing_app.ui.tariff.basket_charts import TOP, Product, ProductBars, Waterfall
from briefing_app.ui.tariff.basket_compare import ColumnEditor
from briefing_app.ui.tariff.basket_import import ImportPane
from briefing_app.ui.tariff.basket_paper import authority_table, heading_words, product_table
from briefing_app.ui.tariff.basket_results import ColumnResult, authorities_of, finding, row_words
from briefing_app.ui.tariff.basket_rows import Sum
from briefing_app.ui.tariff.basket_table import FIRST_EXTRA, VALUE, VALUE_SOURCE, WHY, BasketRows
from briefing_app.ui.tariff.chart_frame import ChartFrame, ChartWords
from briefing_app.ui.tariff.long_work import LongWork, WorkBar
from briefing_app.ui.tariff.stack_bar import StackBar
from briefing_app.ui.tariff.words import checked_day, money, percent
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.flow import FlowLayout
from briefing_app.ui.widgets.labels import BigNumber, label
from briefing_app.ui.widgets.notices import EmptyState, MessageBar
from briefing_app.ui.widgets.table import Table

FULL, NOTHING, IMPORT = range(3)
ROWS, AUTHORITY, PRODUCT = range(3)
MOST_PRODUCTS = 500


class BasketView(QWidget):
    """The widgets; what they ask for is done by the page. ``export_requested`` carries csv or xlsx."""

    paste_requested = Signal()
    file_requested = Signal()
    copy_requested = Signal()
    export_requested = Signal(str)

    def __init__(
        self, session: Session, pricing: LongWork, reading: LongWork, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._law: Law | None = None
        self._headings: dict[str, str] = {}
        self._pricing, self._reading = pricing, reading
        # Made inside each other from the outermost on: a part that is moved later is styled once more.
        self.pages = QStackedWidget(self)
        self._full = QWidget(self.pages)
        self.parts = QStackedWidget(self._full)

    def make_table(self) -> None:
        """The rows."""
        self.rows = BasketRows()
        self.table = Table(self.rows.model, self.parts)

    def make_charts(self) -> None:
        """Duty by authority and by product."""
        self.waterfall, self.products = Waterfall(), ProductBars()
        self.waterfall_frame = ChartFrame(self._session, self.waterfall)
        self.products_frame = ChartFrame(self._session, self.products)
        self._column.addLayout(self._make_parts())
        self._column.addWidget(self.parts, 1)

    def make_head(self) -> None:
        """What stands above the rows."""
        self.message = MessageBar()
        self.columns = ColumnEditor(self._session)
        self.importing = ImportPane(self._reading, self.pages)
        self.pricing_bar, self.reading_bar = WorkBar(self._pricing), WorkBar(self._reading)
        self.number, self.words, self.bars = BigNumber(), label("", "secondary", wrap=True), StackBar()
        self.value_note = label("", "secondary", wrap=True)
        self.value_note.hide()
        self._make_bar()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme().px(20), theme().px(8), theme().px(20), theme().px(12))
        column.setSpacing(theme().px(8))
        for part in (self.bar, self.message, self.reading_bar, self.pricing_bar):
            column.addWidget(part)
        column.addWidget(self.pages, 1)
        top = QHBoxLayout()
        top.addWidget(self.number, 0, Qt.AlignmentFlag.AlignTop)
        top.addSpacing(theme().px(24))
        top.addWidget(self.bars, 1)
        self._column = QVBoxLayout(self._full)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().px(8))
        self._column.addLayout(top)
        self._column.addWidget(self.words)
        self._column.addWidget(self.value_note)
        self._column.addWidget(self.columns)

    def _make_bar(self) -> None:
        self.chooser = QComboBox()
        self.chooser.setAccessibleName(tr("Basket"))
        self.chooser.setMinimumWidth(theme().px(240))
        self.paste_button = QPushButton(tr("Paste rows"))
        self.paste_button.setToolTip(
            tr("Rows copied from a spreadsheet: date, origin, code, value, facts (Ctrl+V)")
        )
        self.paste_button.clicked.connect(self.paste_requested)
        self.file_button = QPushButton(tr("Import file…"))
        self.file_button.clicked.connect(self.file_requested)
        self.sample_button = QPushButton(tr("Samples"))
        self.sample_menu = QMenu(self.sample_button)
        self.sample_button.setMenu(self.sample_menu)
        self.remove_button = QPushButton(tr("Remove selected rows"))
        self.export_button = QPushButton(tr("Export"))
        menu = QMenu(self.export_button)
        for words, call in (
            (tr("Copy as table"), self.copy_requested.emit),
            (tr("Excel workbook…"), lambda: self.export_requested.emit("xlsx")),
            (tr("CSV file…"), lambda: self.export_requested.emit("csv")),
        ):
            menu.addAction(words).triggered.connect(lambda _checked=False, run=call: run())
        self.export_button.setMenu(menu)
        self.to_briefing = QPushButton(tr("To briefing"))
        self.bar = QWidget()
        row = FlowLayout(self.bar)
        for part in (
            self.chooser, self.paste_button, self.file_button, self.sample_button, self.remove_button,
            self.export_button, self.to_briefing,
        ):  # fmt: skip
            row.addWidget(part)

    def make_pages(self) -> None:
        """What stands in place of the rows where there are none yet."""
        self.empty = EmptyState(
            "tariffs",
            tr(
                "A basket weighs many entries at once. Copy rows in your spreadsheet (date, country, tariff "
                "code, value in dollars) and paste them here, or import a CSV file or a workbook."
            ),
            action=tr("Paste rows"), on_action=self.paste_requested.emit,
            second=tr("Import file…"), on_second=self.file_requested.emit,
        )  # fmt: skip
        for page in (self._full, self.empty, self.importing):
            self.pages.addWidget(page)

    def _make_parts(self) -> QHBoxLayout:
        self.part_buttons = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(theme().px(4))
        for place, (words, page) in enumerate((
            (tr("Rows"), self.table),
            (tr("By authority"), _scrolled(self.waterfall_frame)),
            (tr("By product"), _scrolled(self.products_frame)),
        )):  # fmt: skip
            button = QPushButton(words)
            button.setCheckable(True)
            button.setChecked(place == ROWS)
            self.part_buttons.addButton(button, place)
            row.addWidget(button)
            self.parts.addWidget(page)
        row.addStretch(1)
        self.part_buttons.idClicked.connect(self.parts.setCurrentIndex)
        return row

    # --- showing -------------------------------------------------------------------------------------

    def show_baskets(self, baskets: Sequence[Basket]) -> None:
        """Offer the baskets of the workspace."""
        self.chooser.clear()
        for each in baskets:
            title = shown_title(self._session, each.title) or tr("Basket")
            self.chooser.addItem(f"{title} ({row_words(len(each.rows))})", each.id)
        self.chooser.setEnabled(bool(baskets))

    def show_reading(self) -> None:
        """Say that a large basket is being read."""
        self.chooser.clear()
        self.chooser.addItem(tr("Reading…"))
        self.chooser.setEnabled(False)
        self.pages.setCurrentIndex(NOTHING)

    def show_chosen(self, basket_id: str, has_rows: bool) -> None:
        """Show which basket is open, and what can be done with it."""
        place = self.chooser.findData(basket_id)
        if place >= 0:
            self.chooser.setCurrentIndex(place)
        self.pages.setCurrentIndex(FULL if has_rows else NOTHING)
        for button in (self.remove_button, self.export_button, self.to_briefing):
            button.setEnabled(has_rows)
            button.setToolTip("" if has_rows else tr("The basket is empty."))

    def show_value_note(self, words: str, *, has_sources: bool = False) -> None:
        """Say what kind of figures the values are, and beside each where it comes from; "" for own rows."""
        self.value_note.setText(words)
        self.value_note.setVisible(bool(words))
        header = self.table.view.horizontalHeader()
        self.table.view.setColumnHidden(VALUE_SOURCE, not has_sources)
        header.moveSection(
            header.visualIndex(VALUE_SOURCE), header.visualIndex(VALUE) + 1 if has_sources else WHY + 1
        )

    def show_results(
        self, rows: Sequence[BasketRow], results: Sequence[ColumnResult], law: Law | None
    ) -> None:
        """Show the rows with what was worked out for them."""
        self._law = law
        self._headings = dict(results[0].examples) if results else {}
        self.rows.show(rows, results)
        for place, column in enumerate(range(FIRST_EXTRA, FIRST_EXTRA + 3), 1):
            self.table.view.setColumnHidden(column, place >= len(results))
            if place < len(results):
                wanted = self.table.view.horizontalHeader().sectionSizeHint(column)
                self.table.view.setColumnWidth(column, max(theme().px(110), min(wanted, theme().px(210))))
        if not results:
            self.bars.show_sums([])
            return
        first = results[0]
        self.number.show_number(percent(first.weight.rate), "", tr("weighted effective rate"))
        self.words.setText(finding(results))
        self.bars.show_sums([(each.spec.name, _sum_of(each)) for each in results])
        self._show_waterfall(results)
        self._show_products(first)

    def notes(self) -> list[str]:
        """What stands beside the figures wherever they go."""
        said = [tr("Source: Briefing Desk from the law cited with each duty.")]
        if self._law is not None:
            info = self._law.info
            day = checked_day(info.checked_to)
            said.append(tr("Law data {version}, checked to {day}.", version=info.version, day=day))
        if self.value_note.text():
            said.append(self.value_note.text())
        return said

    def _show_waterfall(self, results: Sequence[ColumnResult]) -> None:
        first = results[0]
        self.waterfall.show_parts(first.parts, first.weight.value)
        most = max(first.parts, key=lambda part: part[1], default=None)
        title = tr("No duty on this basket")
        if most is not None and first.weight.duty:
            share = round(most[1] * 100 / first.weight.duty)
            title = tr("{authority} is {share}% of the duty", authority=most[0].name, share=share)
        words = ChartWords(
            title, tr("Duty by authority, % of the customs value and US dollars"), finding(results),
            " ".join(self.notes()), "basket by authority",
        )  # fmt: skip
        titles, *rows = authority_table(results)
        self.waterfall_frame.show_chart(words, titles, rows, frozenset(range(1, len(titles))))

    def _show_products(self, first: ColumnResult) -> None:
        shown = [
            Product(f"{heading_words(code)} {self._product_name(code)}", authorities_of(weight), weight.rate)
            for code, weight in first.products[:TOP]
        ]
        self.products.show_products(shown)
        dearest = first.products[0] if first.products else None
        title, summary = tr("No duty on this basket"), ""
        if dearest is not None and first.weight.duty:
            share = round(dearest[1].duty * 100 / first.weight.duty)
            good = self._product_name(dearest[0]) or heading_words(dearest[0])
            title = tr("{share}% of the duty falls on {good}", good=good, share=share)
            summary = tr(
                "{count} headings; the dearest is {heading} with {duty} at {rate}.",
                count=len(first.products), heading=f"{heading_words(dearest[0])} {good}",
                duty=money(dearest[1].duty), rate=percent(dearest[1].rate),
            )  # fmt: skip
        words = ChartWords(
            title, tr("Duty by heading, US dollars and % of the value"), summary, " ".join(self.notes()),
            "basket by product",
        )  # fmt: skip
        titles, *rows = product_table(first.products, self._product_name, MOST_PRODUCTS)
        self.products_frame.show_chart(words, titles, rows, frozenset({2, 3, 4}))

    def _product_name(self, code: str) -> str:
        """The name of a good of the basket under a heading."""
        found = self._headings.get(code, "")
        return self.rows.name(found) if found else ""


def _sum_of(result: ColumnResult) -> Sum:
    weight = result.weight
    return Sum(
        weight.rows, weight.value, weight.duty, weight.without, weight.value_without, tuple(result.parts)
    )


def _scrolled(frame: ChartFrame) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(frame)
    return area
