"""Restoring a backup. What is there at present is kept beside, never overwritten."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from briefing_app.errors import UsageError, WorkspaceError
from briefing_app.store import backup_names, backups, disk, opening, recovery, swapping
from briefing_app.store.lock import WorkspaceLock
from briefing_app.store.snapshot import FORMAT

SUFFIX = backup_names.SUFFIX


@dataclass(frozen=True)
class Restored:
    """``kept`` is where the former state of the workspace lies now, or None if there was none."""

    path: Path
    kept: Path | None
    backup: Path


def restore(backup: Path, workspace: Path, passphrase: str | None) -> Restored:
    """Put a copy of ``backup`` in the place of ``workspace``, whose present state moves aside as a whole.

    The backup is opened and checked before anything is touched. Raises WorkspaceError if it is not a sound
    backup, if the workspace is open somewhere, or if it cannot be written.
    """
    if workspace.exists() and workspace.resolve() == backup.resolve():
        raise UsageError("The backup and the workspace are the same folder.", hint="Nothing was changed.")
    swapping.recover(workspace)
    backup = _chosen(backup)
    identity = opening.identify(backup)
    keys = opening.unlock(backup, identity, passphrase)
    if identity.format == FORMAT:
        recovery.load(backup, keys, writable=False)
    fresh = workspace.with_name(f".restoring-{workspace.name}")
    try:
        disk.remove_tree(fresh)
        fresh.parent.mkdir(parents=True, exist_ok=True)
        backups.copy_folder(backup, fresh)
    except OSError as error:
        disk.remove_tree(fresh)
        raise WorkspaceError(
            f"The backup could not be restored to {workspace.name}: {disk.reason(error)}.",
            hint="Nothing was changed. Free some space or check the folder, then try again.",
        ) from error
    return Restored(workspace, put_in_place(fresh, workspace, "before-restore"), backup)


def _chosen(backup: Path) -> Path:
    """The backup itself, or the newest one in a folder that holds backups."""
    if not backup.is_dir() or (backup / recovery.SNAPSHOT).exists():
        return backup
    inside = [each for each in backup.iterdir() if (each / recovery.SNAPSHOT).is_file()]
    inside += backup_names.all_in(backup / backup_names.FOLDER)
    return max(inside, key=lambda each: (each / recovery.SNAPSHOT).stat().st_mtime_ns, default=backup)


def put_in_place(fresh: Path, workspace: Path, why: str) -> Path | None:
    """Put the finished folder ``fresh`` at ``workspace``. What was there is renamed, and its new path
    returned; None if there was nothing.

    Raises WorkspaceError if it is open in another program or the medium refuses.
    """
    was_there = workspace.exists()
    try:
        if workspace.is_dir():
            lock = WorkspaceLock(workspace)
            lock.acquire()
            lock.release()
        kept = _free_name(workspace, why)
    except WorkspaceError:
        disk.remove_tree(fresh)
        raise
    try:
        swapping.swap_in(fresh, workspace, kept)
    except OSError as error:
        with contextlib.suppress(WorkspaceError):
            swapping.recover(workspace)
        if swapping.is_pending(workspace) or kept.exists() != was_there:
            raise WorkspaceError(
                f"{workspace.name} could not be replaced: {disk.reason(error)}.",
                hint="Nothing was overwritten. Opening it brings the exchange to its end or takes it back.",
            ) from error
    return kept if was_there else None


def _free_name(workspace: Path, why: str) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    for number in range(1000):
        name = f"{workspace.name.removesuffix(SUFFIX)}-{why}-{stamp}{f'-{number}' if number else ''}{SUFFIX}"
        kept = workspace.with_name(name)
        if not kept.exists():
            return kept
    raise UsageError(f"There are too many folders like {workspace.name} here.", hint="Remove some.")
