"""The chronicle: lanes by choice, and a few changed events exchanged as if all had been made anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing_app.domain import timeline_stack
from briefing_app.domain.chronicle import (
    NO_LANE,
    Choice,
    RailBook,
    chronicle,
    lanes_of,
    ordered_lanes,
    revised,
)
from briefing_app.domain.records import Event, Participant, TypedDate
from briefing_app.domain.timeline import DAY
from briefing_app.domain.timeline_stack import Stacker

LANES = ("Talks", "Measures", "Courts")


def measured(texts):
    return np.array([7.0 * len(text) for text in texts])


def an_event(number, day, length=0, lanes=("Talks",), title=""):
    first = date(2020, 1, 1) + timedelta(days=day)
    edtf = f"{first}/{first + timedelta(days=length)}" if length else first.isoformat()
    return Event(id=f"e{number}", title=title or f"Event {number}", lanes=lanes, dates=(TypedDate(edtf),))


EVENTS = st.lists(
    st.tuples(st.integers(0, 2000), st.one_of(st.just(0), st.integers(1, 300)),
              st.lists(st.sampled_from(LANES), min_size=1, max_size=3, unique=True)),
    min_size=6, max_size=60,
)  # fmt: skip


def placements(made):
    """What stands where, however the events are numbered."""
    columns = made.columns
    return sorted(
        (made.events[event].id, made.labels[event], made.lanes[lane], start, end, width)
        for event, lane, start, end, width in zip(
            *(getattr(columns, name).tolist() for name in ("event", "lane", "start", "end", "label_px")),
            strict=True,
        )
    )


def test_an_event_stands_in_every_lane_it_belongs_to_by_any_choice():
    event = Event(
        id="e", title="x", category="talks", lanes=("Talks", "Leaders", "Talks"), tags=("autos", "steel"),
        participants=(Participant("a"), Participant("b")), dates=(TypedDate("2025-05-23"),),
    )  # fmt: skip
    assert lanes_of(event) == ("Talks", "Leaders")
    assert lanes_of(event, "topic") == ("autos", "steel")
    assert lanes_of(event, "category") == ("talks",)
    assert lanes_of(event, "actor", {"a": "Akazawa"}) == ("Akazawa", "b")
    assert lanes_of(Event(id="n", title="x"), "actor") == (NO_LANE,)
    made = chronicle([event], Choice(grouping="topic"), measured)
    assert made.lanes == ("autos", "steel")
    assert made.columns.event.tolist() == [0, 0]
    assert made.in_order() == [0]


def test_the_fullest_lanes_stand_first_but_tracks_tell_the_story():
    from collections import Counter

    counts = Counter({"Measures": 9, "Talks": 2, "Zinc": 5, NO_LANE: 30})
    assert ordered_lanes(counts) == ("Talks", "Measures", "Zinc", NO_LANE)
    assert ordered_lanes(counts, "topic") == ("Measures", "Zinc", "Talks", NO_LANE)


def test_the_next_event_is_the_next_in_time_whatever_its_lanes():
    events = [an_event(n, day, lanes=LANES[: n % 3 + 1]) for n, day in enumerate((5, 3, 3, 9))]
    made = chronicle(events, Choice(), measured)
    order = [made.events[place].id for place in made.in_order()]
    walked = [made.in_order()[0]]
    for _ in range(5):
        walked.append(made.beside(walked[-1], 1))
    assert [made.events[place].id for place in walked] == [*order, order[-1], order[-1]]
    assert made.beside(made.in_order()[-1], -3) == made.in_order()[0]


@settings(max_examples=60, deadline=None)
@given(EVENTS, st.data())
def test_an_exchange_gives_what_a_fresh_start_gives(told, data):
    # Three that stay, so that no lane empties.
    fixed = [an_event(100 + n, 10 * n, lanes=(lane,)) for n, lane in enumerate(LANES)]
    events = {event.id: event for event in fixed}
    events |= {f"e{n}": an_event(n, day, length, tuple(lanes)) for n, (day, length, lanes) in enumerate(told)}
    choice, book = Choice(), RailBook()
    made = chronicle(list(events.values()), choice, measured, book)
    for _ in range(data.draw(st.integers(1, 4))):
        number = data.draw(st.integers(0, len(told) + 2))
        key = f"e{number}"
        after = data.draw(st.one_of(
            st.none(),
            st.builds(lambda day, length, lane, n=number: an_event(n, day, length, (lane,), "Another title"),
                      st.integers(0, 2000), st.integers(0, 200), st.sampled_from(LANES)),
        ))  # fmt: skip
        old = made.columns
        revision = revised(made, choice, measured, book, {key: after})
        if after is None:
            events.pop(key, None)
        else:
            events[key] = after
        assert revision is not None
        made = revision.chronicle
        stayed = np.flatnonzero(revision.moved >= 0)
        assert (made.columns.start[revision.moved[stayed]] == old.start[stayed]).all()
        assert (np.diff(made.columns.start) >= 0).all()
    fresh = chronicle(list(events.values()), choice, measured)
    assert placements(made) == placements(fresh)
    assert placements(made.tidied()) == placements(fresh)
    assert made.tidied().in_order() == list(range(len(events)))
    assert made.lane_counts == fresh.lane_counts
    assert {made.events[place].id for place in made.places.values()} == set(events)


def test_a_lane_that_comes_or_goes_asks_for_a_fresh_start():
    events = [an_event(1, 5), an_event(2, 9, lanes=("Courts",))]
    book = RailBook()
    made = chronicle(events, Choice(), measured, book)
    assert revised(made, Choice(), measured, book, {"e2": None}) is None
    assert revised(made, Choice(), measured, book, {"e3": an_event(3, 2, lanes=("New",))}) is None


@settings(max_examples=30, deadline=None)
@given(EVENTS, st.integers(0, 2000), st.floats(2, 60), st.floats(0, 1800), st.floats(-400, 400))
def test_rows_never_jump_while_panning_and_far_ones_not_after_a_change(told, day, px_per_day, at, by):
    limit, timeline_stack.WHOLE_LIMIT = timeline_stack.WHOLE_LIMIT, 0
    try:
        events = [an_event(n, each, length, tuple(lanes)) for n, (each, length, lanes) in enumerate(told)]
        events += [an_event(900 + n, n, lanes=(lane,)) for n, lane in enumerate(LANES)]
        book = RailBook()
        made = chronicle(events, Choice(), measured, book)
        stacker = Stacker(made.columns, [2] * len(made.lanes))
        scale = px_per_day / DAY
        start = (date(2020, 1, 1) - date(1970, 1, 1)).days * DAY + at * DAY

        def rows(where, used, chronicle_used):
            _, blocks = used.blocks(where, where + 900 / scale, scale)
            return {
                (
                    chronicle_used.events[int(used.columns.event[place])].id,
                    int(used.columns.lane[place]),
                    block.first,
                ): row
                for block in blocks
                for place, row in zip(block.shown.tolist(), block.row.tolist(), strict=True)
            }

        before, after = rows(start, stacker, made), rows(start + by * DAY, stacker, made)
        assert all(after[key] == row for key, row in before.items() if key in after)
        revision = revised(made, Choice(), measured, book, {"e0": replace(events[0], title="Other words")})
        if revision is None:
            return
        other = stacker.revised(revision.chronicle.columns, revision.moved, revision.touched)
        fresh = Stacker(revision.chronicle.columns, [2] * len(made.lanes))
        assert rows(start, other, revision.chronicle) == rows(start, fresh, revision.chronicle)
    finally:
        timeline_stack.WHOLE_LIMIT = limit


@pytest.mark.parametrize("count", [1, 3000])
def test_many_or_few_all_are_there(count):
    events = [an_event(n, n % 700, lanes=(LANES[n % 3],)) for n in range(count)]
    made = chronicle(events, Choice(hidden_lanes=frozenset({"Courts"})), measured)
    assert len(made.places) == sum(n % 3 != 2 for n in range(count))
