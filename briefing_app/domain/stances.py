"""Who stands where on which issue, and which way each has moved: people by issues on a day.

The class of a stance is what somebody entered with it, never guessed from its words. Movement compares the
latest stance with the one before on the same issue.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from briefing_app.domain import people
from briefing_app.domain.fuzzydate import is_edtf, parse
from briefing_app.domain.records import Block, Person, Position, StanceLevel

Movement = Literal["", "towards", "away", "steady", "changed"]
LEVELS: dict[StanceLevel, str] = {
    "support": "Support", "conditional": "Conditional", "unclear": "Unclear", "oppose": "Oppose",
    "": "No class",
}  # fmt: skip
SYMBOLS: dict[StanceLevel, str] = {"support": "+", "conditional": "±", "unclear": "?", "oppose": "−", "": "·"}
ARROWS: dict[Movement, str] = {"towards": "↗", "away": "↘", "steady": "→", "changed": "↔", "": ""}
MOVED: dict[Movement, str] = {
    "towards": "moved towards support", "away": "moved away from support", "steady": "said again",
    "changed": "other words, no class to compare", "": "",
}  # fmt: skip
_ORDER: dict[StanceLevel, int] = {"oppose": 0, "conditional": 1, "support": 2}


@dataclass(frozen=True)
class Cell:
    """Where one person stands on one issue: all that was said until the day, latest first."""

    person: Person
    issue: str
    history: tuple[Position, ...]

    @property
    def latest(self) -> Position:
        """What was said last."""
        return self.history[0]

    @property
    def movement(self) -> Movement:
        """Which way the person moved with the latest stance; empty where there was none before."""
        return movement(self.history[1], self.history[0]) if len(self.history) > 1 else ""


@dataclass(frozen=True)
class Matrix:
    """Rows are people with a position, columns issues; a pair without a cell has said nothing."""

    issues: tuple[str, ...]
    people: tuple[Person, ...]
    cells: dict[tuple[str, str], Cell]

    def cell(self, person_id: str, issue: str) -> Cell | None:
        """The cell of a person and an issue, or None."""
        return self.cells.get((person_id, issue))


def movement(before: Position, after: Position) -> Movement:
    """From one stance to the next. Unclear and unclassed stances have no place in the order: between
    different ones only the change itself is known.
    """
    if before.level in _ORDER and after.level in _ORDER:
        step = _ORDER[after.level] - _ORDER[before.level]
        return "towards" if step > 0 else "away" if step < 0 else "steady"
    if before.level == after.level and before.stance == after.stance:
        return "steady"
    return "changed"


def said_on(position: Position) -> date:
    """The day by which a position is put in order; the first of all days where it has none."""
    return parse(position.date).sort_day if position.date and is_edtf(position.date) else date.min


def block_of(person: Person, position: Position) -> Block:
    """What a paper holds of something said: whose it is, and which of all that was said."""
    place = person.positions.index(position)
    options = {"place": place, "issue": position.issue, "date": position.date}
    return Block("position", person.id, options=options)


def position_of(person: Person, block: Block) -> Position | None:
    """What a block names, where it stands by now: others may have been put before it, and its words may be
    others; None if nothing on the issue was said on that day any more.
    """
    place, issue, date_ = (block.options.get(name) for name in ("place", "issue", "date"))
    same = [
        (abs(at - place) if isinstance(place, int) else at, at)
        for at, each in enumerate(person.positions)
        if (each.issue, each.date) == (issue, date_)
    ]
    return person.positions[min(same)[1]] if same else None


def matrix(found: Iterable[Person], day: date) -> Matrix:
    """What everybody had said until ``day``. Issues by how many spoke to them, then by name; people by side
    and name.
    """
    cells: dict[tuple[str, str], Cell] = {}
    speakers: dict[str, set[str]] = {}
    rows: list[Person] = []
    for person in found:
        by_issue: dict[str, list[Position]] = {}
        for position in person.positions:
            if said_on(position) <= day:
                by_issue.setdefault(position.issue, []).append(position)
        for issue, said in by_issue.items():
            cells[person.id, issue] = Cell(person, issue, _latest_first(said))
            speakers.setdefault(issue, set()).add(person.id)
        if by_issue:
            rows.append(person)
    issues = sorted(speakers, key=lambda issue: (-len(speakers[issue]), issue.casefold()))
    rows.sort(key=lambda person: (person.country, people.name_key(person)))
    return Matrix(tuple(issues), tuple(rows), cells)


def _latest_first(said: list[Position]) -> tuple[Position, ...]:
    """Of the same day, what was entered later was said later."""
    return tuple(position for _at, position in sorted(
        enumerate(said), key=lambda each: (said_on(each[1]), each[0]), reverse=True
    ))  # fmt: skip


def rows(shown: Matrix) -> list[list[str]]:
    """The matrix as a table for a file: one row for each cell, so that nothing of it is lost."""
    table = [
        [
            "person_id", "person", "issue", "date", "level", "movement", "stance", "statement", "quotation",
            "source", "locator",
        ]
    ]  # fmt: skip
    for person in shown.people:
        for issue in shown.issues:
            cell = shown.cell(person.id, issue)
            if cell is None:
                continue
            for place, said in enumerate(cell.history):
                before = cell.history[place + 1] if place + 1 < len(cell.history) else None
                table.append(
                    [
                        person.id, people.latin_name(person), issue, said.date, said.level,
                        movement(before, said) if before else "", said.stance, said.statement,
                        said.quotation, said.source, said.locator,
                    ]
                )  # fmt: skip
    return table
