"""The store's own small tables: who this workspace is, what was attached, what was imported and printed."""

from __future__ import annotations

import hashlib
import platform
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing_app.store import json_text
from briefing_app.store.batch import Batch
from briefing_app.store.clock import HybridClock, Moment
from briefing_app.store.journal_storage import JournalStorage
from briefing_app.store.stamping import Stamp

DESK, ATTACHMENTS, AUDIT, MEMOS = "_desk", "_attachments", "_audit", "_memos"


@dataclass(frozen=True)
class AuditEntry:
    """One line of the audit: when (UTC), what was done (``import``, ``export``, ``print`` ...), with which
    file, how many records, or whatever the one who did it thought worth keeping.
    """

    what: str
    details: Mapping[str, str] = field(default_factory=dict)
    at: str = ""


class Desk:
    """Identity, clock, attachments and audit of one workspace.

    The device id belongs to this workspace on this machine: a copy on another laptop gets its own, so that
    the two can be told apart when they are merged. The host is kept as a hash only.
    """

    def __init__(self, storage: JournalStorage) -> None:
        self._storage = storage
        desk = _first(storage.tables.get(DESK, {}))
        self.workspace = str(desk.get("workspace", "")) or secrets.token_hex(16)
        self._host = hashlib.sha256(f"{self.workspace} {platform.node()}".encode()).hexdigest()[:16]
        self.device = str(desk["device"]) if desk.get("host") == self._host else secrets.token_hex(8)
        identity = {"workspace": self.workspace, "device": self.device, "host": self._host}
        self._identity = json_text.encode(identity)[:-1]  # written with every change, under a new clock
        self.clock = HybridClock(Moment.parse(str(desk.get("clock", "0"))))

    def write_to(self, batch: Batch, made: Stamp) -> None:
        """Add identity and clock to ``batch``: time does not run backwards over a restart either."""
        batch.put(DESK, "1", b'%b,"clock":"%b"}' % (self._identity, made.clock.encode()))

    def note_attachment(self, digest: str, size: int) -> None:
        """Keep the name of an attachment in the workspace. Raises WorkspaceError."""
        if digest in self.attachments():
            return
        batch = Batch()
        row = {"sha256": digest, "size": size, "at": self.clock.next().iso}
        batch.put(ATTACHMENTS, self._next(ATTACHMENTS), json_text.encode(row))
        self._storage.commit(batch)

    def attachments(self) -> dict[str, int]:
        """SHA-256 and size of every attachment."""
        rows = map(json_text.decode, list(self._storage.tables.get(ATTACHMENTS, {}).values()))
        return {row["sha256"]: row["size"] for row in rows}

    def audit(self, entry: AuditEntry) -> AuditEntry:
        """Add a line to the audit and return it with its time, now if it has none. Raises WorkspaceError."""
        noted = AuditEntry(entry.what, dict(entry.details), entry.at or self.clock.next().iso)
        batch = Batch()
        row = {"what": noted.what, "details": noted.details, "at": noted.at}
        batch.put(AUDIT, self._next(AUDIT), json_text.encode(row))
        self._storage.commit(batch)
        return noted

    def audit_log(self) -> list[AuditEntry]:
        """Every line of the audit, oldest first."""
        rows = sorted(self._storage.tables.get(AUDIT, {}).items(), key=lambda row: int(row[0]))
        return [AuditEntry(**json_text.decode(text)) for _, text in rows]

    def keep_memo(self, name: str, text: str) -> None:
        """Keep a text under a name, in place of the one before. Raises WorkspaceError."""
        rows = self._storage.tables.get(MEMOS, {})
        place = next((key for key, row in rows.items() if json_text.decode(row)["name"] == name), None)
        batch = Batch()
        batch.put(MEMOS, place or self._next(MEMOS), json_text.encode({"name": name, "text": text}))
        self._storage.commit(batch, durable=False)

    def memo(self, name: str) -> str:
        """The text kept under a name, or ""."""
        rows = map(json_text.decode, list(self._storage.tables.get(MEMOS, {}).values()))
        return next((str(row["text"]) for row in rows if row["name"] == name), "")

    def _next(self, table: str) -> str:
        return str(max(map(int, self._storage.tables.get(table, {})), default=0) + 1)


def _first(rows: Mapping[str, bytes]) -> dict[str, object]:
    found: dict[str, object] = json_text.decode(next(iter(rows.values()))) if rows else {}
    return found
