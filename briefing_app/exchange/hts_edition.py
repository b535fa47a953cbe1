"""One edition of the official US schedule in memory: rows, tree, text search, and the lines a calculator
needs.

Source: Harmonized Tariff Schedule of the United States, as the International Trade Commission offers it for
download. Rows stay as published, statistical 10-digit rows and chapters 98 and 99 included; the tree
follows their indents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from briefing_app.tariff.goods import fold
from briefing_app.tariff.schedule import Schedule, digits, dotted

# Chapter 77 is kept free by the Harmonized System.
CHAPTERS = tuple(f"{number:02}" for number in range(1, 100) if number != 77)
_NATIONAL = ("98", "99")
_CODE = re.compile(r"\d[\d.]+")


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote of a row: the columns it belongs to, its mark and its text."""

    columns: tuple[str, ...]
    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class HtsRow:
    """One row as published. ``code`` in digits (empty for headings in between), rates as worded.

    ``other`` is column 2, ``additional`` the additional duties of chapter 99 quotas.
    """

    code: str
    indent: int
    description: str
    units: tuple[str, ...] = ()
    general: str = ""
    special: str = ""
    other: str = ""
    quota: str = ""
    additional: str = ""
    footnotes: tuple[Footnote, ...] = ()

    @property
    def dotted(self) -> str:
        """The code as printed."""
        return dotted(self.code)


@dataclass(frozen=True, slots=True)
class HtsHit:
    """A row found by words: its place, and whether its own words hold them all (else those above it help)."""

    index: int
    own: bool


@dataclass(frozen=True)
class Edition:
    """All rows of one edition, in order. ``name`` tells editions apart; ``sha256`` is that of the file
    read.
    """

    name: str
    rows: tuple[HtsRow, ...]
    sha256: str = ""
    file_name: str = ""

    @cached_property
    def parents(self) -> tuple[int, ...]:
        """For each row the place of the row above it in the tree, -1 at the top.

        The nearest row before it with a smaller indent: the published file skips a step here and there.
        """
        found: list[int] = []
        path: list[int] = []
        for index, row in enumerate(self.rows):
            while path and self.rows[path[-1]].indent >= row.indent:
                path.pop()
            found.append(path[-1] if path else -1)
            path.append(index)
        return tuple(found)

    @cached_property
    def _children(self) -> dict[int, list[int]]:
        below: dict[int, list[int]] = {}
        for index, parent in enumerate(self.parents):
            below.setdefault(parent, []).append(index)
        return below

    @cached_property
    def _by_code(self) -> dict[str, int]:
        return {row.code: index for index, row in enumerate(self.rows) if row.code}

    def children(self, index: int = -1) -> tuple[int, ...]:
        """The places of the rows directly below ``index``; of the top rows for -1."""
        return tuple(self._children.get(index, ()))

    def path(self, index: int) -> tuple[int, ...]:
        """The places from the top row down to ``index`` itself."""
        places = [index]
        while (parent := self.parents[places[-1]]) >= 0:
            places.append(parent)
        return tuple(reversed(places))

    def find(self, code: str) -> int | None:
        """The place of the row with exactly this code (digits or dotted), or None. Raises CodeError."""
        return self._by_code.get(digits(code))

    def rate_row(self, index: int) -> int | None:
        """The row that states the general rate for ``index``: itself or the nearest one above, or None."""
        return next((place for place in reversed(self.path(index)) if self.rows[place].general), None)

    @property
    def chapters(self) -> tuple[str, ...]:
        """The chapters that have rows here, in order."""
        return tuple(sorted({row.code[:2] for row in self.rows if row.code}))

    @property
    def notes(self) -> tuple[str, ...]:
        """What the reader should know: chapters that the file does not hold."""
        missing = [chapter for chapter in CHAPTERS if chapter not in self.chapters]
        if not missing:
            return ()
        return (f"The file does not hold every chapter; missing: {', '.join(_ranges(missing))}.",)

    def chapter_99(self) -> tuple[int, ...]:
        """The places of the provisions of chapter 99 (temporary and additional duties)."""
        return tuple(index for index, row in enumerate(self.rows) if row.code.startswith("99"))

    # Search -----------------------------------------------------------------------------------------------

    @cached_property
    def _folded(self) -> tuple[str, ...]:
        return tuple(f" {fold(row.description)} " for row in self.rows)

    def search(self, text: str, limit: int = 50) -> tuple[HtsHit, ...]:
        """Rows by the beginning of their code, or rows whose description, or that of a row above them,
        holds every word of ``text``.

        Rows with all words of their own come first, whole words before parts of words, then in the order of
        the schedule. A row that only inherits all of its words is left out: the row above it is the hit.
        """
        if _CODE.fullmatch(text.strip()) and limit > 0:
            start = "".join(filter(str.isdigit, text))
            coded = (HtsHit(index, True) for index, row in enumerate(self.rows) if row.code.startswith(start))
            return tuple(islice(coded, limit))
        words = fold(text).split()
        if not words or limit <= 0:
            return ()
        bits = [0] * len(self.rows)
        whole = [0] * len(self.rows)
        for at, word in enumerate(words):
            begins, is_word = f" {word}", f" {word} "
            for index, line in enumerate(self._folded):
                if begins in line:
                    bits[index] |= 1 << at
                    whole[index] += is_word in line
        everything = (1 << len(words)) - 1
        reached = list(bits)
        found: list[tuple[bool, int, int, int]] = []
        for index, parent in enumerate(self.parents):
            above = reached[parent] if parent >= 0 else 0
            reached[index] |= above
            if reached[index] == everything and above != everything:
                found.append(
                    (bits[index] != everything, -whole[index], self._folded[index].count(" "), index)
                )
            elif bits[index] == everything:
                found.append((False, -whole[index], self._folded[index].count(" "), index))
        found.sort()
        return tuple(HtsHit(index, not inherits) for inherits, *_, index in found[:limit])

    # Lines ------------------------------------------------------------------------------------------------

    def lines(self) -> Iterator[tuple[str, str, str, str]]:
        """``hts, units, general, special`` of every line with a general rate outside chapters 98 and 99."""
        for index, row in enumerate(self.rows):
            if not row.general or row.code[:2] in _NATIONAL or len(row.code) < 8:
                continue
            code = row.code[:8] if row.code[8:] in ("", "00") else row.code
            units = dict.fromkeys(unit for place in self._below(index) for unit in self.rows[place].units)
            special = " ".join(row.special.split())
            yield code, "|".join(units), " ".join(row.general.split()), special

    def _below(self, index: int) -> Iterator[int]:
        yield index
        for child in self.children(index):
            yield from self._below(child)

    def schedule(self) -> Schedule:
        """The lines of this edition as the calculator reads them."""
        return Schedule(self.lines(), self.name)


def _ranges(chapters: list[str]) -> Iterator[str]:
    """Chapters as "5", "7 to 9": neighbours drawn together (77, which does not exist, is passed over)."""
    start = previous = ""
    for chapter in [*chapters, ""]:
        follows = (
            bool(previous)
            and bool(chapter)
            and int(chapter) - int(previous) <= (2 if previous == "76" else 1)
        )
        if not follows:
            if start:
                yield start if start == previous else f"{start} to {previous}"
            start = chapter
        previous = chapter


_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def plain(text: str) -> str:
    """A published text without marks of the web page it was made for, and with single blanks."""
    return " ".join(_TAG.sub("", text).split()) if "<" in text else " ".join(text.split())
