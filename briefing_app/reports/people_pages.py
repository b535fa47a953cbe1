"""Biographical sheets: who somebody is on the day, what they said, with whom, when they were met."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from briefing_app.domain.address_forms import address_forms
from briefing_app.domain.people import is_meeting, office_of_then, posts_on
from briefing_app.domain.records import Block, Person, Position, Post, Quotation
from briefing_app.domain.relations import Link, links
from briefing_app.reports import blocks as general
from briefing_app.reports import gather, labels, wording
from briefing_app.reports.desk import Desk, event_day, language_of
from briefing_app.reports.headed_blocks import set_apart
from briefing_app.reports.model import Content, Item, NameBlock, Prose, Run, Section
from briefing_app.reports.portraits import portrait
from briefing_app.reports.released import WITHHELD
from briefing_app.reports.signs import signs
from briefing_app.reports.spans import parse

BLOCKS = ("people",)
_MEETINGS = 8
_QUOTATIONS = 3
# Sheets of at most so many lines are kept whole and share a page; so many letters go into a line.
_LINES_OF_A_CARD, _WIDE = 34, 80


def sections(desk: Desk, blocks: tuple[Block, ...]) -> tuple[Section, ...]:
    """One page per person: those a block names, else who took part most often; own text between."""
    made: list[Section] = []
    shown: set[str] = set()
    for number, block in enumerate(blocks):
        if block.options.get("include") is False:
            continue
        if block.type not in ("person", "people"):
            made += [set_apart(desk, block, own)] if (own := general.section(desk, block, number)) else []
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
    sourced = _post_sources(desk, person)
    made = [
        Section(
            key,
            "person",
            card.name,
            (block, *sourced),
            lang=lang,
            new_page=not first,
            marking=person.marking,
            anchor=person.id,
        )
    ]
    for name, items in (
        ("positions", _positions(desk, person)), ("quoted", _quoted(desk, person)),
        ("career", _career(desk, person)), ("meetings", _meetings(desk, person)),
        ("planned", _planned(desk, person)), ("relations", _relations(desk, person)),
        ("address", _address(desk, person)),
    ):  # fmt: skip
        if items:
            title = desk.section_title(name)
            made.append(Section(f"{name}-{person.id}", "text", title, items, lang=lang, level=3))
    if (reviewed := _reviewed(desk, person)) is not None:
        made[0] = replace(made[0], items=(*made[0].items, reviewed))
    gather.tell_if_late(desk, person, f"person-{person.id}")
    if is_short := _lines(made) <= _LINES_OF_A_CARD:
        made[0] = replace(made[0], new_page=False)
    return [replace(section, keep=is_short) for section in made]


def _lines(sections: list[Section]) -> float:
    """About how many lines the sections of a person fill on A4; a heading counts for two."""
    return sum(2 + sum(map(_lines_of, section.items)) for section in sections)


def _lines_of(item: Content) -> float:
    match item:
        case NameBlock():
            return 2 + sum(-(-len(post) // _WIDE) for post in item.posts) + (8 if item.photo else 0)
        case Prose(kind="table"):
            return 1.2 * len(item.rows)
        case Prose():
            return sum(-(-sum(len(run.text) for run in each.runs) // _WIDE) for each in item.items)
        case _:
            return 2


def _reviewed(desk: Desk, person: Person) -> Prose | None:
    """When the facts were reviewed and are to be reviewed again; strong where that is past."""
    words = labels.words(desk.language)
    if gather.review_late(desk, person):
        said = words["reviewed_late"].format(day=wording.edtf(person.review_by, desk.dates))
        return Prose("p", (Item((Run(said, "strong"),)),))
    parts = [
        words[name].format(day=wording.edtf(day, desk.dates))
        for name, day in (("reviewed_on", person.reviewed_on), ("review_by", person.review_by))
        if day
        and (known := parse(day)) is not None
        and (name == "review_by" or not known.is_after(desk.as_of))
    ]
    if not parts:
        return None
    joined = signs(desk.language).listed(parts)
    return Prose(
        "p", (Item((Run(joined[:1].upper() + joined[1:] + ("。" if desk.language == "ja" else ".")),)),)
    )


def _post(desk: Desk, post: Post) -> str:
    title = desk.title_of_post(post)
    since = wording.edtf(post.from_, desk.dates) if post.from_ else ""
    place = desk.organisation_name(post.organisation) if post.organisation else ""
    if desk.language == "ja":
        begun = "から" if post.kind == "designate" else "就任"
        return f"{title}" + (f"（{since}{begun}）" if since else "")
    return ", ".join(part for part in (title, place) if part) + (f" (since {since})" if since else "")


def _positions(desk: Desk, person: Person) -> tuple[Content, ...]:
    known = [p for p in person.positions if (said := parse(p.date)) and not said.is_after(desk.as_of)]
    known.sort(key=lambda position: position.date, reverse=True)
    # Words in another language stand ragged: stretched spaces are for nobody.
    lang = language_of(" ".join(desk.translated(position.statement)[0] for position in known[:1]))
    items = tuple(_position(desk, person, position) for position in known)
    return (Prose("ul", items, lang=lang),) if known else ()


def _position(desk: Desk, person: Person, position: Position) -> Item:
    when = wording.edtf(position.date, desk.dates)
    issue, stance, statement = (
        desk.translated(text)[0] for text in (position.issue, position.stance, position.statement)
    )
    if desk.language == "ja":
        head, said = (f"{issue}：{stance}。" if stance else f"{issue}。"), f"{statement}（{when}）"
    else:
        head, said = (f"{issue}: {stance}." if stance else f"{issue}."), f" {statement} ({when})"
    place = desk.translated(position.locator)[0]
    cites = desk.cites.cite_all((position.source,) if position.source else (), place)
    places = (place,) if place and len(cites) == 1 else ()
    if not cites:
        desk.tell("warn", f'"{position.issue}" ({when}) has no source.', target=f"person:{person.id}")
    return Item((Run(head, "strong"), Run(said, "", cites, "", places)))


def _quoted(desk: Desk, person: Person) -> tuple[Content, ...]:
    """What notes quote of the person, said on or before the day, newest first."""
    found: list[tuple[str, Quotation]] = []
    for note in desk.notes():
        for quotation in note.quotations:
            said = parse(quotation.date)
            if quotation.speaker == person.id and said and not said.is_after(desk.as_of):
                found.append((quotation.date, quotation))
                desk.use(note)
    found.sort(key=lambda pair: pair[0], reverse=True)
    items = tuple(_quotation(desk, quotation) for _date, quotation in found[:_QUOTATIONS])
    return (Prose("ul", items),) if items else ()


def _quotation(desk: Desk, quotation: Quotation) -> Item:
    is_foreign = (quotation.language or desk.language) != desk.language
    words = quotation.translation if is_foreign and quotation.translation else quotation.text
    place = desk.translated(quotation.locator)[0]
    cites = desk.cites.cite_all((quotation.source,) if quotation.source else (), place)
    places = (place,) if place and len(cites) == 1 else ()
    when = wording.edtf(quotation.date, desk.dates)
    if desk.language == "ja":
        return Item((Run(f"「{words}」（{when}）", "", cites, "", places),))
    return Item((Run(f"“{words}” ({when})", "", cites, "", places),))


def _address(desk: Desk, person: Person) -> tuple[Content, ...]:
    """How to speak and write to the person, where somebody entered it: what is derived is not for paper."""
    words = labels.words(desk.language)
    said = address_forms(person, desk.as_of)
    items = tuple(
        Item((Run(words.get(f"address_{use.replace(' ', '_').replace(',', '')}", use), "strong"),
              Run(f"{'　' if desk.language == 'ja' else ': '}{form.text}")))
        for use, form in said.items() if form.text and not form.is_derived
    )  # fmt: skip
    return (Prose("ul", items),) if items else ()


def _planned(desk: Desk, person: Person) -> tuple[Content, ...]:
    """Known plans that the person takes part in."""
    rows = []
    for event in desk.events():
        if any(part.person == person.id for part in event.participants):
            for typed, span in desk.knowledge.planned(event):
                cites = desk.cites.cite_all((typed.source,) if typed.source else event.sources[:1])
                title = desk.plan_words(event, typed)[0]
                rows.append((span.sort_day, wording.span_words(span, desk.dates), title, cites))
    rows.sort(key=lambda row: row[0])
    items = tuple(
        Item((Run(f"{when}  ", "strong"), Run(title, "", cites))) for _d, when, title, cites in rows
    )
    return (Prose("ul", items),) if items else ()


def _career(desk: Desk, person: Person) -> tuple[Content, ...]:
    posts = _known_posts(desk, person)
    is_said = desk.language == "en" or not any(post.organisation for post in posts)
    if is_said and set(posts) <= set(posts_on(person, desk.as_of)):
        return ()  # the block of the name says all of it
    rows = []
    for post in posts:
        ended = parse(post.to)
        end = wording.edtf(post.to, desk.dates) if ended and not ended.is_after(desk.as_of) else ""
        begun = wording.edtf(post.from_, desk.dates)
        said = signs(desk.language)
        period = (f"{begun}{said.to}{end}" if end else said.since(begun)) if post.from_ else ""
        rows.append((period, desk.title_of_post(post), desk.organisation_name(post.organisation)))
    return (Prose("ul", tuple(_row_item(row, desk.language) for row in rows)),)


def _known_posts(desk: Desk, person: Person) -> list[Post]:
    """The posts that had begun by the day, newest first."""
    begun = [
        post for post in person.posts if not ((start := parse(post.from_)) and start.is_after(desk.as_of))
    ]
    return sorted(begun, key=lambda post: post.from_, reverse=True)


def _post_sources(desk: Desk, person: Person) -> tuple[Content, ...]:
    """What names and posts rest on: a person has sources, a single post has none of its own."""
    cites = desk.cites.cite_all(person.sources)
    if not cites:
        desk.tell(
            "warn", f'"{desk.name_of(person)}" has no source for names and posts.', f"person-{person.id}"
        )
        return ()
    words = labels.words(desk.language)["post_sources"]
    return (Prose("p", (Item((Run(words, "emph", cites),)),)),)


def _row_item(row: tuple[str, ...], language: str) -> Item:
    period, title, place = row
    rest = "  ".join(part for part in (f"{signs(language).comma}{place}" if place else "", period) if part)
    return Item((Run(title, "strong"), Run(rest if place else f"  {rest}")))


def _meetings(desk: Desk, person: Person) -> tuple[Content, ...]:
    met = [
        event
        for event in desk.events()
        if any(part.person == person.id for part in event.participants)
        and event_day(event) <= desk.as_of
        and is_meeting(event)
    ]
    if not met:
        return ()
    met, earlier = met[-_MEETINGS:], len(met[:-_MEETINGS])
    words = labels.words(desk.language)
    head = (Item((Run(words["date"]),)), Item((Run(words["event"]),)))
    rows = tuple(
        (
            Item((Run(wording.day(event_day(event), desk.dates)),)),
            Item(
                (
                    Run(desk.translated(event.title)[0], "", desk.cites.cite_all(event.sources)),
                    *_office_then(desk, person, event_day(event)),
                )
            ),
        )
        for event in reversed(met)
    )
    table = Prose("table", rows=(head, *rows))
    if not earlier:
        return (table,)
    return (table, Prose("p", (Item((Run(words["meetings_earlier"].format(count=earlier), "emph"),)),)))


def _office_then(desk: Desk, person: Person, day: date) -> tuple[Run, ...]:
    """The office on the day of a meeting where another is held on the day of the paper."""
    post = office_of_then(person, day, desk.as_of)
    if post is None:
        return ()
    said = labels.words(desk.language)["then_office"].format(office=desk.title_of_post(post))
    return (Run(f"（{said}）" if desk.language == "ja" else f" ({said})"),)


def _relations(desk: Desk, person: Person) -> tuple[Content, ...]:
    """The relations from both ends: whose deputy somebody is stands on the other's page as well."""
    items: list[Item] = []
    said = signs(desk.language)
    shown: set[tuple[str, str]] = set()
    for link in links(person, desk.people(), desk.as_of):
        relation, name = link.relation, desk.person_name(link.other)
        if name in (None, WITHHELD) or (link.other, link.words) in shown:
            continue  # both ends may name it
        shown.add((link.other, link.words))
        since = said.bracketed(said.since(wording.edtf(relation.from_, desk.dates))) if relation.from_ else ""
        cites = desk.cites.cite_all((relation.source,) if relation.source else ())
        words = relation_words(desk, link)
        items.append(Item((Run(name, "strong"), Run(f"{said.colon}{words}{since}", "", cites))))
    return (Prose("ul", tuple(items)),) if items else ()


def relation_words(desk: Desk, link: Link) -> str:
    """What the other is to this person; the terms of the workspace may name the relation as it is kept."""
    shown, _lang = desk.translated(link.words)
    if shown != link.words or desk.language != "ja":
        return shown
    head, _space, rest = link.words.partition(" ")
    known = labels.relation(head)
    if not known:
        return link.words
    office = desk.translated(rest.removeprefix("as "))[0]
    return f"{known}（{office}）" if rest else known
