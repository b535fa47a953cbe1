"""What could be known on a day: the rule that keeps hindsight out of a paper.

An event is known once it was announced, signed, published or held, or when a source of that day speaks of
it, or when it was in the workspace by then. A note stands from its ``known:YYYY-MM-DD`` tag, else from the
latest day it speaks of (its events, quotations and sources), and until its ``until:`` tag. A figure is known
from the day its vintage names; standing figures (a share in a year) from the start of their period.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

from briefing_app.domain.deadline_moves import standing
from briefing_app.domain.records import Event, Note, Series, SeriesPoint, Source, TypedDate
from briefing_app.reports.spans import Span, parse
from briefing_app.store.workspace import Workspace

HAPPENED = ("held", "announced", "signed", "published")
STANDING = ("snapshot", "annual", "yearly")
_DAY_IN_TEXT = re.compile(r"\d{4}-\d{2}-\d{2}")
_QUARTER = re.compile(r"(\d{4})-?Q([1-4])")


class Knowledge:
    """The workspace as could be known on ``known_on``, told for the day ``as_of``: the same if not said."""

    def __init__(self, workspace: Workspace, as_of: date, known_on: date | None = None) -> None:
        self.workspace = workspace
        self.as_of = as_of
        self.day = known_on or as_of

    def event(self, event: Event) -> bool:
        """Whether the event was known on the day."""
        spans = [(typed.kind, parse(typed.edtf)) for typed in event.dates]
        told = [span for kind, span in spans if kind in HAPPENED and span]
        if any(span.first is None or span.first <= self.day for span in told):
            return True
        if not told and any(
            kind in ("effective", "terminated", "retroactive to") and span and self._begun(span, self.day)
            for kind, span in spans
        ):
            return True
        return self._sourced_by_then(event.sources) or self._entered_by_then(event.id)

    def planned(self, event: Event) -> list[tuple[TypedDate, Span]]:
        """The dates of a known event that lie ahead of the day, soonest first."""
        ahead = []
        for typed in standing(event, self.day):
            span = parse(typed.edtf)
            if span and (span.last is None or span.last > self.as_of) and not self._begun(span, self.as_of):
                ahead.append((typed, span))
        return sorted(ahead, key=lambda pair: pair[1].sort_day)

    def note(self, note: Note) -> bool:
        """Whether the note stands on the day."""
        until = tag_day(note, "until")
        if until and until < self.as_of:
            return False
        stands_from = self.stands_from(note)
        return stands_from is None or stands_from <= self.day

    def stands_from(self, note: Note) -> date | None:
        """The day from which a note stands; None if nothing in it is dated."""
        tagged = tag_day(note, "known")
        if tagged:
            return tagged
        days = [self._source_day(source) for source in note.sources]
        days += [_last(quotation.date) for quotation in note.quotations]
        for reference in note.about:
            event = self.workspace.find("event", reference)
            if isinstance(event, Event):
                days.append(
                    min((span.sort_day for t in event.dates if (span := parse(t.edtf))), default=None)
                )
        return max((found for found in days if found), default=None)

    def point(self, series: Series) -> SeriesPoint | None:
        """The figure of the newest period, in the newest vintage, that was known on the day."""
        known = [(point, end) for point in series.points if (end := self._point_day(series, point))]
        if not known:
            return None
        newest = max(end for _point, end in known)
        candidates = [point for point, end in known if end == newest]
        return max(candidates, key=lambda point: _vintage(point) or date.min)

    def history(self, series: Series) -> list[tuple[date, Decimal]]:
        """Every known figure by the day its period ends, newest vintage only."""
        return [(end, point.value) for end, point in self.figures(series)]

    def figures(self, series: Series) -> list[tuple[date, SeriesPoint]]:
        """The same with all that is recorded of each figure."""
        best: dict[date, SeriesPoint] = {}
        for point in series.points:
            end = self._point_day(series, point)
            if end and (end not in best or (_vintage(point) or date.min) > (_vintage(best[end]) or date.min)):
                best[end] = point
        return [(end, best[end]) for end in sorted(best)]

    def _point_day(self, series: Series, point: SeriesPoint) -> date | None:
        """The end of the point's period if the point was known on the day, else None."""
        period = period_span(point.period)
        if period is None or period.first is None or period.last is None:
            return None
        vintage = _vintage(point)
        if vintage:
            return period.last if vintage <= self.day else None
        if series.frequency in STANDING:
            return period.last if period.first <= self.day else None
        published = [day for source in point.sources if (day := self._source_day(source))]
        if series.frequency == "regime" and not published:
            return period.last if period.first <= self.day else None
        if published:
            return period.last if min(published) <= self.day else None
        return period.last if period.last <= self.day else None

    @staticmethod
    def _begun(span: Span, day: date) -> bool:
        return span.first is not None and span.first <= day

    def _sourced_by_then(self, sources: tuple[str, ...]) -> bool:
        return any((day := self._source_day(source)) and day <= self.day for source in sources)

    def _source_day(self, source_id: str) -> date | None:
        source = self.workspace.find("source", source_id)
        return _last(source.date) if isinstance(source, Source) else None

    def _entered_by_then(self, event_id: str) -> bool:
        created = self.workspace.meta("event", event_id).created[:10]
        return bool(created) and date.fromisoformat(created) <= self.day


def tag_day(note: Note, name: str) -> date | None:
    """The day in a tag such as ``known:2025-05-24``; None if there is none."""
    for tag in note.tags:
        word, colon, text = tag.partition(":")
        if colon and word == name:
            return _last(text)
    return None


def _last(text: str) -> date | None:
    span = parse(text) if text else None
    return span.last if span else None


def _vintage(point: SeriesPoint) -> date | None:
    found = _DAY_IN_TEXT.findall(point.vintage)
    return date.fromisoformat(found[-1]) if found else None


def period_span(text: str) -> Span | None:
    """The days of a period: a quarter such as ``2025Q1``, else as its date says; None for neither."""
    quarter = _QUARTER.fullmatch(text)
    if quarter:
        year, number = int(quarter[1]), int(quarter[2])
        following = date(year + number // 4, number % 4 * 3 + 1, 1)
        return Span(text, date(year, number * 3 - 2, 1), following - timedelta(days=1), "other")
    return parse(text)
