"""The first paper of a new workspace, of which most is empty still."""

from datetime import date

import pytest

from briefing_app.domain.records import Block, Briefing, Event, Note, Person, PersonName, TypedDate
from briefing_app.reports.briefing import gather_report, write_report
from tests.reports.conftest import fill
from tests.reports.words_of_pages import words_of

LINE = "The rate on cars rose from two and a half per cent to more than ten times as much within a few weeks."
DAY = date(2025, 5, 24)
BLOCKS = (Block("event", "e1"), Block("person", "p1"), Block("note", "n1"))


def written(workspace, tmp_path, *blocks):
    paper = Briefing(template="one-page", title="First", language="en", blocks=blocks)
    report = gather_report(workspace, paper, as_of=DAY, language="en")
    out = tmp_path / "first.pdf"
    assert write_report(report, out).pages == 1
    return words_of(out)


@pytest.fixture
def desk(desk_space):
    fill(
        desk_space,
        Event(id="e1", title="Third round", dates=(TypedDate("2025-05-23"),)),
        Person(id="p1", names=(PersonName("Scott Bessent"),)),
        Note(id="n1", title="What was said", body=LINE),
    )
    return desk_space


def test_what_is_there_has_the_whole_width_where_a_column_would_be_empty(desk, tmp_path):
    words = written(desk, tmp_path, *BLOCKS)
    title = next(each for each in words if each.text == "First")
    line = [each for each in words if each.text in LINE.split()]
    assert {each.text for each in words} >= {"Third", "Bessent", "weeks."}
    assert min(each.left for each in line) < title.left + 10
    assert max(each.right for each in line) > 500  # of 595 points


def test_two_columns_stand_beside_each_other_where_both_have_words(desk, tmp_path):
    words = written(desk, tmp_path, Block("messages", text="- Cars."), *BLOCKS)
    said, note = (next(each for each in words if each.text == text) for text in ("Cars.", "rose"))
    assert note.left > 350
    assert abs(said.top - note.top) < 120


def test_words_of_another_language_than_that_of_the_paper_are_told(desk_space):
    line = Note(
        id="n2", title="Cars", kind="line", language="en", status="cleared",
        body="## Key messages\n\n- The talks go on.",
    )  # fmt: skip
    fill(desk_space, line)

    def told(language, *blocks):
        paper = Briefing(template="one-page", title="First", language=language, blocks=blocks)
        report = gather_report(desk_space, paper, as_of=DAY, language=language)
        return [each.text for each in report.problems if "language of the paper" in each.text]

    assert told("en", Block("messages")) == []
    assert told("ja", Block("messages", text="- 協議は続く。")) == []
    assert told("ja", Block("messages")) == [
        '"発言要領" is not in the language of the paper. Type own words for it, or write a note in it.'
    ]
