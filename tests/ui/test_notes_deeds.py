"""What is done with notes beyond typing: quote, capture, rename, compare, translate, record a talk."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from briefing_app.app.i18n import use_language
from briefing_app.app.spelling import spelling
from briefing_app.domain import questions
from briefing_app.domain.change import ChangeSet, added, replaced
from briefing_app.domain.records import (
    Block,
    Briefing,
    Event,
    Note,
    Person,
    PersonName,
    Post,
    Quotation,
    Source,
)
from briefing_app.exchange.sound_text import LONGEST_LINE
from briefing_app.ui.notes.look_around import View, rendered
from briefing_app.ui.notes.note_versions import version_words
from briefing_app.ui.notes.pdf_view import PdfView
from briefing_app.ui.notes.quotation_picker import QuotationPicker
from briefing_app.ui.notes.readout_dialog import ReadoutDialog
from briefing_app.ui.notes.rename_dialog import RenameDialog
from briefing_app.ui.notes.source_page import captured_view
from briefing_app.ui.notes.surroundings import VersionLine
from briefing_app.ui.notes.tab import NotesTab
from briefing_app.ui.notes.versions_dialog import VersionsDialog
from tests.exchange.pdf_files import pdf

GREER = Person(
    id="greer", names=(PersonName("Jamieson Greer", family="Greer", given="Jamieson"),),
    posts=(Post("United States Trade Representative", "USTR", "2025-02-27"),),
)  # fmt: skip
FIRST = Note(
    id="n1", title="First round", kind="record", body="# Points\n\nTalks about cars.", tags=("talks",),
    quotations=(
        Quotation("Tariffs stay", "greer", "2025-04-16", "s1", locator="p. 2", translation="関税は残る"),
    ),
)  # fmt: skip
SECOND = Note(
    id="n2", title="Second", body="As in [[n1|First round]] and [[First round]]. #talks", tags=("talks",)
)
LINE = Note(
    id="n3", title="Cars", kind="line", status="cleared", valid_until="2026-12",
    body="## Say\n\nWe ask that all additional tariffs on cars be removed without delay.\n",
)  # fmt: skip


@pytest.fixture
def tab(session, qtbot):
    records = (
        GREER,
        FIRST,
        SECOND,
        LINE,
        Source(id="s1", title="Report", publisher="Jiji", date="2025-04-17"),
    )
    session.workspace.apply(ChangeSet("fill", tuple(added(each).changes[0] for each in records)))
    session.as_of = date(2025, 5, 24)
    tab = NotesTab(session)
    qtbot.addWidget(tab)
    tab.resize(1280, 720)
    tab.show()
    tab.show_record("note", "n1")
    qtbot.waitUntil(tab.is_idle, timeout=30_000)  # the panel beside the text is made after the first picture
    return tab


def at_end(tab, text=""):
    tab.work.editor.moveCursor(QTextCursor.MoveOperation.End)
    if text:
        tab.work.editor.insertPlainText(text)


def click(tab, widget, words, qtbot):
    def shown():
        buttons = widget.findChildren(QPushButton)
        return [each for each in buttons if each.text().strip() == words and each.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()))
    qtbot.mouseClick(shown()[0], Qt.MouseButton.LeftButton)


# --- the editor ----------------------------------------------------------------------------------------


def test_buttons_make_headings_lists_quotations_and_tables(tab, qtbot):
    editor = tab.work.editor
    editor.setPlainText("one\ntwo")
    editor.selectAll()
    editor.begin_lines("1. ")
    assert editor.toPlainText() == "1. one\n2. two"
    editor.selectAll()
    editor.begin_lines("> ")
    assert editor.toPlainText() == "> one\n> two"
    editor.selectAll()
    editor.begin_lines("> ")
    assert editor.toPlainText() == "one\ntwo"
    at_end(tab)
    editor.insert_table()
    assert "| Column 1 | Column 2 | Column 3 |\n| --- | --- | --- |" in editor.toPlainText()


def test_tab_goes_from_cell_to_cell_and_makes_a_row(tab, qtbot):
    editor = tab.work.editor
    editor.setPlainText("| a | b |\n| --- | --- |\n|  |  |")
    cursor = editor.textCursor()
    cursor.setPosition(2)
    editor.setTextCursor(cursor)
    editor.setFocus()
    for _ in range(4):
        qtbot.keyClick(editor, Qt.Key.Key_Tab)
    qtbot.keyClicks(editor, "x")
    assert editor.toPlainText().count("\n") == 3
    assert "x" in editor.toPlainText().split("\n")[3]


def test_an_unknown_name_offers_to_make_the_record(tab, session, qtbot):
    editor = tab.work.editor
    at_end(tab, "\n@maria-sant")
    qtbot.keyClicks(editor, "os")
    assert editor.popup.isVisible()
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.toPlainText().endswith("@maria-santos ")
    assert session.workspace.get("person", "maria-santos").names[0].full == "Maria Santos"
    at_end(tab, " [[Third roun")
    qtbot.keyClicks(editor, "d")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    made = session.workspace.records("note")[-1]
    assert made.title == "Third round"
    assert editor.toPlainText().endswith(f"[[{made.id}]]")


def test_no_shortcut_and_no_completion_while_an_input_method_composes(tab, session, qtbot):
    editor = tab.work.editor
    at_end(tab, " @")
    QApplication.sendEvent(editor, QInputMethodEvent("ぐり", []))
    assert not editor.popup.isVisible()
    key = QKeyEvent(QKeyEvent.Type.ShortcutOverride, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QApplication.sendEvent(editor, key)
    assert key.isAccepted()
    session.typing.flush()
    saved = session.workspace.get("note", "n1")
    session.apply(replaced(saved, replace(saved, body="other"), "elsewhere"))
    assert editor.is_composing
    assert editor.textCursor().block().layout().preeditAreaText() == "ぐり"
    decided = QInputMethodEvent("", [])
    decided.setCommitString("greer")
    QApplication.sendEvent(editor, decided)
    assert "@greer" in editor.toPlainText()


def test_a_long_note_shows_the_part_around_the_cursor_and_the_way_on(tab, session, qtbot):
    body = "\n\n".join(f"## Part {number}\n\n" + "word " * 300 for number in range(60))
    session.apply(replaced(FIRST, replace(FIRST, body=body), "long"))
    tab.work.editor.go_to_line(120)
    tab._refresh_around()
    shown = tab.work.preview.toPlainText()
    assert "Part 31" in shown
    assert "Part 55" not in shown
    assert "Show what follows" in shown
    tab.work.preview.anchorClicked.emit(QUrl("line:200"))
    assert "Part 50" in tab.work.preview.toPlainText()
    tab.work.choose_view(2)
    tab._refresh_around()
    assert "Part 59" in tab.work.preview.toPlainText()
    tab.work.choose_view(1)


def test_the_title_has_the_whole_width_at_1280(tab, qtbot):
    tab.work.title.setText("W" * 30)
    assert tab.work.title.width() > 600
    assert tab.work.title.height() >= tab.work.title.fontMetrics().height()


# --- spelling ------------------------------------------------------------------------------------------


@pytest.fixture
def english(tmp_path, session):
    (tmp_path / "en_XX.aff").write_text(
        "SET UTF-8\nTRY esianrtolcd\nSFX S Y 1\nSFX S 0 s .\n", encoding="utf-8"
    )
    (tmp_path / "en_XX.dic").write_text(
        "6\nabout\ncar/S\npoint/S\ntalk/S\ntariff/S\nstay\n", encoding="utf-8"
    )
    checker = spelling()
    before = checker.places
    checker.places = [tmp_path]
    checker.choose("off")
    checker.choose("auto", tmp_path / "words.txt")
    checker.prepare(session.jobs)
    yield checker
    checker.choose("off")
    checker.places = before
    checker.choose("auto")


def test_a_slip_is_underlined_offered_and_taught(tab, english, qtbot):
    editor = tab.work.editor
    editor.setPlainText("Tarifs stay about 米国 cars @greer `cxde`")
    block = editor.document().firstBlock()
    wrong = [(each.start, each.length) for each in block.layout().formats() if each.format.fontUnderline()
             or each.format.underlineStyle() == each.format.UnderlineStyle.SpellCheckUnderline]  # fmt: skip
    assert wrong == [(0, 6)]
    cursor = editor.textCursor()
    cursor.setPosition(2)
    editor.setTextCursor(cursor)
    menu = QMenu()
    menu.addAction("Copy")
    editor.add_spelling(menu)
    words = [each.text() for each in menu.actions()]
    assert words[0] == "Tariffs"
    menu.actions()[0].trigger()
    assert editor.toPlainText().startswith("Tariffs stay")
    assert english.is_wrong("Kuchikomi")
    english.learn("Kuchikomi")
    assert not english.is_wrong("Kuchikomi")


def test_without_a_dictionary_nothing_is_checked(tmp_path, session, english):
    english.choose("off")
    assert english.name == ""
    assert list(english.wrong_words("xyzzy")) == []


# --- quotations and sources ----------------------------------------------------------------------------


def test_a_quotation_is_found_and_written_with_speaker_place_and_source(tab, session, qtbot):
    picker = QuotationPicker(session, tab)
    picker.chosen.connect(tab.work.editor.write_block)
    qtbot.addWidget(picker)
    picker.show()
    picker.field.setText("stay")
    qtbot.waitUntil(lambda: picker.list.count() == 1)
    at_end(tab)
    picker.take()
    text = tab.work.editor.toPlainText()
    assert "> Tariffs stay\n>\n> — @greer, 16 April 2025, p. 2 ^s1\n>\n> *関税は残る*" in text
    session.typing.flush()
    qtbot.waitUntil(lambda: "Jamieson Greer, 16 April 2025" in tab.work.preview.toPlainText())


def test_a_dropped_file_is_captured_cited_and_opens_by_one_click(tab, session, tmp_path, qtbot):
    page = tmp_path / "page.html"
    page.write_text(
        '<!DOCTYPE html><html lang="en"><head><title>Duties &amp; cars</title>'
        '<meta property="og:site_name" content="MOFA">'
        '<meta property="article:published_time" content="2025-05-20T1">'
        '<link rel="canonical" href="https://example.org/a"></head><body><p>Cars pay 25%</p></body></html>',
        encoding="utf-8",
    )  # fmt: skip
    at_end(tab, " ")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(page))])
    tab.work.editor.insertFromMimeData(mime)
    source = session.workspace.records("source")[-1]
    assert (source.title, source.publisher, source.date) == ("Duties & cars", "MOFA", "2025-05-20")
    assert session.workspace.attachment(source.sha256) == page.read_bytes()
    assert tab.work.editor.toPlainText().endswith(f"^{source.id} ")
    tab.work.preview.anchorClicked.emit(QUrl(f"record:source/{source.id}"))
    assert tab.work.is_showing_source
    from PySide6.QtWidgets import QPlainTextEdit

    (shown,) = tab.work.sources.findChildren(QPlainTextEdit)
    assert "Cars pay 25%" in shown.toPlainText()


def test_a_pasted_picture_is_captured_and_the_same_file_is_kept_once(tab, session, qtbot):
    mime = QMimeData()
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(0)
    mime.setImageData(image)
    tab.work.editor.insertFromMimeData(mime)
    tab.work.editor.insertFromMimeData(mime)
    assert session.workspace.count("source") == 2
    assert session.workspace.records("source")[-1].attachment.endswith(".png")


def test_a_source_is_edited_in_place_and_a_bad_date_is_said(tab, session, qtbot):
    tab.show_record("source", "s1")
    fields = tab.work.sources.fields
    for name, typed in (("title", "Report on cars"), ("date", "nonsense")):
        fields[name].editor.setText(typed)
        fields[name].editor.editingFinished.emit()
    assert session.workspace.get("source", "s1").title == "Report on cars"
    assert session.workspace.get("source", "s1").date == "2025-04-17"
    assert fields["date"].error


def test_the_register_lists_sources_and_copies_citations(tab, session, qtbot):
    tab.finder.register_requested.emit()
    assert tab.work.is_showing_register
    assert tab.work.register.model.rowCount() == 1
    tab.work.register.copy_citations()
    assert QGuiApplication.clipboard().text() == "Jiji, “Report”, 17 April 2025"
    tab.finder.source_requested.emit()
    assert tab.work.is_showing_source
    assert session.workspace.count("source") == 2


def test_an_issued_edition_can_be_neither_changed_nor_removed(tab, session, qtbot, tmp_path):
    told = []
    session.message.connect(lambda text, _level: told.append(text))
    digest = session.workspace.put_attachment(b"words of the edition")
    issued = Source(
        id="edition-b-1", title="Talks", attachment="t.txt", sha256=digest, locator=f"content {'b' * 64}"
    )
    session.apply(added(issued))
    tab.show_record("source", issued.id)
    page = tab.work.sources
    assert all(each.editor.isReadOnly() for each in page.fields.values())
    shown = {each.text() for each in page.findChildren(QPushButton)}
    assert "Save a copy…" in shown
    assert not shown & {"Replace the file…", "Remove this source"}
    other = tmp_path / "other.txt"
    other.write_text("other words")
    page.file_given.emit(issued.id, other)
    tab.sources.edit(replace(issued, title="Other"))
    tab.sources.remove(issued.id)
    assert session.workspace.get("source", issued.id) == issued
    assert told == ["This is an issued edition: it can be neither changed nor removed."] * 3
    tab.show_record("source", "s1")
    assert not page.fields["title"].editor.isReadOnly()


def test_a_source_that_something_rests_on_stays(tab, session, qtbot):
    tab.sources.remove("s1")
    assert session.workspace.find("source", "s1") is not None
    session.apply(replaced(session.workspace.get("note", "n1"), replace(FIRST, quotations=()), "free"))
    tab.show_record("source", "s1")
    tab.sources.remove("s1")
    assert session.workspace.find("source", "s1") is None
    assert tab.work.is_showing_register


# --- names ---------------------------------------------------------------------------------------------


def test_a_new_title_is_offered_to_the_links_and_goes_through_in_one_step(tab, session, qtbot, monkeypatch):
    seen = []
    monkeypatch.setattr(RenameDialog, "exec", lambda self: seen.append(self.lines.toPlainText()) or 1)
    tab.work.title.setFocus()
    tab.work.title.selectAll()
    qtbot.keyClicks(tab.work.title, "Washington round")
    session.typing.flush()
    tab.work.title.left.emit()
    assert "One note shows the old title" in tab.work.notice.text
    click(tab, tab.work.notice, "Show and change", qtbot)
    assert "+ As in [[n1|Washington round]] and [[Washington round]]. #talks" in seen[0]
    assert session.workspace.get("note", "n2").body.startswith(
        "As in [[n1|Washington round]] and [[Washington"
    )
    session.undo_stack.undo()
    assert session.workspace.get("note", "n2") == SECOND


def test_a_topic_is_renamed_in_tags_and_texts_at_once(tab, session, qtbot, monkeypatch):
    def answer(dialog):
        dialog.name.setText("rounds")
        dialog.name.typed.emit("rounds")
        return 1

    monkeypatch.setattr(RenameDialog, "exec", answer)
    tab.finder.grouping.setCurrentIndex(1)
    model = tab.finder.model
    row = next(row for row in range(model.rowCount()) if "talks" in model.index(row).data())
    menu = tab.finder.topic_menu(model.index(row))
    menu.actions()[0].trigger()
    assert session.workspace.get("note", "n2").tags == ("rounds",)
    assert session.workspace.get("note", "n2").body.endswith("#rounds")
    session.undo_stack.undo()
    assert session.workspace.get("note", "n1").tags == ("talks",)


def _look_around(tab, qtbot):
    tab._refresh_around()
    qtbot.waitUntil(tab.is_idle, timeout=30_000)


# --- versions, languages, lines ------------------------------------------------------------------------


def test_a_version_is_compared_in_words_and_brought_back(tab, session, qtbot):
    session.apply(replaced(FIRST, replace(FIRST, body="# Points\n\nTalks about steel."), "edit"))
    versions = session.workspace.versions("note", "n1")
    dialog = VersionsDialog(session.workspace.get("note", "n1"), versions, 1, tab)
    qtbot.addWidget(dialog)
    dialog.restore_requested.connect(tab.deeds.restore)
    assert "Talks about carssteel." in dialog.text.toPlainText()
    dialog.ways.button(1).click()
    assert "Then" in dialog.text.toPlainText()
    dialog.restore.click()
    assert session.workspace.get("note", "n1").body == FIRST.body


def test_a_translation_knows_when_its_original_changed(tab, session, qtbot):
    tab.deeds.do_with_pair("new")
    translation = session.workspace.records("note")[-1]
    assert (translation.language, translation.translation_of) == ("ja", "n1")
    assert tab.shown_id == translation.id
    session.apply(replaced(session.workspace.get("note", "n1"), replace(FIRST, body="New text."), "edit"))
    _look_around(tab, qtbot)
    assert tab.side._shown.pair.is_out_of_date
    assert not tab.work.notice.isHidden()  # said once above the text, not at the bottom of the side only
    tab.work.notice.dismiss()
    _look_around(tab, qtbot)
    assert tab.work.notice.isHidden()
    tab.show_record("note", "n1")
    assert tab.work.notice.isHidden()
    tab.show_record("note", translation.id)
    _look_around(tab, qtbot)
    assert not tab.work.notice.isHidden()
    click(tab, tab.side, "The translation fits again", qtbot)
    _look_around(tab, qtbot)
    assert not tab.side._shown.pair.is_out_of_date


def test_a_text_that_departs_from_an_approved_line_is_warned_of_and_put_right(tab, session, qtbot):
    at_end(tab, "\n\nWe ask that most additional tariffs on cars be removed without delay.")
    session.typing.flush()
    _look_around(tab, qtbot)
    assert any(text.startswith("Departs from an approved line") for text in tab.side.checks.texts)
    assert "all additional tariffs" in tab.work.notice.text
    click(tab, tab.work.notice, "Use the approved words", qtbot)
    assert "We ask that all additional tariffs on cars" in tab.work.editor.toPlainText()
    session.typing.flush()
    _look_around(tab, qtbot)
    assert not any(text.startswith("Departs") for text in tab.side.checks.texts)
    tab.show_record("note", "n3")
    qtbot.waitUntil(tab.is_idle, timeout=30_000)
    assert [each[1] for each in tab.side._shown.used_in] == ["n1"]


def test_a_status_says_who_gave_it_and_when(tab, session, qtbot):
    tab.side.fields._choose("status", "cleared")
    note = session.workspace.get("note", "n1")
    assert (note.status, note.status_on) == ("cleared", "2026-10-12")
    tab.side.fields.status_by.editor.setText("M. Sato")
    tab.side.fields.status_by.editor.editingFinished.emit()
    assert session.workspace.get("note", "n1").status_by == "M. Sato"


def test_who_supersedes_is_not_who_cleared_and_the_versions_tell_both(tab, session, qtbot, monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "k.tanaka")
    tab.side.fields._choose("status", "cleared")
    tab.side.fields.change(status_by="M. Sato")
    tab.side.fields._choose("status", "superseded")
    note = session.workspace.get("note", "n1")
    assert (note.status, note.status_by, note.status_on) == ("superseded", "k.tanaka", "2026-10-12")
    _look_around(tab, qtbot)
    now, *before = tab.side._versions.texts
    assert now.endswith("UTC, now  ·  Superseded  ·  k.tanaka  ·  12 October 2026")
    assert any(text.endswith("Cleared  ·  M. Sato  ·  12 October 2026") for text in before)
    assert before[-1].endswith("UTC")
    tab.side.fields._choose("status", "draft")
    note = session.workspace.get("note", "n1")
    assert (note.status, note.status_by, note.status_on) == ("draft", "", "")


def test_a_line_says_which_texts_have_other_words_and_which_papers_hold_it(tab, session, qtbot):
    at_end(tab, "\n\nWe beg that all additional tariffs on cars be removed without any delay.")
    session.typing.flush()
    session.apply(
        added(Briefing(id="b1", template="one-page", as_of="2025-05-24", blocks=(Block("note", "n3"),)))
    )
    tab.show_record("note", "n3")
    _look_around(tab, qtbot)
    assert [each[1:] for each in tab.side._shown.used_in] == [
        ("n1", "First round", False),
        ("b1", "One-page brief · 24 May 2025", True),
    ]


def test_a_click_on_a_question_marks_its_words(tab, session, qtbot):
    at_end(tab, "\n\nCars pay 25% and USTR agrees.\n\n- 4月上旬に米国")
    session.typing.flush()
    _look_around(tab, qtbot)
    tab.side.checks.jump_to("Figure without a source: 25%")
    assert tab.work.editor.textCursor().selectedText() == "25%"
    tab.side.checks.jump_to("Date not precise: 4月上旬")
    assert tab.work.editor.textCursor().selectedText() == "4月上旬"


# --- record of a conversation --------------------------------------------------------------------------


def test_a_conversation_becomes_note_event_follow_ups_and_positions_in_one_step(tab, session, qtbot):
    dialog = ReadoutDialog(session, tab)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.next.click()
    assert dialog.title_field.error
    qtbot.keyClicks(dialog.title, "Call with Greer")
    dialog.next.click()
    assert dialog.step == 1
    qtbot.keyClicks(dialog.present.rows[0][0].editor, "Jamieson Greer")
    dialog.next.click()
    issue, speaker, stance, said = (field.editor for field in dialog.points.rows[0])
    issue.setText("cars")
    speaker.setText("Jamieson Greer")
    stance.setText("keep 25%")
    said.setPlainText("Tariffs on cars stay")
    dialog.next.click()
    what, who, due = (field.editor for field in dialog.follow_ups.rows[0])
    what.setText("Send the table")
    who.setText("Trade desk")
    due.setText("1 June 2025")
    dialog.next.click()
    assert "1 follow-up with" in dialog.summary.text()
    dialog.save.click()
    before = {kind: session.workspace.count(kind) for kind in ("note", "event")}
    assert tab.apply(dialog.outcome.change_set)
    assert session.workspace.count("event") == before["event"] + 2
    note = session.workspace.get("note", dialog.outcome.note_id)
    assert "- @greer: Tariffs on cars stay (keep 25%)" in note.body
    assert "- [ ] Send the table, Trade desk, by 1 June 2025" in note.body
    assert session.workspace.get("person", "greer").positions[-1].stance == "keep 25%"
    due = [each for each in session.workspace.records("event") if isinstance(each, Event) and each.parent]
    assert due[0].dates[0].edtf == "2025-06-01"
    session.undo_stack.undo()
    assert session.workspace.count("note") == before["note"]
    assert session.workspace.get("person", "greer") == GREER


def test_nothing_that_was_entered_of_a_conversation_is_dropped_without_a_word(tab, session, qtbot):
    dialog = ReadoutDialog(session, tab)
    qtbot.addWidget(dialog)
    dialog.title.setText("Call")
    dialog.go(2)
    issue, speaker, stance, said = dialog.points.rows[0]
    issue.editor.setText("cars")
    speaker.editor.setText("greer jamieson")  # as people type it
    stance.editor.setText("keep 25%")
    dialog.next.click()
    assert (dialog.step, bool(said.error)) == (2, True)
    said.editor.setPlainText("Tariffs stay")
    dialog.next.click()
    assert (dialog.step, said.error) == (3, "")
    what, who, due = dialog.follow_ups.rows[0]
    who.editor.setText("Ono Taro")
    due.editor.setText("10 June")
    dialog.next.click()
    assert (dialog.step, bool(what.error), bool(due.error)) == (3, True, True)
    what.editor.setText("Send the table")
    due.editor.setText("10 June 2025")
    dialog.next.click()
    assert dialog.step == 4
    assert "1 new position of" in dialog.summary.text()
    assert dialog.summary.text().endswith("as words only: Ono Taro")


# --- pages of a captured PDF ---------------------------------------------------------------------------


def capture_pdf(tab, session, tmp_path):
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf(["First page", "Tariffs stay", "Last page"]))
    at_end(tab, " ")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    tab.work.editor.insertFromMimeData(mime)
    return session.workspace.records("source")[-1]


def test_a_quotation_opens_the_captured_pdf_at_its_page(tab, session, tmp_path, qtbot):
    pytest.importorskip("pypdfium2")
    source = capture_pdf(tab, session, tmp_path)
    session.typing.flush()
    note = session.workspace.get("note", "n1")
    placed = Quotation("Last page", "greer", "2025-04-16", source.id, "p. 3")
    loose = Quotation("Tariffs\nstay", "greer", "2025-04-16", source.id)
    session.apply(replaced(note, replace(note, quotations=(placed, loose))))
    qtbot.waitUntil(tab.is_idle, timeout=30_000)
    click(tab, tab.side, "p. 3  “Last page”", qtbot)
    view = tab.work.sources.findChild(PdfView)
    assert (view.number.value(), view.words.toPlainText()) == (3, "Last page")
    assert view.picture.pixmap().width() > 100
    qtbot.mouseClick(view.back, Qt.MouseButton.LeftButton)
    assert view.words.toPlainText() == "Tariffs stay"
    qtbot.mouseClick(view.back, Qt.MouseButton.LeftButton)
    tab.show_record("note", "n1")
    click(tab, tab.side, f"^{source.id}  “Tariffs stay”", qtbot)
    assert tab.work.sources.findChild(PdfView).words.toPlainText() == "Tariffs stay"


def test_the_number_of_a_source_in_the_preview_opens_the_page_written_beside_it(
    tab, session, tmp_path, qtbot
):
    pytest.importorskip("pypdfium2")
    source = capture_pdf(tab, session, tmp_path)
    at_end(tab, f"\n\n> — Greer, p. 2 ^{source.id}")
    session.typing.flush()
    qtbot.waitUntil(tab.is_idle, timeout=30_000)
    assert f'href="record:source/{source.id}?2"' in tab.work.preview._html
    tab.work.preview.anchorClicked.emit(QUrl(f"record:source/{source.id}?2"))
    assert tab.work.sources.findChild(PdfView).words.toPlainText() == "Tariffs stay"


def test_a_damaged_pdf_is_kept_and_said_to_be_damaged(tab, session, tmp_path, qtbot):
    pytest.importorskip("pypdfium2")
    file = tmp_path / "torn.pdf"
    file.write_bytes(b"%PDF-1.7\nnothing")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    tab.work.editor.insertFromMimeData(mime)
    tab.show_record("source", session.workspace.records("source")[-1].id)
    view = tab.work.sources.findChild(PdfView)
    assert "damaged" in view.told.text()
    assert view.picture.isHidden()


# --- questions and boxes -------------------------------------------------------------------------------


def test_follow_ups_are_written_into_the_tree_of_questions(tab, session, qtbot):
    body = "## What does a car pay?\n\n27.5%.\n\n### Since when?\n\nApril.\n\n## Second\n\nYes.\n"
    session.apply(ChangeSet("add", added(Note(id="q", title="Q&A", kind="qa", body=body)).changes))
    tab.show_record("note", "q")
    qtbot.waitUntil(tab.is_idle, timeout=30_000)
    editor = tab.work.editor
    editor.go_to_line(2)
    click(tab, tab.side, "New follow-up", qtbot)
    editor.insertPlainText("And parts?")
    at = editor.toPlainText().index("### And parts?")
    assert editor.toPlainText().index("April.") < at < editor.toPlainText().index("## Second")
    editor.go_to_line(4)
    click(tab, tab.side, "New follow-up", qtbot)
    editor.insertPlainText("Why April?")
    click(tab, tab.side, "New question", qtbot)
    editor.insertPlainText("Third")
    session.typing.flush()
    asked = [(each.number, each.words) for each in questions.asked(session.workspace.get("note", "q").body)]
    assert asked == [
        ("1", "What does a car pay?"), ("1.1", "Since when?"), ("1.1.1", "Why April?"), ("1.2", "And parts?"),
        ("2", "Third"), ("3", "Second"),
    ]  # fmt: skip
    qtbot.waitUntil(lambda: len(tab.side.outline.texts) == 6)
    assert tab.side.outline.texts[2].startswith("Why April?")


def test_a_box_in_the_preview_is_ticked_by_a_click_and_undo_takes_it_back(tab, session, qtbot):
    at_end(tab, "\n\n## Next\n\n- [ ] ask [[n2]]\n- [x] done\n- no box [ ] here\n")
    session.typing.flush()
    qtbot.waitUntil(lambda: "☐ ask Second" in tab.work.preview.toPlainText())
    assert "☑ done" in tab.work.preview.toPlainText()
    assert tab.work.preview._html.count('href="tick:') == 2
    line = tab.work.editor.toPlainText().split("\n").index("- [ ] ask [[n2]]")
    assert f'href="tick:{line}"' in tab.work.preview._html
    tab.work.preview.anchorClicked.emit(QUrl(f"tick:{line}"))
    session.typing.flush()
    assert "- [x] ask [[n2]]" in session.workspace.get("note", "n1").body
    session.undo_stack.undo()
    assert "- [ ] ask [[n2]]" in session.workspace.get("note", "n1").body


def test_a_new_note_begins_in_the_language_of_the_window_or_the_one_chosen(tab, session, qtbot):
    tab.new_record("record")
    english = session.workspace.get("note", tab.shown_id)
    assert (english.language, english.title) == ("en", "New note")
    assert english.body.startswith("Held on")
    use_language("ja")
    try:
        tab.new_record("record")
        japanese = session.workspace.get("note", tab.shown_id)
        tab.new_record("line", "en")
        chosen = session.workspace.get("note", tab.shown_id)
    finally:
        use_language("en")
    assert (japanese.language, japanese.title) == ("ja", "新しいメモ")
    assert "## 出席者" in japanese.body
    assert "Present" not in japanese.body
    assert (chosen.language, chosen.body[:6]) == ("en", "## Say")


def test_a_citation_does_not_break_the_heading_it_is_dropped_on(tab, session, tmp_path):
    file = tmp_path / "said.txt"
    file.write_text("They said so.", encoding="utf-8")
    tab.work.editor.moveCursor(QTextCursor.MoveOperation.Start)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    tab.work.editor.insertFromMimeData(mime)
    assert tab.work.editor.toPlainText().split("\n")[0] == "# Points ^said "


@pytest.mark.usefixtures("_empty_clipboard")
def test_what_is_copied_says_its_marking(tab, session):
    told = []
    session.message.connect(lambda text, _level: told.append(text))
    editor, preview = tab.work.editor, tab.work.preview
    editor.setPlainText("Open words.\n\n- (TLP:RED) They give in.")
    editor.selectAll()
    editor.copy()
    assert told == ["What you copied is marked TLP:RED."]
    told.clear()
    editor.setPlainText("Open words.")
    editor.selectAll()
    editor.copy()
    assert told == []
    session.typing.flush()
    tab.side.fields.change(marking="TLP:AMBER")
    preview.setPlainText("Open words.")
    preview.selectAll()
    preview.copy()
    assert told == ["What you copied is marked TLP:AMBER."]


@pytest.mark.parametrize("body", ["word " * 200_000, "関税は残る。" * 100_000, "a\0b"])
def test_a_text_that_no_editor_can_bear_is_shown_in_paragraphs_and_kept(tab, session, qtbot, body):
    session.apply(added(Note(id="long", title="Long", body=body)))
    tab.show_record("note", "long")
    qtbot.waitUntil(tab.is_idle, timeout=60_000)
    shown = tab.work.editor.toPlainText()
    assert max(map(len, shown.split("\n"))) <= LONGEST_LINE
    assert "".join(shown.split()) == "".join(body.replace("\0", "").split())
    assert "stays as it is until you write" in tab.work.notice.text
    session.typing.flush()
    assert session.workspace.get("note", "long").body == body
    assert len(session.workspace.undo_steps()) == 2  # what fills the workspace, and this note
    at_end(tab, "typed")
    session.typing.flush()
    assert session.workspace.get("note", "long").body == f"{shown}typed"


def test_a_citation_stands_behind_the_words_that_are_marked(tab, session):
    editor = tab.work.editor
    editor.setPlainText("They said so. Nobody knows.")
    cursor = editor.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(13, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    editor.cite("^said ")
    assert editor.toPlainText() == "They said so. ^said  Nobody knows."


def test_places_are_replaced_one_by_one(tab, session, qtbot):
    at_end(tab, "\n\nOne tariff, a Tariff, tariff.")
    bar = tab.work.find_bar
    bar.open_bar()
    bar.wanted.setText("tariff")
    bar.other.setText("duty")
    tab.work.editor.moveCursor(QTextCursor.MoveOperation.Start)
    for _time in range(3):  # marks the first, then replaces two
        bar.replace_one()
    assert tab.work.editor.toPlainText().endswith("One duty, a duty, tariff.")
    assert tab.work.editor.textCursor().selectedText() == "tariff"


def test_a_record_of_a_talk_that_was_left_goes_on_where_it_was(tab, session, monkeypatch):
    seen = []

    def leave(dialog):
        seen.append((dialog, dialog.title.text()))
        dialog.title.setText("Fifth round")
        return 0

    monkeypatch.setattr(ReadoutDialog, "exec", leave)
    told = []
    session.message.connect(lambda text, _level: told.append(text))
    tab.deeds.write_readout()
    tab.deeds.write_readout()
    assert [title for _dialog, title in seen] == ["", "Fifth round"]
    assert seen[0][0] is seen[1][0]
    assert "is kept" in told[0]


def test_a_pasted_line_of_a_megabyte_is_cut_into_paragraphs_and_said(tab, session, qtbot):
    told = []
    session.message.connect(lambda text, level: told.append((text, level)))
    given = QMimeData()
    given.setText("words " * 40_000 + "\0end")
    tab.work.editor.moveCursor(QTextCursor.MoveOperation.End)
    tab.work.editor.insertFromMimeData(given)
    text = tab.work.editor.toPlainText()
    assert max(map(len, text.split("\n"))) < 20_100  # the first goes on with what stood there
    assert text.endswith("end")
    assert "\0" not in text
    assert text.count("words") == 40_000
    assert [level for _text, level in told] == ["caution"]
    assert "20,000" in told[0][0]


def test_a_captured_text_of_one_long_line_is_broken_to_be_shown(qtbot):
    view = captured_view(b"x" * 1_000_000, "long.txt")
    qtbot.addWidget(view)
    lines = view.toPlainText().split("\n")
    assert max(map(len, lines)) <= 2_000
    assert "".join(lines).startswith("x" * 400_000)
    assert lines[-1].startswith("… The rest is kept")
    assert captured_view(b"a\nb", "short.txt").toPlainText() == "a\nb"


def test_the_preview_ends_a_line_of_a_megabyte_early():
    html = rendered("y " * 500_000 + "\n\nnext", lambda _kind, _name: None, View(0, 2_000_000))
    assert len(html) < 30_000
    assert "next" in html


def test_a_clearance_without_a_name_says_that_none_is_stated(tab, session):
    session.apply(added(Note(id="sure", title="Sure", body="x", status="cleared")))
    tab.show_record("note", "sure")
    fields = tab.side.fields
    assert not fields.status_by.isHidden()
    assert fields.status_by.editor.placeholderText() == "not stated"
    assert fields.status_on.editor.placeholderText() == "not stated"
    line = VersionLine("2025-05-24T10:00", True, "cleared", "", "")
    assert version_words(line) == "2025-05-24 10:00 UTC, now  ·  Cleared  ·  by whom is not stated"
