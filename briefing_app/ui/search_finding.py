"""What the palette finds: records, single quotations, tariff lines, help pages. Values only; runs in a job.

``after:2025-05`` and ``before:2025-06-01`` in the box narrow by the day a record is about: when an event
happened, a source came out, something was said, a note was last written.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from briefing_app import resources
from briefing_app.domain.change import ChangeSet
from briefing_app.domain.fuzzydate import DateError, parse
from briefing_app.domain.records import Event, Kind, Note, Person, Quotation, Record, Source
from briefing_app.domain.source_places import SourcePlace, of_quotation
from briefing_app.store.search import Hit, fold, snippet
from briefing_app.store.workspace import Workspace
from briefing_app.ui.record_words import without_marks

LIMIT = 50
WIDE_LIMIT = 400  # asked for where days narrow what comes back
GOODS_AMONG_ALL = 4
RECORD_KINDS = {"event", "person", "note", "source"}
_WORD = re.compile(r"\b(after|before):(\S+)", re.IGNORECASE)


@dataclass(frozen=True)
class Question:
    """What is looked for: the words, the kind ("" for all), and the days between which it lies."""

    text: str
    kind: str = ""
    after: date | None = None
    before: date | None = None

    @property
    def has_days(self) -> bool:
        """Whether days narrow it."""
        return self.after is not None or self.before is not None


@dataclass(frozen=True)
class Answer:
    """One thing found: what it is, its id there, its title and the words around; of a quotation where it is
    written. A quotation has the id of its note, and its ``number`` among those of the note.
    """

    kind: str
    key: str
    title: str
    detail: str
    place: SourcePlace | None = None
    number: int = 0


def read_question(text: str, kind: str, after: date | None = None) -> Question:
    """The question in what was typed. A day that cannot be read is looked for as a word."""
    before: date | None = None
    rest = text
    for found in _WORD.finditer(text):
        try:
            when = parse(found[2])
        except DateError:
            continue
        rest = rest.replace(found.group(), " ")
        if found[1].lower() == "after":
            after = when.first
        else:
            before = when.first
    return Question(" ".join(rest.split()), kind, after, before)


class Finder:
    """Finds in one workspace. The quotations and goods are read when they are first asked for."""

    def __init__(self, workspace: Workspace, law: Callable[[], Any]) -> None:
        self._workspace = workspace
        self._law = law
        self._guard = threading.Lock()
        self._quotations: dict[str, list[tuple[str, Quotation]]] | None = None

    def find(self, question: Question) -> list[Answer]:
        """Everything that answers, what is named first."""
        if question.kind == "quotation":
            return self._in_quotations(question, LIMIT)
        if question.kind == "good":
            return _goods(self._law, question.text, LIMIT)
        if question.kind == "help":
            return []
        kind: Kind | None = question.kind if question.kind in RECORD_KINDS else None  # type: ignore[assignment]
        hits = self._workspace.search(question.text, kind, WIDE_LIMIT if question.has_days else LIMIT)
        if question.has_days:
            hits = [hit for hit in hits if self._lies_between(hit.kind, hit.id, question)]
        found = [
            Answer(hit.kind, hit.id, hit.title, without_marks(hit.snippet))
            for hit in in_reach(hits, question.text)
        ]
        if not question.kind:
            if not question.has_days:
                found += _goods(self._law, question.text, GOODS_AMONG_ALL, whole=True)
            found += self._in_quotations(question, GOODS_AMONG_ALL)
        return found[: LIMIT + 2 * GOODS_AMONG_ALL]

    def follow(self, change_set: ChangeSet) -> None:
        """Take note of what became of quotations."""
        with self._guard:
            if self._quotations is None:
                return
            for change in change_set.changes:
                if change.kind == "note":
                    after = change.after
                    self._quotations.pop(change.id, None)
                    if isinstance(after, Note) and after.quotations:
                        self._quotations[change.id] = _folded(after)

    def _in_quotations(self, question: Question, limit: int) -> list[Answer]:
        wanted = fold(question.text).split()
        if not wanted:
            return []
        found = []
        for note_id, quotations in self._all_quotations().items():
            for number, (folded, quotation) in enumerate(quotations):
                if all(word in folded for word in wanted) and _is_between(quotation.date, question):
                    words = snippet("", f"{quotation.text} {quotation.translation}".strip(), wanted)
                    source = self._workspace.find("source", quotation.source) if quotation.source else None
                    title = source.title if isinstance(source, Source) else quotation.source
                    about = (self._name(quotation.speaker), quotation.date, title, quotation.locator)
                    told = "  ·  ".join(part for part in about if part)
                    place = of_quotation(quotation) if source is not None else None
                    found.append(Answer("quotation", note_id, f"“{words}”", told, place, number))
                    if len(found) >= limit:
                        return found
        return found

    def _all_quotations(self) -> dict[str, list[tuple[str, Quotation]]]:
        with self._guard:
            if self._quotations is None:
                notes = self._workspace.with_entries("note", "quotations")
                self._quotations = {each.id: _folded(each) for each in notes if isinstance(each, Note)}
            return dict(self._quotations)

    def _name(self, speaker: str) -> str:
        person = self._workspace.find("person", speaker) if speaker else None
        return person.names[0].full if isinstance(person, Person) and person.names else speaker

    def _lies_between(self, kind: Kind, key: str, question: Question) -> bool:
        record = self._workspace.find(kind, key)
        if isinstance(record, Note):
            return _is_between(self._workspace.meta("note", key).changed[:10], question)
        return any(_is_between(day, question) for day in _days(record)) if record is not None else False


def in_reach(hits: Iterable[Hit], text: str) -> list[Hit]:
    """The hits with those first whose title holds what was typed: people, then the others as ranked."""
    wanted = fold(text)
    order = {"person": 0, "note": 1, "event": 2}

    def rank(hit: Hit) -> tuple[bool, int]:
        is_named = wanted in fold(hit.title)
        return (not is_named, order.get(hit.kind, 3) if is_named else 0)

    return sorted(hits, key=rank)


def _folded(note: Note) -> list[tuple[str, Quotation]]:
    return [(fold(f"{each.text}\n{each.translation}\n{each.speaker}"), each) for each in note.quotations]


def _days(record: Record) -> list[str]:
    if isinstance(record, Event):
        return [each.edtf for each in record.dates]
    return [record.date] if isinstance(record, Source) else []


def _is_between(edtf: str, question: Question) -> bool:
    if not question.has_days:
        return True
    try:
        when = parse(edtf)
    except DateError:
        return False
    starts_in_time = question.before is None or when.first is None or when.first < question.before
    return starts_in_time and (question.after is None or when.last is None or when.last >= question.after)


def _goods(law: Callable[[], Any], text: str, limit: int, *, whole: bool = False) -> list[Answer]:
    """Tariff lines by code or by plain words; ``whole``: only where every word is found."""
    from briefing_app.tariff.goods import fold as fold_goods

    wanted = fold_goods(text).split()
    is_code = bool(re.fullmatch(r"[\d.]{4,}", text.strip()))
    if whole and not is_code and (not wanted or len("".join(wanted)) < 2):
        return []
    found = []
    for each in _goods_index(law()).find_goods(text, limit):
        words = f"{each.good.en}  {each.good.ja}" if each.good else ""
        known = (
            fold_goods(f"{words} {' '.join(each.good.keywords_en + each.good.keywords_ja)}")
            if each.good
            else ""
        )
        if whole and not is_code and not all(word in known for word in wanted):
            continue
        dotted = ".".join(part for part in (each.hts[:4], each.hts[4:6], each.hts[6:8], each.hts[8:]) if part)
        found.append(Answer("good", each.hts, f"{dotted}  {each.good.en if each.good else ''}".strip(),
                            each.good.ja if each.good else ""))  # fmt: skip
    return found


@cache
def _goods_index(law: Any) -> Any:
    from briefing_app.tariff.goods import GoodsIndex, load_goods

    return GoodsIndex(load_goods(resources.path("tariff", "us", "descriptions.csv")), law.schedule)


def help_answers(text: str, language: str, titles: dict[str, str]) -> list[Answer]:
    """Help pages that hold every word, with the words around. ``titles`` by page, in the user's language."""
    wanted = fold(text).split()
    found = []
    for page, title in titles.items():
        body = help_text(page, language)
        folded = fold(f"{title}\n{body}")
        if wanted and all(word in folded for word in wanted):
            found.append(Answer("help", page, title, snippet(title, body, wanted)))
    return found


@cache
def help_text(page: str, language: str) -> str:
    """A help page without its marks, in the language if it is there, else in English."""
    for each in (language, "en"):
        try:
            text = resources.text("help", each, f"{page}.md")
        except FileNotFoundError:
            continue
        return " ".join(re.sub(r"[#*`|]|\[|\]\([^)]*\)", " ", text).split())
    return ""
