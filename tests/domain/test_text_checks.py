"""The questions a careful colleague asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_app.domain.text_checks import Surroundings, findings


def asked(text):
    return [
        (each.kind, each.line, each.words)
        for each in findings(text, Surroundings(lambda _kind, key: key == "known"))
    ]


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("Cars pay 25% now.", [("number", 0, "25%")]),
        ("Cars pay 25% now. ^known", []),
        ("关税 or 関税は 27.5％ です", [("number", 0, "27.5％")]),
        ("- first\n- costs $4,000", [("number", 1, "$4,000")]),
        ("A deal by July, or in June 2025.", [("date", 0, "by July")]),
        ("USTR said so. The USTR again.", [("abbreviation", 0, "USTR")]),
        ("The Trade Representative (USTR) said so. USTR.", []),
        ("See [[gone]] and [[known]] and @nobody", [("reference", 0, "gone"), ("reference", 0, "nobody")]),
        ("# Heading 25%\n\nText", []),
    ],
)
def test_a_question_names_its_line_and_words(text, questions):
    assert asked(text) == questions


@given(st.text())
def test_any_text_can_be_checked(text):
    assert all(0 <= line <= text.count("\n") for _kind, line, _words in asked(text))
