"""What an import does to a workspace: which records are new, which change, which are there already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.ids import new_id
from briefing_app.domain.records import Kind, Record
from briefing_app.exchange.result import ImportResult, Problem, Told, watched
from briefing_app.exchange.soundness import date_faults, length_faults

Find = Callable[[Kind, str], Record | None]


@dataclass(frozen=True)
class Receipt:
    """What was read and what becomes of it. ``ids`` are those added or updated, in the order of the file."""

    read: int
    added: int
    updated: int
    skipped: int
    problems: tuple[Problem, ...]
    ids: tuple[str, ...] = ()

    @property
    def failed(self) -> int:
        """How many entries could not be read."""
        return sum(problem.fatal for problem in self.problems)


def plan(result: ImportResult, find: Find, label: str, told: Told | None = None) -> tuple[ChangeSet, Receipt]:
    """The change set of an import and its receipt. ``told`` hears how far it is, and may stop it.

    A record whose id is there replaces it; one that equals what is there is skipped; one without id is new;
    an id that stands twice in the file, or a date that cannot be read, is a problem.
    """
    changes: list[Change] = []
    problems = list(result.problems)
    seen: set[tuple[Kind, str]] = set()
    added = updated = skipped = 0
    for record in watched(result.records, told, len(result.records)):
        named = record if record.id else replace(record, id=new_id(record.record_kind))
        key = (named.record_kind, named.id)
        if key in seen:
            problems.append(Problem(f"{named.record_kind} {named.id}", "the id stands twice in the file."))
            continue
        seen.add(key)
        faults = (*length_faults(named), *date_faults(named))
        if faults:
            problems.append(Problem(f"{named.record_kind} {named.id}", "; ".join(faults)))
            continue
        before = find(*key)
        if before == named:
            skipped += 1
            continue
        added, updated = (added + 1, updated) if before is None else (added, updated + 1)
        changes.append(Change(named.record_kind, named.id, before, named))
    ids = tuple(change.id for change in changes)
    return ChangeSet(label, tuple(changes)), Receipt(
        result.read, added, updated, skipped, tuple(problems), ids
    )
