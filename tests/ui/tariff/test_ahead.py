"""The tab is made part by part, before it is asked for and after: each part when it is first needed."""

from PySide6.QtWidgets import QStackedWidget

from briefing_app.ui.tariff.tab import ASK, LAW, SIMULATION, TariffTab, make_ahead, tariff_tab


class _Desk(QStackedWidget):
    def __init__(self, session) -> None:
        super().__init__()
        self.session = session


def test_the_first_page_is_made_ahead_and_asks_nothing_before_it_is_shown(session, qtbot):
    desk = _Desk(session)
    qtbot.addWidget(desk)
    portions = 0
    while make_ahead(desk):
        portions += 1
    assert portions >= 4
    tab = desk.findChild(TariffTab)
    assert sorted(tab._made) == [ASK]
    assert tab.ask.entry is None
    assert tab.ask.recent == []
    taken = tariff_tab(session, desk)
    assert taken is tab
    desk.addWidget(taken)
    taken.activate()
    assert taken.ask.entry is not None
    assert taken.pages.currentWidget() is taken.ask


def test_a_tab_that_nobody_made_ahead_is_made_at_once(session, qtbot):
    desk = _Desk(session)
    qtbot.addWidget(desk)
    tab = tariff_tab(session, desk)
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
