"""The editor of a note's text: Markdown by key and button, completion, spelling, files dropped or pasted.

Nothing is completed, saved or re-coloured while an input method composes.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QImage, QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QMenu, QWidget

from briefing_app.app.i18n import tr
from briefing_app.app.spelling import spelling
from briefing_app.exchange.result import Problem
from briefing_app.exchange.sound_text import LONGEST_LINE, sound
from briefing_app.threads import window_first
from briefing_app.ui.notes.colours import MarkdownColours
from briefing_app.ui.notes.completion import Completion, Suggest
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import TextArea
from briefing_app.ui.widgets.text_places import from_qt, marking, to_qt

_MARKS = {Qt.Key.Key_B: "**", Qt.Key.Key_I: "*"}
_LINE_SIGN = re.compile(r"^(\s*)(?:#{1,6}\s+|[-*+]\s+(?:\[[ xX]\]\s+)?|\d+[.)]\s+|>\s?)?")
_CONTINUES = re.compile(r"(\s*)(?:([-*+])(\s\[[ xX]\])?|(\d+)([.)])|(>))\s+(.*)$")
_BOX = re.compile(r"[\s>]*(?:[-*+]|\d+[.)])\s+\[([ xX])\]")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['’][A-Za-z\u00c0-\u024f]+)*")


class NoteEditor(TextArea):
    """``files_given`` carries paths, ``picture_given`` an image: dropped or pasted, to be captured.
    ``trimmed`` carries the longest line there may be, when pasted text was not fit to be edited; ``copied``
    the text that was copied or cut.
    """

    files_given = Signal(object)
    trimmed = Signal(int)
    picture_given = Signal(object)
    copied = Signal(str)

    def __init__(self, suggest: Suggest, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setProperty("edge", "none")
        self.setAccessibleName(tr("Text of the note"))
        self.document().setDocumentMargin(theme().px(24))
        self.colours = MarkdownColours(self.document())
        self.completion = Completion(self, suggest)

    @property
    def popup(self) -> QWidget:
        """The list of completions."""
        return self.completion.popup

    def go_to_line(self, line: int) -> None:
        """Put the cursor at the beginning of a line and show it."""
        self.setTextCursor(QTextCursor(self.document().findBlockByNumber(line)))
        self.centerCursor()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_words(self, line: int, words: str, nth: int = 0) -> None:
        """Mark words in a line and show them; the whole line where they are not found."""
        self.go_to_line(line)
        block = self.document().findBlockByNumber(line)
        place = block.text().find(words, nth)
        if place >= 0:
            self.setTextCursor(marking(block, place, place + len(words)))

    def write(self, text: str) -> None:
        """Write text where the cursor is, as if it were typed."""
        self.textCursor().insertText(text)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def cite(self, marks: str) -> None:
        """Write marks of sources where the cursor is; at the beginning of a line they go to its end, where a
        citation stands and no sign of a heading or list is broken.
        """
        cursor = self.textCursor()
        if cursor.hasSelection():  # the words that are marked are cited, not replaced
            marks = marks if cursor.selectedText().endswith((" ", "\u3000")) else f" {marks}"
            cursor.setPosition(cursor.selectionEnd())
            self.setTextCursor(cursor)
        block = cursor.block()
        before = block.text()[: from_qt(block.text(), cursor.positionInBlock())]
        if not before.strip() and block.text().strip():
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            self.setTextCursor(cursor)
            marks = marks if block.text().endswith((" ", "\u3000")) else f" {marks}"
        self.write(marks)

    def write_block(self, text: str) -> None:
        """Write text as a block of its own below the line of the cursor."""
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        gap = "\n\n" if cursor.block().text().strip() else ""
        cursor.insertText(f"{gap}{text}\n")
        self.setTextCursor(cursor)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def turn_box(self, line: int) -> None:
        """Tick the box of a line, or take the tick away."""
        block = self.document().findBlockByNumber(line)
        found = _BOX.match(block.text()) if block.isValid() and not self.is_composing else None
        if found is None:
            return
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + found.end() - 2)
        cursor.setPosition(block.position() + found.end() - 1, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText("x" if found[1] == " " else " ")

    def insert_at_line(self, line: int, text: str, cursor_at: int) -> None:
        """Write text before a line (behind the last one: at the end) and put the cursor into it."""
        block = self.document().findBlockByNumber(line)
        cursor = QTextCursor(block) if block.isValid() else QTextCursor(self.document())
        if not block.isValid():
            cursor.movePosition(QTextCursor.MoveOperation.End)
        place = cursor.position()
        cursor.insertText(text)
        cursor.setPosition(place + cursor_at)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        with window_first():
            self._take_key(event)

    def _take_key(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self.completion.take_key(key):
            return
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier and key in _MARKS:
            self.surround(_MARKS[key])
            return
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self._new_line()
            return
        if key == Qt.Key.Key_Tab and not event.modifiers() and self._next_cell():
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Tab is for completing and for the cells of a table; elsewhere it goes to the next field."""
        line = self.textCursor().block().text().lstrip()
        if is_next and (self.completion.is_open or line.startswith("|")):
            return False
        return super().focusNextPrevChild(is_next)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        if self.is_composing:
            self.completion.popup.hide()

    # --- Markdown ------------------------------------------------------------------------------------

    def surround(self, mark: str) -> None:
        """Put a mark on both sides of the marked words, or take it away again."""
        cursor = self.textCursor()
        chosen = cursor.selectedText()
        if len(chosen) > 2 * len(mark) and chosen.startswith(mark) and chosen.endswith(mark):
            cursor.insertText(chosen[len(mark) : -len(mark)])
            return
        cursor.insertText(f"{mark}{chosen}{mark}")
        if not chosen:
            cursor.setPosition(cursor.position() - len(mark))
            self.setTextCursor(cursor)

    def begin_lines(self, sign: str) -> None:
        """Let each marked line begin with a sign (``## ``, ``- ``, ``1. ``, ``> ``); the same one goes."""
        cursor = self.textCursor()
        document = self.document()
        first = document.findBlock(cursor.selectionStart()).blockNumber()
        last = document.findBlock(cursor.selectionEnd()).blockNumber()
        lines = [document.findBlockByNumber(number).text() for number in range(first, last + 1)]
        is_there = all(_LINE_SIGN.sub(r"\1", line) + "" != line and line.lstrip().startswith(sign.strip())
                       for line in lines if line.strip())  # fmt: skip
        made = []
        for number, line in enumerate(lines):
            bare = _LINE_SIGN.sub(r"\1", line, count=1)
            count = f"{number + 1}. " if sign == "1. " else sign
            made.append(bare if is_there and line.strip() else f"{count}{bare.lstrip()}")
        edit = QTextCursor(document.findBlockByNumber(first))
        end = document.findBlockByNumber(last)
        edit.setPosition(end.position() + end.length() - 1, QTextCursor.MoveMode.KeepAnchor)
        edit.insertText("\n".join(made))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def insert_table(self, columns: int = 3) -> None:
        """A table of three columns; Tab goes from cell to cell."""
        head = "|" + "".join(f" {tr('Column')} {number} |" for number in range(1, columns + 1))
        empty = "|" + "   |" * columns
        self.write_block(f"{head}\n|{' --- |' * columns}\n{empty}\n{empty}")

    def _next_cell(self) -> bool:
        cursor = self.textCursor()
        line = cursor.block().text()
        if not line.lstrip().startswith("|"):
            return False
        place = line.find("|", from_qt(line, cursor.positionInBlock()))
        if 0 <= place < len(line.rstrip()) - 1:
            cursor.setPosition(cursor.block().position() + to_qt(line, place) + 2)
        else:
            following = cursor.block().next()
            while following.isValid() and set(following.text()) <= set("|-: "):
                if "-" not in following.text():
                    break
                following = following.next()
            if not following.text().lstrip().startswith("|"):
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
                cursor.insertText("\n|" + "   |" * max(1, line.count("|") - 1))
                following = cursor.block()
            cursor.setPosition(following.position() + min(2, following.length() - 1))
        self.setTextCursor(cursor)
        return True

    def _new_line(self) -> None:
        """A new line goes on with the list or quotation it began in; an empty item ends it."""
        cursor = self.textCursor()
        found = _CONTINUES.match(cursor.block().text())
        if found is None or not cursor.atBlockEnd():
            cursor.insertText("\n")
        elif not found[7]:
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        else:
            sign = found[2] or found[6] or f"{int(found[4]) + 1}{found[5]}"
            box = " [ ]" if found[3] else ""
            cursor.insertText(f"\n{found[1]}{sign}{box} ")
        self.ensureCursorVisible()

    # --- files ---------------------------------------------------------------------------------------

    def createMimeDataFromSelection(self) -> QMimeData:
        made = super().createMimeDataFromSelection()
        self.copied.emit(made.text())
        return made

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasUrls() or source.hasImage() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        paths = [url.toLocalFile() for url in source.urls() if url.isLocalFile()]
        if paths:
            self.files_given.emit(paths)
        elif source.hasImage() and not source.hasText():
            self.picture_given.emit(QImage(source.imageData()))
        else:
            problems: list[Problem] = []
            text = sound(source.text(), "", problems)
            if not problems:
                super().insertFromMimeData(source)
                return
            self.textCursor().insertText(text)
            self.ensureCursorVisible()
            self.trimmed.emit(LONGEST_LINE)

    # --- spelling ------------------------------------------------------------------------------------

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        if event.reason() == QContextMenuEvent.Reason.Mouse and not self.textCursor().hasSelection():
            self.setTextCursor(self.cursorForPosition(event.pos()))
        self.add_spelling(menu)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def add_spelling(self, menu: QMenu) -> None:
        """Put suggestions for the word at the cursor first in a menu; nothing if it is spelled well."""
        word, place = self._word_here()
        if not word or not spelling().is_wrong(word):
            return
        before = menu.actions()[:1]
        offered = spelling().suggestions(word)
        entries = [menu.addAction(each) for each in offered]
        for entry, text in zip(entries, offered, strict=True):
            entry.triggered.connect(lambda _checked=False, new=text: self._put_word(place, len(word), new))
        if not entries:
            entries = [menu.addAction(tr("No suggestion"))]
            entries[0].setEnabled(False)
        learn = menu.addAction(tr('Take "{word}" as right', word=word))
        learn.setToolTip(tr("Kept in a readable file of this computer."))
        learn.triggered.connect(lambda _checked=False: spelling().learn(word))
        for first in before:
            for entry in (*entries, learn, menu.addSeparator()):
                menu.insertAction(first, entry)

    def _word_here(self) -> tuple[str, int]:
        cursor = self.textCursor()
        block, text = cursor.block(), cursor.block().text()
        at = from_qt(text, cursor.positionInBlock())
        for found in _WORD.finditer(text):
            if found.start() <= at <= found.end():
                return found.group(), block.position() + to_qt(text, found.start())
        return "", 0

    def _put_word(self, place: int, length: int, new: str) -> None:
        cursor = self.textCursor()
        cursor.setPosition(place)
        cursor.setPosition(place + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(new)
