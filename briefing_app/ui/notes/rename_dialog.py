"""A name changes everywhere: the lines that follow are shown before anything is changed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.domain.change import ChangeSet
from briefing_app.domain.renaming import lines_changed
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Field, LineEdit
from briefing_app.ui.widgets.labels import label

SHOWN = 200


class RenameDialog(QDialog):
    """``plan`` gives the changes for a name; without ``what`` the name is settled and only shown."""

    def __init__(
        self, what: str, old: str, plan: Callable[[str], ChangeSet], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Rename everywhere"))
        self.resize(theme().px(620), theme().px(420))
        self._plan = plan
        self.change_set = ChangeSet("", ())
        self.name = LineEdit(old)
        self._summary = label("", "section", wrap=True)
        self.lines = QPlainTextEdit()
        self.lines.setReadOnly(True)
        self.lines.setAccessibleName(tr("What changes"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = buttons.addButton(tr("Change all"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setProperty("kind", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme().px(20),) * 4)
        column.setSpacing(theme().px(10))
        if what:
            column.addWidget(Field(what, self.name))
            self.name.typed.connect(lambda _text: self._show())
            self.name.selectAll()
        for part in (self._summary, self.lines, buttons):
            column.addWidget(part, 1 if part is self.lines else 0)
        self._show()

    def _show(self) -> None:
        new = self.name.text().strip().lstrip("#")
        self.change_set = self._plan(new) if new or not self.name.text() else ChangeSet("", ())
        found = lines_changed(self.change_set)
        count = len(self.change_set.changes)
        self._summary.setText(
            tr("One note changes, in one step that undo takes back.")
            if count == 1
            else tr("{count} notes change, in one step that undo takes back.", count=count)
        )
        blocks = [
            f"{each.title}\n  − {each.before.strip()}\n  + {each.after.strip()}" for each in found[:SHOWN]
        ]
        if len(found) > SHOWN:
            blocks.append(tr("and {count} more", count=len(found) - SHOWN))
        self.lines.setPlainText("\n\n".join(blocks))
        self.go.setEnabled(count > 0)
