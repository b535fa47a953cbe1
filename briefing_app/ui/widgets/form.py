"""Forms: one column, label above the field, unit inside its right end, help below, the error in words.

A form never opens a dialog. Enter moves on to the next field, Ctrl+Enter finishes. Text fields leave undo to
the session, so that Ctrl+Z means the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label, restyle
from briefing_app.ui.widgets.text_places import to_qt

_LINE_ENDS = ("\u2029", "\u2028", "\ufdd0", "\ufdd1")  # of a paragraph, of a line, and of Qt's own frames
_UNDO_KEYS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


def _is_undo_override(event: QEvent) -> bool:
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and any(event.matches(key) for key in _UNDO_KEYS)
    )


class LineEdit(QLineEdit):
    """A line of text. ``typed`` is sent for each change by the user, never while an IME composes.

    ``entered`` is sent when the focus comes, ``left`` when it goes; whoever listens flushes the session.
    """

    typed = Signal(str)
    entered = Signal()
    left = Signal()

    def __init__(self, text: str = "", placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setCursorPosition(0)
        self.setPlaceholderText(placeholder)
        self.textEdited.connect(self.typed)

    def event(self, event: QEvent) -> bool:
        if _is_undo_override(event):
            event.ignore()
            return False
        return super().event(event)

    def focusInEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().focusOutEvent(event)
        self.left.emit()

    def show_text(self, text: str) -> None:
        """Show the record's text; the cursor stays where it is while the user is in the field."""
        if text == self.text():
            return
        place = self.cursorPosition()
        self.setText(text)
        self.setCursorPosition(min(place, len(text)) if self.hasFocus() else 0)


class TextArea(QPlainTextEdit):
    """Some lines of text. ``typed`` is never sent while an IME composes."""

    typed = Signal(str)
    left = Signal()

    def __init__(self, text: str = "", placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_shown_by_us = False
        self._is_composing = False
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setPlaceholderText(placeholder)
        self.setPlainText(text)
        self._told = text
        self.textChanged.connect(self._on_text_changed)

    @property
    def is_composing(self) -> bool:
        """Whether an input method holds text that is not decided yet."""
        return self._is_composing

    def toPlainText(self) -> str:
        """The text as it stands. Qt's own answer has a space where there is one that does not break."""
        text = self.document().toRawText()
        for end in _LINE_ENDS:
            text = text.replace(end, "\n")
        return text

    def event(self, event: QEvent) -> bool:
        if self._is_composing and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # a key that belongs to the composition starts no command
            return True
        if _is_undo_override(event):
            event.ignore()
            return False
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        if not self._is_composing and event.commitString():
            self._on_text_changed()

    def focusOutEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().focusOutEvent(event)
        self.left.emit()

    def show_text(self, text: str) -> None:
        """Show the record's text by replacing only what differs, so that cursor and scrolling stay."""
        old = self.toPlainText()
        if text == old or self._is_composing:
            return
        start = _common_start(old, text)
        end = _common_start(old[start:][::-1], text[start:][::-1])
        self._is_shown_by_us = True
        cursor = self.textCursor()
        cursor.setPosition(to_qt(old, start))
        cursor.setPosition(to_qt(old, len(old) - end), cursor.MoveMode.KeepAnchor)
        cursor.insertText(text[start : len(text) - end])
        self._is_shown_by_us = False

    def _on_text_changed(self) -> None:
        if self._is_composing:
            return
        text = self.toPlainText()
        if text == self._told:
            return  # Qt says so of a mark of the spell check too: nobody typed
        self._told = text
        if not self._is_shown_by_us:
            self.typed.emit(text)


def _common_start(first: str, second: str) -> int:
    limit = min(len(first), len(second))
    if first[:limit] == second[:limit]:
        return limit
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if first[:middle] == second[:middle] else (low, middle - 1)
    return low


class Field(QWidget):
    """A field with its label above, help and error below."""

    def __init__(
        self, text: str, editor: QWidget, help_text: str = "", unit: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self.label = QLabel(text)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setProperty("role", "secondary")
        self.label.setBuddy(editor)
        editor.setAccessibleName(text)
        self._help_text = help_text
        self._below = label(help_text, "hint", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(3))
        column.addWidget(self.label)
        column.addWidget(editor)
        column.addWidget(self._below)
        self._below.setVisible(
            bool(help_text)
        )  # not before it has its place: it would be a window of its own
        if unit and isinstance(editor, QLineEdit):
            self._put_unit(editor, unit)

    def set_error(self, message: str) -> None:
        """Say below the field what is wrong and how to put it right; empty when it is right."""
        self._below.setText(message or self._help_text)
        self._below.setVisible(bool(message or self._help_text))
        restyle(self._below, role="error" if message else "hint")
        restyle(self.editor, state="error" if message else "")
        self.editor.setAccessibleDescription(message or self._help_text)

    def set_help(self, text: str) -> None:
        """Say something else below the field; an error stays before it."""
        error = self.error
        self._help_text = text
        self.set_error(error)

    @property
    def error(self) -> str:
        """The error shown now."""
        return self._below.text() if self._below.property("role") == "error" else ""

    @staticmethod
    def _put_unit(editor: QLineEdit, unit: str) -> None:
        shown = label(unit, "secondary")
        shown.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(editor)
        row.setContentsMargins(0, 0, theme().px(8), 0)
        row.addStretch(1)
        row.addWidget(shown)
        editor.setTextMargins(0, 0, shown.sizeHint().width() + theme().px(6), 0)


class Form(QWidget):
    """Fields one below the other, in reading order. ``finished`` is Ctrl+Enter."""

    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme().px(12))

    def add(self, text: str, editor: QWidget, help_text: str = "", unit: str = "") -> Field:
        """Add a field at the end."""
        field = Field(text, editor, help_text, unit)
        self.column.addWidget(field)
        return field

    def add_row(self, *fields: Field) -> None:
        """Add fields side by side, where they are read as one (from, to)."""
        row = QHBoxLayout()
        row.setSpacing(theme().px(8))
        for field in fields:
            field.label.setMinimumWidth(1)  # long words of a label never push the form beyond its pane
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)

    def add_widget(self, widget: QWidget) -> None:
        """Add anything else, such as a section header."""
        self.column.addWidget(widget)

    def order_keys(self) -> None:
        """Tab goes through what stands in the form as it is read, what was put there later, too. Qt goes
        through it in the order in which it was made.
        """
        for before, after in pairwise(_stops(self.column)):
            QWidget.setTabOrder(before, after)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.finished.emit()
            elif isinstance(self.focusWidget(), QPushButton | QToolButton):
                event.ignore()  # it is pressed by that (:class:`MainFrame`)
            else:
                self.focusNextChild()
            return
        super().keyPressEvent(event)


def _stops(layout: QLayout) -> Iterator[QWidget]:
    """Where Tab stops within a layout, in reading order."""
    for place in range(layout.count()):
        if (item := layout.itemAt(place)) is None:
            continue
        inner, widget = item.layout(), item.widget()
        if widget is not None and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield widget
        elif (within := inner or (widget.layout() if widget is not None else None)) is not None:
            yield from _stops(within)
