"""The Basket page: rows pasted from a spreadsheet, priced together, weighted, compared between days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.session import Session
from briefing_app.domain.change import ChangeSet, added, replaced
from briefing_app.domain.date_words import day_words
from briefing_app.domain.fuzzydate import DateError, parse
from briefing_app.domain.ids import new_id
from briefing_app.domain.records import Basket, BasketRow
from briefing_app.domain.typed_dates import understand
from briefing_app.errors import BriefingError
from briefing_app.tariff.goods import GoodsIndex
from briefing_app.tariff.law import Law
from briefing_app.tariff.schedule import dotted
from briefing_app.ui.tariff.basket_rows import Priced, Sum, add_up, price, read_rows
from briefing_app.ui.tariff.copying import copy_table
from briefing_app.ui.tariff.words import country, money, percent, points
from briefing_app.ui.theme import on_change, theme
from briefing_app.ui.widgets.form import Field, LineEdit
from briefing_app.ui.widgets.labels import BigNumber, label
from briefing_app.ui.widgets.notices import EmptyState, MessageBar
from briefing_app.ui.widgets.table import Table
from briefing_app.ui.widgets.table_model import Column, TableModel

AS_ENTERED = "as entered"


class StackBar(QWidget):
    """Where the duty comes from: one bar per column compared, stacked by authority, named beside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sums: list[tuple[str, Sum]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        on_change(self, self.update)

    def show_sums(self, sums: list[tuple[str, Sum]]) -> None:
        """Show sums by name."""
        self._sums = sums
        words = [f"{name}: {percent(each.rate)}, {money(each.duty)}" for name, each in sums]
        self.setAccessibleName("; ".join(words))
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, theme().px(24) * len(self._sums) + theme().px(22))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = theme()
        painter.setFont(look.font("secondary"))
        metrics = painter.fontMetrics()
        most = max((each.duty for _, each in self._sums), default=0) or 1
        left, room = look.px(140), self.width() - look.px(360)
        seen = []
        for number, (name, each) in enumerate(self._sums):
            y, tall = look.px(24) * number, look.px(16)
            base = y + tall // 2 + (metrics.ascent() - metrics.descent()) // 2
            painter.setPen(look.colour("ink"))
            painter.drawText(
                0, base, metrics.elidedText(name, Qt.TextElideMode.ElideRight, left - look.px(10))
            )
            x = float(left)
            for authority, cents in each.parts:
                wide = cents / most * room
                painter.fillRect(QRectF(x, y, wide, tall), authority.colour())
                x += wide
                if authority not in seen:
                    seen.append(authority)
            painter.drawText(round(x) + look.px(8), base, f"{percent(each.rate)}   {money(each.duty)}")
        x, y = float(left), look.px(24) * len(self._sums) + look.px(4)
        for authority in seen:
            side = look.px(10)
            painter.fillRect(QRectF(x, y, side, side), authority.colour())
            painter.setPen(look.colour("ink_2"))
            painter.drawText(round(x) + side + look.px(5), y + side, authority.name)
            x += side + metrics.horizontalAdvance(authority.name) + look.px(20)


class BasketPage(QWidget):
    """Baskets are records of the workspace. ``asked`` carries the texts of a row."""

    asked = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._law: Law | None = None
        self._goods: GoodsIndex | None = None
        self._basket: Basket | None = None
        self._priced: tuple[Priced, ...] = ()
        self._running = 0
        self.chooser = QComboBox()
        self.chooser.setAccessibleName("Basket")
        self.paste_button = QPushButton("Paste rows")
        self.paste_button.setToolTip("Rows copied from a spreadsheet: date, origin, code, value (Ctrl+V)")
        self.remove_button = QPushButton("Remove selected rows")
        self.copy_button = QPushButton("Copy as table")
        self.days = LineEdit(placeholder="1 January 2025; 20 September 2025")
        self._days_field = Field("Also on these days (up to three), separated by semicolons", self.days)
        self.message = MessageBar()
        self.number = BigNumber()
        self.words = label("", "secondary", wrap=True)
        self.bars = StackBar()
        self.model: TableModel[Priced] = TableModel(self._columns(), lambda row: row.number)
        self.table = Table(self.model)
        self.empty = EmptyState(
            "tariffs",
            "A basket weighs many entries at once. Copy rows in your spreadsheet (date, country, tariff "
            "code, value in dollars) and paste them here.",
            action="Paste rows",
            on_action=self.paste,
        )
        self._arrange()
        self._connect()
        self.refresh()

    def _arrange(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(theme().px(6))
        bar.addWidget(self.chooser, 1)
        for button in (self.paste_button, self.remove_button, self.copy_button):
            bar.addWidget(button)
        full = QWidget()
        inner = QVBoxLayout(full)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme().px(8))
        top = QHBoxLayout()
        top.addWidget(self.number, 0)
        top.addSpacing(theme().px(24))
        top.addWidget(self.bars, 1)
        inner.addLayout(top)
        inner.addWidget(self.words)
        inner.addWidget(self._days_field)
        inner.addWidget(self.table, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(full)
        self.pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme().px(20), theme().px(8), theme().px(20), theme().px(12))
        column.setSpacing(theme().px(8))
        column.addLayout(bar)
        column.addWidget(self.message)
        column.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self.paste_button.clicked.connect(self.paste)
        self.remove_button.clicked.connect(self.remove_selected)
        self.copy_button.clicked.connect(self.copy_rows)
        self.chooser.activated.connect(lambda _place: self._choose(self.chooser.currentData()))
        self.days.editingFinished.connect(self._price)
        self.table.view.row_opened.connect(self._open)
        self._session.changed.connect(self._on_changed)

    def _on_changed(self, change_set: ChangeSet) -> None:
        if change_set.touches("basket"):
            self.refresh()

    # --- the record ----------------------------------------------------------------------------------

    @property
    def basket(self) -> Basket | None:
        """The basket shown."""
        return self._basket

    @property
    def priced(self) -> tuple[Priced, ...]:
        """The rows with their answers."""
        return self._priced

    def set_law(self, law: Law, goods: GoodsIndex) -> None:
        """The law that answers."""
        self._law, self._goods = law, goods
        self._price()

    def refresh(self) -> None:
        """Read the baskets anew."""
        baskets = [each for each in self._session.workspace.records("basket") if isinstance(each, Basket)]
        wanted = self._basket.id if self._basket else ""
        self.chooser.clear()
        for each in baskets:
            self.chooser.addItem(f"{each.title or 'Basket'} ({len(each.rows)} rows)", each.id)
        self._choose(
            wanted if any(each.id == wanted for each in baskets) else baskets[0].id if baskets else ""
        )

    def show_basket(self, basket_id: str) -> None:
        """Show a basket."""
        self._choose(basket_id)

    def _choose(self, basket_id: str) -> None:
        found = self._session.workspace.find("basket", basket_id) if basket_id else None
        self._basket = found if isinstance(found, Basket) else None
        place = self.chooser.findData(basket_id)
        if place >= 0:
            self.chooser.setCurrentIndex(place)
        has_rows = bool(self._basket and self._basket.rows)
        self.pages.setCurrentIndex(0 if has_rows else 1)
        self.remove_button.setEnabled(has_rows)
        self.copy_button.setEnabled(has_rows)
        self._price()

    def add_rows(self, rows: tuple[BasketRow, ...], label_text: str) -> None:
        """Put rows into the basket shown, or into a new one."""
        if not rows:
            return
        try:
            if self._basket is None:
                made = Basket(id=new_id("basket"), rows=rows, title="Basket")
                self._basket = made
                self._session.apply(added(made, label_text))
            else:
                new = replace(self._basket, rows=(*self._basket.rows, *rows))
                self._session.apply(replaced(self._basket, new, label_text))
        except BriefingError as error:
            self._session.report(error)

    def add_texts(self, texts: Mapping[str, str]) -> None:
        """Put an entry of the Ask page into the basket."""
        self.add_rows((row_of(texts),), "Add to basket")

    def paste(self) -> None:
        """Take rows from the clipboard; what cannot be read is named, row by row, and left out."""
        found = read_rows(QGuiApplication.clipboard().text(), self._session.day)
        if not found.rows and not found.problems:
            self.message.show_message(
                "There is nothing to paste: copy rows in your spreadsheet first.", "info"
            )
            return
        self.add_rows(found.rows, f"Paste {len(found.rows)} rows")
        if found.problems:
            more = f" and {len(found.problems) - 5} more" if len(found.problems) > 5 else ""
            text = f"{len(found.rows)} rows taken, {len(found.problems)} left out. " + " ".join(
                found.problems[:5]
            )
            self.message.show_message(text + more, "caution")
        else:
            self.message.show_message(f"{len(found.rows)} rows taken. Undo takes them back.", "info")

    def remove_selected(self) -> None:
        """Take the selected rows out; undo brings them back."""
        if self._basket is None:
            return
        places = {index.row() for index in self.table.view.selectionModel().selectedRows()}
        gone = {self.model.record(place).number for place in places}
        kept = tuple(row for number, row in enumerate(self._basket.rows, 1) if number not in gone)
        if gone:
            self._session.apply(replaced(self._basket, replace(self._basket, rows=kept), "Remove rows"))

    # --- pricing -------------------------------------------------------------------------------------

    def _price(self) -> None:
        law, basket = self._law, self._basket
        if law is None or basket is None:
            self._show((), [])
            return
        days = self._other_days()
        self._running += 1
        run = self._running

        def work() -> tuple[tuple[Priced, ...], list[tuple[str, Sum]]]:
            rows = price(basket.rows, law)
            sums = [(AS_ENTERED, add_up(rows))]
            sums += [(day_words(day), add_up(price(basket.rows, law, day))) for day in days]
            return rows, sums

        def done(found: tuple[tuple[Priced, ...], list[tuple[str, Sum]]]) -> None:
            if run == self._running:
                self._show(*found)

        self._session.jobs.run(work, done, owner=self)

    def _other_days(self) -> list[date]:
        self._days_field.set_error("")
        days = []
        for text in self.days.text().split(";")[:3]:
            if not text.strip():
                continue
            try:
                found = parse(understand(text.strip(), on=self._session.day).edtf)
            except DateError as error:
                self._days_field.set_error(str(error))
                return []
            if found.is_day and found.first is not None:
                days.append(found.first)
        return days

    def _show(self, rows: tuple[Priced, ...], sums: list[tuple[str, Sum]]) -> None:
        self._priced = rows
        self.model.set_rows(rows)
        self.bars.show_sums(sums)
        if not sums:
            return
        first = sums[0][1]
        self.number.show_number(percent(first.rate), "", "weighted effective rate")
        counted = _rows(first.rows - first.without)
        words = [f"{money(first.duty)} duty on {money(first.value)} in {counted}."]
        if first.without:
            left_out = f"{_rows(first.without)} worth {money(first.value_without)}"
            words.append(f"{left_out} without a figure: left out.")
        for name, other in sums[1:]:
            if other.rate is not None and first.rate is not None:
                words.append(f"On {name}: {percent(other.rate)} ({points(other.rate - first.rate)}).")
        self.words.setText(" ".join(words))

    def copy_rows(self) -> None:
        """Put the table on the clipboard."""
        titles = tuple(column.title for column in self.model.columns)
        lines = [tuple(column.text(row) for column in self.model.columns) for row in self.model.shown()]
        copy_table([titles, *lines], self.words.text())

    def _open(self, key: object) -> None:
        row = next((each for each in self._priced if each.number == key), None)
        if row is not None and row.answer is not None:
            self.asked.emit(row.answer.entry.query())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Delete):
            self.remove_selected()
        else:
            super().keyPressEvent(event)

    def _columns(self) -> tuple[Column[Priced], ...]:
        def good(row: Priced) -> str:
            found = self._goods.good(row.row.hts) if self._goods else None
            return found.en if found else ""

        def why(row: Priced) -> str:
            if row.error or (row.answer and row.answer.reason):
                return row.error or (row.answer.reason if row.answer else "")
            return ", ".join(f"{authority.name} {money(cents)}" for authority, cents in row.parts)

        def rate(row: Priced) -> Fraction:
            found = row.answer.effective_rate if row.answer else None
            return found if found is not None else Fraction(-1)

        def duty(row: Priced) -> int:
            return row.cents if row.cents is not None else -1

        def value(row: Priced) -> str:
            return money(int(row.row.value_usd * 100))

        def rate_text(row: Priced) -> str:
            return percent(rate(row)) if rate(row) >= 0 else row.status

        def tone(row: Priced) -> str:
            return "" if rate(row) >= 0 else "caution"

        return (
            Column("Row", lambda row: str(row.number), sort=lambda row: row.number, align="right", width=4),
            Column("Entered", lambda row: row.row.date, width=10),
            Column("From", lambda row: country(row.row.origin), width=9),
            Column("Code", lambda row: dotted(row.row.hts), width=10),
            Column("Good", good, width=19, tip=good),
            Column("Value", value, sort=lambda row: row.row.value_usd, align="right", width=13),
            Column("Rate", rate_text, sort=rate, align="right", width=13, tone=tone),
            Column("Duty", lambda row: money(row.cents), sort=duty, align="right", width=12),
            Column("Of which, or why not", why, width=0, tip=why),
        )


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def row_of(texts: Mapping[str, str]) -> BasketRow:
    """The row of a basket that asks what an entry's texts ask."""
    known = {"date", "origin", "hts", "value_usd", "entry_time_et"}
    facts = {name: text for name, text in texts.items() if name not in known}
    value = Decimal(texts["value_usd"])
    return BasketRow(
        hts=texts["hts"].replace(".", ""), value_usd=value, origin=texts["origin"], date=texts["date"],
        facts=facts,
    )  # fmt: skip
