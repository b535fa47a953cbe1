"""The view of a :class:`TableModel`: sticky header, sort on click, filter row, copy, edit on F2."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from briefing_app.ui.theme import ROW_HEIGHT, on_change, theme
from briefing_app.ui.widgets.copied_tables import copy_table
from briefing_app.ui.widgets.painted_at_once import PaintedAtOnce, Titles
from briefing_app.ui.widgets.search_field import SearchField
from briefing_app.ui.widgets.table_model import TableModel


class TableView(PaintedAtOnce, QTableView):
    """Rows of one height, selected as wholes. ``row_selected`` and ``row_opened`` (Enter) carry the key."""

    row_selected = Signal(object)
    row_opened = Signal(object)
    # What the rows are of, where their keys are ids: they can be added to a paper then.
    record_kind = ""

    def __init__(self, model: TableModel[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._kept_key: Hashable = None
        self.setHorizontalHeader(Titles(self))
        self.setModel(model)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)  # else a long title loses its beginning
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        # Each painted title asks whether its whole column is selected, which looks at every row: seconds with
        # very many. A header that is not highlighted needs no answer.
        header.setSelectionModel(QItemSelectionModel(model, self))
        self.setSortingEnabled(True)
        on_change(self, self._take_sizes)
        self.selectionModel().currentRowChanged.connect(self._on_current_row_changed)
        self.doubleClicked.connect(lambda index: self.row_opened.emit(self._model.key_at(index.row())))
        model.modelAboutToBeReset.connect(self._keep_selection)
        model.modelReset.connect(self._restore_selection)

    @property
    def current_key(self) -> Hashable:
        """The key of the current row, or None."""
        index = self.currentIndex()
        return self._model.key_at(index.row()) if index.isValid() else None

    def select_key(self, key: Hashable) -> bool:
        """Make a row current and show it. Whether it is shown at all."""
        row = self._model.shown_row(key)
        if row is None:
            return False
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self._model.index(row, 0), flags)
        self.scrollTo(self._model.index(row, 0))
        first = self.rowAt(0)
        if first >= 0 and (above := self.rowViewportPosition(first)) < 0:  # no row half under the header
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.rowHeight(first) + above)
        return True

    def selected_rows(self) -> list[int]:
        """The selected rows as shown. By ranges: asking for each row takes seconds with very many."""
        ranges = self.selectionModel().selection().toList()
        return sorted({row for each in ranges for row in range(each.top(), each.bottom() + 1)})

    def chosen_records(self) -> list[tuple[str, str]]:
        """Kind and id of each selected row; nothing where the rows are no records."""
        if not self.record_kind:
            return []
        return [(self.record_kind, str(self._model.key_at(row))) for row in self.selected_rows()]

    def copy(self) -> None:
        """Copy the selected rows with their titles, tab-separated and as an HTML table; no cell runs."""
        rows = self.selected_rows()
        columns = [place for place in range(len(self._model.columns)) if not self.isColumnHidden(place)]
        titles = [self._model.columns[place].title for place in columns]
        table = [titles] + [
            [self._model.columns[place].text(self._model.record(row)) for place in columns] for row in rows
        ]
        copy_table(table)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            return  # the cell's field has taken Enter and passes it on
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.row_opened.emit(self.current_key)
        else:
            super().keyPressEvent(event)

    def _take_sizes(self) -> None:
        height = theme().px(ROW_HEIGHT)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        # The font's own average counts kanji, which are twice as wide as what most cells hold.
        character = self.fontMetrics().horizontalAdvance("n")
        header = self.horizontalHeader()
        header.setMinimumSectionSize(theme().px(40))
        for place, column in enumerate(self._model.columns):
            if column.width:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Interactive)
                self.setColumnWidth(place, column.width * character + theme().px(16))
            else:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)

    def _on_current_row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.row_selected.emit(self._model.key_at(current.row()))

    def _keep_selection(self) -> None:
        index = self.currentIndex()
        self._kept_key = self._model.key_at(index.row()) if index.isValid() else self._kept_key

    def _restore_selection(self) -> None:
        if self._kept_key is not None:
            was_blocked = self.blockSignals(True)
            self.select_key(self._kept_key)
            self.blockSignals(was_blocked)


class Table(QWidget):
    """A table with its filter row, which Ctrl+F shows and Esc hides."""

    def __init__(self, model: TableModel[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.view = TableView(model, self)
        self._filters = QWidget()
        self._fields: list[SearchField] = []
        self._filters.hide()
        column_box = QVBoxLayout(self)
        column_box.setContentsMargins(0, 0, 0, 0)
        column_box.setSpacing(0)
        column_box.addWidget(self._filters)
        column_box.addWidget(self.view, 1)

    @property
    def filter_fields(self) -> list[SearchField]:
        """A field for each column; made on first use, because most tables are never filtered."""
        if not self._fields:
            row = QHBoxLayout(self._filters)
            row.setContentsMargins(theme().px(4), theme().px(4), theme().px(4), theme().px(4))
            row.setSpacing(theme().px(4))
            for place, column in enumerate(self.model.columns):
                field = SearchField(column.title)
                field.changed.connect(lambda text, at=place: self.model.filter_column(at, text))
                self._fields.append(field)
                row.addWidget(field, column.width or 40)
        return self._fields

    def show_filters(self) -> None:
        """Show the filter row and put the cursor into it."""
        first = self.filter_fields[0]
        self._filters.show()
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def hide_filters(self) -> None:
        """Hide the filter row and show every row again."""
        for field in self._fields:
            field.clear()
        for place in range(len(self.model.columns)):
            self.model.filter_column(place, "")
        self._filters.hide()
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._filters.isHidden():
            self.hide_filters()
            return
        super().keyPressEvent(event)
