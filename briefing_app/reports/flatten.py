"""Any content as running text and tables: what the Word and Markdown editions of a paper are written from."""

from __future__ import annotations

from collections.abc import Iterator

from briefing_app.reports.model import (
    Bars,
    Chart,
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
    Strip,
    Table,
)
from briefing_app.reports.scenario_model import Ladder, Tornado, Zone
from briefing_app.reports.seating_model import SeatingPlan


def flatten(section: Section, report: ReportData) -> Iterator[Prose | Table]:
    """The section's content in order; rows of one kind become one table or list."""
    rows = [item for item in section.items if isinstance(item, EventRow)]
    if rows:
        yield _events(rows, report)
    due = [item for item in section.items if isinstance(item, Deadline)]
    if due:
        yield Prose("ul", tuple(_deadline(item) for item in due))
    for item in section.items:
        if not isinstance(item, EventRow | Deadline):
            yield from _one(item, report)
    if not section.items and section.empty:
        yield _line(section.empty)


def _one(item: Content, report: ReportData) -> Iterator[Prose | Table]:
    match item:
        case Prose() | Table():
            yield item
        case Fact():
            yield Prose(
                "ul", (Item((Run(f"{item.value} ", "strong"), *item.label, Run("", "", item.cites))),)
            )
        case DutyLine():
            yield Prose("p", (Item(_duty(item, report)),))
        case PersonCard():
            yield Prose("ul", (Item(_person(item, report)),))
        case Strip():
            yield _line(item.alt)
        case Chart() | Bars() | Tornado() | Zone():
            cites = () if isinstance(item, Zone) else item.cites
            yield Prose("p", (Item((Run(item.alt, "", cites),)),))
        case SeatingPlan():
            yield _line(item.alt)
        case Ladder():
            rows = ((str(number), *rung.cells) for number, rung in enumerate(item.rungs, 1))
            yield Table((report.labels["index"], *item.head), tuple(rows), ("r",))
        case Question():
            yield Prose("h", (Item((Run(f"{item.number}  {item.question}"),)),), level=3 + item.depth)
            yield from item.parts
        case NameBlock():
            names = " · ".join(
                part for part in (item.name, item.native, item.reading, item.pronunciation) if part
            )
            yield Prose("p", (Item((Run(names, "strong"),)),))
            yield Prose("ul", tuple(Item((Run(post),)) for post in item.posts))
        case _:
            return


def _line(text: str) -> Prose:
    return Prose("p", (Item((Run(text),)),))


def _events(rows: list[EventRow], report: ReportData) -> Table:
    words = report.labels
    head = tuple(words[name] for name in ("number", "date", "event", "source"))
    body = tuple(
        (
            str(row.number),
            f"{row.when} {row.group}".strip(),
            ". ".join(part for part in (row.title, row.detail) if part),
            ", ".join(map(str, row.cites)),
        )
        for row in rows
    )
    return Table(head, body, ("r", "l", "l", "l"))


def _deadline(item: Deadline) -> Item:
    return Item((Run(f"{item.when} ", "strong"), Run(f"{item.title} ({item.countdown})", "", item.cites)))


def _duty(item: DutyLine, report: ReportData) -> tuple[Run, ...]:
    if item.problem:
        return (Run(f"{item.good} ({item.code}): ", "strong"), Run(item.problem))
    steps = " + ".join(item.steps)
    return (
        Run(f"{item.rate}  {item.good}", "strong"),
        Run(f" ({item.code}), {item.value}: {item.duty} = {steps}"),
    )


def _person(item: PersonCard, report: ReportData) -> tuple[Run, ...]:
    spoken = item.pronunciation or item.reading
    rest = [item.native, f"({spoken})" if spoken else "", item.post]
    if item.last_met:
        rest.append(f"{report.labels['last_met']} {item.last_met}")
    if item.late:
        rest.append(item.late)
    return (Run(item.name, "strong"), Run("  " + ", ".join(part for part in rest if part)))
