"""Lanes by choice, terms of office, charts on the same axis, kept views: used and looked at by a person."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest

from briefing_app.app.i18n import catalogue
from briefing_app.domain.change import Change, ChangeSet, replaced
from briefing_app.domain.records import (
    Event,
    Participant,
    Person,
    PersonName,
    Post,
    Series,
    SeriesPoint,
    TypedDate,
)
from briefing_app.domain.time_axis import seconds
from briefing_app.ui.theme import theme
from briefing_app.ui.timeline.find_pane import GROUPINGS
from briefing_app.ui.timeline.marks import SHAPES
from briefing_app.ui.timeline.saved_view import HEADS, View, view_of
from briefing_app.ui.timeline.tab import TimelineTab
from tests.ui.timeline.test_timeline_tab import centre_of, painted, shown_tab

AKAZAWA = Person(
    id="akazawa",
    names=(PersonName("Akazawa Ryosei", family="Akazawa"),),
    country="JP",
    posts=(Post("Chief negotiator", from_="2025-04-08"),),
)
TRUMP = Person(
    id="trump",
    names=(PersonName("Donald Trump"),),
    country="US",
    posts=(Post("President", from_="2025-01-20"),),
)
GLASS = Person(
    id="glass",
    names=(PersonName("George Glass"),),
    country="US",
    posts=(Post("Ambassador", from_="2025-04-18"),),
)
RATES = Series(
    id="rates",
    title="Average rate",
    unit="percent",
    frequency="regime",
    points=(SeriesPoint("2025-01-01", Decimal("2.5")), SeriesPoint("2025-04-05", Decimal("14.3"))),
)
EVENTS = (
    Event(id="r1", title="1st round", category="talks", lanes=("Talks",), tags=("autos",),
          dates=(TypedDate("2025-04-16"),), participants=(Participant("akazawa"), Participant("trump"))),
    Event(id="r3", title="3rd round", category="talks", lanes=("Talks", "Leaders"), tags=("autos", "steel"),
          dates=(TypedDate("2025-05-23"),), participants=(Participant("akazawa"),)),
    Event(id="order", title="Order", category="order", lanes=("Measures",),
          dates=(TypedDate("2025-04-02", "signed"), TypedDate("2025-04-09", "effective"))),
    Event(id="late", title="Later order", category="order", lanes=("Measures",),
          dates=(TypedDate("2025-09-04", "signed"), TypedDate("2026-02-24", "terminated"))),
)  # fmt: skip


@pytest.fixture
def tab(session, qtbot):
    records = (AKAZAWA, TRUMP, GLASS, RATES, *EVENTS)
    return shown_tab(session, qtbot, records, (date(2025, 3, 1), date(2025, 7, 1)), height=900)


def choose_lanes(tab, words):
    """Choose in the box above the lanes with the keyboard."""
    box = tab.finder.lanes_by
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(box.findText(words)):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == words


@pytest.mark.parametrize(
    ("words", "lanes"),
    [
        ("By track", ("Talks", "Leaders", "Measures")),
        ("By category", ("order", "talks")),
        ("By topic", ("autos", "steel", "Other")),
        ("By actor", ("Akazawa Ryosei", "Donald Trump", "Other")),
    ],
)
def test_the_lanes_are_what_the_reader_chooses(tab, words, lanes):
    choose_lanes(tab, words)
    painted(tab)
    assert tab.canvas.item.chronicle.lanes == lanes
    assert set(tab.finder.lanes._boxes) == set(lanes)


def test_an_event_in_two_lanes_is_drawn_in_both_and_selected_in_both(tab):
    choose_lanes(tab, "By actor")
    at = centre_of(tab, "r1").toPoint()
    QTest.mouseClick(tab.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    image = painted(tab)
    item = tab.canvas.item
    place = item.chronicle.places["r1"]
    rows = [rect for number, rect in zip(item.boxes.places, item.boxes.rects, strict=True)
            if int(item.stacker.columns.event[number]) == place]  # fmt: skip
    assert len({round(rect[1]) for rect in rows}) == 2
    accent = theme().colour("accent")
    for left, top, right, bottom in rows:
        ring = [
            x for x in range(int(left), int(right)) for y in (int(top), int(top) + 1, int(bottom) - 1)
            if _near(QColor(image.pixel(x + int(item.head_px), y)), accent)
        ]  # fmt: skip
        assert len(ring) > 10
    assert tab.table.view.current_key == "r1"


def _near(colour, other):
    return max(abs(a - b) for a, b in zip(colour.toTuple(), other.toTuple(), strict=True)) < 70


def test_terms_of_the_heads_stand_above_the_lanes_with_name_and_post(tab):
    before = tab.canvas.item.lanes_top
    tab.bar.menu.aboutToShow.emit()
    next(each for each in tab.bar.menu.actions() if "heads" in each.text()).trigger()
    painted(tab)
    item = tab.canvas.item
    assert [term.words for _, term in item.term_boxes] == [
        "Akazawa Ryosei · Chief negotiator",
        "Donald Trump · President",
    ]
    assert item.lanes_top > before
    box = item.term_boxes[0][0]
    assert box.left() == pytest.approx(item.port.x(seconds(date(2025, 4, 8))))
    tint = QColor(painted(tab).pixel(int(item.head_px + box.left()) + 300, int(box.center().y()) - 7))
    assert tint.name() != theme().tokens.canvas.lower()
    tab.extras.turn_terms("glass", True)
    assert "George Glass · Ambassador" in [term.words for term in item.terms]
    tab.bar.menu.aboutToShow.emit()
    next(each for each in tab.bar.menu.actions() if "heads" in each.text()).trigger()
    assert [term.name for term in item.terms] == ["George Glass"]


def test_a_chart_of_an_indicator_stands_on_the_axis_of_the_events_and_is_read_by_the_pointer(tab):
    tab.extras.turn_track("series:rates", True)
    image = painted(tab)
    item = tab.canvas.item
    top = item.track_tops()[0]
    x = round(item.head_px + item.port.x(seconds(date(2025, 4, 5))))
    blue = theme().tokens.series[0].lower()
    riser = [y for y in range(int(top), int(top + item.tracks[0].height))
             if any(_near(QColor(image.pixel(x + dx, y)), QColor(blue)) for dx in (-1, 0, 1))]  # fmt: skip
    assert len(riser) > 30
    at = QPoint(round(item.head_px + item.port.x(seconds(date(2025, 3, 10)))), 300)
    QTest.mouseMove(tab.canvas.viewport(), at)
    assert item.tracks[0].track.reading(item.read_at) == [("", "2.5 %")]
    image = painted(tab)
    line = [
        y
        for y in range(int(item.lanes_top), int(top))
        if QColor(image.pixel(at.x(), y)) == item.colours["ink_3"]
    ]
    assert len(line) > 50


def test_the_rate_of_a_good_is_worked_out_from_the_law_and_follows_what_was_known(tab, session):
    tab.extras.add_good("8703.23.01.70 JP")
    item = tab.canvas.item
    (line,) = item.tracks[0].track.lines
    at = seconds(date(2025, 9, 20)) + 43_200
    assert line.at(at).words == "15 %"
    assert line.at(seconds(date(2025, 5, 23))).words == "27.5 %"
    assert line.at(seconds(date(2025, 1, 1))).value == Decimal("2.5")
    session.known_on = date(2025, 9, 10)
    assert item.tracks[0].track.lines[0].at(at).words == "27.5 %"


def test_a_good_that_is_none_is_refused_in_words(tab):
    tab.extras.add_good("nonsense")
    assert tab.canvas.item.tracks == []
    assert "nonsense" in tab.message.text


def test_a_chart_is_made_higher_by_its_upper_edge_and_hidden_again(tab):
    tab.extras.turn_track("series:rates", True)
    item = tab.canvas.item
    view, top, height = tab.canvas.viewport(), item.track_tops()[0], item.tracks[0].height
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(500, round(top)))
    QTest.mouseMove(view, QPoint(500, round(top) - 30))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(500, round(top) - 30))
    assert item.tracks[0].height == pytest.approx(height + 30, abs=1)
    assert tab.view().tracks == (("series:rates", round(item.tracks[0].height)),)
    tab.extras.turn_track("series:rates", False)
    assert item.tracks_px == 0


def test_a_view_is_kept_and_taken_over(tab, session, qtbot):
    choose_lanes(tab, "By topic")
    tab.finder.lanes.box("steel").click()
    tab.extras.turn_terms(HEADS, True)
    tab.extras.turn_track("series:rates", True)
    words = tab.view_words()
    other = TimelineTab(session)
    qtbot.addWidget(other)
    other.restore_view(words)
    assert other.view() == tab.view()
    assert other.canvas.item.chronicle.lanes == ("autos", "Other")
    assert other.finder.lanes_by.currentText() == "By topic"
    assert not other.finder.lanes.box("steel").isChecked()
    assert other.canvas.item.terms
    assert view_of("{broken") == view_of("") == view_of("[1]") == View()
    assert view_of('{"grouping": "nothing", "tracks": [["a"], 7]}') == View()


def test_what_nobody_knew_is_gone_from_the_timeline_and_comes_back(tab, session):
    assert "late" in tab.book.events
    session.known_on = date(2025, 8, 20)
    assert "late" not in tab.book.events
    assert "late" not in [event.id for event in tab.table.model.shown()]
    session.known_on = date(2025, 10, 1)
    known = tab.book.events["late"]
    assert [each.kind for each in known.dates] == ["signed"]
    session.known_on = None
    assert len(tab.book.events["late"].dates) == 2
    assert len(session.workspace.get("event", "late").dates) == 2


def test_an_edited_event_is_exchanged_alone_and_the_others_stay_where_they_were(tab, session):
    painted(tab)
    item = tab.canvas.item
    chronicle = item.chronicle
    before = dict(zip(item.boxes.places.tolist(), map(tuple, item.boxes.rects.tolist()), strict=True))
    r1 = session.workspace.get("event", "r1")
    session.apply(replaced(r1, Event(**{**vars(r1), "title": "First round"})))
    painted(tab)
    assert item.chronicle.events is chronicle.events
    assert item.chronicle.labels[item.chronicle.places["r1"]] == "First round"
    assert "First round" in [event.title for event in tab.table.model.shown()]
    after = dict(zip(item.boxes.places.tolist(), map(tuple, item.boxes.rects.tolist()), strict=True))
    assert {key: rect[:2] for key, rect in after.items()} == {key: rect[:2] for key, rect in before.items()}
    session.undo_stack.undo()
    assert "1st round" in [event.title for event in tab.table.model.shown()]


def test_words_that_stand_in_tables_have_their_japanese():
    words = catalogue("ja")
    assert [each for each in (*GROUPINGS.values(), *SHAPES, "retroactive") if each not in words] == []


def test_on_a_low_canvas_terms_charts_and_lanes_keep_out_of_each_others_way(tab):
    tab.extras.turn_terms("akazawa", True)
    tab.extras.turn_terms("trump", True)
    tab.extras.turn_terms("glass", True)
    tab.extras.turn_track("series:rates", True)
    item = tab.canvas.item
    whole = (len(item.terms), item.tracks[0].height)
    for height in (900, 400, 260, 190, 160):
        item.set_size(1000.0, float(height))
        tops = item.track_tops()
        assert item.axis_px < item.lanes_top < item.lanes_bottom <= tops[0] < tops[-1]
        assert item.lanes_bottom - item.lanes_top >= 20
    item.set_size(1000.0, 900.0)
    assert (len(item.terms), item.tracks[0].height) == whole


@pytest.mark.parametrize("height", [900, 433, 200])
def test_no_pixel_of_the_canvas_is_left_unpainted(tab, height):
    """The canvas is opaque: what it leaves out would show what stood there before."""
    tab.extras.turn_terms("akazawa", True)
    tab.extras.turn_terms("trump", True)
    tab.extras.turn_track("series:rates", True)
    item = tab.canvas.item
    item.set_size(1000.0, float(height))
    strange = QColor("#ff00ff")
    image = QImage(1000, height, QImage.Format.Format_RGB32)
    for _ in range(2):  # the second time from what was kept
        image.fill(strange)
        painter = QPainter(image)
        item.paint(painter)
        painter.end()
        left = [(x, y) for y in range(height) for x in (3, 60, 500, 990) if image.pixelColor(x, y) == strange]
        assert left == []


def test_lanes_that_do_not_fit_are_reached_by_bar_wheel_and_keys(tab, session):
    canvas = tab.canvas
    assert canvas.lane_bar.isHidden()
    many = [
        Event(id=f"l{n}", title=f"Event {n}", lanes=(f"Lane {n:02}",), dates=(TypedDate("2025-05-02"),))
        for n in range(40)
    ]
    session.apply(ChangeSet("Lanes", tuple(Change("event", each.id, None, each) for each in many)))
    painted(tab)
    item, bar = canvas.item, canvas.lane_bar
    assert not bar.isHidden()
    assert bar.geometry().left() >= item.head_px + item.port.width - 1
    assert bar.geometry().right() < canvas.width()
    last = len(item.rows) - 1
    assert item.lane_top(last) > item.lanes_bottom
    bar.setValue(bar.maximum())
    assert item.lane_top(last) + item.row_px < item.lanes_bottom
    for _ in range(200):
        QTest.keyClick(canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert item.scroll == bar.value() == 0
    QTest.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert item.scroll == bar.value() > 0
    session.undo_stack.undo()
    painted(tab)
    assert bar.isHidden()
    assert item.port.width == item.boundingRect().width() - item.head_px


def test_the_name_of_the_day_looked_at_is_dragged_to_another_day(tab, session):
    item, viewport = tab.canvas.item, tab.canvas.viewport()
    painted(tab)
    before = item.port.first
    flag = item.day_flags()[-1]
    start = QPoint(round(flag.center().x()), round(flag.center().y()))
    wanted = round(item.head_px + item.port.x(seconds(date(2025, 6, 11))))  # the end of 10 June
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(viewport, QPoint(wanted, start.y()))
    assert session.as_of == date(2025, 5, 24)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(wanted, start.y()))
    assert session.as_of == date(2025, 6, 10)
    assert item.as_of == seconds(date(2025, 6, 10))
    assert item.port.first == before
    painted(tab)
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(wanted, start.y()))
    assert session.as_of == date(2025, 6, 10)


def test_no_day_line_crosses_a_title(tab, session):
    session.as_of = date(2025, 4, 18)  # its line runs through the title of the 1st round
    tab.canvas.show_span(*map(seconds, (date(2025, 4, 1), date(2025, 7, 20))))
    tab.canvas.item.selected = None
    image, item = painted(tab), tab.canvas.item
    caution = QColor(theme().tokens.caution)
    (line,) = [x for x, _, token, _ in item._day_lines() if token == "caution"]
    crossed = [
        (top, x, wide) for _, x, top, wide in item.labels_drawn if x + 4 < line - item.head_px < x + wide - 8
    ]
    assert crossed
    for top, _, _ in crossed:
        tall = int(item.metrics.height())
        inside = [image.pixelColor(int(line), round(top) + y) for y in range(1, tall - 1)]
        assert not any(_near(colour, caution) for colour in inside)
        assert _near(image.pixelColor(int(line), round(top) - 3), caution)
