"""Stacking: which row of its lane each placement gets, decided per scale and never per view.

Nothing jumps while the reader pans, and what stands in one row never overlaps, labels included. What finds no
room is counted into the cell of time where it starts. Heavier placements choose first.

With many placements the work is done in blocks of time that lie fixed on the axis. Three passes keep the
seams between blocks invisible: first what reaches across a seam (laid out for that seam alone, known to both
sides), then pieces of what is longer than a block, then the rest.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import floor, log2

import numpy as np

from briefing_app.domain.timeline import MAX_LABEL_PX, Columns, Floats, Ints, TimeIndex, distinct

MARK_PX = 14.0
GAP_PX = 6.0
CELL_PX = 44.0
BLOCK_PX = 4096.0
LONG_PX = 1024.0
REACH_PX = LONG_PX + MAX_LABEL_PX + 4 * GAP_PX
WHOLE_LIMIT = 2_500
"""Up to this many placements one block holds everything and there are no seams."""
SHORT_PX = 84.0
"""A title is shortened to no less than this."""
DENSE_TRIES = 28
KEPT_BLOCKS = 160
LANE_LIMIT = 96
"""Where a block holds more of a lane, only the heaviest ``DENSE_TRIES`` are tried; the others are counted."""

_CELL_ZERO = 1 << 47
_CELL_MASK = (1 << 48) - 1


@dataclass(frozen=True)
class Block:
    """A finished piece of layout: what is shown in which row of its lane, and what is only counted.

    ``room`` is the width given to the label, in pixels; 0 means the mark alone. ``first`` and ``last`` bound
    the block in seconds: a placement longer than that is drawn piece by piece. A cell has its lane, its
    number (it starts at ``number * cell_px / scale`` seconds), how many placements it stands for, and one of
    them.
    """

    first: float
    last: float
    shown: Ints
    row: Ints
    room: Floats
    cell_lane: Ints
    cell: Ints
    cell_count: Ints
    cell_place: Ints


def quantise(scale: float) -> float:
    """The layout scale for a scale of view (pixels per second): the half-octave at or below it.

    Rows are laid out for this scale; at the wider scale of the view there is only more room. Zooming within
    a half-octave therefore moves nothing between rows.
    """
    return float(2.0 ** (floor(log2(scale) * 2.0 + 1e-9) / 2.0))


def cell_key(lane: Ints, cell: Ints) -> Ints:
    """Lane and cell as one number that sorts by lane, then time: one-dimensional sorting is much faster."""
    return (lane << 48) + (cell + _CELL_ZERO)


class _Row:
    """The taken stretches of one row, in pixels, in order."""

    __slots__ = ("ends", "starts")

    def __init__(self) -> None:
        self.starts: list[float] = []
        self.ends: list[float] = []

    def take(self, first: float, last: float) -> bool:
        """Take the stretch if all of it is free."""
        at = bisect_left(self.starts, first)
        if at and self.ends[at - 1] > first:
            return False
        if at < len(self.starts) and self.starts[at] < last:
            return False
        self.starts.insert(at, first)
        self.ends.insert(at, last)
        return True


@dataclass
class _Placed:
    """What a pass has placed, and what it could not."""

    shown: list[int] = field(default_factory=list)
    row: list[int] = field(default_factory=list)
    room: list[float] = field(default_factory=list)
    stretch: list[tuple[float, float]] = field(default_factory=list)
    left: list[int] = field(default_factory=list)


_Rows = dict[int, list[_Row]]


class Stacker:
    """Lays out the placements of some lanes and keeps what it worked out, per scale and block of time."""

    def __init__(
        self,
        columns: Columns,
        rows: list[int],
        index: TimeIndex | None = None,
        *,
        least_px: Floats | None = None,
        cell_px: float = CELL_PX,
    ) -> None:
        """``least_px``: the least width of each title; without it a mark may stand alone. ``cell_px``: the
        width of a cell of counts, so that no count reaches into the next."""
        self.columns = columns
        self.rows = rows
        self._least_px = least_px
        self.cell_px = cell_px
        self.index = index or TimeIndex(columns.start, columns.end)
        self._blocks: dict[tuple[float, int], Block] = {}
        self._stale: dict[tuple[float, int], tuple[Block, Ints]] = {}
        self._seams: dict[tuple[float, int], _Placed] = {}

    def blocks(self, first: float, last: float, scale: float) -> tuple[float, list[Block]]:
        """The layout scale, and the blocks that cover ``first`` to ``last`` at ``scale`` px per second."""
        at_scale = quantise(scale)
        if len(self.columns) <= WHOLE_LIMIT:
            return at_scale, [self._cached(at_scale, 0)]
        span = BLOCK_PX / at_scale
        # A label or a bar may reach in from the left.
        begin = floor((first - REACH_PX / at_scale) / span)
        return at_scale, [self._cached(at_scale, number) for number in range(begin, floor(last / span) + 1)]

    def revised(self, columns: Columns, moved: Ints, touched: Sequence[tuple[float, float]]) -> Stacker:
        """The stacker of columns of which a few are new; what lies elsewhere keeps its finished layout.

        ``moved`` gives for each old placement its new place or -1; ``touched`` are the stretches of those
        that came or went.
        """
        index = self.index.revised(columns.start, columns.end, moved)
        made = Stacker(columns, self.rows, index, cell_px=self.cell_px)
        is_new = np.ones(len(columns), bool)
        is_new[moved[moved >= 0]] = False
        lanes = distinct(np.concatenate((self.columns.lane[moved < 0], columns.lane[is_new])))
        for (scale, number), block in self._blocks.items():
            reach = REACH_PX / scale
            if any(
                first <= block.last + reach and last + reach >= block.first - reach for first, last in touched
            ):
                made._stale[scale, number] = (self._without(block, lanes, moved), lanes)
            else:
                made._blocks[scale, number] = replace(
                    block, shown=moved[block.shown], cell_place=moved[block.cell_place]
                )
        # What was stale and has not been looked at since is too old to be mended.
        return made

    def _without(self, block: Block, lanes: Ints, moved: Ints) -> Block:
        """A block without some lanes; lanes do not touch each other, so the others stand."""
        is_other = np.ones(len(self.rows), bool)
        is_other[lanes] = False
        stays = is_other[self.columns.lane[block.shown]]
        counted = is_other[block.cell_lane]
        return Block(
            block.first,
            block.last,
            moved[block.shown[stays]],
            block.row[stays],
            block.room[stays],
            block.cell_lane[counted],
            block.cell[counted],
            block.cell_count[counted],
            moved[block.cell_place[counted]],
        )

    def _cached(self, scale: float, number: int) -> Block:
        block = self._blocks.get((scale, number))
        if block is None:
            if len(self._blocks) >= KEPT_BLOCKS:
                self._blocks.pop(next(iter(self._blocks)))  # the oldest
            while len(self._seams) > 2 * KEPT_BLOCKS:
                self._seams.pop(next(iter(self._seams)))
            old, lanes = self._stale.pop((scale, number), (None, None))
            whole = len(self.columns) <= WHOLE_LIMIT
            if whole != (old is None or old.first == float("-inf")) and old is not None:
                old = lanes = None  # laid out in one piece before, in blocks now, or the other way
            block = self._whole(scale, lanes) if whole else self._piece(scale, number, lanes)
            block = block if old is None else _together(old, block)
            self._blocks[(scale, number)] = block
        return block

    def _of(self, ids: Ints, lanes: Ints | None) -> Ints:
        """Those of some lanes; all for None."""
        if lanes is None:
            return ids
        wanted = np.zeros(len(self.rows), bool)
        wanted[lanes] = True
        return ids[wanted[self.columns.lane[ids]]]

    def _starting(self, first: float, last: float, lanes: Ints | None) -> Ints:
        """Placements (of some lanes) that start from ``first`` up to ``last``, in order: one stretch of the
        columns.
        """
        low, high = np.searchsorted(self.columns.start, (first, last)).tolist()
        if lanes is None:
            return np.arange(low, high, dtype=np.int64)
        wanted = np.zeros(len(self.rows), bool)
        wanted[lanes] = True
        found: Ints = np.flatnonzero(wanted[self.columns.lane[low:high]]).astype(np.int64) + low
        return found

    def _whole(self, scale: float, lanes: Ints | None = None) -> Block:
        rows: _Rows = {}
        placed = _Placed()
        everything = self._of(np.arange(len(self.columns), dtype=np.int64), lanes)
        self._fill(everything, scale, rows, placed, limit=len(everything))
        return self._finish(scale, float("-inf"), float("inf"), placed, np.array(placed.left, np.int64))

    def _piece(self, scale: float, number: int, lanes: Ints | None = None) -> Block:
        first, last = number * BLOCK_PX / scale, (number + 1) * BLOCK_PX / scale
        columns = self.columns
        rows: _Rows = {}
        before, after = self._seam(scale, number, lanes), self._seam(scale, number + 1, lanes)
        placed = _Placed(list(after.shown), list(after.row), list(after.room), [], list(after.left))
        for seam in (before, after):
            for place, row, stretch in zip(seam.shown, seam.row, seam.stretch, strict=True):
                self._lane_rows(rows, int(columns.lane[place]))[row].take(*stretch)
        running = self._of(
            self.index.overlapping(first, np.nextafter(last, first), at_least=LONG_PX / scale), lanes
        )
        running = running[(columns.end[running] - columns.start[running]) * scale >= LONG_PX]
        self._fill(running, scale, rows, placed, limit=LANE_LIMIT, clip=(first * scale, last * scale))
        inside = self._starting(first, last, lanes)
        is_open = (columns.end[inside] - columns.start[inside]) * scale < LONG_PX
        crossing = np.searchsorted(inside, np.array(after.shown + after.left, np.int64))
        is_open[crossing] = False
        self._fill(inside[is_open], scale, rows, placed, limit=LANE_LIMIT)
        return self._finish(scale, first, last, placed, np.array(placed.left, np.int64))

    def _seam(self, scale: float, number: int, lanes: Ints | None = None) -> _Placed:
        """What starts before the seam and reaches across it, placed for this seam alone."""
        seam = self._seams.get((scale, number)) if lanes is None else None
        if seam is None:
            at_px = number * BLOCK_PX
            columns = self.columns
            near = self._starting((at_px - REACH_PX) / scale, at_px / scale, lanes)
            body = (columns.end[near] - columns.start[near]) * scale
            reach = columns.start[near] * scale + np.maximum(body, MARK_PX) + columns.label_px[near]
            seam = _Placed()
            self._fill(
                near[(body < LONG_PX) & (reach + 3 * GAP_PX > at_px)], scale, {}, seam, limit=LANE_LIMIT // 4
            )
            if lanes is None:
                self._seams[(scale, number)] = seam
        return seam

    def _by_weight(self, ids: Ints) -> Ints:
        """Heavier first, equals in order of time: the one priority used everywhere."""
        ids = np.sort(ids)
        # 16 bits sort by radix.
        heavy = np.clip(np.round(self.columns.weight[ids] * -1000.0), -32_000, 32_000).astype(np.int16)
        return ids[np.argsort(heavy, kind="stable")]

    def _lane_rows(self, rows: _Rows, lane: int) -> list[_Row]:
        if lane not in rows:
            rows[lane] = [_Row() for _ in range(self.rows[lane])]
        return rows[lane]

    def _fill(
        self,
        ids: Ints,
        scale: float,
        rows: _Rows,
        out: _Placed,
        *,
        limit: int,
        clip: tuple[float, float] = (float("-inf"), float("inf")),
    ) -> None:
        """Give each its row, with its label where there is room; note those left without a place."""
        columns = self.columns
        ids = self._by_weight(ids)
        lanes = columns.lane[ids]
        for lane in distinct(lanes).tolist():
            members = ids[lanes == lane]
            taken = self._lane_rows(rows, lane)
            tried = members if len(members) <= limit else members[: min(limit, DENSE_TRIES)]
            first = np.maximum(columns.start[tried] * scale, clip[0])
            last = np.maximum(np.minimum(columns.end[tried] * scale, clip[1]), first + MARK_PX)
            label = columns.label_px[tried]
            wanted = first + MARK_PX + GAP_PX + label
            reach = np.maximum(last, np.minimum(wanted, np.maximum(clip[1], last)))
            room = np.clip(reach - first - MARK_PX - GAP_PX, 0.0, label)
            bare = len(members) <= limit
            least = np.zeros(len(tried)) if self._least_px is None else self._least_px[tried]
            out.left.extend(members[len(tried) :].tolist())
            for values in zip(
                *(each.tolist() for each in (tried, first, last, reach, room, least)), strict=True
            ):
                _place(values, taken, out, bare)

    def _finish(self, scale: float, first: float, last: float, placed: _Placed, left: Ints) -> Block:
        columns = self.columns
        start = np.maximum(columns.start[left], first) if first > float("-inf") else columns.start[left]
        cell = np.floor(start * scale / self.cell_px).astype(np.int64)
        keys, first_of, counts = np.unique(
            cell_key(columns.lane[left], cell), return_index=True, return_counts=True
        )
        return Block(
            first,
            last,
            np.array(placed.shown, np.int64),
            np.array(placed.row, np.int64),
            np.array(placed.room, np.float64),
            keys >> 48,
            (keys & _CELL_MASK) - _CELL_ZERO,
            counts.astype(np.int64),
            left[first_of],
        )


def _together(one: Block, other: Block) -> Block:
    """Two parts of a block that hold different lanes."""
    columns = (
        np.concatenate((getattr(one, name), getattr(other, name)))
        for name in ("shown", "row", "room", "cell_lane", "cell", "cell_count", "cell_place")
    )
    return Block(other.first, other.last, *columns)


def _place(
    values: tuple[int, float, float, float, float, float], taken: list[_Row], out: _Placed, bare: bool
) -> None:
    """Place one: with its whole label, else with a shortened one, else (where wanted) the mark alone."""
    place, first, last, reach, room, least = values
    for width in _widths(room, bare, least):
        stop = reach if width == room else max(last, first + MARK_PX + (GAP_PX + width if width else 0.0))
        stretch = (first - GAP_PX, stop + GAP_PX)
        for number, row in enumerate(taken):
            if row.take(*stretch):
                out.shown.append(place)
                out.row.append(number)
                out.room.append(width)
                out.stretch.append(stretch)
                return
    out.left.append(place)


def _widths(room: float, bare: bool, least: float) -> tuple[float, ...]:
    """The widths of label to try, widest first."""
    if not bare:
        return (room,)
    if room > 1.4 * SHORT_PX:
        return (room, max(room * 0.6, SHORT_PX), SHORT_PX, least)
    return (room, min(least, room))
