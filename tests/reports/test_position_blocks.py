"""Something said, by itself in a paper: its words follow the person, wherever it stands by now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from briefing_app.domain.change import Change, ChangeSet, added, replaced
from briefing_app.domain.records import (
    Block,
    Briefing,
    Note,
    Person,
    PersonName,
    Position,
    Post,
    Quotation,
    Source,
)
from briefing_app.domain.stances import block_of, position_of
from briefing_app.reports import briefing as papers
from briefing_app.reports import duty_lines
from briefing_app.store.workspace import Workspace

CARS = Position("Cars", "No exceptions", "He said it twice.", "2025-04-17", "s1", quotation="No exceptions.")
PERSON = Person(
    id="greer",
    names=(PersonName("Jamieson Greer", script="Latn"), PersonName("ジェミソン・グリア", script="Jpan")),
    posts=(Post("Trade Representative", "USTR", from_="2025-02-27"),),
    positions=(CARS, Position("Steel", "Open", date="2025-05-01")),
)


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "w.brief") as made:
        records = (PERSON, Source(id="s1", title="Report", publisher="Jiji", date="2025-04-17"))
        made.apply(ChangeSet("Fill", tuple(Change(r.record_kind, r.id, None, r) for r in records)))
        yield made


def paper(workspace, block, *, as_of=date(2025, 5, 24), language="en", release=""):
    briefing = Briefing(template="chronology", language=language, blocks=(block,))
    return papers.gather_report(workspace, briefing, as_of=as_of, language=language, release=release)


def lines(report):
    return [
        "".join(run.text for run in item.runs)
        for section in report.sections
        for prose in section.items
        for item in getattr(prose, "items", ())
    ]


def test_it_says_who_in_which_office_on_what_and_when(workspace):
    report = paper(workspace, block_of(PERSON, CARS))
    assert lines(report)[:4] == [
        "Jamieson Greer, Trade Representative, on Cars  17 April 2025",
        "No exceptions",
        "He said it twice.",
        "No exceptions.",
    ]
    cited = [
        run.cites for section in report.sections for prose in section.items for run in prose.items[0].runs
    ]
    assert cited[-1] == (1,)
    assert set(cited[:-1]) == {()}
    japanese = lines(paper(workspace, block_of(PERSON, CARS), language="ja"))
    assert japanese[0].startswith("Trade Representative\u3000ジェミソン・グリア：Carsについて")


def test_it_is_found_again_when_others_were_put_before_it(workspace):
    block = block_of(PERSON, CARS)
    changed = replace(CARS, stance="One exception")
    now = replace(PERSON, positions=(Position("Rice", "New", date="2025-05-20"), changed))
    workspace.apply(replaced(PERSON, now))
    assert position_of(now, block) == changed
    assert "One exception" in lines(paper(workspace, block))


def test_of_two_on_one_day_the_one_that_was_chosen_is_meant():
    twin = replace(CARS, stance="Later the same day")
    both = replace(PERSON, positions=(CARS, twin))
    assert position_of(both, block_of(both, twin)) == twin
    assert position_of(both, block_of(both, CARS)) == CARS


def test_what_is_gone_or_not_said_yet_is_told(workspace):
    block = block_of(PERSON, CARS)
    early = paper(workspace, block, as_of=date(2025, 4, 1))
    assert any("came after the as-of date" in each.text for each in early.problems)
    workspace.apply(replaced(PERSON, replace(PERSON, positions=PERSON.positions[1:])))
    gone = paper(workspace, block)
    assert any('What was said on "Cars" is not in the workspace' in each.text for each in gone.problems)


def test_without_a_source_it_is_told_with_its_block(workspace):
    report = paper(workspace, block_of(PERSON, PERSON.positions[1]))
    assert [each.block for each in report.problems if "has no source" in each.text] == ["position-0"]


def test_somebody_too_confidential_is_left_out_of_the_release(workspace):
    workspace.apply(replaced(PERSON, replace(PERSON, marking="TLP:RED")))
    report = paper(workspace, block_of(PERSON, CARS), release="TLP:GREEN")
    assert not any("Greer" in each or "exception" in each for each in lines(report))


def test_a_picture_without_words_leads_to_where_it_is_written(workspace):
    nameless = "Seen.\n\n![](photo.png)"
    note = Note(id="n1", title="Round", body=nameless, tags=("known:2025-01-01",))
    workspace.apply(added(note))
    of_note = paper(workspace, Block("note", "n1"))
    of_block = paper(workspace, Block("text", text=nameless, options={"heading": "Ours"}))
    found = [
        [(each.block, each.target) for each in report.problems if "A picture in a note" in each.text]
        for report in (of_note, of_block)
    ]
    assert found == [[("", "note:n1")], [("text-0", "")]]


@pytest.mark.parametrize("template", ["one-page", "book", "chronology", "qa", "duty-sheet"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_very_words_stand_on_the_page(workspace, text_of, tmp_path, template, language):
    said = Quotation("We shall see about that.", "greer", "2025-05-20", "s1", language="en")
    noted = Quotation("> set apart", "greer", "2025-05-20", "s1", language="en")
    note = Note(
        id="n1",
        title="Round",
        body="Was.\n\n> Set apart.",
        tags=("known:2025-01-01",),
        quotations=(said, noted),
    )
    workspace.apply(added(note))
    added_blocks = (
        Block("quotation", "n1", options={"place": 0}), block_of(PERSON, CARS), Block("note", "n1"),
    )  # fmt: skip
    standard = papers.default_briefing(papers.TEMPLATES[template], language)
    briefing = replace(standard, blocks=(*standard.blocks, *added_blocks))
    report = papers.gather_report(workspace, briefing, as_of=date(2025, 5, 24), language=language)
    path = tmp_path / "a.pdf"
    path.write_bytes(papers.typeset(report).pdf())
    printed = text_of(path)
    for words in ("We shall see about that.", "No exceptions.", "Set apart."):
        assert words in printed


def test_a_measure_of_the_law_says_what_it_does_and_how_it_stood(workspace, text_of, tmp_path):
    law = duty_lines.shipped_assessor().law
    measure = next(each for each in law.measures.values() if each.authority and each.start and each.citations)
    late, early = date(2026, 1, 5), date(2015, 1, 5)
    for language, words in (("en", measure.en), ("ja", measure.ja)):
        report = paper(workspace, Block("measure", measure.id), as_of=late, language=language)
        path = tmp_path / f"{language}.pdf"
        path.write_bytes(papers.typeset(report).pdf())
        assert words in lines(report)
        assert report.sources
    cars = paper(workspace, Block("measure", "s232-autos-25"), as_of=date(2025, 5, 24))
    assert "was not known" not in str(cars.problems)
    assert cars.sources
    before = paper(workspace, Block("measure", measure.id), as_of=early)
    assert any("was not known on the as-of date" in each.text for each in before.problems)
    gone = paper(workspace, Block("measure", "no-such"))
    assert any('no measure "no-such"' in each.text for each in gone.problems)
