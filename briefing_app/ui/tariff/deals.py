"""The columns of the Deals page: the law as it is, no deal, and packages, over one basket on one day.

A package is a scenario record: lines of a deal, and for single measures a new rate, "off", or nothing. The
engine prices the basket under each; :mod:`deal_trade` says how sales and gains would move.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import partial
from typing import TypeVar, cast

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.domain.records import BasketRow, Scenario, ScenarioEdit
from briefing_app.errors import BriefingError, UsageError
from briefing_app.tariff.deal_lines import in_force
from briefing_app.tariff.law import Law
from briefing_app.tariff.no_deal import NoDeal
from briefing_app.tariff.portfolio import Progress, Reading, read_rows
from briefing_app.tariff.scenario_terms import DealLine, is_deal_line, line_of
from briefing_app.ui.tariff.basket_rows import Sum
from briefing_app.ui.tariff.deal_pricing import (
    Bill,
    Even,
    Slope,
    bill,
    meeting_rate,
    meeting_shift,
    priced_under,
    slope,
)
from briefing_app.ui.tariff.deal_trade import Beliefs, Effect, effect, even_welfare

T = TypeVar("T")
QUO, NONE = "law-as-it-is", "no-deal"
ON_ITS_DAYS = -1
MOST = 4
"""So many packages fit on the page."""
_READING = "the rows as they were read"


@dataclass(frozen=True)
class Column:
    """One column. ``error`` says why there is no figure; ``effect`` is None where trade cannot be told."""

    key: str
    title: str
    edits: tuple[ScenarioEdit, ...] = ()
    scenario: Scenario | None = None
    bill: Bill | None = None
    effect: Effect | None = None
    error: str = ""

    @property
    def sum(self) -> Sum | None:
        """What the basket pays."""
        return self.bill.sum if self.bill else None


@dataclass(frozen=True)
class Question:
    """What is compared. ``year`` of the deal: 0 the first, None when fully in force, ON_ITS_DAYS as dated."""

    rows: tuple[BasketRow, ...]
    day: date
    year: int | None
    packages: tuple[Scenario, ...]
    no_deal: NoDeal | None
    beliefs: Beliefs | None
    titles: tuple[str, str]
    names: Mapping[str, str] = field(default_factory=dict)
    """What packages are called in the window, by id; the others by their own titles."""
    known: dict[str, object] = field(default_factory=dict, compare=False)
    """What was worked out for these rows and this law before."""


class Steps:
    """How far the work is: one part for each column and for each package's break-even rate."""

    def __init__(self, question: Question, progress: Progress) -> None:
        self._progress = progress
        self._rows = max(1, len(question.rows))
        self._whole = self._rows * (2 + 2 * len(question.packages))
        self._part = self._done = 0

    def next_part(self) -> None:
        """A further column or rate begins."""
        self._part, self._done = self._part + 1, 0
        self.tick(0)

    def tick(self, rows: int) -> None:
        """Rows were priced. Raises StoppedError when the work was given up."""
        self._done = min(self._rows, self._done + rows)  # a quota prices its rows three times
        self._progress(min(self._whole - 1, (self._part - 1) * self._rows + self._done), self._whole)


def _unseen(_count: int, _total: int) -> None:
    """Nobody looks on."""


@dataclass(frozen=True)
class Meeting:
    """Where a package equals another column. ``shift``: in duty, with every rate moved by the same points.

    ``lines``: in duty, with one line's rate moved and the others as they are; ``welfare``: in the importer's
    gain, the rate of the only line or the shift of all.
    """

    key: str
    lines: tuple[tuple[str, Even | None], ...]
    shift: Even | None
    welfare: tuple[Fraction, ...]


def years_of(packages: Sequence[Scenario]) -> int:
    """How many years the longest phase-in takes."""
    found = [0]
    for package in packages:
        for edit in package.edits:
            try:
                line = line_of(edit) if is_deal_line(edit) else None
            except BriefingError:
                continue
            found.append(line.phase_in.years if line and line.phase_in else 0)
    return max(found)


def dated(edits: Sequence[ScenarioEdit], question: Question) -> tuple[ScenarioEdit, ...]:
    """The edits as the question looks at them."""
    if question.year == ON_ITS_DAYS:
        return tuple(edits)
    return in_force(edits, question.day, question.year)


def evaluate(question: Question, law: Law, steps: Steps | None = None) -> tuple[Column, ...]:
    """The columns, the law as it is first, then no deal, then the packages."""
    rows = question.rows
    steps = steps or Steps(question, _unseen)
    steps.next_part()
    reading = _reading(question, law)
    now = _kept(question, "", lambda: bill(rows, law, question.day, tick=steps.tick, reading=reading))
    beliefs = question.beliefs
    columns = [
        Column(QUO, question.titles[0], bill=now, effect=effect(now, now, beliefs) if beliefs else None)
    ]
    wanted: list[tuple[str, str, tuple[ScenarioEdit, ...], Scenario | None]] = [
        (NONE, question.titles[1], question.no_deal.all_edits if question.no_deal else (), None)
    ]
    wanted += [
        (each.id, question.names.get(each.id, each.title), each.edits, each) for each in question.packages
    ]
    for key, title, edits, scenario in wanted:
        steps.next_part()
        try:
            used = dated(edits, question)
        except BriefingError as error:
            columns.append(Column(key, title, edits, scenario, error=told(error)))
            continue
        found, error_words = (
            _kept(
                question,
                repr(used),
                partial(priced_under, rows, law, used, question.day, tick=steps.tick, reading=reading),
            )
            if used
            else (now, "")
        )
        moved = effect(now, found, beliefs) if beliefs and found else None
        columns.append(Column(key, title, used, scenario, found, moved, error_words))
    return tuple(columns)


def _kept(question: Question, key: str, work: Callable[[], T]) -> T:
    """What ``work`` gives, remembered for the day and the key."""
    place = f"{question.day} {key}"
    if place not in question.known:
        question.known[place] = work()
    return cast("T", question.known[place])


def meetings(
    question: Question, law: Law, columns: Sequence[Column], target: str, steps: Steps | None = None
) -> tuple[Meeting, ...]:
    """For each package that has a line with a rate: where it meets the column ``target``."""
    steps = steps or Steps(question, _unseen)
    against = next((each for each in columns if each.key == target), None)
    now = columns[0].bill
    found = []
    for column in columns:
        lines = tuple(line for line in map(_line, column.edits) if line and line.treatment != "ordinary")
        if not lines or column.bill is None or column.key in (QUO, NONE, target):
            continue
        if against is None or against.bill is None:
            continue
        steps.next_part()
        names = " ".join(line.id for line in lines)
        reading = _reading(question, law)
        moving = _kept(
            question,
            f"slope {names} {column.edits!r}",
            partial(
                slope, question.rows, law, column.edits, lines, question.day, tick=steps.tick, reading=reading
            ),
        )
        duty = against.bill.sum.duty
        alone = tuple((each.line, meeting_rate(moving.of(each.line), duty)) for each in moving.lines)
        roots = _gains(question, moving, against, now)
        found.append(Meeting(column.key, alone, meeting_shift(moving, duty), roots))
    return tuple(found)


def _gains(question: Question, moving: Slope, against: Column, now: Bill | None) -> tuple[Fraction, ...]:
    """The rates (or, of several lines, the shifts) at which the importing country gains as much."""
    if not (question.beliefs and against.effect and now and moving.parts):
        return ()
    return even_welfare(now, moving, against.effect.importer, question.beliefs)


def _reading(question: Question, law: Law) -> Reading:
    """The rows read, once for every column: edits of the law do not change what a row says."""
    if _READING not in question.known:
        question.known[_READING] = read_rows(question.rows, law)
    return cast("Reading", question.known[_READING])


def _line(edit: ScenarioEdit) -> DealLine | None:
    return line_of(edit) if is_deal_line(edit) else None


def applying(bill: Bill, law: Law) -> tuple[str, ...]:
    """The measures that the basket pays now, in the order of the law; the ordinary duty is no lever."""
    return tuple(key for key in law.measures if key in bill.measures and not key.startswith("mfn"))


def cell_text(scenario: Scenario, measure: str) -> str:
    """What a package does with a measure: ``off``, ``12.5%``, or nothing."""
    edit = next((each for each in scenario.edits if each.measure == measure), None)
    if edit is None:
        return ""
    if edit.op == "switch_off":
        return "off"
    if edit.op == "change" and "rate" in edit.set:
        return f"{(Decimal(str(edit.set['rate'])) * 100).normalize():f}%"
    return tr("ends") if edit.op == "end" else tr("changed")


def with_cell(scenario: Scenario, measure: str, text: str) -> Scenario:
    """The package with a cell typed: ``off``, a rate in per cent, or empty for "as it is".

    Raises UsageError when the text is neither.
    """
    kept = tuple(each for each in scenario.edits if each.measure != measure)
    said = unicodedata.normalize("NFKC", text).strip().lower()
    if not said:
        return replace(scenario, edits=kept)
    if said in {"off", "none", "0", "0%", "なし"}:
        return replace(scenario, edits=(*kept, ScenarioEdit("switch_off", measure)))
    try:
        rate = Decimal(said.removesuffix("%").strip()) / 100
    except InvalidOperation as error:
        raise UsageError(f'"{text}" is no rate.', hint='Write 12.5%, or "off", or nothing.') from error
    if not rate.is_finite() or not 0 < rate <= 10:
        raise UsageError(f"A rate of {text} is out of range.", hint="Write per cent from 0 to 1000.")
    return replace(
        scenario, edits=(*kept, ScenarioEdit("change", measure, {"rate": f"{rate.normalize():f}"}))
    )
