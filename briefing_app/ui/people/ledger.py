"""Everybody's positions in one table: issue, who, in which office then, what, when, where it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from briefing_app.app.i18n import language, tr
from briefing_app.domain import people
from briefing_app.domain.date_words import words
from briefing_app.domain.fuzzydate import is_edtf, parse
from briefing_app.domain.records import Person, Source
from briefing_app.ui.record_words import office_words
from briefing_app.ui.widgets.table_model import Column, TableModel


@dataclass(frozen=True)
class Said:
    """One position of one person. ``moved``: the stance differs from the one before on the same issue."""

    key: str
    person: Person
    issue: str
    stance: str
    statement: str
    day: date
    when: str
    office: str
    source: str
    moved: bool


def positions(
    found: Iterable[Person], sources: Mapping[str, Source], until: date, shown: Callable[[str], str] = str
) -> list[Said]:
    """All positions taken until a day, by issue and day; the office is that of the day it was said."""
    said: list[Said] = []
    for person in found:
        last: dict[str, str] = {}
        ordered = sorted(enumerate(person.positions), key=lambda each: _day(each[1].date))
        for place, position in ordered:
            day = _day(position.date)
            if day > until:
                continue
            source = sources.get(position.source)
            before = last.get(position.issue)
            said.append(
                Said(
                    f"{person.id}/{place}", person, position.issue, position.stance, position.statement, day,
                    words(position.date, language()) if is_edtf(position.date) else position.date,
                    office_words(person, day, shown), source.publisher or source.title if source else "",
                    before is not None and before != position.stance,
                )
            )  # fmt: skip
            last[position.issue] = position.stance
    return sorted(said, key=lambda each: (each.issue, each.day))


def ledger_model() -> TableModel[Said]:
    """The table of positions."""
    return TableModel(
        [
            Column(tr("Issue"), lambda said: said.issue, width=20, bold=True),
            Column(tr("Date"), lambda said: said.when, sort=lambda said: said.day, width=13),
            Column(
                tr("Who"), lambda said: people.latin_name(said.person), width=13, tip=lambda said: said.office
            ),
            Column(tr("Stance"), lambda said: said.stance, width=0, tip=lambda said: said.statement),
            Column(tr("Moved"), lambda said: tr("moved") if said.moved else "", width=7, tone=_moved_tone),
            Column(tr("Source"), lambda said: said.source, width=14),
        ],
        lambda said: said.key,
    )


def _who(said: Said) -> str:
    return people.latin_name(said.person)


def _moved_tone(said: Said) -> str:
    return "caution" if said.moved else ""


def _day(edtf: str) -> date:
    return parse(edtf).sort_day if edtf and is_edtf(edtf) else date.min
