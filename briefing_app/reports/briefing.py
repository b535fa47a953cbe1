"""A briefing from a workspace: choose the content, lay it out, write the file.

``gather_report`` is the one way to content (screen, file and command line use it); ``write_briefing`` is the
command ``brief``. Nothing here reads the clock: the as-of day comes in, and with it the file's timestamp.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from dataclasses import replace as replace_of
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

from briefing_app.domain.records import Block, Briefing
from briefing_app.errors import UsageError
from briefing_app.reports import (
    abbreviations,
    book,
    cards,
    chronology,
    duty_lines,
    duty_pages,
    imposition,
    labels,
    markdown_edition,
    markings,
    numbering,
    one_page,
    people_pages,
    preflight,
    questions,
    released,
    scenario_pages,
    seating_pages,
    word,
    wording,
)
from briefing_app.reports.block_sections import own_texts
from briefing_app.reports.clean import Finding
from briefing_app.reports.desk import Desk, DutyQuestion
from briefing_app.reports.model import DutyLine, Marking, Problem, ReportData, Section
from briefing_app.reports.paper_settings import A4, LETTER, bars_of, clearance_of, paper_of, printed_as
from briefing_app.reports.render import ARCHIVE_AND_ACCESS, PLAIN, Mark, Typesetter
from briefing_app.reports.signs import signs
from briefing_app.reports.wording import Language
from briefing_app.store import atomic_file
from briefing_app.store.workspace import Workspace

Sheets = Literal["", "2-up", "booklet"]
Assess = Callable[[DutyQuestion, date, Language], DutyLine]


@dataclass(frozen=True)
class Template:
    """A kind of paper, laid out by ``layout``. ``page_limit`` 0: as long as it needs, without sources."""

    name: str
    blocks: tuple[str, ...]
    sections: Callable[[Desk, tuple[Block, ...]], tuple[Section, ...]]
    page_limit: int = 0
    layout: str = "flow"
    is_book: bool = False

    def title(self, language: Language) -> str:
        """What the kind of paper is called."""
        return labels.words(language).get(self.name, self.name)


TEMPLATES: dict[str, Template] = {
    "one-page": Template("one-page", one_page.BLOCKS, one_page.sections, 1, "one-page"),
    "chronology": Template("chronology", chronology.BLOCKS, chronology.sections, layout="chronology"),
    "bio": Template("bio", people_pages.BLOCKS, people_pages.sections),
    "book": Template("book", book.BLOCKS, book.sections, is_book=True),
    "scenario-sheet": Template("scenario-sheet", scenario_pages.BLOCKS, scenario_pages.sections),
    "qa": Template("qa", questions.BLOCKS, questions.sections),
    "seating-plan": Template(
        "seating-plan", seating_pages.BLOCKS, seating_pages.sections, layout="seating-plan"
    ),
    "place-cards": Template("place-cards", cards.PLACE_BLOCKS, cards.place_cards, layout="cards"),
    "pocket-card": Template("pocket-card", cards.POCKET_BLOCKS, cards.pocket_card, 2, "cards"),
    "duty-sheet": Template("duty-sheet", duty_pages.BLOCKS, duty_pages.sections),
}


@dataclass(frozen=True)
class BriefingResult:
    """What was written: how many pages, what was changed in the text, what pre-flight found."""

    path: Path
    pages: int
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]


def template_named(name: str) -> Template:
    """The template. Raises UsageError listing the names."""
    if name not in TEMPLATES:
        raise UsageError(f'There is no template "{name}".', hint=f"Templates: {', '.join(TEMPLATES)}.")
    return TEMPLATES[name]


def stored_briefing(workspace: Workspace, template: str, language: str, as_of: date) -> Briefing | None:
    """The newest briefing of the workspace that is made for this template and language, not after the day."""
    found = [
        record
        for record in workspace.records("briefing")
        if isinstance(record, Briefing)
        and (record.template, record.language) == (template, language)
        and (not record.as_of or record.as_of <= as_of.isoformat())
    ]
    return max(found, key=lambda record: record.as_of, default=None)


def default_briefing(template: Template, language: Language) -> Briefing:
    """The briefing of a workspace that has none stored: all blocks of the template."""
    blocks = tuple(Block(name) for name in template.blocks)
    return Briefing(template=template.name, language=language, blocks=blocks)


def gather_report(
    workspace: Workspace,
    briefing: Briefing,
    *,
    as_of: date,
    language: Language,
    marking: str = "",
    assess: Assess | None = None,
    paper: str = "",
    release: str = "",
    large_print: bool = False,
    known_on: date | None = None,
    watermark: str = "",
    western_years: bool = False,
) -> ReportData:
    """Everything the paper says, in order. Raises UsageError for an unknown template or marking.

    ``paper`` is a4 or us-letter, "" the size that the briefing keeps. ``watermark`` is printed large and grey
    behind each page; Japanese papers count years by era unless ``western_years``.
    """
    template = template_named(briefing.template)
    paper = paper_of(briefing) if paper == "" else paper
    level = markings.find(release) if release else None
    desk = Desk(
        workspace if level is None else released.view(workspace, level), as_of, language, assess, level,
        western_years, is_american=paper == LETTER, known_on=known_on,
    )  # fmt: skip
    blocks = briefing.blocks or default_briefing(template, language).blocks
    blocks = tuple(block for block in blocks if desk.may_print(block))
    desk.own_texts = own_texts(blocks, template.blocks)
    sections = _sections(desk, template, blocks)
    has_sheet = template.name in ("one-page", "pocket-card") or template.is_book
    title = briefing.title or (one_page.title_of_sheet(desk) if has_sheet else "")
    name = desk.translated(workspace.name)[0]
    banner = _banner(desk, markings.find(release or marking or briefing.marking))
    report = ReportData(
        template=template.name,
        title=title or f"{name}{signs(language).colon}{template.title(language)}",
        subtitle=template.title(language),
        language=language,
        as_of=_day_words(desk),
        as_of_iso=as_of.isoformat(),
        paper=LETTER if paper == LETTER else A4,
        cover=_cover(desk, template) if template.is_book else (),
        has_contents=template.is_book or questions.has_index(sections),
        large_print=large_print,
        edition=labels.words(language)["draft"],
        watermark=watermark,
        is_book=template.is_book,
        has_sources=bool(desk.cites.rows()),
        sources_tab=_sources_tab(sections, language),
        release=release,
        clearance=() if release else clearance_of(briefing, language),
        marking=banner,
        sections=sections,
        sources=desk.cites.rows(),
        labels=labels.words(language),
        problems=tuple(desk.problems),
    )
    above = () if level is None else released.problems(report, level)
    return replace_of(report, problems=(*report.problems, *above, *preflight.check(report)))


def _banner(desk: Desk, wanted: Marking) -> Marking:
    """The marking of the paper: the one wanted, else the roll-up of what is in it. Tells what is above it."""
    banner = wanted if wanted.label else markings.highest([marking for marking, _title in desk.marked])
    for marking, title in dict.fromkeys(desk.marked):
        if markings.is_above(marking, banner):
            text = f'"{title}" is marked {marking.label} and cannot stand in a paper marked {banner.label}.'
            desk.tell("block", f"{text} Mark the paper at least so, or leave it out.", target="marking")
    return banner


def _day_words(desk: Desk) -> str:
    """The day of the paper, and where it is another the day whose knowledge it has."""
    day = wording.day(desk.as_of, desk.dates, weekday=desk.language == "ja")
    if desk.known_on is None or desk.known_on == desk.as_of:
        return day
    known_on = labels.words(desk.language)["known_on"]
    return f"{day} · {known_on} {wording.day(desk.known_on, desk.dates)}"


def _sections(desk: Desk, template: Template, blocks: tuple[Block, ...]) -> tuple[Section, ...]:
    """The sections of a paper with the list of its abbreviations; cards have no room for one."""
    made = template.sections(desk, blocks)
    if template.layout == "cards":
        return _finished(made, template, desk.language)
    if template.is_book:
        made = (*made, *abbreviations.listed(desk, made, is_book=True))
        return _finished(made, template, desk.language)
    added = abbreviations.listed(desk, made, is_book=False)
    if template.name == "qa":  # each question keeps its page, and has no title above it
        added = tuple(replace_of(section, level=1, new_page=True, keep=False) for section in added)
    return (*_finished(made, template, desk.language), *added)


def _finished(sections: tuple[Section, ...], template: Template, language: Language) -> tuple[Section, ...]:
    """The sections with their portion marks, their numbers and the references between them."""
    marked = [
        replace_of(section, portion=markings.portion_words(section.marking, language))
        if section.marking
        else section
        for section in sections
    ]
    if template.layout == "one-page":
        marked.sort(key=one_page.place_on_page)
    made = numbering.numbered(marked, template.name, language, is_book=template.is_book)
    if template.is_book and language == "en":
        made = numbering.with_paragraphs(made)
    return numbering.referred(made, template.name, language)


def _sources_tab(sections: tuple[Section, ...], language: Language) -> str:
    """The tab of the list of sources, which stands behind the parts."""
    parts = sum(1 for section in sections if section.part)
    return numbering.part_number(parts + 1, language) if parts else ""


def _cover(desk: Desk, template: Template) -> tuple[str, ...]:
    day = wording.day(desk.as_of, desk.dates, weekday=desk.language == "ja")
    as_of = labels.words(desk.language)["as_of"]
    return (template.title(desk.language), desk.translated(desk.workspace.name)[0], f"{as_of} {day}")


def typeset(report: ReportData, *, replace: bool = True) -> Typesetter:
    """The pages of a report: the same compile gives preview, print and file."""
    shallow = {field.name: getattr(report, field.name) for field in fields(report)}
    del shallow["problems"]
    return typeset_plain(shallow, replace=replace)


def typeset_plain(content: dict[str, Any], *, replace: bool = True) -> Typesetter:
    """The pages of a report that is a dict of values or of plain data, as :func:`plain_content` gives it."""
    layout = layout_of(content["template"], large_print=content["large_print"])
    day = date.fromisoformat(content["as_of_iso"])
    return Typesetter(layout, content, timestamp=_noon(day), replace=replace)


def layout_of(template: str, *, large_print: bool) -> str:
    """The file that lays a paper out: large print flows. Place cards are cards in any type."""
    own = template_named(template).layout
    return "flow" if large_print and template != "place-cards" else own


def timestamp(report: ReportData) -> datetime:
    """Noon UTC of the as-of day, so that the same content always gives the same bytes."""
    return _noon(date.fromisoformat(report.as_of_iso))


def _noon(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC).replace(hour=12)


def check_length(report: ReportData, marks: tuple[Mark, ...]) -> tuple[Problem, ...]:
    """What runs over the page limit and how to cut it, and what was dropped; empty when all fits."""
    limit = 0 if report.large_print else template_named(report.template).page_limit
    told = (
        *preflight.without_room(report, marks),
        *preflight.lengths(report, marks),
        *preflight.tails(report, marks),
    )
    return (*preflight.over_limit(report, marks, limit), *told)


def write_briefing(
    workspace: Workspace,
    *,
    template: str,
    as_of: date,
    language: Language,
    out: Path,
    marking: str = "",
    assess: Assess | None = None,
    plain: bool = False,
    paper: str = "",
    release: str = "",
    large_print: bool = False,
    watermark: str = "",
    western_years: bool = False,
    sheets: Sheets = "",
    bars: str = "",
) -> BriefingResult:
    """Write a briefing as PDF (PDF/A-2a and PDF/UA-1; ``plain`` leaves the standards out).

    ``release`` names a marking: what is marked above it is not in the file. ``paper`` is a4 or us-letter, ""
    what the stored briefing keeps. ``large_print`` flows the same content again in 18 points; no page limit
    holds then. ``watermark`` and ``western_years`` as in :func:`gather_report`. ``sheets`` lays a PDF out for
    the printer. ``bars`` as for :func:`change_bars.barred`, "" as the stored briefing says.
    Raises UsageError for an unknown template, language or marking, a paper over its limit or a file that
    cannot be written; LayoutError if the pages cannot be made. An existing file is replaced whole or not.
    """
    kind = template_named(template)
    if language not in ("en", "ja"):
        raise UsageError(f'There is no language "{language}" for papers.', hint="Languages: en, ja.")
    briefing = stored_briefing(workspace, template, language, as_of) or default_briefing(kind, language)
    assess = assess or duty_lines.shipped_assessor()
    kept = printed_as(briefing)
    report = gather_report(
        workspace, briefing, as_of=as_of, language=language, marking=marking, assess=assess, paper=paper,
        release=release or kept["release"], large_print=large_print or kept["large_print"],
        watermark=watermark or kept["watermark"], western_years=western_years or kept["western_years"],
    )  # fmt: skip
    # It compares with what an edition was made of, so it knows this module.
    from briefing_app.reports.change_bars import barred  # noqa: PLC0415

    report = barred(workspace, briefing.id, report, bars or bars_of(briefing))
    return write_report(report, out, plain=plain, sheets=sheets)


def write_report(
    report: ReportData, out: Path, *, plain: bool = False, sheets: Sheets = ""
) -> BriefingResult:
    """Write a gathered report as PDF, ``.docx`` or ``.md``; errors as :func:`write_briefing`."""
    typesetter = typeset(report, replace=not plain)
    marks = typesetter.marks()
    length = check_length(report, marks)
    found = (*length, *report.problems)
    if stops := [problem.text for problem in found if problem.severity == "block"]:
        raise UsageError(" ".join(stops), hint="Nothing was written.")
    made = on_sheets(_encoded(report, typesetter, Path(out), plain=plain), sheets)
    atomic_file.hand_out(Path(out), made)
    pages = max((mark.page for mark in marks), default=1)
    return BriefingResult(Path(out), pages, typesetter.findings, found)


def encoded_pdf(report: ReportData) -> bytes:
    """The PDF of a report. Raises UsageError if pre-flight forbids it, LayoutError if it cannot be made."""
    typesetter = typeset(report)
    found = (*check_length(report, typesetter.marks()), *report.problems)
    if stops := [problem.text for problem in found if problem.severity == "block"]:
        raise UsageError(" ".join(stops), hint="Nothing was written.")
    return typesetter.pdf()


def on_sheets(pdf: bytes, sheets: Sheets) -> bytes:
    """A PDF laid out for the printer; as it is for ""."""
    match sheets:
        case "2-up":
            return imposition.two_up(pdf)
        case "booklet":
            return imposition.booklet(pdf)
        case _:
            return pdf


def _encoded(report: ReportData, typesetter: Typesetter, out: Path, *, plain: bool) -> bytes:
    """The paper in the form that the file's name asks for: PDF, Word or Markdown."""
    match out.suffix.lower():
        case ".docx":
            return word.to_docx(report)
        case ".md":
            return markdown_edition.to_markdown(report).encode()
        case _:
            return typesetter.pdf(PLAIN if plain else ARCHIVE_AND_ACCESS)


def plain_content(report: ReportData) -> dict[str, Any]:
    """The report as plain data, as the typesetter takes it."""
    plain = asdict(replace_of(report, problems=()))
    del plain["problems"]
    return plain
