"""A short list of places in a text: a click or Enter jumps there. One widget, however many places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QListView, QWidget

from briefing_app.ui.theme import theme

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 26
MOST_ROWS = 10
_NO_PARENT = QModelIndex()


@dataclass(frozen=True)
class Jump:
    """A place: what is shown, how far it is set in, and what the tool tip adds."""

    text: str
    depth: int = 0
    tip: str = ""


class _Jumps(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.jumps: Sequence[Jump] = ()

    def show_jumps(self, jumps: Sequence[Jump]) -> None:
        self.beginResetModel()
        self.jumps = jumps
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.jumps)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        jump = self.jumps[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return "\u2003" * jump.depth + jump.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return jump.tip or jump.text
        return QSize(0, theme().px(ROW_HEIGHT)) if role == Qt.ItemDataRole.SizeHintRole else None


class JumpList(QListView):
    """``chosen`` carries the row that was clicked or entered."""

    chosen = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jumps = _Jumps(self)
        self.setModel(self._jumps)
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setProperty("edge", "none")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.clicked.connect(lambda index: self.chosen.emit(index.row()))
        self.activated.connect(lambda index: self.chosen.emit(index.row()))

    @property
    def texts(self) -> list[str]:
        """What the rows say."""
        return [jump.text for jump in self._jumps.jumps]

    def show_jumps(self, jumps: Sequence[Jump]) -> None:
        """Show other places; as high as they need, up to ten rows."""
        if list(jumps) != list(self._jumps.jumps):
            self._jumps.show_jumps(jumps)
        rows = min(len(jumps), MOST_ROWS)
        self.setFixedHeight(max(1, rows) * theme().px(ROW_HEIGHT) + 4)
        self.setVisible(bool(jumps))

    def jump_to(self, text: str) -> None:
        """Choose the row that says ``text``."""
        self.chosen.emit(self.texts.index(text))
