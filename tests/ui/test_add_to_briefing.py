"""Sources, quotations and packages go into the paper from where they are read, by the mouse."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from briefing_app.domain.change import ChangeSet, added
from briefing_app.domain.records import Block, Note, Person, PersonName, Position, Quotation, Scenario, Source
from briefing_app.ui.notes.tab import NotesTab
from briefing_app.ui.people.tab import PeopleTab
from briefing_app.ui.people.views import DELEGATIONS, ORGANISATIONS, PERSON, POSITIONS
from briefing_app.ui.tariff.tab import DEALS, LAW, TariffTab


@pytest.fixture
def notes(session, qtbot):
    said = (Quotation(text="First", source="s1"), Quotation(text="Second", source="s1"))
    records = (
        Note(id="n1", title="Talks", body="Words. ^s1", quotations=said),
        Source(id="s1", title="Report", publisher="Jiji", date="2025-04-17"),
    )
    session.workspace.apply(ChangeSet("fill", tuple(added(each).changes[0] for each in records)))
    session.as_of = date(2025, 5, 24)
    tab = NotesTab(session)
    qtbot.addWidget(tab)
    tab.resize(1280, 720)
    tab.show()
    tab.show_record("note", "n1")
    qtbot.waitUntil(tab.is_idle)
    return tab


def test_a_source_goes_into_the_paper_from_its_page(notes, qtbot):
    notes.show_record("source", "s1")
    with qtbot.waitSignal(notes.add_to_briefing_requested) as asked:
        QTest.mouseClick(notes.work.sources.brief_button, Qt.MouseButton.LeftButton)
    assert asked.args == ["source", "s1"]


def test_a_quotation_goes_into_the_paper_from_its_note(notes, qtbot):
    listed = notes.side.fields.quotations
    buttons = [each for each in listed.findChildren(QToolButton) if each.toolTip() == "Add to briefing"]
    with qtbot.waitSignal(notes.block_requested) as asked:
        QTest.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
    assert asked.args == [Block("quotation", "n1", options={"place": 1})]


def test_a_package_goes_into_the_paper_from_its_card(session, qtbot):
    session.workspace.apply(added(Scenario(id="x1", title="Package A", edits=())))
    tab = TariffTab(session)
    qtbot.addWidget(tab)
    qtbot.waitUntil(lambda: tab.law is not None, timeout=15_000)
    tab.show_page(DEALS)
    with qtbot.waitSignal(tab.add_to_briefing_requested) as asked:
        QTest.mouseClick(tab.deals.cards.cards[-1].buttons["brief"], Qt.MouseButton.LeftButton)
    assert asked.args == ["scenario", "x1"]


CARS = Block("position", "greer", options={"place": 0, "issue": "Cars", "date": "2025-04-17"})
STEEL = Block("position", "greer", options={"place": 1, "issue": "Steel", "date": "2025-05-01"})


@pytest.fixture
def people(session, qtbot):
    said = (
        Position("Cars", "No exceptions", date="2025-04-17", level="oppose"),
        Position("Steel", "Open to talk", date="2025-05-01", level="conditional"),
    )
    session.workspace.apply(
        added(Person(id="greer", names=(PersonName("Jamieson Greer", script="Latn"),), positions=said))
    )
    session.as_of = date(2025, 5, 24)
    tab = PeopleTab(session)
    qtbot.addWidget(tab)
    tab.resize(1280, 720)
    tab.show()
    tab.show_record("person", "greer")
    qtbot.waitUntil(tab.is_idle)
    return tab


def to_briefing(widget):
    return [each for each in widget.findChildren(QToolButton) if each.toolTip() == "Add to briefing"]


def test_a_position_goes_into_the_paper_from_the_page_of_its_person(people, qtbot):
    with qtbot.waitSignal(people.block_requested) as asked:
        QTest.mouseClick(to_briefing(people.page)[0], Qt.MouseButton.LeftButton)
    assert asked.args == [CARS]


def test_a_position_goes_into_the_paper_from_the_matrix(people, qtbot):
    people._show_view(POSITIONS)
    model = people.matrix.model
    people.matrix.grid.setCurrentIndex(model.index(0, model.shown.issues.index("Steel")))
    with qtbot.waitSignal(people.block_requested) as asked:
        QTest.mouseClick(to_briefing(people.matrix.history)[0], Qt.MouseButton.LeftButton)
    assert asked.args == [STEEL]


def test_a_position_goes_into_the_paper_from_the_list(people, qtbot):
    people._show_view(POSITIONS)
    said = []
    people._session.message.connect(lambda text, _level: said.append(text))
    people.matrix.form.setCurrentIndex(1)
    QTest.mouseClick(people.to_briefing, Qt.MouseButton.LeftButton)
    assert said == ["Choose a row first."]
    people.matrix.ledger.view.select_key("greer/1")
    with qtbot.waitSignal(people.block_requested) as asked:
        QTest.mouseClick(people.to_briefing, Qt.MouseButton.LeftButton)
    assert asked.args == [STEEL]


def test_what_the_view_shows_goes_into_the_paper_not_the_person_of_the_list(people, qtbot):
    people._show_view(POSITIONS)
    model = people.matrix.model
    people.matrix.grid.setCurrentIndex(model.index(0, model.shown.issues.index("Steel")))
    with (
        qtbot.waitSignal(people.block_requested) as asked,
        qtbot.assertNotEmitted(people.add_to_briefing_requested),
    ):
        QTest.mouseClick(people.to_briefing, Qt.MouseButton.LeftButton)
    assert asked.args == [STEEL]
    people._show_view(ORGANISATIONS)
    assert people.to_briefing.isHidden()
    people._show_view(PERSON)
    assert not people.to_briefing.isHidden()


def test_a_delegation_goes_into_the_paper_once_it_is_kept(people, qtbot):
    said = []
    people._session.message.connect(lambda text, _level: said.append(text))
    people._show_view(DELEGATIONS)
    QTest.mouseClick(people.to_briefing, Qt.MouseButton.LeftButton)
    assert said == ["Keep this list as a delegation first."]
    people.delegations.bar.keep.click()
    (record,) = people._session.workspace.records("delegation")
    with qtbot.waitSignal(people.add_to_briefing_requested) as asked:
        QTest.mouseClick(people.to_briefing, Qt.MouseButton.LeftButton)
    assert asked.args == ["delegation", record.id]


def test_a_measure_goes_into_the_paper_from_the_law(session, qtbot):
    tab = TariffTab(session)
    qtbot.addWidget(tab)
    qtbot.waitUntil(lambda: tab.law is not None, timeout=15_000)
    tab.show_page(LAW)
    page = tab.pages.currentWidget()
    measure = (
        tab.law.measures["232-auto"]
        if "232-auto" in tab.law.measures
        else next(iter(tab.law.measures.values()))
    )
    page.pane.show_measure(measure, tab.law, measure.start or 0)
    with qtbot.waitSignal(tab.block_requested) as asked:
        page.pane.brief.click()
    assert asked.args == [Block("measure", measure.id, options={"label": measure.title})]
