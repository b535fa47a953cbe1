"""Parts of the tab that are made before it is asked for."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget

from briefing_app.ui.briefing.inspector import Inspector
from briefing_app.ui.briefing.parts import Parts, make_ahead
from briefing_app.ui.briefing.tab import BriefingTab
from briefing_app.ui.briefing.toolbar import Toolbar


def test_the_tab_takes_what_was_made_ahead_and_makes_the_rest(session, qtbot):
    desk = QStackedWidget()
    qtbot.addWidget(desk)
    assert make_ahead(desk)
    (toolbar,) = desk.findChildren(Toolbar)
    assert not toolbar.isVisible()
    tab = BriefingTab(session, desk)
    assert tab.toolbar is toolbar
    assert tab.isAncestorOf(toolbar)
    assert len(desk.findChildren(Toolbar)) == len(desk.findChildren(Inspector)) == 1
    assert not desk.findChildren(Parts)


def test_all_parts_are_made_once(session, qtbot):
    desk = QStackedWidget()
    qtbot.addWidget(desk)
    while make_ahead(desk):
        pass
    assert not make_ahead(desk)
    made = desk.findChild(Inspector)
    assert BriefingTab(session, desk).inspector is made
