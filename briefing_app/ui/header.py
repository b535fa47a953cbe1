"""The top of the window: workspace, tabs, the as-of day, search, lock; below it the band of the past."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.i18n import language, tr
from briefing_app.ui.actions import TAB_TITLES, TABS, Actions
from briefing_app.ui.known_on import KnownOn
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label, restyle
from briefing_app.ui.widgets.search_field import DayField


class Header(QWidget):
    """Shows and asks; the window decides. ``day_chosen`` carries a date, or None for today."""

    tab_chosen = Signal(int)
    day_chosen = Signal(object)
    known_day_chosen = Signal(object)
    search_requested = Signal()
    lock_requested = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        px = theme().px
        self._today = date.min
        self.workspace = QToolButton()
        self.workspace.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.workspace.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.workspace.setMenu(self._workspace_menu(actions))
        self.workspace.setProperty("role", "workspace")
        self.workspace.setAccessibleName(tr("Workspace"))
        theme().show_icon(self.workspace, "menu")
        self.tabs = _tab_bar()
        self.tabs.currentChanged.connect(self.tab_chosen)
        self.day = DayField(date(2000, 1, 1))
        self.day.setAccessibleName(tr("In force on"))
        self.day.setToolTip(tr("The day everything is shown for. Choose another to look at the past."))
        self.day.day_changed.connect(lambda day: self.day_chosen.emit(None if day == self._today else day))
        top = QHBoxLayout()
        top.setContentsMargins(px(8), px(4), px(8), 0)
        top.setSpacing(px(8))
        top.addWidget(self.workspace)
        top.addSpacing(px(8))
        top.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignBottom)
        top.addStretch(1)
        top.addWidget(label(tr("In force on"), "secondary"))
        top.addWidget(self.day)
        self.known = KnownOn()
        self.known.chosen.connect(self.known_day_chosen)
        top.addWidget(self.known)
        top.addWidget(self._search_button(actions))
        self._lock = QToolButton()
        self._lock.setDefaultAction(actions.named("lock"))
        top.addWidget(self._lock)
        self.past = _PastBand()
        self.past.back_requested.connect(self._back_to_today)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        line = QFrame()
        line.setProperty("line", "horizontal")
        column.addWidget(line)
        column.addWidget(self.past)

    def show_workspace(self, name: str, *, is_encrypted: bool) -> None:
        """Name the workspace; the lock shows only where there is something to lock."""
        self.workspace.setText(f" {name}")
        self._lock.setVisible(is_encrypted)

    def show_tab(self, index: int) -> None:
        """Mark a tab as the current one. It is shown already: nobody chose it here."""
        was_blocked = self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(index)
        self.tabs.blockSignals(was_blocked)

    def show_days(self, day: date, known_on: date | None, today: date) -> None:
        """Show the day in force and the day of knowledge, and the band when either is not today."""
        self._today = today
        self.day.show_day(day)
        self.known.show_day(known_on, today)
        self.past.show_days(day, known_on, today)

    def _back_to_today(self) -> None:
        self.known_day_chosen.emit(None)
        self.day_chosen.emit(None)

    def _workspace_menu(self, actions: Actions) -> QMenu:
        menu = QMenu(self)
        for name in ("open_workspace", "new_workspace", "open_sample"):
            menu.addAction(actions.named(name))
        menu.addMenu(actions.recent_menu)
        menu.addSeparator()
        menu.addAction(actions.named("close_workspace"))
        return menu

    def _search_button(self, actions: Actions) -> QPushButton:
        action = actions.named("search")
        button = QPushButton(f"{tr('Search…')}   {action.shortcut().toString()}")
        button.setProperty("kind", "search")
        button.setAccessibleName(tr("Search everything"))
        theme().show_icon(button, "search")
        button.clicked.connect(action.trigger)
        return button


class _PastBand(QFrame):
    """The band that says that the day shown is not today."""

    back_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        px = theme().px
        self.setProperty("panel", "past")
        self.text = label()
        back = QPushButton(tr("Back to today"))
        back.setProperty("kind", "link")
        back.clicked.connect(self.back_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(2), px(16), px(2))
        row.setSpacing(px(12))
        row.addWidget(self.text)
        row.addWidget(back)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_days(self, day: date, known_on: date | None, today: date) -> None:
        from briefing_app.domain.date_words import day_words  # not needed for the first paint

        words = []
        said = {"day": day_words(day, language())}
        if day < today:
            words.append(tr("You are looking at the past: everything is shown as of {day}.", **said))
        elif day > today:
            words.append(tr("You are looking ahead: everything is shown as of {day}.", **said))
        if known_on is not None:
            told = day_words(known_on, language())
            words.append(tr("Only what was known on {day} is shown.", day=told))
        self.text.setText(" ".join(words))
        self.setVisible(bool(words))
        restyle(self, panel="past")


def _tab_bar() -> QTabBar:
    bar = QTabBar()
    bar.setDrawBase(False)
    bar.setExpanding(False)
    bar.setAccessibleName(tr("Tabs"))
    for number, name in enumerate(TABS, 1):
        place = bar.addTab(tr(TAB_TITLES[name]))
        bar.setTabToolTip(place, f"Alt+{number}")
    return bar
