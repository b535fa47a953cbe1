"""The window: header, one message place, welcome or desk, status bar. It routes and decides nothing."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.app.settings import Settings
from briefing_app.errors import BriefingError
from briefing_app.paths import Places
from briefing_app.ui import commands as do
from briefing_app.ui import safety
from briefing_app.ui.actions import TABS, Actions
from briefing_app.ui.arrival import Arrival
from briefing_app.ui.header import Header
from briefing_app.ui.locking import Locking
from briefing_app.ui.opening import Opener
from briefing_app.ui.status_bar import StatusBar
from briefing_app.ui.theme import theme
from briefing_app.ui.welcome import Welcome
from briefing_app.ui.widgets.main_frame import MainFrame
from briefing_app.ui.widgets.notices import MessageBar

if TYPE_CHECKING:
    from briefing_app.app.session import Session
    from briefing_app.ui.desk import Desk
    from briefing_app.ui.help_window import HelpWindow
    from briefing_app.ui.search_palette import SearchPalette

SAMPLE, INFO_MS = "us-japan", 6000


class MainWindow(MainFrame):
    """``session_changed`` carries the session, or None when the workspace was closed."""

    session_changed = Signal(object)

    def __init__(self, places: Places, settings: Settings, opener: Opener) -> None:
        super().__init__()
        self.places, self.settings = places, settings
        self.session: Session | None = None
        self.desk: Desk | None = None
        self._opener = opener
        self.help: HelpWindow | None = None
        self._search: SearchPalette | None = None
        self.wanted_tab = self.left_to_say = ""
        self.locking = Locking(self)
        self.commands = Actions(self, do.command_table(self))
        self.header = Header(self.commands)
        self.messages = MessageBar()
        self._passing = QTimer(self, singleShot=True, interval=INFO_MS)
        self.welcome = Welcome()
        self.status = StatusBar()
        self._pages, self._bar = QStackedWidget(), QWidget()
        self._arrival = Arrival(self, self._pages)
        self._lay_out()
        self._connect()
        self._show_choices()
        self.show_session(None)

    def _lay_out(self) -> None:
        self.setMinimumSize(960, 600)
        self.resize(1280, 800)
        if geometry := self.settings.state("geometry"):
            self.restoreGeometry(geometry)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bar = QVBoxLayout(self._bar)
        bar.setContentsMargins(*(theme().px(8),) * 4)
        bar.addWidget(self.messages)
        self._bar.hide()
        self._pages.addWidget(self.welcome)
        column.addWidget(self.header)
        column.addWidget(self._bar)
        column.addWidget(self._pages, 1)
        self.setCentralWidget(centre)
        self.setStatusBar(self.status)

    def _connect(self) -> None:
        self._passing.timeout.connect(self.messages.dismiss)
        self.messages.closed.connect(self._bar.hide)
        self.welcome.sample_requested.connect(self.open_sample)
        self.welcome.new_requested.connect(lambda: do.ask_new(self))
        self.welcome.open_requested.connect(lambda: do.ask_open(self))
        self.welcome.recent_requested.connect(self.open_workspace)
        self.welcome.unlock_requested.connect(self._opener.open)
        self._opener.wanted, self._opener.prepared = self._arrival.wanted, self._arrival.prepared
        self._opener.began.connect(self.welcome.show_opening)
        # What was said of another workspace does not stand over this one, unless it is still to be said.
        self._opener.began.connect(lambda _name: None if self.left_to_say else self.messages.dismiss())
        self._opener.progressed.connect(self.welcome.show_progress)
        self._opener.opened.connect(self._on_opened)
        self._opener.locked.connect(self.welcome.show_locked)
        self._opener.failed.connect(self._on_failed)
        self._opener.repaired.connect(partial(self.show_message, level="caution"))
        self._opener.jobs.unclaimed.connect(self._on_unclaimed)
        self.header.tab_chosen.connect(lambda place: do.show_tab(self, TABS[place]))
        self.header.day_chosen.connect(partial(do.set_day, self))
        self.header.known_day_chosen.connect(partial(do.set_known_day, self))

    @property
    def search(self) -> SearchPalette:
        """The palette of Ctrl+K, made on first use."""
        if self._search is None:
            from briefing_app.ui.search_palette import SearchPalette

            self._search = SearchPalette(self.commands, self)
            self._search.attach(self.session)
            do.follow_search(self, self._search)
        return self._search

    # --- what commands and main ask ------------------------------------------------------------------

    def open_workspace(self, path: Path, tab: str = "") -> None:
        """Open a workspace and, when it is there, show a tab."""
        self.wanted_tab = tab
        if self.close_workspace():
            self._opener.open(path)

    def open_sample(self, name: str = SAMPLE, tab: str = "") -> None:
        """Open the user's copy of a sample."""
        self.wanted_tab = tab
        if self.close_workspace():
            self._opener.open_sample(name)

    def close_workspace(self, *, is_leaving: bool = False, is_locking: bool = False) -> bool:
        """Save, close, and show the welcome page. False if the user stays because something is not saved.

        One that ``is_locking`` keeps where the user stands; who unlocks it goes on from there.
        """
        if not do.may_close(self):
            return False
        if self.session is not None:
            safety.close_session(self, self.session, is_leaving=is_leaving, is_locking=is_locking)
        return True

    def create_workspace(self, path: Path, passphrase: str | None) -> None:
        """Make an empty workspace and open it."""
        if self.close_workspace():
            self._opener.create(path, passphrase)

    def show_message(self, text: str, level: str = "info", action: str = "", run: Any = None) -> None:
        """The one message place of the window. Plain information goes by itself."""
        self._bar.show()
        self.messages.show_message(text, level, action=action, on_action=run)
        if level == "info" and not action:
            self._passing.start()
        else:
            self._passing.stop()

    def show_last_crash(self, log: str) -> None:
        """Tell that the last run ended by itself, and offer the log."""
        text = tr("Briefing Desk ended unexpectedly last time. What was saved is there.")
        copy = QGuiApplication.clipboard().setText
        self.show_message(text, "caution", tr("Copy the log"), lambda: copy(log))

    def choose(self, **choices: Any) -> None:
        """Take over and keep choices of theme, text size or language."""
        self.settings.choices = replace(self.settings.choices, **choices)
        self._show_choices()

    def zones(self) -> list[QWidget]:
        """What F6 goes round."""
        return [self.header, *self.desk.zones()] if self.desk else [self.welcome]

    def is_idle(self) -> bool:
        """Whether nothing is being worked at (for pictures of the window)."""
        return not self._opener.jobs.pending and (self.desk is None or self.desk.is_idle())

    def closeEvent(self, event: QCloseEvent) -> None:
        self.settings.set_state("geometry", self.saveGeometry())
        if not self.close_workspace(is_leaving=True):
            event.ignore()
            return
        self.settings.sync()
        if self.help is not None:
            self.help.deleteLater()
        super().closeEvent(event)

    # --- what is shown -------------------------------------------------------------------------------

    def show_session(self, session: Session | None) -> None:
        """Show a workspace, or the welcome page; who lets go of the one before takes its desk away."""
        if self.desk is not None:
            self._pages.removeWidget(self.desk)
            self.desk = None
        self.session = session
        is_encrypted = session is not None and session.workspace.encrypted
        self.header.setVisible(session is not None)
        self.status.setVisible(session is not None)
        self.commands.enable(has_workspace=session is not None, is_encrypted=is_encrypted)
        do.follow_undo(self.commands, session.undo_stack if session else None)
        self.status.attach(session)
        if self._search is not None:
            self._search.attach(session)
        self.welcome.show_recent(self.settings.recent)
        do.fill_recent(self)
        if session is None:
            self.setWindowTitle("Briefing Desk")
            self._pages.setCurrentWidget(self.welcome)
            self.welcome.show_start()
        else:
            self._show_desk(session)
        self.session_changed.emit(session)

    def _show_desk(self, session: Session) -> None:
        name = session.workspace.name
        self.setWindowTitle(f"{name} – Briefing Desk")
        self.header.show_workspace(name, is_encrypted=session.workspace.encrypted)
        do.follow_days(self, session)
        session.message.connect(self.show_message)
        do.follow_spelling(self)
        safety.say_notices(self, session.workspace)
        self.desk = self._arrival.take(session)
        self.desk.tab_shown.connect(self.header.show_tab)
        self.desk.show_tab(do.first_tab(self))
        self.wanted_tab = ""
        safety.say_left(self, self.desk.said)

    def _on_opened(self, session: Session) -> None:
        self.settings.remember(session.workspace.path)
        self.show_session(session)
        safety.look_for_second_place(self, session)

    def _on_failed(self, path: Path, error: BriefingError) -> None:
        self.welcome.show_start()
        safety.say_not_opened(self, self._opener, path, error)

    def _on_unclaimed(self, error: BaseException) -> None:
        if not isinstance(error, BriefingError):
            raise error
        self.show_message(told(error), "error")

    def _show_choices(self) -> None:
        choices = self.settings.choices
        if self.session is not None:
            do.follow_spelling(self)
        if (theme().choice, theme().scale) != (choices.theme, choices.text_size):
            theme().apply(choices.theme, choices.text_size)
        self.commands.named(f"theme_{choices.theme}").setChecked(True)
