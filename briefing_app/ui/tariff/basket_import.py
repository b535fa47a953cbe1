"""Rows on their way into a basket: what each column is, a look at the first rows, and what cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.domain.records import BasketRow
from briefing_app.exchange.basket_columns import (
    CORE,
    LEFT_OUT,
    VALUE_SOURCE,
    Columns,
    Read,
    guess,
    money_of_cells,
    other_money,
    rows_of,
)
from briefing_app.exchange.basket_values import currency_named
from briefing_app.tariff.amounts import is_doubtful
from briefing_app.tariff.fact_table import FACTS
from briefing_app.tariff.portfolio import Progress
from briefing_app.tariff.schedule import dotted
from briefing_app.ui.tariff.basket_rate import TableRate
from briefing_app.ui.tariff.basket_results import row_words
from briefing_app.ui.tariff.long_work import LongWork
from briefing_app.ui.tariff.row_faults import CORE_WORDS, problem_said
from briefing_app.ui.tariff.value_sources import rate_said
from briefing_app.ui.tariff.words import country, day_text, fact_words
from briefing_app.ui.theme import ROW_HEIGHT, theme
from briefing_app.ui.widgets.elided_box import ElidedBox
from briefing_app.ui.widgets.labels import label

SHOWN = 8
LOOKED_AT = 500
TOLD = 6


class ImportPane(QWidget):
    """``taken`` carries the rows, a title for a new basket, what was left out, and the line of the rate at
    which the values were converted; ``cancelled`` nothing.
    """

    taken = Signal(object, str, object, str)
    cancelled = Signal()

    def __init__(self, work: LongWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._cells: list[list[str]] = []
        self._on = date.min
        self._title = ""
        self.combos: list[QComboBox] = []
        self.head = label("", "section", wrap=True)
        self.titles = QCheckBox(tr("The first row holds titles"))
        self.table = QTableWidget()
        self.table.setAccessibleName(tr("The first rows of the table"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().hide()
        self.table.setTabKeyNavigation(False)
        self.rate = TableRate()
        self.words = label("", wrap=True)
        self.take = QPushButton()
        self.take.setProperty("kind", "primary")
        self.cancel = QPushButton(tr("Cancel"))
        row = QHBoxLayout()
        row.addWidget(self.take)
        row.addWidget(self.cancel)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(8))
        how = label(tr("Say what each column is; the rows below show how it is read."), "secondary")
        for part in (self.head, how, self.titles, self.table, self.rate, self.words):
            column.addWidget(part)
        column.addLayout(row)
        column.addStretch(1)
        self.titles.toggled.connect(lambda _on: self._show_preview())
        self.rate.changed.connect(self._on_rate)
        self.take.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.cancelled)

    def show_cells(self, cells: list[list[str]], title: str, on: date) -> None:
        """Show a table and how its columns are understood."""
        self._cells, self._title, self._on = cells, title, on
        found = guess(cells)
        wide = min(max((len(row) for row in cells[:LOOKED_AT]), default=0), 60)
        shown = cells[:SHOWN]
        self.table.clear()
        self.table.setColumnCount(wide)
        self.table.setRowCount(len(shown) + 1)
        self.combos = []
        for place in range(wide):
            name = found.names[place] if place < len(found.names) else LEFT_OUT
            combo = self._combo(name, place)
            self.table.setCellWidget(0, place, combo)
            self.combos.append(combo)
            for at, row in enumerate(shown, 1):
                self.table.setItem(at, place, QTableWidgetItem(row[place] if place < len(row) else ""))
            self.table.setColumnWidth(place, theme().px(170))
        for at in range(len(shown) + 1):
            self.table.setRowHeight(at, theme().px(ROW_HEIGHT + 6 if at == 0 else ROW_HEIGHT))
        self.table.setFixedHeight(theme().px(ROW_HEIGHT) * (len(shown) + 2) + 8)
        self.titles.blockSignals(True)
        self.titles.setChecked(found.has_titles)
        self.titles.blockSignals(False)
        title, is_taken = other_money(cells, found)
        is_value = bool(currency_named(title)) and "value_usd" in found.missing
        named = currency_named(title) if is_taken or is_value else ""
        self.rate.propose(named or money_of_cells(cells, found))
        if is_value:  # no other column can be the value
            self._take_as_value(title)
        self._name_value()
        self._show_preview()
        self.take.setFocus(Qt.FocusReason.OtherFocusReason)

    def _combo(self, chosen: str, place: int) -> QComboBox:
        combo = ElidedBox(tr("What column {number} is", number=place + 1))
        combo.addItem(tr("not used"), LEFT_OUT)
        for name in CORE:
            combo.addItem(tr(CORE_WORDS[name]), name)
        combo.addItem(tr("Source of the value"), VALUE_SOURCE)
        for name in FACTS:
            combo.addItem(fact_words(name), name)
        combo.setCurrentIndex(max(0, combo.findData(chosen)))
        combo.activated.connect(lambda _place: self._on_chosen(combo))
        return combo

    def _on_chosen(self, chosen: QComboBox) -> None:
        """One column of each kind: another one that was the same is left out now."""
        for combo in self.combos:
            if combo is not chosen and combo.currentData() and combo.currentData() == chosen.currentData():
                combo.setCurrentIndex(0)
        self._show_preview()

    def _on_rate(self) -> None:
        """In another currency the column that names one is the value, where none was chosen yet."""
        columns = self.columns()
        title, _is_taken = other_money(self._cells, columns)
        if not self.rate.is_dollars and "value_usd" in columns.missing and title:
            self._take_as_value(title)
        self._name_value()
        self._show_preview()

    def _take_as_value(self, title: str) -> None:
        combo = self.combos[[cell.strip() for cell in self._cells[0]].index(title)]
        combo.setCurrentIndex(combo.findData("value_usd"))

    def _name_value(self) -> None:
        """The column of the values is called by their currency."""
        dollars, code = tr(CORE_WORDS["value_usd"]), self.rate.currency.currentData()
        words = dollars if self.rate.is_dollars else tr("Value in {currency}", currency=code)
        for combo in self.combos:
            combo.setItemText(combo.findData("value_usd"), words)

    def columns(self) -> Columns:
        """What the columns are now."""
        return Columns(tuple(str(combo.currentData()) for combo in self.combos), self.titles.isChecked())

    def _show_preview(self) -> None:
        columns = self.columns()
        count = len(self._cells) - self.titles.isChecked()
        self.head.setText(f"{self._title}: {row_words(count)}")
        rate = None if self.rate.is_dollars else self.rate.read()
        if rate is None and not self.rate.is_dollars:
            self.words.setText(tr("State the rate, where it stands and its day: it goes with every figure."))
            self.take.setText(tr("Take {rows}", rows=row_words(count)))
            self.take.setEnabled(False)
            return
        found = rows_of(self._cells[:LOOKED_AT], columns, self._on, rate=rate)
        said = [_first_row(found.rows[0])] if found.rows else []
        if rate is not None:
            said.append(rate_said(rate))
        elif foreign := _other_money_said(*other_money(self._cells, columns)):
            said.append(foreign)
        said += filter(None, [_doubtful_said(found.rows)])
        if columns.missing:
            said += map(told, found.problems)
        elif found.problems:
            said += self._problems_said(found, count)
        self.words.setText("\n".join(said))
        # Where every row was looked at, the button says how many it takes.
        taken = len(found.rows) if len(self._cells) <= LOOKED_AT else count
        self.take.setText(tr("Take {rows}", rows=row_words(taken)))
        self.take.setEnabled(bool(found.rows))

    def _problems_said(self, found: Read, count: int) -> list[str]:
        """How many of the rows looked at cannot be read, and why the first of them."""
        bad = len(found.problems)
        if len(self._cells) > LOOKED_AT:
            looked = LOOKED_AT - self.titles.isChecked()
            head = tr("Of the first {looked} rows {count} cannot be read:", looked=looked, count=bad)
        else:
            head = tr("{count} of {rows} cannot be read and stay out:", count=bad, rows=row_words(count))
        more = [tr("and {count} more", count=bad - TOLD)] if bad > TOLD else []
        return [head, *map(problem_said, found.problems[:TOLD]), *more]

    def accept(self) -> None:
        """Read every row and hand them on."""
        cells, columns, on, title = self._cells, self.columns(), self._on, self._title
        rate = None if self.rate.is_dollars else self.rate.read()
        if rate is None and not self.rate.is_dollars:
            return

        def work(report: Progress) -> Read:
            return rows_of(cells, columns, on, report, rate)

        def done(found: Read) -> None:
            self._cells = []
            self.taken.emit(found.rows, title, found.problems, rate.rate_line() if rate else "")

        self._work.start(work, done)


def _first_row(row: BasketRow) -> str:
    return tr(
        "The first row reads: {hts}, ${value}, from {origin}, entered {day}.",
        hts=dotted(row.hts), value=f"{row.value_usd:,.2f}", origin=country(row.origin),
        day=day_text(date.fromisoformat(row.date)),
    )  # fmt: skip


def _doubtful_said(rows: Sequence[BasketRow]) -> str:
    """How quantities were read whose point may be meant for thousands; "" where there is none."""
    quantities = (str(row.facts["quantity"]) for row in rows if "quantity" in row.facts)
    first = next((each for each in quantities if is_doubtful(each.strip())), "")
    if not first:
        return ""
    return tr("Quantities are read with a point for decimals: {text} is {number}.",
              text=first, number=f"{Decimal(first).normalize():f}")  # fmt: skip


def _other_money_said(title: str, is_taken: bool) -> str:
    """What to do about a column in yen or another currency; "" where there is none."""
    if not title:
        return ""
    if is_taken:
        return tr("“{title}” names another currency: its figures are taken for US dollars.", title=title)
    return tr(
        "“{title}” is in another currency and is not used. If it is the value, choose its currency above and "
        "state the rate.",
        title=title,
    )


def preview_words(problems: Sequence[str], rows: Sequence[BasketRow]) -> str:
    """What was taken and what was left out."""
    if not problems:
        return tr("{rows} taken. Undo takes them back.", rows=row_words(len(rows)))
    more = tr(" and {count} more", count=len(problems) - 5) if len(problems) > 5 else ""
    text = tr("{rows} taken, {left} left out.", rows=row_words(len(rows)), left=len(problems))
    return f"{text} {' '.join(map(problem_said, problems[:5]))}{more}"
