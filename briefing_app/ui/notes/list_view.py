"""Paints the list of notes: the title, and status or found words below it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from briefing_app.ui.notes.list_model import NoteRow, NotesModel
from briefing_app.ui.theme import theme

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 48  # one for all: Qt then asks once, not for each of a hundred thousand rows


class NoteDelegate(QStyledItemDelegate):
    """Two lines a note; a superseded one is struck through."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, theme().px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        look, px = theme(), theme().px
        rect = option.rect
        painter.save()
        if not isinstance(row, NoteRow):
            painter.setFont(look.font("secondary"))
            painter.setPen(look.colour("ink_2"))
            line = rect.adjusted(px(12), 0, -px(12), -px(4))
            painter.drawText(line, Qt.AlignmentFlag.AlignBottom, f"{row.text}  {row.count}")
            painter.restore()
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.colour("tint"))
            painter.fillRect(QRect(rect.left(), rect.top(), px(3), rect.height()), look.colour("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, look.colour("raised"))
        left, width = rect.left() + px(12), rect.width() - px(24)
        font = look.font("body")
        font.setStrikeOut(row.note.status == "superseded")
        lines = ((row.note.title, font, "ink", 5, 21), (row.detail, look.font("secondary"), "ink_2", 25, 19))
        for text, each_font, token, top, height in lines:
            painter.setFont(each_font)
            painter.setPen(look.colour(token))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
            place = QRect(left, rect.top() + px(top), width, px(height))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()


class NotesList(QListView):
    """``note_selected`` carries an id."""

    note_selected = Signal(str)

    def __init__(self, model: NotesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notes = model
        self.setModel(model)
        self.setItemDelegate(NoteDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Notes")
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def select(self, note_id: str) -> bool:
        """Make a note current and show its row. Whether it is shown at all."""
        current = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        if isinstance(current, NoteRow) and current.note.id == note_id:
            return True
        row = self._notes.row_of(note_id)
        if row is None:
            return False
        self.setCurrentIndex(self._notes.index(row))
        return True

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        row = current.data(Qt.ItemDataRole.UserRole)
        if isinstance(row, NoteRow):
            self.note_selected.emit(row.note.id)
