"""Rows of a few fields each, as a record of conversation has them for persons, points and follow-ups."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Field, LineEdit, TextArea


class Rows(QScrollArea):
    """Rows of a few fields each, with one more at the end on demand."""

    def __init__(self, add: str, make: Callable[[], Sequence[Field]]) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setProperty("edge", "none")
        self._make = make
        self.rows: list[Sequence[Field]] = []
        self._blocks: list[QWidget] = []
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(0, 0, theme().px(8), 0)
        self._column.setSpacing(theme().px(12))
        self.add_button = QPushButton(add)
        theme().show_icon(self.add_button, "add")
        self.add_button.clicked.connect(self.add_row)
        self._column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)
        self.setWidget(page)
        self.add_row()

    def add_row(self) -> None:
        """One more row."""
        fields = list(self._make())
        block = QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        line = QHBoxLayout()
        for field in fields:
            if isinstance(field.editor, TextArea):
                column.addWidget(field)
            else:
                line.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        remove = QToolButton()
        remove.setToolTip(tr("Remove"))
        remove.setAccessibleName(tr("Remove"))
        theme().show_icon(remove, "delete")
        remove.clicked.connect(lambda: self._remove(block))
        line.addWidget(remove, 0, Qt.AlignmentFlag.AlignBottom)
        column.insertLayout(0, line)
        self.rows.append(fields)
        self._blocks.append(block)
        self._column.insertWidget(len(self._blocks) - 1, block)
        fields[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def enter(self, values: Sequence[Sequence[str]]) -> None:
        """Fill the rows; there are as many afterwards, and at least one."""
        while len(self.rows) < len(values):
            self.add_row()
        for fields, texts in zip(self.rows, values, strict=False):
            for field, text in zip(fields, texts, strict=False):
                if isinstance(field.editor, TextArea):
                    field.editor.setPlainText(text)
                elif isinstance(field.editor, LineEdit):
                    field.editor.setText(text)

    def values(self) -> list[list[str]]:
        """What stands in each row."""
        return [[typed_in(field) for field in fields] for fields in self.rows]

    def first(self) -> QWidget:
        """Where typing begins."""
        return self.rows[0][0].editor if self.rows else self.add_button

    def _remove(self, block: QWidget) -> None:
        place = self._blocks.index(block)
        del self._blocks[place], self.rows[place]
        block.hide()
        block.deleteLater()


def typed_in(field: Field) -> str:
    """What stands in a field of text."""
    editor = field.editor
    if isinstance(editor, TextArea):
        return editor.toPlainText().strip()
    return editor.text().strip() if isinstance(editor, LineEdit) else ""
