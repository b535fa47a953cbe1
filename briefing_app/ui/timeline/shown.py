"""What stands where in one frame, as columns, and how it makes room for the title of the selected event.

A title never lies over another. Where the selected event had no room for its own, the titles in the way are
cut short before it or left out, with their marks, as long as it is selected.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QRectF

from briefing_app.domain.timeline_stack import GAP_PX, MARK_PX

SHORTEST_PX = 40.0
"""A title is not cut shorter than this."""


@dataclass(frozen=True)
class Callout:
    """The title of the selected event beside its mark: whose, the ground under it, where it is written."""

    place: int
    ground: QRectF
    mark: tuple[float, float]
    text: tuple[float, float]
    room: float


@dataclass(frozen=True)
class Shown:
    """Placements in view: what they are, their stretch and row in pixels of the content, and their titles.

    ``room`` is what the layout gave to the title, ``short`` what is left of it beside the edge.
    """

    places: np.ndarray
    events: np.ndarray
    lanes: np.ndarray
    beyond: np.ndarray
    left: np.ndarray
    right: np.ndarray
    middle: np.ndarray
    is_bar: np.ndarray
    room: np.ndarray
    text_x: np.ndarray
    text_y: np.ndarray
    short: np.ndarray
    is_named: np.ndarray
    has_mark: np.ndarray

    def around(self, ground: QRectF, tall: float, row_px: float) -> Shown:
        """The same with nothing under ``ground``; ``tall`` is the height of a line of text."""
        low = self.text_y < ground.bottom()
        in_way = self.is_named & low & (self.text_y + tall > ground.top())
        in_way &= (self.text_x < ground.right()) & (self.text_x + self.short > ground.left())
        before = np.floor(ground.left() - GAP_PX - self.text_x)
        short = np.where(in_way, np.minimum(before, self.short), self.short)
        half = MARK_PX / 2
        marked = (self.left + half > ground.left()) & (self.left - half < ground.right())
        marked &= (self.middle + row_px / 4 > ground.top()) & (self.middle - row_px / 4 < ground.bottom())
        return replace(
            self, short=short, is_named=self.is_named & (~in_way | (short >= SHORTEST_PX)), has_mark=~marked
        )
