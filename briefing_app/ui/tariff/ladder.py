"""The ladder: one rung per duty, with authority, heading, base, rate, amount and why; the total below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from briefing_app.app.i18n import tr
from briefing_app.tariff.answer import Assessment, Component
from briefing_app.tariff.law import Law
from briefing_app.ui.tariff.fills import fill
from briefing_app.ui.tariff.words import (
    Authority,
    authority_named,
    base_words,
    money,
    percent,
    rate_words,
    why_words,
)
from briefing_app.ui.theme import ROW_HEIGHT, on_change, theme
from briefing_app.ui.widgets.copied_tables import copy_table
from briefing_app.ui.widgets.painted_at_once import PaintedAtOnce, Titles

__all__ = ["Ladder", "LadderModel", "Rung", "copy_table", "rungs"]
TITLES = ("Authority", "Heading", "Charged on", "Base, USD", "Rate", "Duty, USD", "Why")
NUMBERS = {3, 4, 5}
HEADING, BASE_WORDS, AMOUNT, WHY = 1, 2, 5, 6
WIDTHS = (182, 108, 118, 104, 112, 104, 0)
"""Pixels at the normal text size; 0 takes what is left."""
ORDINARY = "mfn-base"
Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


@dataclass(frozen=True)
class Rung:
    """A row as shown; the total has no component."""

    cells: tuple[str, ...]
    authority: Authority | None = None
    component: Component | None = None


def rungs(answer: Assessment, law: Law) -> tuple[Rung, ...]:
    """The rungs of an answer; none where there is no figure: parts of a duty are no duty."""
    rows: list[Rung] = []
    if answer.total_cents is None:
        return ()
    for each in answer.components:
        measure = law.measures.get(each.measure)
        authority = authority_named(law, each.measure)
        cells = (
            authority.name,
            each.heading,
            base_words(each, answer, law),
            "" if each.is_by_quantity else money(each.base_cents).removeprefix("$"),
            rate_words(each),
            money(each.duty_cents).removeprefix("$"),
            why_words(each, measure),
        )
        rows.append(Rung(cells, authority, each))
    total = money(answer.total_cents).removeprefix("$")
    value = money(answer.entry.value_cents).removeprefix("$")
    rows.append(Rung((tr("Duty in all"), "", "", value, percent(answer.effective_rate), total, "")))
    return tuple(rows)


class LadderModel(QAbstractTableModel):
    """The rungs as a table model. A rung whose box is cleared is looked at as if it were off:
    ``off_changed`` carries the measures.
    """

    off_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rungs: tuple[Rung, ...] = ()
        self.off: frozenset[str] = frozenset()

    def show_rungs(self, shown: tuple[Rung, ...]) -> None:
        """Replace all rungs."""
        self.beginResetModel()
        self.rungs = shown
        self.off = frozenset()
        self.endResetModel()

    def switch(self, row: int) -> None:
        """Switch the measure of a rung off, or on again."""
        component = self.rungs[row].component if 0 <= row < len(self.rungs) else None
        if component is None or component.measure == ORDINARY:
            return
        self.off = self.off ^ {component.measure}
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.rungs) - 1, len(TITLES) - 1))
        self.off_changed.emit(self.off)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        component = self.rungs[index.row()].component if index.isValid() else None
        if index.column() == 0 and component is not None and component.measure != ORDINARY:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.switch(index.row())
        return True

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.rungs)

    def columnCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(TITLES)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        rung, column = self.rungs[index.row()], index.column()
        can = bool(self.flags(index) & Qt.ItemFlag.ItemIsUserCheckable)
        is_off = rung.component is not None and rung.component.measure in self.off
        match role:
            case Qt.ItemDataRole.DisplayRole:
                found: Any = rung.cells[column]
            case Qt.ItemDataRole.ToolTipRole:
                switch = tr("Clear the box to see the duty without it (Space)")
                found = switch if can else rung.cells[column]
            case Qt.ItemDataRole.CheckStateRole if can:
                found = Qt.CheckState.Unchecked if is_off else Qt.CheckState.Checked
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column in NUMBERS else Qt.AlignmentFlag.AlignLeft
                found = side | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.FontRole:
                found = theme().font("table")
                found.setBold(rung.component is None or column == AMOUNT)
                found.setStrikeOut(is_off)
            case Qt.ItemDataRole.ForegroundRole if is_off or column in {1, 2, WHY}:
                found = theme().colour("ink_2")
            case _:
                found = None
        return found

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(TITLES[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in NUMBERS else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class _AuthorityCell(QStyledItemDelegate):
    """A block of the authority's colour and pattern before its name."""

    @staticmethod
    def _beside(option: QStyleOptionViewItem, index: Index) -> QStyleOptionViewItem:
        model = index.model()
        assert isinstance(model, LadderModel)
        shifted = QStyleOptionViewItem(option)
        if model.rungs[index.row()].authority is not None:
            shifted.rect = option.rect.adjusted(theme().px(20), 0, 0, 0)
        return shifted

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, LadderModel)
        super().paint(painter, self._beside(option, index), index)
        authority = model.rungs[index.row()].authority
        if authority is not None:
            side = theme().px(12)
            y = option.rect.center().y() - side / 2 + 1
            box = QRectF(option.rect.left() + theme().px(6), y, side, side)
            painter.save()
            fill(painter, box, authority.place)
            painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        return super().editorEvent(event, model, self._beside(option, index), index)


class Ladder(PaintedAtOnce, QTableView):
    """As tall as its rungs. ``rung_selected`` carries a component, or None for the total."""

    rung_selected = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ladder = LadderModel(self)
        self.setHorizontalHeader(Titles(self))
        self.setModel(self.ladder)
        self.setItemDelegateForColumn(0, _AuthorityCell(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("The duty, rung by rung"))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.selectionModel().currentRowChanged.connect(self._on_row)
        on_change(self, self._take_sizes)

    def show_answer(self, answer: Assessment, law: Law) -> None:
        """Show an answer; the rung of the same measure stays selected."""
        kept = self.current.measure if self.current else ""
        self.ladder.show_rungs(rungs(answer, law))
        self._take_sizes()
        rows = [n for n, rung in enumerate(self.ladder.rungs) if rung.component]
        same = [n for n in rows if getattr(self.ladder.rungs[n].component, "measure", "") == kept]
        dearest = max(rows, key=self._cents, default=0)
        self.select(same[0] if same else dearest)

    def _cents(self, row: int) -> int:
        component = self.ladder.rungs[row].component
        return component.duty_cents if component else 0

    @property
    def current(self) -> Component | None:
        """The component of the selected rung."""
        row = self.currentIndex().row()
        return self.ladder.rungs[row].component if 0 <= row < len(self.ladder.rungs) else None

    def select(self, row: int) -> None:
        """Select a rung."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self.ladder.index(row, 0), flags)

    def as_lines(self) -> list[tuple[str, ...]]:
        """The table as text, titles first."""
        return [tuple(map(tr, TITLES)), *(rung.cells for rung in self.ladder.rungs)]

    def sizeHint(self) -> QSize:
        rows = self.verticalHeader().defaultSectionSize() * max(1, len(self.ladder.rungs))
        return QSize(theme().px(600), self.horizontalHeader().height() + rows + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Share the width. Where it is narrow the pane beside says why, and later the heading and the base
        in words: the authority, the rate and the duty are always whole.
        """
        header, room = self.horizontalHeader(), self.viewport().width()
        is_narrow = self.width() < theme().px(860)
        wanted = [
            self._needed(column) if is_narrow else theme().px(width) for column, width in enumerate(WIDTHS)
        ]
        hidden = {WHY} if is_narrow else set()
        for column in (BASE_WORDS, HEADING):
            rest = sum(width for at, width in enumerate(wanted) if at not in {*hidden, BASE_WORDS})
            if is_narrow and rest + (theme().px(70) if BASE_WORDS not in hidden else 0) > room:
                hidden.add(column)
        stretched = WHY if not is_narrow else 0 if BASE_WORDS in hidden else BASE_WORDS
        for column, width in enumerate(wanted):
            self.setColumnHidden(column, column in hidden)
            is_rest = column == stretched
            stretch, fixed = QHeaderView.ResizeMode.Stretch, QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(column, stretch if is_rest else fixed)
            if not is_rest:
                self.setColumnWidth(column, width)

    def _needed(self, column: int) -> int:
        """What the widest cell of a column takes, its block of colour and its title included."""
        block = theme().px(44) if column == 0 else 0  # the block and the check box
        return max(self.sizeHintForColumn(column) + block, self.horizontalHeader().sectionSizeHint(column))

    def _take_sizes(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme().px(ROW_HEIGHT))
        self._fit()
        self.setFixedHeight(self.sizeHint().height())

    def _on_row(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.rung_selected.emit(self.ladder.rungs[current.row()].component)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            copy_table(self.as_lines())
            return
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.ladder.switch(self.currentIndex().row())
            return
        super().keyPressEvent(event)
