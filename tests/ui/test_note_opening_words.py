"""What the list of notes shows below a title."""

from __future__ import annotations

from briefing_app.ui.notes.list_model import opening_words
from briefing_app.ui.record_words import without_marks


def test_the_prose_is_shown_and_not_the_heads_of_a_table() -> None:
    table = "| date | who |\n|---|---|\n| 5 June | @akazawa |"
    body = f"## Rounds\n\n{table}\n\n**Deadline missed.** Both sides had aimed."
    assert opening_words(body) == "Deadline missed. Both sides had aimed."


def test_a_note_of_a_table_alone_shows_its_cells() -> None:
    assert opening_words("| date | who |\n|---|---|\n| 5 June | Lutnick |") == "date who 5 June Lutnick"


def test_an_empty_note_shows_nothing_and_a_long_one_is_cut() -> None:
    assert opening_words("") == ""
    assert len(opening_words("word " * 100)) == 80


def test_words_that_were_found_are_shown_without_the_marks_of_the_text() -> None:
    found = "…agreed. ## Next **Cars** first ^AFP-0531 - then | steel | of [[round-4]]"
    assert without_marks(found) == "…agreed. Next Cars first then steel of round-4"


def test_a_link_shows_its_name_and_no_id() -> None:
    assert without_marks("See [[note-49f5c9|改名後]]と[[round-4]] **now**") == "See 改名後と round-4 now"
