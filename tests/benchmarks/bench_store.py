"""The store beside stock TinyDB (with json, with orjson), SQLite (WAL, FULL and NORMAL) and raw FTS5.

Documents of 1 KB; sizes are 1000, 10000 and 100000, or ``--sizes=1000,5000``.
"""

from __future__ import annotations

import gc
import os
import platform
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from tinydb import JSONStorage, TinyDB

from briefing_app.domain.change import ChangeSet, added, replaced
from briefing_app.domain.records import Note
from briefing_app.store import backup_keeper, keyfile, opening, search_text
from briefing_app.store.batch import Batch
from briefing_app.store.journal_storage import JournalStorage
from briefing_app.store.workspace import Workspace

ROUNDS = 5
SIZES = (1_000, 10_000, 100_000)
WORDS = [
    "tariff",
    "quota",
    "steel",
    "cars",
    "minister",
    "round",
    "exemption",
    "schedule",
    "heading",
    "origin",
    "rate",
    "deal",
    "talks",
    "paper",
]
JAPANESE = ("関税", "外相", "米国", "交渉", "自動車", "半導体", "引き下げ", "共同声明", "経済安全保障")
QUERIES = ("exemption", "関税", "自動車 交渉", "heading 8703")


def main() -> None:
    """Print a table for each size."""
    words = ",".join(word.removeprefix("--sizes=") for word in sys.argv[1:]).split(",")
    sizes = tuple(int(word) for word in words if word.isdigit()) or SIZES
    print(f"{platform.platform()}, {os.cpu_count()} processors, Python {platform.python_version()}, "
          f"SQLite {sqlite3.sqlite_version}")  # fmt: skip
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            _one_size(Path(place), size)


def _one_size(place: Path, size: int) -> None:
    backup_keeper.EVERY_CHANGES = 1_000_000  # or a backup would run beside some of the saves, ours and theirs
    print(f"\n{size:,} notes of 1 KB")
    notes = list(_notes(size))
    folder = place / "ours.brief"
    with Workspace.create(folder) as workspace:
        workspace.apply(ChangeSet("Fill", tuple(change for note in notes for change in added(note).changes)))
        workspace._storage.compact()
        workspace.backups._changes = 0
    files = _peers(place, notes)
    _save(folder, files, notes, size)
    _open(place, folder, files)
    _search(place, folder, notes)


def _save(folder: Path, files: dict[str, Path], notes: list[Note], size: int) -> None:
    full, normal = (_sqlite_save(files["sqlite"], notes, level) for level in ("full", "normal"))
    stock = _stock_save(TinyDB(files["stock"]), notes)
    quick = _stock_save(TinyDB(files["stock"], storage=OrjsonStorage), notes)
    source = random.Random(2)
    with Workspace.open(folder) as workspace:

        def apply(durable: bool) -> None:
            before = workspace.get("note", notes[source.randrange(size)].id)
            workspace.apply(replaced(before, _edited(before, source)), durable=durable)

        def type_on() -> None:
            typed = workspace.get("note", notes[0].id)
            workspace.apply(replaced(typed, _edited(typed, source)), durable=False, merge=True)

        def put(durable: bool) -> None:
            note = notes[source.randrange(size)]
            text = workspace._tables.text("note", note.id) or b""
            batch = Batch()
            document = orjson.loads(text)
            document["body"] = f"{source.random()} {document['body'][20:]}"
            batch.put("note", workspace._tables.doc_id("note", note.id), orjson.dumps(document))
            workspace._storage.commit(batch, durable=durable)

        repeats = 3 if size > 20_000 else 5
        slow = {"stock": _median(stock, repeats), "orjson": _median(quick, repeats)}
        for _ in range(20):  # the first saves of a run fill caches
            apply(True), full(), normal()
        synced = {"apply": lambda: apply(True), "document": lambda: put(True), "full": full}
        grouped = {
            "apply group": lambda: apply(False),
            "document group": lambda: put(False),
            "normal": normal,
        }
        taken = _interleaved(synced, rounds=ROUNDS) | _interleaved(grouped, 100, ROUNDS)
        taken |= _interleaved({"typing": type_on, "normal beside typing": normal}, 100, ROUNDS)
        workspace.backups._changes = 0
    _ratios("save one edited note, synced", taken["apply"], ("SQLite FULL", taken["full"]), 1.0)
    _ratios("  the same as a bare document", taken["document"], ("SQLite FULL", taken["full"]), 1.0)
    beside = ("SQLite NORMAL", taken["normal beside typing"])
    _ratios("typing in one note, group commit", taken["typing"], beside, 0.4)
    _ratios(
        "save one edited note, group commit", taken["apply group"], ("SQLite NORMAL", taken["normal"]), 0.4
    )
    _ratios("  the same as a bare document", taken["document group"], ("SQLite NORMAL", taken["normal"]), 0.4)
    for name, value in slow.items():
        print(f"    {name:<38} {value * 1e3:9.3f} ms   {value / taken['apply'].wall:8.0f} x ours synced")


def _open(place: Path, folder: Path, files: dict[str, Path]) -> None:
    sealed = _sealed_copy(place, folder)
    taken = _interleaved(
        {
            "stock": lambda: len(TinyDB(files["stock"])),
            "plain": lambda: Workspace.open(folder, read_only=True).close(),
        },
        calls=1,
        rounds=5,
    )
    keys = opening.unlock(sealed, opening.identify(sealed), "secret")
    parts = {
        "plain": _median(lambda: JournalStorage(folder, read_only=True).close(), 5),
        "sealed": _median(lambda: JournalStorage(sealed, keys=keys, read_only=True).close(), 5),
    }
    derivation = _median(lambda: opening.unlock(sealed, opening.identify(sealed), "secret"), 3)
    _ratios("open", taken["plain"], ("stock TinyDB", taken["stock"]), 0.55)
    _line("open encrypted, key at hand", parts["sealed"], "ms", ("plain storage", parts["plain"]), 1.4)
    print(
        f"    {'making the key (Argon2id, 64 MiB)':<38} {derivation * 1e3:9.1f} ms   on purpose, at any size"
    )
    ours, theirs = (
        _memory(code, path) for code, path in ((_OPEN_OURS, folder), (_OPEN_STOCK, files["stock"]))
    )
    if theirs <= 0:
        print("    memory after opening: too little to be seen beside stock TinyDB")
        return
    _line("memory after opening", ours / 1e6, "MB", ("stock TinyDB", theirs / 1e6), 1.3, unit_factor=1)


def _search(place: Path, folder: Path, notes: list[Note]) -> None:
    raw = _raw_fts5(place / "raw.sqlite", notes)
    with Workspace.open(folder) as workspace:
        start = time.perf_counter()
        workspace.prepare_search()
        while workspace._searcher._builder is not None:
            time.sleep(0.01)
        print(f"    {'building the search index':<38} {time.perf_counter() - start:9.2f} s")
        for query in QUERIES:
            phrase = search_text.query(query, prefix=False)
            taken = _interleaved(
                {
                    "ours": lambda query=query: workspace.search(query),
                    "raw": lambda phrase=phrase: raw.execute(_FIND_RAW, (phrase,)).fetchall(),
                },
                15,
            )
            _line(f"search {query}", taken["ours"].wall, "ms", ("raw FTS5", taken["raw"].wall), 1.3)
        missed = _missed(workspace, notes)
    print(f"    {'recall of two-character words':<38} {100 - missed:9.2f} %")
    raw.close()


def _missed(workspace: Workspace, notes: list[Note]) -> float:
    """Per cent of notes with a Japanese word that a search for the word does not give."""
    expected = found = 0
    for word in ("関税", "外相", "米国", "交渉"):
        holding = {note.id for note in notes if word in note.body}
        hits = {hit.id for hit in workspace.search(word, limit=len(notes))}
        expected += len(holding)
        found += len(holding & hits)
    return 100 - 100 * found / expected if expected else 0.0


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


def _notes(size: int) -> Iterator[Note]:
    source = random.Random(1)
    for number in range(size):
        words = source.choices([*WORDS, "8703", "paragraph", "annex"], k=60)
        body = " ".join(words) + " " + "の".join(source.choices(JAPANESE, k=40))
        yield Note(id=f"note-{number:06d}", title=f"Note {number} on {words[0]}", body=body)


def _edited(note: Any, source: random.Random) -> Note:
    return Note(id=note.id, title=note.title, body=f"{source.random()} {note.body[20:]}")


def _peers(place: Path, notes: list[Note]) -> dict[str, Path]:
    documents = {
        str(n): {"uid": note.id, "title": note.title, "body": note.body} for n, note in enumerate(notes, 1)
    }
    stock = place / "stock.json"
    stock.write_bytes(orjson.dumps({"_default": documents}))
    path = place / "peer.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("pragma journal_mode=wal")
        database.execute("create table docs(number integer primary key, uid text unique, text text)")
        rows = ((int(number), each["uid"], orjson.dumps(each).decode()) for number, each in documents.items())
        database.executemany("insert into docs values(?, ?, ?)", rows)
    database.close()
    return {"stock": stock, "sqlite": path}


def _sqlite_save(path: Path, notes: list[Note], level: str) -> Callable[[], None]:
    copy = path.with_name(f"{level}.sqlite")
    shutil.copy(path, copy)
    database = sqlite3.connect(copy, isolation_level=None)
    database.execute("pragma journal_mode=wal")
    database.execute(f"pragma synchronous={level}")
    source = random.Random(3)

    def save() -> None:
        uid = notes[source.randrange(len(notes))].id
        (text,) = database.execute("select text from docs where uid = ?", (uid,)).fetchone()
        document = orjson.loads(text)
        document["body"] = f"{source.random()} {document['body'][20:]}"
        database.execute("update docs set text = ? where uid = ?", (orjson.dumps(document).decode(), uid))

    return save


def _stock_save(database: TinyDB, notes: list[Note]) -> Callable[[], None]:
    source = random.Random(4)
    return lambda: (
        database.update(
            {"body": notes[0].body + str(source.random())}, doc_ids=[source.randrange(1, len(notes))]
        )
        and None
    )


def _raw_fts5(path: Path, notes: list[Note]) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("create virtual table words using fts5(title, body, content='', tokenize='ascii')")
    database.execute("insert into words(words, rank) values('rank', 'bm25(5.0, 1.0)')")
    database.execute("begin")
    rows = (
        (n, search_text.tokens(each.title), search_text.tokens(each.body)) for n, each in enumerate(notes)
    )
    database.executemany("insert into words(rowid, title, body) values(?, ?, ?)", rows)
    database.execute("commit")
    return database


def _sealed_copy(place: Path, folder: Path) -> Path:
    sealed = place / "sealed.brief"
    shutil.copytree(folder, sealed)
    with Workspace.open(sealed) as workspace:
        workspace.encrypt("secret")
    assert keyfile.is_there(sealed)
    return sealed


_FIND_RAW = "select rowid from words where words match ? order by rank limit 50"
_OPEN_OURS = """
from pathlib import Path
from briefing_app.store.workspace import Workspace
kept = Workspace.open(Path(sys.argv[1]), read_only=True)
kept.find("note", "note-000001")
"""
_OPEN_STOCK = """
from tinydb.middlewares import CachingMiddleware
kept = tinydb.TinyDB(sys.argv[1], storage=CachingMiddleware(tinydb.JSONStorage))
len(kept)
"""


def _memory(code: str, path: Path) -> float:
    """Bytes that a process has gained by opening."""
    resident = "int(open('/proc/self/statm').read().split()[1]) * 4096"
    program = (
        "import sys, gc, tinydb, tinydb.middlewares, briefing_app.store.workspace\n"
        f"before = {resident}\n{code}\ngc.collect(); print({resident} - before)\n"
    )
    run = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True)
    return float(run.stdout)


def _median(work: Callable[[], object], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        gc.collect()
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


@dataclass(frozen=True)
class Taken:
    """Seconds for one call: the median of the rounds' medians of wall and of processor time, and the rounds'
    extremes of the wall time.
    """

    wall: float
    processor: float
    least: float
    most: float


def _interleaved(
    works: dict[str, Callable[[], object]], calls: int = 60, rounds: int = 1
) -> dict[str, Taken]:
    """Every call of one work is followed by one call of each other: what disturbs one disturbs all."""
    walls: dict[str, list[float]] = {name: [] for name in works}
    processors: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
        for number in range(calls):
            # Each in turn is first: whoever comes after a sync finds a busier medium.
            names = list(works)
            for name in names[number % len(names) :] + names[: number % len(names)]:
                if calls == 1:
                    gc.collect()
                used, start = time.thread_time(), time.perf_counter()
                works[name]()
                taken[name].append((time.perf_counter() - start, time.thread_time() - used))
        for name, values in taken.items():
            walls[name].append(statistics.median(wall for wall, _ in values))
            processors[name].append(statistics.median(used for _, used in values))
    return {
        name: Taken(
            statistics.median(walls[name]),
            statistics.median(processors[name]),
            min(walls[name]),
            max(walls[name]),
        )
        for name in works
    }


def _ratios(name: str, ours: Taken, peer: tuple[str, Taken], mark: float) -> None:
    _line(name, ours.wall, "ms", (peer[0], peer[1].wall), mark)
    print(
        f"    {'':<38} rounds {ours.least * 1e3:.3f} to {ours.most * 1e3:.3f} ms; "
        f"processor {ours.processor * 1e6:.0f} us, peer {peer[1].processor * 1e6:.0f} us"
    )


def _line(
    name: str, ours: float, unit: str, peer: tuple[str, float], mark: float, *, unit_factor: float = 1e3
) -> None:
    ratio = ours / peer[1]
    verdict = "" if ratio <= mark else "  MISSED"
    print(f"    {name:<38} {ours * unit_factor:9.3f} {unit}   {ratio:6.2f} x {peer[0]} "
          f"({peer[1] * unit_factor:.3f} {unit}), mark {mark}{verdict}")  # fmt: skip


if __name__ == "__main__":
    main()
