"""Two laws side by side for the same entries: what a scenario changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from briefing_app.tariff.answer import Assessment
from briefing_app.tariff.assess import assess
from briefing_app.tariff.entry import Entry
from briefing_app.tariff.law import Law


@dataclass(frozen=True)
class Difference:
    """One entry under two laws. ``change_cents`` is None unless both answers carry a total."""

    entry: Entry
    before: Assessment
    after: Assessment

    @property
    def change_cents(self) -> int | None:
        """The change of the total duty in cents, after less before."""
        if self.before.total_cents is None or self.after.total_cents is None:
            return None
        return self.after.total_cents - self.before.total_cents

    @property
    def changed(self) -> bool:
        """Whether the answer differs: another total, another status or another measure that applies."""
        return (self.before.status, self.before.total_cents, _applied(self.before)) != (
            self.after.status,
            self.after.total_cents,
            _applied(self.after),
        )


def _applied(answer: Assessment) -> tuple[tuple[str, int], ...]:
    return tuple((item.measure, item.duty_cents) for item in answer.components)


def compare(entries: Iterable[Entry], before: Law, after: Law) -> tuple[Difference, ...]:
    """Every entry under both laws, in order. Raises CodeError for a code that is no line."""
    return tuple(Difference(entry, assess(entry, before), assess(entry, after)) for entry in entries)
