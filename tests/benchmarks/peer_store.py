"""What the store is measured beside: stock TinyDB, SQLite in three forms, raw FTS5.

Every peer is given what ours is given: a note that was read and edited already. SQLite saves it in three
forms, because "save" means different things. ``row``: the text of one row is replaced, nothing else; that is
what a bare document of ours is. ``work``: what ``Workspace.apply`` does, with the same codec: the revision is
stamped, what the note was is kept as a step that can be undone (the last 200), and the clock goes with it, in
one transaction. ``index``: that, and the search index in the same transaction, as programs on SQLite do it
and as the study did that the marks come from; ours brings its index up to date before the next search. The
verdicts are given on ``index``.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
from tinydb import JSONStorage, TinyDB

from briefing_app.domain.records import Note
from briefing_app.store import json_text, search_text, stamping
from briefing_app.store.clock import HybridClock
from briefing_app.store.stamping import Stamp

KEPT_STEPS = 200
_TABLES = """
create table docs(number integer primary key, uid text unique, text text);
create table steps(number integer primary key, label text, at text, uid text, before text);
create table desk(name text primary key, text text);
insert into desk values('clock', '');
"""
_WORDS = "create virtual table words using fts5(title, body, content='', tokenize='ascii')"
_FORGET = "insert into words(words, rowid, title, body) values('delete', ?, ?, ?)"
_LEARN = "insert into words(rowid, title, body) values(?, ?, ?)"
_FIND = "select rowid from words where words match ? order by rank limit 50"


class OrjsonStorage(JSONStorage):
    """TinyDB's own storage with orjson in the place of json."""

    def read(self) -> Any:
        self._handle.seek(0)
        content = self._handle.read()
        return orjson.loads(content) if content else None

    def write(self, data: Any) -> None:
        self._handle.seek(0)
        self._handle.write(orjson.dumps(data).decode())
        self._handle.flush()
        os.fsync(self._handle.fileno())
        self._handle.truncate()


def edited(note: Any, source: random.Random) -> Note:
    """The note with another beginning of its text."""
    return Note(id=note.id, title=note.title, body=f"{source.random()} {note.body[20:]}")


def stock_file(place: Path, notes: list[Note]) -> Path:
    """A JSON file of stock TinyDB with the notes."""
    path = place / "stock.json"
    rows = {
        str(n): {"uid": note.id, "title": note.title, "body": note.body} for n, note in enumerate(notes, 1)
    }
    path.write_bytes(orjson.dumps({"_default": rows}))
    return path


def stock_save(database: TinyDB, notes: list[Note]) -> Callable[[], None]:
    """A call that edits one note in a TinyDB database."""
    source = random.Random(4)
    return lambda: (
        database.update(
            {"body": notes[0].body + str(source.random())}, doc_ids=[source.randrange(1, len(notes))]
        )
        and None
    )


class SqliteNotes:
    """Notes as rows of one SQLite file in WAL mode."""

    def __init__(self, path: Path, notes: list[Note], *, indexed: bool = False) -> None:
        self.path = path
        self._indexed = indexed
        device = "0123456789abcdef"
        made = Stamp(HybridClock().next(), device)
        with sqlite3.connect(path) as database:
            database.execute("pragma journal_mode=wal")
            database.executescript(_TABLES)
            rows = [
                (n, note.id, stamping.stamp(note, None, made).decode()) for n, note in enumerate(notes, 1)
            ]
            database.executemany("insert into docs values(?, ?, ?)", rows)
            if indexed:
                database.execute(_WORDS)
                database.executemany(
                    _LEARN,
                    (
                        (n, *map(search_text.tokens, search_text.title_and_body(orjson.loads(text))))
                        for n, _, text in rows
                    ),
                )
        database.close()

    def row_saver(self, level: str) -> Callable[[str, dict[str, Any]], None]:
        """A call that replaces the text of the row of an id by a document."""
        database = self._copy(level, "row")

        def save(uid: str, document: dict[str, Any]) -> None:
            database.execute("update docs set text = ? where uid = ?", (orjson.dumps(document).decode(), uid))

        return save

    def work_saver(self, level: str) -> Callable[[Note], None]:
        """A call that does for an edited note what ``Workspace.apply`` does."""
        database = self._copy(level, "index" if self._indexed else "work")
        clock = HybridClock()
        steps = [0]

        def save(note: Note) -> None:
            database.execute("begin immediate")
            number, text = database.execute(
                "select number, text from docs where uid = ?", (note.id,)
            ).fetchone()
            made = Stamp(clock.next(), "0123456789abcdef")
            stored = stamping.stamp(note, text.encode(), made)
            steps[0] += 1
            database.execute(
                "insert into steps values(?, 'Edit note', ?, ?, ?)", (steps[0], made.at, note.id, text)
            )
            if steps[0] > KEPT_STEPS:
                database.execute("delete from steps where number = ?", (steps[0] - KEPT_STEPS,))
            database.execute("update docs set text = ? where number = ?", (stored.decode(), number))
            database.execute("update desk set text = ? where name = 'clock'", (made.clock,))
            if self._indexed:
                for statement, indexed in ((_FORGET, text.encode()), (_LEARN, stored)):
                    words = map(search_text.tokens, search_text.title_and_body(json_text.decode(indexed)))
                    database.execute(statement, (number, *words))
            database.execute("commit")

        return save

    def _copy(self, level: str, name: str) -> sqlite3.Connection:
        copy = self.path.with_name(f"{name}-{level}.sqlite")
        shutil.copy(self.path, copy)
        database = sqlite3.connect(copy, isolation_level=None)
        database.execute("pragma journal_mode=wal")
        database.execute(f"pragma synchronous={level}")
        return database


class RawFts5:
    """FTS5 with the same tokens, and the notes beside it."""

    def __init__(self, path: Path, notes: list[Note]) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.execute(_WORDS)
        self._database.execute("insert into words(words, rank) values('rank', 'bm25(5.0, 1.0)')")
        self._database.execute("create table docs(number integer primary key, text text)")
        self._database.execute("begin")
        for number, note in enumerate(notes):
            words = search_text.tokens(note.title), search_text.tokens(note.body)
            self._database.execute(_LEARN, (number, *words))
            text = orjson.dumps({"title": note.title, "body": note.body}).decode()
            self._database.execute("insert into docs values(?, ?)", (number, text))
        self._database.execute("commit")

    def numbers(self, phrase: str) -> list[int]:
        """The best 50 rows: numbers and no more."""
        return [row[0] for row in self._database.execute(_FIND, (phrase,))]

    def shown(self, phrase: str, word: str) -> list[tuple[str, str]]:
        """The best 50 with what a list shows of them: title and the words around the match."""
        joined = f"select text from ({_FIND}) as found join docs on docs.number = found.rowid"
        found = []
        for (text,) in self._database.execute(joined, (phrase,)):
            document = orjson.loads(text)
            place = max(0, document["body"].find(word) - 40)
            found.append((document["title"], document["body"][place : place + 80]))
        return found

    def close(self) -> None:
        """Close the file."""
        self._database.close()
