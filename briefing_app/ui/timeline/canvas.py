"""The canvas: mouse and keys over the painted scene.

Wheel zooms about the pointer, dragging pans, a click selects, a click on a count opens it. Arrow keys walk
from event to event, Shift with them pans, plus and minus zoom, Home and End go to the ends, 0 fits everything.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from briefing_app.domain.chronicle import Chronicle
from briefing_app.domain.date_words import day_words
from briefing_app.domain.time_axis import moment_of, seconds
from briefing_app.domain.timeline import DAY, densest_span
from briefing_app.ui.theme import on_change
from briefing_app.ui.timeline.scene import TimelineScene
from briefing_app.ui.timeline.view_port import ZOOM_STEP
from briefing_app.ui.timeline.words import tooltip

DRAG_FROM_PX = 4
POPUP_LIMIT = 24
_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class TimelineCanvas(pg.GraphicsView):  # type: ignore[misc]  # pyqtgraph has no types
    """Shows a chronicle. ``event_selected`` and ``event_opened`` carry ids; ``span_changed`` the view."""

    event_selected = Signal(str)
    event_opened = Signal(str)
    span_changed = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=None)
        self.enableMouse(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(320, 160)
        self.setAccessibleName("Timeline")
        self.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self.setOptimizationFlag(pg.QtWidgets.QGraphicsView.OptimizationFlag.DontSavePainterState, True)
        self.item = TimelineScene()
        self.scene().addItem(self.item)
        self._pressed: QPointF | None = None
        self._dragged = False
        self._in_overview = False
        on_change(self, self._restyle)

    # --- what is shown -------------------------------------------------------------------------------

    def show_chronicle(self, chronicle: Chronicle) -> None:
        """Show these events; the first ones ever shown also choose the stretch of time."""
        is_first = self.item.chronicle is None or self.item.chronicle.is_empty
        chosen = self.selected_event
        self.item.set_chronicle(chronicle)
        self.item.selected = chronicle.places.get(chosen) if chosen else None
        self.item.hovered = None
        if is_first and not chronicle.is_empty:
            self.show_story()
        self._moved()

    def show_days(self, today: date, as_of: date | None) -> None:
        """Draw the line of today and, where it is another day, of the as-of."""
        self.item.today = seconds(today)
        self.item.as_of = seconds(as_of) if as_of else None
        self.item.as_of_text = f"As of {day_words(as_of)}" if as_of else ""
        self.item.update()

    def show_story(self) -> None:
        """Show the densest stretch: what the events are about."""
        chronicle = self.item.chronicle
        if chronicle is not None and not chronicle.is_empty:
            self.show_span(*densest_span(chronicle.columns.start))

    def fit(self) -> None:
        """Show everything."""
        chronicle = self.item.chronicle
        if chronicle is not None and not chronicle.is_empty:
            self.show_span(*chronicle.span())

    def show_span(self, first: float, last: float) -> None:
        """Show a stretch of time, in seconds."""
        self.item.port.show(first, last)
        self._moved()

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

    def select(self, event_id: str, *, bring: bool = True) -> bool:
        """Select an event and bring it into view. Whether it is among those shown."""
        chronicle = self.item.chronicle
        place = chronicle.places.get(event_id) if chronicle else None
        self.item.selected = place
        if place is not None and chronicle is not None:
            if bring:
                rail = chronicle.rails[place]
                port = self.item.port
                if not (rail.start <= port.first and rail.end >= port.last):
                    port.bring(rail.start, 160)
                self._bring_lane(place)
            self.setAccessibleDescription(tooltip(chronicle.events[place], chronicle.rails[place]))
        self._moved()
        return place is not None

    def step(self, by: int) -> None:
        """Select the next or the one before, in order of time; from nothing, the first in view."""
        chronicle = self.item.chronicle
        if chronicle is None or chronicle.is_empty:
            return
        place = self.item.selected
        if place is None:
            starts = np.array([rail.start for rail in chronicle.rails])
            place = int(np.searchsorted(starts, self.item.port.first)) - (0 if by > 0 else 1)
        else:
            place += by
        self._choose(min(max(place, 0), len(chronicle.events) - 1))

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
        top = self.item.lane_top(lane) - self.item.axis_px
        room = self.height() - self.item.axis_px - self.item.overview_px - 80
        if top < 0 or top > room:
            self._scroll(top if top < 0 else top - room)

    # --- hit test ------------------------------------------------------------------------------------

    def event_at(self, at: QPointF) -> str:
        """The id of the event drawn at a point of the canvas, or ""."""
        item = self.item
        if item.chronicle is None or item.stacker is None or at.x() < item.head_px or at.y() < item.axis_px:
            return ""
        place = item.boxes.at(at.x() - item.head_px, at.y())
        return "" if place is None else item.chronicle.events[int(item.stacker.columns.event[place])].id

    def cluster_at(self, at: QPointF) -> tuple[int, float, float, int] | None:
        """Lane, first and last second and count of the pill at a point."""
        inside = QPointF(at.x() - self.item.head_px, at.y())
        for pill, lane, first, last, count in self.item.boxes.clusters:
            if pill.adjusted(-2, -4, 2, 4).contains(inside) and at.x() >= self.item.head_px:
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
            menu.addAction(f"and {len(places) - POPUP_LIMIT} more: see the table").setEnabled(False)
        menu.popup(at)

    # --- mouse ---------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        angle, pixels = event.angleDelta(), event.pixelDelta()
        sideways = pixels.x() or angle.x() / 2
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._pan(angle.y() + angle.x())
        elif abs(sideways) > abs(angle.y()) / 2:
            self._pan(sideways)
        elif event.position().x() < self.item.head_px and self.item.hidden_height:
            self._scroll(-angle.y() / 2)
        else:
            x = max(0.0, event.position().x() - self.item.head_px)
            self.zoom(ZOOM_STEP ** (angle.y() / 120), x)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._pressed, self._dragged = event.position(), False
        self._in_overview = self.item.overview_rect().contains(event.position())
        if self._in_overview:
            self._to_overview(event.position())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._pressed is None:
            self._hover(at)
            return
        if self._in_overview:
            self._to_overview(at)
        elif self._dragged or (at - self._pressed).manhattanLength() >= DRAG_FROM_PX:
            self._dragged = True
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            moved = at - self._pressed
            self._pressed = at
            self._scroll(-moved.y())
            self._pan(moved.x())
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_click = self._pressed is not None and not self._dragged and not self._in_overview
        self._pressed, self._dragged = None, False
        self.viewport().unsetCursor()
        if was_click and event.button() == Qt.MouseButton.LeftButton:
            self._click(event.position(), event.globalPosition().toPoint())
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        found = self.event_at(event.position())
        if found:
            self.event_opened.emit(found)
        else:
            self.zoom(ZOOM_STEP**3, max(0.0, event.position().x() - self.item.head_px))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self.item.hovered = None
        self.item.update()
        super().leaveEvent(event)

    def _click(self, at: QPointF, global_at: QPoint) -> None:
        cluster = self.cluster_at(at)
        if cluster is not None:
            self.open_cluster(*cluster[:3], global_at)
            return
        found = self.event_at(at)
        if found:
            self.select(found, bring=False)
            self.event_selected.emit(found)

    def _hover(self, at: QPointF) -> None:
        found = self.event_at(at)
        chronicle = self.item.chronicle
        place = chronicle.places.get(found) if chronicle and found else None
        if place != self.item.hovered:
            self.item.hovered = place
            self.item.update()
        pointing = place is not None or self.cluster_at(at) is not None
        self.viewport().setCursor(
            Qt.CursorShape.PointingHandCursor if pointing else Qt.CursorShape.ArrowCursor
        )

    def _to_overview(self, at: QPointF) -> None:
        box = self.item.overview_rect()
        first, last = self.item.overview_span()
        port = self.item.port
        middle = first + (at.x() - box.left()) / box.width() * (last - first)
        port.pan(port.width / 2 - port.x(middle))
        self._moved()

    # --- keys ----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._key(event):
            event.ignore()

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _STEPS:
            across, down = _STEPS[key]
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._pan(-across * self.item.port.width / 8)
                self._scroll(down * self.item.row_px * 2)
            elif across:
                self.step(across)
            else:
                self.step_lane(down)
            return True
        plain = {
            Qt.Key.Key_Plus: lambda: self.zoom(ZOOM_STEP),
            Qt.Key.Key_Equal: lambda: self.zoom(ZOOM_STEP),
            Qt.Key.Key_Minus: lambda: self.zoom(1 / ZOOM_STEP),
            Qt.Key.Key_0: self.fit,
            Qt.Key.Key_Home: lambda: self._end(0),
            Qt.Key.Key_End: lambda: self._end(-1),
            Qt.Key.Key_PageUp: lambda: self._pan(self.item.port.width * 0.8),
            Qt.Key.Key_PageDown: lambda: self._pan(-self.item.port.width * 0.8),
        }
        if key in plain:
            plain[key]()
            return True
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self.selected_event:
            self.event_opened.emit(self.selected_event)
            return True
        return False

    def _end(self, place: int) -> None:
        if self.item.chronicle is not None and not self.item.chronicle.is_empty:
            self._choose(place % len(self.item.chronicle.events))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.item.has_focus = True
        self.item.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.item.has_focus = False
        self.item.update()

    # --- frame ---------------------------------------------------------------------------------------

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._tip(QPointF(event.pos()), event.globalPos())
            return True
        return bool(super().viewportEvent(event))

    def _tip(self, at: QPointF, global_at: QPoint) -> None:
        chronicle = self.item.chronicle
        found, cluster = self.event_at(at), self.cluster_at(at)
        words = ""
        if cluster is not None and chronicle is not None:
            places = self.cluster_events(*cluster[:3])
            titles = [chronicle.labels[place] for place in places[:8]]
            more = [f"and {len(places) - 8} more"] if len(places) > 8 else []
            words = "\n".join([f"{cluster[3]} without room here; click to open", *titles, *more])
        elif found and chronicle is not None:
            place = chronicle.places[found]
            words = tooltip(chronicle.events[place], chronicle.rails[place])
        QToolTip.showText(global_at, words, self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not hasattr(self, "item"):
            return  # pyqtgraph resizes from its constructor
        middle = self.item.port.at(self.item.port.width / 2)
        self.item.set_size(float(self.viewport().width()), float(self.viewport().height()))
        self.scene().setSceneRect(QRectF(0, 0, self.viewport().width(), self.viewport().height()))
        port = self.item.port
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
        self.item.scroll = min(max(self.item.scroll + pixels, 0.0), self.item.hidden_height)
        self.item.update()

    def _moved(self) -> None:
        self.item.update()
        self.span_changed.emit(self.item.port.first, self.item.port.last)

    def span_words(self) -> str:
        """The stretch shown, in words."""
        first, last = moment_of(self.item.port.first), moment_of(self.item.port.last)
        if (last - first).days < 2:
            return f"{day_words(first.date())}, {first:%H:%M} – {day_words(last.date())}, {last:%H:%M}"
        return f"{day_words(first.date())} – {day_words(last.date())}"
