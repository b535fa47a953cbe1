"""Asked before people leave in a file: with contact details, with private remarks. Neither by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.domain import sensitive
from briefing_app.domain.records import Record
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label


@dataclass(frozen=True)
class Kept:
    """What about people goes into a file."""

    contact: bool = False
    private: bool = False

    def of(self, records: Sequence[Record]) -> list[Record]:
        """The records as they are handed on."""
        return sensitive.handed_on(records, contact=self.contact, private=self.private)

    def left_out(self, records: Sequence[Record]) -> bool:
        """Whether anything stays behind."""
        contacts, remarks = sensitive.counted(records)
        return bool((contacts and not self.contact) or (remarks and not self.private))


class HandingOnDialog(QDialog):
    """Two ticks, both off. What nobody has is not asked for."""

    def __init__(self, name: str, records: Sequence[Record], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export {name}", name=name))
        contacts, remarks = sensitive.counted(records)
        self.contact = QCheckBox(tr("Contact details ({count} people)", count=contacts))
        self.private = QCheckBox(tr("Private remarks ({count} people)", count=remarks))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        go = buttons.addButton(tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        go.setProperty("kind", "primary")
        go.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        px = theme().px
        column = QVBoxLayout(self)
        column.setContentsMargins(*(px(24),) * 4)
        column.setSpacing(px(12))
        column.addWidget(label(tr("What about people goes into the file?"), "section"))
        said = tr("What is not ticked stays in the workspace. The file is not encrypted.")
        column.addWidget(label(said, "secondary", wrap=True))
        column.addWidget(self.contact)
        column.addWidget(self.private)
        self.contact.setVisible(bool(contacts))
        self.private.setVisible(bool(remarks))
        column.addSpacing(px(8))
        column.addWidget(buttons)
        self.setMinimumWidth(px(420))

    @property
    def kept(self) -> Kept:
        """What is ticked."""
        return Kept(contact=self.contact.isChecked(), private=self.private.isChecked())


def ask(parent: QWidget, name: str, records: Sequence[Record]) -> Kept | None:
    """What about people goes into a file; asked only where there is anything to ask. None: cancelled."""
    if not any(map(sensitive.is_sensitive, records)):
        return Kept()
    dialog = HandingOnDialog(name, records, parent)
    accepted, kept = bool(dialog.exec()), dialog.kept
    dialog.deleteLater()
    return kept if accepted else None
