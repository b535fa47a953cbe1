"""A medium that failed comes back: an unplugged drive, a share that was cut off."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefing_app.domain.change import added
from briefing_app.domain.records import Note
from briefing_app.errors import WorkspaceError
from briefing_app.store import compaction, disk, group_sync, journal, snapshot
from briefing_app.store.save_state import SaveState
from briefing_app.store.workspace import Workspace
from tests.store.test_faults import cheap_keys, refusing


def note(number: int) -> Note:
    return Note(id=f"n{number}", title=f"Note {number}", body="関税 " * 20)


@pytest.fixture(params=[None, "secret"], ids=["plain", "encrypted"])
def workspace(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Workspace]:
    cheap_keys(monkeypatch)
    monkeypatch.setattr(group_sync, "FIRST_RETRY_SECONDS", 600.0)  # the tests reconnect by hand, but for one
    with Workspace.create(tmp_path / "talks.brief", passphrase=request.param) as made:
        made.apply(added(note(1)))
        yield made


def unplug(workspace: Workspace) -> Path:
    """Take the folder away under the open files, as a drive that is pulled out, and give where it lies."""
    away = workspace.path.with_name("drive")
    shutil.copytree(workspace.path, away)  # other files than the open ones: as after plugging in again
    shutil.rmtree(workspace.path)
    with pytest.raises(WorkspaceError, match="removed while it was open"):
        workspace.apply(added(note(2)))
    return away


def notes_on_disk(workspace: Workspace, passphrase: str | None = None) -> list[str]:
    copy = workspace.path.with_name("seen.brief")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(workspace.path, copy)
    with Workspace.open(copy, passphrase=passphrase, read_only=True) as seen:
        return [each.id for each in seen.records("note")]


def secret_of(workspace: Workspace) -> str | None:
    return "secret" if workspace.encrypted else None


def test_work_goes_on_when_the_folder_is_back(workspace: Workspace) -> None:
    away = unplug(workspace)
    with pytest.raises(WorkspaceError, match="No such file"):
        workspace._storage.reconnect()
    with pytest.raises(WorkspaceError, match="removed while it was open"):
        workspace.apply(added(note(3)))
    away.rename(workspace.path)
    workspace._storage.reconnect()
    workspace.apply(added(note(4)))
    assert notes_on_disk(workspace, secret_of(workspace)) == ["n1", "n4"]  # 2 and 3 were refused, and told
    assert "process" in (workspace.path / "lock").read_text()
    with pytest.raises(WorkspaceError, match="open in another program"):
        Workspace.open(workspace.path, passphrase=secret_of(workspace))


def test_what_was_typed_when_the_medium_failed_is_saved_when_it_is_back(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[object] = []
    states: list[SaveState] = []
    saved = threading.Event()
    workspace.on_state(lambda state: (states.append(state), state.is_saved and saved.set()))
    monkeypatch.setattr(group_sync, "FIRST_RETRY_SECONDS", 0.05)
    with monkeypatch.context() as patch:
        patch.setattr(disk, "sync_content", refusing(errno.EIO))
        patch.setattr(disk, "sync", refusing(errno.EIO))
        told = threading.Event()
        workspace.apply(
            added(note(2)), durable=False, on_synced=lambda error: (heard.append(error), told.set())
        )
        assert told.wait(5)
        assert "Input/output error" in str(heard[0])
        assert not saved.is_set()
        assert not workspace.is_synced
    assert saved.wait(5)  # by the clock, without a call
    assert workspace.is_synced
    assert [each.is_saved for each in states] == [False, True]  # a failure is told once, not at each try
    assert notes_on_disk(workspace, secret_of(workspace)) == ["n1", "n2"]
    assert not workspace.read_only


def test_what_another_program_wrote_meanwhile_is_never_lost(workspace: Workspace) -> None:
    away = unplug(workspace)
    with Workspace.open(away, passphrase=secret_of(workspace)) as other:
        other.apply(added(note(9)))
    away.rename(workspace.path)
    files = (*workspace.path.glob("workspace*"), *workspace.path.glob("journal*"))
    before = {each: each.read_bytes() for each in files}
    with pytest.raises(WorkspaceError, match="changed by another program while it could not be reached"):
        workspace._storage.reconnect()
    with pytest.raises(WorkspaceError, match="Copy what you typed last"):
        workspace.apply(added(note(3)))
    workspace.close()
    assert {each: each.read_bytes() for each in before} == before
    assert sorted(notes_on_disk(workspace, secret_of(workspace))) == ["n1", "n9"]


def test_a_copy_that_another_program_has_open_is_left_alone_until_it_is_closed(workspace: Workspace) -> None:
    away = unplug(workspace)
    other = Workspace.open(away, passphrase=secret_of(workspace))
    away.rename(workspace.path)
    with pytest.raises(WorkspaceError, match="open in another program"):
        workspace._storage.reconnect()
    other._storage._release()
    workspace._storage.reconnect()
    workspace.apply(added(note(4)))
    assert notes_on_disk(workspace, secret_of(workspace)) == ["n1", "n4"]


def test_an_older_copy_of_the_folder_is_not_taken_for_it(workspace: Workspace) -> None:
    older = workspace.path.with_name("older")
    shutil.copytree(workspace.path, older)
    workspace._storage.compact()
    workspace.apply(added(note(5)))
    unplug(workspace)
    older.rename(workspace.path)
    with pytest.raises(WorkspaceError, match="changed by another program"):
        workspace._storage.reconnect()
    assert notes_on_disk(workspace, secret_of(workspace)) == ["n1"]


def test_a_journal_that_was_not_made_to_its_end_is_no_work_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_sync, "FIRST_RETRY_SECONDS", 600.0)
    Workspace.create(tmp_path / "talks.brief").close()
    with Workspace.open(tmp_path / "talks.brief") as workspace:
        with monkeypatch.context() as patch:
            patch.setattr(disk, "write_at", refusing(errno.EIO))
            patch.setattr(disk, "remove", refusing(errno.EIO))
            with pytest.raises(WorkspaceError, match="Input/output error"):
                workspace.apply(added(note(1)))
        assert len(journal.numbers_in(workspace.path)) == 1
        workspace._storage.reconnect()
        assert journal.numbers_in(workspace.path) == []
        workspace.apply(added(note(2)))
        assert notes_on_disk(workspace) == ["n2"]


def test_closing_tries_once_more(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(disk, "sync_content", refusing(errno.EIO))
        patch.setattr(snapshot, "write", refusing(errno.EIO))
        workspace.apply(added(note(2)), durable=False)
        with pytest.raises(WorkspaceError):
            workspace.sync()
    passphrase = secret_of(workspace)
    workspace.close()
    assert notes_on_disk(workspace, passphrase) == ["n1", "n2"]


def test_a_medium_that_fails_again_at_any_call_is_tried_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = {name: getattr(disk, name) for name in ("create", "write_at", "sync", "replace", "remove")}
    saved, call = ["n1"], 0
    while True:
        call += 1
        calls = [0]

        def failing(name: str, calls: list[int] = calls, call: int = call) -> object:
            def run(*arguments: object) -> object:
                calls[0] += 1
                if calls[0] == call:
                    raise OSError(errno.EIO, os.strerror(errno.EIO))
                return real[name](*arguments)

            return run

        with monkeypatch.context() as patch:
            patch.setattr(disk, "sync_content", refusing(errno.EIO))
            workspace.apply(added(note(100 + call)), durable=False)
            with pytest.raises(WorkspaceError):
                workspace.sync()
        saved.append(f"n{100 + call}")
        with monkeypatch.context() as patch:
            for name in real:
                patch.setattr(disk, name, failing(name))
            try:
                workspace._storage.reconnect()
                is_back = True
            except WorkspaceError:
                is_back = False
        if not is_back:
            workspace._storage.reconnect()
        assert notes_on_disk(workspace, secret_of(workspace)) == saved
        if calls[0] < call:
            break
    assert call > 5


def test_a_snapshot_whose_renaming_could_not_be_confirmed_is_known_as_ours(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replace(source: Path, target: Path) -> None:
        source.replace(target)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(disk, "replace", replace)
        with pytest.raises(WorkspaceError, match="Input/output error"):
            workspace._storage.compact()
    unplug(workspace).rename(workspace.path)
    workspace._storage.reconnect()
    assert notes_on_disk(workspace, secret_of(workspace)) == ["n1"]


def test_a_medium_that_fails_before_a_snapshot_in_the_background_is_told_once(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    crashed: list[object] = []
    monkeypatch.setattr(threading, "excepthook", crashed.append)
    monkeypatch.setattr(compaction, "SMALLEST_BYTES", 0)
    monkeypatch.setattr(compaction, "SHARE_OF_SNAPSHOT", 0)
    storage = workspace._storage
    with storage.guard:  # the snapshot waits for the end of the change that makes the medium fail
        workspace.apply(added(note(2)))
        storage._refuse(WorkspaceError("The drive is away."))
    storage._compactor.wait()
    assert crashed == []
    storage.reconnect()
    workspace.apply(added(note(3)))
    assert notes_on_disk(workspace, secret_of(workspace)) == ["n1", "n2", "n3"]


def test_what_is_typed_while_the_medium_is_away_is_kept_and_saved_when_it_is_back(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[object] = []
    away = unplug(workspace)
    workspace.apply(added(note(5)), durable=False, on_synced=heard.append)
    workspace.keep_memo("asked", "8703.23.01")
    assert [each.id for each in workspace.records("note")] == ["n1", "n5"]  # what an export elsewhere reads
    assert not workspace.is_synced
    away.rename(workspace.path)
    real, typed = snapshot.write, [6, 7]

    def write(*arguments: object, **options: object) -> int:
        if typed:  # typing goes on while the snapshot is written
            workspace.apply(added(note(typed.pop(0))), durable=False, on_synced=heard.append)
        return real(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(snapshot, "write", write)
    workspace._storage.reconnect()
    assert heard == [None, None, None]
    assert workspace.is_synced
    workspace.apply(added(note(8)))
    assert notes_on_disk(workspace, secret_of(workspace)) == ["n1", "n5", "n6", "n7", "n8"]
    assert workspace._desk.memo("asked") == "8703.23.01"
    assert [step.change_set.label for step in workspace.undo_steps()][-1] == "Add note"


def test_a_medium_that_goes_as_soon_as_the_snapshot_is_in_place_is_known_when_it_is_back(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = disk.replace

    def replace_and_go(source: Path, target: Path) -> None:
        real(source, target)
        workspace.path.rename(workspace.path.with_name("drive"))

    with monkeypatch.context() as patch:
        patch.setattr(disk, "replace", replace_and_go)
        workspace._storage.compact()
        patch.setattr(disk, "sync_content", refusing(errno.EIO))
        with pytest.raises(WorkspaceError, match="Input/output error"):
            workspace.apply(added(note(2)))
    workspace.path.with_name("drive").rename(workspace.path)
    workspace._storage.reconnect()
    workspace.apply(added(note(3)))
    assert notes_on_disk(workspace, secret_of(workspace)) == ["n1", "n3"]
