"""The panel beside a note is made between keys: no key waits for all of it."""

import sys
from dataclasses import replace

import pytest

from briefing_app.domain.change import ChangeSet, added, replaced
from briefing_app.domain.records import Note, Quotation
from briefing_app.ui import tab_code
from briefing_app.ui.notes.tab import NotesTab

NOTE = Note(
    id="n1", title="First round", body="# Points\n\nTalks about cars.",
    quotations=(Quotation("Tariffs stay"), Quotation("They go")),
)  # fmt: skip


@pytest.fixture
def tab(session, qtbot):
    session.workspace.apply(ChangeSet("fill", added(NOTE).changes))
    tab = NotesTab(session)
    qtbot.addWidget(tab)
    tab.show()
    tab.show_record("note", "n1")
    return tab


def test_the_panel_is_made_in_many_steps_and_is_seen_when_it_is_whole(tab, session, qtbot):
    assert not tab.is_idle()
    tab._after_paint.stop()
    tab._look_around_first()
    steps = 0
    while not tab.side.is_made:
        tab._making._do_next()
        steps += 1
        assert tab.side.is_made or not tab.side._content.updatesEnabled()
    assert steps > 5
    qtbot.waitUntil(tab.is_idle, timeout=30_000)
    assert tab.side._content.updatesEnabled()
    assert tab.side.outline.texts == ["Points"]
    shown = [each["text"].editor.toPlainText() for each in tab.side.fields.quotations.fields]
    assert shown == ["Tariffs stay", "They go"]


def test_a_panel_asked_for_in_the_middle_of_its_making_is_there(tab, qtbot):
    tab._after_paint.stop()
    tab._look_around_first()
    tab._making._do_next()
    assert not tab.side.is_made
    assert len(tab.side.fields.quotations.fields) == 2
    qtbot.waitUntil(tab.is_idle, timeout=30_000)
    assert len(tab.side.fields.quotations.fields) == 2


def test_a_note_changed_while_its_panel_is_made_is_shown_as_it_is(tab, session, qtbot):
    tab._after_paint.stop()
    tab._look_around_first()
    tab._making._do_next()
    session.apply(replaced(NOTE, replace(NOTE, quotations=NOTE.quotations[1:], tags=("steel",)), "less"))
    qtbot.waitUntil(tab.is_idle, timeout=30_000)
    assert tab.side.fields.topics.editor.text() == "steel"
    assert len(tab.side.fields.quotations.fields) == 1


def test_nothing_is_made_for_a_workspace_that_was_closed(tab, session):
    tab._after_paint.stop()
    tab._look_around_first()
    tab._making._do_next()
    session.close()
    tab._making._do_next()
    assert not tab.side.is_made
    assert not tab._making.is_at_work


def test_the_code_of_the_panel_is_read_ahead_with_that_of_the_tab(monkeypatch):
    for name in ("fields_panel", "look_around"):
        monkeypatch.delitem(sys.modules, f"briefing_app.ui.notes.{name}", raising=False)
    tab_code.read(["notes"])
    assert "briefing_app.ui.notes.fields_panel" in sys.modules
    assert "briefing_app.ui.notes.look_around" in sys.modules
