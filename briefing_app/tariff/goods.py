"""Finding the tariff line of a good by plain words, in English or Japanese, or by the beginning of its
code.

The words are the project's own (``descriptions.csv``) and help to find a line; the legal text decides what
it covers. Text is compared after NFKC, lower case, katakana to hiragana, without accents, with plurals and
British spellings folded, so that "tyres", "Tires", "タイヤ" and "たいや" find the same lines. Words written
in kanji are found by their readings (``readings_ja.csv``) too: "じどうしゃ" as "自動車".
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from briefing_app.errors import UsageError
from briefing_app.tariff.schedule import Schedule, dotted

READINGS = "readings_ja.csv"
COLUMNS = ["hts", "en", "ja", "keywords_en", "keywords_ja"]
_KATAKANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_WORD = re.compile(r"[a-z0-9]+|[^\x00-\x7f]+")
_ACCENTS = re.compile("[\u0300-\u036f]")
_CODE = re.compile(r"[\d.\-\s]+")
# British to American, by the beginning of a word.
_SPELLINGS = (
    ("tyre", "tire"),
    ("aluminium", "aluminum"),
    ("centre", "center"),
    ("colour", "color"),
    ("fibre", "fiber"),
    ("litre", "liter"),
    ("jewellery", "jewelry"),
    ("flavour", "flavor"),
    ("whiskey", "whisky"),
    ("mould", "mold"),
    ("plough", "plow"),
    ("grey", "gray"),
)
_CARS = frozenset({"car", "automobile", "vehicle", "車", "自動車", "くるま", "じどうしゃ"})
# What people call goods that the descriptions name otherwise, in folded words.
_SAME = (
    ("passenger car", "car"), ("motor car", "car"), ("passenger automobile", "car"),
    ("auto part", "car part"), ("automobile part", "car part"), ("automotive part", "car part"),
    ("vehicle part", "car part"), ("part of car", "car part"), ("part for car", "car part"),
    ("automotive", "car"), ("auto", "car"),
)  # fmt: skip
# Words that say nothing of what a good is.
_IDLE = frozenset({"a", "an", "and", "of", "for", "the", "with"})
# How much a query word is worth where it is found; the best place counts.
_KEYWORD, _TITLE, _KEYWORD_WORD, _START, _INSIDE = 100, 60, 50, 30, 10


@dataclass(frozen=True)
class Good:
    """A tariff line in plain words. ``hts`` in digits."""

    hts: str
    en: str
    ja: str
    keywords_en: tuple[str, ...] = ()
    keywords_ja: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    """Of each of the Japanese keywords in kana, "" where it has none of its own."""

    @property
    def dotted(self) -> str:
        """The code as printed."""
        return dotted(self.hts)

    def name(self, language: str = "en") -> str:
        """The plain words in ``en`` or ``ja``."""
        return self.ja if language == "ja" else self.en


@dataclass(frozen=True)
class FoundGood:
    """A hit. ``good`` is None for a schedule line that has no plain words yet."""

    hts: str
    good: Good | None
    score: int


@lru_cache(maxsize=16384)
def _singular(word: str) -> str:
    for british, american in _SPELLINGS:
        if word.startswith(british):
            word = american + word[len(british) :]
    if len(word) > 3 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Text in the form in which it is compared: words separated by single blanks."""
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", plain).translate(_KATAKANA)
        # Accents go; the voicing marks of kana, which decompose too, stay.
        plain = "".join(
            _ACCENTS.sub("", unicodedata.normalize("NFD", letter)) if letter < "\u0400" else letter
            for letter in plain
        )
    plain = re.sub(r"(?<=\d),(?=\d)", "", plain)
    return " ".join(_singular(word) if word.isascii() else word for word in _WORD.findall(plain))


@dataclass(frozen=True)
class _Entry:
    good: Good
    title: str  # folded English and Japanese words, each with a blank before and after
    keywords: dict[str, int]  # folded keyword -> its place, the first being what the good is
    words: str  # all folded text


class GoodsIndex:
    """All described goods, ready to be searched; the schedule adds the lines without words, by code."""

    def __init__(self, goods: Iterable[Good], schedule: Schedule | None = None) -> None:
        self._entries = [_entry(good) for good in goods]
        self._by_code = {entry.good.hts: entry.good for entry in self._entries}
        self._schedule = schedule

    def __len__(self) -> int:
        return len(self._entries)

    def good(self, hts: str) -> Good | None:
        """The words for a line of the schedule (digits), or None where it has none."""
        return self._by_code.get(hts)

    def find_goods(self, text: str, limit: int = 20) -> tuple[FoundGood, ...]:
        """Up to ``limit`` lines for ``text``, best first: by code when it is one, else by words.

        Every word must be found; when no line has them all, lines with the most of them (of Japanese text:
        the most pairs of characters) are given instead.
        """
        if limit <= 0 or not text.strip():
            return ()
        plain = unicodedata.normalize("NFKC", text).strip()
        if _CODE.fullmatch(plain) and (bare := "".join(filter(str.isdigit, plain))):
            return self._by_prefix(bare, limit)
        words = _usual(fold(text)).split()
        words = [word for word in words if word not in _IDLE] or words
        if not words:
            return ()
        polite = [word.removeprefix("お") or word for word in words]
        return self._ranked(words, limit) or self._ranked(polite, limit) or self._partial(polite, limit)

    def _by_prefix(self, bare: str, limit: int) -> tuple[FoundGood, ...]:
        codes = [code for code in self._by_code if code.startswith(bare) or bare.startswith(code)]
        if self._schedule is not None:
            codes += [line.hts for line in self._schedule.under(bare[:8])] if len(bare) <= 10 else []
        ordered = sorted(dict.fromkeys(codes))[:limit]
        return tuple(FoundGood(code, self._by_code.get(code), _KEYWORD) for code in ordered)

    def _ranked(self, words: list[str], limit: int) -> tuple[FoundGood, ...]:
        phrase = " ".join(words)
        whole_cars = not _CARS.isdisjoint(words) and "part" not in words
        found = []
        for entry in self._entries:
            if not all(word in entry.words for word in words):
                continue
            score = _score(entry, phrase) * 2 if phrase in entry.words else 0
            score = max(score, sum(_score(entry, word) for word in words) // len(words))
            if whole_cars and "car part" in entry.keywords:
                score //= 2
            found.append((-score, entry.good.hts, entry.good))
        found.sort(key=lambda hit: hit[:2])
        return tuple(FoundGood(code, good, -score) for score, code, good in found[:limit])

    def _partial(self, words: list[str], limit: int) -> tuple[FoundGood, ...]:
        pieces: list[str] = []
        for word in words:
            pairs = [word[at : at + 2] for at in range(len(word) - 1)]
            pieces += [word] if word.isascii() else pairs or [word]
        scored = []
        for entry in self._entries:
            hits = [(at, piece) for at, piece in enumerate(pieces, 1) if piece in entry.words]
            if hits and len(hits) * 5 >= len(pieces) * 2:
                # In both languages the thing itself comes last: "colour printer", 自動車用タイヤ.
                weight = sum(at * _score(entry, piece) for at, piece in hits)
                scored.append((-len(hits), -weight, entry.good.hts, entry.good))
        scored.sort(key=lambda hit: hit[:3])
        return tuple(FoundGood(code, good, -hits) for hits, _, code, good in scored[:limit])


def _usual(folded: str) -> str:
    """The folded words with what people say put as the descriptions have it."""
    padded = f" {folded} "
    for said, usual in _SAME:
        padded = padded.replace(f" {said} ", f" {usual} ")
    return padded.strip()


def _entry(good: Good) -> _Entry:
    keywords = [fold(word) for word in (*good.keywords_en, *good.keywords_ja, *good.readings) if word]
    places = {word: at for at, word in reversed(list(enumerate(map(fold, good.keywords_en))))}
    for japanese in (good.readings, good.keywords_ja):
        places |= {fold(word): at for at, word in reversed(list(enumerate(japanese))) if word}
    title = f" {fold(good.en)} {fold(good.ja)} "
    return _Entry(good, title, places, f"{title} {' '.join(f' {word} ' for word in keywords)}")


def _score(entry: _Entry, word: str) -> int:
    """What one query word is worth in an entry that contains it."""
    place = entry.keywords.get(word)
    score = _KEYWORD - min(place, 9) if place is not None else 0
    if f" {word} " in entry.title:
        score = max(score, _TITLE) + 5
    if score:
        return score
    if f" {word} " in entry.words:
        return _KEYWORD_WORD
    return _START if f" {word}" in entry.words else _INSIDE


def load_goods(path: Path) -> tuple[Good, ...]:
    """The described goods of a CSV file, with the readings that lie beside it. Raises UsageError naming file
    and line for wrong columns, doubles, gaps.
    """
    spoken = _readings(path.with_name(READINGS))
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        if next(reader, []) != COLUMNS:
            raise UsageError(f"{path.name} is not a file of descriptions: it must begin {','.join(COLUMNS)}.")
        goods: dict[str, Good] = {}
        for row in reader:
            if len(row) != len(COLUMNS) or not all(row[:3]) or row[0] in goods or not row[0].isdigit():
                raise UsageError(f"{path.name}, line {reader.line_num}: not a description, or given twice.")
            english, japanese = (tuple(filter(None, cell.split(";"))) for cell in row[3:])
            readings = tuple(spoken.get(word, "") for word in japanese)
            goods[row[0]] = Good(row[0], row[1], row[2], english, japanese, readings)
    return tuple(goods.values())


def _readings(path: Path) -> dict[str, str]:
    """Kana by the Japanese word that they read; none where there is no such file."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader, [])
        found: dict[str, str] = {}
        for row in reader:
            if len(row) != 2 or not all(row) or row[0] in found:
                raise UsageError(f"{path.name}, line {reader.line_num}: not a reading, or given twice.")
            found[row[0]] = row[1]
    return found
