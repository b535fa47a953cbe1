"""What reading a foreign file gives: records, and what could not be read, with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from briefing_app.domain.records import Record

Told: TypeAlias = Callable[[int, int], None]
"""Told how many entries of how many are read. It may raise :class:`StoppedError`."""


_T = TypeVar("_T")
TELL_EVERY = 200


class StoppedError(Exception):
    """Whoever asked for a file to be read does not want it any more."""


@dataclass(frozen=True)
class Problem:
    """One thing that could not be read or was changed on the way in; ``place`` is the row, line or entry."""

    place: str
    message: str
    fatal: bool = True

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


@dataclass(frozen=True)
class ImportResult:
    """Records ready for one ChangeSet, and the problems. ``read`` counts the entries that were looked at.
    ``attachments`` are files that the records name by their SHA-256; they are stored before the records.

    A *fatal* problem means that its entry is not among the records; others tell what was adapted.
    """

    records: tuple[Record, ...]
    problems: tuple[Problem, ...] = ()
    read: int = 0
    attachments: tuple[bytes, ...] = ()


def watched(rows: Iterable[_T], told: Told | None, total: int = 0) -> Iterator[_T]:
    """The rows one by one, telling how many were taken; ``told`` may raise :class:`StoppedError`.

    ``total`` is 0 where nobody knows how many there are.
    """
    for number, row in enumerate(rows):
        if told is not None and number % TELL_EVERY == 0:
            told(number, total)
        yield row
