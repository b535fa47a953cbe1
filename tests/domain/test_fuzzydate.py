"""Dates with uncertainty: bounds, qualifiers, words, typed forms; our reading agrees with the library."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing_app.domain.date_words import day_words, era_year, words
from briefing_app.domain.fuzzydate import DateError, FuzzyDate, is_edtf, parse
from briefing_app.domain.typed_dates import understand

ON = date(2025, 5, 24)


def d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("edtf", "first", "last", "precision"),
    [
        ("2025-05-23", "2025-05-23", "2025-05-23", "day"),
        ("2025-06", "2025-06-01", "2025-06-30", "month"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2025", "2025-01-01", "2025-12-31", "year"),
        ("2025-07-0X", "2025-07-01", "2025-07-09", "days"),
        ("2025-06-3X", "2025-06-30", "2025-06-30", "days"),
        ("2025-07-XX", "2025-07-01", "2025-07-31", "month"),
        ("2025-XX", "2025-01-01", "2025-12-31", "year"),
        ("202X", "2020-01-01", "2029-12-31", "decade"),
        ("19XX", "1900-01-01", "1999-12-31", "century"),
        ("2025-06-15/2025-06-17", "2025-06-15", "2025-06-17", "interval"),
        ("2025/2026", "2025-01-01", "2026-12-31", "interval"),
        ("2025-21", "2025-03-01", "2025-05-31", "season"),
        ("2025-05-23T12:01:00-04:00", "2025-05-23", "2025-05-23", "day"),
    ],
)
def test_the_bounds_of_a_date(edtf: str, first: str, last: str, precision: str) -> None:
    assert parse(edtf) == FuzzyDate(edtf, d(first), d(last), precision)  # type: ignore[arg-type]


def test_open_ends_are_none() -> None:
    assert (parse("../2025-07-09").first, parse("../2025-07-09").last) == (None, d("2025-07-09"))
    assert (parse("2025-05-23/..").first, parse("2025-05-23/..").last) == (d("2025-05-23"), None)
    assert parse("/2025-07-09").first is None
    assert parse("../2025-07-09").sort_day == d("2025-07-09")


@pytest.mark.parametrize(
    ("edtf", "approximate", "uncertain"),
    [("2025-06~", True, False), ("2025-06?", False, True), ("2025-06%", True, True),
     ("2025-06", False, False),
     ("2025-06-15~/2025-06-17", True, False), ("2025-21~", True, False)],
)  # fmt: skip
def test_qualifiers(edtf: str, approximate: bool, uncertain: bool) -> None:
    assert (parse(edtf).approximate, parse(edtf).uncertain) == (approximate, uncertain)


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2025-13", "2025-00", "2025-02-30", "2025-06-31", "2025-02-3X", "../..", "/",
     "23/05/2025",
     "2025-06-17/2025-06-15", "0000", "2025-5-3", "20250523x", "2025-05-23 extra", "=1+1", "\u0000"],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_a_sentence(text: str) -> None:
    assert not is_edtf(text)
    with pytest.raises(DateError) as caught:
        parse(text)
    assert len(str(caught.value)) > 15


days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@settings(max_examples=30, deadline=None)
@given(days, st.sampled_from(["day", "month", "year", "decade"]), st.sampled_from(["", "~", "?", "%"]))
def test_our_reading_agrees_with_the_library(day: date, precision: str, mark: str) -> None:
    from edtf import parse_edtf

    text = {
        "day": day.isoformat(),
        "month": day.isoformat()[:7],
        "year": str(day.year),
        "decade": f"{day.year // 10}X",
    }
    edtf = text[precision] + (mark if precision != "decade" else "")
    theirs, ours = parse_edtf(edtf), parse(edtf)
    assert ours.first == date(*theirs.lower_strict()[:3])
    assert ours.last == date(*theirs.upper_strict()[:3])


@given(days, days)
def test_an_interval_holds_what_lies_between(one: date, two: date) -> None:
    first, last = sorted((one, two))
    when = parse(f"{first}/{last}")
    assert (when.first, when.last) == (first, last)
    assert when.may_be(first)
    assert when.may_be(last)
    assert when.is_after(first - timedelta(days=1))
    assert when.is_before(last + timedelta(days=1))


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        when = parse(text)
    except DateError:
        return
    assert when.first is None or when.last is None or when.first <= when.last


@pytest.mark.parametrize(
    ("edtf", "english", "japanese", "era"),
    [
        ("2025-05-23", "23 May 2025", "2025年5月23日", "令和7年5月23日"),
        ("2025-06~", "about June 2025", "2025年6月頃", "令和7年6月頃"),
        ("2025-07-0X", "early July 2025 (1–9)", "2025年7月上旬（1～9日）", "令和7年7月上旬（1～9日）"),
        ("2025-06-1X", "mid-June 2025 (10–19)", "2025年6月中旬（10～19日）", "令和7年6月中旬（10～19日）"),
        ("2025-06-15/2025-06-17", "15–17 June 2025", "2025年6月15日～17日", "令和7年6月15日～17日"),
        ("2025-06-30/2025-07-02", "30 June 2025 – 2 July 2025", "2025年6月30日～2025年7月2日",
         "令和7年6月30日～令和7年7月2日"),
        ("../2025-07-09", "until 9 July 2025", "2025年7月9日まで", "令和7年7月9日まで"),
        ("2025-05-23/..", "from 23 May 2025", "2025年5月23日以降", "令和7年5月23日以降"),
        ("2025", "2025", "2025年", "令和7年"),
        ("2025/2026", "2025–2026", "2025～2026年", "2025～2026年"),
        ("2025-05-23?", "23 May 2025 (uncertain)", "2025年5月23日（未確認）", "令和7年5月23日（未確認）"),
        ("2019-04", "April 2019", "2019年4月", "平成31年4月"),
        ("2019-05", "May 2019", "2019年5月", "令和元年5月"),
        ("2025-23", "autumn 2025", "2025年秋", "2025年秋"),
        ("199X", "the 1990s", "1990年代", "1990年代"),
    ],
)  # fmt: skip
def test_dates_in_words(edtf: str, english: str, japanese: str, era: str) -> None:
    assert words(edtf) == english
    assert words(edtf, "ja") == japanese
    assert words(edtf, "ja", era=True) == era


def test_eras_change_on_their_day() -> None:
    eras = {"2019-04-30": "平成31年", "2019-05-01": "令和元年", "1989-01-07": "昭和64年",
            "1989-01-08": "平成元年", "1872-12-31": "1872年"}  # fmt: skip
    assert {day: era_year(d(day)) for day in eras} == eras
    assert day_words(d("2025-05-23"), "ja", era=True, weekday=True) == "令和7年5月23日（金）"
    assert day_words(d("2025-05-23"), weekday=True) == "Friday 23 May 2025"


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("23 May 2025", "2025-05-23"), ("May 23, 2025", "2025-05-23"), ("23rd of May 2025", "2025-05-23"),
        ("Sept. 4 2025", "2025-09-04"), ("23 May", "2025-05-23"), ("mid-June 2025", "2025-06-1X"),
        ("middle of June", "2025-06-1X"), ("early July 2025", "2025-07-0X"),
        ("late June", "2025-06-21/2025-06-30"),
        ("end of August 2025", "2025-08-25/2025-08-31"), ("2025-06~", "2025-06~"),
        ("about June 2025", "2025-06~"),
        ("around 23 May 2025", "2025-05-23~"), ("probably 23 May 2025", "2025-05-23?"),
        ("by 9 July", "../2025-07-09"), ("until 9 July 2025", "../2025-07-09"),
        ("since May 2025", "2025-05/.."),
        ("15-17 June 2025", "2025-06-15/2025-06-17"), ("15 June to 2 July 2025", "2025-06-15/2025-07-02"),
        ("between 15 and 17 June 2025", "2025-06-15/2025-06-17"), ("spring 2025", "2025-21"),
        ("Q1 2025", "2025-01/2025-03"), ("the 1990s", "199X"), ("23/05/2025", "2025-05-23"),
        ("05/23/2025", "2025-05-23"), ("5/5/2025", "2025-05-05"), ("2025/5/23", "2025-05-23"),
        ("令和7年5月23日", "2025-05-23"), ("2025年5月23日", "2025-05-23"), ("５月２３日", "2025-05-23"),
        ("R7.5.23", "2025-05-23"), ("令和元年5月1日", "2019-05-01"), ("平成31年4月", "2019-04"),
        ("6月中旬", "2025-06-1X"), ("2025年6月頃", "2025-06~"), ("7月9日まで", "../2025-07-09"),
        ("6月15日から17日", "2025-06-15/2025-06-17"), ("5月23日から", "2025-05-23/.."),
        ("2025年春", "2025-21"),
        ("today", "2025-05-24"), ("明日", "2025-05-25"), ("10 June 2025?", "2025-06-10?"),
        ("before 1 August", "../2025-07-31"), ("8月1日より前", "../2025-07-31"),
        ("late 2025", "2025-09/2025-12"), ("early 2026", "2026-01/2026-04"),
    ],
)  # fmt: skip
def test_typed_dates_are_understood(typed: str, edtf: str) -> None:
    answer = understand(typed, on=ON)
    assert answer.edtf == edtf
    assert answer.sentence == f"Read as {words(edtf)}."


@pytest.mark.parametrize(
    ("typed", "edtf", "clock"),
    [
        ("2025-05-23 14:00", "2025-05-23T14:00:00", "14:00"),
        ("23 May 2025, 14:00", "2025-05-23T14:00:00", "14:00"),
        ("1 Aug at 00:01", "2025-08-01T00:01:00", "00:01"),
        ("9 July at 2 pm", "2025-07-09T14:00:00", "14:00"),
        ("9 July at 12 am", "2025-07-09T00:00:00", "00:00"),
        ("July 9, 2025 2:30 p.m.", "2025-07-09T14:30:00", "14:30"),
        ("5月23日午後2時半", "2025-05-23T14:30:00", "14:30"),
        ("令和7年5月23日 14時05分", "2025-05-23T14:05:00", "14:05"),
        ("2025-05-23T14:00", "2025-05-23T14:00", "14:00"),
    ],
)
def test_a_day_with_its_hour_is_understood_and_told(typed: str, edtf: str, clock: str) -> None:
    answer = understand(typed, on=ON)
    assert answer.edtf == edtf
    assert answer.sentence == f"Read as {words(edtf)}, {clock}."


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("9 July at 25:00", "no clock"), ("9 July at 14 pm", "no clock"), ("9 July, 10:75", "no clock"),
        ("13:00", "cannot be read"), ("May 2025, 14:00", "cannot be read"),
        ("", "empty"), ("   ", "empty"), ("soon", "cannot be read"), ("05/06/2025", "more than one way"),
        ("5/6/25", "more than one way"), ("30 February 2025", "no day"), ("31 June 2025", "no day"),
        ("平成31年5月1日", "outside the era"), ("令和元年4月30日", "outside the era"),
        ("昭和70年", "no such year"),
        ("Tue 23 May 2025", "that weekday"), ("5月23日(木)", "that weekday"),
        ("23 May 2025, 16:00-14:00", "ends before it begins"), ("11-1 pm on 23 May", "no clock"),
        ("2025-05-23T16:00/2025-05-23T14:00", "ends before it begins"), ("midnight on 9 July", "cannot"),
        ("0 pm on 9 July", "no clock"), ("Friday 14:00", "can be 2025-05-23 or 2025-05-30"),
        ("17-15 June 2025", "ends before it begins"), ("13月5日", "EDTF"), ("32 May 2025", "no day"),
    ],
)  # fmt: skip
def test_what_is_unclear_is_refused(typed: str, message: str) -> None:
    with pytest.raises(DateError, match=message):
        understand(typed, on=ON)


@pytest.mark.parametrize(
    ("typed", "edtf", "told", "japanese"),
    [
        ("by 9 July, 17:00", "../2025-07-09T17:00:00", "until 9 July 2025, 17:00", "2025年7月9日 17:00まで"),
        ("by 5 pm on 9 July", "../2025-07-09T17:00:00", "until 9 July 2025, 17:00", "2025年7月9日 17:00まで"),
        ("9 July by 17:00", "../2025-07-09T17:00:00", "until 9 July 2025, 17:00", "2025年7月9日 17:00まで"),
        ("7月9日午後5時まで", "../2025-07-09T17:00:00", "until 9 July 2025, 17:00", "2025年7月9日 17:00まで"),
        ("before 9 July, 17:00", "../2025-07-09T17:00:00", "until 9 July 2025, 17:00",
         "2025年7月9日 17:00まで"),
        ("by the end of June", "../2025-06-30", "until 30 June 2025", "2025年6月30日まで"),
        ("from 1 August, 0:01", "2025-08-01T00:01:00/..", "from 1 August 2025, 00:01",
         "2025年8月1日 00:01以降"),
        ("after 9 July", "2025-07-10/..", "from 10 July 2025", "2025年7月10日以降"),
        ("23 May, 14:00-16:00", "2025-05-23T14:00:00/2025-05-23T16:00:00", "23 May 2025, 14:00–16:00",
         "2025年5月23日 14:00～16:00"),
        ("2-4 pm on 23 May", "2025-05-23T14:00:00/2025-05-23T16:00:00", "23 May 2025, 14:00–16:00",
         "2025年5月23日 14:00～16:00"),
        ("5月23日 午後2時から4時半", "2025-05-23T14:00:00/2025-05-23T16:30:00", "23 May 2025, 14:00–16:30",
         "2025年5月23日 14:00～16:30"),
        ("from 14:00 to 16:00 on 23 May", "2025-05-23T14:00:00/2025-05-23T16:00:00",
         "23 May 2025, 14:00–16:00", "2025年5月23日 14:00～16:00"),
        ("23 May 22:00 to 24 May 01:00", "2025-05-23T22:00:00/2025-05-24T01:00:00",
         "23 May 2025, 22:00 – 24 May 2025, 01:00", "2025年5月23日 22:00～2025年5月24日 01:00"),
        ("noon on 9 July", "2025-07-09T12:00:00", "9 July 2025, 12:00", "2025年7月9日 12:00"),
        ("June 15-17", "2025-06-15/2025-06-17", "15–17 June 2025", "2025年6月15日～17日"),
        ("Friday, 23 May 2025", "2025-05-23", "23 May 2025", "2025年5月23日"),
        ("Fri 23 May, 14:00", "2025-05-23T14:00:00", "23 May 2025, 14:00", "2025年5月23日 14:00"),
        ("23 May 2025 (Friday)", "2025-05-23", "23 May 2025", "2025年5月23日"),
        ("令和7年5月23日（金）14時", "2025-05-23T14:00:00", "23 May 2025, 14:00", "2025年5月23日 14:00"),
    ],
)  # fmt: skip
def test_hours_bounds_and_weekdays_are_understood_and_told(
    typed: str, edtf: str, told: str, japanese: str
) -> None:
    answer = understand(typed, on=ON)
    assert (answer.edtf, answer.sentence) == (edtf, f"Read as {told}.")
    assert understand(typed, on=ON, language="ja").sentence == f"「{japanese}」と読みました。"
    assert understand(told).edtf == understand(japanese).edtf == edtf


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("next Tuesday", "2025-05-27"), ("last Sunday", "2025-05-18"), ("this Sunday", "2025-05-25"),
        ("coming Friday", "2025-05-30"), ("Tuesday next week", "2025-05-27"),
        ("next week's Tuesday", "2025-05-27"), ("Friday last week", "2025-05-16"),
        ("Friday this week", "2025-05-23"), ("来週火曜日", "2025-05-27"), ("再来週の月曜", "2025-06-02"),
        ("先週金曜", "2025-05-16"), ("次の火曜日", "2025-05-27"), ("next week", "2025-05-26/2025-06-01"),
        ("next month", "2025-06"), ("last year", "2024"), ("来月", "2025-06"), ("去年", "2024"),
        ("in 3 days", "2025-05-27"), ("in two weeks", "2025-06-07"), ("a month ago", "2025-04-24"),
        ("3 days from now", "2025-05-27"), ("3日後", "2025-05-27"), ("1か月前", "2025-04-24"),
        ("the day after tomorrow", "2025-05-26"), ("一昨日", "2025-05-22"),
        ("by next Tuesday, 17:00", "../2025-05-27T17:00:00"), ("来週火曜日まで", "../2025-05-27"),
        ("next Tuesday at 2 pm", "2025-05-27T14:00:00"), ("by next week", "../2025-06-01"),
    ],
)  # fmt: skip
def test_days_told_from_the_day_looked_at(typed: str, edtf: str) -> None:
    assert understand(typed, on=ON).edtf == edtf  # a Saturday
    with pytest.raises(DateError):
        understand(typed)


@pytest.mark.parametrize(
    ("typed", "on", "both"),
    [
        ("next Friday", "2025-05-19", "2025-05-23 or 2025-05-30"),
        ("last Friday", "2025-05-24", "2025-05-16 or 2025-05-23"),
        ("this Friday", "2025-05-24", "2025-05-23 or 2025-05-30"),
        ("Friday", "2025-05-21", "2025-05-16 or 2025-05-23"),
        ("金曜日", "2025-05-23", "2025-05-16 or 2025-05-23"),
    ],
)
def test_a_weekday_that_can_be_two_days_is_refused_with_both(typed: str, on: str, both: str) -> None:
    with pytest.raises(DateError, match=f"can be {both}") as refused:
        understand(typed, on=d(on))
    assert '"next week"' in str(refused.value.hint)


def test_the_last_of_a_shorter_month() -> None:
    assert understand("in 1 month", on=d("2025-01-31")).edtf == "2025-02-28"
    assert understand("2 years ago", on=d("2024-02-29")).edtf == "2022-02-28"


@pytest.mark.parametrize("typed", ["23 May", "5月23日", "mid-June", "by 9 July"])
def test_without_a_day_to_refer_to_the_year_is_asked_for(typed: str) -> None:
    with pytest.raises(DateError, match="year"):
        understand(typed)


def test_the_answer_comes_in_japanese() -> None:
    assert understand("by 9 July 2025", language="ja").sentence == "「2025年7月9日まで」と読みました。"


@given(days)
def test_words_are_read_back(day: date) -> None:
    assert understand(day_words(day)).edtf == day.isoformat()
    assert understand(day_words(day, "ja", era=True)).edtf == day.isoformat()


@given(st.text(max_size=20))
def test_typing_never_breaks_it(text: str) -> None:
    try:
        answer = understand(text, on=ON)
    except DateError:
        return
    assert is_edtf(answer.edtf)
