"""The cells of an answered row that are no amounts, worked out once for rows that share them.

Which rules apply, what is assumed and which facts would change the duty hang on the ordinary rate only by
comparisons with the rates of the law: between two neighbouring rates at which an answer can turn, all lines
share their words. At such a rate, for small values and where contents are said, rows are worded one by one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import combinations

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
        self._lines: dict[tuple[str, tuple[str, ...]], _Line] = {}
        self._active: dict[Standing, int] = {}
        self._numbers: dict[object, int] = {}
        self._turns: dict[Standing, list[int]] = {}
        self._turns_known: dict[frozenset[tuple[str, int]], list[int]] = {}
        self._programmes: dict[str, tuple[str, ...]] = {}
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
        standing = law.standing(entry.hts, entry.origin, minute)
        rate: object = line.exact
        text: str | None = None
        if status == "ok" and not facts and line.text:
            band = self._band(entry, line.rate, standing)
            if band is None and line.rate.ppm < 0:
                return None, None
            if band is not None:
                rate, text = (band, *line.claimed), line.text
        elif line.rate.ppm < 0 and status != "not_covered":
            return None, None
        rules = self._rules(standing)
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
        programmes = self._programmes.get(entry.origin)
        if programmes is None:
            names = {rule.programme for rule in self.law.rules_for(entry.origin) if rule.programme}
            programmes = self._programmes[entry.origin] = tuple(sorted(names))
        key = (entry.hts, programmes)
        found = self._lines.get(key)
        if found is None:
            try:
                line = self.law.schedule.require(entry.hts)
            except UsageError:
                return None
            found = self._lines[key] = _read(line, programmes)
        return found

    def _band(self, entry: Entry, rate: LineRate, standing: Standing) -> object:
        """Between which turning rates of the rules at work the ordinary rate lies; None at one of them."""
        ppm = rate.ppm
        if ppm < 0:
            try:
                cents = duty_on(rate.rate, entry.value_cents, entry.quantities).cents
            except QuantityError:
                return None
            if cents is None:
                return None
            ppm = cents * PPM // entry.value_cents
        turns = self._turns_of(standing)
        at = bisect_left(turns, ppm)
        near = any(abs(turns[place] - ppm) <= _NEAR for place in (at - 1, at) if 0 <= place < len(turns))
        return None if near else (turns[at - 1] if at else 0, turns[at] if at < len(turns) else 0)

    def _turns_of(self, standing: Standing) -> list[int]:
        found = self._turns.get(standing)
        if found is None:
            rates = {
                (item.rule.effect, item.rule.ppm)
                for item in standing.active
                if item.rule.effect in ("add", "floor") and item.rule.ppm
            }
            key = frozenset(rates)
            found = self._turns_known.get(key)
            if found is None:
                found = self._turns_known[key] = turning_rates(rates)
            self._turns[standing] = found
        return found


@lru_cache(maxsize=65_536)
def _read(line: ScheduleLine, programmes: tuple[str, ...]) -> _Line:
    claimed = tuple(special_rate(line.special, name) or "" for name in programmes)
    rate = line_rate(line, "")
    exact = (line.general, *claimed)
    text = ""
    if rate.ppm >= 0:
        text = fraction_text(Fraction(rate.ppm, PPM))
        # A rate that may be claimed tells only where it is another than the general one.
        claimed = tuple("" if words == line.general else words for words in claimed)
    elif rate is not NO_RATE and rate.specific is not None:
        single = not rate.share_ppm
        text = fraction_text(Fraction(rate.specific.nano_usd, 10**9)) if single else line.general
    return _Line(rate, text, exact, claimed)


def turning_rates(rates: Iterable[tuple[str, int]]) -> list[int]:
    """The ordinary rates at which two totals of duties can change their order; all in parts per million.

    ``rates`` are those of the rules with ``add`` or ``floor``. A total is the ordinary rate or an all-in one,
    with duties added, on the whole value or on all but the fifth that counts as content of the United States.
    """
    added = sorted({ppm for effect, ppm in rates if effect == "add"})
    sums = {0, *added, *(one + other for one, other in combinations(added, 2))}
    floors = {0, *(ppm for effect, ppm in rates if effect == "floor")}
    tops = {floor + more for floor in floors for more in sums}
    turns = {top - more for top in tops for more in sums}
    turns |= {5 * top - 4 * other for top in tops for other in tops}
    return sorted(turn for turn in turns if 0 <= turn <= 2 * PPM)
