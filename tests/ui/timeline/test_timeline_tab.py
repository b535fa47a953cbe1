"""The Timeline tab, used as a user uses it; checked on records, painted pixels and model rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from briefing_app.domain.change import Change, ChangeSet, added
from briefing_app.domain.records import (
    Event,
    Note,
    Participant,
    Person,
    PersonName,
    Post,
    Source,
    TypedDate,
)
from briefing_app.domain.time_axis import seconds
from briefing_app.domain.timeline import DAY
from briefing_app.ui.theme import theme
from briefing_app.ui.timeline.inspector import post_on
from briefing_app.ui.timeline.tab import TimelineTab
from briefing_app.ui.widgets.flow import Chip
from briefing_app.ui.widgets.labels import CitationChip

AKAZAWA = Person(
    id="akazawa",
    names=(PersonName("Akazawa Ryosei", family="Akazawa"),),
    posts=(Post("Minister in charge of Economic Revitalization", from_="2024-10-01", to="2025-10-21"),
           Post("Minister of Economy, Trade and Industry", from_="2025-10-21")),
)  # fmt: skip
MOFA = Source(id="mofa", title="Readout", publisher="MOFA")
EVENTS = (
    Event(id="r1", title="1st round", category="talks", lanes=("Talks",),
          dates=(TypedDate("2025-04-16"),)),
    Event(id="r3", title="3rd round", category="talks", lanes=("Talks", "Leaders"), place="Washington",
          dates=(TypedDate("2025-05-23", zone="America/New_York"),), participants=(Participant("akazawa"),),
          sources=("mofa",), summary="Ninety minutes."),
    Event(id="pause", title="90-day pause", category="deadline", lanes=("Measures",),
          dates=(TypedDate("2025-04-09", "effective"), TypedDate("2025-07-09", "due"))),
    Event(id="g7", title="G7 summit", category="summit", lanes=("Leaders",),
          dates=(TypedDate("2025-06-1X"),)),
)  # fmt: skip
NOTE = Note(id="n1", title="Record of the 3rd round", body="It went well.", about=("r3",))


@pytest.fixture
def tab(session, qtbot):
    return shown_tab(session, qtbot, (AKAZAWA, MOFA, *EVENTS, NOTE), (date(2025, 4, 1), date(2025, 7, 20)))


def shown_tab(session, qtbot, records, span, height=800):
    """The tab over some records, as of 24 May 2025, with a stretch of time in view."""
    session.workspace.apply(
        ChangeSet("Set up", tuple(Change(each.record_kind, each.id, None, each) for each in records))
    )
    session.as_of = date(2025, 5, 24)
    tab = TimelineTab(session)
    tab.resize(1400, height)
    qtbot.addWidget(tab)
    tab.show()
    QApplication.processEvents()
    tab.canvas.show_span(*map(seconds, span))
    QApplication.processEvents()
    return tab


def painted(tab):
    tab.canvas.viewport().repaint()
    return tab.canvas.grab().toImage()


def is_near(colour, other):
    """Whether two colours are alike to the eye."""
    return max(abs(a - b) for a, b in zip(colour.toTuple(), other.toTuple(), strict=True)) < 96


def centre_of(tab, event_id):
    """Where an event's mark was drawn in the last frame."""
    painted(tab)
    item = tab.canvas.item
    place = item.chronicle.places[event_id]
    for number, each in enumerate(item.boxes.places):
        if int(item.stacker.columns.event[each]) == place:
            left, top, _, bottom = item.boxes.rects[number]
            return QPointF(item.head_px + left + 8, (top + bottom) / 2)
    raise AssertionError(f"{event_id} was not drawn")


def test_each_lane_and_the_days_are_written_and_nothing_overlaps(tab):
    painted(tab)
    item = tab.canvas.item
    assert item.chronicle.lanes == ("Talks", "Leaders", "Measures")
    boxes = [QRectF(x, y, width, 12) for _, x, y, width in item.labels_drawn]
    assert len(boxes) >= 4
    for place, one in enumerate(boxes):
        assert not any(one.intersects(other) for other in boxes[place + 1 :])


def test_a_click_on_a_mark_selects_the_event_everywhere(tab):
    at = centre_of(tab, "r3").toPoint()
    QTest.mouseClick(tab.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert tab.canvas.selected_event == "r3"
    assert tab.table.view.current_key == "r3"
    assert tab.inspector.title.text() == "3rd round"
    assert tab.inspector.people.posts == ["Minister in charge of Economic Revitalization"]


def test_an_office_that_changed_since_is_said_to_be_that_of_then():
    first = Post("Minister of X", "", "2024-10-01", "2025-10-21")
    second = Post("Minister of Y", "", "2025-10-21")
    person = Person(id="p", names=(PersonName("A"),), posts=(first, second))
    of = partial(post_on, person)
    assert of(date(2025, 5, 23), date(2025, 5, 24)) == "Minister of X"
    assert of(date(2025, 5, 23), date(2025, 12, 1)) == "then Minister of X"
    assert of(date(2025, 10, 21), date(2025, 12, 1)) == "Minister of Y"  # the end is the first day without
    assert of(date(2025, 12, 1), date(2025, 5, 24)) == "Minister of Y"  # ahead: nothing was then
    envoy = replace(person, posts=(first, second, Post("Envoy", "", "2025-04-01")))
    assert post_on(envoy, date(2025, 5, 23), date(2025, 12, 1)) == "Envoy, then Minister of X"
    leader = (
        Post("President", "Democratic Party", "2024-09-01"),
        Post("Prime Minister", "Cabinet", "2024-10-01"),
    )
    said = post_on(replace(person, posts=leader), date(2025, 5, 23), date(2025, 5, 24))
    assert said == "Prime Minister, President (Democratic Party)"


def test_a_row_of_the_table_selects_on_the_canvas_and_is_ringed_in_the_accent(tab):
    before = painted(tab)
    tab.table.view.select_key("pause")
    after = painted(tab)
    assert tab.canvas.selected_event == "pause"
    # Where the font's metrics put the ring between two rows of pixels its colour is a mixture.
    accent = theme().colour("accent")
    ring = [
        (x, y)
        for x in range(after.width())
        for y in range(after.height() - 40)
        if after.pixel(x, y) != before.pixel(x, y) and is_near(QColor(after.pixel(x, y)), accent)
    ]
    assert len(ring) > 20


def test_arrow_keys_walk_in_order_of_time(tab):
    tab.select("r1")
    for expected in ("r3", "g7", "g7"):
        QTest.keyClick(tab.canvas, Qt.Key.Key_Right)
        assert tab.canvas.selected_event == expected
    QTest.keyClick(tab.canvas, Qt.Key.Key_Home)
    assert tab.inspector.event_id == "pause"
    QTest.keyClick(tab.canvas, Qt.Key.Key_Up)
    assert tab.canvas.selected_event in {"r3", "g7"}


def test_the_wheel_zooms_about_the_pointer_exactly(tab):
    port = tab.canvas.item.port
    x = 333.0
    fixed = port.at(x)
    at = QPointF(tab.canvas.item.head_px + x, 200)
    for turn in (120, 120, -120, 480, -360):
        event = QWheelEvent(at, at, QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton,
                            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
        tab.canvas.wheelEvent(event)
        assert port.at(x) == pytest.approx(fixed, abs=0.001)


def test_dragging_pans_by_the_pixels_dragged_and_rows_stay(tab):
    painted(tab)
    item = tab.canvas.item
    rows = {place: rect[1] for place, rect in zip(item.boxes.places, item.boxes.rects, strict=True)}
    first = item.port.first
    view = tab.canvas.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(600, 300))
    QTest.mouseMove(view, QPoint(560, 300))
    QTest.mouseMove(view, QPoint(500, 300))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(500, 300))
    assert item.port.first == pytest.approx(first + 100 / item.port.scale)
    painted(tab)
    after = {place: rect[1] for place, rect in zip(item.boxes.places, item.boxes.rects, strict=True)}
    assert all(rows[place] == top for place, top in after.items() if place in rows)


def test_the_as_of_line_is_painted_at_the_end_of_its_day_and_follows_the_session(tab, session):
    def line_at(day):
        image = painted(tab)
        x = round(tab.canvas.item.head_px + tab.canvas.item.port.x(seconds(day) + DAY)) - 1
        return (
            QColor(image.pixel(x, int(tab.canvas.item.overview_rect().top()) - 3)).name()
            == theme().tokens.caution.lower()
        )

    assert line_at(date(2025, 5, 24))
    session.as_of = date(2025, 6, 10)
    assert line_at(date(2025, 6, 10))
    assert not line_at(date(2025, 5, 24))


def test_what_is_next_counts_from_the_as_of(tab, session):
    names = [row.accessibleName() for row in tab.finder.next_rows]
    assert names == ["in about 17 days: G7 summit", "in 46 days: 90-day pause"]
    session.as_of = date(2025, 7, 12)
    assert [row.accessibleName() for row in tab.finder.next_rows] == ["3 days overdue: 90-day pause"]


def test_a_quick_line_becomes_an_event_with_a_preview(tab, session):
    QTest.keyClicks(tab.quick.line, "30 May 2025 4th round, Washington @Akazawa #talks ^mofa")
    assert '"4th round"' in tab.quick.preview.text()
    assert "with Akazawa Ryosei" in tab.quick.preview.text()
    QTest.keyClick(tab.quick.line, Qt.Key.Key_Return)
    made = next(each for each in session.workspace.records("event") if each.title == "4th round")
    assert made.dates == (TypedDate("2025-05-30", as_typed="30 May 2025"),)
    assert (made.place, made.lanes, made.sources) == ("Washington", ("Talks",), ("mofa",))
    assert made.participants == (Participant("akazawa"),)
    assert tab.canvas.selected_event == made.id
    session.undo_stack.undo()
    assert session.workspace.find("event", made.id) is None
    assert tab.inspector.event_id == ""


def test_a_line_that_is_not_understood_makes_nothing_and_says_why(tab, session):
    QTest.keyClicks(tab.quick.line, "2025-05-30 4th round @Nobody")
    QTest.keyClick(tab.quick.line, Qt.Key.Key_Return)
    assert session.workspace.count("event") == len(EVENTS)
    assert 'No person here is called "Nobody"' in tab.quick.preview.text()


def test_a_typed_date_is_understood_saved_and_kept_as_typed(tab, session):
    tab.select("g7")
    row = tab.inspector.dates.rows[0]
    row.text.clear()
    QTest.keyClicks(row.text, "15-17 June 2025")
    session.flush()
    saved = session.workspace.get("event", "g7").dates[0]
    assert (saved.edtf, saved.as_typed) == ("2025-06-15/2025-06-17", "15-17 June 2025")
    QTest.keyClicks(row.text, " nonsense")
    assert "cannot be read as a date" in row.error
    session.flush()
    assert session.workspace.get("event", "g7").dates[0].edtf == "2025-06-15/2025-06-17"


def test_title_summary_and_people_save_themselves(tab, session):
    tab.select("r3")
    QTest.keyClick(tab.inspector.title, Qt.Key.Key_End)
    QTest.keyClicks(tab.inspector.title, " of talks")
    QTest.keyClicks(tab.inspector.summary, "More. ")
    tab.inspector.people.removed.emit("akazawa")
    session.flush()
    saved = session.workspace.get("event", "r3")
    assert saved.title.endswith("of talks")
    assert "More. " in saved.summary
    assert saved.participants == ()
    QTest.keyClicks(tab.inspector.person, "Akazawa")
    QTest.keyClick(tab.inspector.person, Qt.Key.Key_Return)
    assert session.workspace.get("event", "r3").participants == (Participant("akazawa"),)


def test_lanes_and_finding_narrow_canvas_and_table_together(tab):
    tab.finder.lanes.box("Talks").setChecked(False)
    assert tab.canvas.item.chronicle.lanes == ("Leaders", "Measures")
    assert {event.id for event in tab.table.model.shown()} == {"r3", "g7", "pause"}
    tab.finder.lanes.show_all()
    tab._search("round")
    assert [event.id for event in tab.table.model.shown()] == ["r1", "r3"]
    tab.select("pause")
    assert tab.canvas.selected_event == "pause"
    assert len(tab.table.model.shown()) == 4


def test_deleting_is_undone_by_undo(tab, session):
    tab.select("r1")
    tab.inspector.delete.click()
    assert session.workspace.find("event", "r1") is None
    assert "r1" not in tab.canvas.item.chronicle.places
    session.undo_stack.undo()
    assert "r1" in tab.canvas.item.chronicle.places


def test_the_notes_about_an_event_stand_beside_it_and_no_other_is_read(tab, session, monkeypatch):
    third = session.workspace.get("event", "r3")
    for note in (
        Note(id="named", title="Before the round", body=f"See [[{third.title}]]."),
        Note(id="told", title="Not a link", body=f"{third.title}, and r3"),
    ):
        session.apply(added(note))
    read = []
    records = session.workspace.records
    monkeypatch.setattr(session.workspace, "records", lambda kind: read.append(kind) or records(kind))

    def chips():
        return [each.text() for each in tab.inspector.notes.findChildren(Chip)]

    tab.select("r3")
    assert chips() == ["Record of the 3rd round", "Before the round"]
    tab.select("g7")
    assert chips() == []
    assert not tab.inspector.notes.isVisibleTo(tab.inspector)
    assert read
    assert "note" not in read


def test_the_notes_and_the_briefing_are_asked_for(tab, qtbot):
    tab.select("r3")
    with qtbot.waitSignal(tab.record_requested) as asked:
        tab.inspector.notes.opened.emit("n1")
    assert asked.args == ["note", "n1"]
    with qtbot.waitSignal(tab.add_to_briefing_requested) as asked:
        tab.inspector.to_briefing.click()
    assert asked.args == ["event", "r3"]


def test_in_tokyo_time_a_day_told_in_washington_starts_at_one_in_the_afternoon(tab):
    tab.zone.setCurrentIndex(2)
    tab.zone.activated.emit(2)
    chronicle = tab.canvas.item.chronicle
    start = chronicle.rails[chronicle.places["r3"]].start
    assert start - seconds(date(2025, 5, 23)) == 13 * 3600
    assert tab.message.text.startswith("1 event is a day told in another zone")
    tab.message._on_button_clicked()
    assert tab.message.text == ""
    assert tab.canvas.item.chronicle.rails[chronicle.places["r3"]].start == seconds(date(2025, 5, 23))


def test_crowded_events_are_counted_and_open(tab, session):
    dates = [(TypedDate(f"2025-05-{n % 8 + 1:02}"),) for n in range(60)]
    crowd = [Event(id=f"c{n}", title=f"Crowd {n}", lanes=("Talks",), dates=dates[n]) for n in range(60)]
    session.apply(ChangeSet("Crowd", tuple(Change("event", each.id, None, each) for each in crowd)))
    tab.canvas.show_span(seconds(date(2020, 1, 1)), seconds(date(2030, 1, 1)))
    painted(tab)
    pill, lane, first, last, count = max(tab.canvas.item.boxes.clusters, key=lambda each: each[4])
    assert count >= 40
    assert len(tab.canvas.cluster_events(lane, first, last)) >= count
    before = tab.canvas.item.port.scale
    left, top, wide, tall = pill
    at = QPoint(round(tab.canvas.item.head_px + left + wide / 2), round(top + tall / 2))
    QTest.mouseClick(tab.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert tab.canvas.item.port.scale > before * 10


def test_an_empty_workspace_invites_to_the_first_event(session, qtbot):
    tab = TimelineTab(session)
    qtbot.addWidget(tab)
    tab.show()
    assert tab.pages.currentWidget() is tab.empty
    QTest.keyClicks(tab.quick.line, "2025-05-23 First call")
    QTest.keyClick(tab.quick.line, Qt.Key.Key_Return)
    assert tab.pages.currentWidget() is tab.canvas
    assert session.workspace.count("event") == 1


def test_contradictions_are_listed_and_lead_to_their_event(tab, session):
    assert tab.finder.finding_rows == []
    odd = Event(id="odd", title="Odd order", lanes=("Measures",),
                dates=(TypedDate("2025-06-09", "signed"), TypedDate("2025-06-05", "effective")))  # fmt: skip
    session.apply(ChangeSet("Add", (Change("event", "odd", None, odd),)))
    (row,) = tab.finder.finding_rows
    assert "before it was signed on 9 June 2025" in row.accessibleName()
    row.click()
    assert tab.canvas.selected_event == "odd"


def test_it_opens_on_the_day_looked_at_and_follows_it_until_the_reader_moves(tab, session):
    tab.canvas.show_around(session.day)
    assert tab.inspector.event_id == "r3"
    session.as_of = date(2025, 4, 20)
    port = tab.canvas.item.port
    assert port.first < seconds(date(2025, 4, 20)) < port.last
    assert tab.inspector.event_id == "r1"
    tab.canvas._pan(-40)
    first = port.first
    session.as_of = date(2025, 4, 21)
    assert port.first == first
    session.as_of = date(2035, 1, 1)
    assert port.x(seconds(date(2035, 1, 1))) == pytest.approx(port.width / 2)


def test_the_first_event_looked_at_follows_the_day_until_one_is_chosen(tab, session):
    tab.activate()
    assert tab.inspector.event_id == "r3"
    session.as_of = date(2025, 4, 20)
    assert tab.inspector.event_id == "r1"
    tab.select("g7")
    session.as_of = date(2025, 6, 1)
    assert tab.inspector.event_id == "g7"


def test_the_view_and_the_whole_range_are_saved_and_said(tab, tmp_path, qtbot):
    tab.saving.save("svg", tmp_path / "view.svg")
    assert (tmp_path / "view.svg").stat().st_size > 5000
    tab.saving.save("svg pages", tmp_path / "talks.svg")
    qtbot.waitUntil(lambda: tab.message.text.endswith("pages, the first: talks-01.svg"))
    assert tab.message.text.startswith(f"{len(list(tmp_path.glob('talks-*.svg')))} pages")
    tab.saving.save("png", tmp_path / "missing" / "view.png")
    assert "cannot be written there" in tab.message.text


def test_drawing_many_pages_says_how_far_it_is_and_can_be_stopped(tab, tmp_path, qtbot, session):
    for number in range(12):
        late = Event(id=f"late{number}", title="Late", dates=(TypedDate(f"{2030 + number}-03-01"),))
        session.workspace.apply(ChangeSet("Add", (Change("event", late.id, None, late),)))
    tab.refresh()
    tab.saving.save("svg pages", tmp_path / "talks.svg")
    qtbot.waitUntil(lambda: tab.message.text == "Drawing the pages: 5 done")
    tab.message._button.click()
    assert tab.message.text == ""
    written = len(list(tmp_path.glob("*.svg")))
    qtbot.wait(50)
    assert len(list(tmp_path.glob("*.svg"))) == written < 12


def test_a_deadline_is_counted_from_another_date_of_the_event(tab, session):
    tab.select("pause")
    row = tab.inspector.dates.rows[1]
    row.text.clear()
    QTest.keyClicks(row.text, "90 days after effective")
    session.flush()
    saved = session.workspace.get("event", "pause").dates[1]
    assert (saved.edtf, saved.as_typed) == ("2025-07-08", "90 days after effective")
    row.text.clear()
    QTest.keyClicks(row.text, "90 days after never")
    assert row.error


def test_a_title_cut_by_the_left_edge_is_said_from_the_edge(tab):
    """Wherever the canvas stands, no title begins left of its edge."""
    for day in (10, 20, 24, 26, 28):
        tab.canvas.show_span(seconds(date(2025, 5, day)), seconds(date(2025, 7, 20)))
        QApplication.processEvents()
        painted(tab)
        item = tab.canvas.item
        event_of = item.stacker.columns.event  # the selected one stands over the others, beside its mark
        drawn = [x for place, x, *_ in item.labels_drawn if int(event_of[place]) != item.selected]
        assert drawn
        assert min(drawn) >= 2


def test_the_names_of_today_and_of_the_day_looked_at_do_not_cover_each_other(tab):
    item = tab.canvas.item
    tab.canvas.show_days(date(2025, 6, 2), date(2025, 5, 24))
    painted(tab)
    today, as_of = item._day_flags()
    assert not today.intersects(as_of)
    assert today.left() > as_of.right()


def test_above_an_empty_timeline_no_stretch_is_named(session, qtbot):
    tab = shown_tab(session, qtbot, (), (date(1970, 1, 1), date(1970, 5, 1)))
    assert tab.canvas.span_words() == ""
    assert tab.bar.span.text() == ""
    session.apply(ChangeSet("Add", (Change("event", "r1", None, EVENTS[0]),)))
    assert "2025" in tab.canvas.span_words()
    assert tab.bar.span.text() == tab.canvas.span_words()


def test_two_sources_of_one_publisher_are_told_apart_by_their_titles(tab, session):
    second = Source(id="m2", title="Remarks of the minister", publisher="MOFA")
    other = Source(id="m3", title="Fact sheet", publisher="USTR")
    event = session.workspace.find("event", "r3")
    sources = tuple(Change("source", each.id, None, each) for each in (second, other))
    named = Change("event", "r3", event, replace(event, sources=("mofa", "m2", "m3")))
    session.apply(ChangeSet("Name", (*sources, named)))
    tab.table.view.select_key("r3")
    chips = [chip.text() for chip in tab.inspector.sources.findChildren(CitationChip)]
    assert chips == ["1  Readout", "2  Remarks of the minister", "3  USTR"]


def test_a_date_that_is_saved_while_it_is_typed_leaves_the_field_and_its_text(tab, session):
    tab.select("r3")
    row = tab.inspector.dates.rows[0]
    row.text.setFocus()
    row.text.selectAll()
    QTest.keyClicks(row.text, "24 May 2025")
    session.typing.flush()  # the row of the table goes to its new place
    row.text.selectAll()
    QTest.keyClicks(row.text, "10 April 2025")
    row.text.selectAll()
    QTest.keyClicks(row.text, "31 April")  # not a day: still to be put right
    session.typing.flush()
    assert tab.inspector.dates.rows == [row]
    assert row.text.text() == "31 April"
    assert "no day" in row.error
    assert tab.inspector.event_id == "r3" == tab.table.view.current_key
    assert session.workspace.find("event", "r3").dates[0].edtf == "2025-04-10"


def test_a_line_with_a_new_source_makes_both_in_one_step(tab, session):
    tab.quick.line.setText("2025-05-28 court ruling ^Reuters #talks")
    assert tab.quick.preview.text().endswith("new source Reuters")
    tab.quick.add_event()
    event = session.workspace.find("event", tab.inspector.event_id)
    (source,) = event.sources
    assert session.workspace.find("source", source).title == "Reuters"
    session.undo_stack.undo()
    assert session.workspace.find("source", source) is None
    assert session.workspace.find("event", event.id) is None


def test_everything_that_is_overdue_is_told_before_what_is_next(tab, session):
    days = [(n, (TypedDate(f"2025-05-{10 + n}", "due"),)) for n in range(10)]
    due = [Event(id=f"d{n}", title=f"Answer {n}", lanes=("Talks",), dates=dates) for n, dates in days]
    session.apply(ChangeSet("Add", tuple(Change("event", each.id, None, each) for each in due[:4])))
    told = [row.accessibleName() for row in tab.finder.next_rows]
    assert [words for words in told if "overdue" in words] == [
        f"{14 - n} days overdue: Answer {n}" for n in (3, 2, 1, 0)
    ]
    assert any("G7 summit" in words for words in told)
    session.apply(ChangeSet("Add", tuple(Change("event", each.id, None, each) for each in due[4:])))
    assert len([row for row in tab.finder.next_rows if "overdue" in row.accessibleName()]) == 8
    QApplication.processEvents()
    (more,) = [each for each in tab.finder.findChildren(QLabel) if "more are overdue" in each.text()]
    assert more.text() == "2 more are overdue: see the table"
    assert more.isVisible()
