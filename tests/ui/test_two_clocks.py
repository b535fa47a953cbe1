"""The two clocks of the window: in force on, known on. Each tab follows both; one click leads back."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QPushButton

from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.known_people import known_person
from briefing_app.domain.records import Event, Note, Person, PersonName, Post, TypedDate
from briefing_app.store.workspace import Workspace
from tests.ui.test_main_window import make_window, press_button

MINISTER = Person(
    id="akazawa",
    names=(PersonName("Akazawa Ryosei"),),
    posts=(Post("Minister in charge of Economic Revitalization", from_="2024-10-01", to="2025-10-21"),
           Post("Minister of Economy, Trade and Industry", from_="2025-10-21")),
)  # fmt: skip
RECORDS = (
    MINISTER,
    Event(id="round", title="1st round", dates=(TypedDate("2025-04-16"),), lanes=("Talks",)),
    Event(id="later", title="Later round", dates=(TypedDate("2025-09-04", "signed"),), lanes=("Talks",)),
    Note(id="early", title="Early line", tags=("known:2025-04-01", "until:2025-06-30")),
    Note(id="late", title="Late line", tags=("known:2025-09-05",)),
)


@pytest.fixture
def window(qtbot, tmp_path):
    path = tmp_path / "talks.brief"
    with Workspace.create(path) as workspace:
        workspace.apply(
            ChangeSet("Set up", tuple(Change(each.record_kind, each.id, None, each) for each in RECORDS))
        )
    window = make_window(qtbot, tmp_path)
    window.resize(1400, 800)
    window.open_workspace(path)
    return window


def know(window, qtbot, *day):
    """Set the second clock as a user does: unfold it, choose a day."""
    if window.header.known.button.isVisible():
        qtbot.mouseClick(window.header.known.button, Qt.MouseButton.LeftButton)
    window.header.known.day.setDate(QDate(*day))


def titles(window):
    """The titles in the list of notes, without its headings."""
    window.desk.tab.is_idle()
    model = window.desk.tab.finder.model
    rows = [model.index(number, 0) for number in range(model.rowCount())]
    found = (row.data(Qt.ItemDataRole.UserRole) for row in rows)
    return [window.session.workspace.get("note", each.id).title for each in found if hasattr(each, "id")]


def test_the_second_clock_is_folded_until_it_is_used_and_one_click_leads_back(window, qtbot):
    known = window.header.known
    assert known.button.isVisible()
    assert not known.day.isVisible()
    know(window, qtbot, 2025, 8, 20)
    assert window.session.known_on == date(2025, 8, 20)
    assert known.day.isVisible()
    assert window.header.past.text.text() == "Only what was known on 20 August 2025 is shown."
    window.header.day.setDate(QDate(2025, 8, 21))
    assert "shown as of 21 August 2025" in window.header.past.text.text()
    press_button(qtbot, window.header, "Back to today")
    assert (window.session.as_of, window.session.known_on) == (None, None)
    assert not window.header.past.isVisible()
    assert known.button.isVisible()


def test_the_cross_beside_the_day_shows_everything_again(window, qtbot):
    know(window, qtbot, 2025, 8, 20)
    qtbot.mouseClick(window.header.known.close_button, Qt.MouseButton.LeftButton)
    assert window.session.known_on is None
    assert not window.header.known.day.isVisible()


def test_tariffs_price_an_entry_by_the_law_known_on_the_day(window, qtbot):
    window.desk.show_tab("tariff")
    texts = {"date": "2025-08-20", "origin": "JP", "hts": "8479.89.95.65", "value_usd": "10000"}
    window.desk.tab.ask_about(texts)
    assert window.desk.tab.ask.answer.answer.effective_rate * 1000 == 150
    know(window, qtbot, 2025, 8, 20)
    assert "as known on 20 August 2025" in window.desk.tab.checked.text()
    assert window.desk.tab.ask.answer.answer.effective_rate * 1000 == 175
    press_button(qtbot, window.header, "Back to today")
    assert window.desk.tab.ask.answer.answer.effective_rate * 1000 == 150


def test_people_hold_the_posts_known_on_the_day_and_their_fields_keep_all(window, qtbot):
    window.desk.show_record("person", "akazawa")
    window.header.day.setDate(QDate(2025, 12, 1))
    office = window.desk.tab.model.data
    rows = [
        str(office(window.desk.tab.model.index(n, 0), Qt.ItemDataRole.AccessibleTextRole)) for n in range(3)
    ]
    assert any("Economy, Trade and Industry" in row for row in rows)
    know(window, qtbot, 2025, 5, 1)
    rows = [
        str(office(window.desk.tab.model.index(n, 0), Qt.ItemDataRole.AccessibleTextRole)) for n in range(3)
    ]
    assert any("Economic Revitalization" in row for row in rows)
    assert window.session.workspace.get("person", "akazawa") == MINISTER


def test_a_person_as_known_keeps_an_office_whose_end_nobody_knew():
    known = known_person(MINISTER, date(2025, 5, 1))
    assert [(post.title[-14:], post.to) for post in known.posts] == [("Revitalization", "")]
    assert known_person(MINISTER, None) is MINISTER


def test_notes_of_other_days_are_left_out_counted_and_a_click_away(window, qtbot):
    window.desk.show_tab("notes")
    assert titles(window) == ["Early line", "Late line"]
    tab = window.desk.tab
    tab._shown_id = ""
    window.header.day.setDate(QDate(2025, 6, 1))
    know(window, qtbot, 2025, 8, 20)
    assert titles(window) == ["Early line"]
    assert tab.later.text() == "1 note of another day is left out. Show it"
    qtbot.mouseClick(tab.later, Qt.MouseButton.LeftButton)
    assert titles(window) == ["Early line", "Late line"]
    press_button(qtbot, window.header, "Back to today")
    assert titles(window) == ["Early line", "Late line"]
    assert not tab.later.isVisible()
    window.header.day.setDate(QDate(2025, 9, 10))
    assert titles(window) == ["Late line"]


def test_a_briefing_tells_only_what_was_known_and_says_so(window, qtbot):
    window.header.day.setDate(QDate(2025, 9, 10))
    window.desk.show_tab("briefing")
    window.desk.tab.composer.take_stored("chronology", "en")
    qtbot.waitUntil(lambda: window.desk.tab.preview is not None and window.desk.tab.is_idle(), timeout=20_000)
    assert "Later round" in str(window.desk.tab.preview.report.sections)
    know(window, qtbot, 2025, 8, 20)
    qtbot.waitUntil(
        lambda: window.desk.tab.is_idle() and "known on" in window.desk.tab.preview.report.as_of,
        timeout=20_000,
    )
    assert "Later round" not in str(window.desk.tab.preview.report.sections)


def test_the_buttons_of_the_clock_have_names(window):
    assert all(each.accessibleName() or each.text() for each in window.header.findChildren(QPushButton))
