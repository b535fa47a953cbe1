"""A restore or repair that is interrupted: opening brings it to its end or takes it back, by itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from briefing_app.domain.change import added
from briefing_app.domain.records import Note
from briefing_app.errors import UsageError, WorkspaceError
from briefing_app.store import checking, disk, restoring, swapping
from briefing_app.store.workspace import Workspace
from tests.store.test_conversion_faults import Refusing

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked to be killed")
@pytest.mark.parametrize("can_exchange", [True, False])
@pytest.mark.parametrize("task", ["restore", "repair"])
def test_a_kill_at_any_disk_call_leaves_a_place_that_opens(task: str, can_exchange: bool) -> None:
    code = f"""
from tests.store.faults import swaps
report = swaps.run({task!r}, can_exchange={can_exchange})
print(report)
raise SystemExit(bool(report.faults) or report.kills < 25 or not report.new or not report.old)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]


@pytest.fixture
def talks(workspace: Workspace) -> tuple[Path, Path]:
    """A closed workspace with two notes, and its backup that holds one."""
    workspace.apply(added(Note(id="n1", title="one")))
    backup = workspace.backups.make()
    assert backup is not None
    workspace.apply(added(Note(id="n2", title="two")))
    workspace.backups._changes = 0
    workspace.close()
    return workspace.path, backup.path


def ids(path: Path) -> set[str]:
    with Workspace.open(path) as workspace:
        return {record.id for record in workspace.records("note")}


class KilledError(Exception):
    """Stands for the end of the process."""


def interrupted(talks: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, call: int) -> Path:
    """A restore without exchange that ends at its ``call``-th renaming."""
    path, backup = talks
    real, left = disk.rename_folder, [call]

    def rename(source: Path, target: Path) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise KilledError
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(disk, "exchange_folders", lambda _one, _other: False)
        patch.setattr(disk, "rename_folder", rename)
        with pytest.raises(KilledError):
            restoring.restore(backup, path, None)
    return path


def test_nothing_at_the_place_is_brought_to_its_end_and_told(
    talks: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = interrupted(talks, monkeypatch, 2)
    assert not path.exists()
    with Workspace.open(path) as workspace:
        assert workspace.count("note") == 1
        (said,) = workspace.notices
    assert "brought to its end" in said
    (kept,) = path.parent.glob("talks-before-restore-*.brief")
    assert kept.name in said
    assert ids(kept) == {"n1", "n2"}
    with Workspace.open(path) as workspace:
        assert workspace.notices == ()
        assert len(workspace.backups.all()) == 1


def test_before_the_exchange_it_is_taken_back(
    talks: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = interrupted(talks, monkeypatch, 1)
    assert "it is as it was" in checking.check(path, None).remarks[0]
    assert ids(path) == {"n1", "n2"}
    assert {each.name for each in path.parent.iterdir()} == {"talks.brief"}


def test_a_place_that_waits_for_its_end_cannot_be_taken_by_a_new_workspace(
    talks: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = interrupted(talks, monkeypatch, 2)
    with pytest.raises(UsageError, match="already exists"):
        Workspace.create(path)
    assert ids(path) == {"n1"}


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"fresh": "../elsewhere", "kept": "x", "token": "t"}', b'{"fresh": 3}'],
)
def test_a_note_that_cannot_be_read_moves_nothing(talks: tuple[Path, Path], content: bytes) -> None:
    path, _ = talks
    swapping.note_of(path).write_bytes(content)
    assert ids(path) == {"n1", "n2"}
    assert not swapping.is_pending(path)


def test_while_another_program_restores_it_is_said(talks: tuple[Path, Path]) -> None:
    path, _ = talks
    names = {"fresh": ".restoring-talks.brief", "kept": "kept.brief", "token": "t"}
    swapping.note_of(path).write_text(json.dumps(names))
    with swapping._NoteHeld(path), pytest.raises(WorkspaceError, match="just being restored"):
        Workspace.open(path)
    assert ids(path) == {"n1", "n2"}


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("can_exchange", [True, False])
def test_a_medium_that_refuses_at_any_call_of_a_restore_loses_neither_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_exchange: bool, lasting: bool
) -> None:
    call, refused = 0, 0
    while True:
        call += 1
        path = tmp_path / str(call) / "talks.brief"
        with Workspace.create(path) as workspace:
            workspace.apply(added(Note(id="n1", title="one")))
            backup = workspace.backups.make()
            assert backup is not None
            workspace.apply(added(Note(id="n2", title="two")))
            workspace.backups._changes = 0
        told = False
        with monkeypatch.context() as patch:
            if not can_exchange:
                patch.setattr(disk, "exchange_folders", lambda _one, _other: False)
            medium = Refusing(patch, call, lasting=lasting)
            try:
                restoring.restore(backup.path, path, None)
            except WorkspaceError:
                told = True
        refused += told
        found = ids(path)
        kept = [ids(each) for each in path.parent.glob("talks-before-restore-*.brief")]
        assert {"n1", "n2"} in (found, *kept), call
        assert told or found == {"n1"}
        assert len(list((path / "backups").glob("*.brief"))) == 1
        assert not swapping.is_pending(path)
        if medium.is_over:
            break
    assert refused > 8
