"""Completion after ``[[ @ ^ #`` in an editor: a list below the cursor, chosen by key or mouse.

Nothing is offered while an input method composes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QStringListModel, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QListView

from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import TextArea
from briefing_app.ui.widgets.text_places import from_qt, to_qt

_OPENING = re.compile(
    r"(?:\[\[(?P<link>[^\[\]\n|]{0,60})"
    r"|(?<![\w.])@(?P<person>[\w-]{0,40})"
    r"|\^(?P<source>[\w.-]{0,40})"
    r"|(?<![\w#&/])#(?P<topic>[^\W\d_][\w-]{0,40}))$"
)
LIMIT = 12


@dataclass(frozen=True)
class Suggestion:
    """One way to complete: what is shown and what is written. ``make`` first makes a new record and gives
    what is written then; it gives "" where that was not possible.
    """

    shown: str
    written: str
    make: Callable[[], str] | None = None


Suggest = Callable[[str, str], Sequence[Suggestion]]


class Completion(QObject):
    """``suggest`` is asked with the kind of reference (link person source topic) and what was typed of it."""

    def __init__(self, editor: TextArea, suggest: Suggest) -> None:
        super().__init__(editor)
        self._editor = editor
        self._suggest = suggest
        self._suggestions: list[Suggestion] = []
        self._typed_part = 0
        self.popup = QListView(editor)
        self.popup.setWindowFlags(Qt.WindowType.SubWindow)
        self.popup.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.popup.setProperty("panel", "popup")
        self._words = QStringListModel(self.popup)
        self.popup.setModel(self._words)
        self.popup.clicked.connect(lambda _index: self.complete())
        self.popup.hide()
        editor.typed.connect(lambda _text: self.offer())
        editor.cursorPositionChanged.connect(self._hide_if_moved)

    @property
    def is_open(self) -> bool:
        """Whether something is offered now."""
        return not self.popup.isHidden()

    def offer(self) -> None:
        """Offer what fits before the cursor, or nothing."""
        found = None if self._editor.is_composing else self._opening()
        if found is None or found.lastgroup is None:
            self.popup.hide()
            return
        part = found[found.lastgroup]
        self._typed_part = to_qt(part, len(part))
        self._suggestions = list(self._suggest(found.lastgroup, part))[:LIMIT]
        self._words.setStringList([each.shown for each in self._suggestions])
        if not self._suggestions:
            self.popup.hide()
            return
        self.popup.setCurrentIndex(self._words.index(0))
        self._place()

    def take_key(self, key: Qt.Key) -> bool:
        """Use a key if something is offered. Whether it was used."""
        if not self.is_open:
            return False
        row = self.popup.currentIndex().row()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            step = 1 if key == Qt.Key.Key_Down else -1
            self.popup.setCurrentIndex(self._words.index((row + step) % len(self._suggestions)))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}:
            self.complete()
        elif key == Qt.Key.Key_Escape:
            self.popup.hide()
        else:
            return False
        return True

    def complete(self) -> None:
        """Write what is marked in the list."""
        chosen = self._suggestions[self.popup.currentIndex().row()]
        self.popup.hide()
        written = chosen.make() if chosen.make is not None else chosen.written
        if written:
            cursor = self._editor.textCursor()
            cursor.setPosition(cursor.position() - self._typed_part, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(written)

    def _opening(self) -> re.Match[str] | None:
        cursor = self._editor.textCursor()
        text = cursor.block().text()
        place = from_qt(text, cursor.positionInBlock())
        return _OPENING.search(text[max(0, place - 64) : place])

    def _place(self) -> None:
        editor, px = self._editor, theme().px
        place = editor.cursorRect()
        height = min(len(self._suggestions), 8) * px(28) + 4
        width = px(360)
        top = place.bottom() + 4
        if top + height > editor.viewport().height():
            top = max(0, place.top() - height - 4)
        left = min(place.left(), max(0, editor.viewport().width() - width))
        self.popup.setGeometry(left, top, width, height)
        self.popup.show()

    def _hide_if_moved(self) -> None:
        if self.is_open and self._opening() is None:
            self.popup.hide()
