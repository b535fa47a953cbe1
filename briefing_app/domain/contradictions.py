"""Contradictions in the chronicle: listed with what to look at, never put right by the program.

Six kinds: an order of dates that cannot be (effective before signed); two sources that give different days
for one date; a participant who held no post that day; two events of one name on near days, which may be one
event told twice; a measure dated otherwise than in the law of the calculator; and measures that exclude each
other but are said to be in force at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise

from briefing_app.domain.date_words import Language, day_words, words
from briefing_app.domain.deadline_moves import standing
from briefing_app.domain.fuzzydate import FuzzyDate, parse
from briefing_app.domain.records import DateKind, Event, Person, title_of

ORDER: tuple[DateKind, ...] = ("announced", "signed", "published", "effective", "expires")
"""The usual order of a measure's life. "Published" may follow "effective" by days: that is only noted."""


@dataclass(frozen=True)
class Contradiction:
    """One finding: a sentence in English and Japanese, and the records it concerns, first where to look."""

    sentence: str
    events: tuple[str, ...]
    person: str = ""
    about: str = ""
    sentence_ja: str = ""

    def sentence_in(self, language: Language) -> str:
        """The sentence in a language. It begins with ``about``, the title of the first event, and a colon."""
        return self.sentence_ja if language == "ja" and self.sentence_ja else self.sentence


_KIND_JA: dict[DateKind, str] = {
    "held": "開催", "announced": "発表", "signed": "署名", "published": "公布", "effective": "発効",
    "retroactive to": "遡及", "expires": "失効", "terminated": "終了", "due": "期限",
}  # fmt: skip


@dataclass(frozen=True)
class MeasureSpan:
    """What the calculator's law says of a measure: its first day, and the measures it excludes.

    ``stages`` are the later days on which a part of it begins or ends, such as a second group of goods.
    """

    id: str
    title: str
    first: date
    excludes: frozenset[str] = frozenset()
    stages: frozenset[date] = frozenset()
    title_ja: str = ""


def contradictions(
    events: Sequence[Event], people: Mapping[str, Person], law: Mapping[str, MeasureSpan] | None = None
) -> tuple[Contradiction, ...]:
    """All findings, in the order of the events; those about measures last, when ``law`` is given."""
    found: list[Contradiction] = []
    for event in events:
        found += _order(event)
        found += _sources(event)
        found += _posts(event, people)
    found += _two_days(events)
    if law:
        found += _measures(events, law)
    return tuple(found)


def _finding(english: str, japanese: str, event: Event, *others: Event, person: str = "") -> Contradiction:
    keys = (event.id, *(each.id for each in others))
    return Contradiction(f"{event.title}: {english}", keys, person, event.title, f"{event.title}：{japanese}")


def _name_ja(person: Person) -> str:
    """The name as Japanese texts write it, where it is known."""
    return next((name.full for name in person.names if name.script == "Jpan"), title_of(person))


def _order(event: Event) -> Iterable[Contradiction]:
    days = {each.kind: parse(each.edtf) for each in standing(event) if each.edtf}
    known = [(kind, days[kind]) for kind in ORDER if kind in days and kind != "published"]
    for (kind, first), (later_kind, second) in pairwise(known):
        if first.first is not None and second.last is not None and second.last < first.first:
            yield _finding(
                f"{later_kind} on {day_words(second.last)}, before it was {kind} on "
                f"{day_words(first.first)}.",
                f"{_KIND_JA[later_kind]}の日（{day_words(second.last, 'ja')}）が、"
                f"{_KIND_JA[kind]}の日（{day_words(first.first, 'ja')}）より前です。",
                event,
            )
    held = days.get("held")
    ended = days.get("terminated")
    if held and ended and held.first and ended.last and ended.last < held.first:
        yield _finding("terminated before it was held.", "終了の日が、開催の日より前です。", event)


def _sources(event: Event) -> Iterable[Contradiction]:
    """Dates of one kind, each from its own source, that cannot both be right. A moved deadline is no such."""
    for one, other in combinations([each for each in event.dates if each.edtf and not each.set_on], 2):
        if one.kind != other.kind or not (one.source and other.source) or one.source == other.source:
            continue
        first, second = parse(one.edtf), parse(other.edtf)
        if _apart(first, second):
            yield _finding(
                f"{one.kind} on {words(one.edtf)} by one source and {words(other.edtf)} by another.",
                f"{_KIND_JA[one.kind]}の日が、出典により{words(one.edtf, 'ja')}と{words(other.edtf, 'ja')}に"
                "分かれています。",
                event,
            )


def _apart(one: FuzzyDate, other: FuzzyDate) -> bool:
    before = one.last is not None and other.first is not None and one.last < other.first
    after = other.last is not None and one.first is not None and other.last < one.first
    return before or after


def _measures(events: Sequence[Event], law: Mapping[str, MeasureSpan]) -> Iterable[Contradiction]:
    """Only events that speak of one measure are read: with several, nobody says which date is whose."""
    claimed = []
    for event in events:
        measure = law.get(event.measures[0]) if len(event.measures) == 1 else None
        day = _day_of_kind(event, ("effective",))
        if measure is None or day is None:
            continue
        if day != measure.first and day not in measure.stages:
            yield _finding(
                f"effective on {day_words(day)}; in the calculator's law {measure.title} "
                f"begins on {day_words(measure.first)}.",
                f"発効の日は{day_words(day, 'ja')}ですが、"
                f"計算に用いる法令では「{measure.title_ja or measure.title}」の開始は"
                f"{day_words(measure.first, 'ja')}です。",
                event,
            )
        claimed.append((day, _day_of_kind(event, ("expires", "terminated")), measure, event))
    claimed.sort(key=lambda each: each[0])
    for place, (begins, ends, measure, event) in enumerate(claimed):
        for later, _ends, other, second in claimed[place + 1 :]:
            if ends is None or later >= ends:
                break
            if other.id in measure.excludes or measure.id in other.excludes:
                yield _finding(
                    f"said to be in force from {day_words(begins)} to {day_words(ends)}, but "
                    f"{second.title} excludes it from {day_words(later)}.",
                    f"{day_words(begins, 'ja')}から{day_words(ends, 'ja')}まで効力があるとされていますが、"
                    f"{day_words(later, 'ja')}以降は「{second.title}」と両立しません。",
                    event,
                    second,
                )


def _day_of_kind(event: Event, kinds: tuple[DateKind, ...]) -> date | None:
    found = (parse(each.edtf) for each in standing(event) if each.kind in kinds and each.edtf)
    return next((when.first for when in found if when.is_day), None)


def _posts(event: Event, people: Mapping[str, Person]) -> Iterable[Contradiction]:
    day = _exact_day(event)
    if day is None:
        return
    for each in event.participants:
        person = people.get(each.person)
        if person is None or not person.posts:
            continue
        if not any(_held(post.from_, post.to, day) for post in person.posts):
            yield _finding(
                f"{title_of(person)} held no recorded post on {day_words(day)}.",
                f"{_name_ja(person)}には、{day_words(day, 'ja')}に在任していた役職の記録がありません。",
                event,
                person=person.id,
            )


def _held(begins: str, ends: str, day: date) -> bool:
    first = parse(begins).first if begins else None
    last = parse(ends).last if ends else None
    return (first is None or first <= day) and (last is None or day <= last)


def _exact_day(event: Event) -> date | None:
    when = _first(event)
    return when.first if when is not None and when.is_day else None


def _first(event: Event) -> FuzzyDate | None:
    return next((parse(each.edtf) for each in event.dates if each.edtf), None)


def _two_days(events: Sequence[Event]) -> Iterable[Contradiction]:
    """Two events of one title on different days, within ten weeks: perhaps one event told twice."""
    by_title: dict[str, list[Event]] = {}
    for event in events:
        by_title.setdefault(" ".join(event.title.casefold().split()), []).append(event)
    for same in by_title.values():
        dated = sorted(
            ((when, event) for event in same if (when := _first(event)) is not None and when.first),
            key=lambda pair: pair[0].sort_day,
        )
        for (first, one), (second, other) in pairwise(dated):
            if 0 < (second.sort_day - first.sort_day).days <= 70:
                yield _finding(
                    f"two events of this name, on {day_words(first.sort_day)} and "
                    f"{day_words(second.sort_day)}. Is it one event with two dates?",
                    f"同じ名称の出来事が{day_words(first.sort_day, 'ja')}と"
                    f"{day_words(second.sort_day, 'ja')}にあります。"
                    "日付が二つある一つの出来事ではありませんか。",
                    one,
                    other,
                )
