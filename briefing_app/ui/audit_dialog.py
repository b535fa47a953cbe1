"""What came into the workspace and what left it: imports, exports and prints, to be filtered and copied."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.store.workspace import AuditEntry
from briefing_app.ui.record_words import moment_words
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label
from briefing_app.ui.widgets.search_field import SearchField
from briefing_app.ui.widgets.table import TableView
from briefing_app.ui.widgets.table_model import Column, TableModel

_Row = tuple[int, AuditEntry]


class AuditDialog(QDialog):
    """Stays beside the window while work goes on. Nothing in it can be changed: the audit only grows."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Audit"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self.model: TableModel[_Row] = TableModel(
            [
                Column(tr("When"), lambda row: moment_words(row[1].at), lambda row: row[1].at, width=22),
                Column(tr("Action"), lambda row: _what(row[1].what), width=12),
                Column(tr("File or briefing"), lambda row: _subject(row[1].details), width=30),
                Column(tr("Details"), lambda row: _details(row[1].details), width=0),
            ],
            key=lambda row: row[0],
            parent=self,
        )
        self.field = SearchField(tr("Find in the audit"))
        self.field.changed.connect(self._filter)
        self.table = TableView(self.model)
        self.table.setAccessibleName(tr("Audit"))
        self.said = label("", "hint", wrap=True)
        self._lay_out()
        session.audited.connect(self._show)
        self._show()

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.copy_button = buttons.addButton(tr("Copy"), role)
        self.copy_button.setToolTip(tr("Copies the selected entries, or all that are shown."))
        self.copy_button.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme().px(24),) * 4)
        column.setSpacing(theme().px(12))
        lead = tr("Every import, export and print of this workspace. The list only grows.")
        column.addWidget(label(lead, "hint", wrap=True))
        column.addWidget(self.field)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.resize(theme().px(860), theme().px(520))

    def _show(self) -> None:
        if self._session.is_closed:
            return
        rows = list(enumerate(self._session.workspace.audit_log()))
        self.model.set_rows(rows[::-1])
        self._say()

    def _filter(self, query: str) -> None:
        self.model.filter(query)
        self._say()

    def _say(self) -> None:
        shown, total = len(self.model.shown()), len(self._session.workspace.audit_log())
        self.copy_button.setEnabled(bool(shown))
        if not total:
            self.said.setText(tr("Nothing was imported, exported or printed yet."))
        elif shown < total:
            self.said.setText(tr("{shown} of {count} entries", shown=f"{shown:,}", count=f"{total:,}"))
        else:
            self.said.setText(tr("1 entry") if total == 1 else tr("{count} entries", count=f"{total:,}"))

    def _copy(self) -> None:
        if not self.table.selectionModel().hasSelection():
            self.table.selectAll()
        self.table.copy()
        count = len(self.table.selectionModel().selectedRows())
        self.said.setText(
            tr("1 entry copied.") if count == 1 else tr("{count} entries copied.", count=f"{count:,}")
        )


def _what(what: str) -> str:
    words = {"import": tr("Import"), "export": tr("Export"), "print": tr("Print"), "brief": tr("Briefing")}
    return words.get(what, what.capitalize())


def _subject(details: Mapping[str, str]) -> str:
    return details.get("file") or details.get("briefing") or ""


def _details(details: Mapping[str, str]) -> str:
    """The rest of an entry in words: figures with what they count, anything else with its name."""
    units = {
        "records": tr("records"), "added": tr("added"), "updated": tr("updated"), "pages": tr("pages"),
        "bytes": tr("bytes"),
    }  # fmt: skip
    ones = {"records": tr("record"), "pages": tr("page"), "bytes": tr("byte")}
    parts = []
    for name, value in details.items():
        if name in {"file", "briefing"}:
            continue
        figure = f"{int(value):,}" if value.isdigit() else value
        unit = ones[name] if value == "1" and name in ones else units.get(name)
        parts.append(f"{figure} {unit}" if unit else f"{name}: {value}")
    return ", ".join(parts)
