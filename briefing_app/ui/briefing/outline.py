"""The outline of a paper: its blocks in order, each with whether it is in and what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from briefing_app.app.i18n import tr
from briefing_app.ui.briefing.outline_row import ROW, OutlineRow, RowPainter
from briefing_app.ui.theme import on_change, theme

PLACE = Qt.ItemDataRole.UserRole


class Outline(QListWidget):
    """Blocks of the paper. Space takes one in or out; Alt+Up, Alt+Down or dragging moves it.

    toggled: place, included.  moved: from, to.  chosen: place.  remove_requested: place.
    """

    toggled = Signal(int, bool)
    moved = Signal(int, int)
    chosen = Signal(int)
    remove_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drop = -1
        self.setAccessibleName(tr("Blocks of the paper"))
        self.setItemDelegate(RowPainter(self))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemChanged.connect(self._on_item_changed)
        self.currentRowChanged.connect(self.chosen)
        on_change(self, self.scheduleDelayedItemsLayout)

    def show_rows(self, rows: list[OutlineRow]) -> None:
        """Show other rows; the selection stays on its place."""
        place = self.currentRow()
        self.blockSignals(True)
        while self.count() > len(rows):
            self.takeItem(self.count() - 1)
        while self.count() < len(rows):
            self.addItem(QListWidgetItem())
        for number, row in enumerate(rows):
            self._fill(self.item(number), row, number)
        if rows and place < 0:
            self.setCurrentRow(0)
        self.blockSignals(False)

    def select(self, place: int) -> None:
        """Select a block without telling."""
        self.blockSignals(True)
        self.setCurrentRow(place)
        self.blockSignals(False)

    def _fill(self, item: QListWidgetItem, row: OutlineRow, number: int) -> None:
        """Only what changed is set: each thing set is painted again, and this follows every key press."""
        if item.data(PLACE) != number:
            item.setData(PLACE, number)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsUserCheckable
                | Qt.ItemFlag.ItemIsDragEnabled
            )
        if item.data(ROW) != row:
            item.setText(row.words)
            item.setData(ROW, row)
            item.setToolTip(row.tip)
        state = Qt.CheckState.Checked if row.included else Qt.CheckState.Unchecked
        if item.data(Qt.ItemDataRole.CheckStateRole) is None or item.checkState() != state:
            item.setCheckState(state)

    def dropEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        before = self.currentRow()
        place, _line = self._fall(event.position().toPoint())
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self._show_drop(-1)
        if place > before:
            place -= 1
        if 0 <= before != place >= 0:
            self.moved.emit(before, place)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """The title hangs beside the pointer: over it, it would hide where the block will fall."""
        if self.currentRow() < 0:
            return
        item = self.currentItem()
        row = self.visualItemRect(item)
        shown = QPixmap(self.viewport().grab(QRect(row.topLeft(), QSize(row.width(), theme().px(28)))))
        drag = QDrag(self)
        drag.setMimeData(self.mimeData([item]))
        drag.setPixmap(shown)
        drag.setHotSpot(QPoint(-theme().px(16), -theme().px(12)))
        drag.exec(actions, Qt.DropAction.MoveAction)
        self._show_drop(-1)

    def dragMoveEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().dragMoveEvent(event)
        self._show_drop(self._fall(event.position().toPoint())[1])

    def dragLeaveEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().dragLeaveEvent(event)
        self._show_drop(-1)

    def _fall(self, point: QPoint) -> tuple[int, int]:
        """Where a block that is dropped at a point falls: before which place, and the height of that line."""
        over = self.itemAt(point)
        if over is None:
            return self.count(), self.visualItemRect(self.item(self.count() - 1)).bottom()
        row = self.visualItemRect(over)
        below = point.y() > row.center().y()
        return self.row(over) + (1 if below else 0), row.bottom() if below else row.top()

    def _show_drop(self, height: int) -> None:
        if height != self._drop:
            self._drop = height
            self.viewport().update()

    def paintEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().paintEvent(event)
        if self._drop >= 0:
            painter = QPainter(self.viewport())
            thick = theme().px(3)
            top = max(0, self._drop - thick // 2)
            painter.fillRect(0, top, self.viewport().width(), thick, theme().colour("accent"))
            painter.end()

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.modifiers() & Qt.KeyboardModifier.AltModifier
            and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = self.currentRow()
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and step:
            if 0 <= place + step < self.count():
                self.moved.emit(place, place + step)
        elif event.key() == Qt.Key.Key_Delete and place >= 0:
            self.remove_requested.emit(place)
        else:
            super().keyPressEvent(event)

    def _on_item_changed(self, item: QListWidgetItem) -> None:
        self.toggled.emit(self.row(item), item.checkState() == Qt.CheckState.Checked)
