"""When backups are made: on close, every so many changes, and on demand; never on the thread that edits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from briefing_app.errors import WorkspaceError
from briefing_app.store import backup_names, backups, conversion_cleanup, disk
from briefing_app.store.backups import Backup, Policy
from briefing_app.store.journal_storage import JournalStorage
from briefing_app.store.second_place import SecondPlace

EVERY_CHANGES = 200


class BackupKeeper:
    """The backups of one open workspace.

    ``second_place`` is a further folder, on another medium if possible; the user chooses it. ``error`` is
    why the last backup could not be made, or None; ``on_error`` hears it at once, on the thread at work.
    """

    def __init__(self, storage: JournalStorage, identity: str, digests: Callable[[], Iterable[str]]) -> None:
        """``identity`` of the workspace keeps two of the same name apart in the second place."""
        self.second_place: SecondPlace | None = None
        self.policy = Policy()
        self.error: WorkspaceError | None = None
        self.on_error: Callable[[WorkspaceError], None] = lambda _error: None
        self._storage = storage
        self._identity = identity
        self._digests = digests
        self._changes = 0
        self._thread: threading.Thread | None = None
        self._one_at_a_time = threading.Lock()

    def places(self) -> list[Path]:
        """Where backups go: inside the workspace, then a folder of its own in the second place if that is
        set.
        """
        folder = self._storage.folder
        inside = folder / backup_names.FOLDER
        if self.second_place is None:
            return [inside]
        name = f"{folder.name.removesuffix(backup_names.SUFFIX)} {self._identity[:8]}"
        return [inside, self.second_place.path / name]

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
                    made = self._make_in_place(parent) or made
                except WorkspaceError as error:
                    self.error = error
                except OSError as error:
                    self.error = WorkspaceError(f"Backups in {parent} cannot be read: {disk.reason(error)}.")
        if self.error is not None:
            self._changes += 1  # so that closing tries again
            self.on_error(self.error)
        return made

    def _make_in_place(self, parent: Path) -> Backup:
        is_second = self.second_place is not None and parent.parent == self.second_place.path
        if is_second and self.second_place is not None:
            self.second_place.confirm()
        backup = backups.make(self._storage, parent, self._digests(), may_make_parents=not is_second)
        backups.thin(parent, self.policy)
        return backup

    def remove_readable(self) -> None:
        """After encrypting: remove plain backups, also those in the second place if it can be reached now.

        Raises WorkspaceError naming those that are left.
        """
        left: list[str] = []
        for parent in self.places():
            for each in backups.in_place(parent):
                if not conversion_cleanup.is_sealed_workspace(each.path):
                    disk.remove_tree(each.path)
                    left += [str(each.path)] if each.path.exists() else []
        if left:
            raise WorkspaceError(
                f"Readable backups could not be removed: {', '.join(left)}.",
                hint="Remove them by hand: whoever finds them can read the workspace as it was.",
            )

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
