"""Where each event stands on a timeline: pure arithmetic, no drawing.

Time is seconds since 1970-01-01 00:00 on the wall clock shown (float64, exact to the microsecond). A
*placement* is one event in one lane; an event in three lanes has three. How placements are stacked into rows
is the work of :mod:`briefing_app.domain.timeline_stack`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DAY = 86_400.0
MAX_LABEL_PX = 340.0
"""Longer titles are cut with an ellipsis when drawn; the table and the pane beside have them whole."""

VAGUE, APPROXIMATE, UNSURE, OPEN_START, OPEN_END = 1, 2, 4, 8, 16


@dataclass(frozen=True)
class Columns:
    """All placements as columns, sorted by start; ``label_px`` is the width of the title as drawn.

    ``start`` to ``end`` is what is known; flags say that the thing lies *somewhere* between (VAGUE), about
    there (APPROXIMATE), perhaps (UNSURE), or runs on beyond an end (OPEN_START, OPEN_END).
    """

    event: Ints
    lane: Ints
    start: Floats
    end: Floats
    flags: Ints
    weight: Floats
    label_px: Floats

    def __len__(self) -> int:
        return len(self.start)


def make_columns(
    *, event: Ints, lane: Ints, start: Floats, end: Floats, flags: Ints, weight: Floats, label_px: Floats
) -> Columns:
    """Columns sorted by start, ties in the order given. Raises ValueError where an end precedes its start."""
    if bool(np.any(end < start)):
        raise ValueError("A placement ends before it starts.")
    order = np.argsort(start, kind="stable")
    return Columns(
        event[order].astype(np.int64),
        lane[order].astype(np.int64),
        start[order].astype(np.float64),
        end[order].astype(np.float64),
        flags[order].astype(np.int64),
        weight[order].astype(np.float64),
        np.minimum(label_px[order], MAX_LABEL_PX).astype(np.float64),
    )


def distinct(values: Ints) -> Ints:
    """The different values among small numbers, in order (lanes, sheets); numpy's own way is for any values
    and much slower."""
    return np.flatnonzero(np.bincount(values)).astype(np.int64)


class TimeIndex:
    """Which placements overlap a span, in O(buckets x log n + hits).

    Placements are bucketed by duration; within a bucket a search on the start with the bucket's longest
    duration bounds the answer, so that one treaty of thirty years does not slow the look at one day.
    """

    def __init__(self, start: Floats, end: Floats) -> None:
        self._end = end
        self._buckets: dict[int, tuple[Floats, Ints, float]] = {}
        duration = end - start
        bucket = _bucket_of(duration)
        is_sorted = bool((start[1:] >= start[:-1]).all())
        for key in np.flatnonzero(np.bincount(bucket)).tolist():
            ids = np.flatnonzero(bucket == key).astype(np.int64)
            if not is_sorted:
                ids = ids[np.argsort(start[ids], kind="stable")]
            self._buckets[key] = (start[ids], ids, float(duration[ids].max()))

    def revised(self, start: Floats, end: Floats, moved: Ints) -> TimeIndex:
        """The index of placements of which a few are new: ``moved`` gives old places their new one, or -1."""
        made = TimeIndex(start[:0], end[:0])
        made._end = end
        for key, (starts, ids, longest) in self._buckets.items():
            now = moved[ids]
            stays = now >= 0
            made._buckets[key] = (
                (starts, now, longest) if stays.all() else (starts[stays], now[stays], longest)
            )
        is_new = np.ones(len(start), bool)
        is_new[moved[moved >= 0]] = False
        new = np.flatnonzero(is_new)
        for place, key in zip(new.tolist(), _bucket_of((end - start)[new]).tolist(), strict=True):
            starts, ids, longest = made._buckets.get(key, (start[:0], new[:0], 0.0))
            at = int(np.searchsorted(starts, start[place], "right"))
            longest = max(longest, float(end[place] - start[place]))
            made._buckets[key] = (np.insert(starts, at, start[place]), np.insert(ids, at, place), longest)
        return made

    def overlapping(self, first: float, last: float, *, at_least: float = 0.0) -> Ints:
        """Placements that touch ``first`` to ``last``, in no particular order. Those shorter than
        ``at_least`` seconds may be left out.
        """
        found = []
        for starts, ids, longest in self._buckets.values():
            if longest < at_least:
                continue
            low = int(np.searchsorted(starts, first - longest, "left"))
            high = int(np.searchsorted(starts, last, "right"))
            if high > low:
                chunk = ids[low:high]
                found.append(chunk[self._end[chunk] >= first])
        return np.concatenate(found) if found else np.empty(0, np.int64)

    def starting(self, first: float, last: float) -> Ints:
        """Placements that start from ``first`` up to, not including, ``last``."""
        found = []
        for starts, ids, _ in self._buckets.values():
            low = int(np.searchsorted(starts, first, "left"))
            high = int(np.searchsorted(starts, last, "left"))
            if high > low:
                found.append(ids[low:high])
        return np.concatenate(found) if found else np.empty(0, np.int64)


def _bucket_of(duration: Floats) -> NDArray[np.int8]:
    return np.ceil(np.log2(np.maximum(duration, 1.0) / DAY + 1.0)).astype(np.int8)


def rows_of_lanes(counts: list[int], height_px: float, row_px: float, fixed_px: float) -> list[int]:
    """How many rows each lane gets so that the lanes fill ``height_px``; at least one each.

    A lane needs ``fixed_px`` besides its rows. Rows are shared by the square root of what a lane holds: one
    of a hundred events gets more than one of ten, but not ten times as much. It depends on the canvas and on
    what is shown, never on the zoom.
    """
    lanes = len(counts)
    if not lanes:
        return []
    total = int((height_px - lanes * fixed_px) // row_px)
    rows = [1] * lanes
    spare = total - lanes
    if spare <= 0:
        return rows
    roots = [max(count, 1) ** 0.5 for count in counts]
    whole = sum(roots)
    exact = [1 + spare * root / whole for root in roots]
    rows = [int(value) for value in exact]
    left = total - sum(rows)
    by_rest = sorted(range(lanes), key=lambda lane: (rows[lane] - exact[lane], lane))
    for lane in by_rest[:left]:
        rows[lane] += 1
    return rows


def densest_span(start: Floats, share: float = 0.9) -> tuple[float, float]:
    """The shortest span that holds ``share`` of the starts: the period that the story is about."""
    if not len(start):
        raise ValueError("There is nothing to look at.")
    ordered = np.sort(start)
    count = max(1, ceil(len(ordered) * share))
    widths = ordered[count - 1 :] - ordered[: len(ordered) - count + 1]
    first = int(np.argmin(widths))
    return float(ordered[first]), float(ordered[first + count - 1])
