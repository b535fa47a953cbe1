"""What was drawn where in a frame, for the hit test."""

from __future__ import annotations

import numpy as np


class Boxes:
    """What was drawn where in the last frame, for the hit test: placements and rectangles as columns."""

    def __init__(self) -> None:
        self._places: list[np.ndarray] = []
        self._rects: list[np.ndarray] = []
        self._pills: list[tuple[np.ndarray, ...]] = []
        self._cover: tuple[int, tuple[float, float, float, float]] | None = None

    def add(self, place: int, left: float, top: float, right: float, bottom: float) -> None:
        """Note a rectangle, at least 24 px in both directions."""
        self.extend(np.array([place]), np.array([[left, top, right, bottom]]))

    def extend(self, places: np.ndarray, rects: np.ndarray) -> None:
        """Note many rectangles (left, top, right, bottom), each at least 24 px in both directions."""
        grow = np.maximum(24.0 - (rects[:, 2:] - rects[:, :2]), 0.0) / 2
        self._rects.append(np.hstack((rects[:, :2] - grow, rects[:, 2:] + grow)))
        self._places.append(places)

    def cover(self, place: int, rect: tuple[float, float, float, float]) -> None:
        """Note what lies over everything else: nothing under it is hit."""
        self._cover = (place, rect)
        self.add(place, *rect)

    def covers(self, x: float, y: float) -> bool:
        """Whether a point lies in what was noted to lie over everything else."""
        if self._cover is None:
            return False
        left, top, right, bottom = self._cover[1]
        return left <= x <= right and top <= y <= bottom

    def add_pills(self, rects: np.ndarray, lane: np.ndarray, spans: np.ndarray, count: np.ndarray) -> None:
        """Note counts: left, top, width and height; lane; first and last second; how many."""
        self._pills.append((rects, lane, spans, count))

    @property
    def places(self) -> np.ndarray:
        """The placement of each rectangle."""
        return _joined(self._places, np.empty(0, np.int64))

    @property
    def rects(self) -> np.ndarray:
        """Left, top, right and bottom of each, as they were drawn one after the other."""
        return _joined(self._rects, np.empty((0, 4)))

    @property
    def clusters(self) -> list[tuple[tuple[float, float, float, float], int, float, float, int]]:
        """Each count: its box (left, top, width, height), lane, first and last second, and how many."""
        return [
            (tuple(box), lane, first, last, count)
            for part in self._pills
            for box, lane, (first, last), count in zip(*(each.tolist() for each in part), strict=True)
        ]

    def at(self, x: float, y: float) -> int | None:
        """The placement at a point: of several the one whose middle is nearest."""
        if self._cover is not None and self.covers(x, y):
            return self._cover[0]
        box = self.rects
        inside = np.flatnonzero((box[:, 0] <= x) & (x <= box[:, 2]) & (box[:, 1] <= y) & (y <= box[:, 3]))
        if not len(inside):
            return None
        off = np.abs((box[inside, 1] + box[inside, 3]) / 2 - y) * 4 + np.abs(box[inside, 0] - x)
        return int(self.places[int(inside[int(np.argmin(off))])])


def _joined(parts: list[np.ndarray], nothing: np.ndarray) -> np.ndarray:
    """Columns noted piece by piece, in one; they stay joined."""
    if len(parts) > 1:
        parts[:] = [np.concatenate(parts)]
    return parts[0] if parts else nothing
