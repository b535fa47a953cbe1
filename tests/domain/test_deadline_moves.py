"""Moved deadlines: the last one set counts, on any day only what was set by then, and nothing is lost."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_app.domain.deadline_moves import moves, standing
from briefing_app.domain.deadlines import overdue, upcoming
from briefing_app.domain.records import Event, TypedDate
from briefing_app.store import codec

PAUSE = Event(
    id="pause",
    title="Pause",
    dates=(
        TypedDate("2025-04-09", "effective"),
        TypedDate("2025-07-09", "due", set_on="2025-04-09"),
        TypedDate("2025-08-01", "due", set_on="2025-07-07"),
    ),
)


def test_an_extended_deadline_counts_from_the_day_it_was_known():
    (before,) = upcoming([PAUSE], date(2025, 7, 1), known_on=date(2025, 7, 1))
    (after,) = upcoming([PAUSE], date(2025, 7, 7), known_on=date(2025, 7, 7))
    assert (before.first, before.countdown) == (date(2025, 7, 9), "in 8 days")
    assert (after.first, after.countdown) == (date(2025, 8, 1), "in 25 days")
    assert overdue([PAUSE], date(2025, 7, 20)) == []
    assert [each.first for each in overdue([PAUSE], date(2025, 7, 20), known_on=date(2025, 7, 6))] == [
        date(2025, 7, 9)
    ]


def test_the_history_is_told_in_words():
    assert [move.words for move in moves(PAUSE)] == ["extended by 23 days on 7 July 2025, from 9 July 2025"]
    assert moves(PAUSE, date(2025, 7, 6)) == ()


@pytest.mark.parametrize(
    ("new", "set_on", "how"),
    [
        ("2025-08-01", "2025-07-09", "extended"),
        ("2025-08-01", "2025-07-10", "slipped"),
        ("2025-07-01", "2025-06-20", "brought forward"),
        ("2025-07-09", "2025-06-20", "restated"),
        ("2025-08", "2025-07-01", "extended"),
    ],
)
def test_how_a_deadline_moved(new, set_on, how):
    old = TypedDate("2025-07-09", "due", set_on="2025-04-09")
    later = TypedDate(new, "due", set_on=set_on)
    (move,) = moves(Event(title="a", dates=(old, later)))
    assert move.how == how
    assert (move.days is None) == (new == "2025-08")


def test_two_dates_without_a_day_of_setting_are_both_kept():
    both = Event(title="a", dates=(TypedDate("2025-07-09", "due"), TypedDate("2025-08-01", "due")))
    assert standing(both) == both.dates
    assert moves(both) == ()


@given(st.permutations(range(4)), st.integers(0, 5))
def test_the_order_of_typing_does_not_matter(order, known):
    dates = [TypedDate(f"2025-0{n + 1}-20", "due", set_on=f"2025-0{n + 1}-01") for n in range(4)]
    event = Event(title="a", dates=tuple(dates[n] for n in order))
    day = date(2025, known, 2) if known else date(2024, 1, 1)
    assert standing(event, day) == tuple(dates[min(known, 4) - 1 : min(known, 4)] if known else ())
    assert len(moves(event)) == 3


def test_a_moved_deadline_is_stored_and_read_back():
    assert codec.decode("event", codec.encode(PAUSE)) == PAUSE


@pytest.mark.parametrize(
    ("new", "set_on", "said"),
    [
        ("2025-08-01", "2025-07-07", "2025年7月7日に23日延長"),
        ("2025-08-01", "2025-07-10", "2025年7月10日に23日遅延"),
        ("2025-07-01", "2025-06-01", "2025年6月1日に8日前倒し"),
        ("2025-07-09", "2025-07-01", "2025年7月1日に同じ日を再確認"),
    ],
)
def test_a_move_is_said_in_japanese(new, set_on, said):
    dates = (TypedDate("2025-07-09", "due"), TypedDate(new, "due", set_on=set_on))
    (move,) = moves(Event(title="Pause", dates=dates))
    assert move.how_in("ja") == said
    assert move.words.startswith(move.how_in("en"))
