"""Finding a good as you type, by code, English or Japanese words: the field and the lines below it."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.i18n import language, tr
from briefing_app.tariff.goods import FoundGood, GoodsIndex
from briefing_app.tariff.schedule import CodeError, Schedule, dotted
from briefing_app.tariff.words import in_language
from briefing_app.ui.tariff.good_tree import GoodTree
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label
from briefing_app.ui.widgets.search_field import SearchField

LIMIT = 30
ROWS = 6
Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


class _Found(QAbstractListModel):
    """The lines found: code, words, general rate."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[tuple[str, str, str, str]] = []

    def show_found(self, found: tuple[FoundGood, ...], schedule: Schedule) -> None:
        self.beginResetModel()
        self.rows = []
        for each in found:
            words = each.good.name(language()) if each.good else tr("a line without a description")
            other = each.good.name("en" if language() == "ja" else "ja") if each.good else ""
            try:
                general = schedule.require(each.hts).general
            except CodeError:
                general = ""
            self.rows.append((each.hts, words, other, general))
        self.endResetModel()

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        hts, words, other, general = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{dotted(hts)} {words}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(
                part for part in (words, other, tr("General rate: {rate}", rate=general)) if part
            )
        return None


class _Delegate(QStyledItemDelegate):
    """Two lines: code and general rate, then the words."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, theme().px(40))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme()
        model = index.model()
        assert isinstance(model, _Found)
        hts, words, other, general = model.rows[index.row()]
        painter.save()
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.colour("tint"))
        inner = rect.adjusted(look.px(8), look.px(2), -look.px(8), -look.px(2))
        upper = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        lower = QRect(inner.left(), upper.bottom(), inner.width(), inner.height() // 2)
        bold = look.font("table")
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(look.colour("ink"))
        painter.drawText(upper, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, dotted(hts))
        painter.setFont(look.font("secondary"))
        painter.setPen(look.colour("ink_2"))
        general = general if len(general) < 22 else general[:21] + "…"
        painter.drawText(upper, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, general)
        text = f"{words}  {other}" if other else words
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, lower.width())
        painter.setPen(look.colour("ink"))
        painter.drawText(lower, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()


class GoodField(QWidget):
    """``chosen`` carries the code in digits. Down goes into the lines, Enter takes one; ``missed`` is sent
    where there is none to take.
    """

    chosen = Signal(str)
    missed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index: GoodsIndex | None = None
        self._schedule: Schedule | None = None
        self.hts = ""
        self.search = SearchField(tr("Code or words: 8703.23.01, car, 自動車"))
        self.search.setAccessibleName(tr("Commodity"))
        self.lines = QListView()
        self._model = _Found(self)
        self.lines.setModel(self._model)
        self.lines.setItemDelegate(_Delegate(self.lines))
        self.lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.lines.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.lines.setAccessibleName(tr("Lines found"))
        self.lines.setFixedHeight(theme().px(40) * ROWS)
        self.lines.hide()
        self.words = label("", "secondary", wrap=True)
        self.tree = GoodTree()
        self.tree.hide()
        self.browse = QPushButton(tr("Browse the schedule"))
        self.browse.setProperty("kind", "link")
        self.browse.setCheckable(True)
        self.browse.toggled.connect(self.show_tree)
        self.tree.chosen.connect(self._take_code)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(3))
        for part in (self.search, self.lines, self.words):
            column.addWidget(part)
        column.addWidget(self.browse, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.tree)
        self.search.changed.connect(self._find)
        self.search.down_pressed.connect(self._into_lines)
        self.search.accepted.connect(self._take_first)
        self.lines.clicked.connect(self._take)
        self.lines.activated.connect(self._take)
        self.setFocusProxy(self.search)

    def set_law(self, index: GoodsIndex, schedule: Schedule) -> None:
        """What can be found."""
        self._index, self._schedule = index, schedule
        self.tree.set_law(index, schedule)
        if self.hts:
            self.show_good(self.hts)

    def show_good(self, hts: str) -> None:
        """Show a good as the chosen one, without asking."""
        self.hts = hts
        self.search.blockSignals(True)
        self.search.setText(dotted(hts))
        self.search.blockSignals(False)
        self.lines.hide()
        self.words.setText(self.name() + self._general())
        self.words.setVisible(bool(self.words.text()))

    def asked(self) -> str:
        """The code that is asked about: the chosen one, or what was typed where no line is found for that."""
        typed = self.search.text().strip()
        is_missed = bool(typed) and typed != dotted(self.hts) and not self.found()
        return typed if is_missed and self._index is not None else self.hts

    def show_tree(self, is_open: bool) -> None:
        """Open the tree at the chosen good, or shut it."""
        self.browse.setChecked(is_open)
        self.browse.setText(tr("Close the schedule") if is_open else tr("Browse the schedule"))
        self.tree.setVisible(is_open)
        if is_open:
            self.lines.hide()
            self.tree.show_code(self.hts)
            self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, self.tree, self.tree.centre)  # when its rows are laid out

    def _take_code(self, hts: str) -> None:
        self.show_good(hts)
        self.show_tree(False)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit(hts)

    def name(self) -> str:
        """The chosen good in words, or its code."""
        index = self._index
        # What is described stands on eight digits; ten only divide it for statistics.
        good = (index.good(self.hts) or index.good(self.hts[:8])) if index else None
        return good.name(language()) if good else tr("Line {code}", code=dotted(self.hts))

    def found(self) -> list[str]:
        """The codes listed now."""
        return [row[0] for row in self._model.rows]

    def _general(self) -> str:
        if self._schedule is None:
            return ""
        try:
            rate = in_language(self._schedule.require(self.hts).general, language())
            return f" · {tr('general rate {rate}', rate=rate)}"
        except CodeError:
            return ""

    def _find(self, text: str) -> None:
        if self._index is None or self._schedule is None or text == dotted(self.hts):
            return
        found = self._index.find_goods(text, LIMIT)
        self._model.show_found(found, self._schedule)
        self.lines.setFixedHeight(theme().px(40) * min(ROWS, max(1, len(found))) + 2)
        self.lines.setVisible(bool(found))
        if found:
            self.lines.setCurrentIndex(self._model.index(0))
            self.words.setText(
                tr("{count} lines; Enter takes the first, Down looks through them.", count=len(found))
            )
        elif text.strip():
            self.words.setText(
                tr("No line is found for “{text}”. Try fewer words or the code.", text=text.strip())
            )
        self.words.setVisible(bool(text.strip()))

    def _into_lines(self) -> None:
        if self.lines.isVisible():
            self.lines.setFocus(Qt.FocusReason.TabFocusReason)

    def _take_first(self) -> None:
        text = self.search.text()
        if text != dotted(self.hts):
            self._find(text)
        if self.lines.isVisible() and self._model.rows:
            self._take(self._model.index(0))
        elif text.strip() and self.asked() != self.hts:
            self.missed.emit()

    def _take(self, index: QModelIndex) -> None:
        self.show_good(self._model.rows[index.row()][0])
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit(self.hts)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.tree.isVisible():
            self.show_tree(False)
            self.search.setFocus()
            return
        if event.key() == Qt.Key.Key_Escape and self.lines.isVisible():
            if self.hts:
                self.show_good(self.hts)
            self.lines.hide()
            self.search.setFocus()
            return
        super().keyPressEvent(event)
