"""A click on a paragraph leads to its block: down to its last line, and to the edge of its column."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt

from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.records import Block
from briefing_app.exchange.sample import load_sample
from briefing_app.ui.briefing.tab import BriefingTab


@pytest.fixture
def tab(session, qtbot):
    records = load_sample("us-japan")
    session.workspace.apply(ChangeSet("Fill", tuple(Change(r.record_kind, r.id, None, r) for r in records)))
    session.as_of = date(2025, 5, 24)
    made = BriefingTab(session)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    made.activate()
    qtbot.waitUntil(made.is_idle, timeout=15_000)
    return made


def click(qtbot, tab, page, x_pt, y_pt):
    """Click on a place of a page, as it is shown now; the key of the block that is chosen then."""
    view = tab.pages
    rect, scale = view._rects[page - 1], view._scale(page - 1)
    view.verticalScrollBar().setValue(round(rect.top() + y_pt * scale) - view.viewport().height() // 2)
    view.horizontalScrollBar().setValue(round(rect.left() + x_pt * scale) - view.viewport().width() // 2)
    tab.outline.setCurrentRow(-1)
    place = rect.topLeft() + QPoint(round(x_pt * scale), round(y_pt * scale)) - view._offset()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    chosen = tab.outline.currentRow()
    return tab.composer.key(chosen) if chosen >= 0 else ""


def shown(tab, qtbot, template):
    choice = tab.toolbar.template
    choice.setCurrentIndex(choice.findData(template))
    qtbot.waitUntil(tab.is_idle, timeout=15_000)
    return {mark.id: mark for mark in tab.preview.marks}


def zoomed_pair(tab):
    tab.pages.set_two_pages(True)
    tab.pages.set_zoom(1.7)


@pytest.mark.parametrize("seen", [lambda tab: tab.pages.fit_width(), zoomed_pair])
def test_the_last_line_and_the_edge_of_a_column_belong_to_their_block(tab, qtbot, seen):
    marks = shown(tab, qtbot, "one-page")
    seen(tab)
    messages, below, who = marks["messages"], marks["if_pressed"], marks["who"]
    last_line = below.y_pt - 11
    assert click(qtbot, tab, messages.page, messages.x_pt + 20, last_line) == "messages"
    assert click(qtbot, tab, messages.page, who.x_pt - 30, who.y_pt + 20) == "messages"
    assert click(qtbot, tab, who.page, who.x_pt + 5, who.y_pt + 20) == "who"
    assert click(qtbot, tab, below.page, below.x_pt + 5, below.y_pt + 3) == "if_pressed"


def test_the_cards_of_a_pocket_and_of_places_are_found(tab, qtbot):
    marks = shown(tab, qtbot, "pocket-card")
    pressed = marks["if_pressed"]
    assert click(qtbot, tab, 1, 60, pressed.y_pt - 11) == "messages"
    shown(tab, qtbot, "place-cards")
    assert click(qtbot, tab, 1, 150, 300) == "people"


def test_a_paragraph_of_a_part_leads_to_its_own_record(tab, qtbot):
    marks = shown(tab, qtbot, "book")
    note = next(mark for name, mark in marks.items() if name.startswith("note-"))
    key = click(qtbot, tab, note.page, note.x_pt + 20, note.y_pt + 4)
    assert key == tab.preview.owners[note.id] != note.id
    assert not tab.inspector._open.isHidden()
    with qtbot.waitSignal(tab.record_requested) as asked:
        tab.inspector._open.click()
    assert asked.args == ["note", note.id.removeprefix("note-")]
    tab.outline.setCurrentRow(tab.composer.place_of("options"))
    assert tab.inspector._open.isHidden()


def test_behind_a_block_that_may_not_be_released_a_click_still_leads_to_its_own(tab, qtbot):
    shown(tab, qtbot, "book")
    tab.append(
        Block("text", text="Kept back.", options={"heading": "Kept", "marking": "TLP:RED"}),
        Block("text", text="Given out.", options={"heading": "Given"}),
        Block("text", text="Given out too.", options={"heading": "Given too"}),
    )
    tab.composer.set_setting("release", "TLP:GREEN")
    qtbot.waitUntil(tab.is_idle, timeout=15_000)
    kept, *given = tab.composer.keys()[-3:]
    printed = tab.preview.printed_blocks()
    assert kept not in printed
    assert set(given) <= printed
    remarks = [tab.outline.item(place).text() for place in range(tab.outline.count())]
    assert ["nothing to print" in each for each in remarks[-3:]] == [True, False, False]
    for key in given:
        mark = tab.preview.place_of(key)
        assert click(qtbot, tab, mark.page, mark.x_pt + 20, mark.y_pt + 12) == key
    tab.outline.setCurrentRow(len(tab.composer.blocks) - 1)
    assert tab.preview.place_of(given[1]).page in tab.pages.in_view()
