"""The tab is made part by part, before it is asked for and after: each part when it is first needed."""

from datetime import date

import pytest

from briefing_app.ui.tariff.law_page import LawPage
from briefing_app.ui.tariff.tab import ASK, LAW, PAGES, SIMULATION, TariffTab


def test_the_first_page_is_made_part_by_part_and_asks_nothing_before_it_is_shown(session, qtbot):
    tab = TariffTab(session, in_portions=True)
    qtbot.addWidget(tab)
    portions = 0
    while tab.make_portion():
        portions += 1
    assert portions >= 4
    assert sorted(tab._made) == [ASK]
    assert tab.ask.entry is None
    assert tab.ask.recent == []
    tab.activate()
    assert tab.ask.entry is not None
    assert tab.pages.currentWidget() is tab.ask


def test_a_tab_that_is_not_made_in_portions_is_made_at_once(session, qtbot):
    tab = TariffTab(session)
    qtbot.addWidget(tab)
    assert not tab.make_portion()
    assert tab.ask.entry is not None


def test_the_other_pages_follow_one_after_the_other(tab):
    assert LAW not in tab._made
    tab._portion.stop()
    while tab.make_next():
        pass
    assert sorted(tab._made) == list(range(LAW + 1))
    assert not tab.make_next()
    assert all(tab.pages.widget(number) is page for number, page in tab._made.items())


def test_a_page_that_is_half_made_is_finished_when_it_is_asked_for(tab):
    tab._portion.stop()
    while SIMULATION not in tab._made:
        tab.make_next()
    tab.make_next()
    tab.show_page(SIMULATION)
    market = tab.simulation.market
    assert market.found is not None
    assert tab.simulation.stack.currentWidget() is market


@pytest.mark.parametrize("order", [(3, 4, 1, 2, 5, 0), (5, 4, 3, 2, 1, 0), (4, 3, 0, 5, 2, 1)])
def test_the_page_that_is_asked_for_is_the_one_that_is_shown(tab, order):
    """Whichever pages are made on the way: deals are priced over the basket, whose page may not be there."""
    for number in order:
        tab.show_page(number)
        assert tab.pages.currentIndex() == number
        assert isinstance(tab.pages.currentWidget(), PAGES[number])
        assert tab.pages.currentWidget().isVisible()
    assert tab.pages.count() == len(PAGES)


def test_a_day_that_is_chosen_while_a_page_is_being_made_is_its_day(tab, session):
    tab._portion.stop()
    while LAW not in tab._begun:
        tab.make_next()
    session.as_of = date(2025, 9, 20)
    tab.show_page(LAW)
    assert tab.law_page.day == date(2025, 9, 20)
    assert "20 September 2025" in tab.law_page.count.text()


def test_the_law_may_be_resized_before_its_table_is_made(session, qtbot):
    page = LawPage(session, in_portions=True)
    qtbot.addWidget(page)
    page.show()
    page.resize(700, 500)
    qtbot.wait(20)
    page.portions.finish()
    page.resize(701, 500)
    qtbot.waitUntil(lambda: page.table.isColumnHidden(2))
