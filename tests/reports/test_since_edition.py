"""What a paper says differently from its last edition: numbers, dates, posts, duties, words; nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from briefing_app.domain.change import Change, ChangeSet, replaced
from briefing_app.domain.records import Block, Briefing
from briefing_app.exchange.sample import load_sample
from briefing_app.reports import editions, labels, wording
from briefing_app.reports.block_sections import keys_of, owners
from briefing_app.reports.briefing import TEMPLATES
from briefing_app.reports.content_lines import Line, lines_of
from briefing_app.reports.duty_lines import shipped_assessor
from briefing_app.reports.model import EventRow, Item, Prose, Run, Table
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
    assert (row.old, row.new) == ("23 May 2025", "22 May 2025")
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
    assert shortened(old, new) == (
        "The round is held on 23 May 2025 in Washington…",
        "The round is held on 24 May 2025 in Washington…",
    )
    assert shortened("27.5%", "15%") == ("27.5%", "15%")


def test_a_short_text_is_quoted_whole():
    pair = ("Would Japan accept the 10%?", "Would Japan accept the 12%?")
    assert shortened(*pair) == pair
    pair = ("関税は24％である", "関税は15％である")
    assert shortened(*pair) == pair


def test_a_japanese_quotation_ends_between_words():
    text = "米国側は、日本産の自動車について{}の関税を当面維持する方針を経済再生担当大臣に明確に伝達した。"
    old, new = shortened(text.format("25%"), text.format("15%"))
    assert old == "…日本産の自動車について25%の関税を当面維持する方針…"
    assert new == old.replace("25%", "15%")


def test_a_line_said_twice_and_a_line_that_went():
    line, other = Line("words", "", (("words", "Same."),)), Line("fact", "Cars", (("figure", "24%"),))
    assert differing([line, line], [line]) == []
    (gone,) = differing([line, other], [line])
    assert (gone.manner, gone.old) == ("gone", "Cars · 24%")


def test_a_line_of_figures_that_only_says_them_otherwise_is_another_wording():
    was = Line("fact", "Talks", (("figure", "23 May 2025: 3rd round"),))
    now = Line("fact", "Talks", (("figure", "23 May 2025: 3rd round (corrected)"),))
    assert [each.matter for each in differing([was], [now])] == ["words"]
    more = Line("fact", "Talks", (("figure", "23 May 2025: 4th round"),))
    assert [each.matter for each in differing([was], [more])] == ["figure"]


def test_a_changed_cell_names_its_column():
    head = ("As the law stands", "B")
    was = Line("row", "Cars", (("figure", "27.5%"), ("figure", "12.5%")), head)
    now = Line("row", "Cars", (("figure", "27.5%"), ("figure", "15%")), head)
    (one,) = differing([was], [now])
    assert (one.about, one.part, one.old, one.new) == ("Cars", "B", "12.5%", "15%")


def test_a_column_put_in_between_is_new_and_the_others_stay():
    was = Line("row", "Cars", (("figure", "27.5%"), ("figure", "15%")), ("As the law stands", "B"))
    now = Line(
        "row", "Cars", (("figure", "27.5%"), ("figure", "20%"), ("figure", "15%")),
        ("As the law stands", "A", "B"),
    )  # fmt: skip
    (one,) = differing([was], [now])
    assert (one.part, one.old, one.new) == ("A", "", "20%")
    (back,) = differing([now], [was])
    assert (back.part, back.old, back.new) == ("A", "20%", "")


def test_a_rate_of_other_length_is_a_changed_number():
    was, now = (Line("words", "", (("words", f"Changed: cars (rate {rate})"),)) for rate in ("10%", "12.5%"))
    assert [each.matter for each in differing([was], [now])] == ["figure"]


def test_references_that_name_paragraphs_are_no_news():
    runs = [
        (Run("See "), Run(f"the record ({place})", ref="note-1"), Run("."))
        for place in ("J.1, paras 19–23", "J.2, para 24", "para 7", "3")
    ]
    lines = [lines_of((Prose("p", (Item(each),)),)) for each in runs]
    assert {line.text for (line,) in lines} == {"See the record."}


@pytest.mark.parametrize(
    ("when", "year", "said"),
    [
        ("23 May", "2025", "23 May 2025"),
        ("May 23", "2025", "May 23, 2025"),
        ("late May", "2025", "late May 2025"),
        ("5月23日", "令和7年", "令和7年5月23日"),
        ("2025", "2025", "2025"),
        ("–", "", "–"),
    ],
)
def test_a_day_is_told_with_its_year(when, year, said):
    assert wording.with_year(when, year) == said


def test_figures_of_one_cell_are_listed():
    cell = "12.5%  $3,750"
    (line,) = lines_of((Table(("Good", "B", "C"), (("Cars", cell, "20%\n$6,000"),)),))
    assert line.quoted == "Cars · 12.5%, $3,750 · 20%, $6,000"


def test_people_of_a_list_are_told_by_name_not_by_number():
    rows = (("1", "Greer", "B1"), ("2", "Lutnick", "B2"))
    was, now = (lines_of((Table(("No.", "Name", "Seat"), each),)) for each in (rows, (("1", *rows[1][1:]),)))
    (number, gone) = differing(was, now)
    assert (number.about, number.part, number.old, number.new) == ("Lutnick", "No.", "2", "1")
    assert (gone.manner, gone.old) == ("gone", "Greer · 1 · B1")


@pytest.mark.parametrize(("language", "column"), [("en", "Office"), ("ja", "役職")])
def test_another_office_in_a_list_of_a_delegation_is_told_as_an_office(language, column):
    words = labels.words(language)
    was, now = (
        lines_of((Table(("No.", "Name", column, "Seat"), (("1", "Akazawa", office, "A1"),)),), words)
        for office in ("Minister", "Minister of Economy")
    )
    (one,) = differing(was, now)
    assert (one.matter, one.about, one.part, one.new) == ("post", "Akazawa", "", "Minister of Economy")
    assert words[f"changes_{one.matter}"] == column


@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_option_that_goes_gives_its_letter_to_another_and_nothing_more(language):
    comma, stop, colon = {"en": (", ", "; ", ": "), "ja": ("、", "。", "：")}[language]
    good = {"en": "Cars", "ja": "乗用車"}[language]
    titles = ("No deal", "Cars fall: to ten", "All in")

    def table(*shown):
        letters = list(zip("ABC", shown, strict=False))
        head = (good, *(f"{letter}{comma}1" if n else letter for n, (letter, _place) in enumerate(letters)))
        note = stop.join(f"{letter}{colon}{titles[place]}" for letter, place in letters)
        return lines_of((Table(head, ((good, *(f"{place}0%" for place in shown)),), note=note),))

    (one,) = differing(table(0, 1, 2), table(0, 2))
    assert (one.about, one.part, one.old, one.new) == (good, "Cars fall: to ten", "10%", "")
    (new,) = differing(table(0, 2), table(0, 1, 2))
    assert (new.part, new.old, new.new) == ("Cars fall: to ten", "", "10%")
    both = differing(table(0, 1), table(0, 2))
    assert [(each.part, each.old, each.new) for each in both] == [
        ("All in", "", "20%"), ("Cars fall: to ten", "10%", ""),
    ]  # fmt: skip


def test_a_column_that_is_only_called_otherwise_is_no_news():
    was = Line("row", "Cars", (("figure", "5%"), ("figure", "25%")), ("since", "rate"))
    now = Line("row", "Cars", (("figure", "10%"), ("figure", "25%")), ("since", "duty"))
    assert [(each.part, each.old, each.new) for each in differing([was], [now])] == [("since", "5%", "10%")]


def test_signs_between_people_and_figures_are_those_of_the_paper():
    row = EventRow(1, "5月23日", "協議", people=("赤沢亮正", "ベッセント"), group="令和7年", lang="ja")
    for each in (row, replace(row, title="Talks", lang="en")):
        (line,) = lines_of((each,))
        assert "赤沢亮正、ベッセント" in line.text
    (line,) = lines_of((Table(("品目", "現行法", "B"), (("車", "12.5%  $3,750", "15%"),)),))
    assert line.quoted == "車 · 12.5%、$3,750 · 15%"
