"""Searching a workspace: through the index when it is complete, through the records themselves until then."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

from briefing_app.domain.records import KINDS, Kind
from briefing_app.store import conversion_cleanup, disk, json_text, search, search_text
from briefing_app.store.history import Touched
from briefing_app.store.record_tables import RecordTables
from briefing_app.store.search import Hit
from briefing_app.store.search_index import FILE, IndexChange, SearchIndex, revision_of
from briefing_app.threads import Turn

_AT_ONCE = 2000  # so many records are indexed while the first search waits; more go to a thread
_CHUNK = 500


class Searcher:
    """The index of one open workspace, kept up to date with every change."""

    def __init__(
        self,
        folder: Path,
        tables: RecordTables,
        workspace: str,
        *,
        in_memory: bool,
        read_only: bool,
        sequence: Callable[[], int],
    ) -> None:
        self._file = None if in_memory else folder / FILE
        self._folder = folder
        self._read_only = read_only
        self._tables = tables
        self._workspace = workspace
        self._sequence = sequence
        self._guard = Turn()
        self._index: SearchIndex | None = None
        self._pending: dict[tuple[Kind, str], IndexChange] = {}
        self._builder: threading.Thread | None = None
        self._stopping = threading.Event()

    @property
    def is_complete(self) -> bool:
        """Whether the index holds every record."""
        return self._index is not None and self._builder is None

    def note(self, touched: list[Touched]) -> None:
        """Records changed: the index learns of it before the next search."""
        with self._guard:
            if self._index is None:
                return
            for each in touched:
                first = self._pending.get(each.key)
                before = first.before if first else each.before
                self._pending[each.key] = IndexChange(*each.key, before, each.after)

    def search(self, query: str, kind: Kind | None, limit: int) -> list[Hit]:
        """Records that hold every word of ``query``, best first."""
        words = search_text.words(query)
        if not words or limit <= 0:
            return []
        for _attempt in range(2):
            try:
                with self._guard:
                    index = self._ensured()
                    if not self.is_complete:
                        break
                    self._drain(index)
                return [
                    Hit(
                        each.kind, each.uid, each.title, self._snippet(each.kind, each.uid, words), each.score
                    )
                    for each in index.find(query, kind, limit)
                ]
            except sqlite3.Error:
                self._discard()
        return self._scan(words, kind, limit)

    def prepare(self) -> None:
        """Open the index and begin to complete it, so that the first search does not wait."""
        with self._guard, contextlib.suppress(sqlite3.Error):
            self._ensured()

    def close(self, sequence: int | None) -> None:
        """Close the index; ``sequence`` is the last change of a workspace that was closed in good order."""
        self._stopping.set()
        if self._builder is not None and self._builder is not threading.current_thread():
            self._builder.join()
        with self._guard, contextlib.suppress(sqlite3.Error):
            if self._index is None:
                return
            if self.is_complete and len(self._pending) <= _AT_ONCE:
                self._drain(self._index)
                if sequence is not None and not self._read_only and self._file is not None:
                    self._index.mark_complete(self._workspace, sequence)
            self._index.close()
            self._index = None

    # --- parts ---------------------------------------------------------------------------------------

    def _ensured(self) -> SearchIndex:
        if self._index is None:
            self._index = self._opened()
            if self._index.state() != (self._workspace, self._sequence()):
                self._complete(self._index)
        return self._index

    def _opened(self) -> SearchIndex:
        if self._file is not None and self._read_only:
            with contextlib.suppress(sqlite3.Error):
                index = SearchIndex(self._file, read_only=True)
                if index.state() == (self._workspace, self._sequence()):
                    return index
                index.close()
        elif self._file is not None:
            for _attempt in range(2):
                try:
                    index = SearchIndex(self._file)
                    if not index.is_wasteful():
                        return index
                    index.close()
                except sqlite3.Error:
                    pass
                self._remove_files()
        return SearchIndex(None)

    def _complete(self, index: SearchIndex) -> None:
        indexed = index.revisions()
        changes: list[IndexChange] = []
        for kind in KINDS:
            for uid, text in self._tables.texts(kind):
                if indexed.pop((kind, uid), None) != revision_of(text):
                    changes.append(IndexChange(kind, uid, None, text))
        changes += [IndexChange(*key, None, None) for key in indexed]
        if len(changes) <= _AT_ONCE:
            index.update(changes)
            return
        self._builder = threading.Thread(
            target=self._build, args=(index, changes), name="store-index", daemon=True
        )
        self._builder.start()

    def _build(self, index: SearchIndex, changes: list[IndexChange]) -> None:
        try:
            for start in range(0, len(changes), _CHUNK):
                if self._stopping.is_set():
                    return
                index.update(changes[start : start + _CHUNK])
        except sqlite3.Error:
            self._builder = None
            self._discard()
            return
        self._builder = None

    def _drain(self, index: SearchIndex) -> None:
        if self._pending:
            index.update(self._pending.values())
            self._pending.clear()

    def _discard(self) -> None:
        with self._guard:
            if self._index is not None:
                with contextlib.suppress(sqlite3.Error):
                    self._index.close()
            self._index = None
            self._pending.clear()
            self._remove_files()

    def _remove_files(self) -> None:
        if self._file is not None and not self._read_only:
            with contextlib.suppress(OSError):
                for name in conversion_cleanup.SEARCH_FILES:
                    disk.remove(self._folder / name)

    def _snippet(self, kind: Kind, uid: str, words: list[str]) -> str:
        text = self._tables.text(kind, uid)
        return search.snippet(*search_text.title_and_body(json_text.decode(text)), words) if text else ""

    def _scan(self, words: list[str], kind: Kind | None, limit: int) -> list[Hit]:
        found: list[Hit] = []
        for each in (kind,) if kind else KINDS:
            for _, text in self._tables.texts(each):
                folded = search_text.fold(text.decode())
                # JSON writes some characters with a backslash: such words are looked for in the record.
                if all(word in folded or '"' in word or "\\" in word for word in words):
                    hit = search.hit_in(each, json_text.decode(text), words)
                    if hit is not None:
                        found.append(hit)
        found.sort(key=lambda hit: (-hit.score, hit.title))
        return found[:limit]
