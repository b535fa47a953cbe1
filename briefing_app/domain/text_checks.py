"""What a careful colleague would ask of a text before it goes out. Questions, not verdicts.

English and Japanese. A paragraph that cites a source answers for its figures; a name is asked for its post
where it first stands; an abbreviation where it first stands without being spelled out anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Literal

from briefing_app.domain.mentions import Mention
from briefing_app.domain.references import references
from briefing_app.threads import giving_way

CheckKind = Literal["number", "date", "person", "abbreviation", "marking", "reference", "line"]

# Bounded and anchored behind what is no digit: a line of a million digits costs no more than it is long.
_NUMERAL = (
    r"(?<![\d.,０-９])"
    r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,6}(?!\d)|[\d０-９](?:[\d０-９.,．，]{0,20}[\d０-９])?)"
)
_SCALE = r"(?:\s?(?:(?:thousand|million|billion|trillion|bn|mn|m|k)\b|[万億兆]))?"
_UNIT = (
    r"(?:%|％|per cent\b|percent\b|percentage points|basis points|"
    r"(?:thousand|million|billion|trillion|bn|tonnes|tons|units|vehicles|jobs|barrels|dollars|yen)\b|"
    r"[万億兆]?(?:円|ドル|ユーロ|台|トン|人|件|社)|[万億兆]|ポイント|割)"
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen"
)
_FIGURE = re.compile(
    rf"(?:US\$|[$€£¥￥]|\b(?:USD|EUR|GBP|JPY)\b)\s?{_NUMERAL}{_SCALE}"
    rf"|(?:{_NUMERAL}\s?(?:-|–|to|～|〜|から)\s?)?{_NUMERAL}\s?{_UNIT}"
    rf"|\b(?:(?:{_TENS})(?:[- ](?:{_ONES}))?|{_ONES}|a hundred) "
    r"(?:per cent|percent|percentage points|hundred|thousand|million|billion|trillion)\b"
    r"|\b(?:half|a third|one third|two[- ]thirds|a quarter|three[- ]quarters|a fifth|a tenth) of\b"
    r"|(?<![一二三四五六七八九十百千])[一二三四五六七八九十百千]{1,8}(?:割(?!り)|％|%|パーセント)",
    re.IGNORECASE,
)
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
_WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_VAGUE = (
    re.compile(
        rf"\b(?:(?:early|mid|late|in|by|since|until|before|after|from|to)[- ](?:{_MONTHS})\b"
        rf"|(?:end|beginning|middle) of (?:{_MONTHS})\b"
        rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS})\b|(?:{_MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?\b)"
        r"(?!\.?\s*,?\s*\d)"
    ),
    re.compile(
        r"\b(?:recently|soon|shortly|yesterday|tomorrow|the other day"
        r"|(?:last|next|this|earlier this|later this)\s"
        r"(?:week|weekend|month|year|quarter|spring|summer|autumn|fall|winter)"
        r"|in the (?:coming|next|past|last) (?:few )?(?:days|weeks|months)"
        r"|(?:end|beginning|middle) of (?:the |this |next |last )?(?:week|month|year|quarter)"
        r"|(?:by|in|during) (?:the )?(?:spring|summer|autumn|fall|winter)"
        rf"|(?:next|last|this|on|by|until|since) (?:{_WEEKDAYS})(?!,? \d)"
        r"|(?:early|mid|late)[- ](?:19|20)\d\d|in Q[1-4](?! ?(?:of )?(?:19|20)\d\d))\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![年\d０-９/])(?:[\d０-９]{1,2}月(?:[\d０-９]{1,2}日|[上中下]旬|末|初め|ごろ)?)(?![\d０-９])"
        r"|(?:先|今|来|再来)(?:日|週|月|年)(?!度)|近日中|まもなく|近く(?=、|開|行|発)|最近"
        r"|(?<![\d０-９])(?:年内|年末|年明け|月内|月末|週内|週末|週明け)|昨日|明日|[春夏秋冬](?:頃|ごろ)|[今来昨][春夏秋冬]"
    ),
)
_ABBREVIATION = re.compile(
    r"(?<![A-Za-z0-9@^#\[|/:.-])([A-Z][A-Z&]{2,6})(?![A-Za-z0-9-]*\]\])(?![A-Za-z0-9])"
)
_SPELLED = re.compile(
    r"[(（]\s*(?:the\s+)?([A-Z][A-Z&]{2,6})\s*[)）]|(?<![A-Za-z])([A-Z][A-Z&]{2,6})\s*[(（]"
)
# Known to every reader of a trade brief; all others are spelled out once.
_KNOWN = frozenset({"USA", "GDP", "CEO", "WTO", "NHK", "USD", "EUR", "GBP", "JPY", "TLP", "PDF", "NOFORN"})
_TITLES = re.compile(
    r"\b(?:President|Prime Minister|Minister|Secretary|Ambassador|Chair(?:man|woman)?|Commissioner|Senator|"
    r"Governor|Representative|Director|Counsellor|Chief|Premier|Chancellor|Speaker|CEO)\b"
    r"|大統領|首相|総理|大臣|長官|大使|外相|財務相|経産相|代表|議員|知事|局長|次官|補佐官|委員長|会長|社長|参事官"
)
_NEAR = 60
MOST_REFERENCES = 5_000
LONGEST_PARAGRAPH = 20_000  # what is longer is no prose


@dataclass(frozen=True)
class Finding:
    """One question: its kind, the line (from 0), the words it is about, and where they begin in the text.

    ``better`` is what would stand there instead: the approved line that a text departs from.
    """

    kind: CheckKind
    line: int
    words: str
    start: int = 0
    better: str = ""


@dataclass(frozen=True)
class Surroundings:
    """What the checks must know of the workspace.

    ``is_known`` takes kind and id of a reference. ``mentions`` are names without a link; ``posts_of`` gives
    the words for a person's offices on the day, ``name_of`` the name. ``marked_above`` are the lines (from 0)
    whose own marking may not stand in this text, each with its label as it is written.
    """

    is_known: Callable[[str, str], bool]
    mentions: Sequence[Mention] = ()
    posts_of: Callable[[str], Sequence[str]] = lambda _person: ()
    name_of: Callable[[str], str] = str
    marked_above: Sequence[tuple[int, str]] = ()


def findings(text: str, around: Surroundings) -> list[Finding]:
    """All questions on a text, in order."""
    found: list[tuple[CheckKind, int, str]] = []
    spelled = {one or other for one, other in _SPELLED.findall(text)} | _KNOWN
    spelled |= _shouted(text)
    for start, paragraph in giving_way(_paragraphs(text)):
        for kind, place, words in _of_paragraph(paragraph[:LONGEST_PARAGRAPH]):
            if kind == "abbreviation":
                if words in spelled:
                    continue
                spelled.add(words)
            found.append((kind, start + place, words))
    found += [
        ("reference", each.start, each.target)
        for each in islice(references(text), MOST_REFERENCES)
        if each.kind != "topic" and not around.is_known(each.kind, each.target)
    ]
    found += _people(text, around)
    lines = text.split("\n")
    for number, label in around.marked_above:
        start = sum(len(line) + 1 for line in lines[:number])
        found.append(("marking", start + max(0, lines[number].find(label)), label))
    return _placed(text, found)


def _shouted(text: str) -> set[str]:
    """The words of lines that stand in capitals as a whole: nothing in them is an abbreviation."""
    found: set[str] = set()
    for line in giving_way(text.split("\n")):
        letters = [letter for letter in line[:LONGEST_PARAGRAPH] if letter.isascii() and letter.isalpha()]
        if len(letters) >= 16 and sum(letter.isupper() for letter in letters) > 0.8 * len(letters):
            found.update(re.findall(r"[A-Z&]{3,7}", line[:LONGEST_PARAGRAPH]))
    return found


def _placed(text: str, found: Iterable[tuple[CheckKind, int, str]]) -> list[Finding]:
    """Findings with their lines, in order, each told once."""
    made, line, at = [], 0, 0
    for kind, start, words in sorted(set(found), key=lambda each: (each[1], each[0])):
        line += text.count("\n", at, start)
        at = start
        made.append(Finding(kind, line, words, start))
    return made


def _people(text: str, around: Surroundings) -> Iterator[tuple[CheckKind, int, str]]:
    """People whose first mention says no post."""
    linked = [
        Mention(each.target, around.name_of(each.target), each.start)
        for each in references(text)
        if each.kind in {"person", "link"} and around.posts_of(each.target)
    ]
    told: set[str] = set()
    for each in sorted((*linked, *around.mentions), key=lambda each: each.start):
        if each.person in told:
            continue
        told.add(each.person)
        near = text[max(0, each.start - _NEAR) : each.start + len(each.words) + _NEAR]
        near = near.replace("\n", " ")
        if not _TITLES.search(near) and not any(
            post and post in near for post in around.posts_of(each.person)
        ):
            yield "person", each.start, each.words


@lru_cache(maxsize=4000)
def _of_paragraph(paragraph: str) -> tuple[tuple[CheckKind, int, str], ...]:
    """What can be asked of a paragraph by itself. Remembered: a long text is typed into in one place."""
    found: list[tuple[CheckKind, int, str]] = []
    if not any(each.kind == "source" for each in references(paragraph)):
        found += _at("number", _FIGURE, paragraph)
    for pattern in _VAGUE:
        found += _at("date", pattern, paragraph)
    found += _at("abbreviation", _ABBREVIATION, paragraph)
    return tuple(found)


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Stretches between empty lines, and list items, each with where it begins; headings are left out."""
    first, at, lines = 0, 0, list[str]()
    for line in [*text.split("\n"), ""]:
        is_item = re.match(r"\s*(?:[-*+]|\d+[.)])\s", line) is not None
        if lines and (not line.strip() or is_item or line.startswith("#")):
            yield first, "\n".join(lines)
            lines = []
        if line.strip() and not line.startswith("#"):
            if not lines:
                first = at
            lines.append(line)
        at += len(line) + 1


def _at(kind: CheckKind, pattern: re.Pattern[str], paragraph: str) -> Iterator[tuple[CheckKind, int, str]]:
    for match in pattern.finditer(paragraph):
        words = match.group()
        yield kind, match.start() + len(words) - len(words.lstrip()), words.strip()
