"""A medium that refuses at any call of a conversion: work goes on, and the next opening finds all of it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest

from briefing_app.domain.change import added
from briefing_app.domain.records import Note
from briefing_app.errors import PassphraseError, WorkspaceError
from briefing_app.store import backup_names, checking, conversion_cleanup, disk, keyfile
from briefing_app.store.conversion_progress import Progress
from briefing_app.store.workspace import Workspace
from tests.store.test_protection import readable

Task = Literal["encrypt", "decrypt", "change"]
CALLS = (
    "create", "write_at", "sync_content", "sync", "replace", "sync_folder", "remove", "remove_tree",
    "rename_folder",
)  # fmt: skip
CANARY = "Kanarienvogel"
OLD, NEW = "first", "second"


def filled(folder: Path, task: Task) -> tuple[Workspace, str]:
    workspace = Workspace.create(folder, passphrase=None if task == "encrypt" else OLD)
    workspace.apply(added(Note(id="n1", title=f"{CANARY} one")))
    digest = workspace.put_attachment(f"{CANARY} attached".encode())
    workspace.search(CANARY)
    workspace.backups.make()
    return workspace, digest


def convert(workspace: Workspace, task: Task) -> None:
    if task == "encrypt":
        workspace.encrypt(NEW)
    elif task == "decrypt":
        workspace.decrypt(OLD)
    else:
        workspace.change_passphrase(OLD, NEW)


class Refusing:
    """Lets the disk calls from the ``first`` on fail: that one only, or each after it too."""

    def __init__(self, patch: pytest.MonkeyPatch, first: int, *, lasting: bool) -> None:
        self.calls = 0
        self._first, self._lasting = first, lasting
        for name in CALLS:
            patch.setattr(disk, name, self._wrapped(getattr(disk, name)))

    @property
    def is_over(self) -> bool:
        return self.calls < self._first

    def _wrapped(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            self.calls += 1
            if self.calls == self._first or (self._lasting and self.calls > self._first):
                if real.__name__ == "remove_tree":
                    return None  # it says nothing when something stays
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return real(*arguments)

        return run


@pytest.mark.slow
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("task", ["encrypt", "decrypt", "change"])
def test_a_refusal_at_any_call_leaves_a_workspace_that_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, task: Task, lasting: bool
) -> None:
    refused, call = 0, 0
    outcomes: set[tuple[bool, bool]] = set()
    while True:
        call += 1
        folder = tmp_path / f"{call}.brief"
        workspace, digest = filled(folder, task)
        told = ""
        with monkeypatch.context() as patch:
            medium = Refusing(patch, call, lasting=lasting)
            try:
                convert(workspace, task)
            except WorkspaceError as error:
                told = str(error)
        refused += bool(told)
        outcomes.add((workspace.encrypted, bool(told)))
        # The open workspace reads and searches whatever happened, under the keys that its files have now.
        assert workspace.encrypted == conversion_cleanup.is_sealed_workspace(folder), call
        assert workspace.attachment(digest) == f"{CANARY} attached".encode(), call
        assert [hit.id for hit in workspace.search(CANARY)] == ["n1"], call
        if workspace._storage.failure is None:
            workspace.apply(added(Note(id="n2", title=f"{CANARY} two")))
            assert workspace.attachment(workspace.put_attachment(b"later")) == b"later"
        count = workspace.count("note")
        workspace.close()
        _opens_whole(folder, task, told, (count, digest))
        if medium.is_over:
            break
    assert not told
    assert refused > 5
    if task != "change":  # refused before it counts, refused after it, not refused
        assert outcomes == {(False, True), (True, True), (task == "encrypt", False)}


def _opens_whole(folder: Path, task: Task, told: str, held: tuple[int, str]) -> None:
    count, digest = held
    passphrase = None
    if conversion_cleanup.is_sealed_workspace(folder):
        passphrase = NEW if task == "encrypt" else OLD
        if task == "change":
            passphrase = _the_one_that_opens(folder)
            assert told or passphrase == NEW
            if "was changed" in told or "The new passphrase opens" in told:
                assert passphrase == NEW
            elif told:
                assert passphrase == OLD
    with Workspace.open(folder, passphrase=passphrase) as again:
        assert again.count("note") == count
        assert again.attachment(digest) == f"{CANARY} attached".encode()
        assert not (folder / conversion_cleanup.MARKER).exists()
        again.backups._changes = 0
    assert checking.check(folder, passphrase).is_sound
    assert keyfile.is_there(folder) == (passphrase is not None)
    if passphrase is not None:
        assert readable(folder) == []


def _the_one_that_opens(folder: Path) -> str:
    try:
        Workspace.open(folder, passphrase=NEW, read_only=True).close()
    except PassphraseError:
        return OLD
    return NEW


def test_backups_that_keep_the_old_passphrase_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, _ = filled(tmp_path / "w.brief", "change")
    real = keyfile.write

    def write(folder: Path, content: bytes) -> None:
        if folder.parent.name == "backups":
            raise OSError(errno.ENOSPC, "No space left on device")
        real(folder, content)

    with monkeypatch.context() as patch:
        patch.setattr(keyfile, "write", write)
        with pytest.raises(WorkspaceError, match="still open with the old one") as raised:
            workspace.change_passphrase(OLD, NEW)
    (backup,) = workspace.backups.all()
    assert backup.path.name in str(raised.value)
    workspace.backups._changes = 0
    workspace.close()
    with Workspace.open(workspace.path, passphrase=NEW), Workspace.open(backup.path, passphrase=OLD):
        pass


def test_readable_backups_that_cannot_be_removed_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.store.test_backups import second_place

    workspace, _ = filled(tmp_path / "w.brief", "encrypt")
    workspace.backups.second_place = second_place(tmp_path / "second")
    workspace.backups.make()
    (copy,) = (tmp_path / "second").glob("*/*.brief")
    real, stays = disk.remove_tree, backup_names.unfinished(copy)
    with monkeypatch.context() as patch:
        patch.setattr(disk, "remove_tree", lambda path: None if path == stays else real(path))
        with pytest.raises(WorkspaceError, match="Remove them by hand") as raised:
            workspace.encrypt(NEW)
    assert f"{stays}." in str(raised.value)
    assert stays.is_dir()
    assert workspace.encrypted
    assert [hit.id for hit in workspace.search(CANARY)] == ["n1"]
    workspace.close()


@pytest.mark.parametrize("task", ["encrypt", "decrypt"])
def test_progress_tells_each_file_and_its_bytes(tmp_path: Path, task: Task) -> None:
    workspace, _ = filled(tmp_path / "w.brief", task)
    workspace.put_attachment(b"x" * 1000)
    heard: list[Progress] = []
    if task == "encrypt":
        workspace.encrypt(NEW, heard.append)
    else:
        workspace.decrypt(OLD, heard.append)
    workspace.close()
    parts = list(dict.fromkeys(each.part for each in heard))
    assert parts == ["key", "attachments", "records", "cleaning", "backup"]
    files = [each for each in heard if each.part == "attachments"]
    assert [(each.number, each.count) for each in files] == [(1, 2), (2, 2)]
    assert files[1].done == len(f"{CANARY} attached") == files[1].total - 1000
    assert all(0 < each.done <= each.total for each in heard if each.part == "records")
