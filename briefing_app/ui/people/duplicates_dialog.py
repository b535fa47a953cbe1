"""People who stand here twice: the pairs, both side by side, what merging gives; one step back for each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.domain import people
from briefing_app.domain.date_words import words
from briefing_app.domain.duplicates import Pair, differing, find, merged
from briefing_app.domain.fuzzydate import is_edtf
from briefing_app.domain.merging import merge, redirected
from briefing_app.domain.records import KINDS, Person, Record
from briefing_app.errors import BriefingError
from briefing_app.ui.people.edit_panel import ORDERS
from briefing_app.ui.people.list_model import SCRIPTS
from briefing_app.ui.people.photo import portrait
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import SectionHeader, label

SHOWN: dict[str, str] = {
    "names": "Names", "country": "Country (two letters)", "order": "Order", "posts": "Posts",
    "positions": "Positions", "relations": "Relations", "contact": "Contact", "address": "Forms of address",
    "photo": "Photo", "reviewed_on": "Reviewed on", "review_by": "Review by", "note": "Note",
    "private_note": "Private remark", "tags": "Tags", "marking": "Marking", "confidence": "Confidence",
    "sources": "Sources",
}  # fmt: skip
"""The fields that are compared, with their words."""


PORTRAIT = 96  # pixels high
HEAD_WIDTH = 96
_LONG_WORD = re.compile(r"[!-~]{25,}")
_DAYS = {"from_", "to", "date", "appointed"}


class DuplicatesDialog(QDialog):
    """Nothing is merged by itself. ``merged_into`` carries the id of the person that stays."""

    merged_into = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._left_alone: set[tuple[str, str]] = set()
        self._choices: dict[str, QButtonGroup] = {}
        self.pair: Pair | None = None
        self.pairs: list[Pair] = []
        self.setWindowTitle(tr("People who may be the same"))
        px = theme().px
        self.resize(px(1000), px(640))
        self._count = label("", "section")
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Pairs"))
        self.list.currentRowChanged.connect(lambda _row: self._show_pair())
        self._sides = QScrollArea()
        self._sides.setWidgetResizable(True)
        self._sides.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._follows = label("", "secondary", wrap=True)
        self.swap = QPushButton(tr("Keep the other one"))
        self.swap.clicked.connect(lambda _checked=False: self._swap())
        self.skip = QPushButton(tr("Not the same"))
        self.skip.clicked.connect(lambda _checked=False: self._skip())
        self.merge = QPushButton(tr("Merge"))
        self.merge.setProperty("kind", "primary")
        self.merge.clicked.connect(lambda _checked=False: self._merge())
        close = QPushButton(tr("Close"))
        close.clicked.connect(self.accept)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.list)
        split.addWidget(self._sides)
        split.setStretchFactor(1, 1)
        split.setSizes([px(280), px(700)])
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self._follows, 1)
        for button in (self.swap, self.skip, self.merge, close):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(px(24),) * 4)
        column.setSpacing(px(12))
        column.addWidget(self._count)
        column.addWidget(split, 1)
        column.addLayout(row)
        self._search()

    def _search(self) -> None:
        """Look for pairs again, in a thread: everybody's names are compared."""
        everybody = [each for each in self._session.workspace.records("person") if isinstance(each, Person)]
        self._count.setText(tr("Looking through {count} people…", count=f"{len(everybody):,}"))
        self._session.jobs.run(lambda: find(everybody), self._show_pairs, owner=self)

    def _show_pairs(self, found: list[Pair]) -> None:
        self.pairs = [pair for pair in found if (pair.first.id, pair.second.id) not in self._left_alone]
        self.list.clear()
        for pair in self.pairs:
            names = f"{people.latin_name(pair.first)}\n{people.latin_name(pair.second)}"
            self.list.addItem(QListWidgetItem(f"{names}\n{tr(pair.reason)}"))
        self._count.setText(
            tr("Pairs that may be one person each: {count}", count=len(self.pairs))
            if self.pairs else tr("Nobody seems to stand here twice.")
        )  # fmt: skip
        self.list.setCurrentRow(0 if self.pairs else -1)
        self._show_pair()

    def _show_pair(self) -> None:
        row = self.list.currentRow()
        self.pair = self.pairs[row] if 0 <= row < len(self.pairs) else None
        self._show_sides()

    def _swap(self) -> None:
        if self.pair is not None:
            self.pair = Pair(self.pair.second, self.pair.first, self.pair.reason)
            self._show_sides()

    def _show_sides(self) -> None:
        for button in (self.swap, self.skip, self.merge):
            button.setEnabled(self.pair is not None)
        page = QWidget()
        page.setProperty("panel", "surface")
        self._choices = {}
        if self.pair is None:
            self._sides.setWidget(page)
            self._follows.setText("")
            return
        rows = QVBoxLayout(page)
        px = theme().px
        rows.setContentsMargins(px(16), px(8), px(16), px(16))
        rows.setSpacing(px(6))
        keep, drop = self.pair.first, self.pair.second
        heads = [SectionHeader(text) for text in (tr("Stays"), tr("Goes into it"), tr("Together"))]
        rows.addLayout(self._row(label(), heads))
        asked = set(differing(keep, drop))
        self._together: list[tuple[str, QLabel]] = []
        for name, said in SHOWN.items():
            if getattr(keep, name) or getattr(drop, name):
                head = label(tr(said), "secondary", wrap=True)
                rows.addLayout(self._row(head, self._values(page, name, asked)))
        rows.addStretch(1)
        self._show_together()  # before the page is laid out: what is not seen yet asks for no room later
        self._sides.setWidget(page)
        self._follows.setText(self._following())

    @staticmethod
    def _row(head: QWidget, cells: Sequence[QWidget]) -> QHBoxLayout:
        """The name of a field and its three columns, alike in width whatever stands in them."""
        row = QHBoxLayout()
        row.setSpacing(theme().px(16))
        head.setFixedWidth(theme().px(HEAD_WIDTH))
        row.addWidget(head, 0, Qt.AlignmentFlag.AlignTop)
        for cell in cells:
            policy = cell.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
            cell.setSizePolicy(policy)
            row.addWidget(cell, 1)
        return row

    def _values(self, page: QWidget, name: str, asked: set[str]) -> list[QWidget]:
        """What one has, what the other has, what merging gives; a choice where only one can stay."""
        assert self.pair is not None
        values = [getattr(self.pair.first, name), getattr(self.pair.second, name)]
        cells: list[QWidget] = [self._shown(name, value) for value in values]
        if name in asked:
            group = self._choices[name] = QButtonGroup(page)
            for at, value in enumerate(values):
                cells[at] = self._choice(group, at, _said(value), cells[at])
            group.idToggled.connect(lambda _id, is_on: self._show_together() if is_on else None)
        result = self._shown(name, "")
        self._together.append((name, result))
        return [*cells, result]

    @staticmethod
    def _choice(group: QButtonGroup, at: int, text: str, shown: QWidget) -> QWidget:
        """A button beside the words: its own words would never run on to a second line."""
        cell = QWidget()
        beside = QHBoxLayout(cell)
        beside.setContentsMargins(0, 0, 0, 0)
        button = QRadioButton()
        button.setAccessibleName(text)
        button.setChecked(at == 0)
        group.addButton(button, at)
        beside.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        beside.addWidget(shown, 1)
        return cell

    def one(self) -> Person:
        """The person that merging gives, as chosen. Only asked while a pair is shown."""
        assert self.pair is not None
        chosen = [name for name, group in self._choices.items() if group.checkedId() == 1]
        return merged(self.pair.first, self.pair.second, chosen)

    def _show_together(self) -> None:
        one = self.one()
        for name, result in self._together:
            self._show(result, name, getattr(one, name))

    def _shown(self, name: str, value: object) -> QLabel:
        """A value in its column: it wraps, and no word of it widens the column."""
        made = label("", wrap=True)
        made.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        made.setMinimumWidth(1)
        self._show(made, name, value)
        return made

    def _show(self, shown: QLabel, name: str, value: object) -> None:
        content = self._session.workspace.photo(str(value)) if name == "photo" and value else None
        ratio = self.devicePixelRatioF()
        picture = portrait(content, theme().px(PORTRAIT), ratio) if content else None
        if picture is not None:
            shown.setPixmap(picture)
        else:
            shown.setText(tr("Photo") if name == "photo" and value else _breakable(_said(value)))

    def _following(self) -> str:
        """How many records name the one who goes."""
        assert self.pair is not None
        keep, drop = self.pair.first.id, self.pair.second.id
        count = sum(
            redirected(record, drop, keep) != record
            for record in self._everything()
            if record.id not in {keep, drop}
        )
        return tr("Records that name the one who goes, and will name the one who stays: {count}", count=count)

    def _everything(self) -> list[Record]:
        return [record for kind in KINDS for record in self._session.workspace.records(kind)]

    def _skip(self) -> None:
        if self.pair is not None:
            first, second = self.pair.first.id, self.pair.second.id
            self._left_alone |= {(first, second), (second, first)}
            self._search()

    def _merge(self) -> None:
        if self.pair is None:
            return
        keep, drop = self.pair.first, self.pair.second
        step = tr("Merge {name}", name=people.latin_name(drop))
        try:
            self._session.apply(merge(keep, drop, self.one(), self._everything(), step))
        except BriefingError as error:
            self._session.report(error)
            return
        self.merged_into.emit(keep.id)
        self._search()


def _breakable(text: str) -> str:
    """The text with places to break in words that are longer than a column, such as addresses."""

    def broken(found: re.Match[str]) -> str:
        return "\u200b".join(found[0][at : at + 12] for at in range(0, len(found[0]), 12))

    return _LONG_WORD.sub(broken, text)


def _said(value: object) -> str:
    """A field in words: short enough to compare, whole enough to judge."""
    if isinstance(value, str):
        if value in ORDERS:
            return tr(ORDERS[value])
        return words(value, language()) if value and is_edtf(value) else value
    if isinstance(value, dict):
        return "\n".join(f"{key}: {each}" for key, each in value.items())
    if isinstance(value, tuple):
        return "\n".join(each if isinstance(each, str) else _parts(each) for each in value)
    return str(value)


def _parts(record: object) -> str:
    """A part of a person in words: scripts by their name, days as they are written, no kind that is usual."""
    found = []
    for field in fields(record):  # type: ignore[arg-type]
        value = getattr(record, field.name)
        if not value or value is True or value in (field.default, "holder"):
            continue
        if field.name == "script":
            found.append(tr(SCRIPTS.get(value, value)))
        elif field.name in _DAYS and is_edtf(value):
            sign = "– " if field.name == "to" else ""
            found.append(sign + words(value, language()))
        else:
            found.append(tr(value) if field.name == "kind" else str(value))
    return " · ".join(found).replace(" · – ", " – ")
