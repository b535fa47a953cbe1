"""Brings a backup to the second place: a copy of the one in the workspace, which no longer changes.

Where that one could not be made (the disk of the workspace is full or gone), it is written from memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from briefing_app.errors import WorkspaceError
from briefing_app.store import backup_names, backups, disk, journal, keyfile, snapshot
from briefing_app.store.abandonable import GoOn
from briefing_app.store.attachments import FOLDER as ATTACHMENTS
from briefing_app.store.attachments import AttachmentFolder
from briefing_app.store.backups import Backup
from briefing_app.store.journal_storage import JournalStorage
from briefing_app.store.recovery import SNAPSHOT


def copy(made: Backup, storage: JournalStorage, parent: Path, go_on: GoOn) -> None:
    """Copy the backup ``made`` into ``parent`` and verify the copy by opening it. Raises WorkspaceError."""

    def fill(making: Path) -> int:
        names = (SNAPSHOT, *keyfile.NAMES, *map(journal.name_of, journal.numbers_in(made.path)))
        files = [made.path / name for name in names if (made.path / name).exists()]
        _copy_files([*files, *sorted((made.path / ATTACHMENTS).glob("*/*"))], made.path, making, go_on)
        return made.sequence

    backups.put(storage.folder.name, parent / made.path.name, storage.keys, fill, go_on)


def write_from_memory(storage: JournalStorage, parent: Path, digests: Iterable[str], go_on: GoOn) -> None:
    """Write the present state into a new backup in ``parent``. Raises WorkspaceError."""
    frozen = storage.frozen()

    def fill(making: Path) -> int:
        if frozen.keys.sealed and not keyfile.is_there(storage.folder):
            raise FileNotFoundError(2, "the key file of the workspace is gone")
        snapshot.write(
            making / SNAPSHOT, frozen.head, frozen.tables, frozen.keys, told=lambda _bytes: go_on()
        )
        keys = [storage.folder / name for name in keyfile.NAMES if (storage.folder / name).exists()]
        attachments = AttachmentFolder(storage.folder, frozen.keys)
        attached = [attachments.path_of(digest) for digest in digests]
        _copy_files([*keys, *(each for each in attached if each.exists())], storage.folder, making, go_on)
        return frozen.head.sequence

    backups.put(storage.folder.name, backup_names.fresh(parent), frozen.keys, fill, go_on)


def make_ready(parent: Path, go_on: GoOn) -> None:
    """Make the folder of this workspace in the second place, and clear what an interrupted backup left in it.
    Raises WorkspaceError.
    """
    try:
        parent.mkdir(exist_ok=True)  # never its parents: the medium may have gone a moment ago
        go_on()
        backups.sweep(parent)
    except OSError as error:
        raise WorkspaceError(f"Backups in {parent} cannot be read: {disk.reason(error)}.") from error


def _copy_files(files: Iterable[Path], source: Path, target: Path, go_on: GoOn) -> None:
    folders = {target}
    for file in files:
        go_on()
        copied = target / file.relative_to(source)
        copied.parent.mkdir(parents=True, exist_ok=True)
        disk.copy(file, copied, go_on=go_on)
        folders |= {copied.parent, *(each for each in copied.parents if each.is_relative_to(target))}
    for each in folders:
        disk.sync_folder(each)
