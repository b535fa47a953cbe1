"""What the outline says of each block, how blocks come in, and where a finding leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent

from briefing_app.app.i18n import use_language
from briefing_app.domain.change import Change, ChangeSet, replaced
from briefing_app.domain.records import Block, Quotation
from briefing_app.exchange.sample import load_sample
from briefing_app.reports.since_edition import Difference, SinceEdition
from briefing_app.ui.briefing.block_picker import BlockPicker, offers
from briefing_app.ui.briefing.outline_row import ROW
from briefing_app.ui.briefing.outline_rows import _since
from briefing_app.ui.briefing.tab import BriefingTab


@pytest.fixture
def talks(session):
    records = load_sample("us-japan")
    session.workspace.apply(ChangeSet("Fill", tuple(Change(r.record_kind, r.id, None, r) for r in records)))
    session.as_of = date(2025, 5, 24)
    return session


@pytest.fixture
def tab(talks, qtbot):
    made = BriefingTab(talks)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    made.activate()
    qtbot.waitUntil(made.is_idle, timeout=15_000)
    return made


def settle(qtbot, tab):
    qtbot.waitUntil(tab.is_idle, timeout=15_000)


def remarks(tab, key):
    return tab.outline.item(tab.composer.place_of(key)).data(ROW).remarks


def test_a_block_says_what_changed_since_the_edition(tab, talks, qtbot):
    tab.append(Block("event", "ev-2025-05-23-01"))
    settle(qtbot, tab)
    assert tab.side.since.isHidden()
    tab.output.freeze()
    settle(qtbot, tab)
    assert tab.side.since.text() == "No block changed since edition 1"
    event = talks.workspace.get("event", "ev-2025-05-23-01")
    moved = replace(event, dates=(replace(event.dates[0], edtf="2025-05-22"), *event.dates[1:]))
    talks.apply(replaced(event, moved))
    settle(qtbot, tab)
    (remark,) = [each for each in remarks(tab, "event-11") if each.tone == "changed"]
    assert "23" in remark.text
    assert "→" in remark.text
    assert "22" in remark.text
    assert "changed since edition 1" in tab.side.since.text()
    tab.outline.setCurrentRow(0)
    tab.side.since.click()
    assert tab.outline.currentRow() > 0
    tab.outline.setCurrentRow(tab.composer.place_of("event-11"))
    assert tab.inspector.differences.title.text().startswith("Changed since edition 1")
    assert "22" in tab.inspector.differences.lines.text()
    talks.undo_stack.undo()
    settle(qtbot, tab)
    assert not [each for each in remarks(tab, "event-11") if each.tone == "changed"]


def test_a_block_taken_out_since_the_edition_says_so(tab, qtbot):
    tab.output.freeze()
    tab.composer.include(2, False)
    settle(qtbot, tab)
    assert [each.text for each in remarks(tab, "messages")] == ["not printed; it was in edition 1"]


def test_old_figures_are_told_apart_from_other_findings(tab, talks, qtbot):
    talks.as_of = date(2026, 9, 1)
    tab.append(Block("series", next(iter(talks.workspace.records("series"))).id))
    settle(qtbot, tab)
    stale = [problem for problem in tab.preview.problems if problem.is_stale]
    if stale:
        tones = {
            each.tone
            for place in range(tab.outline.count())
            for each in tab.outline.item(place).data(ROW).remarks
        }
        assert "stale" in tones


def test_a_click_on_the_box_takes_out_and_a_click_beside_it_chooses(tab, talks, qtbot):
    item = tab.outline.item(2)
    rect = tab.outline.visualItemRect(item)
    qtbot.mouseClick(
        tab.outline.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.left() + 14, rect.top() + 14)
    )
    assert item.checkState() == Qt.CheckState.Unchecked
    assert tab.composer.blocks[2].options == {"include": False}
    qtbot.mouseClick(
        tab.outline.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.left() + 90, rect.top() + 14)
    )
    assert item.checkState() == Qt.CheckState.Unchecked
    assert tab.outline.currentRow() == 2


def drag_to(outline, place):
    """Drop the chosen block at a place of the outline, as the mouse does."""
    mime = outline.mimeData([outline.currentItem()])
    actions, button, keys = (
        Qt.DropAction.MoveAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    outline.dragMoveEvent(QDragMoveEvent(place.toPoint(), actions, mime, button, keys))
    line = outline._drop
    outline.dropEvent(QDropEvent(place, actions, mime, button, keys))
    assert outline._drop == -1
    return line


def test_dragging_a_block_moves_it(tab, talks):
    first = tab.composer.blocks[0].type
    tab.outline.setCurrentRow(0)
    target = tab.outline.visualItemRect(tab.outline.item(3))
    line = drag_to(tab.outline, QPointF(target.center().x(), target.bottom() - 1))
    assert line == target.bottom()
    assert tab.composer.blocks[3].type == first
    assert [block.type for block in talks.workspace.get("briefing", tab.composer.briefing.id).blocks] == [
        block.type for block in tab.composer.blocks
    ]


def test_a_block_dropped_below_all_becomes_the_last(tab, qtbot):
    tab.resize(1280, 1000)
    qtbot.waitUntil(
        lambda: tab.outline.visualItemRect(tab.outline.item(10)).bottom() < tab.outline.height() - 40
    )
    first = tab.composer.blocks[0].type
    tab.outline.setCurrentRow(0)
    last = tab.outline.visualItemRect(tab.outline.item(tab.outline.count() - 1))
    line = drag_to(tab.outline, QPointF(last.center().x(), last.bottom() + 20))
    assert line == last.bottom()
    assert tab.composer.blocks[-1].type == first
    assert tab.outline.currentRow() == tab.outline.count() - 1


@pytest.mark.parametrize("kind", [kind for kind, _words in offers()])
def test_every_kind_of_block_can_be_picked_and_is_printed(tab, talks, qtbot, kind):
    if kind == "quotation":
        note = next(each for each in talks.workspace.records("note") if each.language == "en")
        talks.apply(replaced(note, replace(note, quotations=(Quotation("We will see.", "greer"),))))
    picker = BlockPicker(talks.workspace, kind)
    qtbot.addWidget(picker)
    assert picker.list.count() > 0
    blocks = []
    picker.chosen.connect(blocks.append)
    picker.list.setCurrentRow(picker.list.count() - 1)
    picker.take()
    (block,) = blocks
    tab.composer.start(replace(tab.composer.briefing, id="", template="chronology", blocks=(block,)))
    settle(qtbot, tab)
    told = [problem.text for problem in tab.preview.problems]
    assert tab.preview.printed_blocks() or told
    assert not any("is not in the workspace any more" in text for text in told)


def test_what_is_typed_finds_a_record(talks, qtbot):
    picker = BlockPicker(talks.workspace, "person")
    qtbot.addWidget(picker)
    picker.field.setText("greer")
    qtbot.waitUntil(lambda: picker.list.count() == 1)
    assert "Greer" in picker.list.item(0).text()
    picker.field.setText("nobody of that name")
    qtbot.waitUntil(lambda: picker.list.count() == 0)
    assert not picker.add.isEnabled()


def test_a_live_duty_is_asked_in_the_inspector(tab, talks, qtbot):
    tab.append(Block("duty", options={"hts": "8703.23.01", "origin": "JP", "value_usd": "30000"}))
    settle(qtbot, tab)
    assert tab.inspector.live.fields["hts"].text() == "8703.23.01"
    assert "27.5%" in str(tab.preview.report.sections)
    tab.inspector.live.option_typed.emit("value_usd", "40000")
    talks.typing.flush()
    settle(qtbot, tab)
    assert "$11,000" in str(tab.preview.report.sections)


def test_a_finding_leads_to_its_block(tab, qtbot):
    tab.composer.set_text(0, "The XYZQ spoke.")
    tab.composer._session.typing.flush()
    settle(qtbot, tab)
    place = next(
        place
        for place in range(tab.inspector.problems.count())
        if "XYZQ" in tab.inspector.problems.item(place).text()
    )
    tab.outline.setCurrentRow(3)
    tab.inspector.problems.itemActivated.emit(tab.inspector.problems.item(place))
    assert tab.outline.currentRow() == 0


def test_events_are_offered_from_the_day_of_the_paper_on_back_and_then_ahead(talks, qtbot):
    picker = BlockPicker(talks.workspace, "event", day=date(2025, 5, 24))
    qtbot.addWidget(picker)
    keys = [block.ref for _folded, _words, _more, block in picker._all]
    days = [talks.workspace.get("event", key).dates[0].edtf[:10] for key in keys]
    assert days[0] == "2025-05-23"
    past = [day for day in days if day <= "2025-05-24"]
    assert days[: len(past)] == past == sorted(past, reverse=True)
    assert days[len(past) :] == sorted(days[len(past) :])


def test_a_row_says_the_first_change_as_part_of_a_sentence():
    first = Difference("new", "words", "", "別の方針を立てる。")
    office = Difference("changed", "post", "Minister", "Minister of Economy", "Akazawa")
    since = SinceEdition(1, "2025-05-24", {"a": (first, office), "b": (office,)})
    use_language("ja")
    try:
        (remark,) = _since("a", since)
        assert remark.text == "新：別の方針を立てる、ほか1件"
    finally:
        use_language("en")
    (remark,) = _since("b", since)
    assert remark.text == "Office: Minister → Minister of Economy"
