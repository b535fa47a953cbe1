"""The pages around an edit, set alone: what a long paper shows until all of it is set again.

A book breaks into runs of sections that begin on a page of their own. What stands in one run moves nothing
in another but by whole pages, so that the edited run is set by itself, told on which page it begins, and put
between the pages that are there. Page numbers behind it, contents and sources follow with the whole paper:
such a preview says so by ``is_settled``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from briefing_app.domain.records import Briefing
from briefing_app.reports import briefing as papers
from briefing_app.reports.model import ReportData, Section
from briefing_app.reports.preview import Preview, found_in, gathered, owners_of, preview_of
from briefing_app.reports.render import EXCERPT
from briefing_app.store.workspace import Workspace

# A shorter paper is set as a whole in less time than it takes to read the line; a longer piece too long.
LEAST_PAGES = 12
MOST_PAGES = 24
_END = "end:excerpt"
# What of a report changes with an edit; a change of anything else is seen on every page.
_CONTENT = frozenset({"sections", "sources", "problems"})


@dataclass(frozen=True)
class _Run:
    """The places of its sections, from and up to, and the pages they stand on now, from and up to."""

    start: int
    stop: int
    page: int
    last_page: int

    @property
    def pages(self) -> int:
        return self.last_page - self.page + 1


def edited_preview(
    before: Preview | None, workspace: Workspace, briefing: Briefing, *, shown: Sequence[int] = (), **how: Any
) -> Preview:
    """The edited pages among those made before, or all of them; ``how`` as for :func:`make_preview`."""
    report = gathered(workspace, briefing, **how)
    edited = edited_pages(before, report, briefing, shown) if before else None
    return edited or preview_of(report, briefing)


def edited_pages(
    before: Preview, report: ReportData, briefing: Briefing, shown: Sequence[int] = ()
) -> Preview | None:
    """The preview with the edited run that is ``shown`` (pages from 1) set again, else the first edited one.

    None where the whole paper has to be set: it is short, or the edit is seen on other pages too.
    """
    if len(before.pages) < LEAST_PAGES or not _is_alike(before.report, report):
        return None
    old, new = _runs(before.report.sections), _runs(report.sections)
    if len(old) != len(new):
        return None
    changed = [
        place
        for place, (was, now) in enumerate(zip(old, new, strict=True))
        if before.report.sections[slice(*was)] != report.sections[slice(*now)]
    ]
    if not changed:
        return None
    located = {place: run for place in changed if (run := _located(before, old, new, place))}
    in_view = [
        place for place, run in located.items() if set(range(run.page, run.last_page + 1)) & set(shown)
    ]
    chosen = (in_view or list(located))[:1]
    # Without the page that the writer is at, nothing is gained.
    if not chosen or located[chosen[0]].pages > MOST_PAGES:
        return None
    return _spliced(before, report, briefing, located[chosen[0]])


def _is_alike(was: ReportData, now: ReportData) -> bool:
    if papers.layout_of(now.template, large_print=now.large_print) != "flow":
        return False
    names = (each.name for each in fields(now) if each.name not in _CONTENT)
    return all(getattr(was, name) == getattr(now, name) for name in names)


def _runs(sections: Sequence[Section]) -> list[tuple[int, int]]:
    """From and up to which section each run goes."""
    starts = [place for place, each in enumerate(sections) if place == 0 or each.part or each.new_page]
    return list(zip(starts, [*starts[1:], len(sections)], strict=True))


def _located(
    before: Preview, old: Sequence[tuple[int, int]], new: Sequence[tuple[int, int]], place: int
) -> _Run | None:
    """The run with the pages it has now; None where it does not have them for itself."""
    sections = before.report.sections
    is_last = place == len(old) - 1
    if (is_last and not before.report.is_book) or (place == 0 and not sections[0].part):
        return None
    pages = {mark.id: mark.page for mark in reversed(before.marks)}
    first = pages.get(sections[old[place][0]].id)
    end = pages.get("end:body") if is_last else pages.get(sections[old[place + 1][0]].id)
    if first is None or end is None:
        return None
    last = end if is_last else end - 1
    return _Run(*new[place], first, last) if last >= first else None


def _spliced(before: Preview, report: ReportData, briefing: Briefing, run: _Run) -> Preview:
    typesetter = papers.typeset_plain(_content(before, report, run))
    marks = typesetter.marks()
    count = next(mark.page for mark in marks if mark.id == _END)
    pages = tuple(typesetter.pages("svg")[:count])
    shift = count - run.pages
    moved = tuple(
        replace(mark, page=mark.page + shift) if mark.page > run.last_page else mark
        for mark in before.marks
        if not run.page <= mark.page <= run.last_page or mark.id == "end:body"
    )
    own = tuple(
        replace(mark, id=name, page=mark.page + run.page - 1)
        for mark in marks
        if (name := _name_in_whole(mark.id, report.sections, run))
    )
    placed = tuple(sorted((*moved, *own), key=lambda mark: mark.page))
    changed = found_in(typesetter.findings, report.sections[run.start : run.stop])
    return Preview(
        report,
        (*before.pages[: run.page - 1], *pages, *before.pages[run.last_page :]),
        placed,
        (*papers.check_length(report, placed), *report.problems, *changed),
        owners_of(report, briefing),
        is_settled=False,
    )


def _name_in_whole(name: str, sections: Sequence[Section], run: _Run) -> str:
    """What a mark of the run is called in the whole paper; nothing where it does not stand there."""
    if name == _END:
        return f"end:before-{sections[run.stop].id}" if run.stop < len(sections) else ""
    return "" if name == f"end:before-{sections[run.start].id}" else name


def _content(before: Preview, report: ReportData, run: _Run) -> dict[str, Any]:
    sections = report.sections[run.start : run.stop]
    parts = [each for each in report.sections[: run.start] if each.part]
    content = {each.name: getattr(report, each.name) for each in fields(report) if each.name != "problems"}
    anchors = {each.anchor for each in _values(sections) if getattr(each, "anchor", "")}
    wanted = {each.ref for each in _values(sections) if getattr(each, "ref", "")}
    excerpt: Mapping[str, object] = {
        "page": run.page,
        "count": len(before.pages),
        "tabs": [each.tab for each in parts],
        "part": _part_words(parts[-1]) if parts else None,
        "sources": [each.number for each in report.sources],
        "anchors": sorted(wanted - anchors),
    }
    return {**content, "cover": (), "sections": sections, "sources": (), EXCERPT: excerpt}


def _part_words(section: Section) -> dict[str, str]:
    return {"number": section.tab, "title": section.part}


def _values(value: Any) -> Iterator[Any]:
    """Each dataclass inside a value, and itself."""
    if isinstance(value, list | tuple):
        for each in value:
            yield from _values(each)
    elif hasattr(value, "__dataclass_fields__"):
        yield value
        for name in value.__dataclass_fields__:
            yield from _values(getattr(value, name))
