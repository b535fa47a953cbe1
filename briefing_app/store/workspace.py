"""A workspace: a folder of records with one door for change.

``apply`` checks a ChangeSet against the current state, makes it durable and swaps it in; nothing else writes.
Readers get frozen records. The day, the language and the passphrase are arguments, never ambient.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from briefing_app.domain.change import ChangeSet
from briefing_app.domain.records import KINDS, Kind, Record, title_of
from briefing_app.errors import StaleChangeError, UsageError, WorkspaceError
from briefing_app.store import codec, search
from briefing_app.store.lock import WorkspaceLock
from briefing_app.store.search import Hit
from briefing_app.store.snapshot import SnapshotStorage, Tables

FORMAT = 1
SUFFIX = ".brief"
_META = "_meta"


@dataclass(frozen=True)
class RecordMeta:
    """What the store knows of a record: when it came, when it last changed (UTC), its revision."""

    created: str
    changed: str
    revision: str


class Workspace:
    """An open workspace. Use as a context manager, or call :meth:`close`."""

    def __init__(self, path: Path, tables: Tables, lock: WorkspaceLock | None) -> None:
        self.path = path
        self._lock = lock
        self._tables = tables
        self._storage = SnapshotStorage(path / "workspace.json")
        self._records: dict[Kind, dict[str, Record]] = {
            kind: {doc["uid"]: _record(kind, doc) for doc in tables.get(kind, {}).values()} for kind in KINDS
        }

    # --- opening and closing -------------------------------------------------------------------------

    @classmethod
    def create(cls, path: Path, *, passphrase: str | None = None) -> Workspace:
        """Make an empty workspace in a new or empty folder and open it. Raises UsageError otherwise."""
        _refuse_passphrase(passphrase)
        path = Path(path)
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise UsageError(
                f"{path} already exists and is not empty.", hint="Choose another name; nothing was changed."
            )
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"Cannot make the folder {path}: {error.strerror}.") from error
        lock = WorkspaceLock(path)
        lock.acquire()
        workspace = cls(path, {_META: {"1": {"format": FORMAT, "product": "briefing-desk"}}}, lock)
        workspace._write(workspace._tables)
        return workspace

    @classmethod
    def open(cls, path: Path, *, passphrase: str | None = None, read_only: bool = False) -> Workspace:
        """Open a workspace folder. Raises WorkspaceError if it is not one, is locked or is damaged."""
        _refuse_passphrase(passphrase)
        path = Path(path)
        if not path.exists():
            raise WorkspaceError(
                f"There is no workspace at {path}.", hint="Make one with `briefing-app new`."
            )
        if not (path / "workspace.json").is_file():
            raise WorkspaceError(
                f"{path.name} is not a workspace.",
                hint=f"A workspace is a folder such as NAME{SUFFIX} that holds workspace.json.",
            )
        lock = None if read_only else WorkspaceLock(path)
        if lock:
            lock.acquire()
        try:
            tables = SnapshotStorage(path / "workspace.json").read() or {}
            _check_format(path, tables)
            return cls(path, tables, lock)
        except BaseException:
            if lock:
                lock.release()
            raise

    @property
    def read_only(self) -> bool:
        """Whether changes are refused."""
        return self._lock is None

    @property
    def encrypted(self) -> bool:
        """Whether the workspace needs a passphrase."""
        return False

    @property
    def name(self) -> str:
        """The folder's name without its ending: what the window shows."""
        return self.path.name.removesuffix(SUFFIX)

    def sync(self) -> None:
        """Return when everything applied is durable."""

    def close(self) -> None:
        """Sync and give the lock back. Safe to call twice."""
        self.sync()
        if self._lock:
            self._lock.release()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    # --- reading -------------------------------------------------------------------------------------

    def find(self, kind: Kind, record_id: str) -> Record | None:
        """The record, or None."""
        return self._records[kind].get(record_id)

    def get(self, kind: Kind, record_id: str) -> Record:
        """The record. Raises UsageError if there is none."""
        record = self.find(kind, record_id)
        if record is None:
            raise UsageError(
                f'There is no {kind} "{record_id}" in {self.name}.', hint=f"`list` shows every {kind}."
            )
        return record

    def records(self, kind: Kind) -> Sequence[Record]:
        """All records of a kind, oldest first."""
        return tuple(self._records[kind].values())

    def count(self, kind: Kind) -> int:
        """How many records of a kind there are."""
        return len(self._records[kind])

    def meta(self, kind: Kind, record_id: str) -> RecordMeta:
        """When a record came and changed. Raises UsageError if there is none."""
        self.get(kind, record_id)
        document = next(doc for doc in self._tables[kind].values() if doc["uid"] == record_id)
        return RecordMeta(document["_created"], document["_changed"], document["_rev"])

    def search(self, query: str, kind: Kind | None = None, limit: int = 50) -> list[Hit]:
        """Records that hold every word of ``query``, best first."""
        kinds = (kind,) if kind else KINDS
        found = [
            hit
            for each in kinds
            for record in self._records[each].values()
            if (hit := search.match(record, query)) is not None
        ]
        found.sort(key=lambda hit: (-hit.score, hit.title))
        return found[:limit]

    # --- the one door for change ---------------------------------------------------------------------

    def apply(self, change_set: ChangeSet) -> ChangeSet:
        """Make a set of changes, all or none, and return it once it is durable.

        Raises StaleChangeError if a record is no longer what the change was made against, UsageError if a
        new record's id exists, WorkspaceError if it cannot be saved; nothing is changed then.
        """
        if self.read_only:
            raise WorkspaceError(f"{self.name} is open for reading only.", hint="Nothing was changed.")
        for change in change_set.changes:
            current = self.find(change.kind, change.id)
            if change.before is None and current is not None:
                raise UsageError(
                    f'A {change.kind} with the id "{change.id}" ("{title_of(current)}") exists already.',
                    hint="Leave the id out to get a new one.",
                )
            if change.before is not None and current != change.before:
                raise StaleChangeError(
                    f"This {change.kind} was changed elsewhere meanwhile.", hint="Look at it and try again."
                )
        tables = {name: dict(table) for name, table in self._tables.items()}
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        for change in change_set.changes:
            _put(tables.setdefault(change.kind, {}), change.id, change.after, now)
        self._write(tables)
        self._tables = tables
        for change in change_set.changes:
            if change.after is None:
                del self._records[change.kind][change.id]
            else:
                self._records[change.kind][change.id] = change.after
        return change_set

    def _write(self, tables: Tables) -> None:
        self._storage.write(tables)


def _put(table: dict[str, Any], record_id: str, record: Record | None, now: str) -> None:
    doc_id = next((key for key, doc in table.items() if doc["uid"] == record_id), None)
    if record is None:
        if doc_id is not None:
            del table[doc_id]
        return
    document = codec.encode(record)
    del document["id"]
    old = table[doc_id] if doc_id is not None else None
    generation = int(old["_rev"].partition("-")[0]) + 1 if old else 1
    digest = hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()[:16]
    created = old["_created"] if old else now
    key = doc_id or str(max(map(int, table), default=0) + 1)
    table[key] = {
        "uid": record_id, "_rev": f"{generation}-{digest}", "_created": created, "_changed": now, **document
    }  # fmt: skip


def _record(kind: Kind, document: dict[str, Any]) -> Record:
    fields = {key: value for key, value in document.items() if key != "uid" and not key.startswith("_")}
    return codec.decode(kind, {"id": document["uid"], **fields})


def _check_format(path: Path, tables: Tables) -> None:
    meta = next(iter(tables.get(_META, {}).values()), None)
    if not isinstance(meta, dict) or meta.get("product") != "briefing-desk":
        raise WorkspaceError(f"{path.name} is not a workspace: workspace.json is another program's file.")
    if meta.get("format", 0) > FORMAT:
        raise WorkspaceError(
            f"{path.name} was made by a newer version of Briefing Desk (format {meta['format']}).",
            hint="Install that version to open it; nothing was changed.",
        )


def _refuse_passphrase(passphrase: str | None) -> None:
    if passphrase is not None:
        raise UsageError(
            "Encrypted workspaces are not there yet in this version.", hint="Leave the passphrase out."
        )
