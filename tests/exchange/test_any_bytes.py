"""Whatever bytes a file holds, reading it ends in records or in a known error."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing_app.domain.records import KINDS, Kind, Record
from briefing_app.errors import BriefingError
from briefing_app.exchange import formats
from briefing_app.exchange.result import ImportResult
from briefing_app.exchange.sample import load_sample
from briefing_app.store import codec

SAMPLE: tuple[Record, ...] = load_sample("us-japan")
SOME = tuple(record for kind in KINDS for record in [r for r in SAMPLE if r.record_kind == kind][:3])


def read(content: bytes, ending: str, kind: Kind | None) -> None:
    """Read, and prove that every record can be written again."""
    told = ""
    result = ImportResult(())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            result = formats.read(content, f"x.{ending}", kind)
    except BriefingError as error:
        told = str(error)
    assert not told or len(told) > 10
    for record in result.records:
        assert codec.decode(record.record_kind, codec.encode(record)) == record
    assert len(result.records) <= max(result.read, 1)


@pytest.mark.parametrize("ending", formats.READABLE)
def test_noise_ends_in_a_known_way(ending: str) -> None:
    kinds = st.sampled_from((None, "note", "event")) if ending in {"csv", "xlsx", "json"} else st.none()

    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(st.binary(max_size=80) | st.text(max_size=40).map(str.encode), kinds)
    def proof(content: bytes, kind: Kind | None) -> None:
        read(content, ending, kind)

    proof()


@pytest.mark.parametrize("ending", formats.WRITABLE)
def test_a_broken_copy_of_a_good_file_ends_in_a_known_way(ending: str) -> None:
    good = formats.write(SOME, f"x.{ending}", None)

    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(st.integers(0, len(good) - 1), st.binary(max_size=4), st.integers(0, 12), st.booleans())
    def proof(place: int, put: bytes, drop: int, cut: bool) -> None:
        broken = good[:place] + put + (b"" if cut else good[place + drop :])
        read(broken, ending, None)

    proof()


@pytest.mark.parametrize(
    "line", [b"UID:a\x01b", b"DTSTART;VALUE=DATE,X:20250523", b"STATUS;VALUE=A,B:x", b"UID:\x02"]
)
def test_calendar_lines_that_broke_the_reader(line: bytes) -> None:
    entry = b"BEGIN:VEVENT\r\n" + line + b"\r\nSUMMARY:x\r\nDTSTART:20250523T100000Z\r\nEND:VEVENT\r\n"
    read(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + entry + b"END:VCALENDAR\r\n", "ics", None)
