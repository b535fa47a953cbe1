"""The table of counterparts: who sits opposite whom, by rank."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from briefing_app.app.i18n import tr
from briefing_app.domain import people
from briefing_app.domain.delegations import Member, Seat
from briefing_app.ui.people.member_panel import reason
from briefing_app.ui.widgets.table_model import Column, TableModel


def pairs_model(day: Callable[[], date], office_of: Callable[[Member], str]) -> TableModel[Seat]:
    """The table of pairs; whose facts were not reviewed by ``day`` is marked."""

    def said(member: Member | None) -> str:
        if member is None:
            return ""
        office = office_of(member)
        return f"{member.role} · {office}" if member.role else office

    def office(member: Member | None) -> str:
        is_late = member is not None and people.freshness(member.person, day()) == "overdue"
        return tr("stale · {office}", office=said(member)) if is_late else said(member)

    def tip(member: Member | None) -> str:
        return f"{said(member)}\n{reason(member)}" if member is not None else ""

    return TableModel(
        [
            Column("", lambda seat: str(seat.number), sort=lambda seat: seat.number, align="right", width=3),
            Column(tr("Our side"), lambda seat: _name(seat.left), width=21, bold=True),
            Column(tr("Office"), lambda seat: office(seat.left), width=0, tip=lambda seat: tip(seat.left)),
            Column(tr("Their side"), lambda seat: _name(seat.right), width=21, bold=True),
            Column(tr("Office"), lambda seat: office(seat.right), width=0, tip=lambda seat: tip(seat.right)),
            Column(tr("Rank"), _rank, width=12, tip=_rank),
        ],
        lambda seat: seat.number,
    )


def card_lines(shown: Iterable[Seat], office_of: Callable[[Member], str]) -> str:
    """One line a person for place cards: number, name in both scripts with its reading, office."""
    lines = []
    for seat in shown:
        for member in (seat.left, seat.right):
            if member is not None:
                person = member.person
                names = [people.capital_name(person), people.native_name(person), people.reading(person)]
                lines.append("\t".join([str(seat.number), *names, office_of(member)]))
    return "\n".join(lines)


def card_names(members: Iterable[Member]) -> dict[str, tuple[str, str]]:
    """The two lines on each person's card, by id."""
    return {
        each.person.id: (people.capital_name(each.person), people.native_name(each.person))
        for each in members
    }


def _name(member: Member | None) -> str:
    if member is None:
        return ""
    return f"{people.capital_name(member.person)}  {people.native_name(member.person)}".strip()


def _rank(seat: Seat) -> str:
    member = seat.left or seat.right
    if member is None or not member.rank:
        return ""
    return f"{tr(member.rank)} *" if member.is_derived else tr(member.rank)
