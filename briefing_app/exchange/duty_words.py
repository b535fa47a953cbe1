"""The cells of an answered row that are no amounts, worked out once for rows that share them.

Which rules apply, what is assumed and which facts would change the duty hang on the ordinary rate only by
comparisons with the rates of the law: between two neighbouring rates at which an answer can turn, all lines
share their words. At such a rate, for small values and where contents are said, rows are worded one by one.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement

from briefing_app.errors import UsageError
from briefing_app.tariff.answer import Assessment, fraction_text
from briefing_app.tariff.assess import STANDING, assess
from briefing_app.tariff.batch_column1 import NO_RATE, LineRate, line_rate
from briefing_app.tariff.batch_kinds import SPECIAL_CHAPTERS
from briefing_app.tariff.duty import duty_on
from briefing_app.tariff.entry import Entry
from briefing_app.tariff.fact_table import FACTS
from briefing_app.tariff.law import Law, Standing
from briefing_app.tariff.rules import PPM
from briefing_app.tariff.schedule import ScheduleLine
from briefing_app.tariff.special import special_rate
from briefing_app.tariff.units import QuantityError

COLUMN_1 = "mfn-base"
# Below this value in cents rounding may hide what a fact would change: such rows are worded one by one.
SMALL = 100_000
# Rates this near to one at which an answer can turn are taken as being there: rounding of 1,000 dollars.
_NEAR = 200
_MOST_KEPT = 200_000


@dataclass(frozen=True, slots=True)
class Words:
    """The cells that are not amounts."""

    base_rate: str
    headings: str
    message: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as goods of one origin see it: the rate, its words for the file, what may be claimed."""

    rate: LineRate
    text: str
    exact: tuple[str, ...]
    claimed: tuple[str, ...]


class WordBook:
    """The words of rows under one law. Not for several threads at once."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self._words: dict[object, Words] = {}
        self._lines: dict[tuple[str, str], _Line] = {}
        self._active: dict[Standing, int] = {}
        self._numbers: dict[object, int] = {}
        self._turns = turning_rates(law)
        self._standing = {law.assumptions[name].en for name in STANDING}  # holds for every row: not repeated

    def words(self, entry: Entry, status: str) -> Words:
        """The words of one row that was answered with ``status``."""
        kind, text = self._kind(entry, status)
        found = self._words.get(kind) if kind is not None else None
        if found is None:
            found, keep = self._told(entry)
            if kind is not None and keep:
                if len(self._words) > _MOST_KEPT:
                    self._words.clear()
                self._words[kind] = found
        return found if text is None else Words(text, found.headings, found.message)

    def _told(self, entry: Entry) -> tuple[Words, bool]:
        try:
            answer = assess(entry, self.law, brief=True)
        except UsageError as error:
            return Words("", "", str(error)), True
        by_quantity = any(missing.fact.startswith("quantit") for missing in answer.missing_facts)
        return self.of(answer), not (by_quantity and answer.status != "ok")

    def of(self, answer: Assessment) -> Words:
        """The words of an answer."""
        if answer.status != "ok":
            return Words("", "", answer.reason)
        base = next((part for part in answer.components if part.heading.endswith(answer.entry.code)), None)
        if base is None:
            rate = ""
        else:
            rate = fraction_text(base.rate) if base.rate is not None else base.specific_rate or base.note
        parts = [part for part in answer.components if part.measure != COLUMN_1 and part.heading]
        told = [f"Assumed: {text}" for text in answer.assumptions if text not in self._standing]
        told += [f"Depends on {missing.fact}." for missing in answer.missing_facts]
        return Words(rate, ";".join(part.heading for part in parts), " ".join(told))

    def _kind(self, entry: Entry, status: str) -> tuple[object, str | None]:
        """What the words hang on, None where the amounts themselves tell; and the words of the ordinary rate
        where they are the line's own.
        """
        facts = entry.facts
        if entry.value_cents < SMALL or any(FACTS[name].kind == "money" for name in facts):
            return None, None
        law, minute = self.law, entry.minute
        line = self._line(entry)
        if line is None:
            return None, None
        rate: object = line.exact
        text: str | None = None
        if status == "ok" and not facts and line.text:
            band = self._band(entry, line.rate)
            if band is None and line.rate.ppm < 0:
                return None, None
            if band is not None:
                rate, text = (band, *line.claimed), line.text
        elif line.rate.ppm < 0 and status != "not_covered":
            return None, None
        rules = self._rules(law.standing(entry.hts, entry.origin, minute))
        chapter = entry.hts[:2] if entry.hts[:2] in SPECIAL_CHAPTERS else ""
        kind: tuple[object, ...] = (status, rules, rate, text is None, entry.day.year == 2025, chapter)
        if facts:
            kind += (entry.origin, entry.day.year, *facts.items())
        if status == "not_covered":
            kind += (entry.origin, minute < law.info.begins, minute >= law.info.ends)
        return kind, text

    def _rules(self, standing: Standing) -> int:
        """The number of the rules at work; where a list names parts of the line that good for itself."""
        found = self._active.get(standing)
        if found is None:
            parted = any(item.partly for item in standing.active)
            key = standing if parted else tuple(item.rule.serial for item in standing.active)
            found = self._active[standing] = self._numbers.setdefault(key, len(self._numbers))
        return found

    def _line(self, entry: Entry) -> _Line | None:
        key = (entry.hts, entry.origin)
        found = self._lines.get(key)
        if found is None:
            try:
                line = self.law.schedule.require(entry.hts)
            except UsageError:
                return None
            found = self._lines[key] = self._read(line, entry.origin)
        return found

    def _read(self, line: ScheduleLine, origin: str) -> _Line:
        names = sorted({rule.programme for rule in self.law.rules_for(origin) if rule.programme})
        claimed = tuple(special_rate(line.special, name) or "" for name in names)
        rate = line_rate(line, "")
        text = ""
        if rate.ppm >= 0:
            text = fraction_text(Fraction(rate.ppm, PPM))
            # A rate that may be claimed tells only by whether it is lower: nothing, or as the words say.
            claimed = tuple("" if words == line.general else words for words in claimed)
        elif rate is not NO_RATE and rate.specific is not None:
            single = not rate.share_ppm
            text = fraction_text(Fraction(rate.specific.nano_usd, 10**9)) if single else line.general
        return _Line(rate, text, (line.general, *claimed), claimed)

    def _band(self, entry: Entry, rate: LineRate) -> object:
        """Between which turning rates the ordinary rate lies; None at one of them."""
        ppm = rate.ppm
        if ppm < 0:
            try:
                cents = duty_on(rate.rate, entry.value_cents, entry.quantities).cents
            except QuantityError:
                return None
            if cents is None:
                return None
            ppm = cents * PPM // entry.value_cents
        turns = self._turns
        at = bisect_left(turns, ppm)
        near = any(abs(turns[place] - ppm) <= _NEAR for place in (at - 1, at) if 0 <= place < len(turns))
        return None if near else at


def turning_rates(law: Law) -> list[int]:
    """The ordinary rates, in parts per million, at which two totals of the law can change their order.

    A total is the ordinary rate or an all-in rate, with duties added, on the whole value or on all but the
    fifth that counts as content of the United States.
    """
    rates = {(rule.effect, rule.ppm) for rule in law.rules if rule.effect in ("add", "floor") and rule.ppm}
    added = sorted({ppm for effect, ppm in rates if effect == "add"})
    sums = {0, *added, *(one + other for one, other in combinations_with_replacement(added, 2))}
    floors = {0, *(ppm for effect, ppm in rates if effect == "floor")}
    tops = {floor + more for floor in floors for more in sums}
    turns = {top - more for top in tops for more in sums}
    turns |= {5 * top - 4 * other for top in tops for other in tops}
    return sorted(turn for turn in turns if 0 <= turn <= 2 * PPM)
