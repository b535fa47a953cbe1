"""The pages as the screen shows and the printer takes them: the same compile as the file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from briefing_app.domain.records import Briefing
from briefing_app.reports import block_sections, markings
from briefing_app.reports import briefing as papers
from briefing_app.reports.change_bars import barred
from briefing_app.reports.clean import Finding
from briefing_app.reports.model import Problem, ReportData, Section
from briefing_app.reports.paper_settings import bars_of, printed_as
from briefing_app.reports.render import Mark
from briefing_app.reports.wording import Language
from briefing_app.store.workspace import Workspace

# The middle of the sheet, how far above its mark the heading of a block reaches, and half of what lies
# between two columns, in points.
_MIDDLE_PT, _HEAD_PT, _BETWEEN_PT = 297.0, 5.0, 11.0
# The title of a paper ends above this height.
_TITLE_PT = 200.0
_SECTION = re.compile(r"sections\[(\d+)\]")


def _is_end(mark: Mark) -> bool:
    """Whether nothing begins at a mark: it tells an end, or what had no room."""
    return mark.id.startswith(("end:", "dropped:"))


@dataclass(frozen=True)
class Preview:
    """Pages as SVG with where each block stands on them, and everything pre-flight found.

    ``owners`` names the block that makes each section; a block may make many. ``is_settled``: the whole paper
    was set at once; else some pages are new, and what others say of them may be of before.
    """

    report: ReportData
    pages: tuple[bytes, ...]
    marks: tuple[Mark, ...]
    problems: tuple[Problem, ...]
    owners: Mapping[str, str] = field(default_factory=dict)
    is_settled: bool = True

    @property
    def blocks_anything(self) -> bool:
        """Whether a finding forbids the export."""
        return any(problem.severity == "block" for problem in self.problems)

    def block_at(self, page: int, x_pt: float, y_pt: float) -> str:
        """The block printed at a place; "" for none."""
        section = self.section_at(page, x_pt, y_pt)
        return self.owners.get(section, section)

    def section_at(self, page: int, x_pt: float, y_pt: float) -> str:
        """The section printed at a place: the last that begins above it, in the same column; "" for none."""
        place = (page, y_pt + _HEAD_PT)
        above = [mark for mark in self.marks if (mark.page, mark.y_pt) <= place and not _is_end(mark)]
        right = [mark for mark in above if mark.x_pt > _MIDDLE_PT]
        ends = [mark for mark in self.marks if mark.id == "end:right"]
        is_right = right and x_pt > min(mark.x_pt for mark in right) - _BETWEEN_PT
        if is_right and ends and (page, y_pt) <= (ends[0].page, ends[0].y_pt):
            return right[-1].id
        left = [mark for mark in above if mark.x_pt <= _MIDDLE_PT]
        return max(left, key=lambda mark: (mark.page, mark.y_pt)).id if left else ""

    def place_of(self, block: str) -> Mark | None:
        """Where a block begins, or a section by its id."""
        owned = [mark for mark in self.marks if self.owners.get(mark.id) == block]
        exact = next((mark for mark in owned or self.marks if mark.id == block), None)
        return exact or next(iter(owned), None)

    def lead_of(self, place: Mark) -> float:
        """How far above its place the heading of a section begins, in points: the head of a chapter, and of
        the paper, is as high as the page.
        """
        begins_part = any(each.id == place.id and each.part for each in self.report.sections)
        before = [mark for mark in self.marks if mark.page == place.page and mark.y_pt < place.y_pt]
        is_first = place.y_pt < _TITLE_PT and all(map(_is_end, before))
        return place.y_pt if begins_part or is_first else 0.0

    def pages_moved(self, before: Preview | None, page: int) -> int:
        """By how many pages what stood on a page of an earlier preview stands further back now."""
        if before is None or before.report.template != self.report.template:
            return 0
        was = before.place_of(before.section_at(page, 0, _TITLE_PT))
        now = self.place_of(was.id) if was else None
        return now.page - was.page if was and now else 0

    def printed_blocks(self) -> frozenset[str]:
        """The keys of the blocks that make something of the paper."""
        return frozenset(self.owners.get(section.id, section.id) for section in self.report.sections)

    def problems_of(self) -> Mapping[str, tuple[Problem, ...]]:
        """The findings by block; "" holds those of the whole paper."""
        found: dict[str, list[Problem]] = {}
        for problem in self.problems:
            found.setdefault(self.owners.get(problem.block, problem.block), []).append(problem)
        return {block: tuple(problems) for block, problems in found.items()}


def make_preview(
    workspace: Workspace,
    briefing: Briefing,
    *,
    as_of: date,
    language: Language,
    assess: papers.Assess | None = None,
    paper: str = "",
    known_on: date | None = None,
) -> Preview:
    """The pages of a briefing on a day, as its settings say. Raises known errors; runs in any thread."""
    report = gathered(
        workspace, briefing, as_of=as_of, language=language, assess=assess, paper=paper, known_on=known_on
    )
    return preview_of(report, briefing)


def gathered(workspace: Workspace, briefing: Briefing, **how: Any) -> ReportData:
    """What the paper says, as the settings of the briefing have it printed."""
    report = papers.gather_report(workspace, briefing, **how, **printed_as(briefing))
    return barred(workspace, briefing.id, report, bars_of(briefing))


def preview_of(report: ReportData, briefing: Briefing) -> Preview:
    """The pages of a report and what they were found to lack."""
    typesetter = papers.typeset(report)
    marks = typesetter.marks()
    pages = tuple(typesetter.pages("svg"))
    changed = found_in(typesetter.findings, report.sections)
    too_long = papers.check_length(report, marks)
    return Preview(report, pages, marks, (*too_long, *report.problems, *changed), owners_of(report, briefing))


def found_in(findings: Sequence[Finding], sections: Sequence[Section]) -> tuple[Problem, ...]:
    """What could not be printed as typed, each with the section that it stands in."""
    made = []
    for finding in findings:
        place = _SECTION.match(finding.place)
        block = sections[int(place[1])].id if place and int(place[1]) < len(sections) else ""
        made.append(Problem("warn", str(finding), block))
    return tuple(made)


def owners_of(report: ReportData, briefing: Briefing) -> Mapping[str, str]:
    """The key of the block that makes each section of a report."""
    kind = papers.template_named(briefing.template)
    language: Language = "ja" if report.language == "ja" else "en"
    blocks = briefing.blocks or papers.default_briefing(kind, language).blocks
    keys = block_sections.keys_of(blocks, kind.blocks)
    release = printed_as(briefing)["release"]
    limit = markings.find(release) if release else None
    # What may not be released is gone from the paper, and the blocks behind it stand further up there.
    kept = [place for place, block in enumerate(blocks) if markings.may_print(block, limit)]
    printed = [blocks[place] for place in kept]
    key_of = dict(
        zip(block_sections.keys_of(printed, kind.blocks), (keys[place] for place in kept), strict=True)
    )
    found = block_sections.owners(report.sections, printed, kind.blocks)
    moved = {now: own for now, own in key_of.items() if now != own}  # also those that print nothing
    return moved | {section: key_of.get(key, key) for section, key in found.items()}
