"""Goods of Japan on no list, at any minute, against a second reckoning from the prose in Decimal."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing_app.tariff.assess import assess
from briefing_app.tariff.law import load_law

LAW = load_law()
PREFIXES = {row.hts for found in LAW.lists.values() for row in found.rows}
PREFIXES |= {code for rule in LAW.rules for code in rule.scope.codes}
START, END = datetime(2018, 1, 1), datetime(2026, 10, 11)  # noqa: DTZ001 - New York wall clock
# (from, additional rate, all-in rate), each until the next.
REGIMES = [
    (START, "0", None),
    (datetime(2025, 4, 5, 0, 1), "0.10", None),  # noqa: DTZ001
    (datetime(2025, 4, 9, 0, 1), "0.24", None),  # noqa: DTZ001
    (datetime(2025, 4, 10, 0, 1), "0.10", None),  # noqa: DTZ001
    (datetime(2025, 8, 7, 0, 1), "0", "0.15"),  # noqa: DTZ001
    (datetime(2026, 2, 24, 0, 0), "0", None),  # noqa: DTZ001
    (datetime(2026, 2, 24, 0, 1), "0.10", None),  # noqa: DTZ001
    (datetime(2026, 7, 24, 0, 1), "0", "0.125"),  # noqa: DTZ001
]


def percent(text: str) -> Decimal | None:
    if text == "Free":
        return Decimal(0)
    try:
        return Decimal(text.removesuffix("%")) / 100 if text.endswith("%") else None
    except ArithmeticError:
        return None


def unlisted(hts: str) -> bool:
    return not any(hts.startswith(code) or code.startswith(hts) for code in PREFIXES)


LINES = [
    (line.hts, rate)
    for line in LAW.schedule
    if line.hts[:2] not in ("98", "99") and (rate := percent(line.general)) is not None and unlisted(line.hts)
]
EDGES = [moment for moment, _, _ in REGIMES[1:]]


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def reckon(moment: datetime, rate: Decimal, value: Decimal) -> Decimal:
    _, extra, all_in = [regime for regime in REGIMES if regime[0] <= moment][-1]
    ordinary = cents(value * rate)
    if all_in is not None:
        return ordinary if rate >= Decimal(all_in) else max(ordinary, cents(value * Decimal(all_in)))
    return ordinary + cents(value * Decimal(extra))


@given(
    st.sampled_from(LINES),
    st.one_of(
        st.integers(0, int((END - START).total_seconds() // 60) - 1).map(
            lambda m: START + timedelta(minutes=m)
        ),
        st.tuples(st.sampled_from(EDGES), st.integers(-1, 1)).map(lambda e: e[0] + timedelta(minutes=e[1])),
    ),
    st.decimals("801", "5000000", places=2),
)
@settings(max_examples=250, deadline=None)
def test_the_engine_agrees_to_the_cent(line: tuple[str, Decimal], moment: datetime, value: Decimal) -> None:
    texts = {
        "date": f"{moment:%Y-%m-%d}", "entry_time_et": f"{moment:%H:%M}", "origin": "JP", "hts": line[0],
        "value_usd": f"{value:.2f}",
    }  # fmt: skip
    answer = assess(LAW.parse(texts), LAW)
    assert answer.status == "ok"
    assert answer.total_cents == reckon(moment, line[1], value) * 100


def test_most_lines_stand_on_no_list() -> None:
    assert len(LINES) > 4000
