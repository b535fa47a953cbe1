"""When backups are made: on close, every so many changes, and on demand; never on the thread that edits.

First the one in the workspace; then it is copied to the second place, by a thread that nobody has to wait
for: a network drive that is gone may hang for ever.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from briefing_app.errors import WorkspaceError
from briefing_app.store import backup_names, backups, disk, keyfile, second_copy, second_keys
from briefing_app.store.abandonable import Abandonable, GoOn, answer
from briefing_app.store.backups import Backup, Policy
from briefing_app.store.journal_storage import JournalStorage
from briefing_app.store.second_place import SecondPlace

EVERY_CHANGES = 200
_LISTED_WITHIN_SECONDS = 5.0
PATIENCE_SECONDS = 10.0  # that work in the second place may stand still while somebody waits for it


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
        self.waits_for_second_place = False
        self.is_abandoned = False
        self._tells = True
        self._storage = storage
        self._identity = identity
        self._digests = digests
        self._changes = 0
        self._thread: threading.Thread | None = None
        self._copying: Abandonable | None = None
        self._one_at_a_time = threading.Lock()
        self._is_closing = False

    def places(self) -> list[Path]:
        """Where backups go: inside the workspace, then a folder of its own in the second place if that is
        set.
        """
        inside = self._storage.folder / backup_names.FOLDER
        return [inside] if self.second_place is None else [inside, self._folder_in(self.second_place)]

    def _folder_in(self, place: SecondPlace) -> Path:
        name = self._storage.folder.name.removesuffix(backup_names.SUFFIX)
        return place.path / f"{name} {self._identity[:8]}"

    def all(self) -> list[Backup]:
        """Every backup of this workspace that can be reached, newest first."""
        inside, *second = self.places()
        found = backups.in_place(inside)
        for place in second:
            found += answer(partial(backups.in_place, place), [], _LISTED_WITHIN_SECONDS)
        return sorted(found, key=lambda each: each.made_at, reverse=True)

    # --- making --------------------------------------------------------------------------------------

    def make(self, *, waits: bool = True, tells: bool = True) -> Backup | None:
        """Make a backup in every place and thin the old ones. What goes wrong is told in ``error``, and to
        ``on_error`` if it ``tells``.

        Without ``waits`` the one in the second place may come to its end later.
        """
        self._tells = tells
        made = self._make_inside()
        self._copy_to_second_place(made, waits=waits)
        self._tells = True
        return made

    def _make_last(self) -> None:
        self._copy_to_second_place(self._make_inside(), waits=True, closes=True)

    def _make_inside(self) -> Backup | None:
        parent = self.places()[0]
        with self._one_at_a_time:
            self._changes = 0
            self.error = None
            try:
                backups.sweep(parent)
                made = backups.make(self._storage, parent, self._digests())
                backups.thin(parent, self.policy)
            except WorkspaceError as error:
                self._failed(error)
            except OSError as error:
                self._failed(WorkspaceError(f"Backups in {parent} cannot be read: {disk.reason(error)}."))
            else:
                return made
        return None

    def _copy_to_second_place(self, made: Backup | None, *, waits: bool, closes: bool = False) -> None:
        place, earlier = self.second_place, self._copying
        if place is None:
            return
        if earlier is not None and earlier.is_running:
            if waits:
                self._wait_for(earlier, closes=closes)
            if earlier.is_running:
                if earlier.is_abandoned or (waits and not self._is_closing):
                    self._failed(_not_waited_for(place))
                else:
                    self._changes += 1  # the next backup is copied, or the last one, which closing makes
                return
        digests = () if made is not None else tuple(self._digests())
        work = partial(self._make_in_second_place, place, made, digests)
        copying = self._copying = Abandonable(work, "store-second-place")
        if waits:
            self._wait_for(copying, closes=closes)
            if copying.is_running and not self._is_closing:  # it may come to its end later
                self._failed(_not_waited_for(place))

    def _make_in_second_place(
        self, place: SecondPlace, made: Backup | None, digests: Iterable[str], go_on: GoOn
    ) -> None:
        parent = self._folder_in(place)
        try:
            place.confirm()
            go_on()
            second_copy.make_ready(parent, go_on)
            if made is not None:
                second_copy.copy(made, self._storage, parent, go_on)
            else:
                second_copy.write_from_memory(self._storage, parent, digests, go_on)
            backups.thin(parent, self.policy)
            self._follow_keys(parent, go_on)
        except WorkspaceError as error:
            self._failed(error)
        except OSError as error:
            self._failed(WorkspaceError(f"Backups in {parent} cannot be read: {disk.reason(error)}."))

    def _follow_keys(self, parent: Path, go_on: GoOn) -> None:
        """Do for the older backups there what a change of protection could not do when it was made."""
        if self._storage.keys.sealed:
            second_keys.remove_readable(parent, [], go_on)
            second_keys.rewrap(parent, keyfile.read(self._storage.folder), [], go_on)

    def _failed(self, error: WorkspaceError) -> None:
        if self.is_abandoned:  # said by closing; this is the end of what was left
            return
        self.error = error
        self._changes += 1  # so that closing tries again
        if self._tells:
            self.on_error(error)

    def make_in(self, parent: Path, name: str) -> Backup:
        """Make one backup under a name of its own. Raises WorkspaceError if it cannot be made."""
        with self._one_at_a_time:
            return backups.make(self._storage, parent, self._digests(), name=name)

    def note_change(self) -> None:
        """One more change: now and then that is a reason for a backup, in the background."""
        self._changes += 1
        if self._storage.failure is not None:
            return  # there is nothing to copy it to, and that is told
        if self._changes < EVERY_CHANGES or (self._thread is not None and self._thread.is_alive()):
            return
        self._changes = 0
        self._thread = threading.Thread(target=partial(self.make, waits=False), name="store-backup")
        self._thread.start()

    # --- waiting and ending --------------------------------------------------------------------------

    def _wait_for(self, copying: Abandonable, *, closes: bool = False) -> None:
        """Until it is done or abandoned, or stands still. When the workspace is to be closed, only the
        closing waits on, and however long it stands still.
        """
        if closes:
            self.waits_for_second_place = True
        while copying.is_running and not copying.is_abandoned:
            if not closes and (self._is_closing or copying.stands_still(PATIENCE_SECONDS)):
                break
            copying.wait(0.05)
        if closes:
            self.waits_for_second_place = False

    def settle(self) -> None:
        """Return when no backup is being made, or one in a second place that hangs was given up."""
        if self._thread is not None:
            self._thread.join()
        if self._copying is not None and self._copying.is_running:
            self._wait_for(self._copying)
            if self._copying.is_running:
                self._copying.abandon()
                self._changes += 1  # so that closing tries again, or says that it could not

    def let_go(self) -> None:
        """The workspace is to be closed: whoever waits for the second place returns, :meth:`close` waits."""
        self._is_closing = True

    def abandon(self) -> None:
        """Let :meth:`close` not wait for the second place any longer: nothing half-written bears a name
        there. From any thread.
        """
        self.is_abandoned = True
        if self._copying is not None:
            self._copying.abandon()

    def close(self) -> None:
        """Wait for a running backup; make the last one if something changed since."""
        self.let_go()
        if self._thread is not None:
            self._thread.join()
        if self._changes and not self._storage.read_only and self._storage.failure is None:
            self._make_last()
        elif self._copying is not None:
            self._wait_for(self._copying, closes=True)
        if self.is_abandoned and self.second_place is not None and self.error is None:
            self.error = _not_waited_for(self.second_place)

    # --- following a change of protection ------------------------------------------------------------

    def remove_readable(self) -> None:
        """After encrypting: remove plain backups, also those in the second place if it answers.

        Raises WorkspaceError naming those that are left, or the place where they may be.
        """
        left: list[str] = []
        second_keys.remove_readable(self.places()[0], left, lambda: None)
        unseen = self._do_elsewhere(second_keys.remove_readable, left)
        hint = "Remove them by hand: whoever finds them can read the workspace as it was."
        if left:
            names = ", ".join([*left, unseen] if unseen else left)
            raise WorkspaceError(f"Readable backups could not be removed: {names}.", hint=hint)
        if unseen:
            raise WorkspaceError(
                f"The second place did not answer: readable backups may still lie in {unseen}.", hint=hint
            )

    def rewrap_elsewhere(self, content: bytes) -> list[str]:
        """Give the backups in the second place a new key file; those that are left, or where they may be."""
        left: list[str] = []
        unseen = self._do_elsewhere(
            lambda parent, left, go_on: second_keys.rewrap(parent, content, left, go_on), left
        )
        return [*left, unseen] if unseen else left

    def _do_elsewhere(self, work: Callable[[Path, list[str], GoOn], None], left: list[str]) -> str:
        """Do something in the second place while it moves. The folder is returned if it stood still, or was
        not there, before it had told what there is to do.
        """
        place, found = self.second_place, list[str]()
        if place is None:
            return ""
        done: list[bool] = []

        def run(go_on: GoOn) -> None:
            with contextlib.suppress(OSError, WorkspaceError):
                place.confirm()
                go_on()
                parent = self._folder_in(place)
                if parent.is_dir():
                    work(parent, found, go_on)
                done.append(True)

        doing = Abandonable(run, "store-second-place")
        self._wait_for(doing)
        if doing.is_running:
            doing.abandon()
            self._copying = doing  # the backup that follows need not find out again
        left += found
        return "" if done or found else str(self._folder_in(place))


class NotWaitedForError(WorkspaceError):
    """The workspace was closed before its last backup was in the second place; all else is complete."""


def _not_waited_for(place: SecondPlace) -> WorkspaceError:
    return NotWaitedForError(
        f"The last backup was not written to the second place: {place.path} did not answer.",
        hint="The workspace and its own backups are complete.",
    )
