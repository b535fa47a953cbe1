"""What a paper says differently from its last edition, block by block: what it was, and what it is now."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Literal, TypeAlias

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
_NUMBER = re.compile(r"[0-9０-９]+(?:[.,][0-9０-９]+)*")
_MONTH = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b|[0-9][月日年]|\b[0-9]{4}-[0-9]{2}\b"
)
# Beyond this, looking for the line most alike costs more than it tells.
_MOST_CANDIDATES = 60
# Columns beside what differs that are quoted with it, a kanji counting two, and up to how many a text is
# quoted whole.
_CONTEXT, _WHOLE = 24, 60
# Words and gaps beside what differs that tell its nature: the month of a day.
_BESIDE = 3
_KANJI = re.compile(r"[\u3005\u3400-\u9fff\uf900-\ufaff]")
_KANA = re.compile(r"[\u3041-\u309f]")
_KATAKANA = re.compile(r"[\u30a0-\u30ff]")
_ORDER: dict[str, int] = {"duty": 0, "figure": 1, "date": 2, "post": 3, "words": 4}


@dataclass(frozen=True)
class Difference:
    """One thing that is said differently.

    ``old`` and ``new`` are shortened to what differs, "" where it is new or gone. ``about`` names the good,
    person, event or figure, "" for running text; ``part`` the column of it, "" where it has one only.
    """

    manner: Manner
    matter: Matter
    old: str = ""
    new: str = ""
    about: str = ""
    part: str = ""


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
    pairs, fresh, gone = paired_sections(before, [each for each in report.sections if each.id != CHANGES])
    found: dict[str, list[Difference]] = {}
    for was, now in pairs:
        words = report.labels
        if differences := differing(lines_of(was["items"], words), lines_of(now.items, words)):
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
    ordered = {
        key: tuple(sorted(dict.fromkeys(each), key=lambda one: _ORDER[one.matter]))
        for key, each in found.items()
    }
    return SinceEdition(edition.number, edition.as_of, ordered, frozenset(new_blocks - standing - {""}))


def _heading(title: str, items: Iterable[Any]) -> str:
    if title:
        return title
    return next((line.text[:60] for line in lines_of(items)), "")


# --- which section was which ----------------------------------------------------------------------------


def paired_sections(
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
            found.append(Difference("new", _matter(line), "", line.quoted))
        else:
            left.remove(match)
            found += _fields(match, line)
    return found + [Difference("gone", _matter(line), line.quoted) for line in left]


def says_otherwise(line: Line, before: Sequence[Line]) -> bool:
    """Whether a line that is not among those of then says something else than the one of the same matter.

    A column that is only called otherwise is no news.
    """
    same = next(
        (each for each in before if line.key and (each.kind, each.key) == (line.kind, line.key)), None
    )
    return same is None or bool(_fields(same, line))


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
        keys = shortened(was.key, now.key)
        # A meeting on another day is told with what it was.
        nature = _nature("words", was.key, now.key)
        about = now.fields[0][1] if nature == "date" and len(now.fields) == 1 else ""
        made.append(Difference("changed", nature, *keys, about))
    for place, (matter, old), (other, new) in _columns(was, now):
        if old != new:
            nature = _nature(other if new else matter, old, new)
            made.append(Difference("changed", nature, *shortened(old, new), now.key, place))
    return made


_Field: TypeAlias = tuple[Matter, str]
_BLANK: _Field = ("words", "")


def _columns(was: Line, now: Line) -> Iterator[tuple[str, _Field, _Field]]:
    """The fields of both by the name of their column, else by their place: columns come and go between.

    A column of another name is another one, unless it says the same.
    """
    left = dict(enumerate(was.fields))
    named = {was.name_of(place): place for place in reversed(left) if was.name_of(place)}
    same = {
        place: named.pop(name)
        for place in range(len(now.fields))
        if (name := now.name_of(place)) and name in named
    }
    for place, after in enumerate(now.fields):
        before = same.get(place)
        if before is None:
            free = (each for each in left if each not in same.values())
            before = next((each for each in free if _may_be(was, each, now, place)), None)
        yield now.name_of(place), _BLANK if before is None else left.pop(before), after
    for place, gone in left.items():
        yield was.name_of(place), gone, _BLANK


def _may_be(was: Line, place: int, now: Line, other: int) -> bool:
    """Whether a field stands in for one whose column has not its name."""
    has_names = bool(was.name_of(place) and now.name_of(other))
    return not has_names or was.fields[place] == now.fields[other]


def _nature(matter: Matter, old: str, new: str) -> Matter:
    """Words in which only a date or a number is another one are a changed date or number; a line of figures
    that has the same ones as before is worded differently. Judged by what differs and a word beside it.
    """
    was, now, start, end = _same_ends(old, new)
    first, last = max(0, start - _BESIDE), max(0, end - _BESIDE)
    old, new = ("".join(words[first : len(words) - last]) for words in (was, now))
    if matter == "figure" and old and new and _NUMBER.findall(old) == _NUMBER.findall(new):
        return "words"
    if matter not in ("words", "figure") or not (_DIGIT.search(old) and _DIGIT.search(new)):
        return matter
    if _NUMBER.sub("", old) != _NUMBER.sub("", new) and not (_MONTH.search(old) and _MONTH.search(new)):
        return matter
    return "date" if _MONTH.search(new) else "figure"


def _alike(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() <= _ALIKE or matcher.quick_ratio() <= _ALIKE:
        return 0.0
    return matcher.ratio() if len(one) < 2000 else matcher.quick_ratio()


def shortened(old: str, new: str) -> tuple[str, str]:
    """Two texts without what is the same at both ends, but for a few words of it; short ones whole."""
    if max(_width(old), _width(new)) <= _WHOLE:
        return old, new
    was, now, start, end = _same_ends(old, new)
    first, rest = _reach(was[:start][::-1]), _reach(was[len(was) - end :])
    return _cut(was, start - first, end - rest), _cut(now, start - first, end - rest)


def _same_ends(old: str, new: str) -> tuple[list[str], list[str], int, int]:
    """The words of both, and how many are the same at the beginning and at the end."""
    was, now = _WORDS.findall(old), _WORDS.findall(new)
    shorter = min(len(was), len(now))
    start = next((place for place in range(shorter) if was[place] != now[place]), shorter)
    rest = shorter - start
    end = next((place for place in range(rest) if was[-1 - place] != now[-1 - place]), rest)
    return was, now, start, end


def _reach(words: Sequence[str]) -> int:
    """How many words away from what differs are quoted: up to a gap between words, not amid one."""
    width = 0
    for place, word in enumerate(words):
        if width >= _CONTEXT and not (place and _is_one_word(words[place - 1], word)):
            return place
        width += _width(word)
    return len(words)


def _is_one_word(one: str, other: str) -> bool:
    """Whether two neighbouring signs of Japanese belong together: both kanji, or both kana."""
    return any(script.match(one) and script.match(other) for script in (_KANJI, _KATAKANA, _KANA))


def _width(text: str) -> int:
    return sum(2 if sign >= "\u3000" else 1 for sign in text)


def _cut(words: list[str], start: int, end: int) -> str:
    text = "".join(words[start : len(words) - end]).strip()
    text = f"…{text.lstrip('、。，')}" if start else text
    return f"{text.rstrip('、，,')}…" if end else text
