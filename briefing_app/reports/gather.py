"""Parts that several templates share: facts, people, deadlines, the time strip."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from briefing_app.domain.records import Event, Person, PersonName, Series
from briefing_app.reports import prose, wording
from briefing_app.reports.desk import Desk, event_day, language_of
from briefing_app.reports.model import Deadline, Fact, PersonCard, Run, Strip, StripMark
from briefing_app.reports.spans import Span, parse

_SERIES = re.compile(r"^\[\[(?P<id>[^\[\]]+)\]\]\s*(?P<rest>.*)$", re.DOTALL)
_UNITS = {"percent": "%"}
_LEADING_DATE = re.compile(r"^\s*[-*]\s+(?P<edtf>[\d~?%X./-]*\d[\d~?%X./-]*)\s+(?P<text>.+)$")
_BULLET = re.compile(r"^\s*[-*]\s+")


def bullets(markdown: str) -> list[str]:
    """The items of a Markdown list as Markdown, continuation lines joined."""
    items: list[str] = []
    for line in markdown.splitlines():
        if _BULLET.match(line):
            items.append(_BULLET.sub("", line).strip())
        elif items and line.strip():
            items[-1] = f"{items[-1]} {line.strip()}"
    return items


def facts(desk: Desk, markdown: str, lang: str) -> Iterable[Fact]:
    """Facts of a list: ``**value** what it is ^source``, or ``[[series]] what it is`` for a live figure."""
    for item in bullets(markdown):
        live = _SERIES.match(item)
        series = desk.series(live["id"]) if live else None
        if live and series:
            fact = _live_fact(desk, series, live["rest"], lang)
            if fact:
                yield fact
            continue
        parsed = desk.prose(item, lang)
        runs = parsed[0].items[0].runs if parsed and parsed[0].items else ()
        if runs and runs[0].style == "strong":
            label = _without_cites(runs[1:])
            yield Fact(runs[0].text.strip(), label, _cites(runs), lang)
        elif runs:
            yield Fact("", _without_cites(runs), _cites(runs), lang)


def _live_fact(desk: Desk, series: Series, words: str, lang: str) -> Fact | None:
    point = desk.knowledge.point(series)
    if point is None:
        desk.tell("note", f'"{series.title}" has no figure that was known on this day; it is left out.', "facts")
        return None
    unit = _UNITS.get(series.unit, f" {series.unit}" if series.unit else "")
    title, title_lang = desk.translated(series.title)
    parsed = desk.prose(words, lang) if words else ()
    label = parsed[0].items[0].runs if parsed else (Run(f"{title}, {point.period}"),)
    cites = desk.cites.cite_all(point.sources[:2]) or desk.cites.cite_all(series.sources[:1])
    if not cites and not _cites(label):
        desk.tell("warn", f'The figure of "{series.title}" for {point.period} has no source.', "facts")
    cites = tuple(sorted({*cites, *_cites(label)}))
    return Fact(
        wording.number(point.value) + unit, _without_cites(label), cites, lang if words else title_lang
    )


def _cites(runs: tuple[Run, ...]) -> tuple[int, ...]:
    return tuple(sorted({number for run in runs for number in run.cites}))


def _without_cites(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    kept = [Run(run.text, run.style) for run in runs]
    if kept:
        kept[0] = Run(kept[0].text.lstrip(" ,.:：、"), kept[0].style)
        kept[-1] = Run(kept[-1].text.rstrip(" .。"), kept[-1].style)
    return tuple(kept)


# --- people --------------------------------------------------------------------------------------------


def counterparts(desk: Desk, *, country: str = "", limit: int = 4, days: int = 120) -> list[Person]:
    """Who took part most often in the ``days`` before, of one country if given, most frequent first."""
    since = desk.as_of - timedelta(days=days)
    counts: Counter[str] = Counter()
    for event in desk.events():
        if since <= event_day(event) <= desk.as_of:
            counts.update(participant.person for participant in event.participants)
    people = {person.id: person for person in desk.people()}
    found = [people[person_id] for person_id, _count in counts.most_common() if person_id in people]
    if country:
        found = [person for person in found if person.country == country]
    return found[:limit]


def card(desk: Desk, person: Person) -> PersonCard:
    """The person on the day: names, post, last meeting, latest stance."""
    shown = desk.name_of(person)
    native = next((name for name in person.names if name.full != shown), None)
    spoken = next((name for name in person.names if name.pronunciation), None)
    kana = next((name.reading for name in person.names if name.reading), "")
    post = desk.post_of(person)
    title, lang = desk.translated(post.title) if post else ("", desk.language)
    met = last_met(desk, person)
    stances = [p for p in person.positions if p.date and (s := parse(p.date)) and s.last and s.last <= desk.as_of]
    stance = max(stances, key=lambda position: position.date, default=None)
    return PersonCard(
        name=shown,
        native=native.full if native else "",
        reading=kana if desk.language == "en" or person.country == "JP" else "",
        pronunciation=_spoken(spoken),
        post=title,
        last_met=wording.short_day(met, desk.language) if met else "",
        stance=stance.stance if stance else "",
        lang=lang,
    )


def _spoken(name: PersonName | None) -> str:
    return name.pronunciation if name else ""


def last_met(desk: Desk, person: Person) -> date | None:
    """The day of the last known event of the talks that the person took part in."""
    days = [
        event_day(event)
        for event in desk.events()
        if any(participant.person == person.id for participant in event.participants)
        and event.category in ("talks", "call", "summit")
        and event_day(event) <= desk.as_of
    ]
    return max(days, default=None)


# --- what is due ---------------------------------------------------------------------------------------


def deadlines(desk: Desk, markdown: str = "", lang: str = "", *, limit: int = 6) -> list[Deadline]:
    """What is due after the day: dated list items of a note, then the plans of known events."""
    found: list[tuple[Span, Deadline]] = []
    lines = [f"- {item}" for item in bullets(markdown)]
    for line in lines:
        dated = _LEADING_DATE.match(line)
        span = parse(dated["edtf"]) if dated else None
        if dated is None or span is None:
            desk.tell("warn", f'"{line[2:60]}" does not begin with a date; it is left out.', "next")
            continue
        if (span.last and span.last <= desk.as_of) or (span.first is None and span.last is None):
            continue
        parsed = desk.prose(dated["text"], lang)
        runs = parsed[0].items[0].runs if parsed else ()
        found.append((span, _deadline(desk, span, prose.plain(runs), _cites(runs), lang)))
    taken = {span.last for span, _deadline_ in found}
    for event in desk.events():
        for typed, span in desk.knowledge.planned(event):
            if span.last in taken or (lines and span.precision != "day"):
                continue
            taken.add(span.last)
            title, title_lang = desk.translated(event.title)
            cites = desk.cites.cite_all((typed.source,) if typed.source else event.sources[:1])
            found.append((span, _deadline(desk, span, title, cites, title_lang)))
    found.sort(key=lambda pair: (pair[0].sort_day, pair[0].last or date.max))
    return [deadline for _span, deadline in found[:limit]]


def _deadline(desk: Desk, span: Span, title: str, cites: tuple[int, ...], lang: str) -> Deadline:
    when = wording.span_words(span, desk.language, year=_needs_year(span, desk.as_of))
    return Deadline(when, title, wording.countdown(span, desk.as_of, desk.language), cites, lang or language_of(title))


def _needs_year(span: Span, as_of: date) -> bool:
    return span.sort_day.year != as_of.year


# --- the time strip ------------------------------------------------------------------------------------

_ROUND = re.compile(r"round-(\d+)")
_LABEL_PT = 4.3
_ROWS = 4


def strip(desk: Desk, *, width_pt: float, back: int = 60, ahead: int = 50, extra: str = "") -> Strip | None:
    """Talks, measures and deadlines around the day on one axis; labels that would collide are left out."""
    start, end = desk.as_of - timedelta(days=back), desk.as_of + timedelta(days=ahead)
    marks = [_mark(desk.as_of, start, end, "as-of", wording.short_day(desk.as_of, desk.language))]
    candidates: list[tuple[date, str, str, str]] = []
    for event in desk.events():
        day = event_day(event)
        kind = _strip_kind(event)
        if kind and start <= day <= desk.as_of:
            label, lang = _strip_label(desk, event)
            candidates.append((day, kind, label, lang))
    for item in bullets(extra):
        dated = _LEADING_DATE.match(f"- {item}")
        span = parse(dated["edtf"]) if dated else None
        if dated and span and span.sort_day > desk.as_of and span.sort_day <= end:
            words = prose.plain(desk.prose(dated["text"])[0].items[0].runs)
            candidates.append((span.sort_day, "due", _head(words), language_of(words)))
    if not extra:
        for event in desk.events():
            for _typed, span in desk.knowledge.planned(event):
                if span.sort_day <= end:
                    title, lang = desk.translated(event.title)
                    candidates.append((span.sort_day, "due", _head(title), lang))
    if not candidates:
        return None
    rows: list[float] = [-1.0] * _ROWS
    words = []
    for day, kind, label, lang in sorted(set(candidates)):
        at = _at(day, start, end)
        row = _free_row(rows, at / 1000 * width_pt, _width(label), width_pt)
        marks.append(StripMark(at, kind, label if row else "", row, lang=lang))  # type: ignore[arg-type]
        words.append(f"{wording.short_day(day, desk.language)} {label}")
    marks += _month_ticks(start, end, desk.language)
    joiner = "、" if desk.language == "ja" else "; "
    return Strip(tuple(marks), joiner.join(words), max((mark.row for mark in marks), default=1) or 1)


def _strip_kind(event: Event) -> str:
    if event.category == "talks":
        return "held"
    if event.category == "tariff effective":
        return "effective"
    return ""


def _strip_label(desk: Desk, event: Event) -> tuple[str, str]:
    for tag in event.tags:
        found = _ROUND.fullmatch(tag)
        if found:
            return (f"第{found[1]}回" if desk.language == "ja" else f"Round {found[1]}"), desk.language
    title, lang = desk.translated(event.title)
    return _head(title), lang


def _head(text: str, length: int = 26) -> str:
    """The first clause of a title, cut at a word where it is still long."""
    text = re.split(r"[;:；：,、(（]", text, maxsplit=1)[0].strip()
    if len(text) <= length:
        return text
    cut = text[:length]
    return (cut[: cut.rfind(" ")] if " " in cut else cut) + "…"


def _at(day: date, start: date, end: date) -> int:
    return round((day - start).days * 1000 / (end - start).days)


def _mark(day: date, start: date, end: date, kind: str, label: str) -> StripMark:
    return StripMark(_at(day, start, end), kind, label)  # type: ignore[arg-type]


def _width(label: str) -> float:
    return sum(8.2 if ord(character) > 0x2E80 else _LABEL_PT for character in label) + 10


def _free_row(rows: list[float], at: float, width: float, limit: float) -> int:
    """The first row (from 1) whose last label ends before this one begins; 0 if none is free."""
    if at + width > limit:
        at = limit - width
    for number, taken in enumerate(rows):
        if at >= taken:
            rows[number] = at + width
            return number + 1
    return 0


def _month_ticks(start: date, end: date, language: wording.Language) -> list[StripMark]:
    ticks = []
    day = date(start.year, start.month, 1)
    while day <= end:
        if day >= start:
            label = f"{day.month}月" if language == "ja" else wording.short_day(day, "en")[2:]
            ticks.append(_mark(day, start, end, "tick", label))
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return ticks
