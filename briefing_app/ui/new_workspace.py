"""Asks for the name, place and passphrase of a new workspace."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.i18n import tr
from briefing_app.ui import messages
from briefing_app.ui.protection_dialog import strength_words
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Form, LineEdit
from briefing_app.ui.widgets.labels import label
from briefing_app.ui.widgets.roomy_dialog import RoomyDialog

_FORBIDDEN = set('/\\:*?"<>|')


@dataclass(frozen=True)
class NewWorkspace:
    """What was asked for; ``passphrase`` None makes a workspace that anybody with the disk can read."""

    path: Path
    passphrase: str | None


class NewWorkspaceDialog(RoomyDialog):
    """One form. The button stays greyed until the answers make sense; each fault is said below its field."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("New workspace"))
        self.answer: NewWorkspace | None = None
        self.name = LineEdit(placeholder=tr("Autumn round"))
        self.place = LineEdit(str(folder))
        self.passphrase, self.again = QLineEdit(), QLineEdit()
        for field in (self.passphrase, self.again):
            field.setEchoMode(QLineEdit.EchoMode.Password)
        form = Form()
        self._name_field = form.add(tr("Name"), self.name)
        place_row = QWidget()
        row = QHBoxLayout(place_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.place, 1)
        choose = QPushButton(tr("Choose…"))
        choose.clicked.connect(self._choose_place)
        row.addWidget(choose)
        self._place_field = form.add(tr("Folder"), place_row)
        self.place.setAccessibleName(tr("Folder"))
        form.add(
            tr("Passphrase (optional)"),
            self.passphrase,
            tr("With a passphrase everything on disk is encrypted. If it is lost, so is the workspace."),
        )
        self.strength = label("", "hint", wrap=True)
        form.add_widget(self.strength)
        self._again_field = form.add(tr("Passphrase again"), self.again)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.create_button = self._buttons.addButton(tr("Create"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.create_button.setProperty("kind", "primary")
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        form.finished.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme().px(24),) * 4)
        column.setSpacing(theme().px(16))
        column.addWidget(form)
        column.addWidget(self._buttons)
        width = theme().px(480)
        self.setMinimumWidth(width)
        self.resize(width, column.totalHeightForWidth(width))
        for edit in (self.name, self.place, self.passphrase, self.again):
            edit.textChanged.connect(lambda _text: self._judge())
        self._judge()

    def accept(self) -> None:
        if self._judge():
            path = Path(self.place.text()).expanduser() / f"{self.name.text().strip()}.brief"
            self.answer = NewWorkspace(path, self.passphrase.text() or None)
            super().accept()

    def _judge(self) -> bool:
        name, folder = self.name.text().strip(), Path(self.place.text()).expanduser()
        name_fault = ""
        if set(name) & _FORBIDDEN:
            name_fault = tr('A name cannot hold any of / \\ : * ? " < > |')
        elif name and (folder / f"{name}.brief").exists():
            name_fault = tr("There is a workspace of this name already. Choose another name.")
        place_fault = "" if folder.is_dir() else tr("This folder does not exist.")
        self.strength.setText(strength_words(self.passphrase.text()) if self.passphrase.text() else "")
        self.strength.setVisible(bool(self.passphrase.text()))
        again_fault = ""
        if self.again.text() != self.passphrase.text():
            again_fault = tr("The two passphrases differ.") if self.again.text() else ""
        self._name_field.set_error(name_fault)
        self._place_field.set_error(place_fault)
        self._again_field.set_error(again_fault)
        is_right = bool(name) and not name_fault and not place_fault
        is_right = is_right and self.again.text() == self.passphrase.text()
        self.create_button.setEnabled(is_right)
        return is_right

    def _choose_place(self) -> None:
        chosen = messages.ask_folder(self, tr("Folder for the workspace"), Path(self.place.text()))
        if chosen is not None:
            self.place.setText(str(chosen))
