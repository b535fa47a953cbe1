"""The questions a careful colleague asks."""

import time

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
        (
            "About 12 000 units in 2025 and 1\u202f250\u202f000 jobs.",
            [("number", 0, "12 000 units"), ("number", 0, "1\u202f250\u202f000 jobs")],
        ),
        ("A deal by July, or in June 2025.", [("date", 0, "by July")]),
        ("USTR said so. The USTR again.", [("abbreviation", 0, "USTR")]),
        ("The Trade Representative (USTR) said so. USTR.", []),
        ("See [[gone]] and [[known]] and @nobody", [("reference", 0, "gone"), ("reference", 0, "nobody")]),
        ("# Heading 25%\n\nText", []),
        (
            "About USD 4 bn, 15-20% and one third of it.",
            [("number", 0, "USD 4 bn"), ("number", 0, "15-20%"), ("number", 0, "one third of")],
        ),
        ("Twenty-five per cent; 三割。", [("number", 0, "Twenty-five per cent"), ("number", 0, "三割")]),
        (
            "They meet next Monday, in early 2026 or in Q2.",
            [("date", 0, "next Monday"), ("date", 0, "early 2026"), ("date", 0, "in Q2")],
        ),
        ("They met on Friday, 23 May 2025, and in Q2 2025.", []),
        (
            "年内または週明けに会う。5月末は未定。",
            [("date", 0, "年内"), ("date", 0, "週明け"), ("date", 0, "5月末")],
        ),
        ("NOTHING OF THIS LINE IS ABBREVIATED", []),
    ],
)
def test_a_question_names_its_line_and_words(text, questions):
    assert asked(text) == questions


@pytest.mark.parametrize(
    "text", ["1" * 100_000, "1," * 50_000, "A" * 100_000, "(" * 100_000, "by " * 50_000, "1 000 " * 20_000]
)
def test_a_line_of_a_hundred_thousand_signs_is_checked_in_no_time(text):
    begun = time.process_time()
    asked(text)
    assert time.process_time() - begun < 5  # a slip in a pattern makes it minutes


@given(st.text())
def test_any_text_can_be_checked(text):
    assert all(0 <= line <= text.count("\n") for _kind, line, _words in asked(text))
