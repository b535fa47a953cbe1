"""The one door for change, and what opening refuses."""

import subprocess
import sys
import time

import pytest
from tinydb import TinyDB

from briefing_app.domain.change import ChangeSet, added, removed, replaced
from briefing_app.domain.records import Event, Note
from briefing_app.errors import StaleChangeError, UsageError, WorkspaceError
from briefing_app.store import disk
from briefing_app.store.workspace import Workspace

NOTE = Note(id="n1", title="関税の話", body="外相が述べた。Über tariffs")


def test_what_was_applied_is_there_after_reopening(workspace):
    workspace.apply(added(NOTE))
    workspace.close()
    with Workspace.open(workspace.path) as again:
        assert again.records("note") == (NOTE,)


def test_stock_tinydb_opens_the_snapshot(workspace):
    workspace.apply(added(NOTE))
    workspace.close()
    with TinyDB(workspace.path / "workspace.json") as database:
        assert database.table("note").all()[0]["title"] == "関税の話"


def test_inverse_takes_a_change_back(workspace):
    change = ChangeSet("both", (*added(NOTE).changes, *added(Event(id="e1", title="x")).changes))
    workspace.apply(change)
    workspace.apply(change.inverse())
    assert workspace.count("note") == workspace.count("event") == 0


def test_an_id_is_given_once(workspace):
    workspace.apply(added(NOTE))
    with pytest.raises(UsageError, match="exists already"):
        workspace.apply(added(NOTE))


def test_a_stale_change_changes_nothing(workspace):
    workspace.apply(added(NOTE))
    newer = Note(id="n1", title="newer")
    workspace.apply(replaced(NOTE, newer))
    with pytest.raises(StaleChangeError):
        workspace.apply(removed(NOTE))
    assert workspace.get("note", "n1") == newer


def test_a_change_set_is_all_or_nothing(workspace):
    workspace.apply(added(NOTE))
    with pytest.raises(UsageError):
        workspace.apply(ChangeSet("two", (*added(Note(id="n2", title="y")).changes, *added(NOTE).changes)))
    assert workspace.find("note", "n2") is None


def test_search_folds_width_case_and_kana(workspace):
    workspace.apply(added(NOTE))
    for query in ("関税", "外相", "uber", "ＴＡＲＩＦＦＳ"):
        assert [hit.id for hit in workspace.search(query)] == ["n1"], query
    assert workspace.search("steel") == []


def test_a_full_disk_keeps_the_old_state(workspace, monkeypatch):
    workspace.apply(added(NOTE))

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "write_at", full)
    with pytest.raises(WorkspaceError, match="No space left"):
        workspace.apply(added(Note(id="n2", title="y")))
    monkeypatch.undo()
    assert workspace.find("note", "n2") is None
    workspace.close()
    with Workspace.open(workspace.path) as again:
        assert again.records("note") == (NOTE,)


def test_a_second_process_is_refused_by_name(workspace):
    code = (
        "import sys; from pathlib import Path; from briefing_app.store.workspace import Workspace\n"
        "try: Workspace.open(Path(sys.argv[1]))\n"
        "except Exception as error: print(error); sys.exit(error.exit_code)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(workspace.path)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 3
    assert "open in another program (host" in run.stdout


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "is not a workspace"),
        ("PK\x03\x04", "damaged"),
        ('{"_default": {}}', "another program's file"),
        ('{"_meta": {"1": {"product": "briefing-desk", "format": 99}}}', "newer version"),
    ],
)
def test_what_is_not_a_workspace_is_refused(tmp_path, content, words):
    folder = tmp_path / "x.brief"
    folder.mkdir()
    if content is not None:
        (folder / "workspace.json").write_text(content)
    with pytest.raises(WorkspaceError) as caught:
        Workspace.open(folder)
    assert words in str(caught.value)


def test_create_refuses_a_folder_with_something_in_it(tmp_path):
    (tmp_path / "x").write_text("mine")
    with pytest.raises(UsageError, match="not empty"):
        Workspace.create(tmp_path)


def test_typing_is_acknowledged_when_it_is_synced(workspace):
    told = []
    workspace.apply(added(NOTE), durable=False, on_synced=told.append)
    assert workspace.find("note", "n1") == NOTE
    deadline = time.monotonic() + 5
    while not told and time.monotonic() < deadline:
        time.sleep(0.005)
    assert told == [None]


def test_sync_brings_every_waiting_change_to_the_medium_at_once(workspace):
    told = []
    for number in range(5):
        workspace.apply(added(Note(id=f"n{number}", title="x")), durable=False, on_synced=told.append)
    workspace.sync()
    assert told == [None] * 5


def test_the_window_hears_when_it_is_saved_and_when_not(workspace, monkeypatch):
    states = []
    workspace.on_state(states.append)
    workspace.apply(added(NOTE))
    assert states[-1].is_saved
    with monkeypatch.context() as patch:
        patch.setattr(disk, "write_at", full)
        with pytest.raises(WorkspaceError):
            workspace.apply(added(Note(id="n2", title="y")))
    assert "No space left" in str(states[-1].error)


def full(*_arguments):
    raise OSError(28, "No space left on device")


def test_attachments_are_kept_by_what_they_hold(workspace):
    digest = workspace.put_attachment(b"content")
    assert workspace.put_attachment(b"content") == digest
    workspace.close()
    with Workspace.open(workspace.path) as again:
        assert again.attachment(digest) == b"content"
        with pytest.raises(UsageError, match="holds no attachment"):
            again.attachment("0" * 64)
        with pytest.raises(UsageError, match="is not the SHA-256"):
            again.attachment("../../etc/passwd")


def test_one_change_writes_the_changed_records_only(workspace):
    notes = [Note(id=f"n{number}", title="x", body="y" * 900) for number in range(500)]
    workspace.apply(ChangeSet("many", tuple(change for note in notes for change in added(note).changes)))
    before = workspace._storage._journal.length
    workspace.apply(replaced(notes[7], Note(id="n7", title="z")))
    assert workspace._storage._journal.length - before < 3000


def test_every_record_kind_is_read_back_as_it_was_written(tmp_path):
    from decimal import Decimal

    from briefing_app.domain import records as r

    everything = [
        r.Event(id="e", title="x", dates=(r.TypedDate("2025"),), participants=(r.Participant("p"),)),
        r.Person(id="p", names=(r.PersonName("A"),), posts=(r.Post("M", from_="2024", to="2025"),),
                 relations=(r.Relation("q", from_="2024"),), positions=(r.Position("i"),),
                 address={"a": "b"}),
        r.Note(id="n", title="x", quotations=(r.Quotation("t"),), tags=("a", "b")),
        r.Source(id="s", title="x"),
        r.Scenario(id="c", edits=(r.ScenarioEdit("change", "m", {"rate": "0.1", "list": [1]}),)),
        r.Basket(id="b", rows=(r.BasketRow("1", Decimal("0.10"), facts={"x": True}),)),
        r.Briefing(id="g", template="t", blocks=(r.Block("note", "n", options={"k": 1}),)),
        r.Series(id="z", title="x", points=(r.SeriesPoint("1", Decimal("1.5"), figures={"f": Decimal(2)}),)),
    ]  # fmt: skip
    with Workspace.create(tmp_path / "all.brief") as workspace:
        for record in everything:
            workspace.apply(added(record))
    with Workspace.open(tmp_path / "all.brief") as again:
        assert [again.get(record.record_kind, record.id) for record in everything] == everything
        assert all(type(again.get(each.record_kind, each.id)) is type(each) for each in everything)


def test_the_heads_of_marked_notes_are_found_without_those_that_only_speak_of_markings(workspace):
    notes = [
        Note(id="open", title="x", body='He wrote "marking":"TLP:RED" there', marking=""),
        Note(id="red", title="x", marking="TLP:RED"),
        Note(id="own", title="x", marking="部外秘"),
        Note(id="key", title='"marking": "US SECRET', marking=""),
    ]
    workspace.apply(ChangeSet("many", tuple(change for note in notes for change in added(note).changes)))
    marked = workspace.note_heads(marked_only=True)
    assert [(head.id, head.marking) for head in marked] == [("red", "TLP:RED"), ("own", "部外秘")]
    assert [head.id for head in workspace.note_heads()] == ["open", "red", "own", "key"]
