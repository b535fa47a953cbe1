"""The People tab, worked in by hand: list, page, fields, undo, the day."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from briefing_app.domain.change import Change, ChangeSet, added
from briefing_app.domain.records import (
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
from briefing_app.ui.people.list_model import PeopleModel
from briefing_app.ui.people.tab import FEW, PeopleTab
from briefing_app.ui.widgets.grouped_list import Heading
from briefing_app.ui.widgets.labels import CitationChip, ElidedLabel

AKAZAWA = Person(
    id="akazawa",
    names=(
        PersonName("Akazawa Ryosei", family="Akazawa", given="Ryosei", pronunciation="a-ka-za-wa"),
        PersonName("赤沢亮正", script="Jpan", reading="あかざわ りょうせい"),
    ),
    order="family-given",
    country="JP",
    posts=(
        Post("Minister A", "Cabinet", "2024-10-01", "2025-10-21"),
        Post("Minister B", "METI", "2025-10-21"),
    ),
    positions=(
        Position("Cars", "Remove all", "", "2025-04-16", "s1"),
        Position("Cars", "Fifteen is enough", "", "2025-07-22", "s1"),
    ),
    relations=(Relation("greer", "counterpart"),),
    review_by="2026-01-01",
    sources=("s1",),
)
GREER = Person(id="greer", names=(PersonName("Jamieson Greer", family="Greer"),), country="US")
EVENTS = (
    Event(
        id="e1", title="First round", dates=(TypedDate("2025-04-16"),), participants=(Participant("akazawa"),)
    ),
    Event(
        id="e2", title="Sixth round", dates=(TypedDate("2025-06-13"),), participants=(Participant("akazawa"),)
    ),
)


@pytest.fixture
def tab(session, qtbot):
    records = (AKAZAWA, GREER, *EVENTS, Source(id="s1", title="Report", publisher="Jiji"))
    session.workspace.apply(ChangeSet("fill", tuple(added(each).changes[0] for each in records)))
    session.as_of = date(2025, 5, 24)
    tab = PeopleTab(session)
    qtbot.addWidget(tab)
    tab.resize(1200, 800)
    tab.show()
    tab.activate()
    return tab


def texts(widget):
    return [each.text() for each in widget.findChildren(QLabel) if not each.isHidden()]


def rows(model):
    return [model.index(row).data() for row in range(model.rowCount())]


def click_view(tab, words):
    chip = next(each for each in tab.findChildren(QPushButton) if each.text() == words)
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)


def test_the_list_is_grouped_and_passes_the_model_tester(tab):
    tester = QAbstractItemModelTester(tab.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert rows(tab.model) == ["Japan (1)", "Akazawa Ryosei", "United States (1)", "Jamieson Greer"]
    tab.grouping.setCurrentIndex(2)
    assert rows(tab.model) == ["あ (1)", "Akazawa Ryosei", "A–Z (1)", "Jamieson Greer"]
    tab.grouping.setCurrentIndex(3)
    assert rows(tab.model) == ["Akazawa Ryosei", "Jamieson Greer"]
    del tester


def test_the_office_follows_the_day(tab, session):
    office = tab.model.index(1).data(PeopleModel.DETAIL)
    assert office == "Minister A, Cabinet"
    session.as_of = date(2025, 12, 1)
    assert tab.model.index(1).data(PeopleModel.DETAIL) == "Minister B, METI"
    assert "Minister B, METI" in texts(tab.page)


def test_a_heading_cannot_be_chosen(tab):
    index = tab.model.index(0)
    assert isinstance(index.data(Qt.ItemDataRole.UserRole), Heading)
    assert not index.flags() & Qt.ItemFlag.ItemIsSelectable


def test_people_are_found_by_reading_and_by_post(tab, qtbot):
    qtbot.keyClicks(tab.find_field, "zzz")
    qtbot.waitUntil(lambda: tab.model.person_count == 0)
    tab.find_field.setText("アカザワ")
    qtbot.waitUntil(lambda: rows(tab.model) == ["Japan (1)", "Akazawa Ryosei"])
    tab.find_field.setText("meti")
    qtbot.waitUntil(lambda: tab.model.person_count == 1)


def test_very_many_people_are_found_when_their_words_are_read_in_a_thread(session, qtbot):
    crowd = [Person(id=f"q{n}", names=(PersonName(f"Name{n:03}"),), country="JP") for n in range(FEW + 5)]
    session.workspace.apply(ChangeSet("fill", tuple(added(each).changes[0] for each in crowd)))
    tab = PeopleTab(session)
    qtbot.addWidget(tab)
    tab.activate()
    for typed, count in (("name00", 10), ("name007", 1), ("", FEW + 5), ("name01", 10), ("name0", 100)):
        tab.find_field.setText(typed)
        qtbot.waitUntil(lambda wanted=count: tab.model.person_count == wanted)
    assert not tab.model.without_text()
    changed = replace(crowd[7], names=(PersonName("Somebody else"),))
    session.apply(ChangeSet("edit", (Change("person", "q7", crowd[7], changed),)))
    tab.find_field.setText("somebody")
    qtbot.waitUntil(lambda: rows(tab.model) == ["Japan (1)", "Somebody else"])
    tab.find_field.setText("name007")
    qtbot.waitUntil(lambda: tab.model.person_count == 0)


def test_a_meeting_says_the_office_of_then_where_it_changed(tab, session):
    elided = lambda: [each.whole_text for each in tab.page.findChildren(ElidedLabel)]  # noqa: E731
    assert "then Minister A, Cabinet" not in elided()
    session.as_of = date(2025, 12, 1)
    assert elided().count("then Minister A, Cabinet") == 2


def test_the_page_tells_the_past_only_as_of_the_day(tab):
    shown = texts(tab.page)
    assert "AKAZAWA Ryosei" in shown
    assert "Last met 16 April 2025: First round." in shown
    assert "Remove all" in shown
    assert "Fifteen is enough" not in shown
    assert "1 taken after the day shown" in shown


def test_a_meeting_asks_for_its_event_and_a_relation_shows_the_person(tab, qtbot):
    link = next(each for each in tab.page.findChildren(QPushButton) if each.text() == "First round")
    with qtbot.waitSignal(tab.record_requested) as asked:
        qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert asked.args == ["event", "e1"]
    assert "counterpart" in texts(tab.page)
    chip = next(each for each in tab.page.findChildren(QPushButton) if each.text() == "Jamieson Greer")
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert "Jamieson GREER" in texts(tab.page)
    assert any("Akazawa" in each.text() for each in tab.page.findChildren(QPushButton))


def test_typing_a_name_saves_it_shows_it_and_can_be_undone(tab, session, qtbot):
    tab.fields.focus_first()
    field = tab.fields.first
    qtbot.keyClicks(field, "Akazawa R.")
    session.typing.flush()
    assert session.workspace.get("person", "akazawa").names[0].full == "Akazawa R."
    assert "Akazawa R." in rows(tab.model)
    session.undo_stack.undo()
    assert session.workspace.get("person", "akazawa") == AKAZAWA
    assert field.text() == "Akazawa Ryosei"


def test_a_post_date_is_typed_in_words_and_a_bad_one_is_said_below(tab, session, qtbot):
    from briefing_app.ui.widgets.fuzzy_date_field import FuzzyDateField

    start = tab.fields.posts.findChildren(FuzzyDateField)[0]
    start.edit.setFocus()
    start.edit.selectAll()
    qtbot.keyClicks(start.edit, "nonsense")
    qtbot.keyClick(start.edit, Qt.Key.Key_Return)
    assert start.error
    start.edit.selectAll()
    qtbot.keyClicks(start.edit, "mid-October 2024")
    qtbot.keyClick(start.edit, Qt.Key.Key_Return)
    assert start.error == ""
    session.typing.flush()
    assert session.workspace.get("person", "akazawa").posts[0].from_ == "2024-10-1X"


def test_a_position_is_added_and_dated_in_words(tab, session, qtbot):
    shown = tab.fields.positions
    qtbot.mouseClick(shown.add_button, Qt.MouseButton.LeftButton)
    day = shown.fields[2]["date"].editor
    day.setFocus()
    qtbot.keyClicks(day, "mid-June 2025")
    day.left.emit()
    added_one = session.workspace.get("person", "akazawa").positions[2]
    assert (added_one.issue, added_one.date) == ("New issue", "2025-06-1X")
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert session.workspace.get("person", "akazawa") == AKAZAWA


def test_a_new_person_is_added_with_the_cursor_in_the_name_and_can_be_removed(tab, session, qtbot):
    tab.new_record()
    assert session.workspace.count("person") == 3
    assert QApplication.focusWidget() in {tab.fields.first, None}
    assert tab.fields.first.text() == ""
    assert "Hanako" in tab.fields.first.placeholderText()
    assert "New person" in rows(tab.model)
    remove = next(each for each in tab.fields.findChildren(QPushButton) if "Remove this" in each.text())
    qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert session.workspace.count("person") == 2
    assert session.undo_stack.undoText() == "Remove New person"


def test_the_ledger_says_who_moved_and_opens_the_person(tab, session):
    session.as_of = date(2025, 8, 1)
    click_view(tab, "Positions")
    model = tab.matrix.ledger.model
    assert [(said.stance, said.moved) for said in model.shown()] == [
        ("Remove all", False),
        ("Fifteen is enough", True),
    ]
    assert model.shown()[0].office == "Minister A, Cabinet"
    tab.matrix.ledger.view.row_opened.emit("greer/0")
    assert "Jamieson GREER" in texts(tab.page)


def test_a_change_made_elsewhere_is_shown(tab, session):
    session.apply(
        ChangeSet(
            "x", (replace(added(AKAZAWA).changes[0], before=AKAZAWA, after=replace(AKAZAWA, country="")),)
        )
    )
    assert "No side given (1)" in rows(tab.model)


def test_an_empty_workspace_says_what_belongs_here(session, qtbot):
    tab = PeopleTab(session)
    qtbot.addWidget(tab)
    tab.show()
    tab.activate()
    assert tab.empty.isVisible()
    button = tab.empty.findChild(QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert session.workspace.count("person") == 1
    assert tab.page.isVisible()


@pytest.mark.parametrize("kind", ["person", "organisation"])
def test_two_sources_of_one_publisher_bear_their_titles(tab, session, kind, qtbot):
    more = (
        Source(id="s2", title="Remarks", publisher="Jiji"),
        Source(id="s3", title="Notice", publisher="USTR"),
    )
    keys = ("s1", "s2", "s3")
    if kind == "person":
        shown = Person(id="x", names=(PersonName("Katayama"),), sources=keys)
    else:
        shown = Organisation(id="x", title="METI", sources=keys)
    session.apply(ChangeSet("fill", tuple(added(each).changes[0] for each in (*more, shown))))
    tab.show_record(kind, "x")
    wanted = ["1  Report", "2  Remarks", "3  USTR"]
    qtbot.waitUntil(
        lambda: [each.text() for each in tab.findChildren(CitationChip) if each.isVisible()] == wanted
    )


def test_finding_keeps_the_order_and_makes_a_page_only_when_typing_pauses(session, qtbot):
    names = ["Cole", "Adams", "Baker", "Abe", "Bond"]
    crowd = [
        Person(id=f"q{n}", names=(PersonName(name),), country=("JP", "US")[n % 2])
        for n, name in enumerate(names)
    ]
    session.workspace.apply(ChangeSet("fill", tuple(added(each).changes[0] for each in crowd)))
    tab = PeopleTab(session)
    qtbot.addWidget(tab)
    tab.activate()
    made = []
    tab.list.record_selected.connect(made.append)
    everybody = ["Japan (3)", "Baker", "Bond", "Cole", "United States (2)", "Abe", "Adams"]
    assert (rows(tab.model), tab.model.row_of("q1")) == (everybody, 6)
    shown = [
        ("a", ["Japan (1)", "Baker", "United States (2)", "Abe", "Adams"]),
        ("ab", ["United States (1)", "Abe"]),
        ("b", ["Japan (2)", "Baker", "Bond", "United States (1)", "Abe"]),
        ("b ba", ["Japan (1)", "Baker"]),
        ("", everybody),
    ]
    for typed, wanted in shown:
        tab._on_find(typed)
        assert rows(tab.model) == wanted
    assert made == []  # Baker was shown before and is again; nobody else's page was made between
    tab._on_find("ab")
    assert made == []
    qtbot.waitUntil(lambda: made == ["q3"])
