"""Which column of a foreign table becomes which field: chosen by the user, with what comes of it below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.error_words import told
from briefing_app.app.i18n import language, tr
from briefing_app.domain.records import title_of
from briefing_app.errors import BriefingError
from briefing_app.exchange import mapping, tables
from briefing_app.exchange.mapping import KEPT_AS_TEXT, LEFT_OUT, MAPPED_KINDS, MappedKind
from briefing_app.exchange.result import ImportResult, Told, watched
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.column_list import SAMPLES, ColumnList
from briefing_app.ui.widgets.labels import label, restyle

TRIED = 200
"""So many rows are read at once for the line below; the whole table is read when the choice is made."""


@dataclass(frozen=True)
class Sheet:
    """A table from elsewhere: its name, its header and its rows, all cells as text."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Choice:
    """What the user chose: the kind, and for each column a field, "+" (kept as text) or "" (left out)."""

    kind: MappedKind
    columns: tuple[str, ...]


def read_mapped(
    sheet: Sheet,
    choice: Choice,
    on: date,
    find_people: tables.FindPeople | None = None,
    told: Told | None = None,
) -> ImportResult:
    """The records of a sheet as chosen. ``told`` hears how far it is, and may stop it. Raises UsageError
    where the choice cannot be.
    """
    all_rows = watched(sheet.rows, told, len(sheet.rows))
    rows = mapping.mapped(sheet.header, all_rows, choice.columns, choice.kind)
    return tables.read(rows, choice.kind, on=on, find_people=find_people)


class MappingDialog(QDialog):
    """One line a column: its heading, its first cells, and what it becomes. ``choice`` is the result."""

    def __init__(
        self,
        sheet: Sheet,
        on: date,
        kind: MappedKind | None = None,
        find_people: tables.FindPeople | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._sheet, self._on, self._find_people = sheet, on, find_people
        self.setWindowTitle(tr("Columns of {name}", name=sheet.name))
        self.resize(theme().px(680), theme().px(560))
        self.kind = QComboBox()
        for each in MAPPED_KINDS:
            self.kind.addItem(kind_words(each), each)
        self.kind.setAccessibleName(tr("What each row is"))
        self.kind.setCurrentIndex(MAPPED_KINDS.index(kind or mapping.guess_kind(sheet.header)))
        if kind is not None:
            self.kind.hide()
        self._columns = ColumnList(sheet.header, sheet.rows)
        self._columns.chosen.connect(self._try)
        self.fields = self._columns.boxes
        self.outcome = label("", "secondary", wrap=True)
        self._lay_out(kind is None)
        self.kind.activated.connect(lambda _place: self._propose())
        self._propose()

    @property
    def choice(self) -> Choice:
        """What is chosen now."""
        return Choice(MAPPED_KINDS[self.kind.currentIndex()], self._columns.meanings())

    def _lay_out(self, asks_kind: bool) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme().px(24),) * 4)
        column.setSpacing(theme().px(12))
        head = QHBoxLayout()
        words = tr("{count} rows. What does each column hold?", count=f"{len(self._sheet.rows):,}")
        head.addWidget(label(words, "section", wrap=True), 1)
        if asks_kind:
            head.addWidget(label(tr("Each row is"), "secondary"))
        head.addWidget(self.kind)
        column.addLayout(head)
        column.addWidget(self._columns, 1)
        column.addWidget(self.outcome)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go_on = buttons.addButton(tr("Look at what comes in"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go_on.setProperty("kind", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def _propose(self) -> None:
        """Fill the fields of the kind and choose those that fit."""
        kind = MAPPED_KINDS[self.kind.currentIndex()]
        proposed = mapping.guess(self._sheet.header, self._sheet.rows, kind)
        for field, wanted in zip(self.fields, proposed, strict=True):
            field.clear()
            for target in mapping.targets(kind):
                field.addItem(target.words_ja if language() == "ja" else target.words, target.name)
            field.insertSeparator(field.count())
            field.addItem(tr("Keep as text"), KEPT_AS_TEXT)
            field.addItem(tr("Do not take in"), LEFT_OUT)
            field.setCurrentIndex(field.findData(wanted))
        self._try()

    def _try(self) -> None:
        """Say what becomes of the first rows as chosen."""
        sheet = Sheet(self._sheet.name, self._sheet.header, self._sheet.rows[:TRIED])
        try:
            result = read_mapped(sheet, self.choice, self._on, self._find_people)
        except BriefingError as error:
            self._say(told(error), "caution", is_ready=False)
            return
        bad = [problem for problem in result.problems if problem.fatal]
        if not result.records:
            first = str(bad[0]) if bad else tr("There are no rows.")
            self._say(tr("No row can be read so: {problem}", problem=first), "caution", is_ready=False)
        elif bad:
            words = tr("{good} of the first {count} rows can be read. {problem}", good=len(result.records),
                       count=result.read, problem=str(bad[0]))  # fmt: skip
            self._say(words, "caution")
        else:
            titles = ", ".join(title_of(record) for record in result.records[:SAMPLES])
            self._say(tr("The first rows read as: {titles}.", titles=titles), "")

    def _say(self, words: str, tone: str, *, is_ready: bool = True) -> None:
        self.outcome.setText(words)
        restyle(self.outcome, tone=tone)
        self.go_on.setEnabled(is_ready)


def kind_words(kind: MappedKind) -> str:
    """What a row is, for people."""
    words = {
        "event": tr("an event"),
        "person": tr("a person"),
        "note": tr("a note"),
        "source": tr("a source"),
    }
    return words[kind]


def sheet_of(rows: Sequence[Sequence[str]], name: str, on: date) -> Sheet | None:
    """A sheet of rows, the first being the headings unless it holds a date; None where it is no table."""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    width = max(map(len, filled), default=0)
    if width < 2:
        return None
    padded = [(*row, *("",) * (width - len(row))) for row in filled]
    is_header = not any(mapping.is_date(cell, on) for cell in padded[0])
    header, body = (padded[0], padded[1:]) if is_header else (("",) * width, padded)
    return Sheet(name, tuple(header), tuple(map(tuple, body))) if body else None
