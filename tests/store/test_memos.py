"""What the window remembers of its own: beside the records, in the workspace alone, sealed where it is."""

from __future__ import annotations

import pytest

from briefing_app.errors import WorkspaceError
from briefing_app.store.workspace import Workspace


def test_a_memo_stays_over_a_restart_and_is_no_change(tmp_path):
    with Workspace.create(tmp_path / "a.brief") as workspace:
        workspace.keep_memo("questions", "one")
        workspace.keep_memo("other", "x")
        workspace.keep_memo("questions", "二")
        assert workspace.undo_steps() == []
    with Workspace.open(tmp_path / "a.brief") as workspace:
        assert workspace.memo("questions") == "二"
        assert workspace.memo("other") == "x"
        assert workspace.memo("nothing") == ""


def test_an_encrypted_workspace_shows_nothing_of_it_on_disk(tmp_path):
    with Workspace.create(tmp_path / "a.brief", passphrase="long enough words") as workspace:
        workspace.keep_memo("questions", "8703.23.01 from JP")
    files = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert files
    assert all(b"8703" not in each.read_bytes() for each in files)
    with Workspace.open(tmp_path / "a.brief", passphrase="long enough words") as workspace:
        assert workspace.memo("questions") == "8703.23.01 from JP"


def test_nothing_is_kept_where_nothing_can_be_written(tmp_path):
    Workspace.create(tmp_path / "a.brief").close()
    with (
        Workspace.open(tmp_path / "a.brief", read_only=True) as workspace,
        pytest.raises(WorkspaceError),
    ):
        workspace.keep_memo("questions", "one")
