"""After a conversion between plain and encrypted: remove what was written the other way.

The replaced snapshot is the moment at which a conversion counts. A marker file says that one was begun;
whoever opens the workspace for writing next finishes the tidying, forwards or backwards.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from briefing_app.store import attachments, backup_names, disk, journal, keyfile, snapshot
from briefing_app.store.recovery import SNAPSHOT

MARKER = "converting"
SEARCH_FILES = ("search.sqlite", "search.sqlite-wal", "search.sqlite-shm", "search.sqlite-journal")


def begin(folder: Path) -> None:
    """Leave the marker. Raises OSError."""
    disk.write_new(folder / MARKER, b"")
    disk.sync_folder(folder)


def finish(folder: Path, *, sealed: bool) -> None:
    """If a conversion was begun, remove every file that is not of the mode the workspace is in now."""
    if not (folder / MARKER).exists():
        return
    for file in (folder / attachments.FOLDER).glob("*/*"):
        if _is_sealed(file) != sealed:
            disk.remove(file)
    for number in journal.numbers_in(folder):
        if journal.is_sealed(folder / journal.name_of(number)) not in (None, sealed):
            disk.remove(folder / journal.name_of(number))
    if sealed:
        _remove_readable(folder)
    else:
        for name in keyfile.NAMES:
            disk.remove(folder / name)
    disk.sync_folder(folder)
    disk.remove(folder / MARKER)


def _remove_readable(folder: Path) -> None:
    for name in SEARCH_FILES:
        disk.remove(folder / name)
    for file in folder.glob("cut-*"):
        disk.remove(file)
    for left in backup_names.unfinished_in(folder / backup_names.FOLDER):
        backup_names.remove(left)
    for backup in backup_names.all_in(folder / backup_names.FOLDER):
        if not is_sealed_workspace(backup):
            backup_names.remove(backup)


def is_sealed_workspace(folder: Path) -> bool:
    """Whether the snapshot in ``folder`` is encrypted."""
    return snapshot.is_sealed(folder / SNAPSHOT)


def _is_sealed(file: Path) -> bool:
    content = file.read_bytes()
    return attachments.looks_sealed(content) and hashlib.sha256(content).hexdigest() != file.name
