"""Editions of the official schedule side by side, as compact files in one folder, and what changed between
two.
"""

from __future__ import annotations

import os
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from briefing_app.errors import UsageError
from briefing_app.exchange.hts_edition import Edition, Footnote, HtsRow

FORMAT = 1
SUFFIX = ".hts"
_COLUMNS = ("code", "indent", "description", "general", "special", "other", "quota", "additional")
RATE_COLUMNS = ("general", "special", "other", "additional")


@dataclass(frozen=True)
class RateChange:
    """One column of one line in two editions. ``column`` is general, special, other (column 2) or
    additional.
    """

    code: str
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class EditionDifference:
    """What changed from one edition to another, by code: rates, and rows that came or went."""

    before: str
    after: str
    changed: tuple[RateChange, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether no code and no rate differs."""
        return not (self.changed or self.added or self.removed)


def difference(before: Edition, after: Edition) -> EditionDifference:
    """Rates that changed and codes that were added or removed, in the order of the codes.

    Blanks do not count. A rate that moved between a line and its ``00`` suffix is not a change.
    """
    old, new = _by_line(before), _by_line(after)
    changed = [
        RateChange(code, column, was, now)
        for code in sorted(old.keys() & new.keys())
        for column in RATE_COLUMNS
        if getattr(old[code], column) != getattr(new[code], column)
        and (was := _bare(old[code], column)) != (now := _bare(new[code], column))
    ]
    added, removed = sorted(new.keys() - old.keys()), sorted(old.keys() - new.keys())
    return EditionDifference(before.name, after.name, tuple(changed), tuple(added), tuple(removed))


def _by_line(edition: Edition) -> dict[str, HtsRow]:
    return {
        row.code.removesuffix("00") if len(row.code) == 10 else row.code: row
        for row in edition.rows
        if row.code
    }


def _bare(row: HtsRow, column: str) -> str:
    text: str = getattr(row, column)
    return re.sub(r"\s*([(),])\s*", r"\1", " ".join(text.split()))


class EditionStore:
    """The editions in one folder. Nothing but a complete edition is ever under its final name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> tuple[str, ...]:
        """The names of the stored editions, in order."""
        return tuple(sorted(path.name.removesuffix(SUFFIX) for path in self.folder.glob(f"*{SUFFIX}")))

    def save(self, edition: Edition) -> Path:
        """Store an edition, in place of one of the same name. Returns its file. Raises UsageError for its
        name.
        """
        path = self._path(edition.name)
        self.folder.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".part")
        with beside.open("wb") as file:
            file.write(zlib.compress(_pack(edition), 6))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        return path

    def load(self, name: str) -> Edition:
        """The stored edition of that name. Raises UsageError when there is none or its file is damaged."""
        path = self._path(name)
        if not path.exists():
            stored = ", ".join(self.names()) or "none"
            raise UsageError(f"There is no edition “{name}”.", hint=f"Stored: {stored}.")
        try:
            return _unpack(orjson.loads(zlib.decompress(path.read_bytes())))
        except (zlib.error, ValueError, KeyError, TypeError):
            raise UsageError(
                f"The stored edition “{name}” is damaged.", hint="Import its file again."
            ) from None

    def remove(self, name: str) -> None:
        """Forget an edition; nothing happens when it is not there."""
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        if not re.fullmatch(r"[\w][\w .()\-]{0,99}", name):
            raise UsageError(
                f"“{name[:60]}” cannot name an edition.", hint="Use letters, digits, blanks and dashes."
            )
        return self.folder / f"{name}{SUFFIX}"


def _pack(edition: Edition) -> bytes:
    unit_lists = list(dict.fromkeys(row.units for row in edition.rows))
    place = {units: at for at, units in enumerate(unit_lists)}
    packed: dict[str, Any] = {
        "format": FORMAT,
        "name": edition.name,
        "sha256": edition.sha256,
        "file_name": edition.file_name,
        "unit_lists": unit_lists,
        "units": [place[row.units] for row in edition.rows],
        "footnotes": {
            str(index): [[note.columns, note.mark, note.text] for note in row.footnotes]
            for index, row in enumerate(edition.rows)
            if row.footnotes
        },
    }
    for column in _COLUMNS:
        packed[column] = [getattr(row, column) for row in edition.rows]
    return orjson.dumps(packed)


def _unpack(packed: dict[str, Any]) -> Edition:
    if packed["format"] != FORMAT:
        raise UsageError(
            "The stored edition is of another version of the program.", hint="Import its file again."
        )
    unit_lists = [tuple(units) for units in packed["unit_lists"]]
    notes = {
        int(index): tuple(Footnote(tuple(columns), mark, text) for columns, mark, text in found)
        for index, found in packed["footnotes"].items()
    }
    columns = zip(*(packed[column] for column in _COLUMNS), packed["units"], strict=True)
    rows = tuple(
        HtsRow(
            code,
            indent,
            description,
            unit_lists[units],
            general,
            special,
            other,
            quota,
            additional,
            notes.get(at, ()),
        )
        for at, (code, indent, description, general, special, other, quota, additional, units) in enumerate(
            columns
        )
    )
    return Edition(packed["name"], rows, packed["sha256"], packed["file_name"])
