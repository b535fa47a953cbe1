"""Places in a text as Python counts them and as Qt does: a character beyond the basic plane (𠮷, an emoji)
counts one there and two here.
"""

from __future__ import annotations

from PySide6.QtGui import QTextBlock, QTextCursor


def to_qt(text: str, place: int) -> int:
    """The place of a text as Qt counts it."""
    return place if text.isascii() else place + sum(letter > "\uffff" for letter in text[:place])


def from_qt(text: str, place: int) -> int:
    """The place of a text as Python counts it."""
    if text.isascii():
        return place
    counted = 0
    for at, letter in enumerate(text):
        if counted >= place:
            return at
        counted += 2 if letter > "\uffff" else 1
    return len(text)


def marking(block: QTextBlock, start: int, end: int) -> QTextCursor:
    """A cursor that marks the letters of a line from ``start`` to ``end``, as Python counts them."""
    text = block.text()
    cursor = QTextCursor(block)
    cursor.setPosition(block.position() + to_qt(text, start))
    cursor.setPosition(block.position() + to_qt(text, end), QTextCursor.MoveMode.KeepAnchor)
    return cursor
