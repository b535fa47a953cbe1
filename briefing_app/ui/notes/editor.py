"""The editor of a note's text: Markdown in quiet colours, completion after ``[[ @ ^ #``.

Nothing is completed, saved or re-coloured while an input method composes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QFont, QKeyEvent, QSyntaxHighlighter, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QListView, QWidget

from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import TextArea

_OPENING = re.compile(
    r"(?:\[\[(?P<link>[^\[\]\n]{0,60})"
    r"|(?<![\w.])@(?P<person>[\w-]{0,40})"
    r"|\^(?P<source>[\w.-]{0,40})"
    r"|(?<![\w#&/])#(?P<topic>[^\W\d_][\w-]{0,40}))$"
)
_STYLES: tuple[tuple[re.Pattern[str], str, bool], ...] = (
    (re.compile(r"^ {0,3}#{1,6}\s.*$"), "ink", True),
    (re.compile(r"^ {0,3}>.*$"), "ink_2", False),
    (re.compile(r"^\s*(?:[-*+]|\d+[.)])\s"), "accent", True),
    (re.compile(r"\*\*[^*\n]+\*\*"), "ink", True),
    (re.compile(r"`[^`\n]+`"), "ink_2", False),
    (re.compile(r"\[\[[^\[\]\n]+\]\]"), "accent", False),
    (re.compile(r"(?<![\w@.])@[A-Za-z][\w-]*"), "accent", False),
    (re.compile(r"\^[A-Za-z][\w.-]*\w"), "accent", False),
    (re.compile(r"(?<![\w#&/])#[^\W\d_][\w-]*"), "ink_2", False),
)
LIMIT = 12


@dataclass(frozen=True)
class Suggestion:
    """One way to complete: what is shown and what is written."""

    shown: str
    written: str


Suggest = Callable[[str, str], Sequence[Suggestion]]


class MarkdownColours(QSyntaxHighlighter):
    """Colours one line at a time, so that a long note costs no more per key than a short one."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._formats: list[tuple[re.Pattern[str], QTextCharFormat]] = []
        self._take_colours()
        theme().changed.connect(self._take_colours)

    def highlightBlock(self, text: str) -> None:
        for pattern, style in self._formats:
            for found in pattern.finditer(text):
                self.setFormat(found.start(), found.end() - found.start(), style)

    def _take_colours(self) -> None:
        self._formats.clear()
        for pattern, token, is_bold in _STYLES:
            style = QTextCharFormat()
            style.setForeground(theme().colour(token))
            if is_bold:
                style.setFontWeight(QFont.Weight.Bold)
            self._formats.append((pattern, style))
        self.rehighlight()


class NoteEditor(TextArea):
    """``suggest`` is asked with the kind of reference (link person source topic) and what was typed of it."""

    def __init__(self, suggest: Suggest, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._suggest = suggest
        self._suggestions: list[Suggestion] = []
        self._typed_part = 0
        self.setProperty("edge", "none")
        self.setAccessibleName("Text of the note")
        self.document().setDocumentMargin(theme().px(24))
        self.colours = MarkdownColours(self.document())
        self.popup = QListView(self)
        self.popup.setWindowFlags(Qt.WindowType.SubWindow)
        self.popup.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.popup.setProperty("panel", "popup")
        self._words = QStringListModel(self.popup)
        self.popup.setModel(self._words)
        self.popup.clicked.connect(lambda _index: self._complete())
        self.popup.hide()
        self.typed.connect(lambda _text: self._offer())
        self.cursorPositionChanged.connect(self._hide_if_moved)

    def go_to_line(self, line: int) -> None:
        """Put the cursor at the beginning of a line and show it."""
        self.setTextCursor(QTextCursor(self.document().findBlockByNumber(line)))
        self.centerCursor()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.popup.isVisible() and self._on_popup_key(Qt.Key(event.key())):
            return
        marks = {Qt.Key.Key_B: "**", Qt.Key.Key_I: "*"}
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier and Qt.Key(event.key()) in marks:
            self._surround(marks[Qt.Key(event.key())])
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self._new_line()
            return
        super().keyPressEvent(event)

    def _surround(self, mark: str) -> None:
        cursor = self.textCursor()
        chosen = cursor.selectedText()
        cursor.insertText(f"{mark}{chosen}{mark}")
        if not chosen:
            cursor.setPosition(cursor.position() - len(mark))
            self.setTextCursor(cursor)

    def _new_line(self) -> None:
        """A new line goes on with the list or quotation it began in; an empty item ends it."""
        cursor = self.textCursor()
        line = cursor.block().text()
        found = re.match(r"(\s*)(?:([-*+])|(\d+)([.)])|(>))\s+(.*)$", line)
        if found is None or not cursor.atBlockEnd():
            cursor.insertText("\n")
        elif not found[6]:
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        else:
            sign = found[2] or found[5] or f"{int(found[3]) + 1}{found[4]}"
            cursor.insertText(f"\n{found[1]}{sign} ")
        self.ensureCursorVisible()

    # --- completion ----------------------------------------------------------------------------------

    def _offer(self) -> None:
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        found = _OPENING.search(before) if not self.is_composing else None
        if found is None or found.lastgroup is None:
            self.popup.hide()
            return
        part = found[found.lastgroup]
        self._typed_part = len(part)
        self._suggestions = list(self._suggest(found.lastgroup, part))[:LIMIT]
        self._words.setStringList([each.shown for each in self._suggestions])
        if not self._suggestions:
            self.popup.hide()
            return
        self.popup.setCurrentIndex(self._words.index(0))
        self._place_popup()

    def _place_popup(self) -> None:
        place = self.cursorRect()
        height = min(len(self._suggestions), 8) * theme().px(28) + 4
        width = theme().px(360)
        top = place.bottom() + 4
        if top + height > self.viewport().height():
            top = max(0, place.top() - height - 4)
        left = min(place.left(), max(0, self.viewport().width() - width))
        self.popup.setGeometry(left, top, width, height)
        self.popup.show()

    def _hide_if_moved(self) -> None:
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        if self.popup.isVisible() and _OPENING.search(before) is None:
            self.popup.hide()

    def _on_popup_key(self, key: Qt.Key) -> bool:
        row = self.popup.currentIndex().row()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            step = 1 if key == Qt.Key.Key_Down else -1
            self.popup.setCurrentIndex(self._words.index((row + step) % len(self._suggestions)))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}:
            self._complete()
        elif key == Qt.Key.Key_Escape:
            self.popup.hide()
        else:
            return False
        return True

    def _complete(self) -> None:
        chosen = self._suggestions[self.popup.currentIndex().row()]
        self.popup.hide()
        cursor = self.textCursor()
        cursor.setPosition(cursor.position() - self._typed_part, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(chosen.written)
