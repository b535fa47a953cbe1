"""The timeline on paper: drawn pages, then every event by the number it bears there, and numbered sources.

The drawing is made by the window, which knows how a timeline looks; the list, the sources, the marking and
the file are those of every other paper. Events are given in the order of their numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from briefing_app.domain.records import Event
from briefing_app.reports import labels, markings, wording
from briefing_app.reports.briefing import plain_content, timestamp
from briefing_app.reports.chronology import event_row
from briefing_app.reports.desk import Desk
from briefing_app.reports.model import Drawing, ReportData, Section
from briefing_app.reports.render import Rendered, Typesetter
from briefing_app.reports.wording import Language
from briefing_app.store.workspace import Workspace


def timeline_report(
    workspace: Workspace,
    drawings: Sequence[tuple[str, str]],
    events: Sequence[Event],
    *,
    as_of: date,
    language: Language,
    title: str,
    marking: str = "",
) -> ReportData:
    """The pages (SVG and alternative text) and the list of ``events``, numbered from 1 in their order.

    The paper is marked as wanted, else as high as what stands on it. Raises UsageError for an unknown one.
    """
    words = labels.words(language)
    desk = Desk(workspace, as_of, language)
    rows = tuple(event_row(desk, event, number) for number, event in enumerate(events, start=1))
    wanted = markings.find(marking)
    banner = wanted if wanted.label else markings.highest([each for each, _title in desk.marked])
    pages = tuple(Drawing(f"timeline:{n}", svg, alt) for n, (svg, alt) in enumerate(drawings, start=1))
    return ReportData(
        template="timeline",
        title=title,
        subtitle=words["timeline"],
        language=language,
        as_of=wording.day(as_of, language, weekday=language == "ja"),
        as_of_iso=as_of.isoformat(),
        edition=words["draft"],
        marking=banner,
        has_sources=bool(desk.cites.rows()),
        sections=(
            Section("timeline", "drawings", "", pages, lang=language),
            Section("events", "events", desk.section_title("events"), rows, lang=language),
        ),
        sources=desk.cites.rows(),
        labels=words,
        problems=tuple(desk.problems),
    )


def timeline_pdf(report: ReportData) -> Rendered:
    """The PDF (PDF/A-2a and PDF/UA-1). Raises LayoutError if the pages cannot be made."""
    typesetter = Typesetter("timeline", plain_content(report), timestamp=timestamp(report))
    return Rendered((typesetter.pdf(),), typesetter.findings)
