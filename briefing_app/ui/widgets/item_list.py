"""A short list of small records inside a form: each shown as a block, edited in place, added and removed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.errors import BriefingError
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Field, LineEdit, TextArea
from briefing_app.ui.widgets.labels import SectionHeader


@dataclass(frozen=True)
class Part:
    """One field of a small record: its name in the record, its words, whether it takes several lines.

    ``read`` and ``write`` turn the value into text and back; ``write`` raises a known error for what it
    cannot take, which is then said below the field. ``offers`` gives what is offered while typing.
    """

    name: str
    text: str
    is_long: bool = False
    read: Callable[[Any], str] = str
    write: Callable[[str], Any] = str
    offers: Callable[[], Sequence[str]] | None = None
    help_text: str = ""


class ItemList(QWidget):
    """``edited`` carries the whole new tuple of records after a field is left, or one is added or removed.

    ``deeds``: further things to do with one record, as (icon, words); ``asked`` carries (which, its place).
    """

    edited = Signal(object)
    asked = Signal(int, int)

    def __init__(
        self,
        title: str,
        parts: Sequence[Part],
        new: Callable[[], Any],
        parent: QWidget | None = None,
        *,
        deeds: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(parent)
        self._deeds = tuple(deeds)
        self._parts = tuple(parts)
        self._new = new
        self._items: tuple[Any, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().px(12))
        self.add_button = _button("add", tr("Add"), self._add)
        self._column.addWidget(SectionHeader(title, self.add_button))
        self.fields: list[dict[str, Field]] = []

    def make_next(self, items: Sequence[Any]) -> bool:
        """Make the block of the next of records to be shown for the first time; False if all are made.
        :meth:`show_items` then only has to write into them.
        """
        if len(self.fields) >= len(items):
            return False
        self._make_block(len(self.fields))
        return True

    def show_items(self, items: Sequence[Any]) -> None:
        """Show records. Blocks are built anew only when their number changed."""
        if len(items) != len(self.fields):
            self._rebuild(len(items))
        self._items = tuple(items)
        for item, fields in zip(items, self.fields, strict=True):
            for part in self._parts:
                editor = fields[part.name].editor
                if not editor.hasFocus() and isinstance(editor, LineEdit | TextArea):
                    editor.show_text(part.read(getattr(item, part.name)))

    def _rebuild(self, count: int) -> None:
        self.fields = []  # before they are hidden: what is left only because it goes away takes nothing
        while self._column.count() > 1:
            taken = self._column.takeAt(1)
            if taken is not None and (widget := taken.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for place in range(count):
            self._make_block(place)

    def _make_block(self, place: int) -> None:
        block = QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, theme().px(8))
        column.setSpacing(theme().px(6))
        fields = {part.name: self._field(place, part) for part in self._parts}
        for field in fields.values():
            column.addWidget(field)
        buttons = QHBoxLayout()
        buttons.addWidget(_button("delete", tr("Remove"), partial(self._remove, place)))
        for which, (icon, words) in enumerate(self._deeds):
            buttons.addWidget(_button(icon, words, partial(self.asked.emit, which, place)))
        buttons.addStretch(1)
        column.addLayout(buttons)
        self.fields.append(fields)
        self._column.addWidget(block)

    def _field(self, place: int, part: Part) -> Field:
        editor: LineEdit | TextArea
        if part.is_long:
            editor = TextArea()
            editor.setFixedHeight(theme().px(64))
        else:
            editor = LineEdit()
            if part.offers is not None:
                editor.setCompleter(_completer(editor, part.offers))
        field = Field(tr(part.text), editor, tr(part.help_text) if part.help_text else "")
        editor.left.connect(lambda: self._take(place, part, field))
        return field

    def _take(self, place: int, part: Part, field: Field) -> None:
        is_there = any(field in fields.values() for fields in self.fields)
        if not is_there or place >= len(self._items):  # made ahead, and nothing is shown in it yet
            return
        editor = field.editor
        typed = editor.toPlainText() if isinstance(editor, TextArea) else editor.text()  # type: ignore[attr-defined]
        item = self._items[place]
        if typed == part.read(getattr(item, part.name)):
            field.set_error("")
            return
        try:
            value = part.write(typed)
        except BriefingError as error:
            field.set_error(told(error))
            return
        field.set_error("")
        new = replace(item, **{part.name: value})
        self._send((*self._items[:place], new, *self._items[place + 1 :]))

    def _add(self) -> None:
        """Add a record and put the cursor where its first words are typed."""
        self._send((*self._items, self._new()))
        if self.fields and len(self.fields) == len(self._items):
            editor = self.fields[-1][self._parts[0].name].editor
            editor.setFocus(Qt.FocusReason.TabFocusReason)
            if isinstance(editor, LineEdit | TextArea):
                editor.selectAll()

    def _remove(self, place: int) -> None:
        self._send(self._items[:place] + self._items[place + 1 :])

    def _send(self, items: tuple[Any, ...]) -> None:
        self._items = items
        self.edited.emit(items)


def _completer(editor: LineEdit, offers: Callable[[], Sequence[str]]) -> QCompleter:
    """Offers anything that holds what was typed. The list is asked for anew when the field is entered."""
    model = QStringListModel(editor)
    made = QCompleter(model, editor)
    made.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    made.setFilterMode(Qt.MatchFlag.MatchContains)
    editor.entered.connect(lambda: model.setStringList(list(offers())))
    return made


def _button(icon: str, text: str, run: Callable[[], None]) -> QToolButton:
    made = QToolButton()
    made.setToolTip(text)
    made.setAccessibleName(text)
    theme().show_icon(made, icon)
    made.clicked.connect(lambda _checked=False: run())
    return made
