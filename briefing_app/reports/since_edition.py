"""What a paper says differently from its last edition, block by block: what it was, and what it is now."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Literal

from briefing_app.reports.content_lines import Line, Matter, lines_of
from briefing_app.reports.editions import Edition, editions
from briefing_app.reports.model import ReportData, Section
from briefing_app.store.workspace import Workspace

Manner = Literal["changed", "new", "gone"]
CHANGES = "changes"
_ALIKE = 0.5
# Japanese days whole, Latin words and numbers whole, all other Japanese sign by sign.
_WORDS = re.compile(
    r"(?:令和|平成)?[0-9]+年(?:[0-9]+月(?:[0-9]+日)?)?|[0-9]+月(?:[0-9]+日)?"
    r"|[0-9A-Za-zÀ-ɏ.,%$€¥:-]+|\S|\s+"
)
_DIGIT = re.compile(r"[0-9０-９]")
_NUMBER = re.compile(r"[0-9０-９][0-9０-９.,]*")
_MONTH = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b|[0-9][月日年]|\b[0-9]{4}-[0-9]{2}\b"
)
# Beyond this, looking for the line most alike costs more than it tells.
_MOST_CANDIDATES = 60
_CONTEXT = 3
_ORDER: dict[str, int] = {"duty": 0, "figure": 1, "date": 2, "post": 3, "words": 4}


@dataclass(frozen=True)
class Difference:
    """One thing that is said differently.

    ``old`` and ``new`` are shortened to what differs, "" where it is new or gone. ``about`` names the good,
    person, event or figure, "" for running text.
    """

    manner: Manner
    matter: Matter
    old: str = ""
    new: str = ""
    about: str = ""


@dataclass(frozen=True)
class SinceEdition:
    """The differences to an edition by the key of the block; a block that is not printed now keeps its key.

    ``fresh`` are the blocks that were not printed then.
    """

    number: int
    as_of: str
    of_block: Mapping[str, tuple[Difference, ...]] = field(default_factory=dict)
    fresh: frozenset[str] = frozenset()

    @property
    def changed_blocks(self) -> tuple[str, ...]:
        """The keys of the blocks that are new, gone or say something else."""
        return tuple(dict.fromkeys([*self.of_block, *sorted(self.fresh)]))


def since_last(
    workspace: Workspace, briefing_id: str, report: ReportData, owners: Mapping[str, str]
) -> SinceEdition | None:
    """What the report says differently from the newest edition of its briefing; None where there is none.

    ``owners`` names the block of each section. An edition of early versions kept no content to compare.
    """
    issued = editions(workspace, briefing_id) if briefing_id else ()
    if not issued or not issued[-1].inputs_sha256:
        return None
    content = json.loads(workspace.attachment(issued[-1].inputs_sha256))
    return compared(issued[-1], content, report, owners)


def compared(
    edition: Edition, content: Mapping[str, Any], report: ReportData, owners: Mapping[str, str]
) -> SinceEdition:
    """The differences of a report to the plain content of an edition."""
    before = [section for section in content["sections"] if section["id"] != CHANGES]
    pairs, fresh, gone = _paired(before, [each for each in report.sections if each.id != CHANGES])
    found: dict[str, list[Difference]] = {}
    for was, now in pairs:
        if differences := differing(lines_of(was["items"]), lines_of(now.items)):
            found.setdefault(owners.get(now.id, ""), []).extend(differences)
    new_blocks = {owners.get(each.id, "") for each in fresh}
    standing = {owners.get(now.id, "") for _was, now in pairs}
    for section in fresh:
        if (key := owners.get(section.id, "")) in standing:
            added = _heading(section.title, section.items)
            found.setdefault(key, []).append(Difference("new", "words", "", added))
    for was in gone:
        key = owners.get(was["id"], was["id"])
        found.setdefault(key, []).append(Difference("gone", "words", _heading(was["title"], was["items"])))
    ordered = {key: tuple(sorted(each, key=lambda one: _ORDER[one.matter])) for key, each in found.items()}
    return SinceEdition(edition.number, edition.as_of, ordered, frozenset(new_blocks - standing - {""}))


def _heading(title: str, items: Iterable[Any]) -> str:
    if title:
        return title
    return next((line.text[:60] for line in lines_of(items)), "")


# --- which section was which ----------------------------------------------------------------------------


def _paired(
    before: Sequence[dict[str, Any]], now: Sequence[Section]
) -> tuple[list[tuple[dict[str, Any], Section]], list[Section], list[dict[str, Any]]]:
    """Sections of then and now that are the same one, those only of now, those only of then.

    Ids of added blocks hold their place, which moves: the record and the heading tell more.
    """
    left, right = list(before), list(now)
    pairs: list[tuple[dict[str, Any], Section]] = []
    for is_same in (_same_record, _same_name, _same_title, _same_words, _same_place):
        for was in list(left):
            match = next((each for each in right if is_same(was, each)), None)
            if match is not None:
                pairs.append((was, match))
                left.remove(was)
                right.remove(match)
    return pairs, right, left


def _same_record(was: dict[str, Any], now: Section) -> bool:
    return bool(now.anchor) and (was["anchor"], was["layout"]) == (now.anchor, now.layout)


def _same_name(was: dict[str, Any], now: Section) -> bool:
    return was["id"] == now.id and not re.search(r"-\d+$", now.id)


def _same_title(was: dict[str, Any], now: Section) -> bool:
    return bool(now.title) and (was["title"], was["layout"]) == (now.title, now.layout)


def _same_words(was: dict[str, Any], now: Section) -> bool:
    if was["layout"] != now.layout:
        return False
    then, today = (" ".join(line.text for line in lines_of(items)) for items in (was["items"], now.items))
    return _alike(then, today) > _ALIKE


def _same_place(was: dict[str, Any], now: Section) -> bool:
    return (was["id"], was["layout"]) == (now.id, now.layout)


# --- which line was which -------------------------------------------------------------------------------


def differing(before: Sequence[Line], now: Sequence[Line]) -> list[Difference]:
    """What some lines say differently from others, in the order of now."""
    same = set(before) & set(now)
    left = [line for line in before if line not in same]
    found: list[Difference] = []
    for line in (line for line in now if line not in same):
        match = _match(line, left)
        if match is None:
            found.append(Difference("new", _matter(line), "", line.text))
        else:
            left.remove(match)
            found += _fields(match, line)
    return found + [Difference("gone", _matter(line), line.text) for line in left]


def _match(line: Line, among: Sequence[Line]) -> Line | None:
    """The line of then that speaks of the same: with its key, else the one most alike."""
    of_kind = [each for each in among if each.kind == line.kind]
    if line.key and (same := [each for each in of_kind if each.key == line.key]):
        return same[0]
    close = [
        (score, place)
        for place, each in enumerate(of_kind[:_MOST_CANDIDATES])
        if (score := _alike(each.text, line.text)) > _ALIKE
    ]
    return of_kind[max(close, key=lambda pair: (pair[0], -pair[1]))[1]] if close else None


def _matter(line: Line) -> Matter:
    return line.fields[0][0] if line.fields else "words"


def _fields(was: Line, now: Line) -> list[Difference]:
    made: list[Difference] = []
    if was.key != now.key:
        made.append(Difference("changed", "words", *shortened(was.key, now.key)))
    longest = max(len(was.fields), len(now.fields))
    blank: tuple[Matter, str] = ("words", "")
    before = [*was.fields, *([blank] * (longest - len(was.fields)))]
    after = [*now.fields, *([blank] * (longest - len(now.fields)))]
    for (matter, old), (other, new) in zip(before, after, strict=True):
        if old != new:
            was_short, now_short = shortened(old, new)
            nature = _nature(other if new else matter, was_short, now_short)
            made.append(Difference("changed", nature, was_short, now_short, now.key))
    return made


def _nature(matter: Matter, old: str, new: str) -> Matter:
    """Words in which only a date or a number is another one are a changed date or number; a line of figures
    that has the same ones as before is worded differently.
    """
    if matter == "figure" and old and new and _NUMBER.findall(old) == _NUMBER.findall(new):
        return "words"
    if matter not in ("words", "figure") or not (_DIGIT.search(old) and _DIGIT.search(new)):
        return matter
    if _DIGIT.sub("", old) != _DIGIT.sub("", new) and not (_MONTH.search(old) and _MONTH.search(new)):
        return matter
    return "date" if _MONTH.search(new) else "figure"


def _alike(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() <= _ALIKE or matcher.quick_ratio() <= _ALIKE:
        return 0.0
    return matcher.ratio() if len(one) < 2000 else matcher.quick_ratio()


def shortened(old: str, new: str) -> tuple[str, str]:
    """Two texts without what is the same at both ends, but for a word or two of it."""
    was, now = _WORDS.findall(old), _WORDS.findall(new)
    start = 0
    while start < min(len(was), len(now)) and was[start] == now[start]:
        start += 1
    end = 0
    while end < min(len(was), len(now)) - start and was[-1 - end] == now[-1 - end]:
        end += 1
    return _cut(was, start, end), _cut(now, start, end)


def _cut(words: list[str], start: int, end: int) -> str:
    first, last = max(0, start - _CONTEXT), min(len(words), len(words) - end + _CONTEXT)
    before = "…" if first else ""
    after = "…" if last < len(words) else ""
    return f"{before}{''.join(words[first:last]).strip()}{after}"
