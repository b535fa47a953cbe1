"""Choosing and taking away the photo of a person."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.errors import BriefingError
from briefing_app.ui import messages
from briefing_app.ui.people import photo
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label


class PhotoButtons(QWidget):
    """``chosen`` carries the SHA-256 of the photo that was stored, or nothing where it was taken away."""

    chosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.choose = QPushButton(tr("Choose a photo"))
        self.choose.clicked.connect(lambda _checked=False: self._choose())
        self.remove = QPushButton(tr("Remove the photo"))
        self.remove.clicked.connect(lambda _checked=False: self.chosen.emit(""))
        self._fault = label("", "error", wrap=True)
        self._fault.hide()
        row = QHBoxLayout()
        row.setSpacing(theme().px(8))
        row.addWidget(self.choose)
        row.addWidget(self.remove)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self._fault)

    @property
    def fault(self) -> str:
        """What was wrong with the file chosen last, in words."""
        return self._fault.text()

    def show_state(self, *, has_photo: bool) -> None:
        """Say whether there is a photo to take away."""
        self.remove.setVisible(has_photo)

    def _choose(self) -> None:
        path = messages.ask_open_file(
            self, tr("Choose a photo"), Path.home(), f"{tr('Pictures')} (*.jpg *.jpeg *.png *.webp *.gif)"
        )
        if path is not None:
            self.take(path)

    def take(self, path: Path) -> None:
        """Store the photo of a file; what is wrong with it is said below the button."""
        try:
            digest = self._session.workspace.put_attachment(photo.taken(path))
        except BriefingError as error:
            self._fault.setText(told(error))
            self._fault.show()
            return
        self._fault.setText("")
        self._fault.hide()
        self.chosen.emit(digest)
