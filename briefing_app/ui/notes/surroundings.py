"""What stands around a note, as values: found in a thread, shown by the side panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING

from briefing_app.domain.records import Source

if TYPE_CHECKING:
    from briefing_app.domain.text_checks import Finding

Place = tuple[str, str, str]


@dataclass(frozen=True)
class VersionLine:
    """An earlier state: when it was written (ISO, UTC), whether it is what stands there now. ``status`` with
    who and when (EDTF) where it was given then; empty where it is that of the state before.
    """

    changed: str
    is_current: bool
    status: str = ""
    status_by: str = ""
    status_on: str = ""


@dataclass(frozen=True)
class Pair:
    """The note in the other language. ``is_original``: the note at hand is the original."""

    id: str
    title: str
    language: str
    is_original: bool
    is_out_of_date: bool


@dataclass(frozen=True)
class Quoted:
    """Words quoted from a source, and their page (0: not said)."""

    words: str
    source: str
    page: int


@dataclass(frozen=True)
class Surroundings:
    """Questions, links to the note, notes that name it without a link, people, sources, quotations, versions;
    for a line to take where it is used (kind, id, title, word for word), and the note in the other language.
    """

    findings: Sequence[Finding] = ()
    backlinks: Sequence[Place] = ()
    mentions: Sequence[Place] = ()
    people: Sequence[tuple[str, str]] = ()
    sources: Sequence[Source] = ()
    quoted: Sequence[Quoted] = ()
    versions: Sequence[VersionLine] = ()
    used_in: Sequence[tuple[str, str, str, bool]] = field(default_factory=tuple)
    pair: Pair | None = None

    def since(self, before: Surroundings | None) -> Surroundings:
        """The same, with what did not change since ``before`` as the very object that it was: so the window
        sees at once what to show anew.
        """
        if before is None:
            return self
        same = {
            each.name: old
            for each in fields(self)
            if getattr(self, each.name) == (old := getattr(before, each.name))
        }
        return replace(self, **same)
