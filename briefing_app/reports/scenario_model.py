"""Drawings of a negotiation: how sure a figure is, what is given for what, where both sides could meet."""

from __future__ import annotations

from dataclasses import dataclass

from briefing_app.reports.changeable import Changeable


@dataclass(frozen=True)
class Swing:
    """A parameter at its low and high end, in thousandths of the width, with what the result is there."""

    label: str
    low: int
    high: int
    low_text: str
    high_text: str


@dataclass(frozen=True)
class Tornado(Changeable):
    """One bar a parameter, the widest first; ``center`` is the result in thousandths of the width."""

    title: str
    swings: tuple[Swing, ...]
    center: int
    center_text: str
    ticks: tuple[tuple[int, str], ...]
    alt: str
    note: str = ""
    cites: tuple[int, ...] = ()
    lang: str = ""


@dataclass(frozen=True)
class Rung:
    """One step of a ladder: its cells below the heads of the ladder."""

    cells: tuple[str, ...]
    cites: tuple[int, ...] = ()


@dataclass(frozen=True)
class Ladder(Changeable):
    """Concessions in their order; each step stands further in than the one before."""

    head: tuple[str, ...]
    rungs: tuple[Rung, ...]
    alt: str
    lang: str = ""


@dataclass(frozen=True)
class Party:
    """From what a side asks for to the point where it would walk away, in thousandths of the width."""

    name: str
    aim: int
    limit: int
    aim_text: str
    limit_text: str
    is_estimate: bool = False


@dataclass(frozen=True)
class Zone(Changeable):
    """The sides on one axis; ``start`` and ``end`` are the zone that all accept, -1 where there is none."""

    title: str
    parties: tuple[Party, ...]
    start: int
    end: int
    zone_text: str
    ticks: tuple[tuple[int, str], ...]
    alt: str
    lang: str = ""
