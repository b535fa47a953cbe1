"""A workspace: a folder of records with one door for change.

``apply`` checks a ChangeSet against the current state, makes it durable and swaps it in; nothing else writes
records. Readers get frozen records. The day, the language and the passphrase are arguments, never ambient.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from briefing_app.domain.change import ChangeSet
from briefing_app.domain.records import Kind, Record
from briefing_app.errors import BriefingError, UsageError, WorkspaceError
from briefing_app.store import encryption, heads, opening
from briefing_app.store.attachments import AttachmentFolder
from briefing_app.store.backup_keeper import BackupKeeper
from briefing_app.store.batch import Batch
from briefing_app.store.change_draft import ChangeDraft
from briefing_app.store.conversion_progress import Progress, Told, nobody
from briefing_app.store.desk import AuditEntry, Desk
from briefing_app.store.group_sync import Synced
from briefing_app.store.heads import NoteHead
from briefing_app.store.history import ANY_LENGTH, History, StepMode
from briefing_app.store.history_views import Deleted, HistoryViews, Step, Version
from briefing_app.store.journal_storage import JournalStorage
from briefing_app.store.journal_table import JournalDatabase
from briefing_app.store.opening import SUFFIX
from briefing_app.store.record_tables import RecordTables
from briefing_app.store.save_state import SaveState
from briefing_app.store.search import Hit
from briefing_app.store.searcher import Searcher
from briefing_app.store.snapshot import FORMAT
from briefing_app.store.stamping import RecordMeta

__all__ = ["FORMAT", "SUFFIX", "AuditEntry", "RecordMeta", "Workspace"]


class Workspace:
    """An open workspace. Use as a context manager, or call :meth:`close`.

    ``notices`` are sentences about the opening that the user should see: a cut end, a migration, reading
    only. ``faults`` names the damage if it was opened in part (``salvage``); it is read-only then.
    """

    def __init__(
        self, storage: JournalStorage, notices: Sequence[str] = (), faults: Sequence[str] = ()
    ) -> None:
        self.path = storage.folder
        self.notices = tuple(notices)
        self.faults = tuple(faults)
        self._storage = storage
        self._tables = RecordTables(storage.tables)
        self._history = History(storage.tables)
        self._desk = Desk(storage)
        self._views = HistoryViews(self._history, self._tables)
        self._attachments = AttachmentFolder(self.path, storage.keys)
        self._searcher = self._new_searcher()
        self.backups = BackupKeeper(storage, self._desk.workspace, self._desk.attachments)
        self._state_listeners: list[Callable[[SaveState], None]] = []
        storage.on_state = self._tell_state

    # --- opening and closing -------------------------------------------------------------------------

    @classmethod
    def create(cls, path: Path, *, passphrase: str | None = None) -> Workspace:
        """Make an empty workspace in a new or empty folder and open it, encrypted if there is a passphrase.

        Raises UsageError if there is something already.
        """
        return cls(opening.create_storage(Path(path), passphrase))

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        passphrase: str | None = None,
        read_only: bool = False,
        salvage: bool = False,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> Workspace:
        """Open a workspace folder.

        Raises WorkspaceError if it is not one or is locked, PassphraseError if the passphrase is missing or
        wrong, DamagedError if it is damaged; with ``salvage`` a damaged one opens for reading, with
        ``faults``. ``progress`` is called with bytes read and bytes in all.
        """
        opened = opening.open_storage(
            Path(path), passphrase, read_only=read_only, salvage=salvage, progress=progress
        )
        return cls(opened.storage, opened.notices, opened.faults)

    @property
    def read_only(self) -> bool:
        """Whether it was opened for reading only. A medium that failed may come back."""
        return self._storage.read_only

    @property
    def encrypted(self) -> bool:
        """Whether the workspace needs a passphrase."""
        return self._storage.keys.sealed

    @property
    def name(self) -> str:
        """The folder's name without its ending: what the window shows."""
        return self.path.name.removesuffix(SUFFIX)

    @property
    def is_synced(self) -> bool:
        """Whether every change is on the medium: typing is, a moment after it was applied."""
        return self._storage.is_synced

    def sync(self) -> None:
        """Return when everything applied is durable. Raises WorkspaceError if it cannot be made so."""
        self._storage.sync()

    def hand_over(self) -> None:
        """Give what group commit gathered to the system: it outlives this process, if not a power cut."""
        self._storage.hand_over()

    def close(self) -> None:
        """Sync and give the lock back. Safe to call twice."""
        try:
            self.backups.close()
            self._storage.close()
        finally:
            self._searcher.close(None if self._storage.failure else self._storage.sequence)

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def on_state(self, listener: Callable[[SaveState], None]) -> None:
        """Tell ``listener`` when something was saved or could not be. It may be called on any thread."""
        self._state_listeners.append(listener)

    # --- reading -------------------------------------------------------------------------------------

    def find(self, kind: Kind, record_id: str) -> Record | None:
        """The record, or None."""
        return self._tables.find(kind, record_id)

    def get(self, kind: Kind, record_id: str) -> Record:
        """The record. Raises UsageError if there is none."""
        if (record := self.find(kind, record_id)) is None:
            raise self._nothing(kind, record_id)
        return record

    def records(self, kind: Kind) -> Sequence[Record]:
        """All records of a kind, oldest first."""
        return self._tables.all(kind)

    def note_heads(self, *, marked_only: bool = False) -> list[NoteHead]:
        """What lists show of every note, or of each that bears a marking, oldest first; no record is made."""
        return heads.read(self._tables.stored("note"), marked_only=marked_only)

    def latest(self, kind: Kind, count: int) -> list[Record]:
        """The records worked at last, then those added last; the others are not looked at."""
        with self._storage.guard:
            worked_at = self._history.latest(kind, count)
        found = {uid: record for uid in worked_at if (record := self.find(kind, uid)) is not None}
        for record in self._tables.latest(kind, count):
            found.setdefault(record.id, record)
        return list(found.values())[:count]

    def holding(self, kind: Kind, words: str) -> list[Record]:
        """The records with ``words`` in some text of theirs; the caller looks where."""
        return self._tables.holding(kind, words)

    def with_entries(self, kind: Kind, field: str) -> list[Record]:
        """The records in which a field such as ``quotations`` holds anything."""
        return self._tables.with_entries(kind, field)

    def count(self, kind: Kind) -> int:
        """How many records of a kind there are."""
        return self._tables.count(kind)

    def meta(self, kind: Kind, record_id: str) -> RecordMeta:
        """When a record came and changed. Raises UsageError if there is none."""
        if (meta := self._tables.meta(kind, record_id)) is None:
            raise self._nothing(kind, record_id)
        return meta

    def search(self, query: str, kind: Kind | None = None, limit: int = 50) -> list[Hit]:
        """Records that hold every word of ``query``, best first."""
        return self._searcher.search(query, kind, limit)

    def longest_unread(self) -> int:
        """Bytes of the longest basket that is not made a record of yet."""
        return self._tables.unread("basket")

    def longest_step(self) -> int:
        """Bytes of the longest step that can be undone or done again."""
        return self._history.longest()

    def make_baskets(self) -> None:
        """Make the records of all baskets, on any thread: who asks for them then does not wait."""
        self._tables.make("basket")

    def prepare_records(self) -> None:
        """Look up where every record lies, on any thread: the first one asked for then does not wait."""
        self._tables.prepare()

    def prepare_search(self) -> None:
        """Begin to complete the search index in the background; searching works meanwhile, only slower."""
        self._searcher.prepare()

    @property
    def database(self) -> JournalDatabase:
        """The TinyDB database underneath: its API works unchanged. For reading; records change by
        ``apply``.
        """
        return JournalDatabase(storage=lambda: self._storage)

    # --- the one door for change ---------------------------------------------------------------------

    def apply(
        self,
        change_set: ChangeSet,
        *,
        durable: bool = True,
        on_synced: Synced | None = None,
        step: StepMode = "do",
        merge: bool = False,
    ) -> ChangeSet:
        """Make a set of changes, all or none, and return it once it is durable.

        ``durable=False`` (typing) returns at once; ``on_synced`` hears within 50 ms, on another thread,
        that it is saved (None) or why not. ``step`` tells the history that a set undoes or redoes the last
        step; ``merge`` lets it continue the last step if that has the same label and record. Raises
        StaleChangeError if a record is no longer what the change was made against, UsageError if a new
        record's id exists, WorkspaceError if it cannot be saved; nothing is changed then.
        """
        with self._storage.guard:
            self._storage.check_writable(durable=durable)
            draft = ChangeDraft(self._tables, self._history, self._desk.clock, self._desk.device)
            draft.add_all(change_set)
            batch = Batch()
            touched = draft.write_to(batch)
            mode: StepMode = "stay" if change_set.stays else step
            take_over = self._history.record(
                batch, change_set.label, draft.stamp.at, touched, mode=mode, merge=merge
            )
            self._desk.write_to(batch, draft.stamp)
            self._storage.commit(batch, durable=durable, on_synced=on_synced)
            draft.take_over()
            take_over()
            self._searcher.note(touched)
        self.backups.note_change()
        return change_set

    # --- history -------------------------------------------------------------------------------------

    def undo_steps(self) -> list[Step]:
        """The last steps that can be undone (at most 200, kept across a restart), oldest first."""
        return self.steps()[0]()

    def redo_steps(self) -> list[Step]:
        """Steps that were undone and can be done again, the next one first."""
        return self.steps()[1]()

    def steps(self, longest: int = ANY_LENGTH) -> tuple[Callable[[], list[Step]], Callable[[], list[Step]]]:
        """What makes the steps to undo and to redo, as far as one over ``longest`` records: on any thread."""
        with self._storage.guard:
            return self._views.steps(longest)

    def versions(self, kind: Kind, record_id: str) -> list[Version]:
        """What a record was, newest first, the present one included if it is there."""
        with self._storage.guard:
            return self._views.versions(kind, record_id)

    def trash(self) -> list[Deleted]:
        """Removed records, the last one first. ``added(each.record)`` applied brings one back."""
        with self._storage.guard:
            return self._views.trash()

    def empty_trash(self) -> int:
        """Remove what lies in the trash for good, and count it; versions and undo steps keep their share."""
        with self._storage.guard:
            count = len(self._history.trashed())
            batch = Batch()
            take_over = self._history.empty_trash(batch)
            self._storage.commit(batch)
            take_over()
        return count

    # --- attachments ---------------------------------------------------------------------------------

    def put_attachment(self, content: bytes) -> str:
        """Keep a file and return its SHA-256 once it is durable. Raises WorkspaceError."""
        self._storage.check_writable()
        digest = self._attachments.put(content)
        with self._storage.guard:
            self._desk.note_attachment(digest, len(content))
        return digest

    def attachment(self, sha256: str) -> bytes:
        """The content of an attachment. Raises UsageError if there is none, DamagedError if it is damaged."""
        return self._attachments.get(sha256)

    def photo(self, sha256: str) -> bytes | None:
        """The picture of a person; None where it is not there or damaged: a person is shown without one."""
        with contextlib.suppress(BriefingError):
            return self.attachment(sha256)
        return None

    # --- audit ---------------------------------------------------------------------------------------

    def audit(self, entry: AuditEntry) -> AuditEntry:
        """Add a line (an import, an export, a print) to the append-only audit. Raises WorkspaceError."""
        with self._storage.guard:
            return self._desk.audit(entry)

    def audit_log(self) -> list[AuditEntry]:
        """Every line of the audit, oldest first."""
        return self._desk.audit_log()

    # --- memos ---------------------------------------------------------------------------------------

    def keep_memo(self, name: str, text: str) -> None:
        """Keep what the window remembers of its own (questions asked last), beside the records: no change,
        no step, nothing to undo. Raises WorkspaceError.
        """
        with self._storage.guard:
            self._storage.check_writable(durable=False)
            self._desk.keep_memo(name, text)

    def memo(self, name: str) -> str:
        """What was kept under a name, or ""."""
        return self._desk.memo(name)

    # --- protection ----------------------------------------------------------------------------------

    def change_passphrase(self, old: str, new: str, told: Told = nobody) -> None:
        """Give an encrypted workspace and its backups another passphrase. Raises PassphraseError for a
        wrong one, WorkspaceError saying what still opens with the old one.
        """
        self.backups.settle()  # one that comes to its end later would open with the old one
        encryption.change_passphrase(self._storage, old, new, told, self.backups.rewrap_elsewhere)

    def encrypt(self, passphrase: str, told: Told = nobody) -> None:
        """Encrypt a plain workspace and remove every plain file of it.

        Raises WorkspaceError; ``encrypted`` tells then whether it stayed plain or only old files are left.
        What was deleted may survive on the medium; there is no way in without the passphrase.
        """
        self.backups.settle()  # one that comes to its end later would be readable
        with self._following_keys(told):
            encryption.encrypt(self._storage, passphrase, self._desk.attachments(), told)
            self.backups.remove_readable()

    def decrypt(self, passphrase: str, told: Told = nobody) -> None:
        """Make an encrypted workspace plain. Raises PassphraseError for a wrong passphrase, WorkspaceError
        as :meth:`encrypt` does.
        """
        self.backups.settle()
        with self._following_keys(told):
            encryption.decrypt(self._storage, passphrase, self._desk.attachments(), told)

    # --- parts ---------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _following_keys(self, told: Told) -> Iterator[None]:
        """Have attachments and search go on under the keys of the storage, however the conversion ended."""
        before = self._storage.keys
        try:
            yield
        finally:
            if self._storage.keys is not before:
                self._attachments = AttachmentFolder(self.path, self._storage.keys)
                self._searcher.close(None)
                self._searcher = self._new_searcher()
                told(Progress("backup"))
                self.backups.make(tells=False)

    def _new_searcher(self) -> Searcher:
        storage = self._storage
        return Searcher(
            self.path,
            self._tables,
            self._desk.workspace,
            in_memory=storage.keys.sealed,
            read_only=storage.read_only,
            sequence=lambda: storage.sequence,
        )

    def _nothing(self, kind: Kind, record_id: str) -> UsageError:
        return UsageError(
            f'There is no {kind} "{record_id}" in {self.name}.', hint=f"`list` shows every {kind}."
        )

    def _tell_state(self, error: WorkspaceError | None) -> None:
        state = SaveState.saved() if error is None else SaveState.failed(error)
        for listener in self._state_listeners:
            listener(state)
