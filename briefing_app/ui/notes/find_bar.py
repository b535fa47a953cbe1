"""Find and replace in the text of a note. Replacing all is one step that undo takes back."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from briefing_app.app.i18n import tr
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import LineEdit, TextArea
from briefing_app.ui.widgets.labels import label
from briefing_app.ui.widgets.search_field import SearchField


class _Wanted(SearchField):
    """Esc closes the bar and leaves the words for the next time."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)


class FindBar(QWidget):
    """Enter finds the next place, Shift+Enter the one before, Esc closes. Enter behind what to replace with
    replaces one place.

    ``step_made`` is sent before and after all places are replaced: whoever listens flushes the session, so
    that this is a step of its own.
    """

    step_made = Signal()

    def __init__(self, editor: TextArea, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self.wanted = _Wanted(tr("Find in this note"))
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
        document, end = self._editor.document(), QTextCursor(self._editor.document())
        if backward:
            end.movePosition(QTextCursor.MoveOperation.End)
        found = document.find(self.wanted.text(), self._editor.textCursor(), flags)
        if found.isNull():
            found = document.find(self.wanted.text(), end, flags)
        if found.isNull():
            return False  # the cursor stays where it was
        self._editor.setTextCursor(found)
        return True

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
        self.step_made.emit()
        done = 0
        edit = QTextCursor(document)
        edit.beginEditBlock()
        found = document.find(wanted)
        while not found.isNull():
            found.insertText(self.other.text())
            done += 1
            found = document.find(wanted, found)  # from behind what was written there
        edit.endEditBlock()
        self.step_made.emit()
        self.count.setText(tr("{count} replaced", count=done))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            is_backward = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if self.other.hasFocus() and not is_backward:
                self.replace_one()
            else:
                self.find_next(backward=is_backward)
            return
        super().keyPressEvent(event)

    def _count(self) -> None:
        wanted, text = self.wanted.text(), self._editor.toPlainText().replace("\u00a0", " ")
        found = sum(1 for _ in re.finditer(re.escape(wanted), text, re.IGNORECASE)) if wanted else 0
        self.count.setText(tr("{count} found", count=found) if wanted else "")
