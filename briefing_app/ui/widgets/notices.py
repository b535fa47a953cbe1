"""What a zone says about itself: message bars and empty states."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.ui.theme import on_change, theme
from briefing_app.ui.widgets.labels import label, restyle

_TONES = {"info": "accent", "caution": "caution", "error": "negative"}


class MessageBar(QFrame):
    """A message at the top of the zone it concerns, with at most one action and a way to close it."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level = "info"
        self._action: Callable[[], object] | None = None
        self._icon = QLabel()
        self._text = label(wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button = QPushButton()
        self._button.setProperty("kind", "link")
        self._button.clicked.connect(self._on_button_clicked)
        close = QToolButton()
        close.setToolTip(tr("Close this message (Esc)"))
        close.setAccessibleName(tr("Close message"))
        theme().show_icon(close, "close")
        close.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme().px(12), theme().px(6), theme().px(6), theme().px(6))
        row.setSpacing(theme().px(8))
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        row.addWidget(close)
        self.hide()
        theme().changed.connect(self._paint_icon)

    @property
    def text(self) -> str:
        """The message shown now, empty when the bar is closed."""
        return self._text.text() if not self.isHidden() else ""

    def show_message(
        self, text: str, level: str = "info", action: str = "", on_action: Callable[[], object] | None = None
    ) -> None:
        """Show a message of level info, caution or error."""
        self._level = level
        self._text.setText(text)
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self._action = on_action
        self.setAccessibleName(f"{level}: {text}")
        restyle(self, panel=level)
        self._paint_icon()
        self.show()

    def dismiss(self) -> None:
        """Close the bar."""
        self.hide()
        self.closed.emit()

    def _on_button_clicked(self) -> None:
        if self._action is not None:
            self._action()

    def _paint_icon(self) -> None:
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(theme().pixmap(self._level, _TONES[self._level], 20, ratio))


class EmptyState(QWidget):
    """One line on what belongs here, one primary action, one other way in."""

    def __init__(
        self,
        icon: str,
        text: str,
        *,
        action: str = "",
        on_action: Callable[[], object] | None = None,
        second: str = "",
        on_second: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text = label(text, tone="muted", wrap=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text.setMaximumWidth(theme().px(420))
        column = QVBoxLayout(self)
        column.setSpacing(theme().px(12))
        column.addStretch(2)
        column.addWidget(self._icon)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.text, 4)
        row.addStretch(1)
        column.addLayout(row)
        for words, callback, kind in ((action, on_action, "primary"), (second, on_second, "quiet")):
            if words and callback is not None:
                button = QPushButton(words)
                button.setProperty("kind", kind)
                button.clicked.connect(lambda _checked=False, call=callback: call())
                column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
                if kind == "primary":
                    self.setFocusProxy(button)
        column.addStretch(3)
        on_change(self, self._paint_icon)

    def _paint_icon(self) -> None:
        self._icon.setPixmap(theme().pixmap(self._icon_name, "line_strong", 32, self.devicePixelRatioF()))


def begin_here(page: QWidget) -> None:
    """Put the focus on the first step where a page is empty, so that Enter takes it."""
    for each in page.findChildren(EmptyState):
        if each.isVisible() and each.focusProxy() is not None:
            each.setFocus(Qt.FocusReason.OtherFocusReason)
            return
