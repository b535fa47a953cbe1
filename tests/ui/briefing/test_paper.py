"""Commission, settings of the paper, its editions and what is printed, as a user works them."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QSize
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from briefing_app.app.i18n import use_language
from briefing_app.domain.records import Block, Briefing
from briefing_app.reports import editions, imposition
from briefing_app.reports.commission import Commission, briefing_of, plan
from briefing_app.ui import messages
from briefing_app.ui.briefing import output
from briefing_app.ui.briefing.commission_dialog import CommissionDialog
from briefing_app.ui.briefing.pages import page_size
from briefing_app.ui.briefing.printing import (
    ask_printer,
    file_name,
    new_printer,
    print_pages,
    sides,
    whole_file,
)
from briefing_app.ui.briefing.stored_papers import lines_of
from briefing_app.ui.briefing.tab import BriefingTab
from tests.ui.briefing.test_tab import choose, settle
from tests.ui.briefing.test_tab import tab as made_tab
from tests.ui.briefing.test_tab import talks as made_talks

tab, talks = made_tab, made_talks
DAY = date(2025, 5, 24)


@pytest.fixture
def in_japanese():
    use_language("ja")
    yield
    use_language("en")


@pytest.fixture
def dialog(talks, qtbot):
    events = [each for each in talks.workspace.records("event") if "round of talks" in each.title]
    made = CommissionDialog(events, talks.day, "en")
    qtbot.addWidget(made)
    return made


def test_the_answers_show_the_paper_they_call_for_at_once(dialog):
    assert dialog.result_title.text() == "Briefing book"
    dialog.minutes.setValue(20)
    assert dialog.result_title.text() == "One-page brief"
    choose(dialog.interpreting, "consecutive")
    assert "about 5 minutes, halved by consecutive interpretation" in dialog.advice.text()
    QTest.keyClicks(dialog.day, "13 June 2025")
    assert "To be handed over at noon on 11 June 2025." in dialog.why.text()
    dialog.day.clear()
    QTest.keyClicks(dialog.day, "sometime")
    assert '"sometime" is not one day' in dialog.advice.text()


@pytest.mark.usefixtures("in_japanese")
def test_the_day_of_the_meeting_is_written_in_the_language_of_the_window(talks, qtbot):
    events = [each for each in talks.workspace.records("event") if "round of talks" in each.title]
    dialog = CommissionDialog(events, talks.day, "ja")
    qtbot.addWidget(dialog)
    dialog.meeting.setCurrentIndex(1)
    assert dialog.day.text() == "2025年5月30日"
    assert dialog.commission().day == date(2025, 5, 30)
    assert "2025年5月28日正午" in dialog.why.text()


def test_meetings_ahead_come_first_the_next_one_on_top(dialog):
    words = [dialog.meeting.itemText(place) for place in range(1, dialog.meeting.count())]
    assert words[0] == "4th round of talks, Washington · 30 May 2025"
    assert words[-2:] == [
        "2nd round of talks, Washington · 1 May 2025", "1st round of talks, White House · 16 April 2025",
    ]  # fmt: skip


def test_what_nobody_meets_at_is_no_meeting(talks, qtbot):
    made = CommissionDialog(talks.workspace.records("event"), talks.day, "en")
    qtbot.addWidget(made)
    shown = {made.meeting.itemData(place) for place in range(1, made.meeting.count())}
    titles = {each.title for each in talks.workspace.records("event") if each.id in shown}
    assert "3rd round of talks, Washington" in titles
    assert "Executive Order 14257: 10% baseline, 24% for Japan" not in titles


def test_a_paper_is_called_after_its_meeting_in_its_own_language(tab, qtbot):
    event = tab._session.workspace.get("event", "ev-2025-05-23-01")
    asked, day = Commission(meeting=event), date(2025, 5, 24)
    tab.composer.start(briefing_of(asked, plan(asked, day, "ja"), "ja", day))
    assert tab.composer.briefing.title == "第3回協議（ワシントン）"


def test_the_meeting_brings_its_day(dialog):
    place = next(at for at in range(dialog.meeting.count()) if "4th round" in dialog.meeting.itemText(at))
    dialog.meeting.setCurrentIndex(place)
    assert dialog.day.text() == "30 May 2025"
    assert dialog.commission().meeting.id == "ev-2025-05-30-01"


def test_a_commissioned_paper_is_stored_shown_and_undone(tab, talks, qtbot, monkeypatch):
    def answer(dialog):
        QTest.keyClicks(dialog.purpose, "Prepare the fourth round.")
        QTest.keyClicks(dialog.to_raise, "Cars first.")
        dialog.minutes.setValue(20)
        return True

    monkeypatch.setattr(CommissionDialog, "exec", answer)
    before = talks.workspace.count("briefing")
    tab.stored.new.click()
    qtbot.waitUntil(lambda: talks.workspace.count("briefing") > before)
    settle(qtbot, tab)
    briefing = tab.composer.briefing
    assert talks.workspace.count("briefing") == before + 1
    assert briefing.settings["commission_minutes"] == "20"
    assert "Prepare the fourth round." in tab.preview.report.sections[0].items[0].items[0].runs[0].text
    assert tab.stored.papers.currentData() == briefing.id
    assert "20 minutes" in tab.inspector.paper.commission.text()
    talks.undo_stack.undo()
    assert talks.workspace.count("briefing") == before


def test_another_stored_paper_is_opened_on_its_day(tab, talks):
    ids = [tab.stored.papers.itemData(place) for place in range(tab.stored.papers.count())]
    other = next(place for place, key in enumerate(ids) if key != tab.composer.briefing.id)
    tab.stored.papers.setCurrentIndex(other)
    tab.stored.papers.activated.emit(other)
    assert tab.composer.briefing.id == ids[other]
    assert talks.day.isoformat() == tab.composer.briefing.as_of


def test_a_watermark_is_typed_and_reaches_the_pages_and_the_file(tab, qtbot, tmp_path):
    tab.inspector.show_page(1)
    QTest.keyClicks(tab.inspector.paper.watermark, "DRAFT")
    tab._session.typing.flush()
    settle(qtbot, tab)
    assert tab.preview.report.watermark == "DRAFT"
    assert tab.composer.briefing.settings == {"watermark": "DRAFT"}
    tab._session.undo_stack.undo()
    settle(qtbot, tab)
    assert tab.preview.report.watermark == ""


def test_large_print_and_release_are_kept_with_the_paper(tab, qtbot):
    tab.inspector.show_page(1)
    tab.inspector.paper.large_print.click()
    settle(qtbot, tab)
    assert tab.preview.report.large_print
    assert tab.composer.briefing.settings["large_print"] == "yes"
    tab.inspector.paper.large_print.click()
    assert "large_print" not in tab.composer.briefing.settings


def test_the_sheet_is_kept_with_the_paper_undone_and_begins_the_next(tab, talks, qtbot):
    sheet = tab.toolbar.paper
    sheet.setCurrentIndex(sheet.findData("us-letter"))
    qtbot.waitUntil(tab.is_idle, timeout=15_000)
    assert page_size(tab.preview.pages[0]).toSize() == QSize(612, 792)
    kept = talks.workspace.get("briefing", tab.composer.briefing.id)
    assert kept.settings["paper"] == "us-letter"
    tab.composer.take_stored("chronology", "en")
    assert sheet.currentData() == "us-letter"
    assert not tab.composer.briefing.id
    tab.composer.open(kept)
    talks.undo_stack.undo()
    qtbot.waitUntil(tab.is_idle, timeout=15_000)
    assert sheet.currentData() == "a4"
    assert "paper" not in talks.workspace.get("briefing", kept.id).settings
    assert page_size(tab.preview.pages[0]).toSize() == QSize(595, 842)


def test_an_edition_has_numbered_copies_and_is_written_again_to_the_byte(tab, talks, tmp_path, monkeypatch):
    tab.inspector.show_page(2)
    tab.inspector.editions.recipients.setPlainText("Minister\nEmbassy")
    tab.inspector.editions.freeze.click()
    (edition,) = editions.editions(talks.workspace, tab.composer.briefing.id)
    made = editions.copies(talks.workspace, edition)
    assert [(copy.number, copy.recipient) for copy in made] == [(1, "Minister"), (2, "Embassy")]
    monkeypatch.setattr(messages, "ask_save_file", lambda *_: tmp_path / "again.pdf")
    tab.inspector.editions.write_requested.emit(made[1].sha256, "x.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == talks.workspace.attachment(made[1].sha256)


def test_undo_leaves_an_edition_and_its_copies_and_goes_on_to_the_step_before(tab, talks, qtbot):
    was = tab.composer.briefing.title
    tab.composer.set_title("Third round")
    qtbot.waitUntil(tab.is_idle, timeout=15_000)
    tab.output.freeze(("Minister",))
    (edition,) = editions.editions(talks.workspace, tab.composer.briefing.id)
    tab.output.make_copies(edition, ("Embassy",))
    talks.undo_stack.undo()
    assert tab.composer.briefing.title == was
    assert editions.editions(talks.workspace, tab.composer.briefing.id) == (edition,)
    assert [each.recipient for each in editions.copies(talks.workspace, edition)] == ["Minister", "Embassy"]
    talks.undo_stack.redo()
    assert tab.composer.briefing.title == "Third round"


def test_copies_without_recipients_are_not_made(tab, talks):
    tab.output.freeze()
    (edition,) = editions.editions(talks.workspace, tab.composer.briefing.id)
    tab.output.make_copies(edition, ())
    assert "Type the recipients first" in tab.bar.text
    assert editions.copies(talks.workspace, edition) == ()


@pytest.mark.parametrize(("form", "pages"), [("two-up", 1), ("booklet", 2)])
def test_sheets_are_saved_as_pdf(tab, tmp_path, form, pages):
    pikepdf = pytest.importorskip("pikepdf")
    tab.output.save(form, tmp_path / "sheets.pdf")
    with pikepdf.open(io.BytesIO((tmp_path / "sheets.pdf").read_bytes())) as pdf:
        assert len(pdf.pages) == pages
        assert pdf.pages[0].mediabox[2] > pdf.pages[0].mediabox[3]


def test_word_and_markdown_are_saved(tab, tmp_path):
    tab.output.save("docx", tmp_path / "a.docx")
    tab.output.save("md", tmp_path / "a.md")
    assert (tmp_path / "a.docx").read_bytes().startswith(b"PK")
    assert (tmp_path / "a.md").read_text(encoding="utf-8").startswith("#")


def test_the_sides_of_a_booklet_and_of_two_on_a_sheet():
    assert sides(3, "pages") == [(0,), (1,), (2,)]
    assert sides(3, "two-up") == [(0, 1), (2, None)]
    assert sides(8, "booklet") == [(7, 0), (1, 6), (5, 2), (3, 4)]


def test_a_booklet_is_printed_on_turned_sheets(tab, tmp_path):
    pages = tab.preview.pages
    printer = new_printer(pages, "Brief", "booklet")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "print.pdf"))
    assert print_pages(printer, pages, "booklet")
    with pytest.importorskip("pikepdf").open(tmp_path / "print.pdf") as pdf:
        assert len(pdf.pages) == 2
        assert pdf.pages[0].mediabox[2] > pdf.pages[0].mediabox[3]


def test_a_title_becomes_a_name_that_every_system_takes():
    assert file_name('a/b: "c"?', "", "pdf") == "a-b- -c--.pdf"
    assert file_name("...", " 2-up", "pdf") == "paper 2-up.pdf"


def test_since_which_edition_changes_are_told_is_chosen_where_editions_are_made(tab, talks, qtbot, tmp_path):
    page = tab.inspector.editions
    assert page.since.isHidden()
    for _edition in range(2):
        tab.output.freeze()
        settle(qtbot, tab)
    assert [page.since.itemText(at) for at in range(page.since.count())] == [
        "Changes since the last edition", "Changes since edition 1", "No page of changes",
    ]  # fmt: skip
    page.since.setCurrentIndex(1)
    page.freeze.click()
    settle(qtbot, tab)
    assert page.since.currentData() is None  # chosen for one edition, not for the next
    page.since.setCurrentIndex(page.since.findData(0))
    tab.toolbar.freeze.click()
    issued = editions.editions(talks.workspace, tab.composer.briefing.id)
    kept = [json.loads(talks.workspace.attachment(each.inputs_sha256)) for each in issued]
    titles = [each["sections"][0]["title"] for each in kept]
    assert titles[1:3] == ["What changed since edition 1"] * 2
    assert not titles[3].startswith("What changed")


def test_a_page_of_changes_that_would_tell_too_much_is_left_out_and_said(tab, talks, qtbot):
    told = []
    talks.message.connect(lambda text, _level: told.append(text))
    tab.composer.set_marking("TLP:RED")
    tab.output.freeze()
    qtbot.waitUntil(lambda: bool(told))
    tab.composer.set_marking("TLP:GREEN")
    tab.output.freeze()
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[-1].endswith(
        "It has no page of changes: what is gone was marked higher, and would be told by it."
    )


def test_who_drafted_and_cleared_is_typed_kept_and_printed(tab, qtbot):
    QTest.keyClicks(tab.inspector.paper.drafted, "Americas, ext. 12")
    QTest.keyClicks(tab.inspector.paper.cleared, "Legal")
    settle(qtbot, tab)
    assert tab.preview.report.clearance == ("Drafted: Americas, ext. 12", "Cleared: Legal")
    assert tab.composer.briefing.settings["cleared"] == "Legal"


def take(combo, value):
    choose(combo, value)
    combo.activated.emit(combo.currentIndex())


def test_bars_of_changes_are_chosen_with_the_paper_and_undone(tab, talks, qtbot):
    paper = tab.inspector.paper
    assert paper.bars_field.isHidden()
    tab.output.freeze()
    qtbot.waitUntil(lambda: not paper.bars_field.isHidden())
    assert [paper.bars.itemText(place) for place in range(paper.bars.count())] == [
        "Since the last edition", "No bars",
    ]  # fmt: skip
    tab.composer.set_text(tab.composer.place_of("purpose"), "Another purpose.")
    settle(qtbot, tab)
    assert tab.preview.report.change_bars == "changed since edition 1"
    take(paper.bars, "no")
    settle(qtbot, tab)
    assert tab.preview.report.change_bars == ""
    assert talks.workspace.get("briefing", tab.composer.briefing.id).settings["change_bars"] == "no"
    talks.undo_stack.undo()
    settle(qtbot, tab)
    assert paper.bars.currentData() == ""
    assert tab.preview.report.change_bars == "changed since edition 1"
    tab.output.freeze()
    qtbot.waitUntil(lambda: paper.bars.findData("1") == 1)
    settle(qtbot, tab)
    assert tab.preview.report.change_bars == ""
    take(paper.bars, "1")
    settle(qtbot, tab)
    assert tab.preview.report.change_bars == "changed since edition 1"


def test_what_is_typed_last_is_in_the_edition_and_in_the_file(tab, talks, qtbot, tmp_path):
    place = tab.composer.place_of("purpose")
    tab.composer.set_text(place, "Zebra words, typed a moment ago.")
    tab.output.freeze()
    qtbot.waitUntil(lambda: bool(tab.inspector.editions._shown))
    (edition,) = editions.editions(talks.workspace, tab.composer.briefing.id)
    assert b"Zebra words" in talks.workspace.attachment(edition.inputs_sha256)
    tab.composer.set_text(place, "Okapi words, typed a moment ago.")
    tab.output.save("md", tmp_path / "x.md")
    qtbot.waitUntil((tmp_path / "x.md").exists)
    assert "Okapi words" in (tmp_path / "x.md").read_text("utf-8")


def test_the_settings_of_the_paper_fit_their_zone(tab, qtbot):
    tab.inspector.show_page(1)
    paper = tab.inspector.paper
    qtbot.waitUntil(lambda: paper.width() == paper.parentWidget().width(), timeout=2000)
    room = paper.parentWidget().width()
    assert paper.minimumSizeHint().width() <= room
    fields = (paper.release, paper.title, paper.watermark)
    qtbot.waitUntil(lambda: max(each.geometry().right() for each in fields) < room, timeout=2000)


def test_a_marking_that_follows_from_the_content_is_named_in_the_bar(tab, qtbot):
    assert tab.toolbar.marking.currentText() == "No marking"
    tab.composer.set_text(tab.composer.place_of("purpose"), "(TLP:AMBER) Ours alone.")
    settle(qtbot, tab)
    assert tab.toolbar.marking.currentText() == "From the content: TLP:AMBER"
    assert not tab.composer.briefing.marking


def test_the_print_dialog_says_why_both_sides_are_greyed_and_proposes_a_file(tab, monkeypatch):
    seen = []

    def look(dialog):
        seen.extend((dialog.findChild(QWidget, "duplexLong").toolTip(), dialog.printer().outputFileName()))
        return 0

    monkeypatch.setattr(QPrintDialog, "exec", look)
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    assert ask_printer(tab.preview.pages, "Talks: round 4", tab) is None
    assert "cannot print on both sides" in seen[0]
    assert seen[1].endswith("Talks- round 4.pdf")


@pytest.mark.parametrize("form", ["pdf", "docx", "two-up"])
def test_what_could_not_be_written_is_told_in_one_breath_until_it_could(tab, tmp_path, form):
    gone, here = tmp_path / "gone" / "paper.out", tmp_path / "paper.out"
    tab.output.save(form, gone)
    assert tab.bar.text == (
        "paper.out cannot be written: No such file or directory. "
        "What stood in its place is untouched. Choose another place."
    )
    tab.output.save(form, here)
    assert here.stat().st_size > 1000
    assert tab.bar.text == ""


def test_the_library_of_sheets_is_read_while_the_file_is_named(tab, monkeypatch):
    done = []
    monkeypatch.setattr(imposition, "read_ahead", lambda: done.append("read"))
    monkeypatch.setattr(messages, "ask_save_file", lambda *_asked: done.append("asked"))
    tab.output.ask_and_save("pdf")
    assert done == ["asked"]
    tab.output.ask_and_save("two-up")
    assert done == ["asked", "read", "asked"]


def test_printing_that_is_asked_for_in_another_tab_waits_for_the_first_pages(talks, qtbot, monkeypatch):
    asked = []
    monkeypatch.setattr(output, "ask_printer", lambda pages, *_more: asked.append(pages))
    made = BriefingTab(talks)
    qtbot.addWidget(made)
    made.show()
    made.print_pages()
    assert not asked
    made.activate()
    qtbot.waitUntil(lambda: bool(asked), timeout=15_000)
    assert asked == [made.preview.pages]


@pytest.mark.parametrize("layout", ["pages", "two-up", "booklet"])
def test_printed_to_a_file_whole_it_is_the_paper_itself(tab, talks, tmp_path, monkeypatch, layout):
    def choose_file(pages, title, _parent, layout):
        printer = new_printer(pages, title, layout)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        return printer

    monkeypatch.setattr(output, "ask_printer", choose_file)
    said = []
    talks.message.connect(lambda text, _level: said.append(text))
    tab.output.print(layout)
    words = "".join(page.extract_text() for page in PdfReader(tmp_path / "printed.pdf").pages)
    assert "Purpose" in words  # which a printer would have drawn
    assert said[-1] == "Printed to printed.pdf."
    line = talks.workspace.audit_log()[-1]
    assert (line.what, line.details["pages"], line.details["file"]) == ("print", "2", "printed.pdf")


def test_a_part_of_a_paper_and_other_sheets_are_drawn_by_the_printer(tab, tmp_path):
    pages = tab.preview.pages
    printer = new_printer(pages, "Talks", "pages")
    assert whole_file(printer, pages, "pages") is None  # it goes to a printer
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    assert whole_file(printer, pages, "pages") == tmp_path / "printed.pdf"
    assert whole_file(printer, pages, "booklet") is None
    printer.setOutputFileName("FILE:")
    assert whole_file(printer, pages, "pages") is None
    printer = new_printer(pages, "Talks", "pages")
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setColorMode(QPrinter.ColorMode.GrayScale)
    assert whole_file(printer, pages, "pages") is None
    printer.setColorMode(QPrinter.ColorMode.Color)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A3))
    assert whole_file(printer, pages, "pages") is None
    printer = new_printer(pages, "Talks", "pages")
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(1, 1)
    assert whole_file(printer, pages, "pages") is None


def test_papers_that_would_be_listed_alike_are_told_apart():
    plain = Briefing(id="a", template="one-page", as_of="2025-05-24", language="en")
    purpose = replace(
        plain, id="b", settings={"purpose": "What can be agreed on cars before the leaders meet"}
    )
    own = replace(plain, id="c", blocks=(Block("purpose"), Block("messages", text="自動車の扱い")))
    other = replace(plain, id="d", title="Talks")
    line = "One-page brief · 24 May 2025 · English"
    assert lines_of([plain, purpose, own, replace(plain, id="e"), other]) == [
        line,
        f"{line} · What can be agreed on cars before the l…",
        f"{line} · 自動車の扱い",
        f"{line} (2)",
        "Talks · 24 May 2025 · English",
    ]


def test_a_paper_without_a_meeting_has_the_title_of_its_kind():
    asked = Commission(purpose="What can be agreed on cars", minutes=20)
    assert briefing_of(asked, plan(asked, DAY, "en"), "en", DAY).title == ""


@pytest.mark.parametrize(("form", "told"), [("docx", "Saved a.docx."), ("md", "Saved a.md.")])
def test_a_text_is_not_said_to_have_the_pages_of_the_pdf(tab, talks, tmp_path, form, told):
    said = []
    talks.message.connect(lambda text, _level: said.append(text))
    tab.output.save(form, tmp_path / f"a.{form}")
    assert said[-1] == told
    assert talks.workspace.audit_log()[-1].details == {"file": f"a.{form}"}
