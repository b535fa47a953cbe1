"""The schedule as a tree to browse: chapter, heading, line; filled as it is opened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QWidget

from briefing_app import resources
from briefing_app.app.i18n import language, tr
from briefing_app.tariff.chapters import load_chapters
from briefing_app.tariff.goods import GoodsIndex
from briefing_app.tariff.schedule import Schedule, dotted
from briefing_app.ui.theme import ROW_HEIGHT, theme

CODE = Qt.ItemDataRole.UserRole
ROWS = 12
_LINE = 8
_MIDDLE = QAbstractItemView.ScrollHint.PositionAtCenter


class GoodTree(QTreeWidget):
    """``chosen`` carries the code of a line (Enter or a click). Chapters 98 and 99 hold no goods."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index: GoodsIndex | None = None
        self._schedule: Schedule | None = None
        self.setHeaderHidden(True)
        self.setColumnCount(1)
        self.setAccessibleName(tr("The schedule by chapter"))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setIndentation(theme().px(14))
        self.setFixedHeight(theme().px(ROW_HEIGHT) * ROWS)
        self.itemExpanded.connect(self._fill)
        self.itemClicked.connect(self._take)

    def set_law(self, index: GoodsIndex, schedule: Schedule) -> None:
        """What can be browsed."""
        self._index, self._schedule = index, schedule
        self.clear()
        for chapter in load_chapters(resources.path("tariff", "us", "chapters.csv")):
            self.addTopLevelItem(self._item(chapter.code, f"{chapter.code}  {chapter.name(language())}"))

    def show_code(self, hts: str) -> None:
        """Open the branch of a line and make it current."""
        for place in range(self.topLevelItemCount()):
            chapter = self.topLevelItem(place)
            if chapter is not None and hts.startswith(chapter.data(0, CODE)):
                self._open(chapter, hts)
                return

    def centre(self) -> None:
        """Bring the current line into the middle."""
        self.scrollToItem(self.currentItem() or self.topLevelItem(0), _MIDDLE)  # type: ignore[arg-type]

    def _open(self, item: QTreeWidgetItem, hts: str) -> None:
        item.setExpanded(True)
        self.setCurrentItem(item)
        for place in range(item.childCount()):
            child = item.child(place)
            if child is not None and hts.startswith(child.data(0, CODE)):
                if len(child.data(0, CODE)) < _LINE:
                    self._open(child, hts)
                else:
                    self.setCurrentItem(child)
                self.scrollToItem(child, _MIDDLE)
                return

    @staticmethod
    def _item(code: str, words: str, rate: str = "") -> QTreeWidgetItem:
        item = QTreeWidgetItem([words])
        item.setData(0, CODE, code)
        item.setToolTip(0, "\n".join(part for part in (words, rate) if part))
        if len(code) < _LINE:
            item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
        return item

    def _fill(self, item: QTreeWidgetItem) -> None:
        code = item.data(0, CODE)
        if item.childCount() or self._schedule is None or len(code) >= _LINE:
            return
        lines = self._schedule.under(code)
        if len(code) == 2:
            headings = dict.fromkeys(line.hts[:4] for line in lines)
            item.addChildren([self._item(each, self._heading_words(each)) for each in headings])
            return
        item.addChildren([
            self._item(
                line.hts,
                f"{dotted(line.hts)}  {self._words(line.hts)}".rstrip(),
                tr("General rate: {rate}", rate=line.general),
            )
            for line in lines
        ])  # fmt: skip

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

    def _take(self, item: QTreeWidgetItem) -> None:
        code = item.data(0, CODE)
        if len(code) >= _LINE:
            self.chosen.emit(code)
        else:
            item.setExpanded(not item.isExpanded())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentItem()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and current is not None:
            self._take(current)
            return
        super().keyPressEvent(event)
