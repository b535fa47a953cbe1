"""The time strip: rounds of talks, measures and deadlines around a day, on one axis.

Labels stand above the axis to the right of their leader line. Rows are given from the right to the left,
each label above every leader line it would cross, so that nothing collides; a label without a free row goes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from briefing_app.domain.records import Event
from briefing_app.reports import prose, wording
from briefing_app.reports.chart_model import Strip, StripKind, StripMark
from briefing_app.reports.desk import Desk, event_day, language_of
from briefing_app.reports.gather import LEADING_DATE, bullets
from briefing_app.reports.signs import signs
from briefing_app.reports.spans import Span, parse

_ROUND = re.compile(r"round-(\d+)")
_KINDS: dict[str, StripKind] = {"talks": "held", "tariff effective": "effective"}
_ROWS = 3
_PAD_PT = 84.0
_LATIN_PT, _WIDE_PT, _GAP_PT = 4.6, 8.6, 8.0
_LABEL_LENGTH = 30
_SHORTEST = 4
# A round goes on after a night, or after the days between two meetings of it.
_NEXT_DAYS = 3


@dataclass(frozen=True)
class _Candidate:
    day: date
    kind: StripKind
    label: str
    lang: str
    last: date | None = None  # of what took days


def strip(desk: Desk, *, width_pt: float, back: int = 60, ahead: int = 50, planned: str = "") -> Strip | None:
    """The strip around the day. ``planned`` is a note's list of dated items; without it the known plans."""
    start, end = desk.as_of - timedelta(days=back), desk.as_of + timedelta(days=ahead)
    found = [*_happened(desk, start), *(_listed(desk, planned, end) if planned else _plans(desk, end))]
    if not found:
        return None
    found.sort(key=lambda candidate: (candidate.day, candidate.label))
    joiner = "、" if desk.language == "ja" else "; "
    as_of, colon = desk.as_of, signs(desk.language).colon
    words = joiner.join(f"{_days(each, desk.dates, as_of)}{colon}{each.label}" for each in found)
    today = StripMark(_at(as_of, start, end), "as-of", wording.short_day(as_of, desk.dates, seen_from=as_of))
    scale = (width_pt - _PAD_PT) / 1000
    marks = _placed(found, [_at(each.day, start, end) for each in found], today.at, scale, width_pt)
    marks = [
        replace(mark, until=_at(each.last, start, end)) if each.last else mark
        for mark, each in zip(marks, found, strict=True)
    ]
    ticks = _month_ticks(start, end, desk.language)
    return Strip((today, *marks, *ticks), words, max((mark.row for mark in marks), default=1) or 1, _PAD_PT)


def _placed(
    found: list[_Candidate], places: list[int], today: int, scale: float, width_pt: float
) -> list[StripMark]:
    """The marks with their labels. The last one's stands left of its line if it has no room on the right."""
    lefts = [place * scale for place in places]
    free = lefts[-1] - max([today * scale, *lefts[:-1]])
    wide = _width(found[-1].label)
    is_turned = wide > width_pt - lefts[-1] and wide + _GAP_PT < free
    if is_turned:
        lefts[-1] -= wide
    found = [
        replace(each, label=_fit(each.label, width_pt - left))
        for each, left in zip(found, lefts, strict=True)
    ]
    rows = _rows([(left, _width(each.label)) for each, left in zip(found, lefts, strict=True)])
    marks = [
        StripMark(place, each.kind, each.label if row else "", row, each.lang)
        for each, place, row in zip(found, places, rows, strict=True)
    ]
    return [*marks[:-1], replace(marks[-1], is_left=is_turned)]


def _happened(desk: Desk, start: date) -> list[_Candidate]:
    found = []
    for event in desk.events():
        day = event_day(event)
        kind = _KINDS.get(event.category)
        if kind and start <= day <= desk.as_of:
            label, lang = _label(desk, event)
            found.append(_Candidate(day, kind, label, lang))
    return _joined(found)


def _joined(found: list[_Candidate]) -> list[_Candidate]:
    """Days of one round as one: it stands once, from its first day to its last."""
    made: list[_Candidate] = []
    for each in sorted(found, key=lambda one: one.day):
        place = next((n for n, one in enumerate(made) if _goes_on(one, each)), -1)
        if place < 0:
            made.append(each)
        else:
            made[place] = replace(made[place], last=each.day)
    return made


def _goes_on(one: _Candidate, other: _Candidate) -> bool:
    apart = (other.day - (one.last or one.day)).days
    return (
        one.kind == "held" and (one.kind, one.label) == (other.kind, other.label) and 0 < apart <= _NEXT_DAYS
    )


def _days(one: _Candidate, dates: wording.Dates, as_of: date) -> str:
    days = [wording.short_day(day, dates, seen_from=as_of) for day in (one.day, one.last) if day]
    return ("～" if dates in ("ja", "ja-era") else "–").join(days)


def _listed(desk: Desk, planned: str, end: date) -> list[_Candidate]:
    found = []
    for item in bullets(planned):
        dated = LEADING_DATE.match(f"- {item}")
        span = parse(dated["edtf"]) if dated else None
        if dated and span and desk.as_of < wording.middle(span) <= end:
            words = prose.plain(desk.prose(dated["text"])[0].items[0].runs)
            found.append(_Candidate(wording.middle(span), "due", _head(words), language_of(words)))
    return found


def _plans(desk: Desk, end: date) -> list[_Candidate]:
    found: dict[Span, _Candidate] = {}
    colon = signs(desk.language).colon
    for event in desk.events():
        for typed, span in desk.knowledge.planned(event):
            if wording.middle(span) <= end:
                whole, lang = desk.plan_words(event, typed)
                kind, mark, title = ("", "", "") if typed.words else whole.partition(colon)
                words = f"{kind} {_head(title)}" if mark else _head(whole)
                found.setdefault(span, _Candidate(wording.middle(span), "due", words, lang))
    return list(found.values())


def _label(desk: Desk, event: Event) -> tuple[str, str]:
    for tag in event.tags:
        found = _ROUND.fullmatch(tag)
        if found:
            return (f"第{found[1]}回" if desk.language == "ja" else f"Round {found[1]}"), desk.language
    title, lang = desk.translated(event.title)
    return _head(title), lang


def _head(text: str) -> str:
    """The first clause of a title, cut at a word where it is still long."""
    first, *rest = re.split(r"[;:；：,、(（。]", text, maxsplit=1)
    # Who reports it ("AFP: …") says nothing of what it is.
    text = (rest[0] if rest and len(first.strip()) < _SHORTEST else first).strip()
    if len(text) <= _LABEL_LENGTH:
        return text
    cut = text[:_LABEL_LENGTH]
    return (cut[: cut.rfind(" ")] if " " in cut else cut) + "…"


def _at(day: date, start: date, end: date) -> int:
    return round((day - start).days * 1000 / (end - start).days)


def _width(label: str) -> float:
    return sum(_WIDE_PT if ord(character) > 0x2E80 else _LATIN_PT for character in label) + _GAP_PT


def _fit(label: str, room_pt: float) -> str:
    """The label, shortened to the room that is left before the margin."""
    while label and _width(label) > room_pt:
        label = label.rstrip("…")[:-1].rstrip() + "…" if len(label) > 2 else ""
    return label


def _rows(places: list[tuple[float, float]]) -> list[int]:
    """A row per label, given each label's left edge and width in order of place; 0 where none is free."""
    rows = [0] * len(places)
    for number in range(len(places) - 1, -1, -1):
        left, width = places[number]
        crossed = [rows[other] for other in range(number + 1, len(places)) if places[other][0] < left + width]
        row = max(crossed, default=0) + 1
        rows[number] = row if row <= _ROWS else 0
    return rows


def _month_ticks(start: date, end: date, language: wording.Language) -> list[StripMark]:
    ticks = []
    day = date(start.year, start.month, 1)
    while day <= end:
        if day >= start:
            label = (
                f"{day.month}月"
                if language == "ja"
                else wording.short_day(day, "en-us", seen_from=day).partition(" ")[0]
            )
            ticks.append(StripMark(_at(day, start, end), "tick", label))
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return ticks
