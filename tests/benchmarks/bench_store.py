"""The store beside stock TinyDB (with json, with orjson), SQLite (WAL, FULL and NORMAL) and raw FTS5.

The marks of saving come from a study in which SQLite kept its full-text index in the same transaction, as
programs on SQLite do, because ours is a separate file. Both verdicts on a save, synced and with group commit,
are given on that reading and no other. What a save costs SQLite that does less is printed below it, for
information: the same work without an index, one row; and a bare document, and typing, beside those. The
verdict beside stock TinyDB is of rounds of its own: a save of stock TinyDB, then twenty of ours.

Documents of 1 KB; sizes are 1000, 10000 and 100000, or ``--sizes=1000,5000``. What the peers do is told in
``peer_store``. A busy machine spoils wall times, so each line has the processor time beside it: with a sync
the wall time holds the medium's, with group commit the two should be the same.
"""

from __future__ import annotations

import functools
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
from tinydb import TinyDB

from briefing_app.domain.change import ChangeSet, added, replaced
from briefing_app.domain.records import Note
from briefing_app.store import backup_keeper, disk, keyfile, opening, search_text
from briefing_app.store.batch import Batch
from briefing_app.store.journal_storage import JournalStorage
from briefing_app.store.workspace import Workspace
from tests.benchmarks.peer_store import OrjsonStorage, RawFts5, SqliteNotes, edited, stock_file, stock_save

ROUNDS = 5
_MARKED_SAVES, _MARKED_OPENING = 10_000, 100_000
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
    if size < _MARKED_OPENING:
        print(f"    marks are set for saves from {_MARKED_SAVES:,} notes on, for all else from "
              f"{_MARKED_OPENING:,}; lines without a verdict are for information")  # fmt: skip
    notes = list(_notes(size))
    folder = place / "ours.brief"
    with Workspace.create(folder) as workspace:
        workspace.apply(ChangeSet("Fill", tuple(change for note in notes for change in added(note).changes)))
        workspace._storage.compact()
        workspace.backups._changes = 0
    stock = stock_file(place, notes)
    fresh = place / "fresh.brief"  # a thousand saves leave steps and versions that the stock file has not
    shutil.copytree(folder, fresh)
    _save(folder, stock, notes, size)
    _open(place, fresh, stock, is_marked=size >= _MARKED_OPENING)
    _search(place, fresh, notes)


def _save(folder: Path, stock: Path, notes: list[Note], size: int) -> None:
    sqlite = _sqlite_savers(folder.parent, notes)
    slow = {
        "stock TinyDB": stock_save(TinyDB(stock), notes),
        "  with orjson": stock_save(TinyDB(stock, storage=OrjsonStorage), notes),
    }
    with Workspace.open(folder) as workspace:
        saves = _Saves(workspace, notes, sqlite)
        for _ in range(220):  # the first saves of a run fill caches, and the history
            for name in ("apply", "work", "index"):
                saves.prepared(name, "normal")()

        gc.freeze()  # or the collector would walk our records while stock TinyDB makes its own
        floor = Floor(folder.parent / "floor")
        rounds = 3 if size > 20_000 else 5
        beside = {name: _in_turns(work, saves, floor, rounds) for name, work in slow.items()}

        def timed(level: str, calls: int, *names: str) -> dict[str, Taken]:
            works = {name: functools.partial(saves.prepared, name, level) for name in names}
            return _interleaved(works, calls, ROUNDS, prepared=True)

        print(f"    {_READING}")
        for level, mark in (("full", 1.0), ("normal", 0.4)):
            calls, how = (60, "synced") if level == "full" else (100, "group commit")
            for ours, peer, words in _PAIRS:
                if level == "full" and ours == "typing":
                    continue
                taken = timed(level, calls, ours, peer)
                name = f"SQLite {level.upper()}, {_PEERS[peer]}"
                judged = mark if (ours, peer) == _JUDGED and len(notes) >= _MARKED_SAVES else None
                _ratios(words.format(how=how), taken[ours], (name, taken[peer]), judged)
        bare = Batch()
        bare.drop("bare")
        workspace._storage.commit(bare)
        workspace.backups._changes = 0
    for name, (theirs, synced, bare_sync) in beside.items():
        mark = _STOCK_MARKS.get(len(notes)) if name == "stock TinyDB" else None
        times = theirs.wall / synced.wall
        verdict = "" if mark is None else f", mark at least {mark}" + ("" if times >= mark else "  MISSED")
        print(f"    {name:<38} {theirs.wall * 1e3:9.3f} ms   {times:8.0f} x ours synced "
              f"({synced.wall * 1e3:.3f} ms, rounds {synced.least * 1e3:.3f} to {synced.most * 1e3:.3f}; "
              f"processor {synced.processor * 1e6:.0f} us){verdict}")  # fmt: skip
        print(f"      {'a write and a sync alone (floor)':<36} {bare_sync.wall * 1e3:9.3f} ms   "
              f"{theirs.wall / bare_sync.wall:8.0f} x; ours is {synced.wall / bare_sync.wall:.2f} x that, "
              f"with {(synced.wall - bare_sync.wall) * 1e6:.0f} us of its own")  # fmt: skip


class Floor:
    """What no durable save can be quicker than: as many bytes as one has, written and synced, no more."""

    _BYTES, _AHEAD = 1_680, 4 << 20

    def __init__(self, path: Path) -> None:
        self._descriptor = disk.create(path)
        self._content = random.Random(3).randbytes(self._BYTES)
        self._offset = 0
        disk.write_at(self._descriptor, bytes(self._AHEAD), 0)
        disk.sync(self._descriptor)

    def save(self) -> None:
        """Write behind the write before, and sync."""
        disk.write_at(self._descriptor, self._content, self._offset)
        disk.sync_content(self._descriptor)
        self._offset = (self._offset + self._BYTES) % (self._AHEAD - self._BYTES)


def _in_turns(
    theirs: Callable[[], None], saves: _Saves, floor: Floor, rounds: int
) -> tuple[Taken, Taken, Taken]:
    """A save of theirs, twenty of ours, synced, and twenty times the floor, and so on: what slows the machine
    for a while slows all.
    """
    # Twenty, because the first of ours finds the caches that a fifth of a second of theirs has left.
    walls: list[tuple[float, ...]] = []
    processors: list[tuple[float, ...]] = []
    for _ in range(rounds):
        gc.collect()
        slow = _timed(theirs)
        quick = [_timed(saves.prepared("apply", "full")) for _ in range(20)]
        bare = []
        for _ in range(20):
            saves.prepared("apply", "full")  # the same pause and the same caches as before ours
            bare.append(_timed(floor.save))
        walls.append((slow[0], *(statistics.median(wall for wall, _ in each) for each in (quick, bare))))
        processors.append((slow[1], *(statistics.median(used for _, used in each) for each in (quick, bare))))
    found = [
        Taken(statistics.median(wall), statistics.median(used), min(wall), max(wall))
        for wall, used in zip(zip(*walls, strict=True), zip(*processors, strict=True), strict=True)
    ]
    return found[0], found[1], found[2]


def _timed(call: Callable[[], object]) -> tuple[float, float]:
    """Seconds of wall and of processor time."""
    used, start = time.thread_time(), time.perf_counter()
    call()
    return time.perf_counter() - start, time.thread_time() - used


_STOCK_MARKS = {10_000: 500, 100_000: 1000}
_READING = (
    "the verdicts on a save are given beside SQLite that keeps its full-text index in the same transaction:\n"
    "    so did the study that the marks come from, because our index is a separate file; the lines called\n"
    "    information compare with SQLite that does less"
)
_PEERS = {
    "index": "the same work and its full-text index",
    "work": "the same work, no index",
    "row": "one row, no history, no index",
}
_JUDGED = ("apply", "index")
_PAIRS = (
    ("apply", "index", "save one edited note, {how}"),
    ("apply", "work", "  information: no index there"),
    ("apply", "row", "  information: one row there"),
    ("document", "row", "  information: bare document, one row"),
    ("typing", "work", "  information: typing on, no index there"),
)
"""Each is measured in turns with its peer alone: a third that works long would leave cold caches to both."""


class _Saves:
    """Makes the calls that are timed: what is saved is read and edited before."""

    def __init__(self, workspace: Workspace, notes: list[Note], sqlite: dict[tuple[str, str], Any]) -> None:
        self._workspace, self._notes, self._sqlite = workspace, notes, sqlite
        self._source = random.Random(2)

    def prepared(self, name: str, level: str) -> Callable[[], object]:
        """The next save of one kind."""
        durable = level == "full"
        workspace = self._workspace
        uid = self._notes[0 if name == "typing" else self._source.randrange(len(self._notes))].id
        before = workspace.get("note", uid)
        after = edited(before, self._source)
        if name in ("apply", "typing"):
            change = replaced(before, after)
            if name == "typing":  # as the window does it
                return lambda: (workspace.apply(change, durable=False, merge=True), workspace.hand_over())
            return lambda: workspace.apply(change, durable=durable)
        document = {"uid": uid, "title": after.title, "body": after.body}
        if name == "row":
            return lambda: self._sqlite[name, level](uid, document)
        if name == "document":
            return lambda: self._put(uid, document, durable)
        return lambda: self._sqlite[name, level](after)

    def _put(self, uid: str, document: dict[str, Any], durable: bool) -> None:
        doc_id, _ = self._workspace._tables.place("note", uid)
        batch = Batch()
        batch.put("bare", doc_id, orjson.dumps(document))
        self._workspace._storage.commit(batch, durable=durable)


def _sqlite_savers(place: Path, notes: list[Note]) -> dict[tuple[str, str], Any]:
    plain = SqliteNotes(place / "plain.sqlite", notes)
    indexed = SqliteNotes(place / "indexed.sqlite", notes, indexed=True)
    savers: dict[tuple[str, str], Any] = {}
    for level in ("full", "normal"):
        savers["row", level] = plain.row_saver(level)
        savers["work", level] = plain.work_saver(level)
        savers["index", level] = indexed.work_saver(level)
    return savers


def _open(place: Path, folder: Path, stock: Path, *, is_marked: bool) -> None:
    sealed = _sealed_copy(place, folder)
    taken = _interleaved(
        {
            "stock": lambda: len(TinyDB(stock)),
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
    _ratios("open", taken["plain"], ("stock TinyDB", taken["stock"]), 0.55 if is_marked else None)
    _line(
        "open encrypted, key at hand",
        parts["sealed"],
        "ms",
        ("plain storage", parts["plain"]),
        1.4 if is_marked else None,
    )
    print(
        f"    {'making the key (Argon2id, 64 MiB)':<38} {derivation * 1e3:9.1f} ms   on purpose, at any size"
    )
    ours, theirs = (_memory(code, path) for code, path in ((_OPEN_OURS, folder), (_OPEN_STOCK, stock)))
    if theirs <= 0:
        print("    memory after opening: too little to be seen beside stock TinyDB")
        return
    mark = 1.3 if is_marked else None
    _line("memory after opening", ours / 1e6, "MB", ("stock TinyDB", theirs / 1e6), mark, unit_factor=1)


def _search(place: Path, folder: Path, notes: list[Note]) -> None:
    mark = 1.3 if len(notes) >= _MARKED_OPENING else None
    raw = RawFts5(place / "raw.sqlite", notes)
    with Workspace.open(folder) as workspace:
        start = time.perf_counter()
        workspace.prepare_search()
        while workspace._searcher._builder is not None:
            time.sleep(0.01)
        print(f"    {'building the search index':<38} {time.perf_counter() - start:9.2f} s")
        for query in QUERIES:
            phrase, word = search_text.query(query, prefix=False), query.split()[0]
            taken = _interleaved(
                {
                    "ours": lambda query=query: workspace.search(query),
                    "raw": lambda phrase=phrase: raw.numbers(phrase),
                    "shown": lambda phrase=phrase, word=word: raw.shown(phrase, word),
                },
                15,
                3,
            )
            _ratios(f"search {query}", taken["ours"], ("raw FTS5, numbers", taken["raw"]), mark)
            _ratios("  beside titles and words shown", taken["ours"], ("FTS5, shown", taken["shown"]), mark)
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


def _notes(size: int) -> Iterator[Note]:
    source = random.Random(1)
    for number in range(size):
        words = source.choices([*WORDS, "8703", "paragraph", "annex"], k=60)
        body = " ".join(words) + " " + "の".join(source.choices(JAPANESE, k=40))
        yield Note(id=f"note-{number:06d}", title=f"Note {number} on {words[0]}", body=body)


def _sealed_copy(place: Path, folder: Path) -> Path:
    sealed = place / "sealed.brief"
    shutil.copytree(folder, sealed)
    with Workspace.open(sealed) as workspace:
        workspace.encrypt("secret")
    assert keyfile.is_there(sealed)
    return sealed


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
    works: dict[str, Callable[[], Any]], calls: int = 60, rounds: int = 1, *, prepared: bool = False
) -> dict[str, Taken]:
    """Every call of one work is followed by one call of each other: what disturbs one disturbs all. With
    ``prepared`` a work gives the call that is timed.
    """
    walls: dict[str, list[float]] = {name: [] for name in works}
    processors: dict[str, list[float]] = {name: [] for name in works}
    order = random.Random(5)
    for _ in range(rounds):
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
        for _call in range(calls):
            # In any order: whoever comes after a sync or a long work finds a busier medium, colder caches.
            for name in order.sample(list(works), len(works)):
                if calls == 1:
                    gc.collect()
                call = works[name]() if prepared else works[name]
                taken[name].append(_timed(call))
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


def _ratios(name: str, ours: Taken, peer: tuple[str, Taken], mark: float | None) -> None:
    _line(name, ours.wall, "ms", (peer[0], peer[1].wall), mark)
    print(
        f"    {'':<38} rounds {ours.least * 1e3:.3f} to {ours.most * 1e3:.3f} ms; processor "
        f"{ours.processor * 1e6:.0f} us, peer {peer[1].processor * 1e6:.0f} us: "
        f"{ours.processor / peer[1].processor:.2f} x"
    )


def _line(
    name: str,
    ours: float,
    unit: str,
    peer: tuple[str, float],
    mark: float | None,
    *,
    unit_factor: float = 1e3,
) -> None:
    ratio = ours / peer[1]
    verdict = "" if mark is None else f", mark {mark}" + ("" if ratio <= mark else "  MISSED")
    print(f"    {name:<38} {ours * unit_factor:9.3f} {unit}   {ratio:6.2f} x {peer[0]} "
          f"({peer[1] * unit_factor:.3f} {unit}){verdict}")  # fmt: skip


if __name__ == "__main__":
    main()
