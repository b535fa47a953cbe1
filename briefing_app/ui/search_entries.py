"""The lines of the search palette: what they say and how they are painted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QAction, QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from briefing_app.app.i18n import tr
from briefing_app.domain.source_places import SourcePlace
from briefing_app.ui.theme import theme

ICONS = {
    "quotation": "quote", "good": "tariffs", "help": "help",

    "event": "timeline", "person": "person", "note": "notes", "source": "source", "scenario": "tariffs",
    "basket": "tariffs", "briefing": "briefing", "series": "chart", "command": "command",
    "organisation": "people", "delegation": "people",
}  # fmt: skip
Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


@dataclass(frozen=True)
class Entry:
    """One line of the palette: a record (kind and id) or a command (kind "command", its action). Where words
    of a source stand there, ``place`` leads to them.
    """

    kind: str
    key: str
    title: str
    detail: str
    action: QAction | None = None
    place: SourcePlace | None = None
    number: int = 0


class EntryModel(QAbstractListModel):
    """The lines shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def show_entries(self, entries: list[Entry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.UserRole:
            return entry
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entry.title}, {entry.detail}"
        return None


class EntryDelegate(QStyledItemDelegate):
    """Paints a line: icon, title, and the snippet or shortcut in quieter ink below or at the right.

    ``is_at_source``: whether the last click was at the mark that leads to the source.
    """

    is_at_source = False

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if isinstance(event, QMouseEvent):
            self.is_at_source = source_rect(option.rect).contains(event.position().toPoint())
        return False

    def helpEvent(
        self,
        event: QHelpEvent | None,
        view: QAbstractItemView | None,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        entry: Entry | None = index.data(Qt.ItemDataRole.UserRole)
        if event is None or entry is None or entry.place is None:
            return False
        at_source = source_rect(option.rect).contains(event.pos())
        words = tr("To the source, where it stands (Ctrl+Enter)") if at_source else ""
        QToolTip.showText(event.globalPos(), words, view)
        return True

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry: Entry = index.data(Qt.ItemDataRole.UserRole)
        return QSize(0, theme().px(32 if entry.action is not None else 46))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(Qt.ItemDataRole.UserRole)
        look, px, rect = theme(), theme().px, option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.colour("tint"))
            painter.fillRect(QRect(rect.left(), rect.top(), px(3), rect.height()), look.colour("accent"))
        ratio = painter.device().devicePixelRatioF()
        icon = look.pixmap(ICONS.get(entry.kind, "notes"), "ink_2", 20, ratio)
        painter.drawPixmap(rect.left() + px(16), rect.top() + (px(32) - 20) // 2, icon)
        left, width = rect.left() + px(48), rect.width() - px(64)
        if entry.place is not None:
            width -= px(40)
            mark = look.pixmap("source", "accent", 20, ratio)
            middle_of = source_rect(rect).center()
            painter.drawPixmap(middle_of.x() - 10, middle_of.y() - 10, mark)
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("ink"))
        first = QRect(left, rect.top(), width, px(32) if entry.action is not None else px(28))
        elide = Qt.TextElideMode.ElideRight
        middle = Qt.AlignmentFlag.AlignVCenter
        shown = painter.fontMetrics().elidedText(entry.title, elide, width)
        painter.drawText(first, middle, shown)
        painter.setFont(look.font("secondary"))
        painter.setPen(look.colour("ink_2"))
        if entry.action is not None:
            painter.drawText(first, middle | Qt.AlignmentFlag.AlignRight, entry.detail)
        else:
            second = QRect(left, rect.top() + px(24), width, px(18))
            painter.drawText(second, middle, painter.fontMetrics().elidedText(entry.detail, elide, width))
        painter.restore()


def source_rect(line: QRect) -> QRect:
    """Where a line that leads to a source has the mark to click."""
    side = theme().px(40)
    return QRect(line.right() - side - theme().px(8), line.top(), side, line.height())
