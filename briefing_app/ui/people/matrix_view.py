"""The Positions view: people by issues, the latest stance of the day in each cell, its history beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.domain import people, source_places
from briefing_app.domain.date_words import words
from briefing_app.domain.fuzzydate import is_edtf
from briefing_app.domain.records import Person, Position, Source
from briefing_app.domain.stances import (
    ARROWS,
    LEVELS,
    MOVED,
    SYMBOLS,
    Cell,
    Matrix,
    block_of,
    matrix,
    movement,
    rows,
    said_on,
)
from briefing_app.errors import BriefingError
from briefing_app.exchange import csv_files
from briefing_app.store import atomic_file
from briefing_app.ui import messages
from briefing_app.ui.people.briefing_button import briefing_button
from briefing_app.ui.people.ledger import ledger_model, positions
from briefing_app.ui.people.list_model import COUNTRIES
from briefing_app.ui.record_titles import teller
from briefing_app.ui.record_words import office_words
from briefing_app.ui.theme import on_change, theme
from briefing_app.ui.widgets.flow import FlowLayout
from briefing_app.ui.widgets.labels import CitationChip, SectionHeader, label
from briefing_app.ui.widgets.table import Table

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_TONES = {"support": "positive", "oppose": "negative", "conditional": "caution"}


class MatrixModel(QAbstractTableModel):
    """Rows are people, columns issues. A cell says class and movement in words, symbol and arrow."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = Matrix((), (), {})
        self._day = date.min
        self.words: Callable[[str], str] = str

    def show(self, shown: Matrix, day: date) -> None:
        """Take another matrix."""
        self.beginResetModel()
        self.shown, self._day = shown, day
        self.endResetModel()

    def cell(self, index: Index) -> Cell | None:
        """The cell at an index, or None where nothing was said."""
        if not index.isValid():
            return None
        return self.shown.cell(self.shown.people[index.row()].id, self.shown.issues[index.column()])

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.shown.people)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.shown.issues)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.cell(index)
        if cell is None:
            return (
                tr("nothing said") if role == Qt.ItemDataRole.AccessibleTextRole and index.isValid() else None
            )
        if role == Qt.ItemDataRole.DisplayRole:
            said = cell.latest.stance or cell.latest.statement
            return f"{class_words(cell.latest)} {ARROWS[cell.movement]}\n{said}"
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            last = cell.latest
            parts = [tr(LEVELS[last.level]), tr(MOVED[cell.movement]) if cell.movement else "", last.stance,
                     last.statement, _said(last.date)]  # fmt: skip
            return "\n".join(part for part in parts if part)
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme().colour(_TONES.get(cell.latest.level, "ink"))
        if role == Qt.ItemDataRole.FontRole:
            return theme().font("secondary")
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        across = orientation == Qt.Orientation.Horizontal
        many: Sequence[Any] = self.shown.issues if across else self.shown.people
        if not 0 <= section < len(many):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return many[section] if across else people.capital_name(many[section])
        if role == Qt.ItemDataRole.ToolTipRole:
            return many[section] if across else office_words(many[section], self._day, self.words)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(
                Qt.TextFlag.TextWordWrap
            )
        return None


class MatrixView(QWidget):
    """``record_requested`` carries what was clicked, ``block_requested`` what shall go into the paper."""

    record_requested = Signal(str, str)
    page_requested = Signal(str, int, str)
    block_requested = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._sources: Mapping[str, Source] = {}
        self.model = MatrixModel()
        self.model.words = teller(session)
        self.grid = MatrixGrid(self.model)
        self.ledger = Table(ledger_model())
        self.history = QScrollArea()
        self.history.setWidgetResizable(True)
        self.history.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.form = QComboBox()
        self.form.setAccessibleName(tr("How positions are shown"))
        self.form.addItems([tr("Matrix"), tr("List")])
        self.side = QComboBox()
        self.side.setAccessibleName(tr("Whose positions"))
        self.save = QPushButton(tr("Export CSV"))
        theme().show_icon(self.save, "export")
        self._lay_out()
        self.grid.selectionModel().currentChanged.connect(lambda now, _old: self._show_history(now))
        self.form.currentIndexChanged.connect(self._stack.setCurrentIndex)
        self.side.currentIndexChanged.connect(lambda _place: self._refresh())
        self.save.clicked.connect(lambda _checked=False: self._export())
        self._everybody: Sequence[Person] = ()
        self._day = date.min

    def _lay_out(self) -> None:
        px = theme().px
        top = QHBoxLayout()
        top.setContentsMargins(px(32), px(12), px(16), 0)
        top.setSpacing(px(8))
        top.addWidget(self.form)
        top.addWidget(self.side)
        top.addStretch(1)
        top.addWidget(self.save)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.grid)
        split.addWidget(self.history)
        split.setStretchFactor(0, 1)
        split.setSizes([px(680), px(300)])
        self._stack = QStackedWidget()
        self._stack.addWidget(split)
        self._stack.addWidget(self.ledger)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(_key())
        column.addWidget(self._stack, 1)

    def add_chosen(self) -> None:
        """Ask for what was said last in the cell chosen, or what the chosen row of the list says, to go into
        the paper.
        """
        cell = self.model.cell(self.grid.currentIndex())
        if self.form.currentIndex() == 0:
            if cell is None:
                self._session.message.emit(tr("Choose a cell first."), "info")
            else:
                self.block_requested.emit(block_of(cell.person, cell.latest))
            return
        key = self.ledger.view.current_key
        person_id, _, place = str(key or "").rpartition("/")
        person = next((each for each in self._everybody if each.id == person_id), None)
        if person is None:
            self._session.message.emit(tr("Choose a row first."), "info")
            return
        self.block_requested.emit(block_of(person, person.positions[int(place)]))

    def show_people(self, everybody: Sequence[Person], sources: Mapping[str, Source], day: date) -> None:
        """Take everybody, as of a day."""
        self._everybody, self._sources, self._day = everybody, sources, day
        chosen = self.side.currentData()
        sides = sorted({person.country for person in everybody if person.country and person.positions})
        self.side.blockSignals(True)
        self.side.clear()
        self.side.addItem(tr("All sides"), "")
        for each in sides:
            self.side.addItem(tr(COUNTRIES.get(each, each)), each)
        self.side.setCurrentIndex(max(0, self.side.findData(chosen)))
        self.side.blockSignals(False)
        self._refresh()

    def _refresh(self) -> None:
        side = self.side.currentData()
        found = [each for each in self._everybody if each.positions and (not side or each.country == side)]
        before = self.model.cell(self.grid.currentIndex())
        self.model.show(matrix(found, self._day), self._day)
        self.ledger.model.set_rows(positions(found, self._sources, self._day, self.model.words))
        self.save.setEnabled(bool(found))
        self.grid.setCurrentIndex(self._index_of(before))
        self._show_history(self.grid.currentIndex())

    def _index_of(self, cell: Cell | None) -> QModelIndex:
        """Where a cell stands now; the first filled one if it is not there any more."""
        shown = self.model.shown
        for row, person in enumerate(shown.people):
            for column, issue in enumerate(shown.issues):
                is_wanted = cell is None or (cell.person.id, cell.issue) == (person.id, issue)
                if is_wanted and shown.cell(person.id, issue) is not None:
                    return self.model.index(row, column)
        return QModelIndex()

    def _show_history(self, index: QModelIndex) -> None:
        page = QWidget()
        page.setProperty("panel", "surface")
        column = QVBoxLayout(page)
        px = theme().px
        column.setContentsMargins(px(16), px(8), px(16), px(16))
        column.setSpacing(px(4))
        cell = self.model.cell(index)
        if cell is None:
            said = tr("Choose a cell to read what was said, when and where it is written.")
            column.addWidget(label(said, tone="muted", wrap=True))
        else:
            who = QPushButton(people.capital_name(cell.person))
            who.setProperty("kind", "link")
            who.clicked.connect(lambda _checked=False: self.record_requested.emit("person", cell.person.id))
            column.addWidget(SectionHeader(cell.issue))
            column.addWidget(who, 0, Qt.AlignmentFlag.AlignLeft)
            for place, said_ in enumerate(cell.history):
                before = cell.history[place + 1] if place + 1 < len(cell.history) else None
                self._tell(column, cell, said_, before)
        column.addStretch(1)
        self.history.setWidget(page)

    def _office(self, person: Person, day: date) -> str:
        """The office on the day of something said; one that is not held any more is that of then."""
        office = office_words(person, day, self.model.words)
        held_now = people.posts_on(person, max(day, self._day))
        is_former = any(post not in held_now for post in people.posts_on(person, day)[:1])
        return tr("then {office}", office=office) if is_former else office

    def _tell(self, column: QVBoxLayout, cell: Cell, said: Position, before: Position | None) -> None:
        moved = movement(before, said) if before is not None else ""
        head = (
            f"{_said(said.date)}  ·  {class_words(said)} {ARROWS[moved]} {tr(MOVED[moved]) if moved else ''}"
        )
        column.addSpacing(theme().px(8))
        line = QHBoxLayout()
        line.addWidget(label(head.strip(), "secondary", _TONES.get(said.level, ""), wrap=True), 1)
        add = briefing_button()
        add.clicked.connect(lambda: self.block_requested.emit(block_of(cell.person, said)))
        line.addWidget(add, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(line)
        column.addWidget(label(self._office(cell.person, said_on(said)), "hint", wrap=True))
        if said.stance:
            column.addWidget(label(said.stance, wrap=True))
        if said.statement:
            column.addWidget(label(said.statement, tone="muted", wrap=True))
        if said.quotation:
            column.addWidget(label(f"“{said.quotation}”", wrap=True))
        source = self._sources.get(said.source)
        if source is None:
            column.addWidget(label(tr("no source"), "secondary", "caution"))
            return
        chip = CitationChip(source)
        place = source_places.of_position(said) or source_places.SourcePlace(source.id)
        chip.requested.connect(lambda _key: self.page_requested.emit(place.source, place.page, place.words))
        column.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeft)
        if said.locator:
            column.addWidget(label(said.locator, "hint", wrap=True))

    def _export(self) -> None:
        path = messages.ask_save_file(
            self, tr("Export positions"), Path.home() / f"{tr('positions')}.csv", "CSV (*.csv)"
        )
        if path is not None:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write what is shown as CSV for a spreadsheet; a failure is told in the message place."""
        try:
            atomic_file.replace(path, csv_files.write(rows(self.model.shown)))
        except (OSError, BriefingError) as error:
            self._session.message.emit(
                tr("{name} cannot be written: {reason}", name=path.name, reason=error), "error"
            )
            return
        self._session.note_in_audit("export", file=path.name)
        self._session.message.emit(tr("Wrote {name}. It is not encrypted.", name=path.name), "info")


def _key() -> QWidget:
    """What the signs of the cells mean: on as many lines as it takes, never cut."""
    made, row = QWidget(), QWidget()
    px = theme().px
    around = QVBoxLayout(made)
    around.setContentsMargins(px(32), px(4), px(16), px(6))
    around.addWidget(row)
    flow = FlowLayout(row, px(14))
    signs = [f"{SYMBOLS[level]} {tr(said)}" for level, said in LEVELS.items()]
    signs += [f"{ARROWS[move]} {tr(said)}" for move, said in MOVED.items() if ARROWS[move]]
    for sign in signs:
        flow.addWidget(label(sign, "secondary"))
    return made


def class_words(said: Position) -> str:
    """The class of a stance: symbol and word."""
    return f"{SYMBOLS[said.level]} {tr(LEVELS[said.level])}"


class MatrixGrid(QTableView):
    """Cells of one size; the head and the names stay."""

    def __init__(self, model: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(tr("Positions: people by issues"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        on_change(self, self._take_sizes)

    def _take_sizes(self) -> None:
        self.horizontalHeader().setDefaultSectionSize(theme().px(168))
        self.horizontalHeader().setFixedHeight(theme().px(44))
        self.verticalHeader().setDefaultSectionSize(theme().px(64))


def _said(edtf: str) -> str:
    return words(edtf, language()) if edtf and is_edtf(edtf) else edtf
