"""One row of the outline: the title of the block, below it what is to be known of it, each with a sign."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from briefing_app.ui.theme import theme

ROW = Qt.ItemDataRole.UserRole + 1
Tone = Literal["block", "warn", "stale", "changed", "new", "quiet"]
_SIGNS: dict[str, tuple[str, str]] = {
    "block": ("error", "negative"), "warn": ("caution", "caution"), "stale": ("clock", "caution"),
    "changed": ("history", "accent"), "new": ("add", "accent"), "quiet": ("", "ink_2"),
}  # fmt: skip
_ROW, _LINE, _SIDE, _SIGN = 28, 18, 6, 13


@dataclass(frozen=True)
class Remark:
    """One thing to know of a block, in words; ``whole`` is all of it, for the tooltip."""

    text: str
    tone: Tone = "quiet"
    whole: str = ""


@dataclass(frozen=True)
class OutlineRow:
    """One block as the outline shows it."""

    title: str
    included: bool
    remarks: tuple[Remark, ...] = field(default=())

    @property
    def words(self) -> str:
        """The row for those who do not see it."""
        return "   ".join((self.title, *(remark.text for remark in self.remarks)))

    @property
    def tip(self) -> str:
        """Everything that is cut off in the row."""
        return "\n".join((self.title, *(remark.whole or remark.text for remark in self.remarks)))


class RowPainter(QStyledItemDelegate):
    """Paints :class:`OutlineRow` values."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = parent

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row = index.data(ROW)
        lines = len(row.remarks) if isinstance(row, OutlineRow) else 0
        below = theme().px(4) if lines else 0
        return QSize(theme().px(120), theme().px(_ROW) + lines * theme().px(_LINE) + below)

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.text = ""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(ROW)
        made = QStyleOptionViewItem(option)
        self.initStyleOption(made, index)
        style = QApplication.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, made, painter, self._view)
        whole, box = QRect(made.rect), self._box(made)
        made.rect = box
        made.state &= ~QStyle.StateFlag.State_HasFocus
        checked = _is_checked(index)
        made.state |= QStyle.StateFlag.State_On if checked else QStyle.StateFlag.State_Off
        style.drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck, made, painter, self._view)
        if isinstance(row, OutlineRow):
            self._words(painter, row, whole, box)

    def _box(self, option: QStyleOptionViewItem) -> QRect:
        """The check box: beside the title, whatever stands below."""
        size = theme().px(18)
        rect = option.rect
        return QRect(
            rect.left() + theme().px(_SIDE), rect.top() + (theme().px(_ROW) - size) // 2, size, size
        )  # fmt: skip

    def _words(self, painter: QPainter, row: OutlineRow, rect: QRect, box: QRect) -> None:
        left = box.right() + theme().px(8)
        width = rect.right() - left - theme().px(_SIDE)
        painter.save()
        painter.setFont(theme().font("body"))
        painter.setPen(theme().colour("ink" if row.included else "ink_3"))
        line = QRect(left, rect.top(), width, theme().px(_ROW))
        _text(painter, line, row.title)
        painter.setFont(theme().font("secondary"))
        line = QRect(left, rect.top() + theme().px(_ROW) - theme().px(2), width, theme().px(_LINE))
        for remark in row.remarks:
            icon, token = _SIGNS[remark.tone]
            indent = 0
            if icon:
                sign = theme().px(_SIGN)
                place = QRect(line.left(), line.center().y() - sign // 2, sign, sign)
                theme().icon(icon, token).paint(painter, place)
                indent = sign + theme().px(4)
            painter.setPen(theme().colour(token))
            _text(painter, line.adjusted(indent, 0, 0, 0), remark.text)
            line.translate(0, theme().px(_LINE))
        painter.restore()

    def editorEvent(self, event, model, option, index) -> bool:  # type: ignore[no-untyped-def]
        """A click on the box takes the block in or out; the rest of the row chooses it."""
        if event.type() in (QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick):
            around = self._box(option).adjusted(-4, -4, 4, 4)
            if around.contains(event.position().toPoint()) and event.button() == Qt.MouseButton.LeftButton:
                if event.type() == QEvent.Type.MouseButtonRelease:
                    now = Qt.CheckState.Unchecked if _is_checked(index) else Qt.CheckState.Checked
                    model.setData(index, now, Qt.ItemDataRole.CheckStateRole)
                return True
            return False
        if event.type() == QEvent.Type.KeyPress:
            return super().editorEvent(event, model, option, index)
        return False


def _is_checked(index: QModelIndex | QPersistentModelIndex) -> bool:
    return Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked


def _text(painter: QPainter, rect: QRect, words: str) -> None:
    shown = QFontMetrics(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
