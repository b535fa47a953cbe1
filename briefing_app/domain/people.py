"""What is asked of a person: how the name is written and sorted, which office on which day, when last met.

Names are never guessed silently: a form that was derived says so (``is_derived``). A Japanese list is in
gojuon order, by the reading; people without a reading come after it, by their Latin name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from briefing_app.domain.date_words import words
from briefing_app.domain.fuzzydate import DateError, FuzzyDate, parse
from briefing_app.domain.held_as import is_japanese, with_kind
from briefing_app.domain.records import Event, Person, PersonName, Post

Freshness = Literal["", "fresh", "soon", "overdue"]
SOON = timedelta(days=30)
_ROWS = (
    ("あ", "あいうえおぁぃぅぇぉゔ"), ("か", "かきくけこ"), ("さ", "さしすせそ"), ("た", "たちつてとっ"),
    ("な", "なにぬねの"), ("は", "はひふへほ"), ("ま", "まみむめも"), ("や", "やゆよゃゅょ"),
    ("ら", "らりるれろ"), ("わ", "わゐゑをん"),
)  # fmt: skip
_ROW_OF = {syllable: row for row, syllables in _ROWS for syllable in syllables}
_SCRIPT_OF = {
    "JP": "Jpan", "KR": "Kore", "KP": "Kore", "CN": "Hans", "SG": "Hans", "TW": "Hant", "HK": "Hant",
    "RU": "Cyrl", "UA": "Cyrl", "BY": "Cyrl", "BG": "Cyrl", "RS": "Cyrl", "KZ": "Cyrl", "MN": "Cyrl",
}  # fmt: skip
_NOT_MET = {
    "announcement", "statement", "politics", "proclamation", "order", "election", "investigation", "travel",
    "indicator", "tariff effective", "court", "law", "publication",
}  # fmt: skip
_KINDS = {"concurrent": 1, "designate": 2}
_PLANS = {"due", "expires", "retroactive to"}


@dataclass(frozen=True)
class Meeting:
    """An event a person took part in. ``day`` orders it; ``when`` says it as precisely as it is known."""

    event: Event
    day: date
    when: FuzzyDate
    role: str


@dataclass(frozen=True)
class Form:
    """A form of a name or address. ``is_derived`` marks what follows from rules and was not written down."""

    text: str
    is_derived: bool = False


def name_in(person: Person, script: str) -> PersonName | None:
    """The name in a script (``Latn``, ``Jpan``), or None."""
    return next((name for name in person.names if name.script == script), None)


def has_name(person: Person) -> bool:
    """Whether any form of the name is entered."""
    return any(name.full for name in person.names)


def latin_name(person: Person) -> str:
    """The name in Latin letters in the order the person prefers, else the first form; the id of somebody
    who has no name yet.
    """
    latin = name_in(person, "Latn")
    if latin is not None and latin.full:
        return latin.full
    return next((name.full for name in person.names if name.full), person.id)


def native_name(person: Person) -> str:
    """The name as the person writes it where that is not Latin, else empty."""
    written = [name for name in person.names if name.script != "Latn" and name.full]
    return next((name.full for name in written if name.as_written), written[0].full if written else "")


def is_own_form(person: Person, name: PersonName) -> bool:
    """Whether somebody writes the own name so: said with the name, else by the script of the country."""
    if any(each.as_written for each in person.names):
        return name.as_written
    return _SCRIPT_OF.get(person.country) == name.script


def capital_name(person: Person) -> str:
    """The Latin name with the family name in capitals, as delegations write it: ``AKAZAWA Ryosei``."""
    latin = name_in(person, "Latn")
    if latin is None or not latin.family or latin.family not in latin.full:
        return latin_name(person)
    return latin.full.replace(latin.family, latin.family.upper(), 1)


def reading(person: Person) -> str:
    """The reading in hiragana; a name written in katakana is its own reading. Empty if none is known."""
    for name in person.names:
        if name.reading:
            return to_hiragana(name.reading)
    native = native_name(person)
    return to_hiragana(native) if native and _is_kana(native) else ""


@lru_cache(maxsize=65536)
def to_hiragana(text: str) -> str:
    """Katakana as hiragana, width folded."""
    wide = unicodedata.normalize("NFKC", text)
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in wide)


def gojuon_key(person: Person) -> tuple[int, str, str]:
    """The sort key of a Japanese list: readings first, voiced after unvoiced, then Latin names."""
    said = reading(person)
    if said:
        return (0, _unvoiced(said), said)
    return (1, _folded(latin_name(person)), "")


def gojuon_row(person: Person) -> str:
    """The row of the syllabary a person stands under (``あ`` … ``わ``), or ``A–Z`` without a reading."""
    first = _unvoiced(reading(person)[:1])[:1]
    return _ROW_OF.get(first, "A–Z")


def name_key(person: Person) -> tuple[str, str]:
    """The sort key of a Latin list: family name, then the whole name; accents and case folded."""
    names = person.names  # asked for each of twenty thousand before a list is shown: no detours
    latin = names[0] if names and names[0].script == "Latn" else name_in(person, "Latn")
    shown = latin or (names[0] if names else None)
    full = (shown.full if shown is not None else "") or latin_name(person)
    family = (latin.family if latin is not None else "") or full
    if full.isascii() and family.isascii():
        return (family.casefold(), full.casefold())
    return (_folded(family), _folded(full))


def holds(post: Post, day: date) -> bool:
    """Whether an office is held on ``day``. A month or year counts in full; ``to`` is the first day after."""
    start, end = _parsed(post.from_), _parsed(post.to)
    if start is not None and start.is_after(day):
        return False
    return end is None or end.last is None or end.last > day


def posts_on(person: Person, day: date) -> tuple[Post, ...]:
    """The offices held on ``day``, the latest begun first, concurrent ones after them; an office somebody is
    only named for comes last, since another is held until then.
    """
    held = [post for post in person.posts if holds(post, day)]
    held.sort(key=_begun, reverse=True)
    return tuple(sorted(held, key=lambda post: (_KINDS.get(post.kind, 0), may_have_ended(post, day))))


def post_words(post: Post, shown: Callable[[str], str] = str) -> str:
    """An office in one line: title, organisation; acting, designate and concurrent are said. ``shown`` gives
    titles and bodies in other words, and may know a title together with its body.
    """
    whole = f"{post.title}, {post.organisation}"
    if post.organisation and (known := shown(whole)) != whole:
        return with_kind(known, post.kind)
    office, body = shown(post.title), shown(post.organisation)
    title = with_kind(office, post.kind)
    if not body or (office != post.title and is_japanese(office) and not is_japanese(body)):
        return title  # a body without Japanese words says nothing beside a Japanese title, as on paper
    return f"{title}（{body}）" if is_japanese(title) else f"{title}, {body}"


def may_have_ended(post: Post, day: date) -> bool:
    """Whether the end of an office is known so roughly (a year, a month) that it may lie before ``day``."""
    end = _parsed(post.to)
    return end is not None and not end.is_day and end.may_be(day)


def post_words_on(post: Post, day: date) -> str:
    """An office held on ``day`` in words; a rough end that may have passed is said."""
    return f"{post_words(post)} (until {words(post.to)})" if may_have_ended(post, day) else post_words(post)


def office_on(person: Person, day: date) -> str:
    """The office on ``day`` in words; a former or future one says so; empty if there is none at all."""
    when, post = main_office(person, day)
    if post is None:
        return ""
    return post_words_on(post, day) if when == "now" else f"{when} {post_words(post)}"


def main_office(person: Person, day: date) -> tuple[Literal["now", "formerly", "later"], Post | None]:
    """The office that stands for a person on ``day``, and whether it is held then: else the last one left,
    else the first one to come; None if there is none at all.
    """
    held = posts_on(person, day)
    if held:
        return "now", held[0]
    past = [post for post in person.posts if (end := _parsed(post.to)) and end.last and end.last <= day]
    if past:
        return "formerly", max(past, key=lambda post: (_parsed(post.to) or parse("0001")).sort_day)
    ahead = [post for post in person.posts if (start := _parsed(post.from_)) and start.is_after(day)]
    return "later", min(ahead, key=_begun) if ahead else None


def office_of_then(person: Person, then: date, now: date) -> Post | None:
    """The first office of an earlier day that is not held any more: it is shown as that of then."""
    if then >= now:
        return None
    held = posts_on(person, now)
    return next((post for post in posts_on(person, then) if post not in held), None)


def meetings(person_id: str, events: Iterable[Event]) -> list[Meeting]:
    """The events a person took part in, latest first, by the date they were held or first known."""
    found = []
    for event in events:
        roles = [part.role for part in event.participants if part.person == person_id]
        if roles and (when := _main_date(event)) is not None:
            found.append(Meeting(event, when.sort_day, when, ", ".join(role for role in roles if role)))
    return sorted(found, key=lambda meeting: (meeting.day, meeting.event.id), reverse=True)


def is_meeting(event: Event) -> bool:
    """Whether those who took part met or spoke with somebody, named or not: all but the categories of what
    one does alone. Who announces, decides or is elected meets nobody by that.
    """
    return event.category not in _NOT_MET


def freshness(person: Person, day: date) -> Freshness:
    """Whether the facts were reviewed in time; ``soon`` is within 30 days before the review date."""
    due = _parsed(person.review_by)
    if due is None or due.last is None:
        return ""
    if due.last < day:
        return "overdue"
    return "soon" if due.last <= day + SOON else "fresh"


def family_name(person: Person, script: str = "Latn") -> Form:
    """The family name in a script. Where nobody entered it, the word that stands in its place by the order
    the person prefers: a guess, and marked as one. Empty if the script has no name.
    """
    name = name_in(person, script)
    if name is None:
        return Form("")
    if name.family:
        return Form(name.family)
    words_ = name.full.split()
    is_first = person.order == "family-given" or script != "Latn"
    return Form((words_[0] if is_first else words_[-1]) if words_ else "", is_derived=True)


def guesses(person: Person) -> tuple[str, ...]:
    """What about the names of a person is not known and would be guessed where it is needed."""
    if not any(name.full for name in person.names):
        return ()
    found = []
    latin = name_in(person, "Latn")
    if latin is not None and not latin.family and " " in latin.full:
        found.append("family name")
    native = next((name for name in person.names if name.script == "Jpan"), None)
    if native is not None and not _is_kana(native.full):
        found += [] if reading(person) else ["reading"]
        found += [] if native.family else ["family name, Japanese"]
    if latin is None:
        found.append("romanisation")
    return (*found, *(() if person.order else ("order of names",)))


def last_met_by_side(
    person_id: str, found: Iterable[Meeting], countries: Mapping[str, str], until: date
) -> dict[str, Meeting]:
    """The last meeting at or before a day with somebody of each side, by country code."""
    latest: dict[str, Meeting] = {}
    for meeting in found:  # latest first
        if meeting.day > until:
            continue
        others = {countries.get(part.person, "") for part in meeting.event.participants
                  if part.person != person_id} - {""}  # fmt: skip
        for side in others:
            latest.setdefault(side, meeting)
    return latest


def _main_date(event: Event) -> FuzzyDate | None:
    dated = [(typed.kind in _PLANS, typed.kind != "held", when) for typed in event.dates
             if (when := _parsed(typed.edtf)) is not None]  # fmt: skip
    return min(dated, key=lambda each: (each[0], each[1], each[2].sort_day))[2] if dated else None


def _parsed(edtf: str) -> FuzzyDate | None:
    if not edtf:
        return None
    try:
        return parse(edtf)
    except DateError:
        return None


def _begun(post: Post) -> date:
    start = _parsed(post.from_)
    return start.sort_day if start else date.min


def _folded(text: str) -> str:
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def _unvoiced(kana: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", kana) if not unicodedata.combining(c))


def _is_kana(text: str) -> bool:
    return all("ぁ" <= c <= "ヿ" or c in "・ 　＝=-‐" for c in text)
