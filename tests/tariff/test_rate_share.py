"""How much of the schedule can be computed: every general and special rate, read and tried."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

import pytest

from briefing_app import resources
from briefing_app.tariff.duty import (
    Elsewhere,
    Free,
    Rate,
    duty_on,
    inputs_of,
    parse_rate,
    special_groups,
    special_rate,
)
from briefing_app.tariff.schedule import Schedule, load_schedule
from briefing_app.tariff.special import PROGRAMMES

LEAST_SHARE = Decimal("0.985")


@pytest.fixture(scope="module")
def schedule() -> Schedule:
    return load_schedule(resources.path("tariff", "us", "schedule.csv"))


def computed(rate: Rate) -> bool:
    """Whether a duty comes out once everything that the rate asks for is given."""
    given = {name: Decimal(70) for name in inputs_of(rate)}
    duty = duty_on(rate, 1_000_000, given)
    return duty.cents is not None and (isinstance(rate, Free) or duty.cents > 0)


def test_at_least_98_5_percent_of_the_general_rates_compute(
    schedule: Schedule, capsys: pytest.CaptureFixture[str]
) -> None:
    forms = Counter(type(line.rate).__name__ for line in schedule)
    share = Decimal(sum(computed(line.rate) for line in schedule)) / len(schedule)
    with capsys.disabled():
        total = len(schedule)
        print(f"\ngeneral rates computable: {share:.2%} of {total}; {dict(forms.most_common())}")  # noqa: T201
    assert sum(forms.values()) == 11_414
    assert share >= LEAST_SHARE


def test_what_does_not_compute_says_so_in_the_schedules_words(schedule: Schedule) -> None:
    for line in schedule:
        if not computed(line.rate):
            assert isinstance(line.rate, Elsewhere), line.general
            assert duty_on(line.rate, 100, {}).elsewhere == line.general


def test_a_rate_that_needs_inputs_never_computes_without_them(schedule: Schedule) -> None:
    for line in schedule:
        needed = inputs_of(line.rate)
        duty = duty_on(line.rate, 1_000_000, {})
        assert [item.name for item in duty.missing] == list(needed), line
        assert (duty.cents is None) == (bool(needed) or isinstance(line.rate, Elsewhere)), line


def test_the_special_column_computes_for_each_programme_it_names(
    schedule: Schedule, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = [
        (group, line) for line in schedule for group in special_groups(line.special) for _ in group.programmes
    ]
    pointing = sum(group.see for group, _ in pairs)
    works = sum(not group.see and computed(parse_rate(group.rate)) for group, _ in pairs)
    share = Decimal(works) / len(pairs)
    with capsys.disabled():
        text = f"special rates computable: {share:.2%} of {len(pairs)} pairs of line and programme"
        print(f"\n{text}; {pointing} point at chapters 98 and 99")  # noqa: T201
    assert share >= LEAST_SHARE
    assert all(group.programmes for group, _ in pairs)


def test_every_programme_symbol_is_known_by_name(schedule: Schedule) -> None:
    used = {
        symbol for line in schedule for group in special_groups(line.special) for symbol in group.programmes
    }
    assert used <= PROGRAMMES.keys()


def letters(text: str) -> str:
    """The text without blanks."""
    return "".join(text.split())


def test_no_special_rate_is_lost_between_the_groups(schedule: Schedule) -> None:
    for line in schedule:
        groups = special_groups(line.special)
        rates = "".join(group.rate for group in groups)
        symbols = {symbol for group in groups for symbol in group.programmes}
        cell = line.special.replace("(PA (PA)", "(PA)")
        assert letters(rates) == letters(re.sub(r"\([^()]*\)", "", cell)), line
        assert symbols == set(
            filter(None, re.split(r"[,\s]+", " ".join(re.findall(r"\(([^()]*)\)", cell))))
        ), line


def test_the_us_japan_agreement_rates_are_read_in_full(schedule: Schedule) -> None:
    found = {line.hts: special_rate(line.special, "JP") for line in schedule}
    rates = {hts: rate for hts, rate in found.items() if rate is not None}
    assert len(rates) == 257
    assert Counter(
        "See" if rate.startswith("See") else type(parse_rate(rate)).__name__ for rate in rates.values()
    ) == {
        "Free": 182,
        "AdValorem": 74,
        "See": 1,
    }
    assert rates["84159080"] == "See 9921.01.01, 9921.01.02"
    for hts, rate in rates.items():
        general = schedule.require(hts).rate
        if not rate.startswith("See"):
            special = duty_on(parse_rate(rate), 1_000_000, {name: Decimal(9) for name in inputs_of(general)})
            ordinary = duty_on(general, 1_000_000, {name: Decimal(9) for name in inputs_of(general)})
            assert special.cents is not None
            assert ordinary.cents is not None
            assert special.cents <= ordinary.cents, hts
