"""Charts and terms of office as values: what is known when, what follows what."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from briefing_app.domain.records import (
    Delegation,
    DelegationMember,
    Person,
    PersonName,
    Post,
    Series,
    SeriesPoint,
)
from briefing_app.domain.terms import heads, terms
from briefing_app.domain.time_axis import seconds
from briefing_app.domain.tracks import percent, period_of, series_track


def a_series(*points, frequency="quarterly", unit="percent"):
    return Series(id="s", title="GDP", unit=unit, frequency=frequency, points=tuple(points))


def at(year, month, day):
    return seconds(date(year, month, day)) + 1


def test_periods_are_read_and_other_words_are_none():
    assert period_of("2025Q2") == (date(2025, 4, 1), date(2025, 6, 30))
    assert period_of("2024Q4") == (date(2024, 10, 1), date(2024, 12, 31))
    assert period_of("2025-02") == (date(2025, 2, 1), date(2025, 2, 28))
    assert period_of("JP") is None
    assert series_track(a_series(SeriesPoint("JP", Decimal(1))), date(2025, 1, 1)) is None


def test_the_newest_vintage_that_was_known_stands_and_gaps_stay_gaps():
    series = a_series(
        SeriesPoint("2025Q1", Decimal("-0.2"), vintage="first 2025-05-16"),
        SeriesPoint("2025Q1", Decimal("0.1"), vintage="second 2025-08-15"),
        SeriesPoint("2025Q3", Decimal("0.4"), vintage="first 2025-11-17"),
    )
    now = series_track(series, date(2026, 1, 1))
    assert now.reading(at(2025, 2, 1)) == [("", "0.1 %")]
    assert now.reading(at(2025, 5, 1)) == []
    june = series_track(series, date(2025, 6, 1), date(2025, 6, 1))
    assert june.reading(at(2025, 2, 1)) == [("", "-0.2 %")]
    assert june.reading(at(2025, 8, 1)) == []
    assert june.bounds() == (-0.2, 0.0)


def test_a_regime_holds_until_the_next_and_the_last_until_today():
    series = a_series(
        SeriesPoint("2025-01-01", Decimal("2.5"), item="car"),
        SeriesPoint("2025-04-03", Decimal("27.5"), item="car"),
        SeriesPoint("2025-03-12", Decimal(25), item="steel"),
        frequency="regime",
    )
    track = series_track(series, date(2025, 6, 1))
    assert track.reading(at(2025, 5, 30)) == [("car", "27.5 %"), ("steel", "25 %")]
    assert track.reading(at(2025, 2, 1)) == [("car", "2.5 %")]
    assert track.reading(at(2025, 7, 1)) == []


def test_rates_are_said_exactly():
    assert [str(percent(Fraction(*each))) for each in ((275, 1000), (1, 4), (1, 3), (0, 1), (1, 10))] == [
        "27.5", "25", "33.33", "0", "10"
    ]  # fmt: skip


def a_person(name, *posts, country="JP"):
    return Person(id=name.lower(), names=(PersonName(name),), country=country, posts=posts)


ISHIBA = a_person(
    "Ishiba",
    Post("President", "Liberal Democratic Party", "2024-09", "2025-10-04"),
    Post("Prime Minister", "Government of Japan", "2024-10-01", "2025-10-21"),
)
TAKAICHI = a_person("Takaichi", Post("Prime Minister", "Government of Japan", "2025-10-21"))
LUTNICK = a_person("Lutnick", Post("Secretary of Commerce", from_="2025"), country="US")


def test_who_follows_in_office_stands_in_the_same_row_and_the_highest_post_counts():
    found = terms([LUTNICK, TAKAICHI, ISHIBA], {"ishiba", "takaichi", "lutnick"})
    assert [(term.words, term.row) for term in found] == [
        ("Ishiba · Prime Minister", 0), ("Takaichi · Prime Minister", 0),
        ("Lutnick · Secretary of Commerce", 1),
    ]  # fmt: skip
    assert found[0].end == found[1].start == seconds(date(2025, 10, 21))
    assert (found[0].soft_start, found[1].soft_end, found[2].soft_start) == (False, True, True)


def test_terms_know_no_later_than_the_day():
    found = terms([TAKAICHI, ISHIBA], {"ishiba", "takaichi"}, date(2025, 6, 1))
    assert [(term.name, term.soft_end) for term in found] == [("Ishiba", True)]


def test_heads_are_those_a_delegation_names_else_heads_of_government():
    assert heads([ISHIBA, TAKAICHI, LUTNICK], []) == ("ishiba", "takaichi")
    named = Delegation(title="Round", members=(DelegationMember("lutnick", "theirs", "head"),))
    assert heads([ISHIBA, TAKAICHI, LUTNICK], [named]) == ("lutnick",)
