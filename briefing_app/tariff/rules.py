"""The law as compiled: measures for people, and the rows of the one rule table that every evaluator reads.

A :class:`Measure` is what a law browser shows; each has one or more :class:`Rule` rows. The traced answer
(:mod:`briefing_app.tariff.decide` and :mod:`briefing_app.tariff.pricing`) and the vectorised batch read the
same rows: rates are integer parts per million, moments are New York minutes, scope is resolved per code.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from briefing_app.tariff.moment import FOREVER

Lane: TypeAlias = Literal["column1", "sector", "country", "general", "extra", "fee", "record"]
LANES: tuple[Lane, ...] = ("column1", "sector", "country", "general", "extra", "fee", "record")
Effect: TypeAlias = Literal[
    "add", "floor", "exempt", "relief", "lift", "stop", "unsettled", "base", "fee", "record"
]
EFFECTS: tuple[Effect, ...] = (
    "add",
    "floor",
    "exempt",
    "relief",
    "lift",
    "stop",
    "unsettled",
    "base",
    "fee",
    "record",
)
Basis: TypeAlias = Literal["full", "steel", "aluminum", "copper", "non_us", "rest"]
BASES: tuple[Basis, ...] = ("full", "steel", "aluminum", "copper", "non_us", "rest")
Takes: TypeAlias = Literal["all", "content", "nothing"]
TAKES: tuple[Takes, ...] = ("all", "content", "nothing")
PPM = 1_000_000


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of a fact: ``op`` is ``is``, ``in``, ``not in``, ``>=`` or ``<``."""

    fact: str
    op: str
    operand: bool | str | Decimal | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which goods: codes by prefix and lists by name (``name:kind`` narrows); every good when empty."""

    codes: tuple[str, ...] = ()
    lists: tuple[tuple[str, frozenset[str]], ...] = ()

    @property
    def everything(self) -> bool:
        """Whether no code is named."""
        return not self.codes and not self.lists


@dataclass(frozen=True, slots=True)
class Rule:
    """One heading of a measure: when, for whom and for what it works, and what it does.

    ``start``/``end`` are minutes (end exclusive). ``ppm`` is the rate of ``basis``. ``takes`` says which
    value the later duties may no longer touch; ``closes`` are families whose further rules are displaced.
    ``presume`` overrides a fact's default for this rule. ``collected_only`` rows say what was first collected
    before a retroactive order; rows with ``final_only_end`` stand in what is finally owed before that minute,
    but not in what was first collected. The facts that ``quiet`` rows read are not asked for.
    ``serial`` is the row number in the table.
    """

    measure: str
    heading: str
    heading_at_floor: str
    lane: Lane
    rank: int
    effect: Effect
    ppm: int
    basis: Basis
    start: int
    end: int
    origins: frozenset[str]
    scope: Scope
    excluded: Scope
    when: tuple[Condition, ...]
    presume: tuple[tuple[str, bool | str], ...]
    takes: Takes
    family: str
    closes: frozenset[str]
    against_general: bool
    programme: str
    note: str
    unless: str
    assume: tuple[str, ...]
    collected_only: bool = False
    final_only_end: int = -FOREVER
    refundable_from: int = FOREVER
    quiet: bool = False
    serial: int = 0


@dataclass(frozen=True)
class Measure:
    """One dated measure with its sentences, sources and rules, as the law browser shows it."""

    id: str
    title: str
    title_ja: str
    en: str
    ja: str
    authority: str
    instruments: tuple[str, ...]
    headings: tuple[str, ...]
    start: int | None
    end: int | None
    ended_by: str
    status: str
    origins: tuple[str, ...]
    except_origins: tuple[str, ...]
    rate: Decimal | None
    citations: tuple[str, ...]
    confidence: str
    notes: str
    lists: tuple[str, ...]
    file: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class FeeYear:
    """The processing fee of one fiscal year: minimum and maximum in cents; ``end`` is exclusive."""

    start: int
    end: int
    least: int
    most: int
    citations: tuple[str, ...]
    confidence: str


@dataclass(frozen=True)
class SourceDocument:
    """A document of the source register."""

    id: str
    publisher: str
    title: str
    date: str
    locator: str
    kind: str


@dataclass(frozen=True)
class Assumption:
    """A numbered assumption, shown with every answer that rests on it."""

    id: str
    number: int
    en: str
    ja: str
