"""Biographical sheets: who somebody is on the day, what they said, with whom, when they were met."""

from __future__ import annotations

from dataclasses import replace

from briefing_app.domain.people import posts_on
from briefing_app.domain.records import Block, Person, Position, Post
from briefing_app.reports import blocks as general
from briefing_app.reports import gather, labels, wording
from briefing_app.reports.desk import WITHHELD, Desk, event_day
from briefing_app.reports.model import Content, Item, NameBlock, Prose, Run, Section, Table
from briefing_app.reports.portraits import portrait
from briefing_app.reports.spans import parse

BLOCKS = ("people",)
_MEETINGS = 8


def sections(desk: Desk, blocks: tuple[Block, ...]) -> tuple[Section, ...]:
    """One page per person: those a block names, else who took part most often; own text between."""
    made: list[Section] = []
    shown: set[str] = set()
    for number, block in enumerate(blocks):
        if block.options.get("include") is False:
            continue
        if block.type not in ("person", "people"):
            made += [own] if (own := general.section(desk, block, number)) else []
            continue
        for person in _of_block(desk, block):
            if person.id not in shown:
                shown.add(person.id)
                made += pages_of(desk, person, first=not made)
    if not shown:
        desk.tell("warn", "There is nobody to show: name people in the block.", "people")
    return tuple(made)


def _of_block(desk: Desk, block: Block) -> list[Person]:
    if block.type == "person":
        return [person for person in desk.people() if person.id == block.ref]
    return chosen(desk, block)


def chosen(desk: Desk, block: Block, limit: int = 8) -> list[Person]:
    """The people a block names, else those who took part most often, of its country if it names one."""
    wanted = block.options.get("people")
    if wanted:
        return [person for person in desk.people() if person.id in wanted]
    return gather.counterparts(desk, country=str(block.options.get("country", "")), limit=limit)


def pages_of(desk: Desk, person: Person, *, first: bool = False) -> list[Section]:
    """The sections of one person's page."""
    card = gather.card(desk, person)
    posts = tuple(_post(desk, post) for post in posts_on(person, desk.as_of))
    shown = portrait(desk, person, card.name)
    block = NameBlock(
        card.name, card.native, card.reading, card.pronunciation, person.country, posts, lang=card.lang,
        photo=shown.svg, photo_alt=shown.alt, photo_credit=shown.credit,
    )  # fmt: skip
    key, lang = f"person-{person.id}", desk.language
    made = [
        Section(
            key,
            "person",
            card.name,
            (block,),
            lang=lang,
            new_page=not first,
            marking=person.marking,
            anchor=person.id,
        )
    ]
    for name, items in (
        ("positions", _positions(desk, person)), ("career", _career(desk, person)),
        ("meetings", _meetings(desk, person)), ("relations", _relations(desk, person)),
    ):  # fmt: skip
        if items:
            title = desk.section_title(name)
            made.append(Section(f"{name}-{person.id}", "text", title, items, lang=lang, level=3))
    if (late := _reviewed_late(desk, person)) is not None:
        made[0] = replace(made[0], items=(*made[0].items, late))
        text = f"{card.name} was due for review by {person.review_by}."
        desk.tell("warn", text, f"person-{person.id}", is_stale=True)
    return made


def _reviewed_late(desk: Desk, person: Person) -> Prose | None:
    """A line that says so where nobody reviewed the person in time; a month or year counts to its end."""
    due = parse(person.review_by)
    if due is None or due.last is None or due.last >= desk.as_of:
        return None
    words = labels.words(desk.language)["reviewed_late"]
    said = words.format(day=wording.edtf(person.review_by, desk.dates))
    return Prose("p", (Item((Run(said, "strong"),)),))


def _post(desk: Desk, post: Post) -> str:
    title = desk.title_of_post(post)
    since = wording.edtf(post.from_, desk.dates) if post.from_ else ""
    place = desk.organisation_name(post.organisation) if post.organisation else ""
    if desk.language == "ja":
        return f"{title}" + (f"（{since}就任）" if since else "")
    return ", ".join(part for part in (title, place) if part) + (f" (since {since})" if since else "")


def _positions(desk: Desk, person: Person) -> tuple[Content, ...]:
    known = [p for p in person.positions if (said := parse(p.date)) and not said.is_after(desk.as_of)]
    known.sort(key=lambda position: position.date, reverse=True)
    return (Prose("ul", tuple(_position(desk, position) for position in known)),) if known else ()


def _position(desk: Desk, position: Position) -> Item:
    when = wording.edtf(position.date, desk.dates)
    head = f"{position.issue}: {position.stance}." if position.stance else f"{position.issue}."
    cites = desk.cites.cite_all((position.source,) if position.source else (), position.locator)
    places = (position.locator,) if position.locator and len(cites) == 1 else ()
    if not cites:
        desk.tell("warn", f'"{position.issue}" ({when}) has no source.')
    return Item((Run(head, "strong"), Run(f" {position.statement} ({when})", "", cites, "", places)))


def _career(desk: Desk, person: Person) -> tuple[Content, ...]:
    rows = []
    for post in sorted(person.posts, key=lambda post: post.from_, reverse=True):
        start = parse(post.from_)
        if start and start.is_after(desk.as_of):
            continue
        ended = parse(post.to)
        end = wording.edtf(post.to, desk.dates) if ended and not ended.is_after(desk.as_of) else ""
        period = f"{wording.edtf(post.from_, desk.dates)} – {end}".strip() if post.from_ else ""
        rows.append((period, desk.title_of_post(post), desk.organisation_name(post.organisation)))
    return (Prose("ul", tuple(_row_item(row) for row in rows)),) if rows else ()


def _row_item(row: tuple[str, ...]) -> Item:
    period, title, place = row
    rest = "  ".join(part for part in (f", {place}" if place else "", period) if part)
    return Item((Run(title, "strong"), Run(rest if place else f"  {rest}")))


def _meetings(desk: Desk, person: Person) -> tuple[Content, ...]:
    met = [
        event
        for event in desk.events()
        if any(part.person == person.id for part in event.participants) and event_day(event) <= desk.as_of
    ][-_MEETINGS:]
    if not met:
        return ()
    words = labels.words(desk.language)
    rows = tuple(
        (wording.day(event_day(event), desk.dates), desk.translated(event.title)[0])
        for event in reversed(met)
    )
    return (Table((words["date"], words["event"]), rows, ("l", "l"), (0, 1)),)


def _relations(desk: Desk, person: Person) -> tuple[Content, ...]:
    items = []
    for relation in person.relations:
        begun = parse(relation.from_)
        name = desk.person_name(relation.person)
        if name in (None, WITHHELD) or (begun and begun.is_after(desk.as_of)):
            continue
        since = f" ({wording.edtf(relation.from_, desk.dates)} –)" if relation.from_ else ""
        cites = desk.cites.cite_all((relation.source,) if relation.source else ())
        items.append(
            Item((Run(name, "strong"), Run(f": {desk.translated(relation.type)[0]}{since}", "", cites)))
        )
    return (Prose("ul", tuple(items)),) if items else ()
