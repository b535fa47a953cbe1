"""What is chosen in a list, on the timeline or among what was found goes into the paper, as one step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu

from briefing_app.app.settings import Settings
from briefing_app.domain.change import ChangeSet, added
from briefing_app.domain.records import Event, Note, Person, PersonName, Quotation, Source, TypedDate
from briefing_app.paths import places
from briefing_app.ui.actions import COMMANDS, Actions
from briefing_app.ui.adding import IN_PAPERS, chosen_in
from briefing_app.ui.briefing.drafts import block_of
from briefing_app.ui.desk import Desk
from briefing_app.ui.search_palette import SearchPalette


@pytest.fixture
def desk(session, qtbot, tmp_path):
    said = (Quotation("First of all", source="s1"), Quotation("Zebra words", source="s1"))
    records = (
        *(Event(id=f"e{n}", title=f"Round {n}", dates=(TypedDate(f"2026-0{n}-01"),)) for n in (1, 2, 3)),
        *(Person(id=f"p{n}", names=(PersonName(f"Person {n}", script="Latn"),)) for n in (1, 2)),
        Note(id="n1", title="Cars", body="Words.", tags=("cars",), quotations=said),
        Note(id="n2", title="Steel", body="Words."),
        Source(id="s1", title="Report", publisher="Jiji", date="2025-04-17"),
    )
    session.workspace.apply(ChangeSet("fill", tuple(added(each).changes[0] for each in records)))
    made = Desk(session, Settings(places(tmp_path / "home")))
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    return made


def select(view, rows):
    view.clearSelection()
    for row in rows:
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        view.selectionModel().select(view.model().index(row, 0), flags)


def menu_on(desk, view, point, reason=QContextMenuEvent.Reason.Mouse):
    """The menu that the right button opens there; closed again."""
    place = view.viewport().mapToGlobal(point)
    QApplication.sendEvent(view.viewport(), QContextMenuEvent(reason, point, place))
    (menu,) = [each for each in desk.findChildren(QMenu) if each.isVisible()]
    texts = [action.text() for action in menu.actions() if action.text()]
    menu.actions()[0].trigger()
    menu.close()
    return texts


def papers(desk):
    return [(block.type, block.ref) for block in desk._made("briefing").composer.blocks]


def test_several_rows_of_the_table_are_added_as_one_step(desk, session):
    desk.show_tab("timeline")
    view = desk.tab.table.view
    select(view, range(3))
    before, index = papers(desk), session.undo_stack.index()
    point = view.visualRect(view.model().index(1, 0)).center()
    assert menu_on(desk, view, point) == ["Add 3 to the briefing"]
    assert papers(desk) == [*before, ("event", "e1"), ("event", "e2"), ("event", "e3")]
    assert session.undo_stack.index() == index + 1
    session.undo_stack.undo()
    assert papers(desk) == before


def test_the_right_button_takes_the_event_it_points_at(desk, qtbot):
    desk.show_tab("timeline")
    canvas = desk.tab.canvas
    desk.tab.select("e1")
    canvas.fit()
    canvas.grab()
    size = canvas.viewport().size()
    spots = (QPoint(x, y) for y in range(0, size.height(), 4) for x in range(0, size.width(), 4))
    point = next(spot for spot in spots if canvas.event_at(spot.toPointF()) == "e3")
    assert menu_on(desk, canvas, point) == ["Add to briefing"]
    assert papers(desk)[-1] == ("event", "e3")
    assert canvas.selected_event == "e3"


def test_people_and_notes_are_added_from_their_lists(desk, qtbot):
    desk.show_tab("people")
    people = desk.tab.list
    qtbot.waitUntil(lambda: people.model().rowCount() >= 2)
    people.selectAll()
    assert [key for _kind, key in people.chosen_records()] == ["p1", "p2"]
    desk.add_chosen()
    assert papers(desk)[-2:] == [("person", "p1"), ("person", "p2")]
    desk.show_tab("notes")
    notes = desk.tab.finder.list
    assert notes.select("n1")
    texts = menu_on(desk, notes, notes.visualRect(notes.currentIndex()).center())
    assert texts == ["Add to briefing", 'Rename the topic "cars" everywhere…']
    assert papers(desk)[-1] == ("note", "n1")


def test_a_click_beside_the_rows_leaves_chosen_what_is_shown(desk, qtbot):
    desk.show_tab("notes")
    notes = desk.tab.finder.list
    assert notes.select("n2")
    below = QPoint(40, notes.viewport().height() - 3)
    QTest.mouseClick(notes.viewport(), Qt.MouseButton.LeftButton, pos=below)
    assert notes.chosen_records() == [("note", "n2")]


def test_nothing_chosen_is_said(desk, session):
    desk.show_tab("briefing")
    told = []
    session.message.connect(lambda text, _level: told.append(text))
    desk.add_chosen()
    assert told == [
        "Nothing is chosen that can go into a paper. Choose an event, a person, a note or a source."
    ]
    assert chosen_in(desk.tab, None) == []


def test_a_kind_that_cannot_stand_alone_is_refused_and_not_called_added(desk, session):
    told = []
    session.message.connect(lambda text, _level: told.append(text))
    before = papers(desk)
    desk.add_to_briefing("organisation", "o1")
    assert told == ["A record of the kind Institution cannot stand in a paper by itself."]
    assert papers(desk) == before


def test_what_the_palette_offers_can_be_printed():
    assert all(block_of(kind, "a") is not None for kind in IN_PAPERS)
    assert block_of("quotation", "n1#1").options == {"place": 1}
    assert block_of("good", "8703.23.01").options == {"hts": "8703.23.01"}


def test_shift_enter_adds_what_was_found(desk, session, qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()
    palette = SearchPalette(Actions(window, dict.fromkeys((each.name for each in COMMANDS), int)), window)
    palette.attach(session)
    palette.briefing_requested.connect(desk.add_records)
    palette.open_palette("zebra")
    qtbot.waitUntil(lambda: palette.model.rowCount() > 0)
    row = next(at for at, each in enumerate(palette.model.entries) if each.kind == "quotation")
    palette._mark(row)
    QTest.keyClick(palette.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    composer = desk._made("briefing").composer
    assert (composer.blocks[-1].type, composer.blocks[-1].ref) == ("quotation", "n1")
    assert composer.blocks[-1].options["place"] == 1
    assert palette.isVisible()
