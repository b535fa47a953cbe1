"""Import is looked at first and is one step back; export writes what reads back."""

import pytest

from briefing_app.domain.change import added
from briefing_app.domain.records import Event, Note, Person, PersonName
from briefing_app.exchange import formats
from briefing_app.ui import messages
from briefing_app.ui.exchange_dialogs import ImportDialog, start_export, start_import
from tests.ui.test_main_window import make_window


@pytest.fixture
def window(qtbot, tmp_path, monkeypatch):
    window = make_window(qtbot, tmp_path)
    window.create_workspace(tmp_path / "talks.brief", None)
    window.session.workspace.apply(added(Note(id="n1", title="関税")))
    return window


def choose(monkeypatch, path, answer=True):
    seen = []
    monkeypatch.setattr(messages, "ask_open_file", lambda *_: path)
    monkeypatch.setattr(messages, "ask_save_file", lambda *_: path)
    monkeypatch.setattr(ImportDialog, "exec", lambda self: seen.append(self.windowTitle()) or answer)
    return seen


def test_what_was_looked_at_comes_in_and_goes_in_one_step(window, tmp_path, monkeypatch):
    path = tmp_path / "events.json"
    events = [Event(id="a", title="A"), Event(id="b", title="B")]
    path.write_bytes(formats.write(events, "x.json", None))
    assert choose(monkeypatch, path) == []
    start_import(window, window.session)
    assert window.session.workspace.count("event") == 2
    assert "2 added, 0 changed" in window.messages.text
    (entry,) = window.session.workspace.audit_log()
    assert (entry.what, dict(entry.details)) == (
        "import", {"file": "events.json", "added": "2", "updated": "0"},
    )  # fmt: skip
    window.session.undo_stack.undo()
    assert window.session.workspace.count("event") == 0


def test_nothing_comes_in_when_it_is_declined(window, tmp_path, monkeypatch):
    path = tmp_path / "note.md"
    path.write_text("# From elsewhere\n\ntext", encoding="utf-8")
    seen = choose(monkeypatch, path, answer=False)
    start_import(window, window.session)
    assert seen == ["Import note.md"]
    assert window.session.workspace.count("note") == 1


@pytest.mark.parametrize(("ending", "is_said"), [("json", True), ("zip", True), ("csv", False)])
def test_an_export_says_when_it_holds_private_remarks(window, tmp_path, monkeypatch, ending, is_said):
    person = Person(id="p", names=(PersonName("A B"),), private_note="likes golf")
    window.session.workspace.apply(added(person))
    path = tmp_path / f"all.{ending}"
    choose(monkeypatch, path)
    start_export(window, window.session)
    assert ("private remarks" in window.messages.text) == is_said
    if ending == "csv":
        assert b"golf" not in path.read_bytes()


def test_a_file_that_cannot_be_read_is_a_message(window, tmp_path, monkeypatch):
    path = tmp_path / "broken.json"
    path.write_text("{", encoding="utf-8")
    choose(monkeypatch, path)
    start_import(window, window.session)
    assert window.messages.text


def test_an_export_reads_back_whole(window, tmp_path, monkeypatch):
    target = tmp_path / "all.json"
    choose(monkeypatch, target)
    start_export(window, window.session)
    assert "all.json" in window.messages.text
    again = formats.read(target.read_bytes(), "all.json", None)
    assert [record.id for record in again.records] == ["n1"]
    (entry,) = window.session.workspace.audit_log()
    assert (entry.what, entry.details["file"], entry.details["records"]) == ("export", "all.json", "1")


def test_an_export_into_a_workspace_is_refused(window, tmp_path, monkeypatch):
    choose(monkeypatch, tmp_path / "talks.brief" / "x.json")
    start_export(window, window.session)
    assert "inside a workspace" in window.messages.text
