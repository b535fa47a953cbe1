"""What an update of a table sees: the stored documents, with private copies of those it touches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from typing import Any

from briefing_app.store import json_text
from briefing_app.store.batch import Batch, RawTable


class Overlay(MutableMapping[Any, Any]):
    """A mapping from document id to document over ``rows``, which stay as they are.

    A document is parsed when it is first looked at; what became of it is compared and written by
    :meth:`write_to`.
    """

    def __init__(self, rows: RawTable, id_class: Callable[[str], Any]) -> None:
        self._rows = rows
        self._id_class = id_class
        self._touched: dict[str, Any] = {}
        self._deleted: set[str] = set()
        self.cleared = False

    def __contains__(self, doc_id: object) -> bool:
        key = str(doc_id)
        return key in self._touched or self._stored(key)

    def __getitem__(self, doc_id: Any) -> Any:
        key = str(doc_id)
        if key not in self._touched:
            if not self._stored(key):
                raise KeyError(doc_id)
            self._touched[key] = json_text.decode(self._rows[key])
        return self._touched[key]

    def __setitem__(self, doc_id: Any, document: Any) -> None:
        self._touched[str(doc_id)] = document
        self._deleted.discard(str(doc_id))

    def __delitem__(self, doc_id: Any) -> None:
        if doc_id not in self:
            raise KeyError(doc_id)
        self._touched.pop(str(doc_id), None)
        self._deleted.add(str(doc_id))

    def __iter__(self) -> Iterator[Any]:
        kept = [] if self.cleared else [key for key in self._rows if key not in self._deleted]
        new = [key for key in self._touched if self.cleared or key not in self._rows]
        return map(self._id_class, kept + new)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Remove every document."""
        self._touched.clear()
        self._deleted.clear()
        self.cleared = True

    def write_to(self, batch: Batch, table: str) -> None:
        """Add the differences to the stored documents to ``batch``. Raises TypeError for what JSON cannot
        hold.
        """
        for key in self._deleted:
            if key in self._rows and not self.cleared:
                batch.delete(table, key)
        for key, document in self._touched.items():
            text = json_text.encode(document)
            if self.cleared or self._rows.get(key) != text:
                batch.put(table, key, text)

    def _stored(self, key: str) -> bool:
        return not self.cleared and key not in self._deleted and key in self._rows
