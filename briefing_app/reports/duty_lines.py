"""Duty lines of papers from the tariff engine: the same assessment as the screen and the command line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache

from briefing_app import resources
from briefing_app.errors import BriefingError
from briefing_app.reports import labels, wording
from briefing_app.reports.desk import DutyQuestion
from briefing_app.reports.model import DutyLine
from briefing_app.reports.signs import signs, with_wide_signs
from briefing_app.reports.wording import Language
from briefing_app.tariff.answer import Assessment, Component
from briefing_app.tariff.assess import assess
from briefing_app.tariff.goods import load_goods
from briefing_app.tariff.law import Law, load_law
from briefing_app.tariff.schedule import dotted

ORDINARY = "mfn-base"
# Papers are about goods of Japan; those of another country say so beside their name.
HOME = "JP"
_SECTION = re.compile(r"Section (\d+)")


class LawAssessor:
    """Answers duty questions of papers by one law. Safe to share between threads; equal by its law."""

    def __init__(self, law: Law) -> None:
        self.law = law

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LawAssessor) and other.law is self.law

    def __hash__(self) -> int:
        return id(self.law)

    def __call__(self, question: DutyQuestion, day: date, language: Language) -> DutyLine:
        """The duty of a good on a day at noon in New York; ``problem`` says why where there is no number."""
        code = question.hts
        try:
            value = wording.dollars(Decimal(question.value_usd)).removesuffix(".00")
        except InvalidOperation:
            value = question.value_usd  # the engine says what is wrong with it
        try:
            answer = self.assessment(question, day)
        except BriefingError as error:
            good = question.label or code
            return DutyLine(good, code, "", "", value, problem=str(error), lang=language)
        code = dotted(answer.entry.hts)
        good = question.label or with_wide_signs(goods().get(answer.entry.hts, {}).get(language, "")) or code
        if question.origin != HOME:
            good += signs(language).bracketed(labels.country(question.origin, language))
        if answer.status != "ok" or answer.total_cents is None or answer.effective_rate is None:
            reason = with_wide_signs(answer.reason_in(language))
            return DutyLine(good, code, "", "", value, problem=reason, lang=language)
        return DutyLine(
            good=good,
            code=code,
            rate=rate_words(answer.effective_rate),
            duty=money(answer.total_cents),
            value=value,
            steps=self.steps_words(answer.components, language),
            lang=language,
        )

    def assessment(self, question: DutyQuestion, day: date) -> Assessment:
        """The whole answer. Raises the engine's known errors for an entry that cannot be read."""
        asked = {"date": day.isoformat(), "origin": question.origin}
        good = {"hts": question.hts, "value_usd": question.value_usd}
        return assess(self.law.parse({**asked, **good, **dict(question.facts)}), self.law)

    def steps_words(self, components: Sequence[Component], language: Language) -> tuple[str, ...]:
        """What a duty adds up from, each part in a few words. A rate that includes the ordinary duty stands
        with it in one part: ``15% in total (Section 232), of which 2.5% ordinary duty``; beside it with a
        plus it would read like a sum.
        """
        tops = [item for item in components if item.all_in_rate is not None]
        below = next((item for item in components if item.measure == ORDINARY), None)
        if len(tops) != 1 or below is None or below.base_cents != tops[0].base_cents:
            return tuple(self.component_words(item, language) for item in components)
        (top,) = tops
        whole = self._whole_words(top, below, language)
        others = (item for item in components if item not in (top, below))
        return (whole, *(self.component_words(item, language) for item in others))

    def _whole_words(self, top: Component, below: Component, language: Language) -> str:
        """A top-up with the ordinary duty that it includes."""
        words = labels.words(language)
        said = {
            "ordinary": self.component_words(below, language),
            "basis": self.basis_of(top.measure, language),
            "total": rate_words(top.all_in_rate or Fraction(0)),
        }
        if not top.duty_cents and below.duty_cents:
            return words["total_reached"].format(**said)
        if not below.duty_cents:
            return words["total_alone"].format(**said)
        return words["total_with_ordinary"].format(**said)

    def component_words(self, item: Component, language: Language) -> str:
        """One component in a few words: ``25% Section 232``, ``12.5% Section 232 (to 15% in total)``."""
        basis = self.basis_of(item.measure, language)
        if item.rate is None:
            return f"{basis} {money(item.duty_cents)}"
        if language == "ja":
            said = f"{basis}{' ' if basis[-1:].isascii() else ''}{rate_words(item.rate)}"
        else:
            said = f"{rate_words(item.rate)} {basis}"
        if item.all_in_rate is None:
            return said
        return said + labels.words(language)["to_total"].format(total=rate_words(item.all_in_rate))

    def basis_of(self, measure: str, language: Language) -> str:
        """What a duty rests on, in a few words: the first clause of its authority, sections as 232条."""
        if measure == ORDINARY:
            return {"en": "ordinary duty", "ja": "一般税率"}[language]
        found = self.law.measures.get(measure)
        if found is None:
            return self.title_of(measure, language)
        clause = found.authority.partition(";")[0]
        if language != "ja" or clause == "IEEPA":
            return clause
        section = _SECTION.match(clause)
        return f"{section[1]}条" if section else self.title_of(measure, language)

    def title_of(self, measure: str, language: Language) -> str:
        """What a measure is called."""
        found = self.law.measures.get(measure)
        if found is None:
            return measure
        return with_wide_signs(found.title_ja) if language == "ja" and found.title_ja else found.title


def rate_words(rate: Fraction) -> str:
    """A rate as per cent with at most three decimals: ``27.5%``."""
    percent = Decimal(rate.numerator * 100) / Decimal(rate.denominator)
    return f"{percent.quantize(Decimal('0.001')).normalize():f}%"


def money(cents: int) -> str:
    """Cents as US dollars: ``$8,250.00``, whole dollars as ``$8,250``."""
    return wording.dollars(Decimal(cents) / 100).removesuffix(".00")


@cache
def goods() -> dict[str, dict[str, str]]:
    """What the described tariff lines are called, by code and language."""
    described = load_goods(resources.path("tariff", "us", "descriptions.csv"))
    return {good.hts: {"en": good.en, "ja": good.ja} for good in described}


@cache
def shipped_assessor() -> LawAssessor:
    """The assessor by the law that ships with the program; reading it takes some tenths of a second."""
    return LawAssessor(load_law())
