"""Questions and answers are one tree, read from headings."""

from hypothesis import given
from hypothesis import strategies as st

from briefing_app.domain.questions import asked, place_of_new
from briefing_app.domain.speaking_time import answers

BODY = """## Q1. What does a car pay?
Twenty-five percent.

### Since when?
Since April.

#### Why then?
```
## no question
```
### And parts?
The same.

## Second
Yes.
"""


def test_follow_ups_stand_below_their_question_with_answers_of_their_own():
    found = [(each.number, each.words, each.depth, each.line) for each in asked(BODY)]
    assert found == [
        ("1", "Q1. What does a car pay?", 0, 0), ("1.1", "Since when?", 1, 3), ("1.1.1", "Why then?", 2, 6),
        ("1.2", "And parts?", 1, 10), ("2", "Second", 0, 13),
    ]  # fmt: skip
    assert asked(BODY)[0].answer == "Twenty-five percent."


def test_the_time_of_an_answer_is_its_own():
    short = "## One\n" + "word " * 13 + "\n### Two\n" + "word " * 26
    assert [(each.question, each.seconds) for each in answers(short)] == [("One", 6), ("Two", 12)]


def test_a_follow_up_without_a_question_is_one():
    assert [(each.number, each.depth) for each in asked("### Lone\n## Next")] == [("1", 0), ("2", 0)]


def test_a_new_follow_up_goes_behind_all_that_belongs_to_its_question():
    assert place_of_new(BODY, 0, is_follow_up=True) == (13, 1)
    assert place_of_new(BODY, 4, is_follow_up=True) == (10, 2)
    assert place_of_new(BODY, 6, is_follow_up=True) == (10, 2)
    assert place_of_new(BODY, 4, is_follow_up=False) == (13, 0)
    assert place_of_new("", 0, is_follow_up=True) == (1, 0)


@given(
    st.lists(st.sampled_from(["## a", "### b", "#### c", "text", "", "```"]), max_size=30), st.integers(0, 30)
)
def test_no_depth_is_skipped_and_a_place_is_always_inside(lines, line):
    body = "\n".join(lines)
    depth = -1
    for each in asked(body):
        assert 0 <= each.depth <= depth + 1
        depth = each.depth
    place, nested = place_of_new(body, line, is_follow_up=True)
    assert 0 <= place <= len(body.split("\n"))
    assert 0 <= nested <= 2
