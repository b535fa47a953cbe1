"""People named in running text without a link: by full name, or by a family name that only one has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from briefing_app.domain.records import Person
from briefing_app.domain.references import references

_WORDS = re.compile(r"[A-Z\u00c0-\u00de][\w'’-]*(?:\s+[A-Z\u00c0-\u00de][\w'’-]*)*")
_HAN = re.compile(r"[\u3005\u3400-\u9fff]{2,}")
_SHORTEST_FAMILY = 3


@dataclass(frozen=True)
class Mention:
    """A person's name in a text: whose, the words, where they begin."""

    person: str
    words: str
    start: int


@dataclass
class NameIndex:
    """The names of all people, made once; names that two people share by family only are not used."""

    latin: dict[str, str] = field(default_factory=dict)
    japanese: dict[str, str] = field(default_factory=dict)
    longest_japanese: int = 0

    @classmethod
    def of(cls, people: Iterable[Person]) -> NameIndex:
        """The index of some people."""
        made = cls()
        families: dict[str, set[str]] = {}
        for person in people:
            for name in person.names:
                if name.script == "Latn":
                    made.latin[_folded(name.full)] = person.id
                    if name.given and name.family:
                        made.latin[_folded(f"{name.given} {name.family}")] = person.id
                        made.latin[_folded(f"{name.family} {name.given}")] = person.id
                    if len(name.family) >= _SHORTEST_FAMILY:
                        families.setdefault(_folded(name.family), set()).add(person.id)
                elif _HAN.fullmatch(name.full):
                    made.japanese[name.full] = person.id
                    if len(name.family) >= 2:
                        families.setdefault(name.family, set()).add(person.id)
        for family, owners in families.items():
            if len(owners) == 1:
                index = made.japanese if _HAN.fullmatch(family) else made.latin
                index.setdefault(family, next(iter(owners)))
        made.longest_japanese = max(map(len, made.japanese), default=0)
        return made

    def mentions(self, text: str) -> list[Mention]:
        """The names in a text that are no link, in order."""
        taken = [(each.start, each.end) for each in references(text)]
        found = [
            each
            for each in (*self._latin_in(text), *self._japanese_in(text))
            if not any(start <= each.start < end for start, end in taken)
        ]
        return sorted(found, key=lambda each: each.start)

    def _latin_in(self, text: str) -> Iterable[Mention]:
        for run in _WORDS.finditer(text):
            words = list(re.finditer(r"\S+", run.group()))
            at = 0
            while at < len(words):
                for size in range(min(4, len(words) - at), 0, -1):
                    name = run.group()[words[at].start() : words[at + size - 1].end()]
                    bare = re.sub(r"['’]s$", "", name)
                    if (owner := self.latin.get(_folded(bare))) is not None:
                        yield Mention(owner, bare, run.start() + words[at].start())
                        at += size - 1
                        break
                at += 1

    def _japanese_in(self, text: str) -> Iterable[Mention]:
        for run in _HAN.finditer(text):
            at, chars = 0, run.group()
            while at < len(chars) - 1:
                for size in range(min(self.longest_japanese, len(chars) - at), 1, -1):
                    if (owner := self.japanese.get(chars[at : at + size])) is not None:
                        yield Mention(owner, chars[at : at + size], run.start() + at)
                        at += size - 1
                        break
                at += 1


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
