"""The Timeline tab: find on the left, canvas over table in the middle, the event on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.change import ChangeSet, replaced
from briefing_app.domain.chronicle import Choice, RailBook, chronicle
from briefing_app.domain.contradictions import contradictions
from briefing_app.domain.records import Event, Kind, Person, title_of
from briefing_app.domain.time_axis import seconds
from briefing_app.domain.timeline_events import crosses_midnight
from briefing_app.errors import BriefingError, UsageError
from briefing_app.ui.theme import theme
from briefing_app.ui.timeline.canvas import TimelineCanvas
from briefing_app.ui.timeline.event_table import EventTable, day_of, event_model
from briefing_app.ui.timeline.find_pane import FindPane
from briefing_app.ui.timeline.inspector import EventInspector
from briefing_app.ui.timeline.lower_pane import LowerPane
from briefing_app.ui.timeline.marks import text_widths
from briefing_app.ui.timeline.quick_entry import QuickEntry
from briefing_app.ui.timeline.saving import TimelineSaving
from briefing_app.ui.timeline.view_port import ZOOM_STEP
from briefing_app.ui.widgets.labels import ElidedLabel
from briefing_app.ui.widgets.notices import EmptyState, MessageBar
from briefing_app.ui.widgets.table_model import fold_fast

ZONES = (
    ("Dates as told", ""),
    ("New York time", "America/New_York"),
    ("Tokyo time", "Asia/Tokyo"),
    ("UTC", "UTC"),
)


class TimelineTab(QWidget):
    """One of the pages of the window; see :class:`briefing_app.ui.tab.Tab`."""

    record_requested = Signal(str, str)
    add_to_briefing_requested = Signal(str, str)

    title = "Timeline"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent if isinstance(parent, QWidget) else None)
        self._session = session
        self._query = ""
        self._selected_for_day = ""
        self._rails = RailBook()
        self._events: list[Event] = []
        self._make_parts()
        self._arrange()
        self._connect()
        self.refresh()
        self._begin()

    # --- parts ---------------------------------------------------------------------------------------

    def _make_parts(self) -> None:
        self.finder = FindPane()
        self.canvas = TimelineCanvas()
        self.message = MessageBar()
        self.table = EventTable(event_model(self._session.workspace, self._rename))
        self.below = LowerPane(self._session, self.table)
        self.saving = TimelineSaving(self._session, self.canvas, self.message, self)
        self.inspector = EventInspector(self._session)
        self.quick = QuickEntry(self._session)
        self.span = ElidedLabel(role="secondary")
        self.zone = QComboBox()
        for words, zone in ZONES:
            self.zone.addItem(words, zone)
        self.zone.setAccessibleName("Time zone of the axis")
        self.zone.setToolTip("The clock that the axis shows. A day told elsewhere then runs over two dates.")
        self.empty = EmptyState(
            "timeline",
            "What happened and what is due belongs here: rounds of talks, measures, elections, deadlines.",
            action="Add the first event",
            on_action=self.quick.line.setFocus,
        )

    def _tool(self, icon: str, words: str, on_click) -> QToolButton:  # type: ignore[no-untyped-def]
        button = QToolButton()
        if icon:
            theme().show_icon(button, icon)
        else:
            button.setText(words)
        button.setToolTip(words if icon else on_click.__doc__ or words)
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _checked=False: on_click())
        return button

    def _toolbar(self) -> QWidget:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme().px(12), theme().px(4), theme().px(12), theme().px(4))
        row.setSpacing(theme().px(4))
        self.zoom_out = self._tool("remove", "Zoom out (-)", lambda: self.canvas.zoom(1 / ZOOM_STEP**2))
        self.zoom_in = self._tool("add", "Zoom in (+)", lambda: self.canvas.zoom(ZOOM_STEP**2))
        self.fit = self._tool("", "Fit all", self.canvas.fit)
        self.story = self._tool("", "Fit the talks", self.canvas.show_story)
        self.today = self._tool("", "Go to the day", self._go_to_day)
        for button in (self.zoom_out, self.zoom_in, self.fit, self.story, self.today):
            row.addWidget(button)
        row.addSpacing(theme().px(8))
        row.addWidget(self.span, 1)
        self.save: QToolButton = self._tool(
            "export", tr("Save as a picture or as pages"), lambda: self.saving.offer(self.save)
        )
        row.addWidget(self.save)
        row.addWidget(self.zone)
        return bar

    def _arrange(self) -> None:
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.canvas)
        self.pages.addWidget(self.empty)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setHandleWidth(theme().px(5))
        upper = QWidget()
        above = QVBoxLayout(upper)
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(0)
        above.addWidget(self._toolbar())
        above.addWidget(self.pages, 1)
        above.addWidget(self.quick)
        self.split.addWidget(upper)
        self.split.addWidget(self.below)
        self.split.setStretchFactor(0, 5)
        self.split.setStretchFactor(1, 2)
        column.addWidget(self.message)
        column.addWidget(self.split, 1)
        self.zones = QSplitter(Qt.Orientation.Horizontal)
        for zone, share in ((self.finder, 0), (work, 1), (self.inspector, 0)):
            self.zones.addWidget(zone)
            self.zones.setStretchFactor(self.zones.indexOf(zone), share)
        self.zones.setSizes([theme().px(216), theme().px(900), theme().px(300)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.zones)

    def _connect(self) -> None:
        session = self._session
        session.changed.connect(self._on_changed)
        session.as_of_changed.connect(lambda _day: self._follow_day())
        self.canvas.event_selected.connect(lambda key: self.select(key, bring=False))
        self.canvas.event_opened.connect(self._open)
        self.canvas.span_changed.connect(lambda _first, _last: self.span.set_text(self.canvas.span_words()))
        self.table.view.row_selected.connect(self._on_row)
        self.table.view.row_opened.connect(self._open)
        self.below.event_selected.connect(self.select)
        self.below.event_opened.connect(self._open)
        self.table.model.edit_failed.connect(lambda text: session.message.emit(text, "error"))
        self.finder.chosen_changed.connect(self._rebuild)
        self.finder.query_changed.connect(self._search)
        self.finder.event_requested.connect(self.select)
        self.inspector.record_requested.connect(self.record_requested)
        self.inspector.briefing_requested.connect(
            lambda event: self.add_to_briefing_requested.emit("event", event)
        )
        self.quick.created.connect(self.select)
        self.zone.activated.connect(lambda _place: self._on_zone())

    # --- what the window asks ------------------------------------------------------------------------

    def activate(self) -> None:
        """The tab is shown now."""
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.inspector.event_id:
            self._select_latest()

    def show_record(self, kind: Kind, record_id: str) -> None:
        """Select an event."""
        if kind == "event":
            self.select(record_id)

    def new_record(self) -> None:
        """Put the cursor into the quick-entry line."""
        self.quick.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_find(self) -> None:
        """Put the cursor into the find field; in the table, into its filter row."""
        if self.table.isAncestorOf(self.focusWidget() or self):
            self.table.show_filters()
        else:
            self.finder.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def add_to_briefing(self, kind: Kind, record_id: str) -> None:
        """Only the Briefing tab does this."""

    # --- state ---------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read all events anew."""
        self._events = [each for each in self._session.workspace.records("event") if isinstance(each, Event)]
        self.finder.show_events(self._events, self._session.day)
        people = self._session.workspace.records("person")
        known = {each.id: each for each in people if isinstance(each, Person)}
        self.finder.show_findings(contradictions(self._events, known))
        self.quick.refresh()
        self._rebuild()
        self._show_day()

    def _begin(self) -> None:
        """Open on the day that is looked at, with the last thing that had happened by then."""
        self.canvas.show_around(self._session.day)
        span = self.canvas.span
        self._select_latest()
        self.canvas.show_span(*span)

    def select(self, event_id: str, *, bring: bool = True) -> None:
        """Select an event in all three zones. One that the choices hide is brought back."""
        event = self._session.current("event", event_id)
        if not isinstance(event, Event):
            return
        if event_id not in self._shown_ids():
            self._show_everything()
        self.canvas.select(event_id, bring=bring)
        if self.table.view.current_key != event_id:  # several rows that are selected stay so
            blocked = self.table.view.selectionModel().blockSignals(True)
            self.table.view.select_key(event_id)
            self.table.view.selectionModel().blockSignals(blocked)
            self.table.view.viewport().update()
        self.below.select(event_id)
        if self.inspector.event_id != event_id:
            self._session.typing.flush()
        self.inspector.show_event(event)

    def _select_latest(self, *, bring: bool = True) -> None:
        """Select what had just happened on the day that is looked at, so that no zone begins empty."""
        past = [(day, each.id) for each in self._events if (day := day_of(each)) and day <= self._session.day]
        if past:
            self._selected_for_day = max(past)[1]
            self.select(self._selected_for_day, bring=bring)

    def _shown_ids(self) -> dict[str, int]:
        shown = self.canvas.item.chronicle
        return shown.places if shown else {}

    def _show_everything(self) -> None:
        self.finder.search.clear()
        self._query = ""
        self.finder.lanes.show_all()
        self.finder.categories.show_all()
        self._rebuild()

    def _chosen(self) -> Sequence[Event]:
        words = fold_fast(self._query).split()
        if not words:
            return self._events
        return [
            event
            for event in self._events
            if all(word in fold_fast(f"{event.title} {event.summary} {event.place}") for word in words)
        ]

    def _rebuild(self) -> None:
        choice = Choice(self.finder.lanes.off, self.finder.categories.off, self.zone.currentData() or "")
        events = self._chosen()
        made = chronicle(events, choice, lambda texts: text_widths(texts, self.canvas.item.font), self._rails)
        self.canvas.show_chronicle(made)
        undated = [event for event in events if not event.dates]
        shown = [*(made.events[place] for place in made.in_order()), *undated]
        self.table.model.set_rows(shown)
        self.below.show_events(shown)
        self.pages.setCurrentWidget(self.canvas if self._events else self.empty)

    def _on_zone(self) -> None:
        """Show the dates on another clock, and warn where a day told elsewhere runs over two dates of it."""
        self._rebuild()
        zone = self.zone.currentData() or ""
        count = sum(
            any(crosses_midnight(each, zone) for each in event.dates if each.edtf) for event in self._chosen()
        )
        if count:
            events = "1 event is a day" if count == 1 else f"{count} events are days"
            text = f"{events} told in another zone: on this clock they run over two dates."
            self.message.show_message(text, "caution", "Show dates as told", self._dates_as_told)
        else:
            self.message.hide()

    def _dates_as_told(self) -> None:
        self.zone.setCurrentIndex(0)
        self._on_zone()

    def _search(self, text: str) -> None:
        self._query = text
        self._rebuild()

    def _show_day(self) -> None:
        self.canvas.show_days(self._session.today, self._session.as_of)
        self.finder.show_next(self._events, self._session.day)
        self.today.setText("As-of day" if self._session.as_of else "Today")
        self.today.setToolTip("Bring the day that is looked at to the middle (T)")

    def _follow_day(self) -> None:
        """Another day is looked at: begin anew if nobody has moved or chosen yet, else bring it to view."""
        self._show_day()
        follows = bool(self._selected_for_day) and self.inspector.event_id == self._selected_for_day
        if self.canvas.is_untouched and follows:
            self._begin()
            return
        if follows:
            self._select_latest(bring=False)
        port = self.canvas.item.port
        if not port.first <= seconds(self._session.day) <= port.last:
            self._go_to_day()

    def _go_to_day(self) -> None:
        self.canvas.go_to(self._session.day)

    def _on_row(self, key: object) -> None:
        self.select(str(key))

    def _open(self, key: object) -> None:
        self.select(str(key))
        self.inspector.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self, change_set: ChangeSet) -> None:
        if not any(change_set.touches(kind) for kind in ("event", "person", "source", "note")):
            return
        chosen = self.inspector.event_id
        self.refresh()
        current = self._session.current("event", chosen) if chosen else None
        self.inspector.show_event(current if isinstance(current, Event) else None)
        if isinstance(current, Event):
            self.canvas.select(chosen, bring=False)

    def _rename(self, event: Event, text: str) -> None:
        if not text.strip():
            raise UsageError("An event needs a title.", hint="Nothing was changed.")
        current = self._session.workspace.get("event", event.id)
        assert isinstance(current, Event)
        try:
            self._session.apply(
                replaced(current, replace(current, title=text.strip()), f"Rename {title_of(event)}")
            )
        except BriefingError as error:
            self._session.report(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_T and not event.modifiers():
            self._go_to_day()
            return
        super().keyPressEvent(event)
