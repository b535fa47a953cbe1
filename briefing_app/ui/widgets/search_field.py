"""A field to find things, and a field for a day."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QDateEdit, QLineEdit, QWidget

from briefing_app.app.i18n import language
from briefing_app.ui.theme import theme

PAUSE_MS = 80


class SearchField(QLineEdit):
    """``changed`` is sent shortly after typing stops; Esc empties it, Down goes to the results."""

    changed = Signal(str)
    down_pressed = Signal()
    accepted = Signal()

    def __init__(self, placeholder: str = "Find", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_composing = False
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setClearButtonEnabled(True)
        glass = QAction(self)
        theme().show_icon(glass, "search")
        self.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(lambda: self.changed.emit(self.text()))
        self.textChanged.connect(lambda _text: self._pause.start())
        self.returnPressed.connect(self.accepted)

    @property
    def is_composing(self) -> bool:
        """Whether an input method holds text that is not decided yet."""
        return self._is_composing

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        if event.key() == Qt.Key.Key_Down:
            self.down_pressed.emit()
            return
        super().keyPressEvent(event)


class DayField(QDateEdit):
    """A day of the calendar, with a calendar to choose from. ``day_changed`` carries a date."""

    day_changed = Signal(object)

    def __init__(self, day: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCalendarPopup(True)
        self.setKeyboardTracking(False)
        japanese = language() == "ja"
        self.setLocale(QLocale(QLocale.Language.Japanese if japanese else QLocale.Language.English))
        self.setDisplayFormat("yyyy年M月d日" if japanese else "d MMM yyyy")
        self.show_day(day)
        self.dateChanged.connect(lambda _day: self.day_changed.emit(self.day))

    @property
    def day(self) -> date:
        """The day shown."""
        shown = self.date()
        return date(shown.year(), shown.month(), shown.day())

    def show_day(self, day: date) -> None:
        """Show a day without sending ``day_changed``."""
        was_blocked = self.blockSignals(True)
        self.setDate(QDate(day.year, day.month, day.day))
        self.blockSignals(was_blocked)
