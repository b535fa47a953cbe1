"""The one door for change, and what opening refuses."""

import subprocess
import sys

import pytest
from tinydb import TinyDB

from briefing_app.domain.change import ChangeSet, added, removed, replaced
from briefing_app.domain.records import Event, Note
from briefing_app.errors import StaleChangeError, UsageError, WorkspaceError
from briefing_app.store import disk
from briefing_app.store.workspace import Workspace

NOTE = Note(id="n1", title="関税の話", body="外相が述べた。Über tariffs")


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "talks.brief") as workspace:
        yield workspace


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
