"""What TinyDB asks of a storage, over tables that hold the JSON text of their documents."""

from __future__ import annotations

import contextlib
import threading
from abc import abstractmethod
from collections.abc import Iterator
from typing import Any

from tinydb.storages import Storage

from briefing_app.errors import WorkspaceError
from briefing_app.store import json_text
from briefing_app.store.batch import Batch, RawTables


class DocumentStorage(Storage):
    """Reads and writes whole databases, as TinyDB does, by what differs."""

    guard: threading.RLock
    tables: RawTables
    _pending: Batch | None

    @abstractmethod
    def commit(self, batch: Batch) -> None:
        """Write a batch as one frame, all or nothing, and make it the state. Raises WorkspaceError."""

    @abstractmethod
    def _append(self, payload: bytes, *, durable: bool) -> None:
        """Write the frame of a batch. Raises WorkspaceError."""

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Every table with every document, parsed; None when there is nothing at all."""
        with self.guard:
            if not self.tables:
                return None
            return {
                name: {doc_id: json_text.decode(text) for doc_id, text in rows.items()}
                for name, rows in self.tables.items()
            }

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Make the state equal to ``data`` with one frame that holds the differences."""
        with self.guard:
            batch = Batch()
            for name in self.tables.keys() - data.keys():
                batch.drop(name)
            for name, documents in data.items():
                batch.put_differences(name, self.tables.get(name), documents)
            self.commit(batch)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything written to tables inside becomes one frame; an exception takes all of it back."""
        with self.guard:
            if self._pending is not None:
                raise WorkspaceError("A transaction is open already.")
            before = {name: dict(rows) for name, rows in self.tables.items()}
            self._pending = Batch()
            try:
                yield
                batch, self._pending = self._pending, None
                if len(batch):
                    self._append(batch.payload(), durable=True)
            except BaseException:
                self._pending = None
                self.tables.clear()
                self.tables.update(before)
                raise
