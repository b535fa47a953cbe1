"""Blocks that are one position: what somebody said on an issue on one day, with the office of that day."""

from __future__ import annotations

from briefing_app.domain.people import posts_on
from briefing_app.domain.records import Block, Person, Position
from briefing_app.domain.stances import position_of, said_on
from briefing_app.reports import labels, wording
from briefing_app.reports.desk import Desk, language_of
from briefing_app.reports.model import Content, Item, Prose, Run, Section
from briefing_app.reports.spans import parse


def section(desk: Desk, block: Block, key: str) -> Section | None:
    """The section of a position; None, with a finding, where it is gone, too confidential or not said yet."""
    person = desk.workspace.find("person", block.ref)
    said = position_of(person, block) if isinstance(person, Person) else None
    if not isinstance(person, Person) or said is None:
        issue = str(block.options.get("issue", "")) or block.ref
        desk.tell("warn", f'What was said on "{issue}" is not in the workspace any more.', key)
        return None
    if not desk.may_show(person):
        return None
    if (span := parse(said.date)) and span.is_after(desk.as_of):
        desk.tell("warn", f'What was said on "{said.issue}" came after the as-of date; it is left out.', key)
        return None
    desk.use(person)
    body = (
        _lead(desk, person, said),
        *_words(desk, said, key),
        *desk.prose(desk.own_words(block), desk.language),
    )
    heading = str(block.options.get("heading", ""))
    return Section(
        key, "text", heading, body, lang=desk.language, marking=person.marking, anchor=person.id
    )  # fmt: skip


def _lead(desk: Desk, person: Person, said: Position) -> Prose:
    """Who, in which office then, on what, when."""
    posts = posts_on(person, said_on(said)) if said.date else ()
    office = desk.title_of_post(posts[0]) if posts else ""
    named = (desk.name_of(person), office)
    who = (
        "　".join(reversed(named)).strip()
        if desk.language == "ja"
        else ", ".join(each for each in named if each)
    )
    issue = desk.translated(said.issue)[0]
    head = labels.words(desk.language)["said_on"].format(who=who, issue=issue)
    when = wording.edtf(said.date, desk.dates) if said.date else ""
    return Prose("p", (Item((Run(head, "strong"), Run(f"  {when}" if when else ""))),), lang=desk.language)


def _words(desk: Desk, said: Position, key: str) -> list[Content]:
    """The stance in a sentence, what was said, and the very words; the source follows the last of them."""
    cites = desk.cites.cite_all((said.source,) if said.source else (), said.locator)
    places = (said.locator,) if said.locator and len(cites) == 1 else ()
    if not cites:
        desk.tell("warn", f'"{said.issue}" ({wording.edtf(said.date, desk.dates)}) has no source.', key)
    texts = [desk.translated(each)[0] for each in (said.stance, said.statement) if each]
    made = [(Prose("p", (Item((Run(each),)),), lang=language_of(each)), each) for each in texts]
    if said.quotation:
        made.append(
            (
                Prose("quote", (Item((Run(said.quotation),)),), lang=language_of(said.quotation)),
                said.quotation,
            )
        )
    if not made:
        return []
    last, text = made[-1]
    cited = Prose(last.kind, (Item((Run(text, cites=cites, places=places),)),), lang=last.lang)
    return [*(prose for prose, _text in made[:-1]), cited]
