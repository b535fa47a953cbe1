"""Ctrl+K: one box over every record and every command, by keyboard alone.

A leading ``>`` asks for commands only; the row of kinds narrows records. Results come while typing, from a
job; an answer to an older question is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.i18n import tr
from briefing_app.ui.actions import Actions, plain
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label
from briefing_app.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from briefing_app.app.session import Session
    from briefing_app.domain.records import Kind
    from briefing_app.store.search import Hit

KINDS = {"": "All", "event": "Events", "person": "People", "note": "Notes", "source": "Sources"}
ICONS = {
    "event": "timeline", "person": "person", "note": "notes", "source": "source", "scenario": "tariffs",
    "basket": "tariffs", "briefing": "briefing", "series": "chart", "command": "command",
    "organisation": "people", "delegation": "people",
}  # fmt: skip
LIMIT = 50
Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


@dataclass(frozen=True)
class Entry:
    """One line of the palette: a record (kind and id) or a command (kind "command", its action)."""

    kind: str
    key: str
    title: str
    detail: str
    action: QAction | None = None


class EntryModel(QAbstractListModel):
    """The lines shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def show_entries(self, entries: list[Entry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.UserRole:
            return entry
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entry.title}, {entry.detail}"
        return None


class EntryDelegate(QStyledItemDelegate):
    """Paints a line: icon, title, and the snippet or shortcut in quieter ink below or at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry: Entry = index.data(Qt.ItemDataRole.UserRole)
        return QSize(0, theme().px(32 if entry.action is not None else 46))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(Qt.ItemDataRole.UserRole)
        look, px, rect = theme(), theme().px, option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.colour("tint"))
            painter.fillRect(QRect(rect.left(), rect.top(), px(3), rect.height()), look.colour("accent"))
        ratio = painter.device().devicePixelRatioF()
        icon = look.pixmap(ICONS.get(entry.kind, "notes"), "ink_2", 20, ratio)
        painter.drawPixmap(rect.left() + px(16), rect.top() + (px(32) - 20) // 2, icon)
        left, width = rect.left() + px(48), rect.width() - px(64)
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("ink"))
        first = QRect(left, rect.top(), width, px(32) if entry.action is not None else px(28))
        elide = Qt.TextElideMode.ElideRight
        middle = Qt.AlignmentFlag.AlignVCenter
        shown = painter.fontMetrics().elidedText(entry.title, elide, width)
        painter.drawText(first, middle, shown)
        painter.setFont(look.font("secondary"))
        painter.setPen(look.colour("ink_2"))
        if entry.action is not None:
            painter.drawText(first, middle | Qt.AlignmentFlag.AlignRight, entry.detail)
        else:
            second = QRect(left, rect.top() + px(24), width, px(18))
            painter.drawText(second, middle, painter.fontMetrics().elidedText(entry.detail, elide, width))
        painter.restore()


class SearchPalette(QFrame):
    """Lies over the window until something is chosen, Esc is pressed or the focus goes elsewhere."""

    record_chosen = Signal(str, str)

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self._session: Session | None = None
        self._question = 0
        self.setProperty("panel", "popup")
        shadow = QGraphicsDropShadowEffect(self, blurRadius=theme().px(32), xOffset=0, yOffset=theme().px(6))
        self.setGraphicsEffect(shadow)
        self.field = SearchField(tr("Search events, people, notes, sources; > for commands"))
        self.field.changed.connect(lambda _text: self._ask())
        self.field.installEventFilter(self)
        self.model = EntryModel(self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(EntryDelegate(self.view))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setUniformItemSizes(False)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setAccessibleName(tr("Results"))
        self.view.clicked.connect(lambda _index: self._choose())
        self._nothing = label("", tone="muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme().px(12),) * 4)
        column.setSpacing(theme().px(8))
        column.addWidget(self.field)
        column.addLayout(self._kind_row())
        column.addWidget(self._nothing)
        column.addWidget(self.view, 1)
        self.hide()

    def attach(self, session: Session | None) -> None:
        """Search this session's workspace."""
        self._session = session
        self.close_palette()

    def open_palette(self, text: str = "") -> None:
        """Show the box, empty or with a text."""
        window = self.window()
        width = min(theme().px(720), window.width() - theme().px(48))
        height = min(theme().px(520), window.height() - theme().px(96))
        self.setGeometry((window.width() - width) // 2, theme().px(64), width, height)
        self.field.setText(text)
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._ask()

    def close_palette(self) -> None:
        """Take the box away."""
        self._question += 1
        if not self.isHidden():
            self.hide()
            self.window().setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            focus: QWidget | None = self.window().focusWidget()  # the stub forgets None
            if focus is None or not self.isAncestorOf(focus):
                self.hide()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        key = Qt.Key(event.key())
        if key in steps:
            row = self.view.currentIndex().row() + steps[key]
            self._mark(max(0, min(row, self.model.rowCount() - 1)))
            return True
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._choose()
            return True
        if key == Qt.Key.Key_Escape:
            self.close_palette()
            return True
        return False

    def _kind_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme().px(6))
        self._kinds = QButtonGroup(self)
        for kind, title in KINDS.items():
            chip = QPushButton(tr(title))
            chip.setProperty("kind", "chip")
            chip.setProperty("record_kind", kind)
            chip.setCheckable(True)
            chip.setChecked(not kind)
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._kinds.addButton(chip)
            row.addWidget(chip)
        self._kinds.buttonClicked.connect(lambda _chip: self._on_kind_chosen())
        row.addStretch(1)
        return row

    def _on_kind_chosen(self) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._ask()

    def _ask(self) -> None:
        self._question += 1
        question, text = self._question, self.field.text().strip()
        commands = self._commands(text)
        session = self._session
        if session is None or not text or text.startswith(">"):
            self._show(commands, text)
            return
        kind = self._kind()
        workspace = session.workspace
        session.jobs.run(
            lambda: workspace.search(text, kind, LIMIT),
            lambda hits: self._on_hits(question, text, hits, [] if kind else commands),
            owner=self,
        )

    def _kind(self) -> Kind | None:
        chip = self._kinds.checkedButton()
        return (chip.property("record_kind") or None) if chip is not None else None

    def _on_hits(self, question: int, text: str, hits: list[Hit], commands: list[Entry]) -> None:
        if question == self._question:
            found = [Entry(hit.kind, hit.id, hit.title, hit.snippet) for hit in in_reach(hits, text)]
            self._show(found + commands if text else commands, text)

    def _commands(self, text: str) -> list[Entry]:
        wanted = text.removeprefix(">").strip().casefold()
        return [
            Entry("command", action.objectName(), plain(action.text()), keys, action)
            for action, keys in self._actions.listed()
            if action.isEnabled() and wanted in plain(action.text()).casefold()
        ]

    def _show(self, entries: list[Entry], text: str) -> None:
        self.model.show_entries(entries)
        self._nothing.setText("" if entries else tr('Nothing holds all words of "{text}".', text=text))
        self._nothing.setVisible(not entries)
        self._mark(0)

    def _mark(self, row: int) -> None:
        if self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(row))

    def _choose(self) -> None:
        entry = self.view.currentIndex().data(Qt.ItemDataRole.UserRole)
        if entry is None:
            return
        self.close_palette()
        if entry.action is not None:
            entry.action.trigger()
        else:
            self.record_chosen.emit(entry.kind, entry.key)


def in_reach(hits: list[Hit], text: str) -> list[Hit]:
    """The hits with those first whose title holds what was typed: people, then the others as ranked."""
    from briefing_app.store.search import fold

    wanted = fold(text)
    order = {"person": 0, "note": 1, "event": 2}

    def rank(hit: Hit) -> tuple[bool, int]:
        is_named = wanted in fold(hit.title)
        return (not is_named, order.get(hit.kind, 3) if is_named else 0)

    return sorted(hits, key=rank)
