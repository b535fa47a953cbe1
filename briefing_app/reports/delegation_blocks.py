"""Blocks that are a delegation in any paper: both sides in order of precedence, counterparts in one row."""

from __future__ import annotations

from briefing_app.domain.delegations import Member, seats
from briefing_app.domain.records import Block, Delegation
from briefing_app.reports import labels, seating_pages, wording
from briefing_app.reports.desk import Desk
from briefing_app.reports.model import Section, Table


def section(desk: Desk, block: Block, key: str) -> Section | None:
    """The section of a delegation, offices as on the day it meets; None, with a finding, where it is gone."""
    record = desk.workspace.find("delegation", block.ref)
    if not isinstance(record, Delegation):
        desk.tell("warn", f'The delegation "{block.ref}" is not in the workspace any more.', key)
        return None
    if not desk.may_show(record):
        return None
    desk.use(record)
    ours, theirs = seating_pages.members_of(desk, record)
    day = seating_pages.day_of(desk, record)

    def told(member: Member | None) -> tuple[str, str]:
        return seating_pages.member_words(desk, member, day) if member is not None else ("", "")

    rows = tuple((*told(pair.left), *told(pair.right)) for pair in seats(ours, theirs))
    words = labels.words(desk.language)
    head = (words["our_side"], words["office"], words["their_side"], words["office"])
    title = desk.translated(record.title)[0]
    heading = str(block.options.get("heading", "")) or f"{title} · {wording.day(day, desk.dates)}"
    return Section(
        key,
        "text",
        heading,
        (
            Table(head, rows, ("l", "l", "l", "l"), (2, 3, 2, 3)),
            *desk.prose(desk.own_words(block), desk.language),
        ),
        lang=desk.language,
        marking=record.marking,
        anchor=record.id,
    )
