"""Asks for the passphrase of a locked workspace."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.ui.welcome import centred_page
from briefing_app.ui.widgets.form import Field
from briefing_app.ui.widgets.labels import label


class UnlockPage(QWidget):
    """Asks for a passphrase. What was typed is forgotten as soon as it is handed on."""

    submitted = Signal(object, str)
    other_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        page, column = centred_page(360)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)
        self._path = Path()
        self._name = label("", "section", wrap=True)
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.returnPressed.connect(self._submit)
        self.field = Field(tr("Passphrase"), self.passphrase)
        unlock = QPushButton(tr("Unlock"))
        unlock.setProperty("kind", "primary")
        unlock.clicked.connect(self._submit)
        other = QPushButton(tr("Open another workspace"))
        other.setProperty("kind", "quiet")
        other.clicked.connect(self.other_requested)
        column.addWidget(self._name)
        column.addWidget(
            label(tr("It is encrypted. There is no way in without its passphrase."), "hint", wrap=True)
        )
        for widget in (self.field, unlock, other):
            column.addWidget(widget)

    def ask(self, path: Path, error: str) -> None:
        """Ask for the passphrase of a workspace; ``error`` says what was wrong with the last one."""
        self._path = path
        self._name.setText(path.name.removesuffix(".brief"))
        self.passphrase.clear()
        self.field.set_error(error)

    def forget(self) -> None:
        """Forget what was typed."""
        self.passphrase.clear()

    def _submit(self) -> None:
        typed = self.passphrase.text()
        self.passphrase.clear()
        if typed:
            self.submitted.emit(self._path, typed)
