"""Which stretch of time the canvas shows, and how seconds become pixels (float64, before the painter)."""

from __future__ import annotations

from dataclasses import dataclass

from briefing_app.domain.time_axis import FIRST, LAST
from briefing_app.domain.timeline import DAY

NEAREST = 1 / 15.0
"""Pixels per second at the closest: a quarter of an hour is 60 pixels."""
FARTHEST = 1 / (2 * 365.25 * DAY)
ZOOM_STEP = 1.25


@dataclass
class ViewPort:
    """``first`` is the second at the left edge of the content, ``scale`` pixels per second."""

    first: float = 0.0
    scale: float = 4 / DAY
    width: float = 800.0

    @property
    def last(self) -> float:
        """The second at the right edge."""
        return self.first + self.width / self.scale

    def x(self, at: float) -> float:
        """Pixels from the left edge of the content."""
        return (at - self.first) * self.scale

    def at(self, x: float) -> float:
        """The second at a pixel of the content."""
        return self.first + x / self.scale

    def show(self, first: float, last: float, margin: float = 0.03) -> None:
        """Show a stretch, with a margin on both sides."""
        span = max(last - first, 3600.0)
        span *= 1 + 2 * margin
        self.scale = min(max(self.width / span, FARTHEST), NEAREST)
        self.first = (first + last) / 2 - self.width / self.scale / 2
        self._clamp()

    def zoom(self, factor: float, x: float) -> None:
        """Zoom so that the time under pixel ``x`` stays where it is, exactly."""
        fixed = self.at(x)
        self.scale = min(max(self.scale * factor, FARTHEST), NEAREST)
        self.first = fixed - x / self.scale
        self._clamp()

    def pan(self, pixels: float) -> None:
        """Move the content by so many pixels to the right."""
        self.first -= pixels / self.scale
        self._clamp()

    def bring(self, at: float, margin_px: float) -> bool:
        """Pan just so far that ``at`` stands inside the margins. Whether anything moved."""
        margin = min(margin_px, self.width / 3)
        x = self.x(at)
        if margin <= x <= self.width - margin:
            return False
        self.pan(margin - x if x < margin else self.width - margin - x)
        return True

    def resize(self, width: float) -> None:
        """Take a new width; the scale and the left edge stay."""
        self.width = max(width, 50.0)

    def _clamp(self) -> None:
        self.first = min(max(self.first, FIRST), LAST - self.width / self.scale)
