"""A source: what it is, where it stands, the captured file, and everything that rests on it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from briefing_app.app.i18n import language, tr
from briefing_app.domain.date_words import words
from briefing_app.domain.fuzzydate import is_edtf
from briefing_app.domain.records import Source
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import SectionHeader, label

SHOWN = 60


class SourcePage(QScrollArea):
    """``record_requested`` carries a record that uses the source."""

    record_requested = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.source_id = ""

    def show_source(self, source: Source, used_by: Sequence[tuple[str, str, str]]) -> None:
        """Show a source and what uses it, as (kind, id, title)."""
        self.source_id = source.id
        page = QWidget()
        px = theme().px
        column = QVBoxLayout(page)
        column.setContentsMargins(px(32), px(24), px(32), px(32))
        column.setSpacing(px(6))
        column.addWidget(label(source.title, "title", wrap=True))
        column.addWidget(label(source.publisher, tone="muted"))
        column.addWidget(self._facts(source))
        column.addWidget(SectionHeader(tr("What rests on it")))
        for kind, key, title in used_by[:SHOWN]:
            button = QPushButton(title)
            button.setProperty("kind", "link")
            button.clicked.connect(lambda _checked=False, k=kind, at=key: self.record_requested.emit(k, at))
            column.addWidget(button)
        if not used_by:
            column.addWidget(label(tr("Nothing in this workspace."), tone="muted"))
        if len(used_by) > SHOWN:
            column.addWidget(label(tr("and {count} more", count=len(used_by) - SHOWN), "hint"))
        column.addStretch(1)
        self.setWidget(page)

    @staticmethod
    def _facts(source: Source) -> QWidget:
        card = QWidget()
        grid = QGridLayout(card)
        grid.setContentsMargins(0, theme().px(12), 0, 0)
        grid.setHorizontalSpacing(theme().px(24))
        facts = [
            (tr("Date"), words(source.date, language()) if is_edtf(source.date) else source.date),
            (tr("Where it stands"), source.locator),
            (tr("Language"), source.language),
            (tr("Read on"), words(source.read_on, language()) if is_edtf(source.read_on) else source.read_on),
            (tr("Captured file"), source.attachment),
            (tr("SHA-256"), source.sha256),
            (tr("Cited as"), f"^{source.id}"),
        ]
        for row, (name, value) in enumerate((n, v) for n, v in facts if v):
            grid.addWidget(label(name, "secondary"), row, 0, Qt.AlignmentFlag.AlignTop)
            shown = label(value, wrap=True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(shown, row, 1)
        grid.setColumnStretch(1, 1)
        return card
