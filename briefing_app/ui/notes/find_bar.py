"""Find and replace in the text of a note. Replacing all is one step that undo takes back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from briefing_app.app.i18n import tr
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import LineEdit, TextArea
from briefing_app.ui.widgets.labels import label
from briefing_app.ui.widgets.search_field import SearchField


class FindBar(QWidget):
    """Enter finds the next place, Shift+Enter the one before, Esc closes."""

    def __init__(self, editor: TextArea, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self.wanted = SearchField(tr("Find in this note"))
        self.other = LineEdit(placeholder=tr("Replace with"))
        self.count = label("", "secondary")
        replace_one = QPushButton(tr("Replace"))
        replace_one.setToolTip(tr("Replaces the place marked and goes to the next one"))
        replace_one.clicked.connect(self.replace_one)
        replace_all = QPushButton(tr("Replace all"))
        replace_all.clicked.connect(self.replace_all)
        close = QToolButton()
        close.setAccessibleName(tr("Close"))
        theme().show_icon(close, "close")
        close.clicked.connect(self.close_bar)
        row = QHBoxLayout(self)
        px = theme().px
        row.setContentsMargins(px(24), px(6), px(12), px(6))
        for widget, stretch in (
            (self.wanted, 2),
            (self.count, 0),
            (self.other, 2),
            (replace_one, 0),
            (replace_all, 0),
            (close, 0),
        ):
            row.addWidget(widget, stretch)
        self.wanted.changed.connect(lambda _text: self._count())
        self.wanted.accepted.connect(self.find_next)
        self.hide()

    def open_bar(self) -> None:
        """Show the bar; words marked in the text are what to find."""
        chosen = self._editor.textCursor().selectedText()
        if chosen and "\u2029" not in chosen:
            self.wanted.setText(chosen)
        self.show()
        self.wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.wanted.selectAll()
        self._count()

    def close_bar(self) -> None:
        """Hide the bar and go back to the text."""
        self.hide()
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def find_next(self, *, backward: bool = False) -> bool:
        """Mark the next place; from the end it goes on at the beginning. Whether there is one."""
        flags = QTextDocument.FindFlag.FindBackward if backward else QTextDocument.FindFlag(0)
        if not self.wanted.text():
            return False
        if self._editor.find(self.wanted.text(), flags):
            return True
        move = QTextCursor.MoveOperation.End if backward else QTextCursor.MoveOperation.Start
        self._editor.moveCursor(move)
        return bool(self._editor.find(self.wanted.text(), flags))

    def replace_one(self) -> None:
        """Replace the place that is marked, then mark the next one; where none is marked, mark it first."""
        cursor = self._editor.textCursor()
        wanted = self.wanted.text()
        if wanted and cursor.selectedText().casefold() == wanted.casefold():
            cursor.insertText(self.other.text())
            self._count()
        self.find_next()

    def replace_all(self) -> None:
        """Replace every place, matching case-insensitively as finding does, in one step."""
        document, wanted = self._editor.document(), self.wanted.text()
        if not wanted:
            return
        done = 0
        edit = QTextCursor(document)
        edit.beginEditBlock()
        found = document.find(wanted)
        while not found.isNull():
            place = found.selectionStart()
            found.insertText(self.other.text())
            done += 1
            found = document.find(wanted, place + len(self.other.text()))
        edit.endEditBlock()
        self.count.setText(tr("{count} replaced", count=done))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.find_next(backward=True)
            return
        super().keyPressEvent(event)

    def _count(self) -> None:
        wanted = self.wanted.text().casefold()
        found = self._editor.toPlainText().casefold().count(wanted) if wanted else 0
        self.count.setText(tr("{count} found", count=found) if wanted else "")
