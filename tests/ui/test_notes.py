"""The Notes tab, worked in by hand: write, complete, link, find, undo; an IME is never disturbed."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QPushButton

from briefing_app.domain.change import ChangeSet, added, replaced
from briefing_app.domain.records import Event, Note, Person, PersonName, Quotation, Source
from briefing_app.ui.notes.rendering import Section, Target, sections, to_html, to_html_of_sections
from briefing_app.ui.notes.tab import NotesTab
from briefing_app.ui.widgets.labels import CitationChip

CONTROL = Qt.KeyboardModifier.ControlModifier
AKAZAWA = Person(
    id="akazawa", names=(PersonName("Akazawa Ryosei"), PersonName("赤沢亮正", "Jpan", reading="あかざわ"))
)
ROUND = Note(
    id="n1", title="First round", kind="record", tags=("talks",), marking="TLP:AMBER",
    body="# Points\n@akazawa said 25% hurts. See [[e1]] ^s1\n\n## Next\nUSTR answers by July.",
    quotations=(Quotation("Regrettable", speaker="akazawa", date="2025-04-16", source="s1"),),
)  # fmt: skip
LINE = Note(id="n2", title="関税の発言要領", kind="line", body="関税は[[n1|第1回]]を見る。", language="ja")


@pytest.fixture
def tab(session, qtbot):
    records = (
        AKAZAWA, ROUND, LINE, Event(id="e1", title="Round at the White House"),
        Source(id="s1", title="Report", publisher="Jiji"),
    )  # fmt: skip
    session.workspace.apply(ChangeSet("fill", tuple(added(each).changes[0] for each in records)))
    session.as_of = date(2025, 5, 24)
    tab = NotesTab(session)
    qtbot.addWidget(tab)
    tab.resize(1300, 800)
    tab.show()
    tab.show_record("note", "n1")
    qtbot.waitUntil(tab.is_idle, timeout=30_000)  # the panel beside the text is made after the first picture
    return tab


def rows(tab):
    model = tab.finder.model
    return [model.index(row).data() for row in range(model.rowCount())]


def buttons(widget):
    return {each.text().strip(): each for each in widget.findChildren(QPushButton) if not each.isHidden()}


def put_cursor(editor, place):
    cursor = editor.textCursor()
    cursor.setPosition(place)
    editor.setTextCursor(cursor)


def test_notes_stand_under_their_kind_or_topic(tab):
    tester = QAbstractItemModelTester(tab.finder.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert rows(tab) == ["Record of conversation (1)", "First round", "Line to take (1)", "関税の発言要領"]
    tab.finder.grouping.setCurrentIndex(1)
    assert rows(tab) == ["No topic (1)", "関税の発言要領", "talks (1)", "First round"]
    del tester


def test_two_japanese_characters_find_a_note_with_the_words_around(tab, qtbot):
    tab.finder.field.setText("関税")
    qtbot.waitUntil(lambda: rows(tab) == ["Found (1)", "関税の発言要領"])
    assert "第1回" in tab.finder.model.index(1).data(tab.finder.model.DETAIL)
    tab.finder.field.clear()
    qtbot.waitUntil(lambda: len(rows(tab)) == 4)


def test_the_preview_shows_names_titles_and_source_numbers(tab):
    shown = tab.work.preview.toPlainText()
    assert "Akazawa Ryosei said 25% hurts. See Round at the White House 1" in shown
    assert shown.startswith("Points")


def test_a_link_in_the_preview_asks_for_its_record(tab, qtbot):
    with qtbot.waitSignal(tab.record_requested) as asked:
        tab.work.preview.anchorClicked.emit(QUrl("record:person/akazawa"))
    assert asked.args == ["person", "akazawa"]


def test_what_is_typed_is_saved_previewed_and_undone(tab, session, qtbot):
    editor = tab.work.editor
    put_cursor(editor, len("# Points\n"))
    qtbot.keyClicks(editor, "Well: ")
    qtbot.waitUntil(lambda: "Well: Akazawa" in tab.work.preview.toPlainText())
    session.typing.flush()
    assert "Well: @akazawa" in session.workspace.get("note", "n1").body
    session.undo_stack.undo()
    assert session.workspace.get("note", "n1") == ROUND
    assert editor.toPlainText() == ROUND.body


def test_the_title_is_typed_in_place(tab, session, qtbot):
    tab.work.title.setFocus()
    tab.work.title.selectAll()
    qtbot.keyClicks(tab.work.title, "Round 1")
    session.typing.flush()
    assert session.workspace.get("note", "n1").title == "Round 1"
    assert "Round 1" in rows(tab)


def test_composing_saves_nothing_until_it_is_decided(tab, session):
    editor = tab.work.editor
    put_cursor(editor, 0)
    QApplication.sendEvent(editor, QInputMethodEvent("かんぜい", []))
    session.typing.flush()
    assert session.workspace.get("note", "n1") == ROUND
    decided = QInputMethodEvent("", [])
    decided.setCommitString("関税")
    QApplication.sendEvent(editor, decided)
    session.typing.flush()
    assert session.workspace.get("note", "n1").body.startswith("関税# Points")


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("[[white", "[[e1]]"), ("[[関税", "[[n2]]"), ("@あか", "@akazawa "), ("@aka", "@akazawa "),
        ("^Ji", "^s1 "), ("#tal", "#talks "),
    ],
)  # fmt: skip
def test_references_are_completed_by_what_a_person_would_type(tab, qtbot, typed, completed):
    editor = tab.work.editor
    editor.moveCursor(QTextCursor.MoveOperation.End)
    editor.insertPlainText("\n" + typed[:-1])
    qtbot.keyClicks(editor, typed[-1]) if typed[-1].isascii() else editor.insertPlainText(typed[-1])
    assert editor.popup.isVisible()
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.toPlainText().endswith("\n" + completed)
    assert not editor.popup.isVisible()


def test_escape_closes_the_completion_and_return_goes_on_with_the_list(tab, qtbot):
    editor = tab.work.editor
    editor.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(editor, " @ak")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.popup.isVisible()
    editor.insertPlainText("\n1. one")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.toPlainText().endswith("1. one\n")


def test_marked_words_are_made_bold_by_key(tab, qtbot):
    editor = tab.work.editor
    put_cursor(editor, 2)
    editor.moveCursor(QTextCursor.MoveOperation.EndOfWord, QTextCursor.MoveMode.KeepAnchor)
    qtbot.keyClick(editor, Qt.Key.Key_B, CONTROL)
    assert editor.toPlainText().startswith("# **Points**")


def test_the_side_shows_outline_checks_quotations_links_and_sources(tab):
    words = buttons(tab.side)
    assert tab.side.outline.texts == ["Points", "Next"]
    assert {"Date not precise: by July", "Not spelled out: USTR"} <= set(tab.side.checks.texts)
    assert {"関税の発言要領", "Akazawa Ryosei", "1  Jiji"} <= set(words)
    assert tab.side.fields.quotations.fields[0]["text"].editor.toPlainText() == "Regrettable"
    assert tab.side.fields.quotations.fields[0]["date"].editor.text() == "16 April 2025"


def test_two_sources_of_one_publisher_bear_their_titles_at_the_side(tab, session, qtbot):
    note = replace(session.workspace.find("note", "n1"), body="He said so ^s1 ^s2 ^s3")
    more = (
        Source(id="s2", title="Remarks", publisher="Jiji"),
        Source(id="s3", title="Notice", publisher="USTR"),
    )
    session.apply(ChangeSet("fill", tuple(added(each).changes[0] for each in more)))
    session.apply(replaced(session.workspace.find("note", "n1"), note))
    tab.show_record("note", "n1")

    def chips():
        return [chip.text() for chip in tab.side.findChildren(CitationChip)]

    qtbot.waitUntil(lambda: chips() == ["1  Report", "2  Remarks", "3  USTR"])


def test_the_outline_moves_the_cursor(tab, qtbot):
    outline = tab.side.outline
    place = outline.visualRect(outline.model().index(1, 0)).center()
    qtbot.mouseClick(outline.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert tab.work.editor.textCursor().block().text() == "## Next"


def test_a_backlink_shows_the_note_and_a_source_what_rests_on_it(tab, qtbot):
    qtbot.mouseClick(buttons(tab.side)["関税の発言要領"], Qt.MouseButton.LeftButton)
    assert tab.work.title.text() == "関税の発言要領"
    tab.show_record("source", "s1")
    assert not tab.work.is_showing_note
    qtbot.mouseClick(buttons(tab.work.sources)["First round"], Qt.MouseButton.LeftButton)
    assert tab.work.is_showing_note
    assert tab.work.title.text() == "First round"


def test_marked_words_become_a_quotation(tab, session, qtbot):
    put_cursor(tab.work.editor, 2)
    tab.work.editor.moveCursor(QTextCursor.MoveOperation.EndOfWord, QTextCursor.MoveMode.KeepAnchor)
    qtbot.mouseClick(buttons(tab.side)["Quote the marked text"], Qt.MouseButton.LeftButton)
    assert session.workspace.get("note", "n1").quotations[-1].text == "Points"


def test_a_quotation_is_edited_in_place_and_a_bad_date_said_below(tab, session, qtbot):
    fields = tab.side.fields.quotations.fields[0]
    for name, typed in (("locator", "headline"), ("date", "nonsense")):
        fields[name].editor.setFocus()
        fields[name].editor.selectAll()
        qtbot.keyClicks(fields[name].editor, typed)
        fields[name].editor.left.emit()
    quotation = session.workspace.get("note", "n1").quotations[0]
    assert (quotation.locator, quotation.date) == ("headline", "2025-04-16")
    assert fields["date"].error
    qtbot.mouseClick(tab.side.fields.quotations.add_button, Qt.MouseButton.LeftButton)
    assert len(session.workspace.get("note", "n1").quotations) == 2


def test_a_new_note_has_the_template_of_its_kind_and_can_be_removed(tab, session, qtbot):
    tab.new_record("record")
    note = session.workspace.records("note")[-1]
    assert (note.kind, "## Present" in note.body) == ("record", True)
    assert tab.work.title.selectedText() == "New note"
    qtbot.waitUntil(lambda: "Remove this note" in buttons(tab.side))
    qtbot.mouseClick(buttons(tab.side)["Remove this note"], Qt.MouseButton.LeftButton)
    assert session.workspace.count("note") == 2


def test_kind_and_status_are_chosen_at_the_side(tab, session):
    from PySide6.QtWidgets import QComboBox

    status = next(each for each in tab.side.findChildren(QComboBox) if each.findData("cleared") >= 0)
    status.setCurrentIndex(status.findData("cleared"))
    status.activated.emit(status.currentIndex())
    assert session.workspace.get("note", "n1").status == "cleared"


def test_find_and_replace_is_one_step_back(tab, session, qtbot):
    tab.work.editor.setFocus()
    tab.work.show_find()
    bar = tab.work.find_bar
    bar.wanted.setText("a")
    bar.other.setText("_")
    qtbot.mouseClick(buttons(bar)["Replace all"], Qt.MouseButton.LeftButton)
    session.typing.flush()
    assert session.workspace.get("note", "n1").body.count("a") == 0
    session.undo_stack.undo()
    assert session.workspace.get("note", "n1") == ROUND
    qtbot.keyClick(bar.wanted, Qt.Key.Key_Escape)
    assert bar.isHidden()


def test_an_empty_workspace_says_what_belongs_here(session, qtbot):
    tab = NotesTab(session)
    qtbot.addWidget(tab)
    tab.show()
    tab.activate()
    qtbot.mouseClick(buttons(tab.work)["Write a note"], Qt.MouseButton.LeftButton)
    assert session.workspace.count("note") == 1
    assert tab.work.is_showing_note


HOSTILE = (
    '<script>x</script> <b>bold</b> ![pic](file:///etc/passwd) [go](http://example.org "t") `<i>`\n\n<div>\n'
)


def test_raw_html_pictures_and_outside_links_are_inert():
    html = to_html(HOSTILE, lambda _kind, _key: None)
    assert "<script" not in html
    assert "<b>" not in html
    assert "<img" not in html
    assert "href" not in html
    assert "&lt;script&gt;" in html


def test_titles_of_records_are_escaped_and_unknown_ones_marked():
    html = to_html("[[x]] @nobody", lambda _kind, key: Target("note", key, '<u>"t') if key == "x" else None)
    assert '<a href="record:note/x" title="&lt;u&gt;&quot;t">&lt;u&gt;&quot;t</a>' in html
    assert '<span class="unknown">@nobody</span>' in html


def test_a_long_text_without_headings_is_cut_between_paragraphs_and_reads_the_same():
    plain = "\n\n".join(f"Paragraph {number} **bold** [[e1]] " + "word " * 300 for number in range(40))
    hard = "1. one\n\n   more\n\n2. two\n\n> said\n\n```\ncode\n\ncode\n```\n\n| a |\n| - |\n| b |\n\n"
    text = f"{plain}\n\n{hard}{plain}"
    parts = sections(text)
    assert len(parts) > 8
    assert max(len(part.text) for part in parts) < 12_000
    assert "\n".join(part.text for part in parts) == text
    lines = text.split("\n")
    assert all(part.text.split("\n")[0] == lines[part.line] for part in parts)
    whole = to_html_of_sections([Section(0, text)], lambda _kind, _key: None)
    assert "".join(to_html_of_sections(parts, lambda _kind, _key: None)) == "".join(whole)
