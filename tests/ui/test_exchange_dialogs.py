"""Import is looked at first and is one step back; export writes what reads back."""

import pytest

from briefing_app.domain.change import added
from briefing_app.domain.records import Event, Note, Person, PersonName
from briefing_app.exchange import formats
from briefing_app.ui import messages
from briefing_app.ui.exchange_dialogs import ImportDialog, start_export, start_import
from briefing_app.ui.handing_on import HandingOnDialog
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


@pytest.mark.parametrize("ticked", [False, True])
@pytest.mark.parametrize("ending", ["json", "zip", "csv", "xlsx", "vcf"])
def test_contact_and_remarks_leave_only_where_they_are_ticked(window, tmp_path, monkeypatch, ending, ticked):
    person = Person(
        id="p", names=(PersonName("A B"),), private_note="likes golf", contact={"email": "a@secret.example"}
    )
    window.session.workspace.apply(added(person))
    path = tmp_path / f"all.{ending}"
    choose(monkeypatch, path)

    def tick(dialog):
        assert (dialog.contact.isChecked(), dialog.private.isChecked()) == (False, False)
        dialog.contact.setChecked(ticked)
        dialog.private.setChecked(ticked)
        return 1

    monkeypatch.setattr(HandingOnDialog, "exec", tick)
    start_export(window, window.session)
    assert ("It holds private remarks" in window.messages.text) == ticked
    assert ("were left out" in window.messages.text) != ticked
    if ending == "vcf":
        (found,) = formats.read(path.read_bytes(), path.name, None).records
    else:
        found = next(
            each for each in formats.read(path.read_bytes(), path.name, None).records
            if isinstance(each, Person)
        )  # fmt: skip
    assert (found.private_note, found.contact) == (
        ("likes golf", {"email": "a@secret.example"}) if ticked else ("", {})
    )


def test_nothing_is_written_when_the_question_is_cancelled(window, tmp_path, monkeypatch):
    window.session.workspace.apply(added(Person(id="p", names=(PersonName("A B"),), contact={"phone": "1"})))
    choose(monkeypatch, tmp_path / "all.json")
    monkeypatch.setattr(HandingOnDialog, "exec", lambda _self: 0)
    start_export(window, window.session)
    assert not (tmp_path / "all.json").exists()


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
