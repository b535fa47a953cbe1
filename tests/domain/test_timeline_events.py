"""Dates on the axis: plain days the short way and the long way alike, rails, gaps and zones."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_app.domain.fuzzydate import DateError, parse
from briefing_app.domain.records import Event, TypedDate
from briefing_app.domain.time_axis import seconds
from briefing_app.domain.timeline import APPROXIMATE, DAY, OPEN_END, OPEN_START, UNSURE, VAGUE
from briefing_app.domain.timeline_events import OPEN_TAIL, crosses_midnight, gaps, rail, stretch


@given(st.dates(date(1, 1, 2), date(9990, 1, 1)), st.integers(0, 900))
def test_plain_days_and_intervals_stand_where_the_grammar_says(first, length):
    last = first + timedelta(days=length)
    for edtf in (first.isoformat(), f"{first.isoformat()}/{last.isoformat()}"):
        found = stretch(edtf, "held", "", "")
        when = parse(edtf)
        assert found.start == seconds(when.first)
        assert found.end == seconds(when.last) + DAY
        assert found.flags == 0


def test_hours_of_a_stretch_and_of_a_bound_are_drawn():
    talks = stretch("2025-05-23T14:00:00/2025-05-23T16:30:00", "held", "", "")
    assert talks.end - talks.start == 2.5 * 3600
    assert talks.start % DAY == 14 * 3600
    due = stretch("../2025-07-09T17:00:00", "due", "America/New_York", "Asia/Tokyo")
    assert due.end % DAY == 6 * 3600  # the next morning in Tokyo
    assert stretch("2025-08-01T00:01:00/..", "effective", "", "").start % DAY == 60


@pytest.mark.parametrize(
    ("edtf", "flags"),
    [
        ("2025-06", VAGUE), ("2025-06-1X", VAGUE), ("2025-06~", VAGUE | APPROXIMATE), ("2025-05-23?", UNSURE),
        ("../2025-07-09", OPEN_START), ("2025-07-09/..", OPEN_END), ("2025-05-23T14:30", 0),
    ],
)  # fmt: skip
def test_how_sure_a_date_is_stands_in_its_flags(edtf, flags):
    assert stretch(edtf, "held", "", "").flags == flags


def test_a_time_is_a_moment_and_an_open_end_fades_over_a_fixed_tail():
    moment = stretch("2025-05-23T14:30", "held", "", "")
    assert moment.start == moment.end == seconds(date(2025, 5, 23)) + 14.5 * 3600
    until = stretch("../2025-07-09", "due", "", "")
    assert until.end - until.start == OPEN_TAIL


@pytest.mark.parametrize("edtf", ["2025-02-30", "2025-06-17/2025-06-15", "20250523xx", "nonsense"])
def test_what_is_no_date_is_refused(edtf):
    with pytest.raises(DateError):
        stretch(edtf, "held", "", "")


def test_a_measure_is_a_rail_with_its_gaps_named():
    event = Event(
        title="Deal",
        dates=(
            TypedDate("2025-09-16", "effective"),
            TypedDate("2025-09-04", "signed"),
            TypedDate("2025-08-07", "retroactive to"),
        ),
    )
    found = rail(event)
    assert [tick.kind for tick in found.ticks] == ["retroactive to", "signed", "effective"]
    assert (found.end - found.start) / DAY == 41
    assert gaps(event) == ("signed to effective: 12 days", "retroactive: 40 days")
    assert rail(Event(title="no date")) is None


def test_a_day_told_in_washington_runs_over_two_dates_of_tokyo():
    typed = TypedDate("2025-08-01", zone="America/New_York")
    assert crosses_midnight(typed, "Asia/Tokyo")
    assert not crosses_midnight(typed, "America/New_York")
    assert not crosses_midnight(typed, "")
    assert not crosses_midnight(TypedDate("2025-08-01"), "Asia/Tokyo")
