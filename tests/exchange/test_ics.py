"""Calendars both ways, and everything a foreign calendar can hold against us."""

from datetime import date

import pytest
import vobject

from briefing_app.domain.records import Event, Participant, TypedDate
from briefing_app.errors import UsageError
from briefing_app.exchange import ics
from briefing_app.exchange.sample import load_sample

ROUND = Event(
    id="e3",
    title="3rd round of talks, Washington; 第3回協議",
    dates=(TypedDate("2025-05-23", zone="America/New_York", source="s1"), TypedDate("2025-06", "due")),
    place="Washington",
    participants=(Participant("akazawa", "chair"),),
    summary="Line one\nline, two",
    tags=("round-3", "talks"),
)
START = Event(
    id="e4", title="24% begins", dates=(TypedDate("2025-04-09T00:01-04:00", "effective", "America/New_York"),)
)


def calendar(body: str) -> bytes:
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{body}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def entry(body: str) -> bytes:
    return calendar(f"BEGIN:VEVENT\nUID:1\n{body}END:VEVENT\n")


def test_an_event_comes_back_as_it_went_out():
    result = ics.read(ics.write([ROUND, START]))
    assert result.records == (ROUND, START)
    assert result.problems == ()


def test_the_whole_sample_comes_back():
    events = [record for record in load_sample("us-japan") if isinstance(record, Event)]
    assert len(events) == 113
    assert list(ics.read(ics.write(events)).records) == events


def test_the_same_events_give_the_same_bytes():
    assert ics.write([ROUND, START]) == ics.write([ROUND, START])


def test_a_second_library_sees_day_time_and_words():
    found = vobject.readOne(ics.write([ROUND, START]).decode()).vevent_list
    assert (found[0].dtstart.value, found[0].dtend.value) == (date(2025, 5, 23), date(2025, 5, 24))
    assert found[0].summary.value == ROUND.title
    assert found[0].description.value == "Line one\nline, two\ndue: 2025-06"
    assert found[1].dtstart.value.isoformat() == "2025-04-09T00:01:00-04:00"


def test_a_moved_appointment_keeps_what_the_calendar_cannot_say():
    moved = ics.write([ROUND]).replace(b"20250523", b"20250530").replace(b"20250524", b"20250531")
    event = ics.read(moved).records[0]
    assert event.dates[0].edtf == "2025-05-30"
    assert event.dates[1:] == ROUND.dates[1:]
    assert event.participants == ROUND.participants


@pytest.mark.parametrize(
    ("body", "edtf", "zone", "seconds"),
    [
        ("DTSTART;TZID=America/New_York:20250523T140000\nDTEND;TZID=Asia/Tokyo:20250524T053000\n",
         "2025-05-23T14:00-04:00/2025-05-23T16:30-04:00", "America/New_York", 9000),
        ("DTSTART:20250523T140000Z\nDURATION:PT90M\n",
         "2025-05-23T14:00+00:00/2025-05-23T15:30+00:00", "UTC", 5400),
        ("DTSTART:20250523T220000\nDTEND:20250524T010000\n", "2025-05-23T22:00/2025-05-24T01:00", "", 10800),
    ],
)  # fmt: skip
def test_the_hours_of_an_appointment_come_in_and_go_out_again(body, edtf, zone, seconds):
    event = ics.read(entry(f"SUMMARY:Talks\n{body}")).records[0]
    assert event.dates == (TypedDate(edtf, zone=zone),)
    sent = vobject.readOne(ics.write([event]).decode()).vevent
    told = vobject.readOne(entry(f"SUMMARY:Talks\n{body}").decode()).vevent
    if zone:
        assert sent.dtstart.value == told.dtstart.value
    lasts = sent.dtend.value - sent.dtstart.value
    assert lasts.total_seconds() == seconds
    assert ics.read(ics.write([event])).records == (event,)


def test_a_deadline_stands_at_its_hour():
    due = Event(id="d", title="Answer", dates=(TypedDate("../2025-07-09T17:00:00", "due", "Asia/Tokyo"),))
    sent = vobject.readOne(ics.write([due]).decode()).vevent
    assert sent.dtstart.value.isoformat() == "2025-07-09T17:00:00+09:00"
    assert ics.read(ics.write([due])).records == (due,)


def test_several_days_become_an_interval():
    event = ics.read(entry("SUMMARY:G7\nDTSTART;VALUE=DATE:20250615\nDTEND;VALUE=DATE:20250618\n")).records[0]
    assert event.dates == (TypedDate("2025-06-15/2025-06-17"),)


def test_markup_in_a_description_becomes_plain_text():
    event = ics.read(
        entry("SUMMARY:x\nDTSTART;VALUE=DATE:20250615\nDESCRIPTION:<b>Car</b> &amp; truck<script>\n")
    ).records[0]
    assert event.summary == "Car & truck"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("DTSTART;VALUE=DATE:20250615\n", "no title"),
        ("SUMMARY:x\n", "no date"),
        ("SUMMARY:x\nDTSTART:20259945T000000Z\n", "DTSTART is not a date"),
        ("SUMMARY:x\nDTSTART;VALUE=DATE:20250615\nDTEND;VALUE=DATE:20250601\n", "before it starts"),
    ],
)
def test_faulty_entries_are_named_and_left_out(body, words):
    result = ics.read(entry(body))
    assert result.records == ()
    assert words in str(result.problems[0])
    assert result.problems[0].fatal


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("SUMMARY:x\nDTSTART;TZID=Moon/Base:20250615T090000\n", 'time zone "Moon/Base" is not known'),
        ("SUMMARY:x\nDTSTART;VALUE=DATE:20250615\nRRULE:FREQ=DAILY\n", "repeats"),
    ],
)
def test_what_was_adapted_is_said(body, words):
    result = ics.read(entry(body))
    assert len(result.records) == 1
    assert words in str(result.problems[0])
    assert not result.problems[0].fatal


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04\x00\xff", b"<html></html>", b"README.md", bytes(range(256)) * 4]
)
def test_what_is_no_calendar_is_refused(content):
    with pytest.raises(UsageError, match="calendar"):
        ics.read(content)


def test_a_title_with_bytes_that_are_no_text_is_taken_in_and_reported():
    content = entry("DTSTART:20250512\nSUMMARY:Talks XY\n").replace(b"XY", b"\xff\xfe")
    result = ics.read(content)
    assert [event.title[:5] for event in result.records] == ["Talks"]
    assert [(each.fatal, each.message) for each in result.problems] == [
        (False, "the title holds characters that could not be read")
    ]


def test_a_file_of_other_bytes_is_refused_without_showing_them():
    with pytest.raises(UsageError, match="its lines are not text") as caught:
        ics.read(b"BEGIN:VCALENDAR\r\n\x8f\x01}\x92 \xe1\r\nEND:VCALENDAR\r\n")
    assert str(caught.value).isprintable()


def test_a_damaged_hidden_record_without_dates_takes_those_of_the_calendar():
    written = ics.write([ROUND]).decode().replace("\r\n ", "")
    start = written.index('"dates":[') if '"dates":[' in written else written.index('\\"dates\\":[')
    end = written.index("]", start)
    (event,) = ics.read((written[: written.index("[", start) + 1] + written[end:]).encode()).records
    assert (event.id, [each.edtf[:10] for each in event.dates]) == (ROUND.id, [ROUND.dates[0].edtf[:10]])
