"""The selected and the hovered event: ringed, and the selected one said whole also where it had no room."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from briefing_app.domain.timeline_stack import GAP_PX, MARK_PX
from briefing_app.ui.timeline.event_layer import EventLayer
from briefing_app.ui.timeline.shown import Callout, Shown


class ChosenLayer(EventLayer):
    """Paints the events in view with room made for the selected one."""

    def _paint_events(self, painter: QPainter, frame: Sequence[Shown]) -> None:
        self.callout = self._callout_for(frame)
        for shown in frame:
            ground = self.callout.ground if self.callout else None
            tall = self.metrics.height()
            self._paint_shown(painter, shown.around(ground, tall, self.row_px) if ground else shown)

    def _callout_for(self, frame: Sequence[Shown]) -> Callout | None:
        """Where the selected event is said, if no title of its own says it in this frame."""
        if self.selected is None or self.stacker is None:
            return None
        columns = self.stacker.columns
        drawn: tuple[int, float, bool] | None = None
        for shown in frame:
            for number in np.flatnonzero(shown.events == self.selected).tolist():
                if shown.is_named[number]:
                    return None
                if drawn is None:
                    drawn = int(shown.places[number]), float(shown.middle[number]), True
        if drawn is None:
            mine = np.flatnonzero(columns.event == self.selected)
            if not len(mine):
                return None
            place = int(mine[0])
            lane = int(columns.lane[place])
            drawn = place, float(self._strip_tops[lane]) + (self.strip_px - 3) / 2, False
        out_of_view = columns.end[drawn[0]] < self.port.first or columns.start[drawn[0]] > self.port.last
        return None if out_of_view else self._callout_at(*drawn)

    def _callout_at(self, place: int, middle: float, has_row: bool) -> Callout:
        """Beside the mark, before it where there is no room after it, and never beyond the canvas."""
        assert self.stacker is not None
        columns = self.stacker.columns
        tall = self.row_px if has_row else self.metrics.height() + 1
        left = self.port.x(float(columns.start[place]))
        most = max(self.port.width - MARK_PX - 3 * GAP_PX, 0.0)
        room = min(float(columns.label_px[place]), most)
        wide = room + MARK_PX + 3 * GAP_PX
        is_before = left + room + 5 * GAP_PX > self.port.width
        start = left - room - 4 * GAP_PX if is_before else left - MARK_PX / 2 - 4
        start = min(max(start, 0.0), max(self.port.width - wide, 0.0))
        is_after_mark = not is_before and left > -MARK_PX / 2
        text_x = max(left, 0.0) + MARK_PX / 2 + GAP_PX if is_after_mark else start + GAP_PX
        ground = QRectF(start, middle - tall / 2, wide, tall)
        return Callout(place, ground, (left, middle), (text_x, middle - self.metrics.height() / 2), room)

    def _paint_chosen(self, painter: QPainter) -> None:
        assert self.stacker is not None
        if self.callout is not None:
            self._paint_callout(painter, self.callout)
        event_of = self.stacker.columns.event
        for event, strong in ((self.hovered, False), (self.selected, True)):
            if event is None:
                continue
            mine = np.flatnonzero(event_of[self.boxes.places] == event).tolist()
            if self.callout is not None and int(event_of[self.callout.place]) == event:
                mine = [number for number in mine if int(self.boxes.places[number]) != self.callout.place]
                self._ring(painter, self.callout.ground, strong=strong)
            for number in mine:
                left, top, right, bottom = self.boxes.rects[number].tolist()
                box = QRectF(left - 1, max(top, bottom - self.row_px - 1), right - left + 4, self.row_px)
                if not self._is_covered(box):
                    self._ring(painter, box, strong=strong)

    def _ring(self, painter: QPainter, box: QRectF, *, strong: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        colour = self.colours["accent"] if strong else self.colours["line_strong"]
        painter.setPen(QPen(colour, 2.0 if strong and self.has_focus else 1.2))
        painter.drawRoundedRect(box.adjusted(0, 0.5, 0, -0.5), 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_callout(self, painter: QPainter, callout: Callout) -> None:
        assert self.stacker is not None
        place, ground = callout.place, callout.ground
        columns = self.stacker.columns
        event = int(columns.event[place])
        painter.fillRect(ground, self.colours["surface"])
        if ground.left() <= callout.mark[0] <= ground.right():
            colour = self._colour_of(event, int(columns.lane[place]))
            self._mark(painter, self._shape_of(event), colour, *callout.mark)
        self.boxes.cover(place, (ground.left(), ground.top(), ground.right(), ground.bottom()))
        x, y = (np.array([each]) for each in callout.text)
        self._write_labels(painter, np.array([place]), x, y, np.array([callout.room]), np.array([False]))
