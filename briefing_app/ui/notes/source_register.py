"""Every source with its citation, day and captured file: found, sorted, copied."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from briefing_app.app.i18n import language, tr
from briefing_app.domain.citation_style import citation
from briefing_app.domain.records import Source
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.date_part import date_words
from briefing_app.ui.widgets.labels import label
from briefing_app.ui.widgets.search_field import SearchField
from briefing_app.ui.widgets.table import TableView
from briefing_app.ui.widgets.table_model import Column, TableModel


class SourceRegister(QWidget):
    """``record_requested`` carries a source that was opened."""

    record_requested = Signal(str, str)
    add_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model: TableModel[Source] = TableModel(_columns(), lambda source: source.id)
        self.table = TableView(self.model)
        self.table.record_kind = "source"
        self.table.setAccessibleName(tr("Source register"))
        self.table.row_opened.connect(lambda key: self.record_requested.emit("source", str(key)))
        self._title = label(tr("Source register"), "title")
        self._count = label("", "secondary")
        self.field = SearchField(tr("Find in sources"))
        self.field.changed.connect(self.model.filter)
        add = QPushButton(tr("New source…"))
        theme().show_icon(add, "add")
        add.clicked.connect(self.add_requested)
        self.copy = QPushButton(tr("Copy all citations"))
        theme().show_icon(self.copy, "copy")
        self.copy.clicked.connect(self.copy_citations)
        px = theme().px
        top = QHBoxLayout()
        top.setContentsMargins(px(24), px(12), px(16), px(4))
        top.addWidget(self._title)
        top.addSpacing(px(12))
        top.addWidget(self._count, 1)
        row = QHBoxLayout()
        row.setContentsMargins(px(24), 0, px(16), px(8))
        row.setSpacing(px(8))
        row.addWidget(self.field, 1)
        row.addWidget(self.copy)
        row.addWidget(add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        self._sources: Sequence[Source] = ()

    def show_sources(self, sources: Sequence[Source]) -> None:
        """Show all sources."""
        self._sources = sources
        self.model.set_rows(sources)
        captured = sum(bool(source.sha256) for source in sources)
        one = tr("1 source, {captured} with a captured file", captured=captured)
        many = tr("{count} sources, {captured} with a captured file", count=len(sources), captured=captured)
        self._count.setText(one if len(sources) == 1 else many)
        self.copy.setEnabled(bool(sources))

    def copy_citations(self) -> None:
        """All citations as text, in alphabetical order, one a line."""
        lines = sorted((citation(source, language()) for source in self._sources), key=str.casefold)
        QGuiApplication.clipboard().setText("\n".join(lines))


def _columns() -> list[Column[Source]]:
    return [
        Column(tr("Publisher"), lambda source: source.publisher, width=18),
        Column(tr("Title"), lambda source: source.title, width=0, bold=True,
               tip=lambda source: citation(source, language())),
        Column(tr("Date"), lambda source: date_words(source.date), sort=lambda source: source.date, width=14),
        Column(tr("Read on"), lambda source: date_words(source.read_on),
               sort=lambda source: source.read_on, width=14),
        Column(tr("Captured file"), lambda source: source.attachment if source.sha256 else "–", width=18),
        Column(tr("In texts"), lambda source: f"^{source.id}", width=18),
    ]  # fmt: skip
