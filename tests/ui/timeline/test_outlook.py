"""What does not fit together is held against the law of the calculator, and a click leads to it."""

from __future__ import annotations

from dataclasses import replace

from briefing_app.domain.change import replaced
from tests.ui.timeline.test_timeline_tab import tab as made_tab

tab = made_tab


def sentences(tab):
    return [row.toolTip() for row in tab.finder.finding_rows]


def test_a_measure_dated_otherwise_than_in_the_law_is_listed_and_leads_to_its_event(tab):
    session = tab._session
    pause = session.workspace.find("event", "pause")
    session.apply(replaced(pause, replace(pause, measures=("ieepa-jp-pause",))))
    tab.outlook.read_law()
    (found,) = [words for words in sentences(tab) if "calculator's law" in words]
    assert found.startswith("90-day pause: effective on 9 April 2025;")
    assert found.endswith("Pause of the 24%: Japan at 10% begins on 10 April 2025.")
    tab.finder.finding_rows[-1].click()
    assert tab.inspector.event_id == "pause"


def test_the_law_is_not_read_where_no_event_names_a_measure(tab, monkeypatch):
    read = []
    monkeypatch.setattr(type(tab._session), "law", lambda _self: read.append(1))
    tab.outlook.read_law()
    assert read == []
