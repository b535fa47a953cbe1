"""Ctrl+K: one box over every record and every command, by keyboard alone.

A leading ``>`` asks for commands only; the row of kinds narrows, Tab goes through it. Results come while
typing, from a job; an answer to an older question is dropped. What an input method composes is not looked for
before it is decided, and its keys choose nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QObject,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.i18n import language, tr
from briefing_app.ui.actions import Actions, plain
from briefing_app.ui.adding import IN_PAPERS, menu_at
from briefing_app.ui.help_window import PAGES
from briefing_app.ui.search_entries import Entry, EntryDelegate, EntryModel
from briefing_app.ui.search_finding import Answer, Finder, help_answers, read_question
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label
from briefing_app.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from briefing_app.app.session import Session

KINDS = {
    "": "All", "event": "Events", "person": "People", "note": "Notes", "quotation": "Quotations",
    "source": "Sources", "good": "Tariff lines", "command": "Commands",
}  # fmt: skip
DAYS: dict[int, str] = {0: "Any day", 30: "Last 30 days", 365: "Last 12 months"}


class SearchPalette(QFrame):
    """Lies over the window until something is chosen, Esc is pressed or the focus goes elsewhere.

    ``page_chosen`` carries a source, a page and words: where a quotation is written.
    """

    record_chosen = Signal(str, str)
    page_chosen = Signal(str, int, str)
    # Kinds and ids for the paper; a quotation is named by its note, "#" and its place there.
    briefing_requested = Signal(object)

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self._session: Session | None = None
        self._finder: Finder | None = None
        self._question = 0
        self.setProperty("panel", "popup")
        shadow = QGraphicsDropShadowEffect(self, blurRadius=theme().px(32), xOffset=0, yOffset=theme().px(6))
        self.setGraphicsEffect(shadow)
        self.field = SearchField(tr("Search everything; > for commands, after:2025-05 for days"))
        self.field.changed.connect(lambda _text: self._ask())
        self.field.installEventFilter(self)
        self.model = EntryModel(self)
        self.view = QListView()
        self.view.setModel(self.model)
        self._lines = EntryDelegate(self.view)
        self.view.setItemDelegate(self._lines)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setUniformItemSizes(False)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setAccessibleName(tr("Results"))
        self.view.clicked.connect(lambda _index: self._choose(at_source=self._lines.is_at_source))
        self._nothing = label("", tone="muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme().px(12),) * 4)
        column.setSpacing(theme().px(8))
        column.addWidget(self.field)
        column.addLayout(self._kind_row())
        column.addWidget(self._nothing)
        column.addWidget(self.view, 1)
        self.keys = label(tr("Enter opens it, Shift+Enter adds it to the briefing"), "secondary")
        column.addWidget(self.keys)
        self.hide()

    def attach(self, session: Session | None) -> None:
        """Search this session's workspace."""
        self._session = session
        self._finder = Finder(session.workspace, session.law) if session is not None else None
        if session is not None and self._finder is not None:
            session.changed.connect(self._finder.follow)
        self.close_palette()

    def open_palette(self, text: str = "") -> None:
        """Show the box, empty or with a text."""
        window = self.window()
        width = min(theme().px(800), window.width() - theme().px(48))
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
            return not self.field.is_composing and self._on_key(event)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        key = Qt.Key(event.key())
        if key in steps:
            row = self.view.currentIndex().row() + steps[key]
            self._mark(max(0, min(row, self.model.rowCount() - 1)))
            return True
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._add_to_briefing()
            else:
                self._choose(at_source=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
            return True
        if key == Qt.Key.Key_Escape:
            self.close_palette()
            return True
        if key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self._step_kind(1 if key == Qt.Key.Key_Tab else -1)
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
        self.days = QComboBox()
        self.days.setAccessibleName(tr("Days"))
        self.days.setToolTip(tr("Or type after:2025-05 and before:2025-06-01"))
        for count, words in DAYS.items():
            self.days.addItem(tr(words), count)
        self.days.activated.connect(lambda _place: self._on_kind_chosen())
        row.addWidget(self.days)
        return row

    def _step_kind(self, step: int) -> None:
        """Tab and Shift+Tab go through the kinds without leaving the box."""
        chips = self._kinds.buttons()
        place = next(at for at, chip in enumerate(chips) if chip.isChecked())
        chips[(place + step) % len(chips)].setChecked(True)
        self._ask()

    def _on_kind_chosen(self) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._ask()

    def _ask(self) -> None:
        self._question += 1
        number, text, kind = self._question, self.field.text().strip(), self._kind()
        rest = text.removeprefix(">").strip()
        session, finder = self._session, self._finder
        if session is None or finder is None or not text or text.startswith(">") or kind == "command":
            self._show(self._commands(text) + self._help(rest), text)
            return
        days = self.days.currentData()
        question = read_question(text, kind, session.today - timedelta(days=days) if days else None)
        if not question.text:
            self._show([], text)
            return
        also = [] if kind else self._commands(text) + self._help(text)
        session.jobs.run(
            lambda: finder.find(question), lambda found: self._on_found(number, text, found, also), owner=self
        )

    def _kind(self) -> str:
        chip = self._kinds.checkedButton()
        return str(chip.property("record_kind") or "") if chip is not None else ""

    def _on_found(self, number: int, text: str, found: list[Answer], also: list[Entry]) -> None:
        if number == self._question:
            entries = [
                Entry(each.kind, each.key, each.title, each.detail, place=each.place, number=each.number)
                for each in found
            ]
            self._show(entries + also, text)

    def _help(self, text: str) -> list[Entry]:
        titles = {name: tr(title) for name, title in PAGES.items()}
        return [
            Entry("help", each.key, tr("Help: {title}", title=each.title), each.detail)
            for each in help_answers(text, language(), titles)
        ]

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
        self.keys.setVisible(any(self._can_add(entry) for entry in entries))
        self._mark(0)

    def _mark(self, row: int) -> None:
        if self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(row))

    def _choose(self, *, at_source: bool = False) -> None:
        entry: Entry | None = self.view.currentIndex().data(Qt.ItemDataRole.UserRole)
        if entry is None:
            return
        self.close_palette()
        if entry.action is not None:
            entry.action.trigger()
        elif entry.place is not None and at_source:
            self.page_chosen.emit(entry.place.source, entry.place.page, entry.place.words)
        else:
            # A quotation is shown where it stands: in its note.
            self.record_chosen.emit("note" if entry.kind == "quotation" else entry.kind, entry.key)

    def chosen_records(self) -> list[tuple[str, str]]:
        """The marked line, as the paper takes it; nothing for a command or a page of the help."""
        entry = self.view.currentIndex().data(Qt.ItemDataRole.UserRole)
        if not self._can_add(entry):
            return []
        return [(entry.kind, f"{entry.key}#{entry.number}" if entry.kind == "quotation" else entry.key)]

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The line under the pointer can be added to the paper."""
        menu = menu_at(self, event.globalPos(), self.briefing_requested.emit)
        if menu is not None:
            menu.popup(event.globalPos())

    def _can_add(self, entry: Entry | None) -> bool:
        return entry is not None and entry.kind in IN_PAPERS

    def _add_to_briefing(self) -> None:
        """Add the marked line; the box stays, for the next one."""
        if chosen := self.chosen_records():
            self.briefing_requested.emit(chosen)
