"""Locking the open workspace: on demand, and when nobody has been there for the minutes of the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.app.idle_lock import IdleLock
from briefing_app.errors import BriefingError
from briefing_app.ui.commands import end_composition

if TYPE_CHECKING:
    from briefing_app.ui.main_window import MainWindow


class Locking(QObject):
    """Follows the window's workspace. Locking closes it, and with it go keys, records and undo steps."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.idle = IdleLock(self)
        self.idle.due.connect(self.lock)
        window.session_changed.connect(lambda _session: self.follow())

    def follow(self) -> None:
        """Watch if there is something to lock; after a change of workspace, protection or settings."""
        session = self._window.session
        is_lockable = session is not None and session.workspace.encrypted
        self.idle.watch(self._window.settings.choices.lock_minutes * 60 if is_lockable else 0)

    def lock(self) -> None:
        """Save, close an encrypted workspace and ask for its passphrase. Dialogs are left first."""
        end_composition()
        top = QApplication.topLevelWidgets()
        while (popup := QApplication.activePopupWidget()) is not None and popup.close():
            pass
        for each in top:
            if (keep_draft := getattr(each, "keep_draft", None)) is not None:
                keep_draft()  # also of one that was left for now
        dialogs = [each for each in top if isinstance(each, QDialog) and each.isVisible()]
        for each in dialogs:
            each.reject()
        if any(each.isVisible() for each in dialogs):
            return  # a conversion runs and is seen to its end; the idle lock comes again
        if dialogs:  # later, when they have returned to those who opened them
            QTimer.singleShot(0, self, self._close)
        else:
            self._close()

    def _close(self) -> None:
        window, session = self._window, self._window.session
        if session is None or not session.workspace.encrypted:
            return
        try:
            session.flush()
        except BriefingError as error:
            fault = told(error)
        else:
            fault = session.save_state.reason if session.typing.is_waiting else ""
        if fault and not session.workspace.read_only:
            window.show_message(tr("Not locked, because not everything is saved: {why}", why=fault), "error")
            return
        path = session.workspace.path
        window.messages.dismiss()
        window.close_workspace(is_locking=True)
        window.welcome.show_locked(path)
