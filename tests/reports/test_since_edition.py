"""What a paper says differently from its last edition: numbers, dates, posts, duties, words; nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from briefing_app.domain.change import Change, ChangeSet, replaced
from briefing_app.domain.records import Block, Briefing
from briefing_app.exchange.sample import load_sample
from briefing_app.reports import editions
from briefing_app.reports.block_sections import keys_of, owners
from briefing_app.reports.briefing import TEMPLATES
from briefing_app.reports.content_lines import Line
from briefing_app.reports.duty_lines import shipped_assessor
from briefing_app.reports.preview import make_preview
from briefing_app.reports.since_edition import differing, shortened, since_last
from briefing_app.store.workspace import Workspace

DAY = date(2025, 5, 24)


@pytest.fixture
def talks(tmp_path):
    with Workspace.create(tmp_path / "talks.brief") as workspace:
        records = load_sample("us-japan")
        workspace.apply(ChangeSet("Fill", tuple(Change(r.record_kind, r.id, None, r) for r in records)))
        yield workspace


def pages(workspace, briefing, as_of=DAY):
    return make_preview(
        workspace, briefing, as_of=as_of, language=briefing.language, assess=shipped_assessor()
    )


def issue(workspace, briefing, as_of=DAY):
    preview = pages(workspace, briefing, as_of)
    editions.freeze(workspace, briefing.id, preview.report, workspace.apply)


def since(workspace, briefing, as_of=DAY):
    preview = pages(workspace, briefing, as_of)
    return since_last(workspace, briefing.id, preview.report, preview.owners)


def stored(workspace, **changes):
    briefing = Briefing(id="b1", template="chronology", language="en", **changes)
    workspace.apply(ChangeSet("Write", (Change("briefing", "b1", None, briefing),)))
    return briefing


def test_without_an_edition_nothing_is_compared(talks):
    assert since(talks, stored(talks)) is None


def test_right_after_an_edition_nothing_has_changed(talks):
    briefing = stored(talks)
    issue(talks, briefing)
    found = since(talks, briefing)
    assert (found.number, found.as_of, found.changed_blocks) == (1, "2025-05-24", ())


def test_a_moved_event_is_a_changed_date_in_its_block(talks):
    briefing = stored(talks, blocks=(Block("event", "ev-2025-05-23-01"), Block("events")))
    issue(talks, briefing)
    event = talks.get("event", "ev-2025-05-23-01")
    moved = replace(event, dates=(replace(event.dates[0], edtf="2025-05-22"), *event.dates[1:]))
    talks.apply(replaced(event, moved))
    found = since(talks, briefing)
    assert set(found.changed_blocks) == {"event-0", "events"}
    assert any("23" in each.old and "22" in each.new for each in found.of_block["event-0"])
    (row,) = [each for each in found.of_block["events"] if each.matter == "date"]
    assert (row.old, row.new) == ("23 May", "22 May")
    assert row.about.startswith("3rd round")


def test_another_day_of_the_paper_changes_the_live_duty(talks):
    car = {"hts": "8703.23.01", "value_usd": "30000", "origin": "JP"}
    briefing = stored(talks, blocks=(Block("text", text="As before."), Block("duty", options=car)))
    issue(talks, briefing)
    found = since(talks, briefing, date(2025, 9, 20))
    assert "text-0" not in found.of_block
    assert ("27.5%", "15%") in {(each.old, each.new) for each in found.of_block["duty-1"]}
    assert {each.matter for each in found.of_block["duty-1"][:2]} == {"duty"}


def test_a_new_post_is_told_of_the_person(talks):
    briefing = stored(talks, blocks=(Block("person", "greer"),))
    issue(talks, briefing)
    person = talks.get("person", "greer")
    posts = tuple(replace(post, title="Ambassador at large") for post in person.posts)
    talks.apply(replaced(person, replace(person, posts=posts)))
    (one,) = since(talks, briefing).of_block["person-0"]
    assert (one.matter, one.new) == ("post", "Ambassador at large")


def test_blocks_that_are_new_moved_and_left_out(talks):
    first, second = Block("text", text="The first words."), Block("text", text="Other things altogether, 42.")
    briefing = stored(talks, blocks=(first, second))
    issue(talks, briefing)
    swapped = replace(briefing, blocks=(second, first, Block("text", text="Zyx!", options={"heading": "Q"})))
    found = since(talks, swapped)
    assert found.of_block == {}
    assert found.fresh == {"text-2"}
    without = replace(briefing, blocks=(replace(first, options={"include": False}), second))
    assert since(talks, without).of_block["text-0"][0].manner == "gone"


def test_every_section_of_a_book_has_a_block(talks):
    preview = pages(talks, Briefing(template="book"))
    assert set(preview.owners.values()) <= set(TEMPLATES["book"].blocks)
    assert {section.id for section in preview.report.sections} == set(preview.owners)
    mark = preview.place_of("people")
    assert mark is not None
    assert preview.block_at(mark.page, 10, mark.y_pt + 30) == "people"


def test_the_second_block_of_a_kind_has_a_key_of_its_own():
    blocks = (Block("duty"), Block("text"), Block("duty"))
    assert keys_of(blocks, ("duty",)) == ("duty", "text-1", "duty-2")
    assert dict(owners((), blocks, ("duty",))) == {}


def test_a_changed_word_is_shown_with_what_stands_beside_it():
    old = "The round is held on 23 May 2025 in Washington with both sides present."
    new = "The round is held on 24 May 2025 in Washington with both sides present."
    assert shortened(old, new) == ("…on 23 May…", "…on 24 May…")
    assert shortened("27.5%", "15%") == ("27.5%", "15%")
    assert shortened("関税は24％である", "関税は15％である") == ("関税は24％であ…", "関税は15％であ…")


def test_a_line_said_twice_and_a_line_that_went():
    line, other = Line("words", "", (("words", "Same."),)), Line("fact", "Cars", (("figure", "24%"),))
    assert differing([line, line], [line]) == []
    (gone,) = differing([line, other], [line])
    assert (gone.manner, gone.old) == ("gone", "Cars 24%")


def test_a_line_of_figures_that_only_says_them_otherwise_is_another_wording():
    was = Line("fact", "Talks", (("figure", "23 May 2025: 3rd round"),))
    now = Line("fact", "Talks", (("figure", "23 May 2025: 3rd round (corrected)"),))
    assert [each.matter for each in differing([was], [now])] == ["words"]
    more = Line("fact", "Talks", (("figure", "23 May 2025: 4th round"),))
    assert [each.matter for each in differing([was], [more])] == ["figure"]
