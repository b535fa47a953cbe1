"""A table to be drawn from above: where its seats are, and what stands on their cards."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PlannedSeat:
    """A seat in thousandths of a seat from the top left corner, with what its card says."""

    x: int
    y: int
    key: str
    name: str
    native: str = ""
    lang: str = ""
    native_lang: str = ""


@dataclass(frozen=True)
class PlannedBoard:
    """A piece of the table, in thousandths of a seat."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class SeatingPlan:
    """The table to be drawn. ``alt`` says in words who sits where."""

    seats: tuple[PlannedSeat, ...]
    boards: tuple[PlannedBoard, ...]
    width: int
    height: int
    alt: str
