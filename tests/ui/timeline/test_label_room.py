"""No two words on the canvas lie over each other: random events, any zoom, with and without a selection.

What is looked at is what reaches the painter: each piece of a sheet of titles, each pill of a count, each
word drawn beside them, as the rectangle in which it was painted.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from briefing_app.domain.chronicle import Choice, chronicle
from briefing_app.domain.records import Event, TypedDate
from briefing_app.domain.terms import Term
from briefing_app.domain.time_axis import seconds
from briefing_app.domain.timeline import DAY
from briefing_app.ui.theme import theme
from briefing_app.ui.timeline.label_sheet import LabelSheets
from briefing_app.ui.timeline.marks import text_widths
from briefing_app.ui.timeline.scene import TimelineScene
from briefing_app.ui.timeline.sprites import CountPills

FIRST = date(2025, 1, 1)
WIDTH, HEIGHT = 900, 420
TITLES = (
    "Call",
    "3rd round of talks in Washington",
    "日米関税協議（第三回会合）の開催について",
    "Executive Order on a framework that is long in name and longer in effect, with annexes",
    "اتفاق إطاري حول الرسوم",
)

dates = st.one_of(
    st.integers(0, 364).map(lambda n: (TypedDate((FIRST + timedelta(n)).isoformat()),)),
    st.tuples(st.integers(0, 300), st.integers(1, 120)).map(
        lambda pair: (
            TypedDate(f"{FIRST + timedelta(pair[0])}/{FIRST + timedelta(pair[0] + pair[1])}"),
        )
    ),
    st.tuples(st.integers(0, 250), st.integers(1, 90)).map(
        lambda pair: (
            TypedDate((FIRST + timedelta(pair[0])).isoformat(), "signed"),
            TypedDate((FIRST + timedelta(pair[0] + pair[1])).isoformat(), "effective"),
        )
    ),
    st.integers(1, 12).map(lambda month: (TypedDate(f"2025-{month:02}~"),)),
)  # fmt: skip
lanes = st.lists(st.sampled_from(("Talks", "Leaders", "措置")), min_size=1, max_size=2, unique=True)
events = st.lists(st.tuples(st.sampled_from(TITLES), dates, lanes), min_size=1, max_size=90)


class Written(TimelineScene):
    """Notes where words are painted, in pixels of the canvas."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[tuple[QRectF, str]] = []

    def note(self, painter: QPainter, rect: QRectF, kind: str) -> None:
        if painter.device().width() == WIDTH:  # not the sheet on which it is written first
            self.words.append((painter.worldTransform().mapRect(rect), kind))

    def _words_at(self, painter, at, words, token, *, bold=False, room=400.0):
        size = self._text(words, room, bold=bold).size()
        self.note(painter, QRectF(at.x(), at.y(), size.width(), size.height()), f"{words!r}")
        super()._words_at(painter, at, words, token, bold=bold, room=room)

    def _paint_day_names(self, painter):
        for box in self._day_flags():
            if box.left() >= self.head_px and box.right() <= self._size[0]:
                self.note(painter, box, "flag")
        super()._paint_day_names(painter)


@pytest.fixture
def scene(qapp, monkeypatch):
    scene = Written()
    stamp, draw = LabelSheets._stamp, CountPills.draw

    def noted_stamp(self, painter, sheet, *where):
        for (_, _, wide, tall), left, top in zip(*where, strict=True):
            scene.note(painter, QRectF(left, top, wide - 1, tall - 1), "title")
        stamp(self, painter, sheet, *where)

    def noted_draw(self, painter, *what):
        left, wide = draw(self, painter, *what)
        for x, y, across in zip(left, what[1], wide, strict=True):
            scene.note(painter, QRectF(x, y, across, self.tall), "count")
        return left, wide

    monkeypatch.setattr(LabelSheets, "_stamp", noted_stamp)
    monkeypatch.setattr(CountPills, "draw", noted_draw)
    return scene


def show(scene, drawn):
    made = [
        Event(id=f"e{n}", title=title, dates=when, lanes=tuple(places))
        for n, (title, when, places) in enumerate(drawn)
    ]
    scene.set_size(float(WIDTH), float(HEIGHT))
    scene.set_chronicle(chronicle(made, Choice(), lambda texts: text_widths(texts, scene.font)))


def paint(scene):
    scene.words = []
    picture = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    scene.paint(painter)
    painter.end()
    return picture


def assert_apart(scene):
    lanes = QRectF(
        scene.head_px, scene.lanes_top, WIDTH - scene.head_px, scene.lanes_bottom - scene.lanes_top
    )
    axis = QRectF(scene.head_px, 0, WIDTH - scene.head_px, scene.axis_px)
    heads = QRectF(0, scene.lanes_top, scene.head_px, scene.lanes_bottom - scene.lanes_top)
    for area in (lanes, axis, heads):
        inside = [(rect.intersected(area), kind) for rect, kind in scene.words if rect.intersects(area)]
        boxes = np.array([rect.getRect() for rect, _ in inside]).reshape(-1, 4)
        left, top = boxes[:, 0], boxes[:, 1]
        right, bottom = left + boxes[:, 2], top + boxes[:, 3]
        for n in range(len(boxes)):
            across = np.minimum(right[n], right[n + 1 :]) - np.maximum(left[n], left[n + 1 :])
            down = np.minimum(bottom[n], bottom[n + 1 :]) - np.maximum(top[n], top[n + 1 :])
            over = np.flatnonzero((across > 0.75) & (down > 1.5))
            assert not len(over), (inside[n], inside[n + 1 + int(over[0])])


@pytest.mark.parametrize("text_size", [1.0, 1.5])
@settings(
    max_examples=25, deadline=None, phases=(Phase.generate,),
    suppress_health_check=[
        HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large
    ],
)  # fmt: skip
@given(drawn=events, data=st.data())
def test_no_two_words_lie_over_each_other(scene, text_size, drawn, data):
    theme().apply(scale=text_size)
    try:
        scene.restyle()
        show(scene, drawn)
        scene.today, scene.as_of = seconds(date(2025, 6, 1)), seconds(date(2025, 5, 24))
        scene.as_of_text = "As of 24 May 2025"
        scene.set_terms(
            (Term("a", "Akazawa Ryosei", "Minister", seconds(FIRST), seconds(FIRST) + 300 * DAY, 0),)
        )
        middle = seconds(FIRST) + data.draw(st.integers(0, 364), "day") * DAY
        chosen = data.draw(st.integers(0, len(drawn) - 1), "selected")
        for days in (4000, 400, 120, 30, 6, 1):
            scene.port.show(middle - days * DAY / 2, middle + days * DAY / 2)
            for selected, hovered in ((None, None), (chosen, None), (chosen, 0), (0, chosen)):
                scene.selected, scene.hovered = selected, hovered
                paint(scene)
                assert_apart(scene)
    finally:
        theme().apply(scale=1.0)


@pytest.mark.parametrize("text_size", [1.0, 1.5])
def test_counts_of_thousands_keep_apart_too(scene, text_size):
    theme().apply(scale=text_size)
    try:
        scene.restyle()
        day = (TypedDate("2025-01-01"),)
        crowd = [
            (
                f"Statement {n}",
                (replace(day[0], edtf=f"{2000 + n % 25}-{1 + n % 12:02}-0{1 + n % 9}"),),
                ["Talks"],
            )
            for n in range(30_000)
        ]
        show(scene, crowd)
        for years in (400, 120, 40, 10):
            scene.port.show(
                seconds(date(2012, 6, 1)) - years * 183 * DAY, seconds(date(2012, 6, 1)) + years * 183 * DAY
            )
            for scene.selected in (None, 1_234, 29_999):
                paint(scene)
                assert sum(kind == "count" for _, kind in scene.words) >= (scene.selected is None)
                assert_apart(scene)
    finally:
        theme().apply(scale=1.0)
