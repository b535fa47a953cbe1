"""TinyDB's table and database on a journal: the same API, at the cost of the documents that change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import Any

from tinydb import TinyDB
from tinydb.table import Table

from briefing_app.store import json_text
from briefing_app.store.batch import Batch, RawTable
from briefing_app.store.journal_storage import JournalStorage
from briefing_app.store.overlay import Overlay


class TableView(Mapping[str, Any]):
    """The documents of a table by id, each parsed when it is asked for."""

    def __init__(self, rows: RawTable) -> None:
        self._rows = rows

    def __getitem__(self, doc_id: str) -> Any:
        return json_text.decode(self._rows[doc_id])

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._rows))

    def __len__(self) -> int:
        return len(self._rows)


class JournalTable(Table):
    """A TinyDB table over a :class:`JournalStorage`."""

    _storage: JournalStorage

    def update(
        self,
        fields: Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None],
        cond: Any = None,
        doc_ids: Iterable[int] | None = None,
    ) -> list[int]:
        """As in TinyDB. A condition is tried on the stored documents; only those that meet it are changed."""
        if doc_ids is None and cond is not None:
            doc_ids = self._ids_where(cond)
        return super().update(fields, None, doc_ids)

    def remove(self, cond: Any = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        """As in TinyDB, at the cost of the removed documents."""
        if doc_ids is None and cond is not None:
            doc_ids = self._ids_where(cond)
        return super().remove(None, doc_ids)

    def _ids_where(self, cond: Any) -> list[int]:
        return [
            self.document_id_class(doc_id)
            for doc_id, document in self._read_table().items()
            if cond(document)
        ]

    def _read_table(self) -> Mapping[str, Any]:  # type: ignore[override]  # TinyDB only reads from it
        return TableView(self._storage.tables.get(self._name, {}))

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        storage = self._storage
        with storage.guard:
            rows = storage.tables.get(self._name)
            overlay = Overlay(rows or {}, self.document_id_class)
            updater(overlay)  # may raise: nothing has changed yet
            batch = Batch()
            if rows is None or overlay.cleared:
                batch.clear(self._name)
            overlay.write_to(batch, self._name)
            storage.commit(batch)
        self.clear_cache()


class JournalDatabase(TinyDB):
    """TinyDB over a workspace folder: ``JournalDatabase(folder)``."""

    table_class = JournalTable
    default_storage_class = JournalStorage  # type: ignore[assignment]  # TinyDB means any Storage
    _storage: JournalStorage

    @property
    def storage(self) -> JournalStorage:
        """The storage underneath."""
        return self._storage

    def tables(self) -> set[str]:
        """The names of all tables."""
        return set(self._storage.tables)

    def drop_table(self, name: str) -> None:
        """Remove a table with all its documents."""
        self._tables.pop(name, None)
        if name in self._storage.tables:
            batch = Batch()
            batch.drop(name)
            self._storage.commit(batch)
