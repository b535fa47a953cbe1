"""Every event has its number at a mark on the pages of the drawing: read from the text of the PDF."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_app.domain.records import Event, TypedDate
from briefing_app.exchange.sample import load_sample
from briefing_app.ui.timeline.number_places import BETWEEN_PX, best_pieces
from tests.ui.timeline.test_timeline_tab import shown_tab

AXIS_PT, HEADS_PT = 44 * 0.75, 110 * 0.75
WORD = re.compile(r"(\d+)(?:[\u2013\u2026](\d+))?,?$")


def crowd(count, lanes, days):
    """Events of some days; lane, weight and the order they come in have nothing to do with each other."""
    categories = ("", "summit", "order", "indicator")
    return [
        Event(
            id=f"c{n * 7919 % count:04}",
            title="Statement of the spokesperson",
            lanes=(f"Lane {'abcdefgh'[n * 5 % lanes]}",),
            category=categories[n % 4],
            dates=(TypedDate(f"2025-05-{12 + n * 3 % days:02}"),),
        )
        for n in range(count)
    ]


def drawn_numbers(path):
    """The numbers that begin a run of words below the axis, on the pages that lie across."""
    done = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, text=True, check=True)
    found = set()
    for page in ET.fromstring(done.stdout).iter("{http://www.w3.org/1999/xhtml}page"):
        if float(page.get("width")) < float(page.get("height")):
            continue
        words = [
            (*(float(each.get(side)) for side in ("xMin", "xMax", "yMin", "yMax")), each.text)
            for each in page
        ]
        axis = min(top for left, _, top, _, _ in words if left < HEADS_PT + 40)
        for left, _, top, bottom, text in words:
            number = WORD.match(text or "")
            is_run_on = any(
                0 <= left - end < 5 and min(bottom, low) - max(top, high) > 3 and not WORD.match(before or "")
                for _, end, high, low, before in words
            )
            if number and top > axis + 1 and not is_run_on:
                found |= set(range(int(number[1]), int(number[2] or number[1]) + 1))
    return found


def printed(tab, path, qtbot):
    tab.saving.save("pdf", path)
    qtbot.waitUntil(path.exists, timeout=60_000)
    return path


needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")


@needs_poppler
@pytest.mark.parametrize(("count", "over"), [(200, (8, 7)), (200, (1, 7)), (60, (1, 1)), (300, (3, 1))])
def test_every_number_is_on_the_drawing(session, qtbot, tmp_path, count, over):
    lanes, days = over
    tab = shown_tab(session, qtbot, crowd(count, lanes, days), (date(2025, 5, 1), date(2025, 6, 1)))
    path = printed(tab, tmp_path / "crowd.pdf", qtbot)
    assert set(range(1, count + 1)) - drawn_numbers(path) == set()


@needs_poppler
def test_every_number_of_the_sample_is_on_the_drawing(session, qtbot, tmp_path):
    records = load_sample("us-japan")
    tab = shown_tab(session, qtbot, records, (date(2025, 3, 1), date(2025, 9, 1)))
    count = len(tab.canvas.item.chronicle.places)
    path = printed(tab, tmp_path / "sample.pdf", qtbot)
    assert count > 100
    assert set(range(1, count + 1)) - drawn_numbers(path) == set()
    with pikepdf.open(path) as document:
        assert len(document.pages) < 30


@given(
    st.lists(st.integers(0, 999), min_size=1, max_size=400),
    st.randoms(use_true_random=False),
    st.integers(1, 3),
)
def test_no_number_is_left_out_and_none_stands_over_another(places, random, lines):
    numbers = list(range(1, len(places) + 1))
    random.shuffle(numbers)
    marks = sorted(zip(map(float, places), numbers, strict=True))
    pieces, _ = best_pieces(marks, lambda words: 6.0 * len(words), 1000.0, lines)
    exact, said = [], set()
    for piece in pieces:
        for words in piece.words.split(", "):
            first, last = (WORD.match(words)[1], WORD.match(words)[2])
            told = range(int(first), int(last or first) + 1)
            said |= set(told)
            exact += [] if "\u2026" in words else told
        assert 0 <= piece.start <= 1000 - piece.wide
    assert said >= set(numbers)
    assert len(exact) == len(set(exact))  # a dash covers no number that is said elsewhere too
    for line in range(lines):
        row = sorted((each.start, each.wide) for each in pieces if each.line == line)
        for (start, wide), (following, _) in pairwise(row):
            assert following >= start + wide + BETWEEN_PX - 0.01


def test_marks_that_share_a_piece_list_their_numbers_and_dots_say_that_some_are_elsewhere():
    numbers = (*range(1, 15), 40, 41, 42, 60, 70, 71)
    marks = sorted((2.0 * (place % 10), number) for place, number in enumerate(numbers))
    wide, _ = best_pieces(marks, lambda words: 6.0 * len(words), 150.0, 1)
    assert [piece.words for piece in wide] == ["1\u201314, 40\u201342, 60, 70\u201371"]
    narrow, _ = best_pieces(marks, lambda words: 6.0 * len(words), 60.0, 1)
    assert [piece.words for piece in narrow] == ["1\u202671"]
