"""The five tabs: made on first show, linked by requests that are routed here, with a way back."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from briefing_app.app.i18n import tr
from briefing_app.app.settings import Settings
from briefing_app.app.turn import window_turn
from briefing_app.threads import window_first
from briefing_app.ui import standing
from briefing_app.ui.actions import TAB_TITLES, TABS
from briefing_app.ui.adding import chosen_in, menu_at
from briefing_app.ui.tab_code import CLASSES, read, tab_class
from briefing_app.ui.widgets.notices import EmptyState, begin_here

if TYPE_CHECKING:
    from briefing_app.app.session import Session

AHEAD_MS = 1200
# The first tab is painted by then; beside its making the index would slow it.
INDEX_MS = 250
# Between two widgets that are made ahead: time to type and to scroll.
PORTION_MS = 40
STYLE_SECONDS = 0.015
_END = object()
POLISHED = Qt.WidgetAttribute.WA_WState_Polished
# Tabs that can be made portion by portion, and the one that is before it is asked for.
IN_PORTIONS = ("timeline", "tariff", "notes", "briefing")
PORTIONED = ("briefing",)
HOMES = {
    "event": "timeline", "series": "timeline", "person": "people", "note": "notes", "source": "notes",
    "organisation": "people", "delegation": "people",
    "scenario": "tariff", "basket": "tariff", "measure": "tariff", "good": "tariff", "briefing": "briefing",
}  # fmt: skip


class Desk(QStackedWidget):
    """Shows one tab at a time. ``tab_shown`` carries its place among the five."""

    tab_shown = Signal(int)

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self._tabs: dict[str, QWidget] = {}
        self._begun: dict[str, Any] = {}
        self._name = self._asked = ""
        self._trail: list[tuple[str, str, str]] = []
        self._place = -1
        self._restored: set[str] = set()
        self._left = standing.take(session)
        self._drawing: tuple[str, QSize, Iterator[None]] | None = None
        gc.freeze()  # what stands now stays: a collection in the midst of the work need not walk it
        QTimer.singleShot(AHEAD_MS, self, self._read_ahead)

    @property
    def session(self) -> Session:
        """The session whose records the tabs show."""
        return self._session

    @property
    def said(self) -> list[tuple[str, str]]:
        """What was said while the workspace was locked, with levels: text that nobody could read then."""
        return [(str(text), str(level)) for text, level in self._left.get("said", ())]

    @property
    def name(self) -> str:
        """The name of the tab shown."""
        return self._name

    @property
    def tab(self) -> Any:
        """The tab shown (see :class:`briefing_app.ui.tab.Tab`)."""
        return self._tabs.get(self._name)

    def show_tab(self, name: str) -> None:
        """Show a tab; make it first if need be."""
        self._session.typing.flush()
        self._show(name)
        self._remember(name, "", "")

    def ask_for(self, name: str) -> None:
        """Show a tab at the user's wish. One that is not made yet is read in a thread and made in portions
        first: all at once it would hold the window. The last one asked for is shown.
        """
        self._asked = name
        if name in self._tabs:
            self.show_tab(name)
            return

        def show(_fault: object = None) -> None:
            if self._asked == name:
                self.show_tab(name)  # a fault of its code is met again, and told

        def make(_read: object) -> None:
            self._session.jobs.run_in_slices(self.made_in_portions(name), show, show, owner=self)

        self._session.jobs.run(lambda: read([name]), make, show, owner=self)

    def show_record(self, kind: str, record_id: str) -> None:
        """Show a record in the tab it lives in."""
        name = HOMES.get(kind)
        if name is None:
            return
        self._session.typing.flush()
        self._show(name)
        self.tab.show_record(kind, record_id)
        self._remember(name, kind, record_id)

    def show_page(self, source_id: str, page: int, words: str) -> None:
        """Show a source where words stand that were taken from it: at a page, or where they are found."""
        self.show_record("source", source_id)
        self.tab.show_page(source_id, page, words)

    def add_to_briefing(self, kind: str, record_id: str) -> None:
        """Hand a record to the Briefing tab, and say so."""
        self.add_records([(kind, record_id)])

    def add_records(self, chosen: Sequence[tuple[str, str]]) -> None:
        """Hand records to the Briefing tab, as one step, and say so; one that cannot stand there is told."""
        if self._made("briefing").add_records(chosen):  # type: ignore[attr-defined]
            self._say_added()

    def add_chosen(self) -> None:
        """Hand on what is chosen in the tab shown."""
        chosen = chosen_in(self.tab, self.window().focusWidget())
        if chosen:
            self.add_records(chosen)
        else:
            words = tr(
                "Nothing is chosen that can go into a paper. Choose an event, a person, a note or a source."
            )
            self._session.message.emit(words, "info")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the records that are chosen where the menu is asked for."""
        is_keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        asked = self.window().focusWidget() if is_keyboard else self.childAt(event.pos())
        menu = menu_at(asked, event.globalPos(), self.add_records)
        if menu is not None:
            menu.popup(event.globalPos())
        event.setAccepted(menu is not None)

    def add_block(self, block: object) -> None:
        """Hand a block that is made for the briefing to its tab, and say so."""
        self._made("briefing").append(block)  # type: ignore[attr-defined]
        self._say_added()

    def _say_added(self) -> None:
        paper = getattr(self._made("briefing"), "paper_words", "")
        self._session.message.emit(tr("Added to the briefing: {paper}.", paper=paper), "info")

    def go(self, step: int) -> None:
        """Back (-1) or forward (1) along the way the user came."""
        place = self._place + step
        if 0 <= place < len(self._trail):
            self._place = place
            name, kind, record_id = self._trail[place]
            self._show(name)
            if record_id:
                self.tab.show_record(kind, record_id)

    def made_in_portions(self, name: str) -> Iterator[None]:
        """Make a tab before its first show, one part at each step, if it can be made so."""
        if name not in IN_PORTIONS:
            return
        made = self._begun.get(name)
        if made is None:
            made = self._begun[name] = tab_class(name)(self._session, self, in_portions=True)
            yield
        while made.make_portion() or _polished(made):
            yield
        if name not in self._tabs:
            self._restore(name, made)
            yield
            room = self if self.isVisible() else self.parentWidget() or self
            yield from _drawn_ahead(made, room.size())

    def zones(self) -> list[QWidget]:
        """The zones of the tab shown, left to right: the parts of its outer splitter."""
        splitter = self.tab.findChild(QSplitter) if self.tab is not None else None
        parts = [splitter.widget(place) for place in range(splitter.count())] if splitter else [self]
        return [part for part in parts if part is not None and part.isVisible()]

    def is_idle(self) -> bool:
        """Whether the tab shown waits for nothing (a tab may say so by ``is_idle``)."""
        ask = getattr(self.tab, "is_idle", None)
        return bool(ask()) if callable(ask) else True

    def save_state(self) -> None:
        """Keep the sizes of the splitters that have a name."""
        for name, tab in self._tabs.items():
            for splitter in tab.findChildren(QSplitter):
                if splitter.objectName():
                    self._settings.set_state(f"{name}-{splitter.objectName()}", splitter.saveState())
            if (view_words := getattr(tab, "view_words", None)) is not None:
                self._settings.set_word(self._view_name(name), view_words())
        self._settings.set_word("tab", self._name)

    def standing(self) -> dict[str, Any]:
        """Where the user stands in each tab that was shown, to go on from there."""
        return {"tabs": {name: _standing_in(tab) for name, tab in self._tabs.items()}}

    def _go_on(self, name: str, tab: Any) -> None:
        """Go on in a tab where the user stood when the workspace was locked; once."""
        place = self._left.get("tabs", {}).pop(name, None)
        if place and hasattr(tab, "go_on"):
            tab.go_on(place)
        elif place and self._session.workspace.find(*place["record"]) is not None:
            tab.show_record(*place["record"])

    def _show(self, name: str) -> None:
        with window_first():
            tab = self._made(name)
            if not self._name:
                QTimer.singleShot(INDEX_MS, self, self._prepare_search)
            self._name = self._asked = name
            self.setCurrentWidget(tab)
            self.tab_shown.emit(TABS.index(name))
            tab.activate()  # type: ignore[attr-defined]
            begin_here(tab)
            self._go_on(name, tab)

    def _made(self, name: str) -> QWidget:
        if name not in self._tabs:
            QTimer.singleShot(AHEAD_MS, self, lambda: self._settle(None))
            tab = self._make(name)
            self._tabs[name] = tab
            self.addWidget(tab)
            self._restore(name, tab)
        return self._tabs[name]

    def _restore(self, name: str, tab: Any) -> None:
        """Leave a tab as the user left it; once."""
        if name in self._restored:
            return
        self._restored.add(name)
        if (words := self._settings.word(self._view_name(name))) and hasattr(tab, "restore_view"):
            tab.restore_view(words)
        for splitter in tab.findChildren(QSplitter):
            state = self._settings.state(f"{name}-{splitter.objectName()}")
            if splitter.objectName() and state is not None:
                splitter.restoreState(state)

    def _prepare_search(self) -> None:
        if not self._session.is_closed:
            self._session.jobs.run(self._session.workspace.prepare_search, lane="ahead")

    def _read_ahead(self) -> None:
        """Read the code of the other tabs in a thread while the user looks at the first one: a switch then
        waits for widgets only.
        """
        names = [name for name in CLASSES if name != self._name]
        if not self._session.is_closed:
            self._session.jobs.run(lambda: read(names), self._begin_ahead, lane="ahead", owner=self)

    def _begin_ahead(self, _done: None) -> None:
        """The code is read: make the widgets of tabs that can be made in portions, one at a time."""
        self._settle(None)
        self._make_ahead()

    def _make_ahead(self) -> None:
        """Make the next portion of a tab that nobody asked for yet: at once, it would hold the window."""
        if self._session.is_closed:
            return
        for name in PORTIONED:
            if name in self._tabs or CLASSES[name][0] not in sys.modules:
                continue
            with window_turn():
                if name not in self._begun:
                    self._begun[name] = tab_class(name)(self._session, self, in_portions=True)
                elif not self._begun[name].make_portion() and not self._drawn_on(name):
                    continue
            QTimer.singleShot(PORTION_MS, self, self._make_ahead)
            return

    def _drawn_on(self, name: str) -> bool:
        """Draw one more piece of a tab that is made; False if all of it was drawn once at this size."""
        made, size = self._begun[name], self.size()
        if self._drawing is None or self._drawing[:2] != (name, size):
            self._drawing = (name, size, _drawn_ahead(made, size))
        return next(self._drawing[2], _END) is not _END

    def _settle(self, _done: None) -> None:
        """What stands now lives as long as the workspace: the collector, which halts all threads at work,
        need not walk it again and again while somebody types.
        """
        gc.freeze()

    def _view_name(self, tab: str) -> str:
        """Under what the view of a tab is kept: what is hidden in one workspace says nothing of another."""
        return f"{tab}-view-{self._session.workspace.name}"

    def _make(self, name: str) -> QWidget:
        made: Any = self._begun.pop(name, None)
        if made is not None:
            while made.make_portion():
                pass
            return self._linked(made)
        try:
            made = tab_class(name)(self._session, self)
        except ModuleNotFoundError as error:
            if error.name != CLASSES[name][0]:
                raise
            return _Missing(name)
        return self._linked(made)

    def _linked(self, made: Any) -> QWidget:
        # Queued: a tab may ask for another record in the middle of showing one.
        made.record_requested.connect(
            lambda kind, record_id: QTimer.singleShot(0, self, lambda: self.show_record(kind, record_id))
        )
        if hasattr(made, "page_requested"):
            made.page_requested.connect(
                lambda *place: QTimer.singleShot(0, self, lambda: self.show_page(*place))
            )
        made.add_to_briefing_requested.connect(self.add_to_briefing)
        if hasattr(made, "block_requested"):
            made.block_requested.connect(self.add_block)
        tab: QWidget = made
        return tab

    def _remember(self, name: str, kind: str, record_id: str) -> None:
        step = (name, kind, record_id)
        if self._trail[self._place : self._place + 1] != [step]:
            self._trail = [*self._trail[: self._place + 1], step][-100:]
            self._place = len(self._trail) - 1


def _standing_in(tab: Any) -> dict[str, Any]:
    if hasattr(tab, "left_off"):
        return dict(tab.left_off())
    if note_id := getattr(tab, "shown_id", ""):
        return {"record": ["note", note_id]}  # a search may have left it out of the list
    chosen = chosen_in(tab, None)
    return {"record": list(chosen[0])} if chosen else {}


def _drawn_ahead(tab: QWidget, size: QSize) -> Iterator[None]:
    """Give a hidden tab its style, lay it out and draw it once, unseen, piece by piece: all that would hold
    the window at its first show.
    """
    while _polished(tab):
        yield
    tab.resize(size)
    for layout in (each.layout() for each in (tab, *tab.findChildren(QSplitter))):
        if layout is not None:
            layout.activate()
    yield
    for piece in _pieces(tab):
        piece.grab()
        yield


def _pieces(widget: QWidget) -> Iterator[QWidget]:
    """The parts of a tab: what stands in its splitters and in what only holds others."""
    for each in widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if each.isHidden() or each.isWindow():
            continue
        is_frame = type(each) is QWidget or isinstance(each, QSplitter)
        if is_frame or each.findChild(QSplitter) is not None:
            yield from _pieces(each)
        else:
            yield each


def _polished(tab: QWidget) -> bool:
    """Give some more widgets of a tab their style. False if all have it."""
    waiting = [each for each in tab.findChildren(QWidget) if not each.testAttribute(POLISHED)]
    until = time.perf_counter() + STYLE_SECONDS
    for each in waiting:
        each.ensurePolished()
        if time.perf_counter() > until:
            break
    return bool(waiting)


class _Missing(EmptyState):
    """Stands in for a tab whose code is not part of this build."""

    def __init__(self, name: str) -> None:
        super().__init__("info", tr("{tab} is not part of this version.", tab=tr(TAB_TITLES[name])))

    def activate(self) -> None: ...
    def show_record(self, kind: str, record_id: str) -> None: ...
    def new_record(self) -> None: ...
    def focus_find(self) -> None: ...
    def add_to_briefing(self, kind: str, record_id: str) -> None: ...
    def add_records(self, chosen: object) -> bool:
        return False
