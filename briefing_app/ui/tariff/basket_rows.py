"""Rows of a basket with their single answers, added up: what the comparison of packages weighs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from briefing_app.domain.records import BasketRow
from briefing_app.errors import BriefingError
from briefing_app.tariff.answer import Assessment
from briefing_app.tariff.assess import assess
from briefing_app.tariff.law import Law
from briefing_app.ui.tariff.words import Authority, authority_named


@dataclass(frozen=True)
class Priced:
    """A row with its answer; ``error`` says why it could not be read."""

    number: int
    row: BasketRow
    answer: Assessment | None
    parts: tuple[tuple[Authority, int], ...] = ()
    error: str = ""

    @property
    def cents(self) -> int | None:
        """The duty; None where there is no figure."""
        return self.answer.total_cents if self.answer else None

    @property
    def status(self) -> str:
        """The status in words."""
        if self.answer is None:
            return "error"
        return self.answer.status.replace("_", " ")


@dataclass(frozen=True)
class Sum:
    """A basket in one line: values and duty in cents of what has a figure, and how many rows have none."""

    rows: int
    value: int
    duty: int
    without: int
    value_without: int
    parts: tuple[tuple[Authority, int], ...]

    @property
    def rate(self) -> Fraction | None:
        """The weighted effective rate of the rows that have a figure."""
        return Fraction(self.duty, self.value) if self.value else None


def price(rows: Sequence[BasketRow], law: Law, day: date | None = None) -> tuple[Priced, ...]:
    """The answers to all rows, all on ``day`` where one is given."""
    found = []
    for number, row in enumerate(rows, 1):
        texts = {name: str(value) for name, value in row.facts.items()}
        texts |= {
            "date": day.isoformat() if day else row.date,
            "origin": row.origin,
            "hts": row.hts,
            "value_usd": f"{row.value_usd:f}",
        }
        try:
            answer = assess(law.parse(texts), law)
        except BriefingError as error:
            found.append(Priced(number, row, None, (), str(error)))
            continue
        sums: dict[Authority, int] = {}
        for each in answer.components:
            authority = authority_named(law, each.measure)
            sums[authority] = sums.get(authority, 0) + each.duty_cents
        parts = tuple(sums.items()) if answer.total_cents is not None else ()
        found.append(Priced(number, row, answer, parts))
    return tuple(found)


def add_up(rows: Sequence[Priced]) -> Sum:
    """The basket in one line."""
    value = duty = without = value_without = 0
    sums: dict[Authority, int] = {}
    for each in rows:
        worth = int(each.row.value_usd * 100)
        if each.cents is None:
            without += 1
            value_without += worth
            continue
        value += worth
        duty += each.cents
        for authority, cents in each.parts:
            sums[authority] = sums.get(authority, 0) + cents
    parts = tuple(sorted(sums.items(), key=lambda pair: (pair[0].place != 7, pair[0].place)))
    return Sum(len(rows), value, duty, without, value_without, parts)
