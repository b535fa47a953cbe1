"""A row that wraps, and chips in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QLayout,
    QLayoutItem,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from briefing_app.app.i18n import tr
from briefing_app.ui.theme import theme


class FlowLayout(QLayout):
    """Lays widgets out in lines, left to right, as many lines as the width asks for."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay_out(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay_out(rect, place=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        # Items shrink to the width there is, so that one long chip never widens its panel.
        height = max((item.minimumSize().height() for item in self._items), default=0)
        return QSize(0, height)

    def _lay_out(self, rect: QRect, *, place: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        placed: list[tuple[QLayoutItem, QRect]] = []

        def put() -> None:  # a low label stands in the middle of its line, beside the fields
            for item, box in placed if place else []:
                item.setGeometry(box.translated(0, (line - box.height()) // 2))
            placed.clear()

        for item in self._items:
            if item.isEmpty():  # hidden: it takes no room
                continue
            hint = item.sizeHint()
            width = min(hint.width(), rect.width())
            if x + width > rect.right() + 1 and line:
                put()
                x, y, line = rect.x(), y + line + self.spacing(), 0
            placed.append((item, QRect(QPoint(x, y), QSize(width, hint.height()))))
            x += width + self.spacing()
            line = max(line, hint.height())
        put()
        return y + line - rect.y()


class Chip(QPushButton):
    """A tag, person, place or measure. A click opens it, Backspace or Delete removes it where allowed."""

    opened = Signal(str)
    removed = Signal(str)

    def __init__(
        self,
        text: str,
        key: str = "",
        *,
        icon: str = "",
        removable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.key = key or text
        self._removable = removable
        self.setProperty("kind", "chip")
        if icon:
            theme().show_icon(self, icon)
        if removable:
            self.setToolTip(tr("Enter opens it, Backspace removes it"))
        self.clicked.connect(lambda: self.opened.emit(self.key))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The words cut with dots where the chip is narrower than they are; the tool tip has them all."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        words = self.fontMetrics().horizontalAdvance(option.text)
        room = self.width() - (self.sizeHint().width() - words)
        if words > room:
            option.text = self.fontMetrics().elidedText(option.text, Qt.TextElideMode.ElideRight, room)
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._removable and self.toolTip() in {"", self.text()}:
            self.setToolTip(self.text() if self.width() < self.sizeHint().width() else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._removable and event.key() in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}:
            self.removed.emit(self.key)
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit(self.key)
            return
        super().keyPressEvent(event)


class ChipRow(QWidget):
    """Chips that wrap. ``set_chips`` replaces them all."""

    opened = Signal(str)
    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_chips(self, chips: Sequence[tuple[str, str]], *, icon: str = "", removable: bool = False) -> None:
        """Show chips given as (text, key)."""
        self.clear()
        for text, key in chips:
            chip = Chip(text, key, icon=icon, removable=removable)
            chip.opened.connect(self.opened)
            chip.removed.connect(self.removed)
            self._flow.addWidget(chip)
        self.updateGeometry()

    def add(self, widget: QWidget) -> None:
        """Put any widget into the row."""
        self._flow.addWidget(widget)
        self.updateGeometry()

    def clear(self) -> None:
        """Take everything out."""
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
