"""The list of what pre-flight found."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidget, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from briefing_app.app.i18n import tr
from briefing_app.ui.theme import theme

_SIDES_PX, _BETWEEN_PX, _HIGHEST_PX = 23, 8, 10_000
# A zone lower than this is shared with what is typed above: the list has three lines, else five.
_LOW_PX, _LEAST_PX = 460, {True: 70, False: 116}


class FindingsList(QListWidget):
    """What pre-flight found: no higher than it needs, so that the page above has the room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Pre-flight"))
        self.setWordWrap(True)
        self.setItemDelegate(_Wrapped(self))
        self.setResizeMode(QListWidget.ResizeMode.Adjust)  # rows wrap again beside a scroll bar
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def fit(self) -> None:
        """Be as high as the findings are at this width, up to what the zone gives."""
        self.doItemsLayout()
        last = self.visualItemRect(self.item(self.count() - 1)) if self.count() else QRect()
        high = last.bottom() + self.verticalOffset() + 2 * self.frameWidth() + theme().px(4)
        zone = self.parentWidget()
        is_low = zone is not None and zone.height() < theme().px(_LOW_PX)
        self.setMinimumHeight(min(theme().px(_LEAST_PX[is_low]), high))
        self.setMaximumHeight(high)


class _Wrapped(QStyledItemDelegate):
    """Rows as high as their words need: Qt reckons without the space that the style sheet puts beside them,
    and ends a last line with dots.
    """

    def __init__(self, view: QListWidget) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        room = QRect(0, 0, self._view.viewport().width() - theme().px(_SIDES_PX), _HIGHEST_PX)
        words = str(index.data(Qt.ItemDataRole.DisplayRole))
        high = self._view.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, words).height()
        return QSize(room.width(), high + theme().px(_BETWEEN_PX))
