"""Duty lines of papers from the tariff engine: the same assessment as the screen and the command line."""

from __future__ import annotations

import re
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
            steps=tuple(self.component_words(item, language) for item in answer.components),
            lang=language,
        )

    def assessment(self, question: DutyQuestion, day: date) -> Assessment:
        """The whole answer. Raises the engine's known errors for an entry that cannot be read."""
        asked = {"date": day.isoformat(), "origin": question.origin}
        good = {"hts": question.hts, "value_usd": question.value_usd}
        return assess(self.law.parse({**asked, **good, **dict(question.facts)}), self.law)

    def component_words(self, item: Component, language: Language) -> str:
        """One component in a few words: ``25% Section 232``, ``15% in total Section 232``."""
        rate = item.all_in_rate if item.all_in_rate is not None else item.rate
        basis = self.basis_of(item.measure, language)
        if rate is None:
            return f"{basis} {money(item.duty_cents)}"
        is_whole = item.all_in_rate is not None
        if language == "ja":
            space = " " if basis[-1:].isascii() and not is_whole else ""
            return f"{basis}{'合計' if is_whole else space}{rate_words(rate)}"
        return f"{rate_words(rate)}{' in total' if is_whole else ''} {basis}"

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
