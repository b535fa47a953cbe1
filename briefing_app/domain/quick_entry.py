"""One line of text becomes an event: ``2025-05-23 3rd round, Washington @Akazawa #talks ^mofa``.

First the date in any form that is understood, then the title, after the last comma the place; ``@`` names
people, ``#`` lanes, categories or tags, ``^`` sources. A name is found by any part of it; what fits several,
and a person nobody knows, is a problem said in words, never a guess; a source nobody knows is a new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from briefing_app.domain.date_words import Language
from briefing_app.domain.fuzzydate import DateError
from briefing_app.domain.records import Event, Participant, Person, Source, TypedDate, title_of
from briefing_app.domain.typed_dates import understand

T = TypeVar("T")
LONGEST_DATE = 8
WORDLESS = 3
"""A date without a figure, such as "next Tuesday" or "day after tomorrow", has at most so many words."""
_SIGNED = re.compile(r"(?<!\S)([@#^])(\S+)")
# After a Japanese comma stands as often the second of two things: what is surely a place is taken for one.
_JAPANESE_PLACE = re.compile(
    r"[ァ-ヴー・]{2,16}[州市]?|[一-龥]{1,6}[都道府県市区町村]|東京|大阪|京都|北京|上海|首相官邸|[一-龥]{1,6}[省庁]"
)
_SAID: dict[str, dict[Language, str]] = {
    "no date": {
        "en": 'The line begins with its date, for instance "23 May 2025" or 2025-05-23.',
        "ja": "行は日付で始めてください。例：2025年5月23日、2025-05-23",
    },
    "no title": {
        "en": "After the date comes what happened.",
        "ja": "日付の後に、何があったかを書いてください。",
    },
    "person": {
        "en": 'No person here is called "{word}".',
        "ja": "「{word}」という人物はいません。",
    },
    "several": {
        "en": '"{word}" can be {names}: write more of the name.',
        "ja": "「{word}」に当たるものが複数あります（{names}）。名前をもう少し書いてください。",
    },
    "more": {"en": " and others", "ja": "ほか"},
}


@dataclass(frozen=True)
class Known:
    """What a line may name."""

    people: Sequence[Person]
    sources: Sequence[Source]
    lanes: frozenset[str]
    categories: frozenset[str]
    shown: Mapping[str, str] = field(default_factory=dict)
    """Lanes and categories as the window shows them, where it shows them in other words."""


@dataclass(frozen=True)
class _Problem:
    """What stands in the way: a key of ``_SAID``, the word of the line and what it could mean."""

    key: str
    word: str = ""
    found: tuple[str, ...] = ()

    def said(self, language: Language) -> str:
        joint = ", " if language == "en" else "、"
        more = _SAID["more"][language] if len(self.found) > 3 else ""
        return _SAID[self.key][language].format(word=self.word, names=joint.join(self.found[:3]) + more)


@dataclass(frozen=True)
class Draft:
    """What was understood: the event without an id (None until there is a date and a title), and problems."""

    event: Event | None
    date_sentence: str
    problems: tuple[str, ...]
    new_sources: tuple[str, ...] = ()
    """Titles of sources that the line names and nobody knows yet: they are to be made with the event."""

    @property
    def is_ready(self) -> bool:
        """Whether the line can become an event as it stands."""
        return self.event is not None and not self.problems


def read_line(line: str, known: Known, on: date, language: Language = "en") -> Draft:
    """Understand a line. ``on`` is the day that a missing year or "tomorrow" refers to.

    Problems are said in ``language``; a line is understood in either.
    """
    problems: list[_Problem] = []
    people: list[Participant] = []
    lanes: list[str] = []
    tags: list[str] = []
    sources: list[str] = []
    new_sources: list[str] = []
    category = ""
    for sign, word in _SIGNED.findall(line):
        if sign == "@":
            _take(people_named(known.people, word), word, "person", people, problems)
        elif sign == "^":
            found_sources = sources_named(known.sources, word)
            if found_sources:
                _take(found_sources, word, "source", sources, problems)
            else:
                new_sources.append(word.replace("_", " "))
        elif (lane := _same(known.lanes, word, known.shown)) is not None:
            lanes.append(lane)
        elif (found := _same(known.categories, word.replace("-", " "), known.shown)) is not None:
            category = found
        else:
            tags.append(word)
    words = _SIGNED.sub("", line).split()
    edtf, sentence, typed, rest = _leading_date(words, on)
    if words and not edtf:
        problems.insert(0, _Problem("no date"))
    title, place = _title_and_place(" ".join(rest))
    if not edtf or not title:
        if edtf:
            problems.append(_Problem("no title"))
        return Draft(None, sentence, tuple(each.said(language) for each in problems))
    event = Event(
        title=title,
        category=category or (lanes[0].lower() if lanes and lanes[0].lower() in known.categories else ""),
        dates=(TypedDate(edtf=edtf, as_typed=typed if typed != edtf else ""),),
        place=place,
        lanes=tuple(dict.fromkeys(lanes)),
        participants=tuple(dict.fromkeys(people)),
        tags=tuple(dict.fromkeys(tags)),
        sources=tuple(dict.fromkeys(sources)),
    )
    said = tuple(each.said(language) for each in problems)
    return Draft(event, sentence, said, tuple(dict.fromkeys(new_sources)))


def people_named(people: Iterable[Person], word: str) -> list[tuple[str, Participant]]:
    """People any of whose names holds ``word``; whole words first."""
    folded = word.replace("_", " ").casefold()
    whole, part = [], []
    for person in people:
        names = [name.full for name in person.names] + [name.family for name in person.names]
        joined = " ".join(names).casefold()
        if folded in joined.split() or folded in (name.casefold() for name in names):
            whole.append((title_of(person), Participant(person.id)))
        elif folded in joined:
            part.append((title_of(person), Participant(person.id)))
    return whole or part


def sources_named(sources: Iterable[Source], word: str) -> list[tuple[str, str]]:
    """Sources whose id, publisher or title holds ``word``; an exact id counts alone."""
    folded = word.replace("_", " ").casefold()
    found = []
    for source in sources:
        if source.id.casefold() == folded:
            return [(source.title, source.id)]
        if folded in f"{source.id} {source.publisher} {source.title}".casefold():
            found.append((source.title, source.id))
    return found


def _take(found: list[tuple[str, T]], word: str, kind: str, into: list[T], problems: list[_Problem]) -> None:
    if len(found) == 1:
        into.append(found[0][1])
    elif not found:
        problems.append(_Problem(kind, word))
    else:
        problems.append(_Problem("several", word, tuple(name for name, _ in found)))


def _same(names: Iterable[str], word: str, shown: Mapping[str, str]) -> str | None:
    folded = word.casefold()
    return next(
        (name for name in names if folded in {name.casefold(), shown.get(name, name).casefold()}), None
    )


def _leading_date(words: list[str], on: date) -> tuple[str, str, str, list[str]]:
    """The longest run of first words that is a date: EDTF, the sentence, what was typed, what is left."""
    for count in range(min(LONGEST_DATE, len(words)), 0, -1):
        typed = " ".join(words[:count]).rstrip(",:")
        if not any(character.isdigit() for character in typed) and count > WORDLESS:
            continue
        try:
            understood = understand(typed, on=on)
        except DateError:
            continue
        return understood.edtf, understood.sentence, typed, words[count:]
    return "", "", "", words


def _title_and_place(text: str) -> tuple[str, str]:
    title, comma, place = text.replace("，", ",").rpartition(",")
    if comma and title.strip() and place.strip() and len(place.split()) <= 4:
        return title.strip(), place.strip()
    title, comma, place = text.rpartition("、")
    if title.strip() and _JAPANESE_PLACE.fullmatch(place.strip()):
        return title.strip(), place.strip()
    return text.strip(" ,"), ""
