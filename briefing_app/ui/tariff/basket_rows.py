"""A basket in one line: what the comparison of packages weighs."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from briefing_app.ui.tariff.words import Authority


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
