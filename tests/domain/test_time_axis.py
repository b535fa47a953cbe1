"""The axis writes the right names at every zoom."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_app.domain.time_axis import axis, moment_of, seconds

DAY = 86400.0


def at(*moment: int) -> float:
    return seconds(datetime(*moment))  # noqa: DTZ001 - the axis is a wall clock


@pytest.mark.parametrize(
    ("first", "last", "upper", "lower"),
    [
        ((1985, 1, 1), (2027, 1, 1), "1980s", "1984"),
        ((2018, 1, 1), (2027, 1, 1), "2010s", "2018"),
        ((2025, 1, 1), (2026, 1, 1), "2025", "Jan"),
        ((2025, 4, 1), (2025, 7, 1), "April 2025", "31"),
        ((2025, 5, 20), (2025, 5, 30), "May 2025", "Tue 20"),
        ((2025, 5, 23, 9), (2025, 5, 23, 17), "Fri 23 May 2025", "09:00"),
        ((1500, 1, 1), (2500, 1, 1), "1500 to 1599", "1500"),
    ],
)
def test_the_labels_fit_the_zoom(first, last, upper, lower):
    made = axis(at(*first), at(*last), 900)
    assert made.upper[0].text == upper
    assert made.lower[0].text == lower


def test_saturdays_and_sundays_are_marked_when_days_are_shown():
    made = axis(at(2025, 5, 19), at(2025, 5, 26), 900)
    assert [tick.text for tick in made.lower if tick.rest] == ["Sat 24", "Sun 25"]
    assert made.days_shown


@given(
    st.integers(int(at(2, 1, 1)), int(at(9990, 1, 1))),
    st.integers(3600, 4000 * 365 * 86400),
    st.floats(200, 4000),
)
def test_ticks_rise_cover_the_view_and_leave_room_for_their_text(first, width, pixels):
    last = first + width
    made = axis(first, last, pixels)
    places = [tick.at for tick in made.lower]
    assert places == sorted(set(places))
    assert places[0] <= first
    per_second = pixels / width
    inner = [(b - a) * per_second for a, b in pairwise(places)]
    assert all(gap >= 20 for gap in inner[1:-1])
    assert len(places) <= pixels / 20 + 2


def test_the_ends_of_the_calendar_are_no_trap():
    assert moment_of(-1e15).year == 1
    assert moment_of(1e15).year == 9998
    assert axis(at(9990, 1, 1), at(9998, 1, 1), 800).lower
