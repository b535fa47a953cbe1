"""Product lists: codes of 4 to 10 digits that match by prefix, each with the days it was on the list."""

from __future__ import annotations

import csv
import tomllib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from briefing_app.errors import UsageError
from briefing_app.tariff.moment import FOREVER, read_minute

COLUMNS = ("hts", "from", "to", "kind")


class ListError(UsageError):
    """A product list that cannot be read; the sentence names the file and the row."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """One code of a list, in force from ``start`` to before ``end`` (minutes); ``kind`` as the list says."""

    hts: str
    start: int
    end: int
    kind: str


class ProductList:
    """One list with its provenance; ``note`` says which U.S. note of the schedule holds it."""

    def __init__(self, name: str, rows: tuple[ListRow, ...], about: dict[str, str]) -> None:
        self.name = name
        self.rows = tuple(sorted(rows, key=lambda row: row.hts))
        self.title = about.get("title", name)
        self.note = about.get("note", "")
        self.source = about.get("source", "")
        self._by_code: dict[str, list[ListRow]] = {}
        for row in self.rows:
            # The suffix 00 stands for a line that has no statistical parts: the code is the whole line.
            whole = len(row.hts) == 10 and row.hts.endswith("00")
            self._by_code.setdefault(row.hts[:8] if whole else row.hts, []).append(row)
        self._codes = sorted(self._by_code)

    def rows_for(self, hts: str, kinds: frozenset[str]) -> tuple[ListRow, ...]:
        """Rows whose code begins ``hts``, of the kinds wanted (all when empty)."""
        found = [row for length in range(4, len(hts) + 1) for row in self._by_code.get(hts[:length], ())]
        return tuple(row for row in found if not kinds or row.kind in kinds)

    def rows_under(self, hts: str, kinds: frozenset[str]) -> tuple[ListRow, ...]:
        """Rows with a longer code that begins with ``hts``: the list names only parts of that line."""
        start = bisect_left(self._codes, hts + "0")
        end = bisect_left(self._codes, hts + ":")
        found = [row for code in self._codes[start:end] for row in self._by_code[code]]
        return tuple(row for row in found if not kinds or row.kind in kinds)

    def keyed_rows(self) -> Iterator[tuple[str, ListRow]]:
        """Every row with the code by which it matches: the line's where it names a whole line."""
        return ((code, row) for code, rows in self._by_code.items() for row in rows)

    def kinds(self) -> frozenset[str]:
        """The kinds that occur."""
        return frozenset(row.kind for row in self.rows)


@lru_cache(maxsize=256)
def _span(start: str, end: str) -> tuple[int, int]:
    return read_minute(start) if start else -FOREVER, read_minute(end) if end else FOREVER


def _row(path: Path, number: int, raw: list[str]) -> ListRow:
    if len(raw) != len(COLUMNS):
        raise ListError(f"{path.name}, line {number}: {len(raw)} columns instead of {len(COLUMNS)}.")
    code, start, end, kind = raw
    if not (code.isascii() and code.isdigit() and 4 <= len(code) <= 10):
        raise ListError(f"{path.name}, line {number}: “{code}” is not a code of 4 to 10 digits.")
    try:
        first, last = _span(start, end)
    except ValueError as error:
        raise ListError(f"{path.name}, line {number}: a date is not YYYY-MM-DD.") from error
    if first >= last:
        raise ListError(f"{path.name}, line {number}: the code ends before it begins.")
    return ListRow(code, first, last, kind)


def load_list(path: Path, about: dict[str, str]) -> ProductList:
    """One list from its CSV file. Raises ListError."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        if tuple(next(reader, ())) != COLUMNS:
            raise ListError(f"{path.name}: the first line must read {','.join(COLUMNS)}.")
        rows = tuple(_row(path, reader.line_num, raw) for raw in reader)
    if not rows:
        raise ListError(f"{path.name}: the list is empty.")
    if len(set(rows)) != len(rows):
        raise ListError(f"{path.name}: a code stands there twice with the same dates.")
    return ProductList(path.stem, rows, about)


def load_lists(folder: Path) -> dict[str, ProductList]:
    """Every list of the folder, with its provenance from ``lists.toml`` beside it. Raises ListError."""
    sidecar = tomllib.loads((folder / "lists.toml").read_text(encoding="utf-8"))
    lists = {}
    for path in sorted(folder.glob("*.csv")):
        if path.stem not in sidecar:
            raise ListError(f"{path.name}: no provenance in lists.toml.")
        lists[path.stem] = load_list(path, {key: str(value) for key, value in sidecar[path.stem].items()})
    if absent := sorted(set(sidecar) - set(lists)):
        raise ListError(f"lists.toml names lists that are not there: {', '.join(absent)}.")
    return lists
