"""Long calendars are read in portions that are told of and can be stopped; nothing is read otherwise."""

from __future__ import annotations

import pytest

from briefing_app.exchange import ics
from briefing_app.exchange.result import StoppedError

ZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:Desk Time\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    "TZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)


def calendar(count, *, extra=""):
    entries = "".join(
        f"BEGIN:VEVENT\r\nUID:u{n}@x\r\nDTSTART:202505{1 + n % 28:02}T090000Z\r\nSUMMARY:Meeting {n}\r\n"
        f"DESCRIPTION:words\r\n BEGIN:VEVENT\r\n{extra if n == 7 else ''}"
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\nEND:VEVENT\r\n"
        for n in range(count)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n{ZONE}{entries}END:VCALENDAR\r\n".encode()


def test_portions_give_exactly_what_the_whole_gives():
    content = calendar(ics.PORTION * 2 + 30, extra="RRULE:FREQ=WEEKLY\r\nDTSTART:nonsense\r\n")
    seen = []
    in_portions = ics.read(content, lambda done, total: seen.append((done, total)))
    assert in_portions == ics.read(content)
    assert in_portions.problems
    total = ics.PORTION * 2 + 30
    assert seen == [(ics.PORTION, total), (ics.PORTION * 2, total), (total, total)]


def test_reading_stops_when_nobody_wants_it_any_more():
    seen = []

    def told(done, _total):
        seen.append(done)
        raise StoppedError

    with pytest.raises(StoppedError):
        ics.read(calendar(ics.PORTION * 3), told)
    assert seen == [ics.PORTION]


@pytest.mark.parametrize(
    "content",
    [
        calendar(ics.PORTION + 5).replace(b"END:VEVENT", b"", 1),
        calendar(ics.PORTION + 5) + calendar(3),
        b"no calendar",
        calendar(0),
    ],
)
def test_a_calendar_that_is_not_plainly_entry_after_entry_is_read_in_one_piece(content):
    def outcome(*told):
        try:
            return ics.read(content, *told)
        except Exception as error:  # noqa: BLE001 - both ways must fail alike
            return type(error), str(error)

    assert outcome(lambda _done, _total: None) == outcome()
