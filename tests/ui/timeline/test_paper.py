"""The timeline on paper: vector text, every event on some page, pages numbered."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtGui import QImage, QPainter

from briefing_app.domain.chronicle import Choice, chronicle
from briefing_app.domain.records import Event, TypedDate
from briefing_app.domain.time_axis import seconds
from briefing_app.errors import UsageError
from briefing_app.ui.theme import theme
from briefing_app.ui.timeline.marks import text_widths
from briefing_app.ui.timeline.paper import Sheet, draw_page, page_spans, write_png, write_range, write_svg

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


def test_every_event_stands_on_some_page_and_empty_pages_are_left_out(sheet, tmp_path):
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
    written = write_range(sheet, tmp_path / "talks.svg", 40)
    assert [path.name for path in written][:2] == ["talks-01.svg", "talks-02.svg"]
    assert f"Page 2 of {len(written)}" in written[1].read_text(encoding="utf-8")


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
