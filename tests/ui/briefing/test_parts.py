"""The tab is made in portions before it is asked for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from briefing_app.app.settings import Settings
from briefing_app.paths import places
from briefing_app.reports.model import Problem
from briefing_app.ui import desk as desks
from briefing_app.ui.briefing.inspector import Inspector
from briefing_app.ui.briefing.tab import BriefingTab
from briefing_app.ui.briefing.toolbar import Toolbar
from briefing_app.ui.theme import theme


@pytest.fixture
def desk(session, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(desks, "AHEAD_MS", 0)
    monkeypatch.setattr(desks, "PORTION_MS", 0)
    made = desks.Desk(session, Settings(places(tmp_path)))
    qtbot.addWidget(made)
    made.resize(1200, 700)
    return made


def begun(desk):
    return desk.findChild(BriefingTab)


def test_the_tab_stands_ready_before_it_is_asked_for(desk, qtbot):
    qtbot.waitUntil(lambda: begun(desk) is not None and begun(desk).size() == desk.size(), timeout=20_000)
    tab = begun(desk)
    assert tab.isHidden()
    assert desk.indexOf(tab) == -1
    assert all(
        each.testAttribute(Qt.WidgetAttribute.WA_WState_Polished) for each in tab.findChildren(Inspector)
    )
    desk.show()
    desk.show_tab("briefing")
    assert desk.tab is tab
    assert tab.isVisible()
    assert len(desk.findChildren(Toolbar)) == len(desk.findChildren(Inspector)) == 1


def test_a_tab_that_is_asked_for_halfway_is_finished(session, desk, qtbot):
    qtbot.waitUntil(lambda: begun(desk) is not None, timeout=20_000)
    tab = begun(desk)
    desk.show_tab("briefing")
    assert desk.tab is tab
    assert tab.outline.count() > 0
    with qtbot.waitSignal(tab.record_requested) as asked:
        tab.inspector.record_requested.emit("note", "n1")
    assert asked.args == ["note", "n1"]


def test_a_tab_made_ahead_follows_the_workspace(session, desk, qtbot):
    qtbot.waitUntil(lambda: begun(desk) is not None and begun(desk).size() == desk.size(), timeout=20_000)
    tab = begun(desk)
    session.as_of = session.day.replace(year=2024)
    assert tab.toolbar.day.date().year() == 2024


def test_the_tab_last_asked_for_is_shown_when_it_stands(desk, qtbot, monkeypatch):
    monkeypatch.setattr(desk, "_make_ahead", lambda: None)
    desk.show()
    desk.show_tab("people")
    desk.ask_for("briefing")
    desk.ask_for("notes")
    qtbot.waitUntil(lambda: desk.name == "notes", timeout=20_000)
    qtbot.waitUntil(lambda: begun(desk) is not None and begun(desk).size().isValid(), timeout=20_000)
    desk.ask_for("briefing")
    qtbot.waitUntil(lambda: desk.name == "briefing", timeout=20_000)
    assert desk.tab.isVisible()
    assert len(desk.findChildren(BriefingTab)) == 1


def test_a_tab_asked_for_that_is_needed_at_once_is_made_once(desk, qtbot):
    desk.show()
    desk.show_tab("people")
    desk.ask_for("briefing")
    desk.add_records([("note", "n1")])
    qtbot.waitUntil(lambda: desk.name == "briefing", timeout=20_000)
    assert len(desk.findChildren(BriefingTab)) == 1


def test_the_findings_take_the_room_that_they_need(session, qtbot):
    tab = BriefingTab(session)
    qtbot.addWidget(tab)
    tab.resize(1280, 640)
    tab.show()
    tab.activate()
    qtbot.waitUntil(tab.is_idle, timeout=20_000)
    inspector = tab.inspector
    inspector.show_problems((Problem("warn", "Short."),))
    qtbot.waitUntil(lambda: inspector.problems.height() < theme().px(60), timeout=2000)
    words = "A finding that takes more than a line of the zone in which it stands, and then some more words."
    inspector.show_problems(tuple(Problem("warn", f"{n}. {words}") for n in range(9)))
    qtbot.waitUntil(lambda: inspector.problems.height() >= theme().px(110), timeout=2000)
    found = inspector.problems
    room = found.viewport().width() - theme().px(24)
    flags = Qt.TextFlag.TextWordWrap
    needed = found.fontMetrics().boundingRect(0, 0, room, 9999, flags, found.item(0).text()).height()
    assert found.visualItemRect(found.item(0)).height() >= needed
    inspector.show_problems(())
    qtbot.waitUntil(lambda: inspector.problems.height() < theme().px(12), timeout=2000)


def test_a_long_name_of_a_paper_ends_with_dots(session, qtbot):
    tab = BriefingTab(session)
    qtbot.addWidget(tab)
    tab.resize(1000, 640)
    tab.composer.set_title("The next round of talks with everybody, " * 3)
    tab.show()
    assert tab.stored.papers.shown_text.endswith("…")
