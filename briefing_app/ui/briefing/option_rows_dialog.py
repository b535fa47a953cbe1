"""What no law says about options: who must agree, how it is received at home, and so on, one row a matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain import option_rows
from briefing_app.reports import labels, scenario_pages
from briefing_app.reports.desk import Desk
from briefing_app.ui import standing
from briefing_app.ui.briefing.composer import Composer
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label as hint_label


def ask(session: Session, composer: Composer, place: int, parent: QWidget) -> None:
    """Show the form for the block at ``place`` and put what is written into the paper, as one step."""
    if not 0 <= place < len(composer.blocks):
        return
    block = composer.blocks[place]
    desk = Desk(session.workspace, session.day, composer.language)
    options = scenario_pages.option_names(desk, block)
    matters = labels.words(composer.language)["matters"].replace("；", "; ").split("; ")
    form = f"options of {composer.briefing.id} {composer.key(place)}"
    text = standing.take_draft(session, form)
    dialog = OptionRowsDialog(options, matters, text if isinstance(text, str) else block.text, parent)
    dialog.keep_draft = lambda: standing.keep_draft(session, form, dialog.text)
    if dialog.exec():
        composer.judge_options(place, dialog.text)
    dialog.deleteLater()


class OptionRowsDialog(QDialog):
    """A table with the options as columns. ``text`` is what it says, as it will stand in the paper."""

    def __init__(
        self, options: Sequence[tuple[str, str]], matters: Sequence[str], text: str, parent: QWidget | None
    ) -> None:
        """``options``: the head of each column on paper and what the option is called; ``matters``: the head
        of the first column and the rows to begin with.
        """
        super().__init__(parent)
        self.keep_draft: Callable[[], object] = tuple
        self._head = (matters[0], *(head for head, _name in options))
        self.setWindowTitle(tr("What speaks for each option"))
        self.resize(theme().px(860), theme().px(560))
        self.table = QTableWidget(0, len(self._head))
        named = [name if name == head else f"{head}: {name}" for head, name in options]
        self.table.setHorizontalHeaderLabels([matters[0], *named])
        self.table.setAccessibleName(self.windowTitle())
        self.table.verticalHeader().hide()
        self.table.setWordWrap(True)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        # The names of options take up to three lines.
        header.setFixedHeight(theme().px(64))
        self.table.setTextElideMode(Qt.TextElideMode.ElideNone)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
        self.table.itemChanged.connect(lambda item: self._fit_row(item.row()))
        header.geometriesChanged.connect(self._fit_rows)
        written = option_rows.from_markdown(text)
        names = [row[0] for row in written]
        for row in (*written, *((matter,) for matter in matters[1:] if matter not in names)):
            self._append(row)
        self.add = QPushButton(tr("Add a row"))
        self.add.clicked.connect(self._on_add_clicked)
        self.remove = QPushButton(tr("Remove the row"))
        self.remove.setProperty("kind", "quiet")
        self.remove.clicked.connect(lambda: self.table.removeRow(self.table.currentRow()))
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addWidget(self.remove)
        row.addStretch(1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.take = buttons.addButton(tr("Put them into the paper"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setProperty("kind", "primary")
        self.take.setAutoDefault(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme().px(24),) * 4)
        column.setSpacing(theme().px(12))
        hint = tr("Rows without a judgement are not printed. ^SOURCE in a cell cites where it is written.")
        column.addWidget(hint_label(hint, "secondary", wrap=True))
        column.addWidget(self.table, 1)
        column.addLayout(row)
        column.addWidget(buttons)

    @property
    def text(self) -> str:
        """The rows as a Markdown table; "" where none judges an option."""
        rows = [
            tuple(self._cell(row, column) for column in range(len(self._head)))
            for row in range(self.table.rowCount())
        ]
        return option_rows.to_markdown(self._head, rows)

    def _cell(self, row: int, column: int) -> str:
        item = self.table.item(row, column)
        return item.text() if item else ""

    def _append(self, cells: Sequence[str]) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        for column in range(len(self._head)):
            self.table.setItem(row, column, QTableWidgetItem(cells[column] if column < len(cells) else ""))

    def _fit_rows(self) -> None:
        for row in range(self.table.rowCount()):
            self._fit_row(row)

    def _fit_row(self, row: int) -> None:
        """As high as the longest cell: the table's own measure does not know the padding of its cells."""
        metrics, padding = self.table.fontMetrics(), theme().px(24)
        least = self.table.verticalHeader().defaultSectionSize()
        heights = [
            metrics.boundingRect(
                0, 0, self.table.columnWidth(column) - padding, 10_000,
                Qt.TextFlag.TextWordWrap, self._cell(row, column),
            ).height()
            for column in range(self.table.columnCount())
        ]  # fmt: skip
        self.table.setRowHeight(row, max(least, max(heights) + padding // 2))

    def _on_add_clicked(self) -> None:
        self._append(())
        last = self.table.rowCount() - 1
        self.table.setCurrentCell(last, 0)
        if item := self.table.item(last, 0):
            self.table.editItem(item)
