"""The timeline on paper: vector text, every event on some page, pages numbered."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtGui import QImage, QPainter

from briefing_app.domain.chronicle import Choice, chronicle
from briefing_app.domain.records import Event, TypedDate
from briefing_app.domain.terms import Term
from briefing_app.domain.time_axis import seconds
from briefing_app.domain.tracks import Line, Piece, Track
from briefing_app.errors import UsageError
from briefing_app.ui.theme import theme
from briefing_app.ui.timeline.marks import text_widths
from briefing_app.ui.timeline.paper import (
    Sheet,
    draw_page,
    grown,
    lane_groups,
    numbered,
    page_spans,
    pages_of,
    write_png,
    write_svg,
)
from briefing_app.ui.timeline.scene_state import ShownTrack

EVENTS = [
    Event(id=f"e{n}", title=f"Round {n} 協議", lanes=("Talks",), dates=(TypedDate(f"2025-{n:02}-15"),))
    for n in (1, 2, 3, 7, 11)
]


@pytest.fixture
def sheet(qapp):
    made = chronicle(EVENTS, Choice(), lambda texts: text_widths(texts, theme().font("secondary")))
    return Sheet(made, date(2025, 5, 24), None, "US-Japan tariff talks", "TLP:AMBER")


def test_the_svg_holds_the_titles_as_text_and_no_pictures(sheet, tmp_path):
    path = tmp_path / "talks.svg"
    write_svg(sheet, (seconds(date(2025, 1, 1)), seconds(date(2025, 4, 1))), path)
    text = " ".join("".join(ET.parse(path).getroot().itertext()).split())
    for words in ("Round 1 協議", "Round 3 協議", "Talks", "February", "US-Japan tariff talks", "TLP:AMBER"):
        assert words in text
    assert "<image" not in path.read_text(encoding="utf-8")


def test_every_event_stands_on_some_page_and_empty_pages_are_left_out(sheet):
    spans = page_spans(sheet.chronicle, 40)
    picture = QImage(1123, 794, QImage.Format.Format_RGB32)
    seen = set()
    for span in spans:
        painter = QPainter(picture)
        scene = draw_page(painter, sheet, span, (1, 1))
        painter.end()
        seen |= {place for place, *_ in scene.labels_drawn}
    assert len(seen) == len(EVENTS)
    assert len(spans) < 9


def test_the_png_is_light_also_under_the_dark_theme(sheet, tmp_path):
    theme().apply("dark")
    try:
        write_png(sheet, (seconds(date(2025, 1, 1)), seconds(date(2025, 4, 1))), tmp_path / "t.png")
    finally:
        theme().apply("light")
    picture = QImage(str(tmp_path / "t.png"))
    assert (picture.width(), picture.height()) == (2246, 1588)
    assert picture.pixelColor(1800, 1200).lightness() > 240


def test_what_cannot_be_printed_is_said(sheet, tmp_path):
    empty = chronicle([], Choice(), lambda texts: text_widths(texts, theme().font("secondary")))
    with pytest.raises(UsageError, match="nothing to print"):
        page_spans(empty, 92)
    long = [Event(id="x", title="x", dates=(TypedDate("1900/2000"),))]
    made = chronicle(long, Choice(), lambda texts: text_widths(texts, theme().font("body")))
    with pytest.raises(UsageError, match="pages"):
        page_spans(made, 30)


def crowd(count, lanes=1, days=3):
    """Events so close that most have no room for a title."""
    return [
        Event(
            id=f"c{n}", title=f"Statement number {n} of the spokesperson", lanes=(f"Lane {n % lanes:02}",),
            dates=(TypedDate(f"2025-05-{1 + n % days:02}"),),
        )
        for n in range(count)
    ]  # fmt: skip


def measured(events):
    return chronicle(events, Choice(), lambda texts: text_widths(texts, theme().font("secondary")))


def numbered_sheet(events, **more):
    return Sheet(
        numbered(measured(events)), date(2025, 5, 24), None, "Talks", is_bare=True, is_numbered=True, **more
    )


def numbers_in(svg):
    """Each number that stands in the drawing before a title or alone."""
    words = [each.text or "" for each in ET.fromstring(svg).iter() if each.tag.endswith("text")]
    return {int(found[1]) for each in words if (found := re.match(r"\s*(\d+)(?:\s{2}\S.*)?\s*$", each))}


@pytest.mark.parametrize(("count", "lanes", "days"), [(30, 1, 20), (60, 3, 6), (113, 8, 27)])
def test_every_event_bears_its_number_at_its_mark_also_without_room_for_its_title(qapp, count, lanes, days):
    sheet = numbered_sheet(crowd(count, lanes, days))
    pages = [page for page in pages_of(sheet) if page is not None]
    seen = set().union(*(numbers_in(svg) for svg, _alt in pages))
    assert set(range(1, count + 1)) <= seen
    said = set().union(*({int(n) for n in re.findall(r"\d+", alt.split("named:")[1])} for _svg, alt in pages))
    assert said == set(range(1, count + 1))


def test_a_stretch_too_crowded_for_its_numbers_is_cut_in_two(qapp):
    sheet = numbered_sheet(crowd(170, 1, 28))
    pages = list(pages_of(sheet))
    assert None in pages
    assert len([page for page in pages if page]) > 1


def test_a_number_that_steps_aside_has_a_line_to_its_mark(qapp):
    svg, _alt = next(page for page in pages_of(numbered_sheet(crowd(60, 1, 20))) if page)
    lines = [each for each in ET.fromstring(svg).iter() if each.tag.endswith(("polyline", "line"))]
    assert lines


def test_lanes_that_a_page_cannot_hold_go_on_to_another_and_none_is_lost(qapp):
    events = [
        Event(id=f"n{n}", title=f"Meeting {n}", lanes=(f"Lane {n:02}",), dates=(TypedDate("2025-05-10"),))
        for n in range(40)
    ]
    sheet = numbered_sheet(events)
    groups = lane_groups(sheet)
    assert len(groups) > 1
    assert [lane for group in groups for lane in group.chronicle.lanes] == list(sheet.chronicle.lanes)
    seen = set().union(*(numbers_in(page[0]) for page in pages_of(sheet) if page))
    assert set(range(1, 41)) <= seen
    view = Sheet(measured(events), date(2025, 5, 24), None, "Talks")
    assert grown(view).height > view.height


def test_terms_of_office_and_charts_stand_on_every_page(sheet, tmp_path):
    term = Term(
        "akazawa",
        "Akazawa Ryosei",
        "Chief negotiator",
        seconds(date(2025, 1, 1)),
        seconds(date(2026, 1, 1)),
        0,
    )
    line = Line("", (Piece(seconds(date(2025, 1, 1)), seconds(date(2026, 1, 1)), Decimal("14.3"), "14.3 %"),))
    track = ShownTrack(Track("series:x", "Average rate of duty on goods of Japan", "percent", (line,)), 96.0)
    whole = replace(sheet, terms=(term,), tracks=(track,))
    for svg, _alt in filter(None, pages_of(whole)):
        text = " ".join("".join(ET.fromstring(svg).itertext()).split())
        assert "In office" in text
        assert "Akazawa Ryosei" in text
        assert "Average rate" in text
        assert "14.3 %" in text
    write_png(whole, (seconds(date(2025, 1, 1)), seconds(date(2025, 4, 1))), tmp_path / "t.png")
    write_png(sheet, (seconds(date(2025, 1, 1)), seconds(date(2025, 4, 1))), tmp_path / "bare.png")
    with_chart, without = (QImage(str(tmp_path / name)) for name in ("t.png", "bare.png"))
    assert with_chart != without
