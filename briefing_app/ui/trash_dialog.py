"""The trash: removed records with what they held, to be brought back or removed for good."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.records import title_of
from briefing_app.errors import BriefingError
from briefing_app.store.history_views import Deleted
from briefing_app.store.search import searchable_text
from briefing_app.ui import messages
from briefing_app.ui.record_words import kind_word, moment_words
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label, restyle
from briefing_app.ui.widgets.search_field import SearchField
from briefing_app.ui.widgets.table import TableView
from briefing_app.ui.widgets.table_model import Column, TableModel


class TrashDialog(QDialog):
    """Stays beside the window while work goes on. ``restored`` carries the kind and id of the last record
    that was brought back, and how many were.
    """

    restored = Signal(str, str, int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Trash"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self.model: TableModel[Deleted] = TableModel(
            [
                Column(tr("Title"), lambda row: title_of(row.record), width=0),
                Column(tr("Kind"), lambda row: kind_word(row.record.record_kind), width=12),
                Column(
                    tr("Removed"),
                    lambda row: moment_words(row.removed_at),
                    lambda row: row.removed_at,
                    width=22,
                ),
            ],
            key=lambda row: (row.record.record_kind, row.record.id),
            parent=self,
        )
        self.field = SearchField(tr("Find in the trash"))
        self.field.changed.connect(self._filter)
        self.table = TableView(self.model)
        self.table.setAccessibleName(tr("Trash"))
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_chosen())
        self.table.row_opened.connect(lambda _key: self._restore())
        self.preview = QPlainTextEdit()
        self.preview.setReadOnly(True)
        self.preview.setAccessibleName(tr("What the record held"))
        self.preview.setPlaceholderText(tr("Choose a record to read what it held."))
        self.said = label("", "hint", wrap=True)
        self._lay_out()
        session.changed.connect(self._on_changed)  # a method: the connection goes with the dialog
        self._show()

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.restore_button = buttons.addButton(tr("Restore"), role)
        self.restore_button.setProperty("kind", "primary")
        self.empty_button = buttons.addButton(tr("Empty the trash…"), role)
        self.restore_button.clicked.connect(self._restore)
        self.empty_button.clicked.connect(self._empty)
        buttons.rejected.connect(self.reject)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.table)
        parts.addWidget(self.preview)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme().px(24),) * 4)
        column.setSpacing(theme().px(12))
        column.addWidget(self.field)
        column.addWidget(parts, 1)
        column.addLayout(foot)
        self.resize(theme().px(760), theme().px(560))

    # --- what is shown -------------------------------------------------------------------------------

    def _show(self) -> None:
        if self._session.is_closed:
            return
        self.model.set_rows(self._session.workspace.trash())
        self._show_chosen()
        self._count()

    def _on_changed(self, _change: object) -> None:
        self._show()

    def _filter(self, query: str) -> None:
        self.model.filter(query)
        self._show_chosen()

    def _count(self) -> None:
        count = self.model.rowCount()
        if not count:
            text = tr("The trash is empty.")
        else:
            text = (
                tr("1 record in the trash.")
                if count == 1
                else tr("{count} records in the trash.", count=f"{count:,}")
            )
        self._say(text)

    def _chosen(self) -> list[Deleted]:
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.record(row) for row in rows]

    def _show_chosen(self) -> None:
        chosen = self._chosen()
        self.preview.setPlainText("\n\n".join(searchable_text(each.record) for each in chosen[:20]))
        why = tr("The workspace is open for reading only.") if self._session.workspace.read_only else ""
        self.restore_button.setEnabled(bool(chosen) and not why)
        self.restore_button.setToolTip(why or ("" if chosen else tr("Choose a record first.")))
        self.empty_button.setEnabled(bool(self._session.workspace.trash()) and not why)
        self.empty_button.setToolTip(why)

    def _say(self, text: str, role: str = "hint") -> None:
        self.said.setText(text)
        restyle(self.said, role=role)

    # --- what is done --------------------------------------------------------------------------------

    def _restore(self) -> None:
        """Bring the chosen records back in one step, which undo takes back."""
        chosen = self._chosen()
        if not chosen or self._session.workspace.read_only:
            return
        records = [each.record for each in chosen]
        name = (
            tr("Restore {title}", title=title_of(records[0])) if len(records) == 1 else tr("Restore records")
        )
        changes = tuple(Change(each.record_kind, each.id, None, each) for each in records)
        try:
            self._session.apply(ChangeSet(name, changes))
        except BriefingError as error:
            self._say(told(error), "error")
            return
        self.restored.emit(records[-1].record_kind, records[-1].id, len(records))

    def _empty(self) -> None:
        count = len(self._session.workspace.trash())
        sure = messages.confirm(
            self,
            tr("Remove 1 record for good?")
            if count == 1
            else tr("Remove {count} records for good?", count=f"{count:,}"),
            tr(
                "The trash cannot bring them back then. Earlier backups still hold them, and so do the last "
                "steps of undo."
            ),
            tr("Empty the trash"),
        )
        if not sure or self._session.is_closed:
            return
        try:
            self._session.flush()
            self._session.workspace.empty_trash()
        except BriefingError as error:
            self._say(told(error), "error")
            return
        self._show()
