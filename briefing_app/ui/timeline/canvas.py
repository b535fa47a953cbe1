"""The canvas: mouse and keys over the painted scene.

Wheel zooms about the pointer, dragging pans, dragging the name of a day looks at another day, a click
selects, a click on a count opens it. Arrow keys walk from event to event, Shift with them pans, Ctrl with up
and down moves the lanes where not all fit, plus and minus zoom, Home and End go to the ends, 0 fits all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from briefing_app.app.i18n import tr
from briefing_app.domain.time_axis import moment_of
from briefing_app.domain.timeline import DAY
from briefing_app.ui.timeline.canvas_base import CanvasBase
from briefing_app.ui.timeline.view_port import ZOOM_STEP
from briefing_app.ui.timeline.words import tooltip

DRAG_FROM_PX = 4
LEAST_TRACK_PX = 64.0
_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class TimelineCanvas(CanvasBase):
    """Shows a chronicle. ``event_selected`` and ``event_opened`` carry ids; ``span_changed`` the view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed: QPointF | None = None
        self._dragged = False
        self._in_overview = False
        self._edge: int | None = None
        self._day_held: date | None = None

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
        self._edge = self.item.edge_at(event.position().y())
        self._day_held = self._day_at(event.position().x()) if self._is_flag(event.position()) else None
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
        elif self._day_held is not None:
            self._drag_day(at.x())
        elif self._edge is not None:
            self._dragged = True
            self._drag_edge(self._edge, at.y())
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
        if self._edge is not None and self._edge < len(self.item.tracks):
            shown = self.item.tracks[self._edge]
            self.track_dragged.emit(shown.track.key, shown.height)
        if self._day_held is not None and self._dragged:
            self.day_dragged.emit(self._day_held)
        self._pressed, self._dragged, self._edge, self._day_held = None, False, None, None
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

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Choose the event under the pointer; what can be done with it is the window's business."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            found = self.event_at(QPointF(event.pos()))
            if found and found != self.selected_event:
                self.select(found, bring=False)
                self.event_selected.emit(found)
        else:
            found = self.selected_event
        event.setAccepted(not found)

    def leaveEvent(self, event: QEvent) -> None:
        self.item.hovered = self.item.pointed = None
        self.item.update()
        super().leaveEvent(event)

    def _is_flag(self, at: QPointF) -> bool:
        """Whether the name of today or of the day looked at stands at a point."""
        return at.y() < self.item.axis_px / 2 and any(box.contains(at) for box in self.item.day_flags())

    def _day_at(self, x: float) -> date:
        """The day whose end, where its line stands, is nearest to a pixel of the canvas."""
        at = self.item.port.at(x - self.item.head_px)
        return moment_of(round(at / DAY) * DAY - DAY).date()

    def _drag_day(self, x: float) -> None:
        """Hold the line of the day looked at under the pointer; the day counts when it is let go."""
        day = self._day_at(min(max(x, self.item.head_px), self.item.head_px + self.item.port.width))
        today = moment_of(self.item.today).date()
        self._dragged, self._day_held = True, day
        self.show_days(today, None if day == today else day)
        self._moved()

    def _drag_edge(self, place: int, y: float) -> None:
        """Make a chart as high as its upper edge is dragged; what is below keeps its height."""
        tracks = list(self.item.tracks)
        bottom = self.item.track_tops()[place + 1]
        tracks[place] = replace(tracks[place], height=max(bottom - y, LEAST_TRACK_PX))
        self.item.set_tracks(tracks)

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
        inside = at.x() >= self.item.head_px and not self.item.overview_rect().contains(at)
        pointed = self.item.port.at(at.x() - self.item.head_px) if self.item.tracks and inside else None
        if place != self.item.hovered or pointed != self.item.pointed:
            self.item.hovered, self.item.pointed = place, pointed
            self.item.update()
        if self.item.edge_at(at.y()) is not None:
            self.viewport().setCursor(Qt.CursorShape.SplitVCursor)
            return
        if self._is_flag(at):
            self.viewport().setCursor(Qt.CursorShape.SizeHorCursor)
            return
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
            if down and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._scroll(down * self.item.row_px * 2)
            elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._pan(-across * self.item.port.width / 8)
                self._scroll(down * self.item.row_px * 2)
            elif across:
                self.step(across)
            else:
                self.step_lane(down)
            return True
        plain: dict[Qt.Key, Callable[[], None]] = {
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
            self._choose(int(self.item.chronicle.columns.event[place]))

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
            more = [tr("and {count} more", count=len(places) - 8)] if len(places) > 8 else []
            head = tr("{count} without room here; click to open", count=cluster[3])
            words = "\n".join([head, *titles, *more])
        elif (place := self.item.track_at(at.y())) is not None:
            track = self.item.tracks[place].track
            said = [f"{name} {words}".strip() for name, words in track.reading(self.item.read_at)]
            words = "\n".join([track.title, *said])
        elif term := self.item.term_at(at.x() - self.item.head_px, at.y()):
            words = term.words
        elif found and chronicle is not None:
            place = chronicle.places[found]
            words = tooltip(chronicle.events[place], chronicle.rails[place], chronicle.labels[place])
        QToolTip.showText(global_at, words, self)
