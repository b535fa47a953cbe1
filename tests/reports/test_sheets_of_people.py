"""Sheets of people, seats and months: what each names its sources by, and what shares a page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from briefing_app.domain.records import (
    Block,
    Briefing,
    Delegation,
    DelegationMember,
    Event,
    Note,
    Participant,
    Person,
    PersonName,
    Post,
    Quotation,
    Relation,
    Source,
    TypedDate,
)
from briefing_app.reports.briefing import TEMPLATES, default_briefing, gather_report, typeset
from briefing_app.reports.markdown_edition import to_markdown
from briefing_app.reports.model import EventRow, NameBlock, Prose, ReportData, Section
from briefing_app.reports.seating_model import SeatingPlan
from briefing_app.store.workspace import Workspace
from tests.reports.conftest import fill

DAY = date(2025, 5, 24)
NAMES = (PersonName("Jane Doe"),)


def paper(workspace: Workspace, template: str, *blocks: Block, language: str = "en") -> ReportData:
    briefing = Briefing(template=template, language=language, blocks=blocks)
    return gather_report(workspace, briefing, as_of=DAY, language=language)  # type: ignore[arg-type]


def person_of(workspace: Workspace, *, language: str = "en") -> tuple[Section, ...]:
    return paper(workspace, "bio", Block("person", "doe"), language=language).sections


def met(number: int, day: str, source: str = "s") -> Event:
    return Event(
        id=f"e{number}",
        title=f"Talks {number}",
        dates=(TypedDate(day),),
        sources=(source,),
        category="talks",
        participants=(Participant("doe"),),
    )


def test_posts_and_meetings_name_their_sources(desk_space: Workspace) -> None:
    sources = (
        Source(id="s", title="First", date="2025-01-01"),
        Source(id="t", title="Other", date="2025-01-02"),
    )
    doe = Person(id="doe", names=NAMES, posts=(Post("Minister", "M", "2024-01-01"),), sources=("t",))
    fill(desk_space, *sources, doe, met(1, "2025-05-02"))
    sections = person_of(desk_space)
    named = sections[0].items[1]
    assert isinstance(named, Prose)
    assert named.items[0].runs[0].cites == (1,)
    table = next(section for section in sections if section.id == "meetings-doe").items[0]
    assert isinstance(table, Prose)
    assert table.rows[1][1].runs[0].cites == (2,)


def test_a_person_without_a_source_is_told(desk_space: Workspace) -> None:
    fill(desk_space, Person(id="doe", names=NAMES, posts=(Post("Minister", "M", "2024-01-01"),)))
    told = [problem.text for problem in paper(desk_space, "bio", Block("person", "doe")).problems]
    assert any("no source for names and posts" in text for text in told)


def test_what_a_person_said_is_quoted_but_not_what_comes_later(desk_space: Workspace) -> None:
    said = Quotation("Early words", "doe", "2025-05-01")
    note = Note(
        id="n", title="N", body="x", quotations=(said, replace(said, text="Late words", date="2025-05-25"))
    )
    fill(desk_space, Person(id="doe", names=NAMES), replace(note, tags=("known:2025-05-02",)))
    shown = repr(person_of(desk_space))
    assert "“Early words” (1 May 2025)" in shown
    assert "Late words" not in shown


def test_forms_of_address_are_printed_only_where_somebody_wrote_them(desk_space: Workspace) -> None:
    fill(desk_space, Person(id="doe", names=NAMES, address={"speech": "Your Excellency"}))
    shown = repr(person_of(desk_space))
    assert "In speech" in shown
    assert "Your Excellency" in shown
    assert "Dear" not in shown


def test_short_sheets_share_a_page_and_long_ones_have_their_own(desk_space: Workspace) -> None:
    short = [Person(id=f"p{n}", names=(PersonName(f"Short {n}"),)) for n in range(3)]
    fill(desk_space, *short)
    blocks = tuple(Block("person", each.id) for each in short)
    report = paper(desk_space, "bio", *blocks)
    assert {mark.page for mark in typeset(report).marks()} == {1}
    positions = tuple(
        Post(f"Post {n} " + "of many words " * 8, "Body", "2020-01-01", "2021-01-01") for n in range(40)
    )
    fill(desk_space, Person(id="long", names=(PersonName("Long One"),), posts=positions))
    report = paper(desk_space, "bio", Block("person", "p0"), Block("person", "long"), Block("person", "p1"))
    pages = {mark.id: mark.page for mark in typeset(report).marks()}
    assert (pages["person-p0"], pages["person-long"]) == (1, 2)


def test_nobody_sits_on_a_printed_seat_that_is_empty(desk_space: Workspace) -> None:
    people = [Person(id=f"p{n}", names=(PersonName(f"Name {n}"),)) for n in range(3)]
    members = tuple(DelegationMember(each.id, "theirs" if n else "ours") for n, each in enumerate(people))
    fill(desk_space, *people, Delegation(id="d", title="Talks", day="2025-05-23", members=members))
    plan = paper(desk_space, "seating-plan", Block("delegation", "d")).sections[0].items[0]
    assert isinstance(plan, SeatingPlan)
    assert sorted(seat.key for seat in plan.seats) == ["A1", "B1", "B2"]
    middle = next(seat.x for seat in plan.seats if seat.key == "A1")
    assert middle == plan.width / 2


def test_a_year_with_many_events_is_told_by_month(desk_space: Workspace) -> None:
    source = Source(id="s", title="First", date="2025-01-01")
    events = [met(n, f"2025-0{1 + n % 3}-0{1 + n}") for n in range(8)]
    fill(desk_space, source, Person(id="doe", names=NAMES), met(99, "2024-03-01"), *events)
    rows = [
        item
        for section in paper(desk_space, "chronology", Block("events")).sections
        for item in section.items
        if isinstance(item, EventRow)
    ]
    assert [row.month for row in rows][:4] == ["", "January 2025", "January 2025", "January 2025"]
    assert rows[-1].month == "March 2025"


def test_the_name_block_of_a_long_list_stays_one(desk_space: Workspace) -> None:
    fill(desk_space, Person(id="doe", names=NAMES))
    blocks = [
        item for section in person_of(desk_space) for item in section.items if isinstance(item, NameBlock)
    ]
    assert [block.name for block in blocks] == ["Jane Doe"]


def test_a_question_without_an_answer_is_told_and_says_so(desk_space: Workspace) -> None:
    fill(
        desk_space,
        Note(id="q", title="Q", kind="qa", language="en", body="## Q1. What now?\n\n## Q2. Why?\nSo.\n"),
    )
    report = paper(desk_space, "qa", Block("questions", "q"))
    assert any('"What now?" has no answer yet' in problem.text for problem in report.problems)
    assert "no answer written yet" in repr(report.sections[0])
    assert "no answer written yet" not in repr(report.sections[1])


def test_large_print_begins_each_person_on_a_page_but_the_first_below_the_title(
    desk_space: Workspace,
) -> None:
    fill(desk_space, *(Person(id=f"p{n}", names=(PersonName(f"Name {n}"),)) for n in range(2)))
    briefing = Briefing(template="bio", language="en", blocks=(Block("person", "p0"), Block("person", "p1")))
    report = gather_report(desk_space, briefing, as_of=DAY, language="en", large_print=True)
    pages = {mark.id: mark.page for mark in typeset(report).marks()}
    assert (pages["person-p0"], pages["person-p1"]) == (1, 2)


def test_meetings_that_are_not_shown_are_counted(desk_space: Workspace) -> None:
    fill(desk_space, Source(id="s", title="First", date="2025-01-01"), Person(id="doe", names=NAMES))
    fill(desk_space, *(met(number, f"2025-04-{number:02}") for number in range(1, 12)))
    items = next(each for each in person_of(desk_space) if each.id == "meetings-doe").items
    assert isinstance(items[0], Prose)
    assert len(items[0].rows) == 9
    assert isinstance(items[1], Prose)
    assert items[1].items[0].runs[0].text == "Earlier meetings not shown: 3."


def test_a_post_or_relation_that_goes_on_says_since_when(desk_space: Workspace) -> None:
    roe = Person(id="roe", names=(PersonName("Ann Roe"),))
    doe = Person(
        id="doe",
        names=NAMES,
        posts=(Post("Minister", "M", "2025-04-16"), Post("Envoy", "N", "2024-01-01", "2025-01-01")),
        relations=(Relation("roe", "colleague", "2025-04-16"),),
    )
    fill(desk_space, roe, doe)
    shown = repr(person_of(desk_space))
    assert "M  since 16 April 2025" in shown
    assert "N  1 January 2024 – 1 January 2025" in shown
    assert "colleague (since 16 April 2025)" in shown
    assert "（令和7年4月16日から）" in repr(person_of(desk_space, language="ja"))


def test_no_position_of_the_sample_is_english_on_a_japanese_sheet(sample: Workspace) -> None:
    """Issues, stances, statements, places in sources and relations have their Japanese, whatever the day."""
    briefing = default_briefing(TEMPLATES["bio"], "ja")
    for day in (date(2025, 9, 20), date(2026, 3, 20)):
        text = to_markdown(gather_report(sample, briefing, as_of=day, language="ja")).split("出典\n")[0]
        assert "見出し" in text
        assert re.findall(r"[A-Za-z][a-z]+(?: [a-z]+){2,}|headline|Prime Minister", text) == []
