"""A new workspace: where the cursor is, what is said where nothing is, what the first records look like."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QScrollArea

from briefing_app.domain.change import added
from briefing_app.domain.records import Note, Person, PersonName, Quotation, Source
from briefing_app.domain.timeline import DAY
from briefing_app.ui import commands
from briefing_app.ui.new_workspace import NewWorkspaceDialog
from briefing_app.ui.widgets.item_list import ItemList, Part
from tests.ui.test_main_window import make_window


@pytest.fixture
def window(qtbot, tmp_path):
    window = make_window(qtbot, tmp_path)
    window.activateWindow()
    window.create_workspace(tmp_path / "first.brief", None)
    yield window
    window.close_workspace()


@pytest.mark.parametrize(
    ("tab", "words"),
    [("timeline", "Add the first event"), ("people", "Add a person"), ("notes", "Write a note")],
)
def test_enter_takes_the_first_step_of_an_empty_tab(window, tab, words):
    window.desk.show_tab(tab)
    assert window.focusWidget().text() == words
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert isinstance(window.focusWidget(), QLineEdit)
    assert {kind: window.session.workspace.count(kind) for kind in ("person", "note")} == {
        "person": int(tab == "people"), "note": int(tab == "notes"),
    }  # fmt: skip


def test_enter_presses_the_button_that_has_the_focus(window, note):
    add = window.desk.tab.side.fields.quotations.add_button  # in a form, where Enter in a field moves on
    add.setFocus()
    QTest.keyClick(add, Qt.Key.Key_Enter)
    assert len(window.session.workspace.get("note", "n1").quotations) == 2


def test_the_start_page_and_the_form_of_a_new_workspace_are_used_by_keys_alone(window, monkeypatch, tmp_path):
    window.close_workspace()
    asked = []
    window.welcome.new_requested.connect(lambda: asked.append("new"))
    monkeypatch.setattr(commands, "ask_new", lambda _window: None)
    buttons = {each.text(): each for each in window.welcome.findChildren(QPushButton)}
    buttons["New workspace…"].setFocus()
    QTest.keyClick(buttons["New workspace…"], Qt.Key.Key_Return)
    assert asked == ["new"]
    form = NewWorkspaceDialog(tmp_path)
    assert form.place.accessibleName() == "Folder"
    form.deleteLater()


def test_the_first_events_are_all_seen_with_some_weeks_beside_them(window):
    tab = window.desk.tab
    for line in ("23 May 2025 Third round", "15 June 2025 Summit", "9 July 2025 Pause ends"):
        tab.quick.line.setText(line)
        QTest.keyClick(tab.quick.line, Qt.Key.Key_Return)
    port, rails = tab.canvas.item.port, tab.canvas.item.chronicle.rails
    assert len(rails) == 3
    assert all(port.first < rail.start < port.last for rail in rails)
    assert 100 * DAY < port.last - port.first < 200 * DAY


def test_somebody_without_a_name_has_no_forms_of_address(window):
    window.desk.show_tab("people")
    window.desk.tab.new_record()
    words = [each.text() for each in window.desk.tab.page.findChildren(QLabel)]
    assert not any("person-" in text for text in words)
    assert "No name yet: type it on the right." in words


def fill(window, name, text):
    """Type into a field of the first quotation and go on by Tab, as one does while names are offered."""
    field = window.desk.tab.side.fields.quotations.fields[0][name].editor
    field.setFocus()
    field.insert(text)
    QTest.keyClick(QApplication.activePopupWidget() or field, Qt.Key.Key_Tab)


@pytest.fixture
def note(window, qtbot):
    window.session.apply(added(Person(id="p1", names=(PersonName("Ryosei Akazawa"),))))
    window.session.apply(added(Source(id="s1", title="Press release", publisher="MOFA")))
    window.session.apply(added(Note(id="n1", title="Talks", body="x", quotations=(Quotation(text="Cars."),))))
    window.desk.show_record("note", "n1")
    qtbot.waitUntil(window.desk.tab.is_idle, timeout=20_000)


def quotation(window):
    return window.session.workspace.get("note", "n1").quotations[0]


def test_a_quotation_takes_speaker_and_source_by_name(window, note):
    fill(window, "speaker", "Ryosei Akazawa")
    fill(window, "source", "press release")
    assert (quotation(window).speaker, quotation(window).source) == ("p1", "s1")
    fields = window.desk.tab.side.fields.quotations.fields[0]
    assert fields["speaker"].editor.text() == "Ryosei Akazawa"
    assert fields["source"].editor.text() == "MOFA – Press release"


def test_a_source_that_nobody_knows_is_a_new_one_in_the_same_step(window, note):
    fill(window, "source", "Yomiuri, 24 May")
    made = window.session.workspace.get("source", quotation(window).source)
    assert made.title == "Yomiuri, 24 May"
    assert "Added to the sources: Yomiuri, 24 May." in window.messages.text
    window.session.undo_stack.undo()
    assert (quotation(window).source, window.session.workspace.count("source")) == ("", 1)


def test_a_blank_paper_says_how_something_comes_onto_it(window, qtbot):
    window.desk.show_tab("briefing")
    tab = window.desk.tab
    qtbot.waitUntil(tab.is_idle, timeout=20_000)
    assert tab.bar.text.startswith("Nothing stands on this paper yet.")
    tab.composer.set_text(0, "We meet on cars.")
    qtbot.waitUntil(tab.bar.isHidden, timeout=20_000)
    assert tab.pages.accessibleName() == "Pages of the paper"


@pytest.mark.parametrize("tab", ["notes", "briefing"])
def test_no_stop_of_the_tab_key_is_a_frame_without_a_name(window, note, tab):
    window.desk.show_tab(tab)
    frames = [each for each in window.desk.tab.findChildren(QScrollArea) if type(each) is QScrollArea]
    frames += [window.desk.tab.side] if tab == "notes" else []
    stops = [each for each in frames if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert [each for each in stops if each.isVisible() and not each.accessibleName()] == []


def test_what_is_added_is_typed_over_at_once(qtbot):
    shown = ItemList("Quotations", (Part("text", "Words"),), lambda: Quotation(text="New quotation"))
    qtbot.addWidget(shown)
    shown.edited.connect(shown.show_items)
    shown.show()
    shown.add_button.click()
    editor = shown.fields[0]["text"].editor
    qtbot.waitUntil(editor.hasFocus, timeout=2000)
    qtbot.keyClicks(editor, "We ask")
    assert editor.text() == "We ask"


def test_a_field_that_is_made_ahead_takes_nothing_before_it_shows_something(qtbot):
    shown = ItemList("Quotations", (Part("text", "Words"),), lambda: Quotation(text=""))
    qtbot.addWidget(shown)
    shown.make_next([Quotation(text="a")])
    editor = shown.fields[0]["text"].editor
    editor.setText("typed")
    editor.left.emit()
    shown.show_items([Quotation(text="a")])
    assert editor.text() == "a"
