"""A value in another currency, turned into dollars at a rate that the user states, exactly.

Customs converts at the rate that is certified for the day of export: 19 CFR 159.32 (day), 159.34 (quarterly
rate) and 159.35 (daily rate where it differs by 5% or more), under 31 U.S.C. 5151. No rate is kept here: who
asks states the rate, where it stands and for which day, and all three are shown with the answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from briefing_app.domain.date_words import Language, day_words
from briefing_app.errors import UsageError
from briefing_app.tariff.amounts import is_doubtful, ungrouped
from briefing_app.tariff.entry import EntryError, usd
from briefing_app.tariff.facts import MAX_CENTS
from briefing_app.tariff.moment import parse_day

CURRENCIES = ("USD", "JPY", "EUR", "GBP", "KRW", "CNY", "CAD", "MXN", "VND", "CHF", "TWD")
NAMES = ("currency", "amount", "rate", "rate_per", "rate_source", "rate_date")
PER_DOLLAR, PER_UNIT = "dollar", "unit"
VALUE_RATE = "value_rate"
"""The name under which a value in dollars carries the line of the rate at which its table was converted."""


@dataclass(frozen=True)
class Conversion:
    """``amount`` in ``currency`` at ``rate``: units of it for one dollar, or dollars for one unit of it
    (``rate_per`` ``dollar`` or ``unit``), from ``source``, for ``day``.
    """

    currency: str
    amount: Decimal
    rate: Decimal
    rate_per: str
    source: str
    day: date

    @property
    def cents(self) -> int:
        """The value in US cents, rounded half up once."""
        amount, rate = Fraction(self.amount), Fraction(self.rate)
        exact = (amount / rate if self.rate_per == PER_DOLLAR else amount * rate) * 100
        return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)

    def texts(self) -> dict[str, str]:
        """The conversion as texts by name; :func:`read_conversion` reads them back to an equal one."""
        return {
            "currency": self.currency,
            "amount": f"{self.amount:f}",
            "rate": f"{self.rate:f}",
            "rate_per": self.rate_per,
            "rate_source": self.source,
            "rate_date": self.day.isoformat(),
        }

    def rate_words(self, language: Language = "en") -> str:
        """``142.57 JPY for 1 USD``."""
        per_dollar = self.rate_per == PER_DOLLAR
        if language == "ja":
            if per_dollar:
                return f"1 USD = {self.rate:f} {self.currency}"
            return f"1 {self.currency} = {self.rate:f} USD"
        if per_dollar:
            return f"{self.rate:f} {self.currency} for 1 USD"
        return f"{self.rate:f} USD for 1 {self.currency}"

    def rate_line(self, language: Language = "en") -> str:
        """The rate, its day and where it stands in one line, which :func:`read_rate_line` reads back. What
        is kept is English.
        """
        return f"{self.rate_words(language)}; {self.day.isoformat()}; {self.source}"

    def value_line(self, language: Language = "en") -> str:
        """The same behind the amount; :func:`read_value_line` reads it back."""
        return f"{self.amount:,f} {self.currency}; {self.rate_line(language)}"

    def table_assumption(self, language: Language = "en") -> str:
        """What was taken for values of which the rate is kept, but not each amount: those of a basket."""
        when = day_words(self.day, language)
        if language == "ja":
            return (
                f"ドル建ての価額は、{self.currency}建ての値を{self.rate_words('ja')}（{self.source}、{when}）で"
                "換算し、それぞれ一度だけセント単位に四捨五入したものである（後から入力した値を除く）。"
                "税関は輸出日の認証レートを用いる（19 CFR 159.32～159.35）。"
            )
        return (
            f"Values in dollars were converted from {self.currency} at {self.rate_words()} "
            f"({self.source}, {when}), each rounded to the cent once; values typed in later are as typed. "
            "Customs takes the rate certified for the day of export (19 CFR 159.32 to 159.35)."
        )

    def assumption(self, language: Language = "en") -> str:
        """What was taken, and what customs takes instead."""
        amount = f"{self.amount:,f} {self.currency}"
        dollars = f"{Decimal(self.cents) / 100:,.2f}"
        when = day_words(self.day, language)
        if language == "ja":
            return (
                f"課税価額{amount}は{self.rate_words('ja')}（{self.source}、{when}）で"
                f"{dollars} USDに換算した。"
                "税関は輸出日の認証レートを用いる（19 CFR 159.32～159.35）。"
            )
        return (
            f"The value of {amount} is converted at {self.rate_words()} ({self.source}, {when}) to "
            f"{dollars} USD. Customs takes the rate certified for the day of export "
            "(19 CFR 159.32 to 159.35)."
        )


_RATE_LINE = re.compile(
    r"(?:(?P<rate>\d+(?:\.\d+)?) (?:(?P<dollar>[A-Z]{3}) for 1 USD|USD for 1 (?P<unit>[A-Z]{3}))"
    r"|1 USD = (?P<rate_ja>\d+(?:\.\d+)?) (?P<dollar_ja>[A-Z]{3})"
    r"|1 (?P<unit_ja>[A-Z]{3}) = (?P<unit_rate_ja>\d+(?:\.\d+)?) USD); "
    r"(?P<day>\d{4}-\d\d-\d\d); (?P<source>.+)"
)
_VALUE_LINE = re.compile(r"(?P<amount>\d+(?:,\d{3})*(?:\.\d+)?) (?P<currency>[A-Z]{3}); (?P<rate>.+)")


def read_rate_line(text: str) -> Conversion | None:
    """The conversion of one unit that a line states, in either language; None for any other text."""
    found = _RATE_LINE.fullmatch(text)
    if found is None:
        return None
    dollar, unit = found["dollar"] or found["dollar_ja"], found["unit"] or found["unit_ja"]
    rate = Decimal(found["rate"] or found["rate_ja"] or found["unit_rate_ja"])
    try:
        day = date.fromisoformat(found["day"])
    except ValueError:
        return None
    if not rate:
        return None
    return Conversion(
        dollar or unit, Decimal(1), rate, PER_DOLLAR if dollar else PER_UNIT, found["source"], day
    )


def read_value_line(text: str) -> Conversion | None:
    """The conversion of an amount that a line states, in either language; None for any other text."""
    found = _VALUE_LINE.fullmatch(text)
    rate = read_rate_line(found["rate"]) if found is not None else None
    if found is None or rate is None or rate.currency != found["currency"]:
        return None
    return replace(rate, amount=Decimal(found["amount"].replace(",", "")))


def split(values: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The texts of an entry apart from those of a conversion, or of the table that the value is from."""
    money = {name: text for name, text in values.items() if name in (*NAMES, VALUE_RATE)}
    return {name: text for name, text in values.items() if name not in money}, money


def read_conversion(values: Mapping[str, str]) -> Conversion | None:
    """The conversion that texts by name state; None for dollars.

    Raises EntryError with every fault, each naming its field (``amount``, ``rate``, ``rate_source`` ...).
    """
    currency = values.get("currency", "USD").strip().upper() or "USD"
    if currency == "USD":
        return None
    faults: list[str] = []
    if len(currency) != 3 or not currency.isalpha():
        faults.append(f"currency: “{currency}” is not a code of three letters.")
    amount = _positive(values.get("amount", ""), "amount", faults)
    rate = _positive(values.get("rate", ""), "rate", faults)
    source = " ".join(values.get("rate_source", "").split())
    if not source:
        faults.append("rate_source: say where the rate stands.")
    day = date.min
    try:
        day = parse_day(values.get("rate_date", ""))
    except UsageError:
        faults.append("rate_date: say the day of the rate, as 23 May 2025.")
    if faults:
        raise EntryError(tuple(faults))
    per = values.get("rate_per", PER_DOLLAR) or PER_DOLLAR
    found = Conversion(currency, amount, rate, per if per == PER_UNIT else PER_DOLLAR, source, day)
    if not 0 < found.cents <= MAX_CENTS:
        raise EntryError(
            (f"amount: at this rate it is {usd(found.cents)} USD; an entry holds 0.01 to 10,000,000,000.00.",)
        )
    return found


_SIGNS = " ¥円元€£$₩₫"


def _positive(text: str, name: str, faults: list[str]) -> Decimal:
    bare = ungrouped(unicodedata.normalize("NFKC", text).strip(_SIGNS))
    if name == "amount" and is_doubtful(bare):
        faults.append(f"{name}: “{text}” can be read in two ways.")
        return Decimal(1)
    try:
        number = Decimal(bare)
    except InvalidOperation:
        number = Decimal("NaN")
    if not bare or not number.is_finite() or number <= 0:
        lacking = "say the rate of exchange." if name == "rate" else "say the amount."
        faults.append(f"{name}: {lacking if not bare else f'“{text}” is not a number above zero.'}")
        return Decimal(1)
    return number


def rate_words_of(values: Mapping[str, str], language: Language = "en") -> str:
    """What texts by name say of the dollars of a value, in a sentence: its own conversion, or the rate of the
    table that it is of; "" where it was asked in dollars. Raises EntryError like :func:`read_conversion`.
    """
    own = read_conversion(values)
    if own is not None:
        return own.assumption(language)
    rate = read_rate_line(values.get(VALUE_RATE, ""))
    return rate.table_assumption(language) if rate is not None else ""
