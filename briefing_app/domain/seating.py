"""Who sits where: three forms of table, the seats of each in order of honour, and who was moved by hand.

Seats are named ``A1``, ``A2`` … (our side) and ``B1`` … (theirs); the number is the order of honour on
that side. *Opposite*: two long sides, the heads facing each other in the middle, the next to the right of
the head, the third to the left, and so on. *T*: the heads side by side at the top, the others down the stem.
*U*: the heads at the closed end, one side down each arm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from briefing_app.domain.records import Delegation, SeatTaken, TableForm

Edge = Literal["top", "bottom", "left", "right"]
FORMS: dict[TableForm, str] = {"opposite": "Opposite sides", "t": "T", "u": "U"}


@dataclass(frozen=True)
class Seat:
    """One seat: its name, where its middle is (in seats, from the middle of the top), which edge of the table
    it is at, and who sits there ("" nobody).
    """

    name: str
    x: float
    y: float
    edge: Edge
    person: str = ""


@dataclass(frozen=True)
class Board:
    """A piece of the table: a rectangle in the unit of the seats."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Plan:
    """Seats and boards of one table, ready to be painted or printed at any scale."""

    form: TableForm
    seats: tuple[Seat, ...]
    boards: tuple[Board, ...]
    bounds: Board

    def seat_of(self, person: str) -> Seat | None:
        """Where somebody sits, or None."""
        return next((seat for seat in self.seats if seat.person == person), None)


def plan(record: Delegation, ours: Sequence[str], theirs: Sequence[str]) -> Plan:
    """The seats of a delegation: who was put somewhere by hand sits there, the others in order of precedence
    on what is left of their side. A hand-made place that the table does not have any more does not count.
    """
    count = max(len(ours), len(theirs), 1)
    seats, boards = _LAYOUTS[record.table](count)
    names = {seat.name for seat in seats}
    present = {*ours, *theirs}
    taken: dict[str, str] = {}
    for entry in record.seats:
        if entry.seat in names and entry.person in present and entry.person not in taken.values():
            taken.setdefault(entry.seat, entry.person)
    for letter, side in (("A", ours), ("B", theirs)):
        free = [f"{letter}{number}" for number in range(1, count + 1) if f"{letter}{number}" not in taken]
        waiting = [person for person in side if person not in taken.values()]
        taken.update(zip(free, waiting, strict=False))
        for person in waiting[len(free) :]:  # the other side was seated here by hand
            rest = next(name for name in (seat.name for seat in seats) if name not in taken)
            taken[rest] = person
    filled = tuple(Seat(s.name, s.x, s.y, s.edge, taken.get(s.name, "")) for s in seats)
    return Plan(record.table, filled, boards, _bounds(filled, boards))


def moved(record: Delegation, shown: Plan, person: str, seat: str) -> tuple[SeatTaken, ...]:
    """The seats set by hand after somebody is put on another one; who sat there changes places. Everybody
    else keeps the place shown.
    """
    here = shown.seat_of(person)
    there = next((each for each in shown.seats if each.name == seat), None)
    if here is None or there is None or here.name == seat:
        return record.seats
    now = {each.name: each.person for each in shown.seats if each.person}
    now[seat] = person
    if there.person:
        now[here.name] = there.person
    else:
        now.pop(here.name, None)
    return tuple(SeatTaken(name, now[name]) for name in sorted(now, key=_by_name))


def words(shown: Plan, names: Mapping[str, str]) -> list[str]:
    """The plan in words, seat by seat, for those who cannot see it and for the list beside it."""
    return [f"{seat.name}: {names.get(seat.person, seat.person)}" for seat in shown.seats if seat.person]


def _opposite(count: int) -> tuple[list[Seat], tuple[Board, ...]]:
    # Each head's right hand is on the other side of the picture: the two look at each other.
    ours, theirs = _from_the_middle(count, 1), _from_the_middle(count, -1)
    seats = [
        seat
        for number in range(count)
        for seat in (Seat(f"A{number + 1}", ours[number], 1.0, "bottom"),
                     Seat(f"B{number + 1}", theirs[number], -1.0, "top"))
    ]  # fmt: skip
    half = count / 2
    return seats, (Board(-half, -0.5, float(count), 1.0),)


def _t(count: int) -> tuple[list[Seat], tuple[Board, ...]]:
    # The crossbar is three seats wide: the stem meets it in the middle, the heads sit behind it.
    seats = [Seat("A1", -0.6, -1.0, "top"), Seat("B1", 0.6, -1.0, "top")]
    for number in range(2, count + 1):
        y = number - 0.9
        seats += [Seat(f"A{number}", -1.0, y, "left"), Seat(f"B{number}", 1.0, y, "right")]
    stem = max(0.0, count - 1 + 0.1)
    boards = [Board(-1.6, -0.5, 3.2, 1.0)]
    if count > 1:
        boards.append(Board(-0.5, 0.5, 1.0, stem))
    return seats, tuple(boards)


def _u(count: int) -> tuple[list[Seat], tuple[Board, ...]]:
    seats = [Seat("A1", -0.6, -1.0, "top"), Seat("B1", 0.6, -1.0, "top")]
    for number in range(2, count + 1):
        y = number - 1.6
        seats += [Seat(f"A{number}", -2.6, y, "left"), Seat(f"B{number}", 2.6, y, "right")]
    boards = [Board(-2.1, -0.5, 4.2, 0.9)]
    if count > 1:
        length = count - 1 + 0.1
        boards += [Board(-2.1, 0.4, 0.9, length - 0.5), Board(1.2, 0.4, 0.9, length - 0.5)]
    return seats, tuple(boards)


_LAYOUTS = {"opposite": _opposite, "t": _t, "u": _u}


def _from_the_middle(count: int, right: int) -> list[float]:
    """Places along a side, in order of honour: the middle, then to the right and the left of it by turns as
    long as there are places there. ``right`` is the way the right hand points. With an even number both heads
    sit half a place to the left of the middle, so that they still face each other.
    """
    middle = 0.0 if count % 2 else -0.5
    left_end, right_end = -(count - 1) / 2, (count - 1) / 2
    steps = [sign * distance for distance in range(1, count + 1) for sign in (right, -right)]
    return [middle, *(middle + step for step in steps if left_end <= middle + step <= right_end)]


def _bounds(seats: Sequence[Seat], boards: Sequence[Board]) -> Board:
    left = min([seat.x - 0.5 for seat in seats] + [board.x for board in boards])
    right = max([seat.x + 0.5 for seat in seats] + [board.x + board.width for board in boards])
    top = min([seat.y - 0.5 for seat in seats] + [board.y for board in boards])
    bottom = max([seat.y + 0.5 for seat in seats] + [board.y + board.height for board in boards])
    return Board(left, top, right - left, bottom - top)


def _by_name(name: str) -> tuple[str, int]:
    return (name[0], int(name[1:]))
