"""The pages as the screen shows and the printer takes them: the same compile as the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from briefing_app.domain.records import Briefing
from briefing_app.reports import block_sections
from briefing_app.reports import briefing as papers
from briefing_app.reports.model import Problem, ReportData
from briefing_app.reports.render import Mark
from briefing_app.reports.wording import Language
from briefing_app.store.workspace import Workspace

# The middle of the sheet, and how far above its mark the heading of a block reaches, in points.
_MIDDLE_PT, _HEAD_PT = 297.0, 14.0


def _is_end(mark: Mark) -> bool:
    return mark.id.startswith("end:")


@dataclass(frozen=True)
class Preview:
    """Pages as SVG with where each block stands on them, and everything pre-flight found.

    ``owners`` names the block that makes each section; a block may make many.
    """

    report: ReportData
    pages: tuple[bytes, ...]
    marks: tuple[Mark, ...]
    problems: tuple[Problem, ...]
    owners: Mapping[str, str] = field(default_factory=dict)

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
        right = [mark for mark in above if mark.x_pt > _MIDDLE_PT and mark.page == page]
        ends = [mark for mark in self.marks if mark.id == "end:right"]
        if x_pt > _MIDDLE_PT and right and ends and (page, y_pt) <= (ends[0].page, ends[0].y_pt):
            return right[-1].id
        left = [mark for mark in above if mark.x_pt <= _MIDDLE_PT]
        return max(left, key=lambda mark: (mark.page, mark.y_pt)).id if left else ""

    def place_of(self, block: str) -> Mark | None:
        """Where a block begins, or a section by its id."""
        exact = next((mark for mark in self.marks if mark.id == block), None)
        return exact or next((mark for mark in self.marks if self.owners.get(mark.id) == block), None)

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
    paper: str = "a4",
    known_on: date | None = None,
) -> Preview:
    """The pages of a briefing on a day, as its settings say. Raises known errors; runs in any thread."""
    report = papers.gather_report(
        workspace, briefing, as_of=as_of, language=language, assess=assess, paper=paper, known_on=known_on,
        **papers.printed_as(briefing),
    )  # fmt: skip
    typesetter = papers.typeset(report)
    marks = typesetter.marks()
    pages = tuple(typesetter.pages("svg"))
    changed = tuple(Problem("warn", str(finding)) for finding in typesetter.findings)
    too_long = papers.check_length(report, marks)
    kind = papers.template_named(briefing.template)
    blocks = briefing.blocks or papers.default_briefing(kind, language).blocks
    owners = block_sections.owners(report.sections, blocks, kind.blocks)
    return Preview(report, pages, marks, (*too_long, *report.problems, *changed), owners)
