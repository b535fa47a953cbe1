"""What a section says, text by text: prose, questions, rows of tables, duties, posts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefing_app.reports.model import (
    Content,
    Deadline,
    DutyLine,
    EventRow,
    Fact,
    Item,
    PersonCard,
    Prose,
    Question,
    Section,
    Table,
)


def texts_of(section: Section) -> Iterator[str]:
    """The texts of a section in order, its title first; the cells of a row are one text."""
    yield section.title
    for item in section.items:
        yield from _of_content(item)


def _of_content(item: Content) -> Iterator[str]:
    match item:
        case Prose():
            yield from _of_parts((item,))
        case Question():
            yield item.question
            yield from _of_parts(item.parts)
        case Fact():
            yield plain(Item(item.label))
        case EventRow():
            yield f"{item.title}. {item.detail}"
        case Deadline():
            yield item.title
        case Table():
            yield from (": ".join(cells) for cells in (item.head, *item.rows))
            yield item.note
        case DutyLine():
            yield from (item.good, *item.steps, item.problem)
        case PersonCard():
            yield from (item.post, item.stance)
        case _:
            return


def _of_parts(parts: Iterable[Prose]) -> Iterator[str]:
    for part in parts:
        for item in part.items:
            yield plain(item)
            yield from _of_parts(item.children)
        for row in part.rows:
            yield ": ".join(plain(cell) for cell in row)


def plain(item: Item) -> str:
    """The words of a line, without how they are set."""
    return "".join(run.text for run in item.runs)
