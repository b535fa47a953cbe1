"""Parts that several templates share: facts, people, deadlines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from briefing_app.domain.people import freshness, is_meeting, is_own_form
from briefing_app.domain.records import Delegation, Person, PersonName, Series
from briefing_app.reports import labels, prose, wording
from briefing_app.reports.desk import Desk, event_day, language_of
from briefing_app.reports.model import Deadline, Fact, PersonCard, Run
from briefing_app.reports.signs import signs
from briefing_app.reports.spans import Span, parse

_SERIES = re.compile(r"^\[\[(?P<id>[^\[\]]+)\]\]\s*(?P<rest>.*)$", re.DOTALL)
# How old the newest figure of a series may be: its period twice, and the time it takes to be published.
_LONGEST = {
    "daily": timedelta(days=14), "weekly": timedelta(days=28), "monthly": timedelta(days=100),
    "quarterly": timedelta(days=230), "annual": timedelta(days=850), "yearly": timedelta(days=850),
}  # fmt: skip
_UNITS = {"percent": "%"}
LEADING_DATE = re.compile(r"^\s*[-*]\s+(?P<edtf>[\d~?%X./-]*\d[\d~?%X./-]*)\s+(?P<text>.+)$")
_BULLET = re.compile(r"^\s*[-*]\s+")


def bullets(markdown: str) -> list[str]:
    """The items of a Markdown list as Markdown, continuation lines joined."""
    items: list[str] = []
    inside = False
    for line in markdown.splitlines():
        if _BULLET.match(line):
            items.append(_BULLET.sub("", line).strip())
            inside = True
        elif inside and line.strip():
            items[-1] = f"{items[-1]} {line.strip()}"
        else:
            inside = False
    return items


def facts(desk: Desk, markdown: str, lang: str, block: str = "facts") -> Iterable[Fact]:
    """Facts of a list: ``**value** what it is ^source``, or ``[[series]] what it is`` for a live figure.

    ``block`` is what findings are told of.
    """
    for item in bullets(markdown):
        live = _SERIES.match(item)
        series = desk.series(live["id"]) if live else None
        if live and series:
            fact = _live_fact(desk, series, live["rest"], lang, block)
            if fact:
                yield fact
            continue
        parsed = desk.prose(item, lang)
        runs = parsed[0].items[0].runs if parsed and parsed[0].items else ()
        if runs and runs[0].style == "strong":
            label = _withoutcites_of(runs[1:])
            yield Fact(runs[0].text.strip(), label, cites_of(runs), lang)
        elif runs:
            yield Fact("", _withoutcites_of(runs), cites_of(runs), lang)


def _live_fact(desk: Desk, series: Series, words: str, lang: str, block: str) -> Fact | None:
    point = desk.knowledge.point(series)
    if point is None:
        desk.tell(
            "note", f'"{series.title}" has no figure that was known on this day; it is left out.', block
        )
        return None
    _tell_if_stale(desk, series, block)
    unit = _UNITS.get(series.unit, f" {series.unit}" if series.unit else "")
    title, title_lang = desk.translated(series.title)
    if point.item:  # a series may hold figures of several goods: which it is
        title = signs(desk.language).listed((title, desk.translated(point.item)[0]))
    parsed = desk.prose(words, lang) if words else ()
    label = parsed[0].items[0].runs if parsed else (Run(_with_period(desk, title, point.period)),)
    cites = desk.cites.cite_all(point.sources[:2]) or desk.cites.cite_all(series.sources[:1])
    cites = tuple(sorted({*cites, *cites_of(label)}))
    return Fact(
        wording.number(point.value) + unit, _withoutcites_of(label), cites, lang if words else title_lang
    )


def _with_period(desk: Desk, title: str, period: str) -> str:
    """What a figure measures and when; the period once where the title says it already."""
    said = wording.period(period, desk.dates)
    if said in title or period in title:
        return title
    return f"{title}、{said}" if desk.language == "ja" else f"{title}, {said}"


def _tell_if_stale(desk: Desk, series: Series, block: str) -> None:
    """Tell of a figure so old that a newer one should be known: more than its frequency lets expect."""
    history = desk.knowledge.history(series)
    longest = _LONGEST.get(series.frequency)
    if history and longest and desk.as_of - history[-1][0] > longest:
        newest = wording.day(history[-1][0], desk.dates)
        text = f'The newest figure of "{series.title}" is of {newest}: look for a newer one.'
        desk.tell("warn", text, block, is_stale=True)


def cites_of(runs: tuple[Run, ...]) -> tuple[int, ...]:
    """The source numbers in some runs."""
    return tuple(sorted({number for run in runs for number in run.cites}))


def _withoutcites_of(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    kept = [Run(run.text, run.style) for run in runs]
    if kept:
        kept[0] = Run(kept[0].text.lstrip(" ,.:：、"), kept[0].style)
        kept[-1] = Run(kept[-1].text.rstrip(" .。"), kept[-1].style)
    return tuple(kept)


# --- people --------------------------------------------------------------------------------------------


def counterparts(
    desk: Desk, *, country: str = "", limit: int = 4, days: int = 120, is_across: bool = False
) -> list[Person]:
    """Who took part most often in the ``days`` before, of one country if given, most frequent first.

    ``is_across`` leaves out our own side, as the delegations of the workspace name it.
    """
    since = desk.as_of - timedelta(days=days)
    counts: Counter[str] = Counter()
    for event in desk.events():
        if since <= event_day(event) <= desk.as_of:
            counts.update(participant.person for participant in event.participants)
    people = {person.id: person for person in desk.people()}
    found = [people[person_id] for person_id, _count in counts.most_common() if person_id in people]
    if country:
        found = [person for person in found if person.country == country]
    elif is_across:
        own = _own_side(desk)
        found = [person for person in found if person.country not in own] or found
    return found[:limit]


def _own_side(desk: Desk) -> set[str]:
    """The countries that are our side in the delegations of the workspace."""
    stored = [each for each in desk.workspace.records("delegation") if isinstance(each, Delegation)]
    return {each.our_side for each in stored if each.our_side} - {each.their_side for each in stored}


def card(desk: Desk, person: Person) -> PersonCard:
    """The person on the day: names, post, last meeting, latest stance."""
    desk.use(person)
    shown = desk.name_of(person)
    # The form somebody writes; how a third script spells it helps only readers of that script.
    others = [name for name in person.names if name.full != shown]
    native = next((name for name in others if desk.language == "ja" or is_own_form(person, name)), None)
    spoken = next((name for name in person.names if name.pronunciation), None)
    kana = next((name.reading for name in person.names if name.reading), "")
    post = desk.post_of(person)
    _as_written, lang = desk.translated(post.title) if post else ("", desk.language)
    title = desk.title_of_post(post) if post else ""
    met = last_met(desk, person)
    stances = [
        p for p in person.positions if p.date and (s := parse(p.date)) and s.last and s.last <= desk.as_of
    ]
    stance = max(stances, key=lambda position: position.date, default=None)
    return PersonCard(
        name=shown,
        native=native.full if native else "",
        reading=kana if desk.language == "en" or person.country == "JP" else "",
        pronunciation=_spoken(spoken),
        post=title,
        last_met=wording.short_day(met, desk.dates, seen_from=desk.as_of) if met else "",
        stance=stance.stance if stance else "",
        lang=lang,
        portion=desk.portion_of(person),
        late=review_late(desk, person),
    )


def review_late(desk: Desk, person: Person) -> str:
    """That nobody reviewed the facts about somebody in time; a month or year counts to its end."""
    if freshness(person, desk.as_of) != "overdue":
        return ""
    words = labels.words(desk.language)["review_was_due"]
    return words.format(day=wording.edtf(person.review_by, desk.dates))


def tell_if_late(desk: Desk, person: Person, block: str) -> None:
    """Tell of somebody whose facts nobody reviewed in time, with the day as the paper writes days."""
    if review_late(desk, person):
        due = wording.edtf(person.review_by, desk.dates)
        text = f"{desk.name_of(person)} was due for review by {due}."
        desk.tell("warn", text, block, is_stale=True, target=f"person:{person.id}")


def _spoken(name: PersonName | None) -> str:
    return name.pronunciation if name else ""


def last_met(desk: Desk, person: Person) -> date | None:
    """The day of the last known meeting that the person took part in."""
    days = [
        event_day(event)
        for event in desk.events()
        if any(participant.person == person.id for participant in event.participants)
        and is_meeting(event)
        and event_day(event) <= desk.as_of
    ]
    return max(days, default=None)


# --- what is due ---------------------------------------------------------------------------------------


def deadlines(desk: Desk, markdown: str = "", lang: str = "", *, limit: int = 6) -> list[Deadline]:
    """What is due after the day: dated list items of a note, then the plans of known events."""
    found: list[tuple[Span, Deadline]] = []
    lines = [f"- {item}" for item in bullets(markdown)]
    for line in lines:
        dated = LEADING_DATE.match(line)
        span = parse(dated["edtf"]) if dated else None
        if dated is None or span is None:
            desk.tell("warn", f'"{line[2:60]}" does not begin with a date; it is left out.', "next")
            continue
        if (span.last and span.last <= desk.as_of) or (span.first is None and span.last is None):
            continue
        parsed = desk.prose(dated["text"], lang)
        runs = parsed[0].items[0].runs if parsed else ()
        found.append((span, _deadline(desk, span, prose.plain(runs), cites_of(runs), lang)))
    taken = {span.last for span, _deadline_ in found}
    for event in desk.events():
        for typed, span in desk.knowledge.planned(event):
            if span.last in taken or (lines and span.precision != "day"):
                continue
            taken.add(span.last)
            title, title_lang = desk.plan_words(event, typed)
            cites = desk.cites.cite_all((typed.source,) if typed.source else event.sources[:1])
            found.append((span, _deadline(desk, span, title, cites, title_lang)))
    found.sort(key=lambda pair: (wording.middle(pair[0]), pair[0].sort_day))
    return [deadline for _span, deadline in found[:limit]]


def _deadline(desk: Desk, span: Span, title: str, cites: tuple[int, ...], lang: str) -> Deadline:
    when = wording.span_words(span, desk.dates, year=_needs_year(span, desk.as_of))
    return Deadline(
        when, title, wording.countdown(span, desk.as_of, desk.language), cites, lang or language_of(title)
    )


def _needs_year(span: Span, as_of: date) -> bool:
    return span.sort_day.year != as_of.year
