"""The schedule as a tree to browse: chapter, heading, line. Rows are made when their branch is opened, and
their words when they are painted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from briefing_app import resources
from briefing_app.app.i18n import language, tr
from briefing_app.tariff.chapters import load_chapters
from briefing_app.tariff.goods import GoodsIndex
from briefing_app.tariff.schedule import Schedule, dotted
from briefing_app.tariff.words import in_language
from briefing_app.ui.theme import ROW_HEIGHT, theme

CODE = Qt.ItemDataRole.UserRole
ROWS = 12
_LINE = 8
_CHAPTER = 2
_HEADING = 4
_MIDDLE = QAbstractItemView.ScrollHint.PositionAtCenter
Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


@dataclass(slots=True)
class _Branch:
    """A row; ``above`` is the number of the row it hangs on, -1 at the top; ``below`` None until opened."""

    code: str
    above: int
    place: int
    below: list[int] | None = field(default=None)


class GoodTreeModel(QAbstractItemModel):
    """Chapters, headings and lines. Chapters 98 and 99 hold no goods and are not there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index: GoodsIndex | None = None
        self._schedule: Schedule | None = None
        self._chapters: dict[str, str] = {}
        self._branches: list[_Branch] = []
        self._tops: list[int] = []

    def set_law(self, index: GoodsIndex, schedule: Schedule) -> None:
        """What can be browsed."""
        self.beginResetModel()
        self._index, self._schedule = index, schedule
        read = load_chapters(resources.path("tariff", "us", "chapters.csv"))
        self._chapters = {chapter.code: chapter.name(language()) for chapter in read}
        self._branches = []
        self._tops = self._grow(-1, self._chapters)
        self.endResetModel()

    def _grow(self, above: int, codes: Iterable[str]) -> list[int]:
        """New rows below a row; gives their numbers."""
        first = len(self._branches)
        self._branches.extend(_Branch(code, above, place) for place, code in enumerate(codes))
        return list(range(first, len(self._branches)))

    def _codes_below(self, code: str) -> Iterable[str]:
        if self._schedule is None:
            return ()
        lines = self._schedule.under(code)
        if len(code) == _CHAPTER:
            return dict.fromkeys(line.hts[:_HEADING] for line in lines)
        return (line.hts for line in lines)

    def below(self, index: Index) -> list[int]:
        """The numbers of the rows below an index, made if they were not yet."""
        if not index.isValid():
            return self._tops
        if self.canFetchMore(index):
            self.fetchMore(index)
        return self._branches[index.internalId()].below or []

    def index_of(self, hts: str) -> QModelIndex:
        """The row of a line, or of the deepest branch that holds it; an invalid index where none does."""
        found, numbers = _TOP, self._tops
        while numbers:
            held = next((each for each in numbers if hts.startswith(self._branches[each].code)), None)
            if held is None:
                break
            found = self.createIndex(self._branches[held].place, 0, held)
            numbers = self.below(found)
        return found

    def code_of(self, index: Index) -> str:
        """The code of a row in digits, "" for none."""
        return self._branches[index.internalId()].code if index.isValid() else ""

    # --- what Qt asks --------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = _TOP) -> QModelIndex:
        numbers = self._branches[parent.internalId()].below if parent.isValid() else self._tops
        if column == 0 and numbers is not None and 0 <= row < len(numbers):
            return self.createIndex(row, column, numbers[row])
        return QModelIndex()

    def parent(self, index: Index = _TOP) -> QModelIndex:  # type: ignore[override]  # QObject has one too
        above = self._branches[index.internalId()].above if index.isValid() else -1
        return self.createIndex(self._branches[above].place, 0, above) if above >= 0 else QModelIndex()

    def rowCount(self, parent: Index = _TOP) -> int:
        numbers = self._branches[parent.internalId()].below if parent.isValid() else self._tops
        return len(numbers or ())

    def columnCount(self, _parent: Index = _TOP) -> int:
        return 1

    def hasChildren(self, parent: Index = _TOP) -> bool:
        return len(self.code_of(parent)) < _LINE

    def canFetchMore(self, parent: Index) -> bool:
        branch = self._branches[parent.internalId()] if parent.isValid() else None
        return branch is not None and branch.below is None and len(branch.code) < _LINE

    def fetchMore(self, parent: Index) -> None:
        if not self.canFetchMore(parent):
            return
        number = parent.internalId()
        codes = list(self._codes_below(self._branches[number].code))
        self.beginInsertRows(self.createIndex(parent.row(), 0, number), 0, len(codes) - 1)
        self._branches[number].below = self._grow(number, codes)
        self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        code = self.code_of(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                found: Any = self._said(code)
            case Qt.ItemDataRole.ToolTipRole:
                found = "\n".join(part for part in (self._said(code), self._rate(code)) if part)
            case Qt.ItemDataRole.UserRole:
                found = code
            case _:
                found = None
        return found

    def _said(self, code: str) -> str:
        if len(code) == _CHAPTER:
            return f"{code}  {self._chapters[code]}"
        if len(code) == _HEADING:
            return self._heading_words(code)
        return f"{dotted(code)}  {self._words(code)}".rstrip()

    def _rate(self, code: str) -> str:
        line = self._schedule.line(code) if self._schedule is not None and len(code) >= _LINE else None
        if line is None:
            return ""
        return tr("General rate: {rate}", rate=in_language(line.general, language()))

    def _heading_words(self, heading: str) -> str:
        """The heading by the first of its described lines: no heading has words of its own here."""
        assert self._schedule is not None
        lines = self._schedule.under(heading)
        named = next((words for line in lines if (words := self._words(line.hts))), "")
        count = tr("{count} lines", count=len(lines))
        return f"{heading[:2]}.{heading[2:]}  {f'{named} … ' if named else ''}({count})"

    def _words(self, hts: str) -> str:
        good = self._index.good(hts) if self._index else None
        return good.name(language()) if good else ""


class GoodTree(QTreeView):
    """``chosen`` carries the code of a line (Enter or a click)."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.goods = GoodTreeModel(self)
        self.setModel(self.goods)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setAccessibleName(tr("The schedule by chapter"))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setIndentation(theme().px(14))
        self.setFixedHeight(theme().px(ROW_HEIGHT) * ROWS)
        self.clicked.connect(self._take)

    def set_law(self, index: GoodsIndex, schedule: Schedule) -> None:
        """What can be browsed."""
        self.goods.set_law(index, schedule)

    def expand(self, index: Index) -> None:
        """Open a branch. Its rows are made first: made while it opens, they would have Qt lay out all rows
        anew.
        """
        self.goods.fetchMore(index)
        super().expand(index)

    def show_code(self, hts: str) -> None:
        """Open the branch of a line and make it current."""
        found = self.goods.index_of(hts) if hts else QModelIndex()
        if not found.isValid():
            return
        branch = found.parent()
        while branch.isValid():
            self.expand(branch)
            branch = branch.parent()
        self.setCurrentIndex(found)
        self.scrollTo(found, _MIDDLE)

    def centre(self) -> None:
        """Bring the current line into the middle."""
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex(), _MIDDLE)

    def _take(self, index: QModelIndex) -> None:
        code = self.goods.code_of(index)
        if len(code) >= _LINE:
            self.chosen.emit(code)
        else:
            (self.collapse if self.isExpanded(index) else self.expand)(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._take(self.currentIndex())
            return
        super().keyPressEvent(event)
