"""The views of the People tab beside the page of a person, worked in by hand."""

import csv
import itertools
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from briefing_app.domain.change import ChangeSet, added, replaced
from briefing_app.domain.records import (
    Delegation,
    DelegationMember,
    Event,
    Organisation,
    Participant,
    Person,
    PersonName,
    Position,
    Post,
    Relation,
    Source,
    TypedDate,
)
from briefing_app.domain.seating import plan
from briefing_app.ui import messages
from briefing_app.ui.people.seating_canvas import SeatingCanvas, two_lines
from briefing_app.ui.people.tab import PeopleTab
from briefing_app.ui.widgets.form import Field

METI = Organisation(id="meti", title="Ministry of Trade", short="METI", country="JP", sources=("s1",))
BUREAU = Organisation(id="bureau", title="Bureau", parent="meti", country="JP")


def person(key, title, country="JP", **more):
    return Person(
        id=key, names=(PersonName(f"{key.title()} Name", family=key.title()),), country=country,
        posts=(Post(title, "METI", "2024-10-01"),), **more,
    )  # fmt: skip


A = person(
    "akazawa", "Minister of Trade",
    relations=(Relation("muto", "successor as Minister", "2024-10-01", source="s1"),),
    positions=(
        Position("Cars", "Remove all", "He said so.", "2025-04-16", "s1", "oppose", "No.", "p. 3"),
        Position("Cars", "Fifteen will do", "", "2025-07-22", "s1", "conditional"),
    ),
)  # fmt: skip
B = person("muto", "Vice Minister")
G = person(
    "greer", "Secretary of X", "US", positions=(Position("Cars", "Yes", level="support", date="2025-05-01"),)
)
L = person("lutnick", "Deputy Secretary", "US")
RECORDS = (
    A, B, G, L, METI, BUREAU, Source(id="s1", title="Report", publisher="Jiji"),
    Event(
        id="e1", title="First round", dates=(TypedDate("2025-04-16"),),
        participants=(Participant("akazawa"), Participant("greer")),
    ),
    Delegation(
        id="d1", title="First", event="e1", our_side="JP", their_side="US",
        members=(DelegationMember("muto"), DelegationMember("akazawa"), DelegationMember("greer", "theirs")),
    ),
)  # fmt: skip


@pytest.fixture
def tab(session, qtbot):
    session.workspace.apply(ChangeSet("fill", tuple(added(each).changes[0] for each in RECORDS)))
    session.as_of = date(2025, 8, 1)
    tab = PeopleTab(session)
    qtbot.addWidget(tab)
    tab.resize(1300, 860)
    tab.show()
    tab.activate()
    return tab


def press(widget, words):
    button = next(
        each for each in widget.findChildren(QPushButton) if each.text() == words and each.isVisible()
    )
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def texts(widget):
    return [each.text() for each in widget.findChildren(QLabel) if not each.isHidden()]


# --- positions ---------------------------------------------------------------------------------------------


def test_the_matrix_says_class_and_movement_in_words_and_a_click_tells_the_history(tab, qtbot):
    press(tab, "Positions")
    model = tab.matrix.model
    assert [model.headerData(row, Qt.Orientation.Vertical) for row in range(2)] == [
        "AKAZAWA Name",
        "GREER Name",
    ]
    cell = model.index(0, 0)
    assert cell.data() == "± Conditional ↗\nFifteen will do"
    assert "moved towards support" in cell.data(Qt.ItemDataRole.AccessibleTextRole)
    grid = tab.matrix.grid
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.visualRect(cell).center())
    told = texts(tab.matrix.history)
    assert "“No.”" in told
    assert "p. 3" in told
    assert "Minister of Trade, METI" in told  # still held: not said to be that of then
    press(tab.matrix.history, "AKAZAWA Name")
    assert "AKAZAWA Name" in texts(tab.page)


def test_the_matrix_is_of_the_day_and_of_one_side(tab, session):
    press(tab, "Positions")
    session.as_of = date(2025, 5, 24)
    assert tab.matrix.model.index(0, 0).data().startswith("− Oppose ")
    tab.matrix.side.setCurrentIndex(tab.matrix.side.findData("US"))
    assert tab.matrix.model.rowCount() == 1


def test_the_matrix_is_saved_as_csv_and_a_full_place_is_said(tab, session, tmp_path, monkeypatch, qtbot):
    press(tab, "Positions")
    target = tmp_path / "positions.csv"
    monkeypatch.setattr(messages, "ask_save_file", lambda *_args: target)
    press(tab, "Export CSV")
    rows = list(csv.reader(target.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[1][:7] == [
        "akazawa",
        "Akazawa Name",
        "Cars",
        "2025-07-22",
        "conditional",
        "towards",
        "Fifteen will do",
    ]
    assert len(rows) == 4
    monkeypatch.setattr(messages, "ask_save_file", lambda *_args: tmp_path / "gone" / "x.csv")
    with qtbot.waitSignal(session.message) as told:
        press(tab, "Export CSV")
    assert told.args[1] == "error"


def test_a_position_is_classed_by_typing_and_a_wrong_word_is_refused(tab, session, qtbot):
    shown = tab.fields.positions
    level = shown.fields[1]["level"]
    level.editor.setFocus()
    level.editor.selectAll()
    qtbot.keyClicks(level.editor, "maybe")
    level.editor.left.emit()
    assert "Support" in level.error
    level.editor.selectAll()
    qtbot.keyClicks(level.editor, "support")
    level.editor.left.emit()
    assert session.workspace.get("person", "akazawa").positions[1].level == "support"


# --- relations ---------------------------------------------------------------------------------------------


def test_the_picture_has_the_person_in_the_middle_and_keys_lead_to_others(tab, qtbot):
    press(tab, "Relations")
    canvas = tab.relations.canvas
    assert {box.key for box in canvas.boxes} == {"akazawa", "muto"}
    assert next(box for box in canvas.boxes if box.key == "muto").lines == ("predecessor as Minister",)
    assert tab.relations.table.model.index(0, 1).data() == "predecessor as Minister"
    rects = [canvas.place(box.key) for box in canvas.boxes]
    assert not rects[0].intersects(rects[1])
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.current == "muto"
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert "MUTO Name" in texts(tab.relations)
    assert next(box for box in canvas.boxes if box.key == "akazawa").lines == ("successor as Minister",)


def test_a_relation_is_typed_and_the_other_side_shows_its_inverse(tab, session, qtbot):
    relations = tab.fields.relations
    qtbot.mouseClick(relations.add_button, Qt.MouseButton.LeftButton)
    fields = relations.fields[1]
    for name, typed in (("type", "mentor"), ("person", "Lutnick Name"), ("from_", "2025-01-20")):
        fields[name].editor.setFocus()
        qtbot.keyClicks(fields[name].editor, typed)
        fields[name].editor.left.emit()
    assert session.workspace.get("person", "akazawa").relations[1] == Relation(
        "lutnick", "mentor", "2025-01-20"
    )
    fields["person"].editor.selectAll()
    qtbot.keyClicks(fields["person"].editor, "Nobody")
    fields["person"].editor.left.emit()
    assert "Nobody here is called Nobody" in fields["person"].error
    tab.list.select("lutnick")
    assert "mentor" in texts(tab.page)


# --- organisations -----------------------------------------------------------------------------------------


def test_the_chart_shows_who_holds_which_post_and_opens_bodies_and_people(tab, session, qtbot):
    press(tab, "Organisations")
    canvas = tab.chart.canvas
    assert [box.key for box in canvas.boxes] == ["meti", "bureau"]
    assert "AKAZAWA Name – Minister of Trade" in canvas.boxes[0].lines
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.place("bureau").center().toPoint())
    QApplication.processEvents()
    assert "Nobody here has a post in it." in texts(tab.chart.page)
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    held = next(each for each in tab.chart.page.findChildren(QPushButton) if each.text().startswith("GREER"))
    qtbot.mouseClick(held, Qt.MouseButton.LeftButton)
    assert "GREER Name" in texts(tab.page)


def test_a_new_name_keeps_the_old_one_so_that_posts_still_find_the_body(tab, session, qtbot):
    press(tab, "Organisations")
    tab.chart.show_body("meti")
    title = tab.chart.page.title
    title.setFocus()
    title.selectAll()
    qtbot.keyClicks(title, "Ministry of Economy")
    title.left.emit()
    body = session.workspace.get("organisation", "meti")
    assert (body.title, body.other_names) == ("Ministry of Economy", ("Ministry of Trade",))
    session.undo_stack.undo()
    assert session.workspace.get("organisation", "meti") == METI


def test_bodies_are_made_from_posts_in_one_step(tab, session):
    press(tab, "Organisations")
    other = replace(L, posts=(*L.posts, Post("Head", "New Office")))
    session.apply(ChangeSet("x", (replace(added(L).changes[0], before=L, after=other),)))
    press(tab.chart, "Make them from the posts")
    assert {body.title for body in session.workspace.records("organisation")} >= {"New Office"}
    session.undo_stack.undo()
    assert session.workspace.count("organisation") == 2


def test_a_body_is_added_below_the_one_shown_and_removed(tab, session):
    press(tab, "Organisations")
    tab.chart.show_body("bureau")
    tab.new_record()
    new = session.workspace.records("organisation")[-1]
    assert (new.title, new.parent) == ("New organisation", "bureau")
    press(tab.chart.page, "Remove this organisation")
    assert session.workspace.count("organisation") == 2


# --- delegations -------------------------------------------------------------------------------------------


def choose(tab, key):
    press(tab, "Delegations")
    bar = tab.delegations.bar
    bar.chosen.setCurrentIndex(bar.chosen.findData(key))
    return tab.delegations


def pairs(view):
    shown = view.table.model
    return [(shown.index(r, 1).data(), shown.index(r, 3).data()) for r in range(shown.rowCount())]


def test_everybody_in_office_is_paired_by_rank_and_can_be_left_out(tab):
    view = choose(tab, "")
    assert pairs(view) == [("AKAZAWA Name", "GREER Name"), ("MUTO Name", "LUTNICK Name")]
    assert view.place_cards().splitlines()[0] == "1\tAKAZAWA Name\t\t\tMinister of Trade, METI"
    view.table.view.select_key(2)
    press(view, "Leave out")
    assert pairs(view) == [("AKAZAWA Name", "GREER Name")]
    press(view, "Everybody again")
    assert len(pairs(view)) == 2


def test_a_list_is_kept_named_ordered_by_hand_and_by_precedence_again(tab, session, qtbot):
    view = choose(tab, "")
    press(view, "Keep as a delegation")
    qtbot.keyClicks(view.bar.title, "Second round")
    view.bar.title.left.emit()
    record = session.workspace.records("delegation")[-1]
    assert record.title == "Second round"
    assert [member.person for member in record.members] == ["akazawa", "muto", "greer", "lutnick"]
    view.table.view.select_key(2)
    press(view, "Up")
    assert session.workspace.get("delegation", record.id).order == ("muto", "akazawa", "lutnick", "greer")
    press(view, "By precedence again")
    assert session.workspace.get("delegation", record.id).order == ()


def test_a_member_is_added_and_left_out(tab, session):
    view = choose(tab, "d1")
    box = view.bar.add_person
    box.setCurrentIndex(box.findData("lutnick"))
    box.activated.emit(box.currentIndex())
    assert session.workspace.get("delegation", "d1").members[-1] == DelegationMember("lutnick", "theirs")
    view.table.view.select_key(1)
    press(view, "Leave out")
    assert [m.person for m in session.workspace.get("delegation", "d1").members] == ["muto", "lutnick"]


def test_somebody_is_dragged_to_another_seat_and_back_by_keys(tab, session, qtbot):
    view = choose(tab, "d1")
    canvas = view.canvas
    QApplication.processEvents()
    start, end = canvas.place("A1").center().toPoint(), canvas.place("A2").center().toPoint()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(canvas, start + QPoint(9, 9))
    QTest.mouseMove(canvas, end)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)
    seats = {taken.seat: taken.person for taken in session.workspace.get("delegation", "d1").seats}
    assert seats == {"A1": "muto", "A2": "akazawa", "B1": "greer"}
    canvas.setFocus()
    assert canvas.current == "A2"
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    assert "Picked up: AKAZAWA Name." in canvas.accessibleDescription()
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    seats = {taken.seat: taken.person for taken in session.workspace.get("delegation", "d1").seats}
    assert (seats["A1"], seats["A2"]) == ("akazawa", "muto")
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert session.workspace.get("delegation", "d1").seats == ()


def test_the_form_of_the_table_changes_the_plan(tab, session):
    view = choose(tab, "d1")
    form = view.bar.form
    form.setCurrentIndex(form.findData("u"))
    form.activated.emit(form.currentIndex())
    assert session.workspace.get("delegation", "d1").table == "u"
    assert view._plan.form == "u"


def test_a_meeting_brings_its_participants(tab, session):
    view = choose(tab, "")
    press(view, "Keep as a delegation")
    key = session.workspace.records("delegation")[-1].id
    for _member in ("greer", "akazawa"):
        view.table.view.select_key(1)
    press(view, "Leave out")
    assert {m.person for m in session.workspace.get("delegation", key).members} == {"muto", "lutnick"}
    box = view.bar.event_box
    box.setCurrentIndex(box.findData("e1"))
    box.activated.emit(box.currentIndex())
    assert {m.person for m in session.workspace.get("delegation", key).members} == {
        "muto",
        "lutnick",
        "akazawa",
        "greer",
    }
    assert "16 April 2025" in view._day_shown.text()


def test_records_of_these_kinds_are_shown_when_the_window_asks(tab):
    tab.show_record("organisation", "bureau")
    assert tab.chart.isVisible()
    QApplication.processEvents()
    assert "Bureau" in texts(tab.chart.page)
    tab.show_record("delegation", "d1")
    assert tab.delegations.isVisible()
    assert tab.delegations.record.id == "d1"


def test_why_somebody_stands_there_is_said_and_what_decides_it_is_changed(tab, session, qtbot):
    view = choose(tab, "")
    view.table.view.select_key(2)
    second = view.panel.blocks[0]
    assert second.name.text() == "MUTO Name"
    assert "Vice-ministerial (derived from the title)." in second.reason.text()
    first_of_all = second.rank.itemText(0)
    assert first_of_all == "From the title: Vice-ministerial"
    second.rank.setCurrentIndex(second.rank.findData("Head of state or government"))
    second.rank.activated.emit(second.rank.currentIndex())
    assert session.workspace.get("person", "muto").posts[0].rank == "Head of state or government"
    assert pairs(view)[0][0] == "MUTO Name"
    assert view.panel.blocks[0].name.text() == "MUTO Name"  # the row stays marked where it went
    assert "(entered). " in view.panel.blocks[0].reason.text()
    day = view.panel.blocks[0].appointed
    day.edit.setFocus()
    day.edit.insert("1 May 2025")
    day.edit.editingFinished.emit()
    assert session.workspace.get("person", "muto").posts[0].appointed == "2025-05-01"
    assert "Appointed 1 May 2025." in view.panel.blocks[0].reason.text()
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert pairs(view)[0][0] == "AKAZAWA Name"


def test_rank_and_part_in_a_stored_delegation_are_those_of_the_meeting(tab, session):
    view = choose(tab, "d1")
    view.table.view.select_key(1)
    block = view.panel.blocks[0]
    key = block.place.member.person.id
    block.rank.setCurrentIndex(block.rank.findData("Ambassador"))
    block.rank.activated.emit(block.rank.currentIndex())
    block = next(b for b in view.panel.blocks if b.place and b.place.member.person.id == key)
    block.role.setText("interpreter")
    block.role.left.emit()
    member = next(m for m in session.workspace.get("delegation", "d1").members if m.person == key)
    assert (member.rank, member.role) == ("Ambassador", "interpreter")
    assert session.workspace.get("person", key).posts[0].rank == ""


def test_a_long_choice_of_the_delegations_ends_with_dots_and_says_all_in_its_tip(tab, session):
    view = choose(tab, "d1")
    long = "Third round of ministerial consultations on tariffs, Washington DC"
    view.bar.title.setText(long)
    view._take_title()
    box = view.bar.chosen
    box.resize(160, box.height())
    assert box.shown_text.endswith("…")
    assert long.startswith(box.shown_text[:-1])
    QApplication.sendEvent(box, QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), box.mapToGlobal(QPoint(5, 5))))
    assert long in box.toolTip()


def test_the_plan_of_a_table_stands_alone_when_the_lists_are_hidden(tab):
    view = choose(tab, "d1")
    before = view._area.height()
    press(view.bar, "Seats only")
    QApplication.processEvents()
    assert view.table.isHidden()
    assert view.panel.isHidden()
    assert view._area.height() > before
    press(view.bar, "Seats only")
    assert not view.table.isHidden()
    assert not view.panel.isHidden()


@pytest.mark.parametrize("width", [800, 1300])
def test_the_key_of_the_matrix_is_never_cut(tab, width):
    tab.resize(width, 720)
    tab._show_view(1)
    QApplication.processEvents()
    wanted = ["moved away from support", "other words, no class to compare"]
    found = [
        each
        for each in tab.matrix.findChildren(QLabel)
        if any(words in each.text() for words in wanted) and each.isVisible()
    ]
    assert len(found) == 2
    for each in found:
        assert each.width() >= each.fontMetrics().horizontalAdvance(each.text())
        assert each.mapTo(tab.matrix, QPoint(each.width(), 0)).x() <= tab.matrix.width()


def test_an_organisation_takes_country_and_sources_by_name(tab, session):
    tab.show_record("organisation", "meti")
    fields = {each.label.text(): each for each in tab.chart.page.findChildren(Field)}
    country, sources = fields["Country"].editor, fields["Sources"].editor
    assert sources.text() == "Jiji – Report"
    country.setText("United States")
    country.typed.emit("United States")
    country.left.emit()
    sources.setText("report; Yomiuri")
    sources.editingFinished.emit()
    assert "There is no source" in fields["Sources"].error
    sources.setText("report")
    sources.editingFinished.emit()
    body = session.workspace.get("organisation", "meti")
    assert (body.country, body.sources, fields["Sources"].error) == ("US", ("s1",), "")


# --- seats on a small screen --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "seen", "fits"),
    [
        ("opposite", (726, 176), True), ("opposite", (1400, 400), True), ("opposite", (500, 176), False),
        ("t", (960, 420), True), ("u", (960, 420), True), ("u", (726, 200), False),
    ],
)  # fmt: skip
def test_ten_a_side_are_seen_whole_before_anything_has_to_be_scrolled(qtbot, form, seen, fits):
    ours, theirs = ([f"{letter}{number}" for number in range(10)] for letter in "ab")
    canvas = SeatingCanvas()
    qtbot.addWidget(canvas)
    canvas.show_plan(plan(Delegation(title="x", table=form), ours, theirs), {})
    canvas.fit(QSize(*seen))
    canvas.resize(QSize(*seen).expandedTo(canvas.minimumSize()))
    least = canvas.minimumSize()
    assert (least.width() <= seen[0] and least.height() <= seen[1]) is fits
    places = [canvas.place(f"{letter}{number}") for letter in "AB" for number in range(1, 11)]
    assert all(QRectF(canvas.rect()).contains(place) for place in places)
    assert not any(a.intersects(b) for a, b in itertools.combinations(places, 2))


@pytest.mark.parametrize("form", ["t", "u"])
def test_seven_a_side_of_a_long_table_are_seen_whole_beside_the_list(tab, session, form):
    everybody = [replace(A, id=f"p{n}", names=(PersonName(f"Shigeru LONGER{n}"),)) for n in range(14)]
    members = tuple(DelegationMember(f"p{n}", "ours" if n < 7 else "theirs") for n in range(14))
    table = Delegation(id="seven", title="Seven", members=members, table=form)
    session.apply(ChangeSet("x", tuple(added(each).changes[0] for each in (*everybody, table))))
    tab.resize(1280, 560)
    tab.show_record("delegation", "seven")
    for _ in range(5):
        QApplication.processEvents()
    canvas, area = tab.delegations.canvas, tab.delegations._area
    assert len(canvas._plan.seats) == 14
    assert (area.verticalScrollBar().maximum(), area.horizontalScrollBar().maximum()) == (0, 0)
    assert canvas.place("A2").width() > 130  # a name of two words beside its seat


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("KOIZUMI Shinjiro", ("KOIZUMI", "Shinjiro")), ("Donald J. TRUMP", ("Donald J.", "TRUMP")),
        ("Ursula VON DER LEYEN", ("Ursula", "VON DER LEYEN")), ("Aiko Mori", ("Aiko", "Mori")),
        ("赤沢亮正", ("赤沢亮正",)), ("", ("",)),
    ],
)  # fmt: skip
def test_a_name_is_parted_at_the_family_name(name, lines):
    assert two_lines(name) == lines


def test_whose_facts_were_not_reviewed_is_marked_at_the_table_too(tab, session):
    session.apply(replaced(A, replace(A, review_by="2025-01")))
    press(tab, "Delegations")
    offices = [tab.delegations.table.model.index(0, column).data() for column in (2, 4)]
    assert offices[0].startswith("stale · Minister of Trade")
    assert not offices[1].startswith("stale")
