"""The painting of the timeline: one item, painted in pixels from columns, layer by layer.

Ground and grid, what lies beyond the as-of, bars and marks with their labels, counts of what had no room, day
lines, axis, lane heads, overview. Everything that can be worked out once per scale is in the Stacker; a frame
maps starts to pixels in numpy (float64) and draws what is in view.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from briefing_app.app.i18n import language
from briefing_app.domain.time_axis import axis
from briefing_app.ui.timeline.boxes import Boxes
from briefing_app.ui.timeline.track_layer import TrackLayer


class TimelineScene(TrackLayer):
    """The one item of the canvas. The canvas sets what to show and asks what was drawn."""

    def paint(self, painter: QPainter, *_options: object) -> None:
        width, height = self._size
        self.boxes = Boxes()
        self.ratio = painter.device().devicePixelRatioF()
        self.labels_drawn = []
        if self.chronicle is None or self.stacker is None:
            painter.fillRect(QRectF(0, 0, width, height), self.colours["surface"])
            return
        if self.is_paper:
            painter.fillRect(QRectF(0, 0, width, height), self.colours["surface"])
        self._prepare_colours()
        ticks = axis(self.port.first, self.port.last, self.port.width, language())
        painter.setFont(self.font)
        painter.save()
        painter.setClipRect(
            QRectF(self.head_px, self.axis_px, width - self.head_px, height - self.axis_px - self.overview_px)
        )
        self._paint_ground(painter, ticks)
        self._paint_terms(painter)
        self._paint_tracks(painter)
        painter.setClipRect(
            QRectF(self.head_px, self.lanes_top, width - self.head_px, self.lanes_bottom - self.lanes_top)
        )
        painter.translate(self.head_px, 0)
        scale, blocks = self.stacker.blocks(self.port.first, self.port.last, self.port.scale)
        self._paint_events(painter, [shown for block in blocks if (shown := self._shown(block)) is not None])
        self._paint_counts(painter, scale, blocks)
        self._paint_chosen(painter)
        painter.restore()
        self._paint_axis(painter, ticks)
        self._paint_day_names(painter)
        self._paint_heads(painter)
        self._paint_term_head(painter)
        self._paint_track_heads(painter)
        self._paint_pointer(painter)
        if not self.is_paper:
            self._paint_overview(painter)
