"""Any content as running text and tables: what the Word and Markdown editions of a paper are written from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from briefing_app.reports import wording
from briefing_app.reports.changeable import Changeable
from briefing_app.reports.chart_model import Bars, Chart, Strip
from briefing_app.reports.model import (
    Content,
    Deadline,
    DutyLine,
    EventRow,
    Fact,
    Item,
    NameBlock,
    PersonCard,
    Prose,
    Question,
    ReportData,
    Run,
    Section,
    Table,
)
from briefing_app.reports.scenario_model import Ladder, Tornado, Zone
from briefing_app.reports.seating_model import SeatingPlan
from briefing_app.reports.signs import signs


def flatten(section: Section, report: ReportData) -> Iterator[Prose | Table]:
    """The section's content in order; rows of one kind become one table or list."""
    rows = [item for item in section.items if isinstance(item, EventRow)]
    if rows:
        yield _events(rows, report)
    due = [item for item in section.items if isinstance(item, Deadline)]
    if due:
        yield Prose("ul", tuple(_deadline(item, report) for item in due))
    entries: list[Item] = []
    for item in section.items:
        # Figures and people that follow each other are one list.
        if entries and not isinstance(item, Fact | PersonCard):
            yield Prose("ul", tuple(entries))
            entries = []
        if isinstance(item, Fact):
            runs = (Run(f"{item.value} ", "strong"), *item.label, Run("", "", item.cites))
            entries.append(Item(runs, changed=item.changed))
        elif isinstance(item, PersonCard):
            entries.append(Item(_person(item, report), changed=item.changed))
        elif not isinstance(item, EventRow | Deadline | Question | NameBlock):
            yield from _one(item, report)
        elif isinstance(item, Question):
            yield from _question(item, section)
        elif isinstance(item, NameBlock):
            yield from _name(item, section)
    if entries:
        yield Prose("ul", tuple(entries))
    if not section.items and section.empty:
        yield _line(section.empty)


def _one(item: Content, report: ReportData) -> Iterator[Prose | Table]:
    match item:
        case Prose() | Table():
            yield item
        case DutyLine():
            yield Prose("p", (Item(_duty(item, report), changed=item.changed),))
        case Strip():
            yield _line(item.alt)
        case Chart() | Bars() | Tornado() | Zone() | Ladder() | SeatingPlan():
            yield from _drawing(item, report)
        case _:
            return


def _question(item: Question, section: Section) -> Iterator[Prose | Table]:
    """A question with its number, how long its answer takes and how far it is cleared.

    The question that a section is named after is not said twice.
    """
    if item.question != section.title:
        yield Prose("h", (Item((Run(item.question),), changed=item.changed),), level=3 + item.depth)
    yield Prose("p", (Item((Run(" · ".join((item.number, *item.meta)), "emph"),)),))
    yield from item.parts


def _name(item: NameBlock, section: Section) -> Iterator[Prose | Table]:
    """How somebody is called beside the heading, and the posts."""
    own = "" if item.name == section.title else item.name
    names = " · ".join(part for part in (own, item.native, item.reading, item.pronunciation) if part)
    if names:
        yield _line(names, changed=item.changed)
    if item.posts:
        yield Prose("ul", tuple(Item((Run(post),), changed=item.changed) for post in item.posts))


def is_said_above(section: Section) -> bool:
    """Whether a section only draws what the table of options before it says in figures."""
    return section.id == "options-rates"


def _drawing(
    item: Chart | Bars | Tornado | Zone | Ladder | SeatingPlan, report: ReportData
) -> Iterator[Prose | Table]:
    """What a drawing shows: as a table where it compares, else in the words of its alternative text."""
    words = report.labels
    match item:
        case Bars() if item.legend:
            yield Prose("h", (Item((Run(item.title),)),), level=4)
            compared = tuple((row.label, *(bar.text for bar in row.bars)) for row in item.rows)
            align = ("l", *("r" for _name in item.legend))
            head = (words["good"], *item.legend)
            yield _barred(Table(head, compared, align, note=item.note, cites=item.cites), item)
        case Tornado():
            swings = tuple((one.label, one.low_text, one.high_text) for one in item.swings)
            title = f"{item.title}{signs(report.language).colon}{item.center_text}"
            head = (title, words["at_low"], words["at_high"])
            yield _barred(Table(head, swings, ("l", "r", "r"), note=item.note, cites=item.cites), item)
        case Ladder():
            rows = ((str(number), *rung.cells) for number, rung in enumerate(item.rungs, 1))
            yield _barred(Table((words["index"], *item.head), tuple(rows), ("r",)), item)
        case Chart() | Bars():
            # What is said of the drawn line is not said of words.
            note = item.note.replace(words["gap"], "").strip()
            said = signs(report.language).stop.join(part for part in (item.alt, note) if part)
            yield Prose("p", (Item((Run(said, "", item.cites),), changed=item.changed),))
        case Zone():
            yield _line(item.alt, changed=item.changed)
        case _:
            yield _line(item.alt)


def _barred(table: Table, drawing: Changeable) -> Table:
    """A table in place of a drawing: what changed in that is not told by row."""
    return replace(table, changed=tuple(range(len(table.rows)))) if drawing.changed else table


def _line(text: str, *, changed: bool = False) -> Prose:
    return Prose("p", (Item((Run(text),), changed=changed),))


def _events(rows: list[EventRow], report: ReportData) -> Table:
    words = report.labels
    head = tuple(words[name] for name in ("number", "date", "event", "source"))
    body = tuple(
        (
            str(row.number),
            wording.with_year(row.when, row.group),
            _event_words(row, report),
            ", ".join(map(str, row.cites)),
        )
        for row in rows
    )
    changed = tuple(place for place, row in enumerate(rows) if row.changed)
    return Table(head, body, ("r", "l", "l", "l"), changed=changed)


def _event_words(row: EventRow, report: ReportData) -> str:
    """What happened, then where and with whom, as print has it below the title."""
    said = signs(report.language)
    names = ("、" if report.language == "ja" else ", ").join(row.people)
    beside = said.colon.join(part for part in (row.place, names) if part)
    title = " ".join(part for part in (row.portion, row.title) if part)
    words = said.stop.join(part for part in (title, row.detail) if part)
    return words + (said.bracketed(beside) if beside else "")


def _deadline(item: Deadline, report: ReportData) -> Item:
    left = signs(report.language).bracketed(item.countdown)
    runs = (Run(f"{item.when} ", "strong"), Run(f"{item.title}{left}", "", item.cites))
    return Item(runs, changed=item.changed)


def _duty(item: DutyLine, report: ReportData) -> tuple[Run, ...]:
    said = signs(report.language)
    if item.problem:
        return (Run(item.good + said.bracketed(item.code) + said.colon, "strong"), Run(item.problem))
    steps = " + ".join(item.steps)
    of_what = said.listed((said.bracketed(item.code), item.value))
    return (
        Run(f"{item.rate}  {item.good}", "strong"),
        Run(f"{of_what}{said.colon}{item.duty} = {steps}"),
    )


def _person(item: PersonCard, report: ReportData) -> tuple[Run, ...]:
    spoken = item.pronunciation or item.reading
    said = signs(report.language)
    named = f"{item.native}{said.bracketed(spoken) if spoken else ''}".strip()
    rest = [named, item.post]
    if item.last_met:
        rest.append(f"{report.labels['last_met']} {item.last_met}")
    if item.late:
        rest.append(item.late)
    if not item.name:  # it is the heading above
        rest[0] = item.native + (said.bracketed(spoken) if item.native and spoken else spoken)
        return (Run(" ".join(part for part in (item.portion, said.listed(rest)) if part)),)
    name = " ".join(part for part in (item.portion, item.name) if part)
    return (Run(name, "strong"), Run("  " + said.listed(rest)))
