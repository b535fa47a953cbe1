"""The second clock: the day whose knowledge counts. Folded to one button until somebody needs it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from briefing_app.app.i18n import tr
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label
from briefing_app.ui.widgets.search_field import DayField


class KnownOn(QWidget):
    """A button that unfolds to a day. ``chosen`` carries a date, or None: everything known today."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = date.min
        self.button = QToolButton()
        theme().show_icon(self.button, "history")
        self.button.setToolTip(
            tr("Known on: show only what was known on a day. What came out later is hidden.")
        )
        self.button.setAccessibleName(tr("Known on…"))
        self.button.clicked.connect(self._unfold)
        self.words = label(tr("Known on"), "secondary")
        self.day = DayField(date(2000, 1, 1))
        self.day.setAccessibleName(tr("Known on"))
        self.day.setToolTip(tr("Only what was known by the end of this day is shown."))
        self.day.day_changed.connect(self._choose)
        self.close_button = QToolButton()
        theme().show_icon(self.close_button, "close")
        self.close_button.setToolTip(tr("Show everything known today"))
        self.close_button.setAccessibleName(tr("Show everything known today"))
        self.close_button.clicked.connect(self._fold)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().px(8))
        for part in (self.button, self.words, self.day, self.close_button):
            row.addWidget(part)
        self._show_folded(True)

    def show_day(self, known_on: date | None, today: date) -> None:
        """Show the day; one that is set unfolds, today folds."""
        self._today = today
        self.day.show_day(known_on or today)
        self._show_folded(known_on is None)

    def _unfold(self) -> None:
        self._show_folded(False)
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)
        self.day.selectAll()

    def _fold(self) -> None:
        self.chosen.emit(None)
        self.day.show_day(self._today)
        self._show_folded(True)
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, day: date) -> None:
        self.chosen.emit(None if day == self._today else day)

    def _show_folded(self, folded: bool) -> None:
        self.button.setVisible(folded)
        for part in (self.words, self.day, self.close_button):
            part.setVisible(not folded)
