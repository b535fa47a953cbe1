"""A long paper in the tab: edited pages first, the whole when the writer rests; findings lead somewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtPrintSupport import QPrinter

from briefing_app.domain.change import Change, ChangeSet, replaced
from briefing_app.domain.records import Block, Note
from briefing_app.ui.briefing import output
from briefing_app.ui.briefing.tab import BriefingTab

WORDS = "The two sides have looked at the measures in force. "


@pytest.fixture
def tab(session, qtbot):
    notes = [
        Note(
            id=f"n{number:02}",
            title=f"Topic {number}",
            body="\n\n".join([WORDS * 6] * 8),
            tags=("known:2025-01-01",),
        )
        for number in range(14)
    ]
    session.workspace.apply(ChangeSet("Fill", tuple(Change("note", each.id, None, each) for each in notes)))
    session.as_of = date(2025, 5, 24)
    made = BriefingTab(session)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    made.composer.take_stored("book", "en")
    made.activate()
    qtbot.waitUntil(made.is_idle, timeout=30_000)
    assert made.pages.page_count > 12
    return made


def edit(tab, qtbot, key, old, new):
    """Edit a note and wait for the pages that show it; what was shown meanwhile."""
    shown = []
    tab.maker.made.connect(shown.append)
    note = tab._session.workspace.get("note", key)
    tab._session.apply(replaced(note, replace(note, body=note.body.replace(old, new, 1))))
    qtbot.waitUntil(lambda: bool(shown), timeout=30_000)
    return shown


def test_edited_pages_come_first_and_the_whole_paper_follows(tab, qtbot):
    before = tab.preview
    shown = edit(tab, qtbot, "n05", "The two", "Our two")
    assert not shown[0].is_settled
    assert sum(one is not other for one, other in zip(before.pages, shown[0].pages, strict=True)) <= 3
    assert tab.maker.shows_edit
    assert not tab.maker.is_idle
    qtbot.waitUntil(tab.is_idle, timeout=30_000)
    assert shown[-1].is_settled
    assert tab.preview is shown[-1]
    assert shown[-1].pages == shown[0].pages


@pytest.fixture
def printed(monkeypatch):
    """The pages that were printed; the printer was chosen at once."""
    found = []
    monkeypatch.setattr(output, "ask_printer", lambda *_asked: QPrinter())
    monkeypatch.setattr(
        output, "print_pages", lambda _printer, pages, _layout: bool(found.append(pages) or True)
    )
    return found


def test_printing_waits_for_the_whole_paper(tab, qtbot, printed):
    edit(tab, qtbot, "n05", "The two", "Our two")
    assert not tab.preview.is_settled
    tab.output.print()
    qtbot.waitUntil(lambda: bool(printed), timeout=30_000)
    assert tab.preview.is_settled
    assert printed == [tab.preview.pages]
    qtbot.waitUntil(lambda: not tab._session.jobs.has_deeds, timeout=30_000)
    assert [each.what for each in tab._session.workspace.audit_log()] == ["print"]


def test_what_waits_to_be_printed_is_printed_though_another_tab_is_worked_in(
    tab, qtbot, printed, monkeypatch
):
    note = tab._session.workspace.get("note", "n06")
    other = replace(note, body="Other words.")

    def leave_and_edit(*_asked):
        tab.hide()
        tab._session.apply(replaced(note, other))
        return QPrinter()

    monkeypatch.setattr(output, "ask_printer", leave_and_edit)
    tab.output.print()
    qtbot.waitUntil(lambda: bool(printed), timeout=30_000)
    assert printed == [tab.preview.pages]
    assert tab.preview.is_settled
    assert "Other words" in str(tab.preview.report.sections)
    tab._session.apply(replaced(other, note))
    qtbot.wait(1500)
    assert not tab.maker.shows_edit  # nobody looks, and nothing waits for it any more


def test_what_is_typed_while_the_whole_is_made_is_shown_and_made_again(tab, qtbot):
    edit(tab, qtbot, "n05", "The two", "Our two")
    tab.maker.settle()
    shown = edit(tab, qtbot, "n05", "Our two", "Your two")
    qtbot.waitUntil(tab.is_idle, timeout=30_000)
    assert tab.preview.is_settled
    assert shown[-1] is tab.preview
    assert "Your two" in str(tab.preview.report.sections)


def test_what_is_typed_is_set_once_and_not_again_when_it_is_saved(tab, qtbot):
    tab.add_block(Block("text", text="Own words.", options={"heading": "Cars"}))
    qtbot.waitUntil(tab.is_idle, timeout=30_000)
    shown = []
    tab.maker.made.connect(shown.append)
    qtbot.keyClicks(tab.inspector.text, "More ")
    qtbot.waitUntil(lambda: tab.maker.shows_edit, timeout=30_000)
    tab._session.typing.flush()
    assert tab.maker.shows_edit
    assert not tab._session.typing.is_waiting
    assert len(shown) == 1


def finding(tab, words):
    listed = tab.inspector.problems
    return next(listed.item(row) for row in range(listed.count()) if words in listed.item(row).text())


def test_a_marking_that_is_too_low_leads_to_the_marking(tab, qtbot):
    note = tab._session.workspace.get("note", "n03")
    tab._session.apply(replaced(note, replace(note, marking="TLP:RED")))
    tab.composer.set_marking("TLP:GREEN")
    qtbot.waitUntil(tab.is_idle, timeout=30_000)
    tab.inspector.problems.itemActivated.emit(finding(tab, "is marked TLP:RED"))
    popup = tab.toolbar.marking.view()
    assert popup.isVisible()
    tab.toolbar.marking.hidePopup()


def test_a_paper_that_must_not_leave_is_not_printed_by_the_menu_either(tab, qtbot, printed, monkeypatch):
    note = tab._session.workspace.get("note", "n03")
    tab._session.apply(replaced(note, replace(note, marking="TLP:RED")))
    tab.composer.set_marking("TLP:GREEN")
    qtbot.waitUntil(tab.is_idle, timeout=30_000)
    assert not tab.toolbar.print.isEnabled()
    tab.print_pages()
    assert "TLP:RED" in tab.bar.text
    tab.composer.set_marking("")
    qtbot.waitUntil(tab.is_idle, timeout=30_000)

    def mark_lower(*_asked):
        tab.composer.set_marking("TLP:GREEN")
        return QPrinter()

    monkeypatch.setattr(output, "ask_printer", mark_lower)
    tab.print_pages()
    qtbot.waitUntil(tab.is_idle, timeout=30_000)
    assert "TLP:RED" in tab.bar.text
    assert not printed
    assert not tab._session.workspace.audit_log()
    assert not tab._session.jobs.has_deeds


def test_a_marking_that_nobody_knows_leads_to_its_record(tab, qtbot):
    note = tab._session.workspace.get("note", "n03")
    tab._session.apply(replaced(note, replace(note, marking="Very secret")))
    qtbot.waitUntil(tab.is_idle, timeout=30_000)
    with qtbot.waitSignal(tab.record_requested) as asked:
        tab.inspector.problems.itemActivated.emit(finding(tab, "no scheme knows"))
    assert asked.args == ["note", "n03"]


def test_a_character_that_cannot_be_printed_leads_to_its_block(tab, qtbot):
    note = tab._session.workspace.get("note", "n07")
    tab._session.apply(replaced(note, replace(note, body=note.body + " \U0001f600")))
    qtbot.waitUntil(tab.is_idle, timeout=30_000)
    found = next(each for each in tab.preview.problems if "cannot be printed" in each.text)
    assert found.block == "note-n07"
    tab.inspector.problems.itemActivated.emit(finding(tab, "cannot be printed"))
    assert tab.outline.currentRow() == tab.composer.place_of("briefs")
