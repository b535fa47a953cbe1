"""The Timeline tab: find on the left, canvas over table in the middle, the event on the right."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.change import ChangeSet
from briefing_app.domain.chronicle import Choice, Revision, ordered_lanes
from briefing_app.domain.records import Event, Kind
from briefing_app.domain.time_axis import seconds
from briefing_app.domain.timeline_events import crosses_midnight
from briefing_app.ui.record_titles import changes_titles, shown_title, shown_titles
from briefing_app.ui.timeline.arrangement import Arrangement
from briefing_app.ui.timeline.canvas import TimelineCanvas
from briefing_app.ui.timeline.cell_edits import CellEdits
from briefing_app.ui.timeline.event_book import EventBook, EventReading, stands_as_before, words_of
from briefing_app.ui.timeline.event_table import EventTable, day_of, event_model, exchange_quietly
from briefing_app.ui.timeline.extras import Extras
from briefing_app.ui.timeline.find_pane import FindPane
from briefing_app.ui.timeline.inspector import EventInspector
from briefing_app.ui.timeline.late_reading import LateReading
from briefing_app.ui.timeline.lower_pane import LowerPane
from briefing_app.ui.timeline.marks import text_widths
from briefing_app.ui.timeline.named_views import ViewMenu
from briefing_app.ui.timeline.outlook import Outlook
from briefing_app.ui.timeline.quick_entry import QuickEntry
from briefing_app.ui.timeline.saved_view import View, view_of
from briefing_app.ui.timeline.saving import TimelineSaving
from briefing_app.ui.timeline.toolbar import TimelineBar
from briefing_app.ui.widgets.made_in_portions import MadeInPortions, is_beside_another
from briefing_app.ui.widgets.notices import EmptyState, MessageBar


class TimelineTab(MadeInPortions, QWidget):
    """One of the pages of the window; see :class:`briefing_app.ui.tab.Tab`."""

    record_requested = Signal(str, str)
    add_to_briefing_requested = Signal(str, str)
    block_requested = Signal(object)

    title = "Timeline"

    def __init__(self, session: Session, parent: QObject | None = None, *, in_portions: bool = False) -> None:
        super().__init__(parent if isinstance(parent, QWidget) else None)
        self._session = session
        self.query = ""
        self._selected_for_day = ""
        self._is_day_old = False
        self._words: set[str] = set()
        if in_portions:
            self.hide()
        self.begin_making(self._making(), in_portions=in_portions)

    def _making(self) -> Iterator[Callable[[], object]]:
        """What makes the tab, in order."""
        yield from (self._make_canvas, self._make_below, self._make_inspector, self._make_rest, self._arrange)
        yield from self.arrangement.portions()
        yield from (self._connect, self._rebuild, self._show_day, self._begin)

    # --- parts ---------------------------------------------------------------------------------------

    def _make_canvas(self) -> None:
        session = self._session
        shown_titles(session)  # hears of another list of terms before this tab does
        self.finder = FindPane(lambda text: shown_title(session, text))
        self.canvas = TimelineCanvas()
        self.bar = TimelineBar(self.canvas)
        self.zone, self.span = self.bar.zone, self.bar.span
        self.book = EventBook(session, lambda texts: text_widths(texts, self.canvas.item.font))
        self.late = LateReading(session, self.book, self._show_read, self)
        self.outlook = Outlook(session, self.book, self.finder)
        self.extras = Extras(session, self.canvas)

    def _make_below(self) -> None:
        session = self._session
        self.table = EventTable(event_model(session, CellEdits(session)))
        self.below = LowerPane(session, self.table)

    def _make_inspector(self) -> None:
        self.inspector = EventInspector(self._session)

    def _make_rest(self) -> None:
        session = self._session
        self.quick = QuickEntry(session)
        self.message = MessageBar()
        self.views = ViewMenu(session, self, self.message, self)
        self.saving = TimelineSaving(session, self.canvas, self.message, self)
        self.empty = EmptyState(
            "timeline",
            tr(
                "What happened and what is due belongs here: rounds of talks, measures, elections, deadlines."
            ),
            action=tr("Add the first event"),
            on_action=self.quick.line.setFocus,
        )

    def _arrange(self) -> None:
        made = self.arrangement = Arrangement(self)
        self.pages, self.split, self.zones = made.pages, made.split, made.zones

    def _connect(self) -> None:
        session = self._session
        session.changed.connect(self._on_changed)
        session.as_of_changed.connect(lambda _day: self._follow_day())
        session.known_on_changed.connect(lambda _day: self._follow_knowledge())
        self.canvas.event_selected.connect(lambda key: self.select(key, bring=False))
        self.canvas.event_opened.connect(self._open)
        self.bar.day_requested.connect(self._go_to_day)
        self.bar.save_requested.connect(lambda: self.saving.offer(self.bar.save))
        self.bar.zone_changed.connect(self._on_zone)
        self.bar.menu.aboutToShow.connect(self._fill_menu)
        self.bar.views_menu.aboutToShow.connect(lambda: self.views.fill(self.bar.views_menu))
        self.extras.failed.connect(lambda text: self.message.show_message(text, "error"))
        self.table.view.row_selected.connect(lambda key: self.select(str(key)))
        self.table.view.row_opened.connect(self._open)
        self.below.event_selected.connect(self.select)
        self.below.event_opened.connect(self._open)
        self.finder.chosen_changed.connect(self._rebuild)
        self.finder.query_changed.connect(self._search)
        self.finder.event_requested.connect(self.select)
        self.inspector.record_requested.connect(self.record_requested)
        add = self.add_to_briefing_requested
        self.inspector.briefing_requested.connect(lambda key: add.emit("event", key))
        self.quick.created.connect(self.select)
        self.extras.block_requested.connect(self.block_requested)
        self._read()  # what changes from now on is heard of

    # --- what the window asks ------------------------------------------------------------------------

    def activate(self) -> None:
        """The tab is shown now."""
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self.outlook.catch_up()
        if self._is_day_old:
            self._follow_day()
        if not self.inspector.event_id:
            self._select_latest()

    def show_record(self, kind: Kind, record_id: str) -> None:
        """Select an event; an indicator is shown as a chart below the events."""
        if kind == "event":
            self.select(record_id)
        elif kind == "series":
            self.extras.turn_track(f"series:{record_id}", on=True)

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

    def view_words(self) -> str:
        """How the timeline is left, to be kept (:mod:`briefing_app.ui.timeline.saved_view`)."""
        return self.view().words()

    def restore_view(self, words: str) -> None:
        """Take over a view that was kept."""
        self.show_view(view_of(words))

    def view(self) -> View:
        """What is chosen now."""
        return View(
            self.finder.grouping,
            str(self.zone.currentData() or ""),
            tuple(sorted(self.finder.lanes.off)),
            tuple(sorted(self.finder.categories.off)),
            self.extras.terms,
            tuple(self.extras.tracks.items()),
        )

    def show_view(self, view: View, query: str = "") -> None:
        """Choose what a view says, and find words."""
        blocked = self.finder.search.blockSignals(True)
        self.finder.search.setText(query)
        self.finder.search.blockSignals(blocked)
        self.query = query
        self.finder.restore(view)
        self.bar.show_zone(view.zone)
        self.extras.restore(view)
        self._rebuild()

    # --- state ---------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read all events anew."""
        self._read()
        self._rebuild()
        self._show_day()

    def _read(self) -> None:
        self.late.forget()
        self.book.load()
        self._words = {word for each in self.book.events.values() for word in words_of(each)}
        self.quick.refresh()

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
        if event_id not in self.book.chronicle.places and event_id in self.book.events:
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
        today, shown = self._session.day, self.book.chronicle
        columns = shown.columns
        past = columns.event[columns.start <= seconds(today)].tolist()
        for place in reversed(past):
            event = shown.events[place]
            if (day := day_of(event)) is not None and day <= today:
                self._selected_for_day = event.id
                self.select(event.id, bring=bring)
                return

    def _show_everything(self) -> None:
        self.finder.search.clear()
        self.query = ""
        self.finder.lanes.hide_names(())
        self.finder.categories.hide_names(())
        self._rebuild()

    def _rebuild(self) -> None:
        zone = str(self.zone.currentData() or "")
        self.book.choose(
            Choice(self.finder.lanes.off, self.finder.categories.off, zone, self.finder.grouping), self.query
        )
        self.book.rebuild()
        self._show_book(zone)

    def _show_read(self, read: EventReading) -> None:
        """Show what was read in a thread."""
        self._words = {*read.lanes, *read.categories}
        self.quick.refresh(read.lanes, read.categories)
        self._show_book(read.choice.zone)
        self._show_day()

    def _show_book(self, zone: str) -> None:
        made, counts = self.book.chronicle, self.book.counts
        names = ordered_lanes(counts.lanes, self.finder.grouping)
        self.canvas.item.all_lanes = {lane: at for at, lane in enumerate(names)}
        self.canvas.show_chronicle(made)
        self.finder.show_counts(counts.lanes, counts.categories)
        shown = self.book.in_order()
        self.table.model.set_rows(shown)
        self.below.show_events(shown)
        self.pages.setCurrentWidget(self.canvas if self.book.events else self.empty)
        if self.extras.zone != zone:
            self.extras.zone = zone
            self.extras.refresh()

    def _fill_menu(self) -> None:
        self.bar.menu.clear()
        self.extras.fill(self.bar.menu)

    def _on_zone(self) -> None:
        """Show the dates on another clock, and warn where a day told elsewhere runs over two dates of it."""
        self._rebuild()
        zone = self.zone.currentData() or ""
        count = sum(
            any(crosses_midnight(each, zone) for each in event.dates if each.edtf)
            for event in self.book.chosen()
        )
        if count:
            one = tr("1 event is a day told in another zone: on this clock it runs over two dates.")
            several = "{count} events are days told in another zone: on this clock they run over two dates."
            words = one if count == 1 else tr(several, count=count)
            self.message.show_message(words, "caution", tr("Show dates as told"), self._dates_as_told)
        else:
            self.message.hide()

    def _dates_as_told(self) -> None:
        self.zone.setCurrentIndex(0)
        self._on_zone()

    def _search(self, text: str) -> None:
        self.query = text
        self._rebuild()

    def _show_day(self) -> None:
        self.canvas.show_days(self._session.today, self._session.as_of)
        self.outlook.refresh()
        self.bar.say_day(is_today=self._session.as_of is None)

    def _follow_day(self) -> None:
        """Another day is looked at. Beside another tab it waits until this one is shown; a piece at a time,
        for the window shows other things of the day too.
        """
        self._is_day_old = is_beside_another(self)
        if not self._is_day_old:
            steps = (each() for each in (self._show_day, self._go_along))
            self._session.jobs.run_in_slices(steps, lambda: None, owner=self)

    def _go_along(self) -> None:
        """Begin anew on the day if nobody has moved or chosen yet, else bring it to view."""
        follows = bool(self._selected_for_day) and self.inspector.event_id == self._selected_for_day
        if self.canvas.is_untouched and follows:
            self._begin()
            return
        if follows:
            self._select_latest(bring=False)
        port = self.canvas.item.port
        if not port.first <= seconds(self._session.day) <= port.last:
            self._go_to_day()

    def _follow_knowledge(self) -> None:
        """Another day's knowledge counts: what nobody knew then goes, and comes back."""
        self.refresh()
        chosen = self.inspector.event_id
        if chosen and chosen not in self.book.events:
            self._select_latest(bring=False)

    def _go_to_day(self) -> None:
        self.canvas.go_to(self._session.day)

    def _open(self, key: object) -> None:
        self.select(str(key))
        self.inspector.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self, change_set: ChangeSet) -> None:
        kinds = {change.kind for change in change_set.changes}
        if kinds & {"series", "delegation", "person", "basket"}:
            self.extras.refresh()
        if not kinds & {"event", "person", "source", "note"}:
            return
        chosen = self.inspector.event_id
        if changes_titles(change_set):
            self.refresh()
        elif self.late.wants(change_set):
            self.late.start()
        elif (revision := self.book.exchange(change_set)) is None:
            self.refresh()
        elif "event" in kinds:
            self._take(revision, change_set)
        if "source" in kinds:
            self.quick.refresh()
        current = self._session.current("event", chosen) if chosen else None
        self.inspector.show_event(current if isinstance(current, Event) else None)
        if isinstance(current, Event):
            self.canvas.select(chosen, bring=False)

    def _take(self, revision: Revision, change_set: ChangeSet) -> None:
        """Show a few changed events, without a look at the others."""
        self.canvas.revise(revision)
        changed = [each for each in change_set.changes if each.kind == "event"]
        new_words = {word for each in changed for word in words_of(each.after)} - self._words
        are_edits = all(each.before is not None and each.after is not None for each in changed)
        if are_edits and all(stands_as_before(each.before, each.after) for each in changed):
            for each in changed:
                assert isinstance(each.after, Event)
                self.table.model.replace_row(each.after)
        else:
            exchange_quietly(self.table, self.book, [each.id for each in changed])
        self.below.follow_table()
        self.finder.show_counts(self.book.counts.lanes, self.book.counts.categories)
        self.pages.setCurrentWidget(self.canvas if self.book.events else self.empty)
        if new_words:
            self._words |= new_words
            self.quick.refresh()
        self.outlook.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_T and not event.modifiers():
            self._go_to_day()
            return
        if event.key() == Qt.Key.Key_V and not event.modifiers():
            self.bar.views.showMenu()
            return
        super().keyPressEvent(event)
