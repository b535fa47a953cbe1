"""The seating plan of a delegation: the table from above, and both sides in order of precedence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from briefing_app.domain import people
from briefing_app.domain.delegations import Member, sides
from briefing_app.domain.records import Block, Delegation, Event, Person, title_of
from briefing_app.domain.seating import Plan, plan
from briefing_app.reports import blocks as general
from briefing_app.reports import gather, labels, wording
from briefing_app.reports.desk import Desk, event_day
from briefing_app.reports.model import Section, Table
from briefing_app.reports.seating_model import PlannedBoard, PlannedSeat, SeatingPlan
from briefing_app.reports.signs import signs

BLOCKS = ("delegation",)
# More places than this on a long side do not fit across the page: the table is then turned.
_ACROSS = 5


def sections(desk: Desk, blocks: tuple[Block, ...]) -> tuple[Section, ...]:
    """The plan of each delegation a block names, else of the newest that stands on the day."""
    made: list[Section] = []
    for record in delegations_of(desk, blocks):
        made += _of(desk, record, is_first=not made)
    is_seated = bool(made)
    for number, block in enumerate(blocks):
        if block.type not in BLOCKS and block.options.get("include") is not False:
            made += [own] if (own := general.section(desk, block, number)) else []
    if not is_seated:
        desk.tell("warn", "There is no delegation to seat: make one in the People tab.", "delegation")
    return tuple(made)


def delegations_of(desk: Desk, blocks: tuple[Block, ...]) -> list[Delegation]:
    """The delegations that blocks name; where none is named, the newest that met before or on the day."""
    stored = [each for each in desk.workspace.records("delegation") if isinstance(each, Delegation)]
    wanted = [block.ref for block in blocks if block.type == "delegation" and block.ref
              and block.options.get("include") is not False]  # fmt: skip
    shown = [each for each in stored if desk.may_show(each)]
    if wanted:
        return [each for key in wanted for each in shown if each.id == key]
    known = [each for each in shown if day_of(desk, each) <= desk.as_of]
    return known and [max(known, key=lambda each: (day_of(desk, each), each.id))]


def day_of(desk: Desk, record: Delegation) -> date:
    """The day of the meeting: offices are those of that day. The as-of day where none is known."""
    event = _meeting(desk, record)
    if event is not None:
        return event_day(event)
    try:
        return date.fromisoformat(record.day)
    except ValueError:
        return desk.as_of


def _meeting(desk: Desk, record: Delegation) -> Event | None:
    """The meeting of a delegation, where it is an event that the paper may show."""
    found = desk.workspace.find("event", record.event) if record.event else None
    return found if isinstance(found, Event) and desk.may_show(found) else None


def members_of(desk: Desk, record: Delegation) -> tuple[list[Member], list[Member]]:
    """Both lists in order of precedence, names of one rank by reading in Japanese and by alphabet else."""
    known = {person.id: person for person in desk.people()}
    if missing := [m.person for m in record.members if m.person not in known]:
        names = [title_of(found) if (found := desk.workspace.find("person", m)) else m for m in missing]
        text = f'{len(missing)} of "{record.title}" are not shown: {", ".join(names)}.'
        desk.tell("warn", text, target=f"delegation:{record.id}")
    return sides(record, known, day_of(desk, record), "gojuon" if desk.language == "ja" else "alphabet")


def _of(desk: Desk, record: Delegation, *, is_first: bool) -> list[Section]:
    desk.use(record)
    ours, theirs = members_of(desk, record)
    day = day_of(desk, record)
    by_id = {member.person.id: member.person for member in (*ours, *theirs)}
    shown = plan(record, [m.person.id for m in ours], [m.person.id for m in theirs])
    if any(member.is_derived for member in (*ours, *theirs)):
        desk.tell("note", f'Ranks in "{record.title}" follow from titles: check the order.', record.id)
    lang = desk.language
    event = _meeting(desk, record)
    title = desk.translated(record.title)[0]
    place = event.place if event is not None else ""
    where = desk.translated(place)[0] if place else ""
    head = " · ".join(part for part in (wording.day(day, desk.dates), where) if part)
    words = labels.words(lang)
    drawn = _drawn(desk, shown if record.seats else _centred(shown), by_id)
    made = [
        Section(
            f"seating-{record.id}", "seating", title, (drawn,), lang=lang, empty=head,
            new_page=not is_first, marking=record.marking,
        )
    ]  # fmt: skip
    for key, members in (("our_side", ours), ("their_side", theirs)):
        if members:
            rows = tuple(_row(desk, number, each, shown, day) for number, each in enumerate(members, 1))
            titles = (words["index"], words["name"], words["office"], words["seat"])
            table = Table(titles, rows, ("r", "l", "l", "l"), (0, 1, 1, 0))
            made.append(Section(f"{key}-{record.id}", "text", words[key], (table,), lang=lang, level=3))
    return made


def _row(desk: Desk, number: int, member: Member, shown: Plan, day: date) -> tuple[str, ...]:
    seat = shown.seat_of(member.person.id)
    return (str(number), *member_words(desk, member, day), seat.name if seat else "")


def member_words(desk: Desk, member: Member, day: date) -> tuple[str, str]:
    """The names of somebody in a delegation, and the office of the day with what else is to be said."""
    card = gather.card(desk, member.person)
    names = " ".join(part for part in (desk.name_of(member.person), card.native) if part)
    names += signs(desk.language).bracketed(card.reading) if card.reading else ""
    gather.tell_if_late(desk, member.person, f"person-{member.person.id}")
    said = (_office(desk, member, day), member.role, card.late)
    return names, " · ".join(part for part in said if part)


def _office(desk: Desk, member: Member, day: date) -> str:
    """The title of the office and how it is held; one of before or after the day says so."""
    when, post = ("now", member.post) if member.post else people.main_office(member.person, day)
    if post is None:
        return ""
    title = desk.title_of_post(post)
    words = labels.words(desk.language)
    return title if when == "now" else words[f"{when}_office"].format(office=title)


def _centred(shown: Plan) -> Plan:
    """The plan with the smaller side in the middle of its edge, opposite the larger one."""
    if shown.form != "opposite":
        return shown
    seats = list(shown.seats)
    for letter in "AB":
        taken = [seat.x for seat in seats if seat.person and seat.name.startswith(letter)]
        if taken:
            off = (min(taken) + max(taken)) / 2
            seats = [replace(s, x=s.x - off) if s.name.startswith(letter) else s for s in seats]
    return replace(shown, seats=tuple(seats))


def _drawn(desk: Desk, shown: Plan, by_id: dict[str, Person]) -> SeatingPlan:
    turned = shown.form == "opposite" and shown.bounds.width > _ACROSS
    bounds = shown.bounds

    def at(x: float, y: float) -> tuple[int, int]:
        x, y = x - bounds.x, y - bounds.y
        return (round(y * 1000), round(x * 1000)) if turned else (round(x * 1000), round(y * 1000))

    seats = []
    said = []
    for seat in shown.seats:
        x, y = at(seat.x, seat.y)
        person = by_id.get(seat.person)
        if person is None:  # a place that nobody takes is none on the day
            continue
        card = gather.card(desk, person)
        other = card.native or (people.native_name(person) if desk.language == "en" else "")
        native_lang = "ja" if desk.language == "en" else "en"
        seats.append(PlannedSeat(x, y, seat.name, card.name, other, desk.language, native_lang))
        said.append(f"{seat.name} {card.name}")
    boards = []
    for board in shown.boards:
        x, y = at(board.x, board.y)
        width, height = round(board.width * 1000), round(board.height * 1000)
        boards.append(PlannedBoard(x, y, height, width) if turned else PlannedBoard(x, y, width, height))
    width, height = round(bounds.width * 1000), round(bounds.height * 1000)
    size = (height, width) if turned else (width, height)
    return SeatingPlan(tuple(seats), tuple(boards), *size, signs(desk.language).listed(said) or "-")
