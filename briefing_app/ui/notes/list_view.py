"""Paints the list of notes: the title, and status or found words below it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QWidget

from briefing_app.app.i18n import tr
from briefing_app.store.heads import NoteHead
from briefing_app.ui.notes.list_model import NotesModel
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.grouped_list import GroupedDelegate, GroupedList

LONGEST = 400  # of a line of a megabyte no more is measured


class NoteDelegate(GroupedDelegate):
    """Two lines a note; a superseded one is struck through."""

    def paint_row(self, painter: QPainter, rect: QRect, row: NoteHead, detail: str) -> None:
        look, px = theme(), theme().px
        font = look.font("body")
        font.setStrikeOut(row.status == "superseded")
        lines = ((row.title, font, "ink", 5, 21), (detail, look.font("secondary"), "ink_2", 25, 19))
        for text, each_font, token, top, height in lines:
            painter.setFont(each_font)
            painter.setPen(look.colour(token))
            shown = painter.fontMetrics().elidedText(
                text[:LONGEST], Qt.TextElideMode.ElideRight, rect.width()
            )
            place = QRect(rect.left(), rect.top() + px(top), rect.width(), px(height))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)


class NotesList(GroupedList):
    """The list of notes."""

    record_kind = "note"

    def __init__(self, model: NotesModel, parent: QWidget | None = None) -> None:
        super().__init__(model, tr("Notes"), parent)
        self.setItemDelegate(NoteDelegate(self))
        # The first screen is laid out at once, a hundred thousand rows below it little by little.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(2000)

    @property
    def selected(self) -> str:
        """The id of the current note, or empty."""
        row = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        return row.id if isinstance(row, NoteHead) else ""
