"""Charts below the events: from the head of each into the paper, or away; an indicator asked for is shown."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QRectF

from briefing_app.domain.change import ChangeSet, added
from briefing_app.domain.records import Block, Event, Series, SeriesPoint, TypedDate
from briefing_app.ui.timeline.tab import TimelineTab
from briefing_app.ui.timeline.track_buttons import blocks_of

EXPORTS = Series(
    id="exports", title="Exports", unit="percent",
    points=(SeriesPoint("2025-03", Decimal("2.0")), SeriesPoint("2025-04", Decimal("-1.8"))),
)  # fmt: skip


@pytest.fixture
def tab(session, qtbot):
    event = Event(id="e", title="Round", dates=(TypedDate("2025-04-16"),))
    session.workspace.apply(ChangeSet("fill", tuple(added(each).changes[0] for each in (EXPORTS, event))))
    session.as_of = date(2025, 6, 1)
    tab = TimelineTab(session)
    qtbot.addWidget(tab)
    tab.resize(1280, 720)
    tab.show()
    return tab


def choose(tab, words):
    (button,) = tab.extras._buttons.buttons
    assert button.toolTip() == "What can be done with Exports"
    next(each for each in button.menu().actions() if each.text() == words).trigger()


def test_an_indicator_that_is_asked_for_is_shown_as_a_chart_with_its_button(tab, qtbot):
    tab.show_record("series", "exports")
    assert list(tab.extras.tracks) == ["series:exports"]
    (button,) = tab.extras._buttons.buttons
    tops = tab.canvas.item.track_tops()
    head = QRectF(0, tops[0], tab.canvas.item.head_px, tops[1] - tops[0])
    assert head.contains(QRectF(button.geometry()))


@pytest.mark.parametrize(
    ("words", "options"),
    [("Add the chart to the briefing", {"chart": True}), ("Add the latest figure to the briefing", {})],
)
def test_an_indicator_goes_into_the_paper_from_its_chart(tab, qtbot, words, options):
    tab.show_record("series", "exports")
    with qtbot.waitSignal(tab.block_requested) as asked:
        choose(tab, words)
    assert asked.args == [Block("series", "exports", options=options)]


def test_a_rate_goes_into_the_paper_as_one_that_is_worked_out_anew(tab, qtbot):
    ((_words, block),) = blocks_of("rate:JP:8703.23.01")
    assert block == Block("rate_chart", options={"hts": "8703.23.01", "origin": "JP"})


def test_a_chart_is_taken_away_with_its_button(tab, qtbot):
    tab.show_record("series", "exports")
    choose(tab, "Take this chart away")
    assert (tab.extras.tracks, tab.extras._buttons.buttons) == ({}, [])
