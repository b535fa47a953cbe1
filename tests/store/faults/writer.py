"""The process that is killed: random work on one workspace, told line by line before and after each step.

``T id value`` is written before a change is tried, ``A id value`` once it is acknowledged as durable; value
-1 stands for removed. ``P mode`` and ``Q mode`` do the same for the passphrase ("-" is plain), ``F digest``
for attachments.
"""

from __future__ import annotations

import contextlib
import errno
import os
import random
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from briefing_app.domain.change import ChangeSet, added, removed, replaced
from briefing_app.domain.records import Note
from briefing_app.errors import WorkspaceError
from briefing_app.store import backup_keeper, compaction, disk, journal, keyfile, restoring
from briefing_app.store.second_place import SecondPlace
from briefing_app.store.workspace import Workspace

SCENARIOS = (
    "write", "write", "write", "compact", "keys", "backup", "migrate", "typing", "restore", "away",
)  # fmt: skip
FORMAT_1 = Path(__file__).resolve().parents[2] / "workspaces" / "format-1.brief"
_CALLS = (
    "create", "write_at", "truncate", "sync_content", "sync", "replace", "sync_folder", "remove",
    "rename_folder", "exchange_folders", "remove_tree",
)  # fmt: skip


def make_small() -> None:
    """Small limits, so that everything happens often."""
    keyfile.COST = keyfile.Cost(8, 1, 1)
    compaction.SMALLEST_BYTES = 20_000
    journal._AHEAD = 4096
    backup_keeper.EVERY_CHANGES = 40


def die_at(call: int, source: random.Random) -> None:
    """Kill this process at the ``call``-th disk call from now: before it, after it, or half-way through a
    write.
    """
    left = [call]

    def deadly(real: Callable[..., Any], is_write: bool) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            left[0] -= 1
            if left[0] > 0:
                return real(*arguments)
            if is_write:
                descriptor, content, offset = arguments
                real(descriptor, memoryview(content)[: source.randrange(len(content) + 1)], offset)
            elif source.random() < 0.5:
                real(*arguments)
            os.kill(os.getpid(), signal.SIGKILL)
            return None

        return run

    for name in _CALLS:
        setattr(disk, name, deadly(getattr(disk, name), name == "write_at"))


def work(folder: Path, mode: str, scenario: str, seed: int, report: int) -> None:
    """Do random work until the end of ``seed``'s list or until killed."""
    source = random.Random(seed)

    def say(*words: object) -> None:
        os.write(report, (" ".join(map(str, words)) + "\n").encode())

    if source.random() < 0.6:
        die_at(source.randrange(1, 60), source)
    if scenario == "migrate":
        _migrate(folder, say)
        return
    workspace = Workspace.open(folder, passphrase=None if mode == "-" else mode)
    say("O")
    if scenario == "backup":
        workspace.backups.second_place = _second_place(folder)
    for _ in range(source.randrange(5, 60)):
        change(workspace, source, say, typing=scenario == "typing")
        if scenario == "compact" and source.random() < 0.2:
            workspace._storage.compact()
        if scenario == "backup" and source.random() < 0.2:
            workspace.backups.make()
        if scenario == "keys" and source.random() < 0.2:
            mode = _change_keys(workspace, mode, source, say)
        if scenario == "away" and source.random() < 0.2:
            _fail_and_come_back(workspace, source, say)
        if source.random() < 0.05:
            content = source.randbytes(source.randrange(1, 5000))
            say("F", workspace.put_attachment(content))
    backup = workspace.backups.make() if scenario == "restore" else None
    workspace.close()
    if backup is not None:  # made of the last state, so that nothing acknowledged may be missing afterwards
        restoring.restore(backup.path, folder, None if mode == "-" else mode)
    say("C")


def change(workspace: Workspace, source: random.Random, say: Callable[..., None], *, typing: bool) -> None:
    """Add, edit or remove one note, and its pair in the same change set."""
    number = source.randrange(12)
    uid = f"n{number}"
    value = source.randrange(1, 1 << 30)
    before = workspace.find("note", uid)
    after = Note(id=uid, title=str(value), body="x" * source.randrange(3000), tags=(str(value),))
    if before is None:
        note_change, value_after = added(after), value
    elif source.random() < 0.15:
        note_change, value_after = removed(before), -1
    else:
        note_change, value_after = replaced(before, after), value
    extra = Note(id=f"pair-{uid}", title=str(value_after))
    present = workspace.find("note", extra.id)
    pair = replaced(present, extra) if present is not None else added(extra)
    both = ChangeSet(note_change.label, (*note_change.changes, *pair.changes))
    say("T", uid, value_after)
    if typing:
        workspace.apply(
            both,
            durable=False,
            on_synced=lambda error: None if error else say("A", uid, value_after),
        )
    else:
        workspace.apply(both)
        say("A", uid, value_after)


def _fail_and_come_back(workspace: Workspace, source: random.Random, say: Callable[..., None]) -> None:
    """A change that the medium refuses in the middle of it, as a drive that is pulled out, and then takes
    again.
    """

    def refuse(_descriptor: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    real, disk.sync_content = disk.sync_content, refuse
    try:
        with contextlib.suppress(WorkspaceError):
            change(workspace, source, say, typing=source.random() < 0.5)
            workspace.sync()
        for _ in range(source.randrange(3)):
            change(workspace, source, say, typing=True)
    finally:
        disk.sync_content = real
    workspace._storage.reconnect()


def _change_keys(workspace: Workspace, mode: str, source: random.Random, say: Callable[..., None]) -> str:
    new = f"pass-{source.randrange(1000)}"
    if mode == "-":
        say("P", new)
        workspace.encrypt(new)
    elif source.random() < 0.5:
        say("P", new)
        workspace.change_passphrase(mode, new)
    else:
        new = "-"
        say("P", new)
        workspace.decrypt(mode)
    say("Q", new)
    return new


def _second_place(folder: Path) -> SecondPlace:
    place = folder.with_name("second")
    place.mkdir(exist_ok=True)
    return SecondPlace.set_up(place)


def _migrate(folder: Path, say: Callable[..., None]) -> None:
    old = folder.with_name("old.brief")
    if not old.exists():
        beside = folder.with_name("old.making")
        shutil.rmtree(beside, ignore_errors=True)
        shutil.copytree(FORMAT_1, beside)
        beside.rename(old)
    with Workspace.open(old) as workspace:
        note = workspace.get("note", "note-1")
        assert isinstance(note, Note)
        say("M", note.title)
    done = folder.with_name("old.done")
    shutil.rmtree(done, ignore_errors=True)
    old.rename(done)
