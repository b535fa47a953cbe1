"""The search index: SQLite FTS5 without content of its own, a cache that may be lost at any time.

It is rebuilt without a word when it is missing, damaged or of another version. FTS5 keeps readable tokens,
so the index of an encrypted workspace lives in memory only.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from briefing_app.domain.records import KINDS, Kind
from briefing_app.store import json_text, search_text
from briefing_app.threads import Turn, giving_way

FILE = "search.sqlite"
_SCHEMA = 3
# Of words that more records hold than this, the newest are given instead of the best: weighing a hundred
# thousand takes longer than typing a letter, and says little.
COMMON = 2000
_FEW_WANTED = 500
_TABLES = """
create table about(name text primary key, value) without rowid;
create table docs(number integer primary key, kind integer, uid text, revision text, title text);
create unique index by_record on docs(kind, uid);
create virtual table words using fts5(title, body, kind, content='', tokenize='ascii', prefix='2 3');
insert into words(words, rank) values('rank', 'bm25(5.0, 1.0, 0.0)');
create virtual table titles using fts5(title, kind, content='', tokenize='ascii', prefix='2 3');
insert into titles(titles, rank) values('rank', 'bm25(1.0, 0.0)');
"""
# Titles stand in a table of their own beside: to find them among all words, each body would be gone through.
_BEST = """
select docs.kind, docs.uid, docs.title, found.rank
from (select rowid, rank from words where words match ? order by rank limit ?) as found
join docs on docs.number = found.rowid order by found.rank
"""
_NEWEST = """
select docs.kind, docs.uid, docs.title, 0.0
from (select rowid from words where words match ? order by rowid desc limit ?) as found
join docs on docs.number = found.rowid
"""
_COUNT = "select count(*) from (select rowid from words where words match ? limit ?)"
_IN_TITLES = {sql: sql.replace("words", "titles") for sql in (_BEST, _NEWEST, _COUNT)}


class Found(NamedTuple):
    """A record that matches, best first; ``score`` higher is better."""

    kind: Kind
    uid: str
    title: str
    score: float


class IndexChange(NamedTuple):
    """A record whose stored text changed from ``before`` to ``after`` (None: not there)."""

    kind: Kind
    uid: str
    before: bytes | None
    after: bytes | None


class SearchIndex:
    """One index. Calls may come from several threads; each takes the index for itself."""

    def __init__(self, path: Path | None, *, read_only: bool = False) -> None:
        """Open or make the index at ``path``, in memory for None. Raises sqlite3.Error."""
        self._guard = Turn()
        place = f"{path.resolve().as_uri()}{'?mode=ro' if read_only else ''}" if path else ":memory:"
        self._db = sqlite3.connect(place, isolation_level=None, check_same_thread=False, uri=path is not None)
        self._last_number = 0
        if read_only:
            return
        try:
            self._db.execute("pragma journal_mode=wal")
            self._db.execute("pragma synchronous=off")  # a cache: what a crash spoils is built anew
            self._db.execute("pragma cache_size=-32000")
            if self._about("version") != f"{_SCHEMA}.{search_text.VERSION}":
                self._make_anew()
            self._last_number = int(self._about("last number") or 0)
        except sqlite3.Error:
            self._db.close()
            raise

    def state(self) -> tuple[str, int]:
        """Workspace id and sequence number that the index was complete for, or ("", -1)."""
        with self._guard:
            return str(self._about("workspace") or ""), int(self._about("sequence") or -1)

    def revisions(self) -> dict[tuple[Kind, str], str]:
        """The revision under which each record is indexed."""
        with self._guard:
            rows = self._db.execute("select kind, uid, revision from docs").fetchall()
        return {(KINDS[kind], uid): revision for kind, uid, revision in rows}

    def update(self, changes: Iterable[IndexChange]) -> None:
        """Bring the index up to date with some changes, all in one transaction. Raises sqlite3.Error."""
        with self._guard:
            self._db.execute("begin")
            try:
                self._db.execute("delete from about where name in ('workspace', 'sequence')")
                for change in giving_way(changes):
                    self._forget(change)
                    if change.after is not None:
                        self._learn(change.kind, change.uid, change.after)
                last = ("last number", self._last_number)
                self._db.execute("insert or replace into about values(?, ?)", last)
                self._db.execute("commit")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._db.execute("rollback")
                raise

    def find(self, text: str, kind: Kind | None, limit: int) -> list[Found]:
        """Records with every word of ``text``, best first; where whole words are too few, also beginnings.

        Raises sqlite3.Error if the index is damaged.
        """
        found = self._matching(search_text.query(text, prefix=False), kind, limit)
        if len(found) < limit:
            begun = search_text.query(text, prefix=True)
            known = {(each.kind, each.uid) for each in found}
            found += [
                each for each in self._matching(begun, kind, limit) if (each.kind, each.uid) not in known
            ]
        return found[:limit]

    def mark_complete(self, workspace: str, sequence: int) -> None:
        """Note that the index holds everything up to ``sequence``. Raises sqlite3.Error."""
        with self._guard:
            rows = [("workspace", workspace), ("sequence", sequence)]
            self._db.executemany("insert or replace into about values(?, ?)", rows)

    def is_wasteful(self) -> bool:
        """Whether so many outdated postings are left that a new index is worth its time."""
        with self._guard:
            (count,) = self._db.execute("select count(*) from docs").fetchone()
            return int(self._about("left behind") or 0) > 1000 + int(count) // 4

    def close(self) -> None:
        """Close the file."""
        with self._guard:
            self._db.close()

    # --- parts ---------------------------------------------------------------------------------------

    def _matching(self, query: str, kind: Kind | None, limit: int) -> list[Found]:
        if not query:
            return []
        with self._guard:
            wanted = _in_kind(query, kind)
            if limit > _FEW_WANTED or not self._is_common(wanted, _COUNT):
                rows = self._db.execute(_BEST, (wanted, limit)).fetchall()
            else:
                way = _NEWEST if self._is_common(wanted, _IN_TITLES[_COUNT]) else _BEST
                rows = self._db.execute(_IN_TITLES[way], (wanted, limit)).fetchall()
                if len(rows) < limit:
                    newest = self._db.execute(_NEWEST, (wanted, limit)).fetchall()
                    known = {row[:2] for row in rows}
                    rows += [row for row in newest if row[:2] not in known]
        return [Found(KINDS[number], uid, title, -rank) for number, uid, title, rank in rows[:limit]]

    def _is_common(self, query: str, count: str) -> bool:
        if self._last_number < COMMON:  # there are not that many records
            return False
        (found,) = self._db.execute(count, (query, COMMON)).fetchone()
        return bool(found == COMMON)

    def _forget(self, change: IndexChange) -> None:
        place = (KINDS.index(change.kind), change.uid)
        row = self._db.execute(
            "select number, revision from docs where kind = ? and uid = ?", place
        ).fetchone()
        if row is None:
            return
        number, revision = row
        self._db.execute("delete from docs where number = ?", (number,))
        if change.before is not None and revision_of(change.before) == revision:
            # FTS5 takes back exactly the tokens it is told; only the indexed text itself gives them.
            title, body = search_text.title_and_body(json_text.decode(change.before))
            self._db.execute(
                "insert into words(words, rowid, title, body, kind) values('delete', ?, ?, ?, ?)",
                (number, search_text.tokens(title), search_text.tokens(body), _kind_token(change.kind)),
            )
            self._db.execute(
                "insert into titles(titles, rowid, title, kind) values('delete', ?, ?, ?)",
                (number, search_text.tokens(title), _kind_token(change.kind)),
            )
        else:
            left = int(self._about("left behind") or 0) + 1
            self._db.execute("insert or replace into about values('left behind', ?)", (left,))

    def _learn(self, kind: Kind, uid: str, text: bytes) -> None:
        title, body = search_text.title_and_body(json_text.decode(text))
        number = self._last_number = self._last_number + 1
        self._db.execute(
            "insert into docs values(?, ?, ?, ?, ?)",
            (number, KINDS.index(kind), uid, revision_of(text), title),
        )
        self._db.execute(
            "insert into words(rowid, title, body, kind) values(?, ?, ?, ?)",
            (number, search_text.tokens(title), search_text.tokens(body), _kind_token(kind)),
        )
        self._db.execute(
            "insert into titles(rowid, title, kind) values(?, ?, ?)",
            (number, search_text.tokens(title), _kind_token(kind)),
        )

    def _about(self, name: str) -> str | int | None:
        try:
            row = self._db.execute("select value from about where name = ?", (name,)).fetchone()
        except sqlite3.OperationalError:  # a new file has no tables yet
            return None
        value: str | int | None = row[0] if row else None
        return value

    def _make_anew(self) -> None:
        names = [row[0] for row in self._db.execute("select name from sqlite_master where type = 'table'")]
        if names:
            raise sqlite3.DatabaseError("an index of another version")
        self._db.executescript(f"begin; {_TABLES} commit;")
        self._db.execute("insert into about values('version', ?)", (f"{_SCHEMA}.{search_text.VERSION}",))


def _kind_token(kind: Kind) -> str:
    """The kind as a word that nobody can type: search words hold letters and figures only."""
    return f"§{kind}"


def _in_kind(query: str, kind: Kind | None) -> str:
    return query if kind is None else f'"{_kind_token(kind)}" AND ({query})'


def revision_of(text: bytes) -> str:
    """The revision in a stored text, found without parsing the rest where possible."""
    start = text.find(b'","_rev":"', 0, 400)
    if start >= 0 and text.find(b"\\", 0, start) < 0:
        start += len(b'","_rev":"')
        return text[start : text.index(b'"', start)].decode()
    return str(json_text.decode(text)["_rev"])
