"""The backups of the open workspace: make one now, keep them in a second place too, restore one as a copy."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.app.settings import Settings
from briefing_app.errors import BriefingError, PassphraseError, WorkspaceError
from briefing_app.store import conversion_cleanup, restoring
from briefing_app.store.backups import Backup
from briefing_app.store.second_place import SecondPlace
from briefing_app.ui import messages
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Form
from briefing_app.ui.widgets.labels import label, restyle
from briefing_app.ui.widgets.roomy_dialog import RoomyDialog


class BackupsDialog(RoomyDialog):
    """``restored`` carries the folder of a copy that was restored."""

    restored = Signal(object)

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Backups"))
        self._session, self._settings = session, settings
        self._found: list[Backup] = []
        form = Form()
        place_row = QWidget()
        row = QHBoxLayout(place_row)
        row.setContentsMargins(0, 0, 0, 0)
        self.place = QLineEdit()
        self.place.setReadOnly(True)
        self.place.setPlaceholderText(tr("None"))
        self.choose, self.clear = QPushButton(tr("Choose…")), QPushButton(tr("Remove"))
        self.choose.clicked.connect(self._choose_place)
        self.clear.clicked.connect(lambda: self._take_place(None))
        for part in (self.place, self.choose, self.clear):
            row.addWidget(part, 1 if part is self.place else 0)
        self.place_field = form.add(
            tr("Second place"),
            place_row,
            tr("Each backup is also written there. Best on another medium; it holds for every workspace."),
        )
        self.list = QListWidget()
        self.list.currentItemChanged.connect(lambda *_items: self._show_buttons())
        form.add(tr("Backups, the newest first"), self.list)
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.textChanged.connect(lambda _text: self._show_buttons())
        self.passphrase_field = form.add(tr("Passphrase of this backup"), self.passphrase)
        self.said = label("", "hint", wrap=True)
        form.add_widget(self.said)
        self._lay_out(form)
        self._show_place()
        self._read()
        self._show_buttons()

    def _lay_out(self, form: Form) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.make_button = buttons.addButton(tr("Back up now"), role)
        self.restore_button = buttons.addButton(tr("Restore as copy…"), role)
        self.make_button.setProperty("kind", "primary")
        self.make_button.clicked.connect(self._make)
        self.restore_button.clicked.connect(self._restore)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme().px(24),) * 4)
        column.setSpacing(theme().px(16))
        column.addWidget(form, 1)
        column.addWidget(buttons)
        self.resize(theme().px(560), theme().px(480))
        self.make_button.setFocus()

    # --- the second place ----------------------------------------------------------------------------

    def _choose_place(self) -> None:
        chosen = messages.ask_folder(
            self, tr("Second place for backups"), Path(self.place.text() or Path.home())
        )
        if chosen is None:
            return
        if chosen.resolve().is_relative_to(self._session.workspace.path.resolve()):
            self.place_field.set_error(tr("This lies inside the workspace. Choose a folder outside of it."))
            return
        try:
            self._take_place(SecondPlace.set_up(chosen))
        except WorkspaceError as error:
            self.place_field.set_error(told(error))

    def _take_place(self, place: SecondPlace | None) -> None:
        self.place_field.set_error("")
        self._settings.backup_place = place
        self._session.workspace.backups.second_place = place
        self._show_place()
        self._read()

    def _show_place(self) -> None:
        place = self._settings.backup_place
        self.place.setText("" if place is None else str(place.path))
        self.place.setCursorPosition(0)
        self.clear.setEnabled(place is not None)
        if place is None or place.is_there:
            self.place_field.set_error("")
        elif place.is_folder:
            self.place_field.set_error(
                tr("A folder of this name is there, but not the one that was chosen: is the medium attached? "
                   "Backups stay in the workspace only.")
            )  # fmt: skip
        else:
            self.place_field.set_error(
                tr("This folder is not there now: backups stay in the workspace only.")
            )

    # --- making and restoring ------------------------------------------------------------------------

    def _make(self) -> None:
        self._say(tr("Making a backup…"))
        self.make_button.setEnabled(False)
        place, keeper = self._settings.backup_place, self._session.workspace.backups
        # A medium that came back since is used again; one that is gone is said above, not at each backup.
        keeper.second_place = place if place is not None and place.is_there else None
        try:
            self._session.flush()
        except BriefingError as error:
            self._failed(error)
            return
        self._session.jobs.run(keeper.make, self._made, self._failed, lane="store", owner=self)

    def _made(self, made: Backup | None) -> None:
        error = self._session.workspace.backups.error
        if error is not None:
            self._say(told(error), "error")
        elif made is not None:
            self._say(tr("Backup made and checked by opening it."))
        self.make_button.setEnabled(True)
        self._show_place()
        self._read()

    def _restore(self) -> None:
        backup = self._chosen()
        if backup is None:
            return
        workspace = self._session.workspace
        title = tr("Folder for the restored copy")
        folder = messages.ask_folder(self, title, workspace.path.parent)
        if folder is None:
            return
        moment = backup.made_at.astimezone().strftime("%Y-%m-%d %H.%M.%S")
        target = folder / f"{workspace.name} {moment}.brief"
        if target.exists():
            self._say(tr("{name} is there already. Choose another folder.", name=target.name), "error")
            return
        passphrase = self.passphrase.text() if self._is_sealed(backup) else None
        self.restore_button.setEnabled(False)
        self._session.jobs.run(
            lambda: restoring.restore(backup.path, target, passphrase),
            lambda _restored: self._on_restored(target),
            self._failed,
            lane="store",
            owner=self,
        )

    def _on_restored(self, target: Path) -> None:
        self.passphrase.clear()
        self._say(tr("Restored as {name}. The open workspace was not touched.", name=target.name))
        self._show_buttons()
        self.restored.emit(target)

    def _failed(self, error: BaseException) -> None:
        self.make_button.setEnabled(True)
        self._show_buttons()
        if not isinstance(error, BriefingError):
            raise error
        if isinstance(error, PassphraseError):
            self.passphrase.clear()
            self.passphrase_field.set_error(tr("This passphrase does not open it. Try again."))
        else:
            self._say(told(error), "error")

    # --- the list ------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._session.jobs.run(self._session.workspace.backups.all, self._show, owner=self)

    def _show(self, found: list[Backup]) -> None:
        self.list.clear()
        self._found = found
        inside = self._session.workspace.path
        for backup in found:
            here = backup.path.is_relative_to(inside)
            place = tr("in the workspace") if here else tr("in the second place")
            item = QListWidgetItem(f"{backup.made_at.astimezone():%Y-%m-%d %H:%M:%S}   {place}")
            item.setToolTip(str(backup.path))
            self.list.addItem(item)
        if not found and not self.said.text():
            self._say(tr("There is no backup yet. One is made when the workspace is closed."))

    def _chosen(self) -> Backup | None:
        place = self.list.currentRow()
        return self._found[place] if 0 <= place < len(self._found) else None

    @staticmethod
    def _is_sealed(backup: Backup) -> bool:
        return conversion_cleanup.is_sealed_workspace(backup.path)

    def _show_buttons(self) -> None:
        backup = self._chosen()
        needs_passphrase = backup is not None and self._is_sealed(backup)
        self.passphrase_field.setVisible(needs_passphrase)
        if self.passphrase.text():
            self.passphrase_field.set_error("")
        is_ready = backup is not None and (not needs_passphrase or bool(self.passphrase.text()))
        self.restore_button.setEnabled(is_ready)

    def _say(self, text: str, role: str = "hint") -> None:
        self.said.setText(text)
        restyle(self.said, role=role)
