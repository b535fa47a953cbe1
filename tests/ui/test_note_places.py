"""Places in the text of a note: found, replaced, marked and completed also behind letters that count two to
Qt, and spaces that do not break stay what they are.
"""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPushButton

from briefing_app.domain.change import ChangeSet, added, replaced
from briefing_app.domain.records import Note, Person, PersonName
from briefing_app.ui.notes.colours import MarkdownColours
from briefing_app.ui.notes.tab import NotesTab
from briefing_app.ui.widgets.text_places import from_qt, to_qt

SHIFT = Qt.KeyboardModifier.ShiftModifier
LINE = Note(
    id="n3", title="Cars", kind="line", status="cleared", valid_until="2026-12",
    body="## Say\n\nWe ask that all additional tariffs on cars be removed without delay.\n",
)  # fmt: skip


@pytest.fixture
def tab(session, qtbot):
    records = (Note(id="n1", title="Note"), LINE, Person(id="yoshino", names=(PersonName("𠮷野太郎"),)))
    session.workspace.apply(ChangeSet("fill", tuple(added(each).changes[0] for each in records)))
    tab = NotesTab(session)
    qtbot.addWidget(tab)
    tab.resize(1300, 800)
    tab.show()
    tab.show_record("note", "n1")
    qtbot.waitUntil(tab.is_idle, timeout=30_000)
    return tab


@pytest.fixture
def bar(tab):
    tab.work.show_find()
    return tab.work.find_bar


def write(tab, session, text):
    tab.work.editor.insertPlainText(text)
    session.typing.flush()


def saved(session):
    session.typing.flush()
    return session.workspace.get("note", "n1").body


def click(bar, words, qtbot):
    button = next(each for each in bar.findChildren(QPushButton) if each.text() == words)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def marked(tab):
    cursor = tab.work.editor.textCursor()
    return cursor.selectionStart(), cursor.selectedText()


@pytest.mark.parametrize("wanted", [".*", "[a-z]+", "\\d", "(x)", "US$1.00", "^a", "|", "関税", "𠮷", "25 %"])
def test_signs_are_found_as_they_are_typed(tab, session, bar, qtbot, wanted):
    write(tab, session, "関税 𠮷野 .* [a-z]+ \\d (x) US$1.00 ^a | 25\u00a0% axx 1 25x%")
    bar.wanted.setText(wanted)
    qtbot.waitUntil(lambda: bar.count.text() == "1 found")
    assert bar.find_next()
    assert marked(tab)[1].replace("\u00a0", " ") == wanted
    first = marked(tab)
    assert bar.find_next()
    assert marked(tab) == first


def test_replacing_all_is_a_step_of_its_own_also_amid_typing(tab, session, bar, qtbot):
    write(tab, session, "関税は関税。")
    tab.work.editor.insertPlainText("そして")
    bar.wanted.setText("関税")
    bar.other.setText("\\1 $& 課徴金")
    click(bar, "Replace all", qtbot)
    tab.work.editor.insertPlainText("続く")
    assert saved(session) == "\\1 $& 課徴金は\\1 $& 課徴金。そして続く"
    session.undo_stack.undo()
    assert saved(session) == "\\1 $& 課徴金は\\1 $& 課徴金。そして"
    session.undo_stack.undo()
    assert saved(session) == "関税は関税。そして"
    session.undo_stack.undo()
    assert saved(session) == "関税は関税。"


def test_what_is_written_is_not_found_in_again(tab, session, bar, qtbot):
    """A letter of two places had let it find its own words, for ever."""
    write(tab, session, "axb x")
    bar.wanted.setText("x")
    bar.other.setText("𠮷x😀x")
    click(bar, "Replace all", qtbot)
    assert saved(session) == "a𠮷x😀xb 𠮷x😀x"


def test_enter_goes_on_and_shift_enter_goes_back(tab, session, bar, qtbot):
    write(tab, session, "a b a b a")
    tab.work.editor.moveCursor(QTextCursor.MoveOperation.Start)
    bar.wanted.setText("a")
    places = []
    for modifier in (Qt.KeyboardModifier.NoModifier,) * 3 + (SHIFT, SHIFT):
        qtbot.keyClick(bar.wanted, Qt.Key.Key_Return, modifier)
        places.append(marked(tab)[0])
    assert places == [0, 4, 8, 4, 0]


def test_enter_behind_the_other_words_replaces_one_place(tab, session, bar, qtbot):
    write(tab, session, "a b a")
    tab.work.editor.moveCursor(QTextCursor.MoveOperation.Start)
    bar.wanted.setText("a")
    bar.other.setText("c")
    bar.other.setFocus()
    for _time in range(2):
        qtbot.keyClick(bar.other, Qt.Key.Key_Return)
    assert saved(session) == "c b a"


def test_words_that_are_not_there_leave_the_cursor(tab, session, bar):
    write(tab, session, "one two")
    place = tab.work.editor.textCursor().position()
    bar.wanted.setText("three")
    assert not bar.find_next()
    assert tab.work.editor.textCursor().position() == place


def test_esc_closes_the_bar_at_once(tab, bar, qtbot):
    bar.wanted.setText("word")
    qtbot.keyClick(bar.wanted, Qt.Key.Key_Escape)
    assert bar.isHidden()
    assert bar.wanted.text() == "word"


def test_a_space_that_does_not_break_outlives_a_key_elsewhere(tab, session, qtbot):
    """Qt gives the text of an editor with spaces in their place; the cursor would move at each save, too."""
    body = "Rate: 25\u00a0% and\u00a0§\u00a0232.\n\nEnd"
    old = session.workspace.get("note", "n1")
    session.apply(replaced(old, replace(old, body=body), "elsewhere"))
    editor = tab.work.editor
    cursor = editor.textCursor()
    cursor.setPosition(12)
    editor.setTextCursor(cursor)
    qtbot.keyClicks(editor, "xy")
    assert saved(session) == f"{body[:12]}xy{body[12:]}"
    assert editor.textCursor().position() == 14


def test_the_approved_words_replace_their_sentence_behind_such_letters(tab, session, qtbot):
    write(tab, session, "𠮷😀。We ask that all additional tariffs on cars are removed without delay. 𠮷")
    qtbot.waitUntil(lambda: bool(tab.work.editor.extraSelections()), timeout=10_000)
    (selection,) = tab.work.editor.extraSelections()
    assert selection.cursor.selectedText().startswith("We ask")
    qtbot.waitUntil(lambda: not tab.work.notice.isHidden())
    click(tab.work.notice, "Use the approved words", qtbot)
    assert saved(session) == "𠮷😀。We ask that all additional tariffs on cars be removed without delay. 𠮷"


def test_a_name_with_such_a_letter_is_completed_whole(tab, session, qtbot):
    write(tab, session, "😀 @𠮷")
    tab.work.editor.completion.offer()
    assert tab.work.editor.popup.isVisible()
    qtbot.keyClick(tab.work.editor, Qt.Key.Key_Return)
    assert saved(session).strip() == "😀 @yoshino"


def test_a_link_is_coloured_where_it_stands(tab, session):
    write(tab, session, "𠮷😀 [[n3]]")
    block = tab.work.editor.document().firstBlock()
    assert isinstance(tab.work.editor.colours, MarkdownColours)
    (first,) = block.layout().formats()
    assert (first.start, first.length) == (5, 6)


@pytest.mark.parametrize("text", ["", "abc", "𠮷a😀b", "😀"])
def test_places_go_there_and_back(text):
    assert [from_qt(text, to_qt(text, place)) for place in range(len(text) + 1)] == list(range(len(text) + 1))
