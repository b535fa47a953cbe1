"""A TinyDB storage on a journal and a snapshot: one change costs the changed documents and survives a crash.

In memory every table is a dict from TinyDB id to the JSON text of the document; text is parsed when somebody
reads it, so every reader gets values of his own and nothing is ever edited in place.
"""

from __future__ import annotations

import contextlib
import errno
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from briefing_app.errors import WorkspaceError
from briefing_app.store import disk, empty_workspace, journal, keyfile, recovery, snapshot
from briefing_app.store.atomic_file import not_saved
from briefing_app.store.batch import CLOSING, Batch, RawTables
from briefing_app.store.compaction import Compactor, Frozen, T
from briefing_app.store.document_storage import DocumentStorage
from briefing_app.store.group_sync import GroupSync, Synced
from briefing_app.store.journal import HEADER_LENGTH, Journal
from briefing_app.store.left_folder import LeftFolder, WrittenElsewhereError
from briefing_app.store.lock import WorkspaceLock
from briefing_app.store.recovery import SNAPSHOT, Loaded
from briefing_app.store.sealing import Keys
from briefing_app.store.snapshot import FORMAT, SnapshotHead

_FOLDED_BYTES = 16 << 20  # written in some hundredths of a second; replaying as much would take longer


class JournalStorage(DocumentStorage):
    """The storage of one workspace folder. Safe to use from several threads.

    ``tables`` is the live state, for reading under ``guard``; only :meth:`commit` changes it.
    """

    def __init__(
        self,
        folder: Path | str,
        *,
        keys: Keys | None = None,
        lock: WorkspaceLock | None = None,
        read_only: bool = False,
        loaded: Loaded | None = None,
    ) -> None:
        """Open ``folder``, or make it when it does not exist. A caller that holds the ``lock`` or has
        ``loaded`` the state already passes them in. Raises WorkspaceError."""
        super().__init__()
        self.folder = Path(folder)
        self.keys = keys or Keys()
        self.guard = threading.RLock()
        self.read_only = read_only
        self.failure: WorkspaceError | None = None
        self.on_state: Callable[[WorkspaceError | None], None] = lambda _error: None
        if not read_only and not self.folder.exists():
            empty_workspace.make_empty(self.folder, self.keys)
        self._lock = lock
        if lock is None and not read_only:
            self._lock = WorkspaceLock(self.folder)
            self._lock.acquire()
        try:
            state = loaded or recovery.load(self.folder, self.keys, writable=not read_only)
        except BaseException:
            self._release()
            raise
        self.tables: RawTables = state.tables
        self.sequence = self._synced = state.sequence
        self.extra = state.head.extra
        self._first_journal, self._last_journal = state.head.journal, state.last_journal
        self._journal_bytes, self._snapshot_bytes = state.journal_bytes, state.snapshot_bytes
        self._left = LeftFolder(self.folder)
        self._is_given_up = False
        self._journal: Journal | None = None
        self._pending: Batch | None = None
        self._closed = False
        self._group = GroupSync(self._sync_quietly)
        self._compactor = Compactor(self._freeze, self._left.write, self._compacted)

    def close(self) -> None:
        """Sync, finish the journal and give the lock back. Safe to call twice."""
        if self._closed:
            return
        self._group.stop()
        self._compactor.wait()
        try:
            if self.failure is not None:
                with contextlib.suppress(WorkspaceError):  # told before
                    self.reconnect()
            with self.guard:
                if self._journal is not None and self.failure is None:
                    self._finish()
                    self._fold_in()
                self._closed = True
        finally:
            self._closed = True
            if self._journal is not None:
                self._journal.close()
            self._release()

    # --- changes -------------------------------------------------------------------------------------

    def commit(self, batch: Batch, *, durable: bool = True, on_synced: Synced | None = None) -> None:
        """Write a batch as one frame, all or nothing, and make it the state.

        Returns when it is on the medium; with ``durable`` False at once, and ``on_synced`` hears of it within
        50 ms. Raises WorkspaceError, and changes nothing then, if it cannot be written.
        """
        if not len(batch):
            return
        with self.guard:
            if self._pending is not None:
                self._pending.extend(batch)
                batch.apply_to(self.tables)
                return
            self._append(batch.payload(), durable=durable)
            batch.apply_to(self.tables)
            sequence = self.sequence
        if durable:
            self._group.settle(sequence)
            self.on_state(None)
        else:
            self._group.request(sequence, on_synced)
        self._compactor.consider(self._journal_bytes, self._snapshot_bytes)

    def sync(self) -> None:
        """Return when every change is on the medium. Raises WorkspaceError if it cannot be brought there."""
        with self.guard:
            current, sequence = self._journal, self.sequence
            if self.failure is not None:
                raise self.failure
            if current is None or sequence == self._synced:
                return
        try:
            current.flush()
        except OSError as error:
            if error.errno not in disk.FULL:
                raise self._fail(error) from error
            # What was gathered is kept: the clock tries again, and so does the next sync.
            self._group.settle(sequence, failure := not_saved(self.folder, error))
            self.on_state(failure)
            raise failure from error
        try:
            current.sync()
        except OSError as error:
            with self.guard:
                if self._synced >= sequence:  # another thread synced this journal and went on to the next
                    return
                failure = self._fail(error)
            raise failure from error
        with self.guard:
            self._synced = max(self._synced, sequence)
        self._group.settle(sequence)
        self.on_state(None)

    def reconnect(self) -> None:
        """After the medium failed: make the present state what is on it, as a whole new snapshot, and go on.

        The clock of group commit tries it too. Raises WorkspaceError while the folder is away or held by
        somebody else, and for good if somebody wrote to it meanwhile.
        """
        self._compactor.run_alone(self._reconnect)

    def hand_over(self) -> None:
        """Give what was gathered to the system: it outlives this process then."""
        with self.guard, contextlib.suppress(OSError):  # told by the sync that comes
            if self._journal is not None:
                self._journal.flush()

    def compact(self) -> None:
        """Write a new snapshot now and drop the journals it holds. Raises WorkspaceError if it cannot."""
        self._compactor.wait()
        try:
            self._compactor.run()
        except OSError as error:
            raise not_saved(self.folder, error) from error

    def rekey(self, keys: Keys, told: Callable[[int], None] = lambda _bytes: None) -> None:
        """Go on under other ``keys``: a new snapshot under them takes the place of everything before.

        Attachments and the key file are the caller's. Raises OSError, and changes nothing then; if the new
        snapshot is in place but perhaps not on the medium, the keys are changed and no more is accepted.
        ``told`` hears how many bytes are written.
        """
        self._compactor.run_alone(lambda: self._rekey(keys, told))

    def copy_to(self, folder: Path) -> int:
        """Copy snapshot, journals and key file as they are now, and return the last change they hold.

        Work goes on meanwhile. Raises OSError or WorkspaceError.
        """
        self.sync()
        return self._compactor.run_alone(lambda: self._copy_to(folder))

    def undisturbed(self, work: Callable[[], T]) -> T:
        """Do ``work`` on the files while no snapshot takes the place of journals."""
        return self._compactor.run_alone(work)

    def frozen(self) -> Frozen:
        """The present state, for a reader in another thread. Costs a copy of the tables, not of documents."""
        with self.guard:
            first = self._last_journal + (self._journal is None or self._journal.length > HEADER_LENGTH)
            head = SnapshotHead(FORMAT, first, self.sequence, self.extra)
            return Frozen(head, {name: dict(rows) for name, rows in self.tables.items()}, self.keys)

    @property
    def is_synced(self) -> bool:
        """Whether every change is on the medium."""
        with self.guard:
            return self._synced == self.sequence

    def check_writable(self, *, durable: bool = True) -> None:
        """Raises WorkspaceError if changes are refused, saying why. What need not be durable is taken also
        after the medium failed, for when it is back."""
        if self.failure is not None and durable:
            raise self.failure
        if self.read_only:
            raise WorkspaceError(f"{self.folder.name} is open for reading only.", hint="Nothing was changed.")
        if self._closed:
            raise WorkspaceError(f"{self.folder.name} is closed.", hint="Open it again.")

    # --- the journal ---------------------------------------------------------------------------------

    def _append(self, payload: bytes, *, durable: bool) -> None:
        self.check_writable(durable=durable)
        sequence = self.sequence + 1
        if self.failure is not None:  # kept in memory, until the medium is back and takes all of it
            self.sequence = sequence
            return
        if self._lock is not None:
            self._lock.confirm()
        try:
            if self._journal is None:
                self._journal = Journal(self.folder, self._last_journal + 1, self.keys)
                self._last_journal += 1
            self._journal.append(sequence, self._synced, payload, gather=not durable)
        except OSError as error:
            if error.errno not in disk.FULL:
                raise self._fail(error) from error
            failure = not_saved(self.folder, error)
            self.on_state(failure)
            raise failure from error
        if durable:
            try:
                self._journal.sync()
            except OSError as error:
                raise self._fail(error) from error
            self._synced = sequence
        self.sequence = sequence
        self._journal_bytes += len(payload)

    def _fail(self, error: OSError) -> WorkspaceError:
        """After a failed sync nobody knows what is on the medium: refuse changes until it is written anew."""
        return self._refuse(not_saved(self.folder, error))

    def _refuse(self, failure: WorkspaceError, *, for_good: bool = False) -> WorkspaceError:
        self.failure, self._is_given_up = failure, for_good
        self._group.settle(self.sequence, failure)
        if not for_good:
            self._group.request(self.sequence, None)  # its clock tries to reconnect
        self.on_state(failure)
        return failure

    def _reconnect(self) -> None:
        while True:
            with self.guard:
                if self.failure is None:
                    return
                if self._is_given_up:
                    raise self.failure
                state = self.frozen()
            try:
                if self._lock is not None:
                    self._lock.renew()
                number = self._left.confirmed(self._first_journal, self._last_journal, self._journal)
                size = self._left.write(Frozen(replace(state.head, journal=number), state.tables, state.keys))
            except WrittenElsewhereError as error:
                self._refuse(error, for_good=True)
                raise
            except OSError as error:
                raise not_saved(self.folder, error) from error
            with self.guard:
                if self._journal is not None:
                    self._journal.forget()
                self._journal, self._last_journal, self._journal_bytes = None, number - 1, 0
                self._compacted(number, size)
                self._synced = state.head.sequence
                if self._synced == self.sequence:  # else more was typed meanwhile
                    self.failure = None
                    break
        self._group.settle(self.sequence)
        self.on_state(None)

    def _sync_quietly(self) -> bool:
        """False if the medium refused for now: what was gathered is kept, and worth another try."""
        try:
            self.sync() if self.failure is None else self.reconnect()
        except WorkspaceError:  # told through settle and on_state
            return self._is_given_up
        return True

    def _finish(self) -> None:
        current = self._journal
        if current is None:
            return
        try:
            # A closing frame: damage to the last change is then seen as damage, not taken for a torn end.
            current.sync()
            self._synced = self.sequence
            current.append(self.sequence + 1, self._synced, CLOSING)
            self.sequence += 1
            current.finish()
        except OSError as error:
            if self._synced < self.sequence:
                raise self._fail(error) from error
        self._group.settle(self.sequence)
        self._journal = None

    def _fold_in(self) -> None:
        """Leave a small workspace as one file that stock TinyDB opens."""
        if self._snapshot_bytes < _FOLDED_BYTES:
            with contextlib.suppress(OSError):  # the journal holds everything
                self._compactor.run()

    def _freeze(self) -> Frozen:
        """Go on in a new journal and return the state before it. The slow syncs happen outside the guard."""
        with self.guard:
            self.check_writable()
            if self._journal is None:
                self._journal_bytes = 0
                return self.frozen()
            number = self._last_journal + 1
        prepared = Journal(self.folder, number, self.keys)
        try:
            with self.guard:
                old = self._switch_to(prepared)
                self._journal_bytes = 0
                frozen = self.frozen()
        except OSError:
            prepared.discard()
            raise
        old.close()
        return frozen

    def _switch_to(self, prepared: Journal) -> Journal:
        """Make ``prepared`` the current journal. What was written to the old one must be safe before."""
        old = self._journal
        if old is None:
            raise OSError(errno.EBADF, "the journal was closed meanwhile")
        if self._synced < self.sequence:
            old.sync()
            self._synced = self.sequence
        self._journal, self._last_journal = prepared, prepared.number
        return old

    def _rekey(self, keys: Keys, told: Callable[[int], None]) -> None:
        beside = self.folder / f"{SNAPSHOT}.new"
        with self.guard:
            head = SnapshotHead(FORMAT, self._last_journal + 1, self.sequence, self.extra)
            try:
                snapshot.write(beside, head, self.tables, keys, told=told)
                disk.replace(beside, self.folder / SNAPSHOT)
            except OSError as error:
                if snapshot.is_sealed(self.folder / SNAPSHOT) != keys.sealed:
                    raise
                self._fail(error)  # renamed, but the folder could not be synced: nobody knows which one stays
            self.keys, self._first_journal = keys, head.journal
            self._left.note()
            if self._journal is not None:
                self._journal.close()
                self._journal = None
            self._synced = self.sequence
            self._journal_bytes = 0
        self._group.settle(self.sequence)
        if self.failure is not None:
            raise self.failure

    def _copy_to(self, folder: Path) -> int:
        with self.guard:
            # An older journal that could not be removed may be of another mode: it is not part of a copy.
            numbers = [n for n in journal.numbers_in(self.folder) if n >= self._first_journal]
            sequence = self._synced
            lengths = {self._journal.number: self._journal.length} if self._journal is not None else {}
        for name in (SNAPSHOT, *keyfile.NAMES):
            if (self.folder / name).exists():
                disk.copy(self.folder / name, folder / name)
        for number in numbers:
            name = journal.name_of(number)
            disk.copy(self.folder / name, folder / name, lengths.get(number))
        disk.sync_folder(folder)
        return sequence

    def _compacted(self, first_journal: int, size: int) -> None:
        self._first_journal, self._snapshot_bytes = first_journal, size
        self._left.note()

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()
