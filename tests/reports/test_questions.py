"""The printed questions: follow-ups stand below their question, numbered, with answers of their own."""

import re
from datetime import date
from pathlib import Path

import pytest

from briefing_app.domain.records import Note
from briefing_app.domain.speaking_time import answers
from briefing_app.reports.briefing import TEMPLATES, default_briefing, gather_report, write_briefing
from tests.reports.conftest import fill
from tests.reports.tag_tree import TagTree

ENGLISH = """## Q4. What does a car pay?
27.5 percent.

### Since when?
Since 3 April 2025.

#### Why then?
A proclamation said so.

## Are the talks failing?
No.
"""
JAPANESE = "## 問6　撤廃されるのか。\n**答**　求めている。\n\n### いつ結論か。\n期限は7月9日である。\n"


WANTED = {
    "en": ["Question 4", "Follow-up 4.1", "Since when?", "Follow-up 4.1.1", "Why then?", "Question 2"],
    "ja": ["問6", "更問6-1", "いつ結論か。", "期限は7月9日である。"],
}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_follow_ups_stand_below_their_question(desk_space, tmp_path: Path, text_of, language):
    body, wanted = {"en": ENGLISH, "ja": JAPANESE}[language], WANTED[language]
    fill(desk_space, Note(id="q", title="Q&A", kind="qa", status="cleared", language=language, body=body))
    out = tmp_path / "qa.pdf"
    result = write_briefing(desk_space, template="qa", as_of=date(2025, 5, 24), language=language, out=out)
    text = text_of(result.path)
    places = [text.find(words) for words in wanted]
    assert -1 not in places, (text, wanted)
    assert places == sorted(places)


def test_what_is_wrong_with_a_question_leads_to_the_note_it_stands_in(desk_space, tmp_path: Path):
    """A paper holds the questions of many notes: the place in the paper does not say where to mend one."""
    body = f"## Why now?\n{'Nobody moves. ' * 200}\n\n## What then?\n"
    fill(desk_space, Note(id="q", title="Q&A", kind="qa", status="draft", language="en", body=body))
    result = write_briefing(
        desk_space, template="qa", as_of=date(2025, 5, 24), language="en", out=tmp_path / "qa.pdf"
    )
    told = {each.text: each.target for each in result.problems if each.block == "questions"}
    assert told == {
        '"Why now?" takes about 185 s to answer.': "note:q",
        '"What then?" has no answer yet.': "note:q",
        '"Q&A" is a draft, not cleared.': "note:q",
    }


@pytest.mark.parametrize(
    ("language", "numbers"), [("en", ["Question 1", "Question 2", "Follow-up 2.1"]), ("ja", ["問1", "問3-2"])]
)
def test_questions_of_one_language_are_counted_where_the_note_holds_others(desk_space, language, numbers):
    """The sixth question of a note is the first of a paper that prints no other; a register number stays."""
    body = (
        "## Q1. What does a car pay?\nMore.\n\n## Q2. Who says so?\nWe.\n\n### Since when?\nSince May.\n\n"
        "## 問6　撤廃されるのか。\n求めている。\n\n## 問3-2　いつ結論か。\n期限は7月9日である。\n"
    )
    fill(desk_space, Note(id="q", title="Q&A", kind="qa", status="cleared", language="en", body=body))
    report = gather_report(
        desk_space, default_briefing(TEMPLATES["qa"], language), as_of=date(2025, 5, 24), language=language
    )
    assert [item.number for section in report.sections for item in section.items] == numbers


def test_a_follow_up_that_is_called_so_in_the_note_is_not_called_so_twice(desk_space):
    body = "## 問　撤廃されるのか。\n求めている。\n\n### 更問　10%なら受け入れるのか。\n交渉しない。\n"
    fill(desk_space, Note(id="q", title="Q&A", kind="qa", status="cleared", language="ja", body=body))
    report = gather_report(
        desk_space, default_briefing(TEMPLATES["qa"], "ja"), as_of=date(2025, 5, 24), language="ja"
    )
    (section,) = report.sections
    assert [(item.number, item.question) for item in section.items][1] == (
        "更問1-1",
        "10%なら受け入れるのか。",
    )


@pytest.mark.parametrize(
    ("language", "unsaid"),
    [
        ("en", "**Background.** {0}\n\n{0}\n\n**Do not say.** {0}"),
        ("ja", "**背景**　{0}\n\n**言及しない点**　{0}"),
    ],
)
def test_what_is_not_spoken_takes_no_time(desk_space, language, unsaid):
    words = "A word. " * 100 if language == "en" else "言葉" * 100
    said = {"en": "**Short.** Ten percent.", "ja": "**答**　求めている。"}[language]
    question = {"en": "## Why now?\n", "ja": "## なぜ今か。\n"}[language]
    seen = {"en": "\n\n**If pressed.** Since May.", "ja": ""}[language]
    bodies = (f"{question}{said}{seen}", f"{question}{said}\n\n{unsaid.format(words)}{seen}")
    for number, body in enumerate(bodies):
        fill(desk_space, Note(id=f"q{number}", title="Q", kind="qa", language=language, body=body))
    report = gather_report(
        desk_space, default_briefing(TEMPLATES["qa"], language), as_of=date(2025, 5, 24), language=language
    )
    first, second = (section.items[0].meta[0] for section in report.sections)
    assert first == second
    assert [each.seconds for each in answers(bodies[0])] == [each.seconds for each in answers(bodies[1])]


@pytest.mark.parametrize(
    ("language", "told"), [("en", "valid until 30 May 2025"), ("ja", "令和7年5月30日まで有効")]
)
def test_until_when_an_answer_holds_stands_beside_it(desk_space, language, told):
    tags = ("known:2025-05-01", "until:2025-05-30")
    body = {"en": "## Why now?\nTen percent.", "ja": "## なぜ今か。\n求めている。"}[language]
    fill(desk_space, Note(id="q", title="Q", kind="qa", language=language, body=body, tags=tags))
    report = gather_report(
        desk_space, default_briefing(TEMPLATES["qa"], language), as_of=date(2025, 5, 24), language=language
    )
    assert report.sections[0].items[0].meta[-1] == told


@pytest.mark.parametrize("large_print", [False, True])
def test_many_questions_have_a_list_with_their_pages(
    desk_space, tmp_path: Path, read_by_poppler, large_print
):
    body = "\n\n".join(f"## Q{n}. Question number {n} of all?\nTen percent." for n in range(1, 31))
    fill(desk_space, Note(id="q", title="Q&A", kind="qa", status="cleared", body=body))
    out = tmp_path / "qa.pdf"
    write_briefing(
        desk_space, template="qa", as_of=date(2025, 5, 24), language="en", out=out, large_print=large_print
    )
    pages = [" ".join(page.split()) for page in read_by_poppler(out, "-layout").split("\f")]
    listed = " ".join(page for page in pages if "No. Question Answer p." in page)
    for n in (1, 17, 30):
        place = next(
            at for at, page in enumerate(pages, 1) if "Ten percent" in page and f"number {n} of" in page
        )
        row = re.search(
            rf"Question {n} Question number {n} of all\? about 1 s to say (?:· cleared )?(\d+)", listed
        )
        assert row
        assert int(row[1]) == place
    assert TagTree(out).faults == []


def test_few_questions_need_no_list(desk_space):
    fill(desk_space, Note(id="q", title="Q&A", kind="qa", status="cleared", body=ENGLISH))
    report = gather_report(
        desk_space, default_briefing(TEMPLATES["qa"], "en"), as_of=date(2025, 5, 24), language="en"
    )
    assert not report.has_contents
