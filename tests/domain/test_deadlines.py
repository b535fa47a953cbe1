"""What is next, what is overdue, and days that are counted."""

from __future__ import annotations

from datetime import date

import pytest

from briefing_app.domain.deadlines import computed_day, overdue, upcoming
from briefing_app.domain.records import Event, TypedDate
from briefing_app.errors import UsageError

ON = date(2025, 5, 24)


def event(title, *dates):
    return Event(id=title, title=title, dates=tuple(TypedDate(edtf, kind) for kind, edtf in dates))


def test_the_nearest_comes_first_and_the_past_is_left_out():
    pause = event("pause", ("effective", "2025-04-09"), ("due", "2025-07-09"))
    summit = event("summit", ("held", "2025-06-15/2025-06-17"))
    found = upcoming([pause, summit, event("past", ("held", "2025-05-23"))], ON)
    assert [(each.title, each.countdown) for each in found] == [
        ("summit", "in about 22 days"),
        ("pause", "in 46 days"),
    ]


def test_today_one_day_and_a_running_stretch_have_their_words():
    found = upcoming([event("a", ("held", "2025-05-24")), event("b", ("due", "2025-05-25"))], ON)
    assert [each.countdown for each in found] == ["today", "in 1 day"]
    assert upcoming([event("c", ("held", "2025-05"))], ON)[0].countdown == "any day now"
    assert upcoming([event("d", ("due", "../2025-05-30"))], ON)[0].countdown == "in about 6 days"


def test_a_missed_deadline_is_overdue_a_held_meeting_is_not():
    found = overdue([event("reply", ("due", "2025-05-20")), event("met", ("held", "2025-05-20"))], ON)
    assert [(each.title, each.countdown) for each in found] == [("reply", "4 days overdue")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("90 days after 2025-04-10", date(2025, 7, 9)),
        ("150 days after signed", date(2026, 7, 20)),
        ("1 month after 2025-01-31", date(2025, 2, 28)),
        ("2 weeks before 2025-07-09", date(2025, 6, 25)),
        ("1 year after 2024-02-29", date(2025, 2, 28)),
        ("1 month after 2025-11-30", date(2025, 12, 30)),
    ],
)
def test_counted_days(text, day):
    assert computed_day(text, {"signed": date(2026, 2, 20)}) == day


@pytest.mark.parametrize(
    "text", ["soon", "90 days after June 2025", "9999 years after 2025-01-01", "3 days after"]
)
def test_what_cannot_be_counted_is_said(text):
    with pytest.raises(UsageError):
        computed_day(text, {})
