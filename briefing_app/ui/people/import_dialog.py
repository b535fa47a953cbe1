"""People from a table: what each column means, the first people as they would come in, one step back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain import people
from briefing_app.domain.records import Person
from briefing_app.errors import BriefingError, UsageError
from briefing_app.exchange import people_mapping
from briefing_app.exchange.incoming import plan
from briefing_app.exchange.result import ImportResult
from briefing_app.ui import messages
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label

LARGEST_BYTES = 50_000_000
SAMPLES, SHOWN = 3, 50


def start_people_import(window: QWidget, session: Session) -> None:
    """Ask for a table, read it in a thread, and ask what its columns mean."""
    path = messages.ask_open_file(
        window, tr("Import people from a table"), Path.home(), f"{tr('Tables')} (*.csv *.xlsx)"
    )
    if path is None:
        return
    session.flush()
    session.jobs.run(
        lambda: read_table(path), lambda table: _ask(window, session, path.name, table), owner=window
    )


def read_table(path: Path) -> list[list[str]]:
    """The rows of a table. Raises UsageError."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise UsageError(f"{path.name} is larger than 50 MB.", hint="Split it; nothing was changed.")
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path.name} cannot be read: {error.strerror}.") from error
    return people_mapping.rows_of(content, path.name)


def _ask(window: QWidget, session: Session, name: str, table: list[list[str]]) -> None:
    if session.is_closed:
        return
    dialog = MappingDialog(name, table, window)
    if dialog.exec() and dialog.result_ is not None:
        take(session, name, dialog.result_)
    dialog.deleteLater()


def take(session: Session, name: str, result: ImportResult) -> None:
    """Take people in as one step."""
    change_set, receipt = plan(result, session.workspace.find, tr("Import {name}", name=name))
    if not change_set.changes:
        session.message.emit(tr("Nothing to take in."), "info")
        return
    try:
        session.apply(change_set)
    except BriefingError as error:
        session.report(error)
        return
    session.note_in_audit("import", file=name, added=str(receipt.added), updated=str(receipt.updated))
    session.message.emit(
        tr("{name}: {added} added, {updated} changed. Undo takes it back in one step.",
           name=name, added=receipt.added, updated=receipt.updated),
        "info",
    )  # fmt: skip


class MappingDialog(QDialog):
    """One row a column of the file: its head, its first cells, what it means. Below, who would come in."""

    def __init__(self, name: str, table: list[list[str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self.result_: ImportResult | None = None
        self.setWindowTitle(tr("Import {name}", name=name))
        px = theme().px
        self.resize(px(820), px(640))
        head = table[0]
        self.meanings: list[QComboBox] = []
        self.columns = QTableWidget(len(head), 3)
        self.columns.setHorizontalHeaderLabels([tr("Column"), tr("First cells"), tr("Meaning")])
        self.columns.verticalHeader().hide()
        self.columns.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.columns.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.columns.setColumnWidth(0, px(180))
        self.columns.setColumnWidth(2, px(240))
        for row, (cell, meaning) in enumerate(zip(head, people_mapping.guessed(head), strict=True)):
            first = " | ".join(each[row] for each in table[1 : SAMPLES + 1] if row < len(each))
            self.columns.setItem(row, 0, QTableWidgetItem(cell))
            self.columns.setItem(row, 1, QTableWidgetItem(first[:200]))
            self.columns.setCellWidget(row, 2, self._meaning(cell, meaning))
            self.columns.setRowHeight(row, px(34))
        self._summary = label("", "section", wrap=True)
        self._preview = QPlainTextEdit()
        self._preview.setReadOnly(True)
        self._preview.setAccessibleName(tr("What comes in"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.take = buttons.addButton(tr("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setProperty("kind", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(px(24),) * 4)
        column.setSpacing(px(12))
        column.addWidget(label(tr("What do the columns mean?"), "section"))
        column.addWidget(self.columns, 2)
        column.addWidget(self._summary)
        column.addWidget(self._preview, 1)
        column.addWidget(buttons)
        self._refresh()

    def _meaning(self, cell: str, meaning: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(tr("Meaning of {column}", column=cell))
        for key, (words, _heads) in people_mapping.MEANINGS.items():
            box.addItem(tr(words), key)
        box.setCurrentIndex(box.findData(meaning))
        box.currentIndexChanged.connect(lambda _place: self._refresh())
        self.meanings.append(box)
        return box

    def _refresh(self) -> None:
        chosen = [box.currentData() for box in self.meanings]
        twice = sorted({each for each in chosen if each and chosen.count(each) > 1})
        try:
            if twice:
                words = tr(people_mapping.MEANINGS[twice[0]][0])
                raise UsageError(tr("Two columns mean {meaning}.", meaning=words))
            self.result_ = people_mapping.read(self._table, chosen)
        except UsageError as error:
            self.result_ = None
            self._summary.setText(str(error))
            self._preview.setPlainText("")
            self.take.setEnabled(False)
            return
        found = [each for each in self.result_.records if isinstance(each, Person)]
        left_out = sum(problem.fatal for problem in self.result_.problems)
        self._summary.setText(
            tr("{count} people, {left_out} rows left out", count=len(found), left_out=left_out)
        )
        lines = [_line(person) for person in found[:SHOWN]]
        if len(found) > SHOWN:
            lines.append(tr("and {count} more", count=len(found) - SHOWN))
        self._preview.setPlainText("\n".join([*lines, *map(str, self.result_.problems[:SHOWN])]))
        self.take.setEnabled(bool(found))


def _line(person: Person) -> str:
    names = "  ".join(name.full for name in person.names)
    posts = "; ".join(people.post_words(post) for post in person.posts)
    parts = (names, people.reading(person), person.country, posts, ", ".join(person.contact.values()))
    return " · ".join(part for part in parts if part)
