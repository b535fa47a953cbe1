"""The market as a table that is typed into: who sells, how much, at which tariff before and after."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.tariff.amounts import ungrouped
from briefing_app.trade.comparison import Seller
from briefing_app.ui.tariff.sim_typed import rate_typed, value_said
from briefing_app.ui.theme import ROW_HEIGHT, theme
from briefing_app.ui.widgets.labels import label
from briefing_app.ui.widgets.table import TableView
from briefing_app.ui.widgets.table_model import Column, TableModel

Row = tuple[int, Seller]
_HOME_WORDS = {"home", "yes", "x", "国内"}


class MarketTable(QWidget):
    """``changed`` is sent after every change that can be read."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sellers: tuple[Seller, ...] = ()
        self.model: TableModel[Row] = TableModel(self._columns(), lambda row: row[0])
        self.table = TableView(self.model)
        self.table.setSortingEnabled(False)
        triggers = QAbstractItemView.EditTrigger
        self.table.setEditTriggers(triggers.EditKeyPressed | triggers.DoubleClicked | triggers.AnyKeyPressed)
        self.add, self.remove = QPushButton(tr("Add a seller")), QPushButton(tr("Remove the selected"))
        self.error = label("", "error", wrap=True)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addWidget(self.remove)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(6))
        column.addWidget(self.table)
        column.addWidget(self.error)
        column.addLayout(row)
        self.error.hide()
        self.add.clicked.connect(self.add_seller)
        self.remove.clicked.connect(self.remove_selected)

    def show_sellers(self, sellers: tuple[Seller, ...]) -> None:
        """Show the sellers of a market."""
        self.sellers = sellers
        self.model.set_rows(list(enumerate(sellers)))
        height = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(height + theme().px(ROW_HEIGHT) * max(2, len(sellers)) + theme().px(6))
        self._say("")

    def add_seller(self) -> None:
        """A further seller, to be typed over."""
        names = {each.name for each in self.sellers}
        number = next(n for n in range(1, 999) if tr("Seller {number}", number=n) not in names)
        self._take((*self.sellers, Seller(tr("Seller {number}", number=number), 1.0)))

    def remove_selected(self) -> None:
        """Take the selected rows out; one seller stays."""
        gone = {index.row() for index in self.table.selectionModel().selectedRows()}
        kept = tuple(each for place, each in enumerate(self.sellers) if place not in gone)
        if gone and kept:
            self._take(kept)

    def _take(self, sellers: tuple[Seller, ...]) -> None:
        self.show_sellers(sellers)
        self.changed.emit()

    def _set(self, row: Row, **changes: object) -> None:
        place, seller = row
        new = replace(seller, **changes)  # type: ignore[arg-type]
        others = [each.name for at, each in enumerate(self.sellers) if at != place]
        if new == seller:
            self._say("")
        elif new.name in others:
            self._say(tr("Two sellers cannot have one name."))
        elif new.home and (new.before or new.after):
            self._say(tr("A seller at home pays no tariff: set both rates to 0 first."))
        else:
            self._take((*self.sellers[:place], new, *self.sellers[place + 1 :]))

    def _say(self, words: str) -> None:
        self.error.setText(words)
        self.error.setVisible(bool(words))

    def _number(self, row: Row, key: str, text: str) -> None:
        is_rate = key != "value"
        try:
            value = float(ungrouped(text).removesuffix("%").strip()) / (100 if is_rate else 1)
        except ValueError:
            value = -1.0
        if not 0 <= value <= (10 if is_rate else 1e15):
            self._say(tr("A rate from 0 to 1000%.") if is_rate else tr("A value of zero or more."))
            return
        self._set(row, **{key: round(value, 12)})

    def _name(self, row: Row, text: str) -> None:
        if text.strip():
            self._set(row, name=text.strip())
        else:
            self._say(tr("A seller needs a name."))

    def _columns(self) -> tuple[Column[Row], ...]:
        def rate(key: str, title: str) -> Column[Row]:
            return Column(
                title,
                lambda row: rate_typed(getattr(row[1], key)),
                align="right",
                width=11,
                edit=lambda row, text: self._number(row, key, text),
            )

        return (
            Column(tr("Seller"), lambda row: row[1].name, width=0, edit=self._name),
            Column(
                tr("Sold before"),
                lambda row: value_said(row[1].value),
                align="right",
                width=12,
                edit=lambda row, text: self._number(row, "value", text),
            ),
            rate("before", tr("Tariff now")),
            rate("after", tr("Tariff then")),
            Column(
                tr("Where"),
                lambda row: tr("at home") if row[1].home else tr("abroad"),
                width=9,
                edit=lambda row, text: self._set(
                    row, home=text.strip().lower() in {*_HOME_WORDS, tr("at home")}
                ),
            ),
        )
