"""Views with a name: kept in the workspace, chosen with a number, renamed, deleted and brought back."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from briefing_app.domain.time_axis import seconds
from briefing_app.ui.timeline.named_views import MEMO, ViewBook
from tests.ui.timeline.test_canvas_extras import choose_lanes, painted
from tests.ui.timeline.test_canvas_extras import tab as made_tab

tab = made_tab


def menu_of(tab):
    tab.bar.views_menu.aboutToShow.emit()
    return {each.text(): each for each in tab.bar.views_menu.actions() if each.text()}


def look(tab):
    port = tab.canvas.item.port
    session = tab.views._session
    return tab.view(), tab.query, round(port.first), round(port.last), session.as_of, session.known_on


@pytest.fixture
def kept(tab, session):
    """A view of May by topic without steel, as of 24 May, with words looked for and a chart."""
    choose_lanes(tab, "By topic")
    tab.finder.lanes.box("steel").setChecked(False)
    tab.finder.search.setText("round")
    tab.finder.search._pause.timeout.emit()
    tab.extras.turn_track("series:rates", True)
    tab.canvas.show_span(seconds(date(2025, 5, 1)), seconds(date(2025, 6, 1)))
    tab.views.keep("Rounds in May")
    return look(tab)


def elsewhere(tab, session):
    session.as_of, session.known_on = date(2025, 9, 10), date(2025, 9, 9)
    choose_lanes(tab, "By actor")
    tab.finder.search.setText("")
    tab.finder.search._pause.timeout.emit()
    tab.extras.turn_track("series:rates", False)
    tab.canvas.fit()


def test_a_view_brings_back_lanes_filter_words_charts_zoom_and_both_days(tab, session, kept):
    elsewhere(tab, session)
    assert look(tab) != kept
    menu_of(tab)["&1  Rounds in May"].trigger()
    assert look(tab) == kept
    painted(tab)
    assert tab.canvas.item.chronicle.lanes == ("autos",)
    assert tab.finder.search.text() == "round"
    assert menu_of(tab)["&1  Rounds in May"].isChecked()


def test_views_are_kept_in_the_workspace(tab, session, kept):
    again = ViewBook(session)
    assert [each.name for each in again.views] == ["Rounds in May"]
    assert again.views[0].shows(tab.views.now())


def test_v_and_a_number_show_a_view(tab, session, kept, qtbot):
    elsewhere(tab, session)
    tab.canvas.setFocus()
    shown = []
    tab.bar.views_menu.aboutToShow.connect(lambda: shown.append(True))

    def press():
        QTest.keyClick(tab.bar.views_menu, Qt.Key.Key_1)

    from PySide6.QtCore import QTimer

    QTimer.singleShot(0, press)
    QTest.keyClick(tab.canvas, Qt.Key.Key_V)
    QApplication.processEvents()
    assert shown
    assert look(tab) == kept


def test_the_chosen_view_is_kept_anew_renamed_deleted_and_brought_back(tab, session, kept):
    tab.canvas.fit()
    actions = menu_of(tab)
    actions["Keep “Rounds in May” as it is shown now"].trigger()
    assert tab.views.book.views[0].shows(tab.views.now())
    assert "Keep “Rounds in May” as it is shown now" not in menu_of(tab)
    tab.views.rename("  All   rounds ")
    assert [each.name for each in ViewBook(session).views] == ["All rounds"]
    menu_of(tab)["Delete “All rounds”"].trigger()
    assert ViewBook(session).views == []
    assert tab.message.text == "View deleted: All rounds"
    tab.message._button.click()
    assert [each.name for each in ViewBook(session).views] == ["All rounds"]


def test_a_name_that_is_taken_is_refused_or_asked_about(tab, session, kept, monkeypatch):
    tab.canvas.fit()
    tab.views.keep("Whole")
    tab.views.rename("rounds in may")
    assert tab.message.text == "Another view is called Rounds in May."
    assert [each.name for each in tab.views.book.views] == ["Rounds in May", "Whole"]
    monkeypatch.setattr(tab.views, "_asked", lambda *_words: "Rounds in May")
    before = tab.views.book.find("Rounds in May")
    tab.views._ask_name()
    assert tab.views.book.find("Rounds in May") == before
    tab.message._button.click()
    assert tab.views.book.find("Rounds in May").shows(tab.views.now())


@pytest.mark.parametrize(
    "text", ["{", "7", '[{"name": "x"}]', '[{"name":"x","view":{},"query":"","span":[1]}]']
)
def test_what_cannot_be_read_any_more_is_left_out(session, text):
    session.workspace.keep_memo(MEMO, text)
    assert ViewBook(session).views == []
