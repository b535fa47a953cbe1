"""Restoring a backup. What is there at present is kept beside, never overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from briefing_app.errors import UsageError, WorkspaceError
from briefing_app.store import backup_names, backups, disk, opening, recovery
from briefing_app.store.journal_storage import FORMAT
from briefing_app.store.lock import WorkspaceLock

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
        kept = move_aside(workspace, "before-restore")
        fresh.replace(workspace)
        if kept is not None and (kept / backup_names.FOLDER).is_dir():
            (kept / backup_names.FOLDER).replace(workspace / backup_names.FOLDER)
        disk.sync_folder(workspace.parent)
    except OSError as error:
        disk.remove_tree(fresh)
        raise WorkspaceError(
            f"The backup could not be restored to {workspace.name}: {disk.reason(error)}.",
            hint="Nothing was overwritten: look for a folder beside it whose name ends in before-restore.",
        ) from error
    except WorkspaceError:
        disk.remove_tree(fresh)
        raise
    return Restored(workspace, kept, backup)


def _chosen(backup: Path) -> Path:
    """The backup itself, or the newest one in a folder that holds backups."""
    if not backup.is_dir() or (backup / recovery.SNAPSHOT).exists():
        return backup
    inside = [each for each in backup.iterdir() if (each / recovery.SNAPSHOT).is_file()]
    inside += backup_names.all_in(backup / backup_names.FOLDER)
    return max(inside, key=lambda each: (each / recovery.SNAPSHOT).stat().st_mtime_ns, default=backup)


def move_aside(workspace: Path, why: str) -> Path | None:
    """Rename what lies at ``workspace``, and return its new path; None if there is nothing.

    Raises WorkspaceError if it is open in another program.
    """
    if not workspace.exists():
        return None
    if workspace.is_dir():
        lock = WorkspaceLock(workspace)
        lock.acquire()
        lock.release()
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    for number in range(1000):
        name = f"{workspace.name.removesuffix(SUFFIX)}-{why}-{stamp}{f'-{number}' if number else ''}{SUFFIX}"
        kept = workspace.with_name(name)
        if not kept.exists():
            workspace.replace(kept)
            return kept
    raise UsageError(f"There are too many folders like {workspace.name} here.", hint="Remove some.")
