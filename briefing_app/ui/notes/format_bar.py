"""The row above a text: headings, lists, tables and quotations by button; write, both, read; more."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from briefing_app.app.i18n import tr
from briefing_app.ui.notes.editor import NoteEditor
from briefing_app.ui.theme import theme

VIEWS = ("Write", "Both", "Read")


class FormatBar(QWidget):
    """``view_chosen`` carries the place among :data:`VIEWS`; the other signals ask for what they say."""

    view_chosen = Signal(int)
    quotation_wanted = Signal()
    find_wanted = Signal()
    briefing_requested = Signal()

    def __init__(self, editor: NoteEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        px = theme().px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(20), 0, px(16), px(6))
        row.setSpacing(px(2))
        heading = self._text_button("H", tr("Make it a heading"), lambda: editor.begin_lines("## "))
        heading.setMenu(self._headings(editor))
        heading.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        parts = [
            heading,
            self._text_button("B", tr("Bold (Ctrl+B)"), lambda: editor.surround("**"), is_bold=True),
            self._text_button("I", tr("Italic (Ctrl+I)"), lambda: editor.surround("*"), is_italic=True),
            None,
            self._text_button("•", tr("Bulleted list"), lambda: editor.begin_lines("- ")),
            self._text_button("1.", tr("Numbered list"), lambda: editor.begin_lines("1. ")),
            self._text_button("☐", tr("List of tasks"), lambda: editor.begin_lines("- [ ] ")),
            self._text_button("❝", tr("Quotation block"), lambda: editor.begin_lines("> ")),
            self._icon_button("table", tr("Insert a table"), editor.insert_table),
            None,
            self._icon_button(
                "quote", tr("Insert a quotation of this workspace"), self.quotation_wanted.emit
            ),
            self._icon_button("search", tr("Find and replace (Ctrl+F)"), self.find_wanted.emit),
        ]
        for part in parts:
            if part is None:
                row.addSpacing(px(8))
            else:
                row.addWidget(part)
        row.addStretch(1)
        self._writing = [part for part in parts if part is not None]
        self._views = QButtonGroup(self)
        for place, words in enumerate(VIEWS):
            chip = QPushButton(tr(words))
            chip.setProperty("kind", "chip")
            chip.setCheckable(True)
            self._views.addButton(chip, place)
            row.addWidget(chip)
            row.addSpacing(px(2))
        row.addSpacing(px(8))
        add = QPushButton(tr("Add to briefing"))
        theme().show_icon(add, "briefing")
        add.clicked.connect(self.briefing_requested)
        row.addWidget(add)
        self._views.idClicked.connect(self.view_chosen)

    def show_view(self, place: int) -> None:
        """Mark which view is shown. What changes the text is greyed while it is only read."""
        self._views.button(place).setChecked(True)
        for part in self._writing:
            part.setEnabled(place != 2)
            part.setStatusTip("" if place != 2 else tr("Choose Write or Both to change the text."))

    @staticmethod
    def _headings(editor: NoteEditor) -> QMenu:
        menu = QMenu(editor)
        for level in (1, 2, 3):
            menu.addAction(tr("Heading {level}", level=level)).triggered.connect(
                lambda _checked=False, sign="#" * level: editor.begin_lines(f"{sign} ")
            )
        return menu

    @staticmethod
    def _text_button(
        text: str, tip: str, run: Callable[[], object], *, is_bold: bool = False, is_italic: bool = False
    ) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        font = theme().font("body")
        font.setBold(is_bold)
        font.setItalic(is_italic)
        button.setFont(font)
        return _dressed(button, tip, run)

    @staticmethod
    def _icon_button(icon: str, tip: str, run: Callable[[], object]) -> QToolButton:
        button = QToolButton()
        theme().show_icon(button, icon)
        return _dressed(button, tip, run)


def _dressed(button: QToolButton, tip: str, run: Callable[[], object]) -> QToolButton:
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setFixedSize(QSize(theme().px(30), theme().px(28)))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(lambda _checked=False: run())
    return button
