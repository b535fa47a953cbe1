"""Placing events on a timeline: nothing overlaps, nothing is lost, nothing jumps."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing_app.domain import timeline_stack
from briefing_app.domain.timeline import (
    DAY,
    Columns,
    TimeIndex,
    densest_span,
    make_columns,
    rows_of_lanes,
)
from briefing_app.domain.timeline_stack import GAP_PX, MARK_PX, Block, Stacker, quantise

PLACEMENTS = st.lists(
    st.tuples(
        st.floats(0, 3000 * DAY),
        st.one_of(st.just(0.0), st.floats(0, 400 * DAY)),
        st.integers(0, 2),
        st.floats(0, 340),
        st.integers(0, 5),
    ),
    min_size=1,
    max_size=60,
)


def columns_of(placements: list[tuple[float, float, int, float, int]]) -> Columns:
    start, length, lane, label, weight = (np.array(each, float) for each in zip(*placements, strict=True))
    return make_columns(
        event=np.arange(len(start)),
        lane=lane.astype(np.int64),
        start=start,
        end=start + length,
        flags=np.zeros(len(start), np.int64),
        weight=weight,
        label_px=label,
    )


def stretches(
    columns: Columns, block: Block, scale: float
) -> dict[tuple[int, int], list[tuple[float, float]]]:
    """What each row of each lane holds, in pixels, as a painter would draw it."""
    rows: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for place, row, room in zip(block.shown.tolist(), block.row.tolist(), block.room.tolist(), strict=True):
        first = max(columns.start[place], block.first) * scale
        goes_on = columns.end[place] > block.last  # the next block draws its rest
        body = block.last * scale if goes_on else max(columns.end[place] * scale, first + MARK_PX)
        end = max(body, first + MARK_PX + GAP_PX + room) if room else body
        rows.setdefault((int(columns.lane[place]), row), []).append((first, end))
    return rows


def assert_rows_free_of_overlap(rows: dict[tuple[int, int], list[tuple[float, float]]]) -> None:
    for taken in rows.values():
        taken.sort()
        for (_, end), (start, _) in pairwise(taken):
            assert end <= start + 1e-3


@given(PLACEMENTS, st.floats(0.5, 400))
def test_labels_in_one_row_never_overlap_and_every_event_is_shown_or_counted(placements, px_per_day):
    columns = columns_of(placements)
    scale, (block,) = Stacker(columns, [3, 2, 1]).blocks(0, 1, px_per_day / DAY)
    assert_rows_free_of_overlap(stretches(columns, block, scale))
    assert len(block.shown) + int(block.cell_count.sum()) == len(columns)
    assert len(set(block.shown.tolist())) == len(block.shown)
    assert all(
        row < [3, 2, 1][columns.lane[place]] for place, row in zip(block.shown, block.row, strict=True)
    )


@settings(max_examples=40)
@given(PLACEMENTS, st.floats(5, 400), st.floats(0, 2500 * DAY))
def test_in_blocks_too_nothing_overlaps_and_nothing_is_lost(placements, px_per_day, at):
    limit = timeline_stack.WHOLE_LIMIT
    timeline_stack.WHOLE_LIMIT = 0
    try:
        columns = columns_of(placements)
        stacker = Stacker(columns, [3, 2, 1])
        first, last = -10.0, 3500 * DAY
        scale, blocks = stacker.blocks(first, last, px_per_day / DAY)
        together: dict[tuple[int, int], list[tuple[float, float]]] = {}
        seen: Counter[int] = Counter()
        for block in blocks:
            for key, taken in stretches(columns, block, scale).items():
                together.setdefault(key, []).extend(taken)
            seen.update(block.shown.tolist())
        assert_rows_free_of_overlap(together)
        long = (columns.end - columns.start) * scale >= timeline_stack.LONG_PX
        counted = sum(int(block.cell_count.sum()) for block in blocks)
        if not long.any():
            assert len(seen) + counted == len(columns)
            assert set(seen.values()) <= {1}
        # A second stacker asked from elsewhere comes to the same rows: panning changes nothing.
        _, again = Stacker(columns, [3, 2, 1]).blocks(at, at + 900 / scale, px_per_day / DAY)
        by_start = {block.first: block for block in blocks}
        for block in again:
            if block.first in by_start:
                assert block.row.tolist() == by_start[block.first].row.tolist()
                assert block.shown.tolist() == by_start[block.first].shown.tolist()
    finally:
        timeline_stack.WHOLE_LIMIT = limit


def test_the_heavier_event_gets_the_label_when_there_is_room_for_one():
    columns = columns_of([(0.0, 0.0, 0, 100.0, 1), (20 * DAY, 0.0, 0, 200.0, 9)])
    _, (block,) = Stacker(columns, [1]).blocks(0, 1, 4 / DAY)
    room = dict(zip(block.shown.tolist(), block.room.tolist(), strict=True))
    assert room == pytest.approx({0: 0.0, 1: 200.0})


def test_events_of_one_hour_are_counted_together_and_open_on_zoom():
    columns = columns_of([(1000.0 + 60 * n, 0.0, 0, 40.0, 1) for n in range(12)])
    _, (far,) = Stacker(columns, [2]).blocks(0, 1, 5 / DAY)
    assert far.cell_count.tolist() == [10]
    _, (near,) = Stacker(columns, [2]).blocks(0, 1, 2.0)
    assert near.cell_count.tolist() == []
    assert len(near.shown) == 12


def test_zoom_within_half_an_octave_keeps_the_rows():
    assert quantise(1.0) == quantise(1.4) == 1.0
    assert quantise(1.42) == pytest.approx(2**0.5)
    assert quantise(0.99) < 1.0


@given(PLACEMENTS, st.floats(-10 * DAY, 3400 * DAY), st.floats(0, 900 * DAY))
def test_the_index_finds_exactly_what_overlaps(placements, first, width):
    columns = columns_of(placements)
    index = TimeIndex(columns.start, columns.end)
    last = first + width
    expected = np.flatnonzero((columns.start <= last) & (columns.end >= first))
    assert sorted(index.overlapping(first, last).tolist()) == expected.tolist()
    starting = np.flatnonzero((columns.start >= first) & (columns.start < last))
    assert sorted(index.starting(first, last).tolist()) == starting.tolist()


def test_an_end_before_its_start_is_refused():
    with pytest.raises(ValueError, match="ends before it starts"):
        columns_of([(5.0, -1.0, 0, 0.0, 0)])


def test_rows_fill_the_canvas_and_every_lane_has_one():
    rows = rows_of_lanes([100, 25, 1], height_px=400, row_px=24, fixed_px=20)
    assert sum(rows) == (400 - 60) // 24
    assert rows[0] > rows[1] > rows[2] >= 1
    assert rows_of_lanes([5, 5, 5], height_px=40, row_px=24, fixed_px=20) == [1, 1, 1]
    assert rows_of_lanes([], height_px=400, row_px=24, fixed_px=20) == []


def test_the_densest_span_leaves_the_stragglers_out():
    start = np.array([0.0, *np.linspace(5000, 5100, 18), 90_000.0])
    assert densest_span(start) == (5000.0, 5100.0)
