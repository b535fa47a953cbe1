"""Foreign tables: which column of somebody's sheet becomes which field, guessed from header and cells.

A sheet made elsewhere names its columns in its own words and language. :func:`guess` proposes a field for
each column; the user changes it; :func:`mapped` gives rows that :mod:`briefing_app.exchange.tables` reads.
A column without a field is not lost: its cells go to the end of the text (summary, body or note) with their
heading. The headings that are known stand in ``resources/exchange/columns.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from briefing_app import resources
from briefing_app.domain.fuzzydate import DateError
from briefing_app.domain.typed_dates import understand
from briefing_app.errors import UsageError

LEFT_OUT, KEPT_AS_TEXT = "", "+"
"""What a column may become besides a field: nothing, or lines at the end of the text."""

MappedKind = Literal["event", "person", "note", "source"]
MAPPED_KINDS: tuple[MappedKind, ...] = ("event", "person", "note", "source")


@dataclass(frozen=True)
class Target:
    """A field that a column can become: its column name in ``tables``, and its names for people."""

    name: str
    words: str
    words_ja: str
    synonyms: tuple[str, ...] = ()
    needed: bool = False


_TEXT_FIELD: dict[MappedKind, str] = {
    "event": "summary",
    "person": "note",
    "note": "body",
    "source": "locator",
}
_WORD = re.compile(r"[\W_]+")
_LOOKED_AT = 20


@cache
def targets(kind: MappedKind) -> tuple[Target, ...]:
    """The fields of a kind that a column can become."""
    rows = tomllib.loads(resources.text("exchange", "columns.toml"))[kind]
    return tuple(
        Target(row["field"], row["words"], row["words_ja"], tuple(row["called"]), row.get("needed", False))
        for row in rows
    )


def guess(header: Sequence[str], rows: Sequence[Sequence[str]], kind: MappedKind) -> tuple[str, ...]:
    """A field for each column, by its heading, else a date column by its cells; others are kept as text.

    Each field is proposed once, for the column that fits it best.
    """
    chosen: dict[int, str] = {}
    for is_fit in (_is_same, _is_part):
        for place, heading in enumerate(header):
            free = [each for each in targets(kind) if each.name not in chosen.values()]
            fit = next((each.name for each in free if is_fit(heading, each)), "")
            if place not in chosen and fit:
                chosen[place] = fit
    if "date" not in chosen.values() and any(each.name == "date" for each in targets(kind)):
        dated = (at for at in range(len(header)) if at not in chosen and _holds_dates(rows, at))
        if (found := next(dated, None)) is not None:
            chosen[found] = "date"
    rest = (KEPT_AS_TEXT if heading.strip() else LEFT_OUT for heading in header)
    return tuple(chosen.get(place, other) for place, other in enumerate(rest))


def guess_kind(header: Sequence[str]) -> MappedKind:
    """The kind whose fields the header names most often; events where nothing tells."""

    def score(kind: MappedKind) -> int:
        return sum(any(_is_same(heading, each) for each in targets(kind)) for heading in header)

    return max(MAPPED_KINDS, key=lambda kind: (score(kind), kind == "event"))


def missing(chosen: Sequence[str], kind: MappedKind) -> tuple[str, ...]:
    """The names for people of needed fields that no column became. A family name serves as a name."""
    there = set(chosen)
    if kind == "person" and there & {"family", "native_name"}:
        there.add("name")
    return tuple(each.words for each in targets(kind) if each.needed and each.name not in there)


def mapped(
    header: Sequence[str], rows: Iterable[Sequence[str]], chosen: Sequence[str], kind: MappedKind
) -> Iterator[list[str]]:
    """Header and rows in the columns of ``tables``. Raises UsageError for a field given twice or missing."""
    fields = [name for name in chosen if name not in {LEFT_OUT, KEPT_AS_TEXT}]
    if twice := [name for name in fields if fields.count(name) > 1]:
        words = next(each.words for each in targets(kind) if each.name == twice[0])
        raise UsageError(
            f'Two columns are to become "{words}".', hint="Choose another field for one of them."
        )
    if lacking := missing(chosen, kind):
        raise UsageError(f'No column becomes "{lacking[0]}".', hint="Choose the column that holds it.")
    text_field = _TEXT_FIELD[kind]
    kept = [place for place, name in enumerate(chosen) if name == KEPT_AS_TEXT]
    columns = fields if text_field in fields or not kept else [*fields, text_field]
    yield list(columns)
    places = {name: place for place, name in enumerate(chosen)}
    for row in rows:
        cells = {name: _cell(row, places[name]) for name in fields}
        more = [f"{header[place].strip()}: {_cell(row, place)}" for place in kept if _cell(row, place)]
        if more:
            cells[text_field] = "\n".join(filter(None, (cells.get(text_field, ""), *more)))
        yield [cells.get(name, "") for name in columns]


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _plain(text: str) -> str:
    return _WORD.sub(" ", text.casefold()).strip()


def _is_same(heading: str, target: Target) -> bool:
    plain = _plain(heading)
    return plain == _plain(target.name) or plain in map(_plain, (target.words, *target.synonyms))


def _is_part(heading: str, target: Target) -> bool:
    words = f" {_plain(heading)} "
    return any(
        (f" {_plain(each)} " in words) if each.isascii() else (len(each) > 1 and each in heading)
        for each in target.synonyms
    )


def _holds_dates(rows: Sequence[Sequence[str]], place: int) -> bool:
    cells = [cell for row in rows[:_LOOKED_AT] if (cell := _cell(row, place))]
    return bool(cells) and sum(map(is_date, cells)) * 2 > len(cells)


def is_date(text: str, on: date = date(2000, 1, 1)) -> bool:
    """Whether a cell can be read as a date, with its year or as seen from ``on``."""
    try:
        understand(text.strip(), on=on)
    except DateError:
        return False
    return True
