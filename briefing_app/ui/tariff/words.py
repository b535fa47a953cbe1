"""How duties are said: money, rates, authorities and their colour, facts and statuses in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from PySide6.QtGui import QColor

from briefing_app.app.i18n import language, tr
from briefing_app.domain.date_words import day_words
from briefing_app.tariff.answer import Assessment, Component
from briefing_app.tariff.fact_table import FACTS
from briefing_app.tariff.law import Law
from briefing_app.tariff.rules import Measure
from briefing_app.tariff.schedule import dotted
from briefing_app.tariff.units import quantity_words, unit_words
from briefing_app.tariff.words import in_language
from briefing_app.ui.theme import theme


@dataclass(frozen=True)
class Authority:
    """A legal ground of duties. ``place`` is its place in the series colours, the same everywhere."""

    english: str
    place: int

    @property
    def name(self) -> str:
        """What it is called in the language of the window."""
        return tr(self.english)

    def colour(self) -> QColor:
        """The colour of the authority in the theme of now."""
        series = theme().tokens.series
        return QColor(series[self.place % len(series)])


COLUMN_1 = Authority("Ordinary duty", 7)
SECTION_232 = Authority("Section 232", 0)
RECIPROCAL = Authority("Reciprocal (IEEPA)", 1)
FENTANYL = Authority("Fentanyl (IEEPA)", 9)
"""The other duty under the same act: in the colour of the act, with another pattern."""
SECTION_122 = Authority("Section 122", 2)
SECTION_301 = Authority("Section 301", 3)
SECTION_201 = Authority("Section 201", 4)
OTHER = Authority("Other", 6)
SCENARIO = Authority("Scenario", 5)
AUTHORITIES = (
    COLUMN_1, SECTION_232, RECIPROCAL, FENTANYL, SECTION_122, SECTION_301, SECTION_201, OTHER, SCENARIO
)  # fmt: skip
_BY_FILE = (
    ("column-1", COLUMN_1),
    ("section-232", SECTION_232),
    ("ieepa", RECIPROCAL),
    ("section-122", SECTION_122),
    ("section-301", SECTION_301),
    ("section-201", SECTION_201),
)
_BY_WORDS = (
    ("Section 232", SECTION_232),
    ("Executive Order 14345", SECTION_232),
    ("IEEPA", RECIPROCAL),
    ("Section 122", SECTION_122),
    ("Section 301", SECTION_301),
    ("Section 201", SECTION_201),
    ("Harmonized", COLUMN_1),
    ("Trade Agreement", COLUMN_1),
)
COUNTRIES = (
    ("JP", "Japan"), ("DE", "Germany (EU)"), ("KR", "South Korea"), ("GB", "United Kingdom"),
    ("CN", "China"), ("CA", "Canada"), ("MX", "Mexico"), ("VN", "Vietnam"), ("TW", "Taiwan"),
    ("CH", "Switzerland"), ("IN", "India"), ("TH", "Thailand"), ("FR", "France (EU)"), ("IT", "Italy (EU)"),
    ("BR", "Brazil"), ("ID", "Indonesia"), ("MY", "Malaysia"), ("AU", "Australia"), ("SG", "Singapore"),
)  # fmt: skip
_NAMES = {
    **dict(COUNTRIES), "HK": "Hong Kong", "LI": "Liechtenstein", "AR": "Argentina", "EC": "Ecuador",
    "SV": "El Salvador", "GT": "Guatemala", "COLUMN2": "Countries of column 2",
}  # fmt: skip
STATUS_WORDS = {
    "ok": "Computed",
    "not_computable": "Cannot be computed: an input is missing",
    "not_covered": "Not covered by the law data",
    "error": "Cannot be read",
}
SHORT_STATUS = {
    "ok": "computed", "not_computable": "not computable", "not_covered": "not covered", "error": "not read",
}  # fmt: skip
MODES = {
    "ocean": "By sea", "air": "By air", "rail": "By rail", "truck": "By road", "mail": "By mail",
    "other": "Another way",
}  # fmt: skip
CHOICES = {
    "patented": "patented", "generic": "generic", "orphan": "orphan drug", "resale": "resale",
    "data_center": "data center", "research": "research", "repair": "repair", "start_up": "start-up company",
    "consumer": "consumer use", "industrial": "industrial use", "public_sector": "public sector",
    "steel": "steel", "aluminum": "aluminum", "car": "passenger vehicle or light truck",
    "truck": "medium or heavy vehicle", "other": "other",
    "formal": "formal entry", "informal": "informal entry",
    "section321": "small shipment (section 321)", "postal": "by international post",
    "baggage": "in baggage",
}  # fmt: skip
BASES = {
    "full": "full value", "steel": "steel content", "aluminum": "aluminum content",
    "copper": "copper content", "rest": "residual value", "non_us": "residual without US content",
    "part": "part of the value",
}  # fmt: skip
_AMOUNT = re.compile(r"(?<![\d.,])\d{4,}\.\d\d(?!\d)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
EU = "EU"
EU_MEMBER = "DE"
"""The member state that stands for the Union where one has to be named: its goods are treated alike."""


def authority_of(measure: Measure | None) -> Authority:
    """The authority of a measure, by its file; of one that a scenario changed, by the words of the law."""
    if measure is None:
        return OTHER
    if measure.file.startswith("scenario"):
        found = next((each for words, each in _BY_WORDS if words in measure.authority), SCENARIO)
    else:
        found = next((each for stem, each in _BY_FILE if measure.file.startswith(stem)), OTHER)
    is_fentanyl = found is RECIPROCAL and any(rule.family == "fentanyl" for rule in measure.rules)
    return FENTANYL if is_fentanyl else found


def in_order(authorities: Iterable[Authority]) -> list[Authority]:
    """Authorities, each once, in the order of the law."""
    return sorted(set(authorities), key=AUTHORITIES.index)


def authority_named(law: Law, measure_id: str) -> Authority:
    """The authority of the measure of that id."""
    return authority_of(law.measures.get(measure_id))


def country(code: str) -> str:
    """A country's name, or its code where the name is not kept."""
    if code == EU:
        return tr("European Union")
    return tr(_NAMES[code]) if code in _NAMES else code


def listed(names: Iterable[str]) -> str:
    """Names one after the other, as the language of the window does it."""
    return ("、" if language() == "ja" else ", ").join(names)


def status_words(status: str) -> str:
    """A status as a sentence begins with it."""
    return tr(STATUS_WORDS[status])


def short_status(status: str) -> str:
    """A status in a cell."""
    return tr(SHORT_STATUS[status])


def day_text(day: date) -> str:
    """A day in the language of the window."""
    return day_words(day, language())


def checked_day(checked_to: str) -> str:
    """The day (ISO) to which the law was checked, in the language of the window."""
    return day_text(date.fromisoformat(checked_to))


def reason_words(answer: Assessment) -> str:
    """Why there is no figure, in the language of the window; a day as the window writes days."""
    return answer.reason_in(language()).replace(answer.checked_to, checked_day(answer.checked_to))


def measure_title(measure: Measure) -> str:
    """The title of a measure in the language of the window."""
    return measure.title_ja if language() == "ja" and measure.title_ja else measure.title


def measure_sentence(measure: Measure) -> str:
    """What a measure says, in the language of the window."""
    return measure.ja if language() == "ja" and measure.ja else measure.en


def assumption_words(text: str, law: Law) -> str:
    """An assumption of an answer in the language of the window."""
    if language() != "ja":
        return text
    known = (each.ja for each in law.assumptions.values() if each.en == text and each.ja)
    return next(known, in_language(text, language()))


def grouped(text: str) -> str:
    """Amounts of a working with thousands marks: ``25% of 30,000.00``."""
    return _AMOUNT.sub(lambda found: float_free(found[0]), text)


def money(cents: int | None) -> str:
    """``$8,250.00``; "no figure" for None, which is never zero."""
    if cents is None:
        return tr("no figure")
    sign = "-" if cents < 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def percent(rate: Fraction | None, places: int = 2) -> str:
    """``27.5%``: half up at so many places, without trailing zeros; "no figure" for None."""
    if rate is None:
        return tr("no figure")
    scale = 10**places
    scaled = (abs(rate.numerator) * 200 * scale + rate.denominator) // (2 * rate.denominator)
    whole, part = divmod(scaled, scale)
    digits = f"{part:0{places}d}".rstrip("0")
    sign = "-" if rate < 0 and scaled else ""
    return f"{sign}{whole}.{digits}%" if digits else f"{sign}{whole}%"


def points(change: Fraction) -> str:
    """A difference of two rates: ``+12.5 points``."""
    said = percent(change).removesuffix("%")
    return tr("{number} points", number=f"{'+' if change > 0 else ''}{said}")


def rate_words(component: Component) -> str:
    """The rate of a rung: ``25%``, ``12.5% (15% in total)``, a specific rate with its unit: ``4.4¢/kg``, or
    what a compound rate comes to: ``6.32% equivalent``.
    """
    if component.rate is not None:
        if component.all_in_rate is not None:
            return _top_up_words(component.rate, component.all_in_rate)
        return percent(component.rate)
    if component.specific_rate:
        if not component.unit:
            return component.specific_rate
        # The schedule's own words, unless the rung has something else to note.
        if component.note[:1] in {"$", *"0123456789"} and component.unit in component.note:
            return component.note_in(language())
        unit = unit_words(component.unit, language())
        return tr("${rate} per {unit}", rate=component.specific_rate, unit=unit)
    equivalent = component.ad_valorem_equivalent
    return tr("{rate} equivalent", rate=percent(equivalent)) if equivalent is not None else ""


def _top_up_words(rate: Fraction, total: Fraction) -> str:
    """What is added to the ordinary duty, and the total that is reached with it, or without."""
    if rate == total:
        return tr("{total} in total", total=percent(total))
    if not rate:  # why nothing is added stands beside it
        return percent(rate)
    return tr("{rate} ({total} in total)", rate=percent(rate), total=percent(total))


def charged_words(component: Component) -> str:
    """What a rung is charged on, and what that makes: ``25% of $30,000.00 = $7,500.00``."""
    rate, duty = rate_words(component), money(component.duty_cents)
    if component.specific_rate and component.quantity:
        amount = quantity_words(Decimal(component.quantity), component.unit, language())
        return tr("{rate} × {quantity} = {duty}", rate=rate, quantity=amount, duty=duty)
    return tr("{rate} of {base} = {duty}", rate=rate, base=money(component.base_cents), duty=duty)


def why_words(component: Component, measure: Measure | None) -> str:
    """Why a rung is there, in a few words."""
    if component.note:
        return component.note_in(language())
    if measure is None:
        return ""
    return measure_title(measure)


def base_words(component: Component, answer: Assessment, law: Law) -> str:
    """Of what a rung is charged: the quantity, the full value, the content of a metal, or what is left."""
    if component.is_by_quantity:
        amount = component.quantity
        return quantity_words(Decimal(amount), component.unit, language()) if amount else tr("quantity")
    if component.rate is None and component.steps[1:]:
        return tr("value and quantity")
    if component.base_cents == answer.entry.value_cents:
        return tr(BASES["full"])
    same = [each for each in answer.components if each.base_cents == component.base_cents]
    for each in (component, *same):
        measure = law.measures.get(each.measure)
        bases = [rule.basis for rule in measure.rules if rule.heading == each.heading] if measure else []
        if each.measure != "mfn-base" and (named := [basis for basis in bases if basis != "full"]):
            has_us_content = "us_content_value_usd" in answer.entry.facts
            basis = named[0] if named[0] != "non_us" or has_us_content else "rest"
            return tr(BASES.get(basis, BASES["part"]))
    return tr(BASES["rest"] if component.measure == "mfn-base" else BASES["part"])


def fact_words(name: str) -> str:
    """What a fact means."""
    fact = FACTS.get(name)
    if name == "hts":
        return tr("Ten digits of the code: a list names only some of the line")
    if fact is None:
        return name.replace("_", " ")
    return fact.ja if language() == "ja" else fact.en


def value_words(name: str, value: str) -> str:
    """A value of a fact as people say it."""
    kind = FACTS[name].kind if name in FACTS else ""
    if kind == "bool":
        return {"true": tr("yes"), "false": tr("no")}.get(value, value)
    if name == "mode":
        return tr(MODES.get(value, value))
    if kind == "money" and value.replace(".", "").isdigit():
        return f"${float_free(value)}"
    if kind == "date" and _DAY.fullmatch(value):
        return checked_day(value)
    if value in CHOICES:
        return tr(CHOICES[value])
    said = dotted(value) if name == "hts" and value.isdigit() else in_language(value, language())
    return said if said != value else value.replace("_", " ")


def float_free(text: str) -> str:
    """Digits with thousands marks, without passing through a float."""
    whole, dot, part = text.partition(".")
    return f"{int(whole or 0):,}{dot}{part}"
