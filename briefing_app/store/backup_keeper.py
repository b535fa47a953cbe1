"""When backups are made: on close, every so many changes, and on demand; never on the thread that edits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from briefing_app.errors import WorkspaceError
from briefing_app.store import backup_names, backups, conversion_cleanup, disk
from briefing_app.store.backups import Backup, Policy
from briefing_app.store.journal_storage import JournalStorage

EVERY_CHANGES = 200


class BackupKeeper:
    """The backups of one open workspace.

    ``second_place`` is a further folder, on another medium if possible; the user chooses it. ``error`` is
    why the last backup could not be made, or None.
    """

    def __init__(self, storage: JournalStorage, digests: Callable[[], Iterable[str]]) -> None:
        self.second_place: Path | None = None
        self.policy = Policy()
        self.error: WorkspaceError | None = None
        self._storage = storage
        self._digests = digests
        self._changes = 0
        self._thread: threading.Thread | None = None
        self._one_at_a_time = threading.Lock()

    def places(self) -> list[Path]:
        """Where backups go: inside the workspace, then a folder of its name in the second place if that is
        set.
        """
        folder = self._storage.folder
        inside = folder / backup_names.FOLDER
        if self.second_place is None:
            return [inside]
        return [inside, self.second_place / folder.name.removesuffix(backup_names.SUFFIX)]

    def all(self) -> list[Backup]:
        """Every backup of this workspace that can be reached, newest first."""
        found = [each for place in self.places() for each in backups.in_place(place)]
        return sorted(found, key=lambda each: each.made_at, reverse=True)

    def make(self) -> Backup | None:
        """Make a backup in every place and thin the old ones. What goes wrong is told in ``error``."""
        with self._one_at_a_time:
            made: Backup | None = None
            self._changes = 0
            self.error = None
            for parent in self.places():
                try:
                    backup = backups.make(self._storage, parent, self._digests())
                    made = made or backup
                    backups.thin(parent, self.policy)
                except WorkspaceError as error:
                    self.error = error
            return made

    def remove_readable(self) -> None:
        """After encrypting: remove plain backups, also those in the second place if it can be reached now."""
        for parent in self.places():
            for each in backups.in_place(parent):
                if not conversion_cleanup.is_sealed_workspace(each.path):
                    disk.remove_tree(each.path)

    def make_in(self, parent: Path, name: str) -> Backup:
        """Make one backup under a name of its own. Raises WorkspaceError if it cannot be made."""
        with self._one_at_a_time:
            return backups.make(self._storage, parent, self._digests(), name=name)

    def note_change(self) -> None:
        """One more change: now and then that is a reason for a backup, in the background."""
        self._changes += 1
        if self._changes < EVERY_CHANGES or (self._thread is not None and self._thread.is_alive()):
            return
        self._changes = 0
        self._thread = threading.Thread(target=self.make, name="store-backup")
        self._thread.start()

    def close(self) -> None:
        """Wait for a running backup; make the last one if something changed since."""
        if self._thread is not None:
            self._thread.join()
        if self._changes and not self._storage.read_only and self._storage.failure is None:
            self.make()
