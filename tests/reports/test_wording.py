"""Dates, countdowns and figures in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from briefing_app.reports import wording
from briefing_app.reports.spans import parse

DAY = date(2025, 5, 24)


@pytest.mark.parametrize(
    ("edtf", "english", "japanese"),
    [
        ("2025-05-23", "23 May 2025", "2025年5月23日"),
        ("2025-06-1X", "mid-June 2025", "2025年6月中旬"),
        ("2025-05-3X", "late May 2025", "2025年5月下旬"),
        ("2025-06~", "about June 2025", "2025年6月頃"),
        ("2025-06-15/2025-06-17", "15–17 June 2025", "2025年6月15日～17日"),
        ("../2025-07-09", "until 9 July 2025", "2025年7月9日まで"),
        ("2025", "2025", "2025年"),
        ("not a date", "not a date", "not a date"),
    ],
)
def test_dates_in_words(edtf: str, english: str, japanese: str) -> None:
    assert wording.edtf(edtf, "en") == english
    assert wording.edtf(edtf, "ja") == japanese


@pytest.mark.parametrize(
    ("edtf", "english", "japanese"),
    [
        ("2025-07-09", "in 46 days", "あと46日"),
        ("2025-05-25", "in 1 day", "あと1日"),
        ("2025-05-24", "today", "本日"),
        ("2025-05-23", "1 day ago", "1日前"),
        ("2025-06-1X", "in ~21 days", "あと約21日"),
        ("2025-05-20/2025-05-28", "now", "期間中"),
    ],
)
def test_countdown(edtf: str, english: str, japanese: str) -> None:
    span = parse(edtf)
    assert span is not None
    assert wording.countdown(span, DAY, "en") == english
    assert wording.countdown(span, DAY, "ja") == japanese


def test_figures_keep_their_digits_and_use_a_true_minus() -> None:
    assert wording.number(Decimal("-0.2")) == "\u22120.2"
    assert wording.number(Decimal("1234567.50")) == "1,234,567.50"
    assert wording.percent(Decimal("0.275")) == "27.5%"
    assert wording.percent(Decimal("0.10")) == "10%"
    assert wording.dollars(Decimal("8250")) == "$8,250.00"
