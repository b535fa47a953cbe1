"""Titles stamped from sheets look as if they were written there, whole, cut, and after many others."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from briefing_app.ui.theme import theme
from briefing_app.ui.timeline.label_sheet import KEPT_SHEETS, LabelSheets, Wanted

INKS = (QColor("#000000"), QColor("#777777"))


@pytest.fixture
def sheets(qapp):
    return LabelSheets(theme().font("secondary"), INKS, 1.0)


def picture(draw):
    made = QImage(420, 40, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.white)
    painter = QPainter(made)
    draw(painter)
    painter.end()
    return np.frombuffer(made.constBits(), np.uint8).reshape(40, 420, 4).copy()


def stamped(sheets, text, room, shade=0):
    wanted = Wanted([0], [shade], np.array([4.0]), np.array([6.0]), np.array([float(room)]))
    return picture(lambda painter: sheets.draw(painter, wanted, [text]))


def written(text, shade=0):
    font = theme().font("secondary")

    def draw(painter):
        painter.setFont(font)
        painter.setPen(INKS[shade])
        painter.drawText(QPointF(4.0, 6.0 + QFontMetricsF(font).ascent()), text)

    return picture(draw)


@pytest.mark.parametrize("text", ["Tariff announcement", "日米関税協議 第3回", "Åland & <b>HTML</b>"])
@pytest.mark.parametrize("shade", [0, 1])
def test_a_title_with_room_looks_as_if_it_were_written_there(sheets, text, shade):
    assert np.array_equal(stamped(sheets, text, 340, shade), written(text, shade))


@pytest.mark.parametrize(
    ("text", "room"),
    [("Tariff announcement by letter", 84), ("日米関税協議の第三回会合がワシントンで開催", 120)],
)
def test_a_title_with_less_room_ends_between_two_letters_with_an_ellipsis(sheets, text, room):
    seen = stamped(sheets, text, room)
    assert (seen[:, 4 + room + 3 :] == 255).all()
    metrics = QFontMetricsF(theme().font("secondary"))
    fitting = [n for n in range(len(text)) if metrics.horizontalAdvance(text[:n] + "…") <= room + 2]
    counts = [
        n
        for n in fitting
        if np.array_equal(
            seen[:, : int(4 + metrics.horizontalAdvance(text[:n]))],
            written(text)[:, : int(4 + metrics.horizontalAdvance(text[:n]))],
        )
    ]
    longest = max(counts)
    assert longest >= max(fitting) - 2
    behind = seen[:, int(5 + metrics.horizontalAdvance(text[:longest])) : 4 + room + 3]
    assert (behind < 200).any()  # the ellipsis


def test_a_title_that_joins_its_letters_is_written_anew_for_its_width(sheets):
    text = "اجتماع حول الرسوم الجمركية في واشنطن"
    metrics = QFontMetricsF(theme().font("secondary"))
    assert np.array_equal(
        stamped(sheets, text, 90), written(metrics.elidedText(text, Qt.TextElideMode.ElideRight, 92))
    )


def test_thousands_of_titles_keep_few_sheets_and_none_is_mixed_up(sheets):
    texts = [f"Event number {number} of the talks" for number in range(3_000)]
    for first in range(0, len(texts), 100):
        events = list(range(first, first + 100))
        places = np.zeros(100)
        wanted = Wanted(events, [0] * 100, places, places, np.full(100, 340.0))
        picture(lambda painter, wanted=wanted: sheets.draw(painter, wanted, texts))
    assert len(sheets._sheets) <= KEPT_SHEETS + 2
    for event in (0, 1_500, 2_999):
        wanted = Wanted([event], [0], np.array([4.0]), np.array([6.0]), np.array([340.0]))
        seen = picture(lambda painter, wanted=wanted: sheets.draw(painter, wanted, texts))
        assert np.array_equal(seen, written(texts[event]))


def test_a_title_that_changed_is_forgotten(sheets):
    stamped(sheets, "First words", 340)
    sheets.forget({0})
    assert np.array_equal(stamped(sheets, "Other words", 340), written("Other words"))
