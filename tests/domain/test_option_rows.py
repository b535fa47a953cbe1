"""What speaks for each option, as a table in Markdown and back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefing_app.domain.option_rows import from_markdown, to_markdown

HEAD = ("Matter", "As the law stands", "A")
# A cell as a person types it: folded to one line when it is kept.
CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=12).map(
    lambda text: " ".join(text.replace("\\", "").split())
)


@given(st.lists(st.tuples(CELLS.filter(bool), CELLS.filter(bool), CELLS), max_size=5))
def test_what_was_typed_comes_back(rows: list[tuple[str, str, str]]) -> None:
    assert from_markdown(to_markdown(HEAD, rows)) == tuple(rows)


def test_rows_without_a_judgement_are_left_out() -> None:
    rows = [("Timing", "", " "), ("", "x", "y"), ("Who must agree", "", "Diet | cabinet")]
    assert to_markdown(HEAD, rows).splitlines()[2:] == ["| Who must agree |  | Diet \\| cabinet |"]
    assert to_markdown(HEAD, rows[:2]) == ""


def test_the_first_table_of_a_text_is_read_and_nothing_else() -> None:
    text = "Words.\n\n| a | b |\n|:--|--:|\n| 1 | 2 |\n\nMore | words."
    assert from_markdown(text) == (("1", "2"),)
    assert from_markdown("no table | here") == ()
    assert from_markdown("") == ()
