"""The canvas without mouse and keys: what it shows, what is selected, what stands at a point."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QPainter, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from briefing_app.app.i18n import language, tr
from briefing_app.domain.chronicle import Chronicle, Revision
from briefing_app.domain.date_words import day_words
from briefing_app.domain.time_axis import moment_of, seconds
from briefing_app.domain.timeline import DAY, densest_span
from briefing_app.ui.theme import on_change
from briefing_app.ui.timeline.lane_bar import LaneBar
from briefing_app.ui.timeline.scene import TimelineScene
from briefing_app.ui.timeline.scene_state import ShownTrack
from briefing_app.ui.timeline.words import tooltip

POPUP_LIMIT = 24
ENOUGH = 8
LEAST_OF_FEW = 120
"""Days that are shown where fewer events than that are there."""
WRITTEN_AHEAD = 24
"""So many titles are written between two events of the user: about a thousandth of a second."""


class CanvasBase(pg.GraphicsView):  # type: ignore[misc]  # pyqtgraph has no types
    """Shows a chronicle, selects, hits; has no mouse and no keys. Signals carry ids, or seconds."""

    event_selected = Signal(str)
    event_opened = Signal(str)
    span_changed = Signal(float, float)
    track_dragged = Signal(str, float)
    day_dragged = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=None)
        self.enableMouse(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(320, 160)
        self.setAccessibleName(tr("Timeline"))
        self.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self.setOptimizationFlag(pg.QtWidgets.QGraphicsView.OptimizationFlag.DontSavePainterState, True)
        self.setBackgroundBrush(Qt.BrushStyle.NoBrush)
        self.setCacheMode(pg.QtWidgets.QGraphicsView.CacheModeFlag.CacheNone)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setAutoFillBackground(False)
        self.item = TimelineScene()
        self.scene().addItem(self.item)
        self._span: tuple[float, float] | None = None
        self.lane_bar = LaneBar(self.item, self._scroll_to, self)
        self._ahead = QTimer(self, singleShot=True, interval=0)
        self._ahead.timeout.connect(self._lay_out_ahead)
        on_change(self, self._restyle)

    def close(self) -> bool:
        """Close as any widget does: pyqtgraph's own way tears the scene down under a living view."""
        return QWidget.close(self)

    # --- what is shown -------------------------------------------------------------------------------

    def show_chronicle(self, chronicle: Chronicle) -> None:
        """Show these events; the first ones ever shown also choose the stretch of time."""
        is_first = self.item.chronicle is None or self.item.chronicle.is_empty
        chosen = self.selected_event
        self.item.set_chronicle(chronicle)
        self.item.selected = chronicle.places.get(chosen) if chosen else None
        self.item.hovered = None
        if is_first and not chronicle.is_empty:
            self.show_story() if len(chronicle.events) >= ENOUGH else self._show_few()
        span = self._span
        self._moved()
        self._span = span  # other events, the same stretch: nobody has moved

    def revise(self, revision: Revision) -> None:
        """Show the same events but for a few; nothing else moves."""
        chosen = self.item.selected
        self.item.revise(revision)
        columns = revision.chronicle.columns
        if chosen is not None and not bool((columns.event == chosen).any()):
            self.item.selected = None
        self.item.hovered = None

    def show_tracks(self, tracks: list[ShownTrack]) -> None:
        """Show charts below the lanes."""
        self.item.set_tracks(tracks)
        self._ahead.start()

    def show_days(self, today: date, as_of: date | None) -> None:
        """Draw the line of today and, where it is another day, of the as-of."""
        self.item.today = seconds(today)
        self.item.as_of = seconds(as_of) if as_of else None
        self.item.as_of_text = tr("As of {day}", day=day_words(as_of, language())) if as_of else ""
        self.item.update()

    def show_story(self) -> None:
        """Show the densest stretch: what the events are about."""
        chronicle = self.item.chronicle
        if chronicle is not None and not chronicle.is_empty:
            self.show_span(*densest_span(chronicle.columns.start))

    def _show_few(self) -> None:
        """Show all of a handful of events, with some weeks beside them: who writes the first ones sees what
        is there, not the quarters of an hour around one of them.
        """
        assert self.item.chronicle is not None
        first, last = self.item.chronicle.span()
        air = max(LEAST_OF_FEW * DAY - (last - first), 0.0) / 2
        self.show_span(first - air, last + air)

    def show_around(self, day: date) -> None:
        """Show some months around a day, where enough happened then; else the densest stretch."""
        stacker = self.item.stacker
        first, last = seconds(day) - 75 * DAY, seconds(day) + 75 * DAY
        if stacker is not None and len(stacker.index.overlapping(first, last)) >= ENOUGH:
            self.show_span(first, last)
        else:
            self.show_story()

    def fit(self) -> None:
        """Show everything."""
        chronicle = self.item.chronicle
        if chronicle is not None and not chronicle.is_empty:
            self.show_span(*chronicle.span())

    def show_span(self, first: float, last: float) -> None:
        """Show a stretch of time, in seconds."""
        self.item.port.show(first, last)
        self._moved()
        self._span = (first, last)

    def show_exactly(self, first: float, last: float) -> None:
        """Show a stretch of time without any air beside it: what was seen once is seen again."""
        self.item.port.show(first, last, margin=0.0)
        self._moved()

    @property
    def is_untouched(self) -> bool:
        """Whether the reader has not moved since a stretch was shown."""
        return self._span is not None

    @property
    def span(self) -> tuple[float, float]:
        """The stretch asked for last, or shown now where the reader has moved since."""
        return self._span or (self.item.port.first, self.item.port.last)

    def go_to(self, day: date) -> None:
        """Bring a day to the middle; the zoom stays."""
        port = self.item.port
        port.pan(port.width / 2 - port.x(seconds(day)))
        self._moved()

    def zoom(self, factor: float, x: float | None = None) -> None:
        """Zoom about pixel ``x`` of the content; without one about the selected event or the middle."""
        port = self.item.port
        if x is None:
            x = port.width / 2
            place, chronicle = self.item.selected, self.item.chronicle
            if place is not None and chronicle is not None:
                chosen = port.x(chronicle.rails[place].start)
                x = chosen if 0 <= chosen <= port.width else x
        port.zoom(factor, x)
        self._moved()

    # --- selection -----------------------------------------------------------------------------------

    @property
    def selected_event(self) -> str:
        """The id of the selected event, or ""."""
        place, chronicle = self.item.selected, self.item.chronicle
        return chronicle.events[place].id if place is not None and chronicle is not None else ""

    def chosen_records(self) -> list[tuple[str, str]]:
        """Kind and id of the selected event."""
        return [("event", self.selected_event)] if self.selected_event else []

    def select(self, event_id: str, *, bring: bool = True) -> bool:
        """Select an event and bring it into view. Whether it is among those shown."""
        chronicle = self.item.chronicle
        place = chronicle.places.get(event_id) if chronicle else None
        self.item.selected = place
        if place is not None and chronicle is not None:
            if bring:
                rail = chronicle.rails[place]
                port = self.item.port
                is_around = rail.start <= port.first and rail.end >= port.last
                if len(chronicle.events) < ENOUGH and not (
                    is_around or port.first <= rail.start <= port.last
                ):
                    self._show_few()
                elif not is_around:
                    port.bring(rail.start, 160)
                self._bring_lane(place)
            self.setAccessibleDescription(
                tooltip(chronicle.events[place], chronicle.rails[place], chronicle.labels[place])
            )
        self._moved()
        return place is not None

    def step(self, by: int) -> None:
        """Select the next or the one before, in order of time; from nothing, the first in view."""
        chronicle = self.item.chronicle
        if chronicle is None or chronicle.is_empty:
            return
        place, columns = self.item.selected, chronicle.columns
        if place is None:
            at = int(np.searchsorted(columns.start, self.item.port.first)) - (0 if by > 0 else 1)
            self._choose(int(columns.event[min(max(at, 0), len(columns) - 1)]))
        else:
            self._choose(chronicle.beside(place, by))

    def step_lane(self, by: int) -> None:
        """Select the event nearest in time in the lane above or below."""
        chronicle, place = self.item.chronicle, self.item.selected
        if chronicle is None or chronicle.is_empty:
            return
        if place is None:
            self.step(1)
            return
        columns = chronicle.columns
        lane = int(columns.lane[np.flatnonzero(columns.event == place)[0 if by < 0 else -1]])
        wanted = lane + by
        while 0 <= wanted < len(chronicle.lanes):
            members = np.flatnonzero(columns.lane == wanted)
            if len(members):
                nearest = members[np.argmin(np.abs(columns.start[members] - chronicle.rails[place].start))]
                self._choose(int(columns.event[nearest]))
                return
            wanted += by

    def _choose(self, place: int) -> None:
        assert self.item.chronicle is not None
        event_id = self.item.chronicle.events[place].id
        self.select(event_id)
        self.event_selected.emit(event_id)

    def _bring_lane(self, place: int) -> None:
        chronicle = self.item.chronicle
        if chronicle is None or not self.item.hidden_height:
            return
        lane = int(chronicle.columns.lane[np.flatnonzero(chronicle.columns.event == place)[0]])
        top = self.item.lane_top(lane) - self.item.lanes_top
        room = self.item.lanes_bottom - self.item.lanes_top - 80
        if top < 0 or top > room:
            self._scroll(top if top < 0 else top - room)

    # --- hit test ------------------------------------------------------------------------------------

    def event_at(self, at: QPointF) -> str:
        """The id of the event drawn at a point of the canvas, or ""."""
        item = self.item
        if item.chronicle is None or item.stacker is None or at.x() < item.head_px:
            return ""
        if not item.lanes_top <= at.y() < item.lanes_bottom:
            return ""
        place = item.boxes.at(at.x() - item.head_px, at.y())
        return "" if place is None else item.chronicle.events[int(item.stacker.columns.event[place])].id

    def cluster_at(self, at: QPointF) -> tuple[int, float, float, int] | None:
        """Lane, first and last second and count of the pill at a point."""
        inside = QPointF(at.x() - self.item.head_px, at.y())
        for pill, lane, first, last, count in self.item.boxes.clusters:
            if QRectF(*pill).adjusted(-2, -4, 2, 4).contains(inside) and at.x() >= self.item.head_px:
                return lane, first, last, count
        return None

    def cluster_events(self, lane: int, first: float, last: float) -> list[int]:
        """Places of the events that start in a cell of a lane."""
        chronicle, stacker = self.item.chronicle, self.item.stacker
        if chronicle is None or stacker is None:
            return []
        ids = stacker.index.starting(first, last)
        ids = ids[stacker.columns.lane[ids] == lane]
        return sorted(int(place) for place in stacker.columns.event[ids])

    def open_cluster(self, lane: int, first: float, last: float, at: QPoint | None = None) -> None:
        """Zoom so that the counted events part; where they are of one day, list them."""
        chronicle = self.item.chronicle
        places = self.cluster_events(lane, first, last)
        if chronicle is None or not places:
            return
        starts = [chronicle.rails[place].start for place in places]
        if max(starts) - min(starts) >= DAY:
            middle = (min(starts) + max(starts)) / 2
            half = max(max(starts) - min(starts), 3 * DAY) * 1.5
            self.show_span(middle - half, middle + half)
        elif at is not None:
            self._list(places, at)

    def _list(self, places: list[int], at: QPoint) -> None:
        assert self.item.chronicle is not None
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for place in places[:POPUP_LIMIT]:
            label = self.item.chronicle.labels[place].replace("&", "&&")
            action = QAction(label, menu)
            action.triggered.connect(lambda _checked=False, chosen=place: self._choose(chosen))
            menu.addAction(action)
        if len(places) > POPUP_LIMIT:
            more = tr("and {count} more: see the table", count=len(places) - POPUP_LIMIT)
            menu.addAction(more).setEnabled(False)
        menu.popup(at)

    # --- frame ---------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not hasattr(self, "item"):
            return  # pyqtgraph resizes from its constructor
        port, span = self.item.port, self._span
        middle = port.at(port.width / 2)
        self.item.set_size(float(self.viewport().width()), float(self.viewport().height()))
        self.scene().setSceneRect(QRectF(0, 0, self.viewport().width(), self.viewport().height()))
        if span is not None:
            self.show_span(*span)  # nobody has moved since: the same stretch in the new width
        else:
            port.pan(port.width / 2 - port.x(middle))
            self._moved()

    def _restyle(self) -> None:
        self.item.restyle()
        self.item.set_size(float(self.viewport().width()), float(self.viewport().height()))
        self.item.update()

    def _pan(self, pixels: float) -> None:
        self.item.port.pan(pixels)
        self._moved()

    def _scroll(self, pixels: float) -> None:
        self._scroll_to(self.item.scroll + pixels)

    def _scroll_to(self, pixels: float) -> None:
        self.item.scroll = min(max(pixels, 0.0), self.item.hidden_height)
        self.lane_bar.follow()
        self.item.update()

    def _lay_out_ahead(self) -> None:
        """Between frames: work out the neighbouring zooms before they are asked for."""
        stacker, port = self.item.stacker, self.item.port
        if stacker is None:
            return
        for factor in (2**0.5, 2**-0.5):
            reach = (port.last - port.first) * (1 / factor - 1) / 2
            first, last = port.first - reach, port.last + reach
            _, blocks = stacker.blocks(first, last, port.scale * factor)
            if not self.item.write_ahead(blocks, first, last, WRITTEN_AHEAD):
                self._ahead.start()  # the rest when nothing else waits
                return

    def _moved(self) -> None:
        self._span = None
        self._ahead.start()
        self.item.update()
        self.span_changed.emit(self.item.port.first, self.item.port.last)

    def span_words(self) -> str:
        """The stretch shown, in words; "" while there is no event that chose it."""
        if self.item.chronicle is None or self.item.chronicle.is_empty:
            return ""
        first, last = moment_of(self.item.port.first), moment_of(self.item.port.last)
        if (last - first).days < 2:
            return f"{self._said(first)}, {first:%H:%M} – {self._said(last)}, {last:%H:%M}"
        return f"{self._said(first)} – {self._said(last)}"

    @staticmethod
    def _said(moment: datetime) -> str:
        return day_words(moment.date(), language())
