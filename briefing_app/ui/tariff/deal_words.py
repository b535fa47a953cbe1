"""Packages in plain sentences: what each line says, what else it rests on, and how two packages differ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from briefing_app.app.error_words import told
from briefing_app.app.i18n import language, tr
from briefing_app.domain.date_words import day_words
from briefing_app.domain.records import Scenario, ScenarioEdit
from briefing_app.errors import BriefingError
from briefing_app.tariff.law import Law
from briefing_app.tariff.no_deal import NoDeal
from briefing_app.tariff.scenario_terms import DealLine, Quota, is_deal_line, line_of
from briefing_app.tariff.units import unit_words
from briefing_app.ui.tariff.words import country, percent


def day_said(day: date) -> str:
    """A day in the language of the window."""
    return day_words(day, language())


def rate_said(rate: Decimal) -> str:
    """``12.5%``: as many places as the rate has."""
    return percent(Fraction(rate), 4)


def dollars(value: Decimal) -> str:
    """``$1.5 billion``, ``$200 million`` or ``$30,000``: exact, in the largest unit that keeps it short."""
    for size, words in ((10**9, tr("${value} billion")), (10**6, tr("${value} million"))):
        if value >= size and (value * 100) % size == 0:
            return words.format(value=f"{(value / size).normalize():f}")
    return f"${value:,f}"


def sector_named(law: Law, sector: str) -> str:
    """A sector in the language of the window."""
    if sector == "all":
        return tr("All goods that pay an additional duty")
    found = next((each for each in law.sectors if each.id == sector), None)
    if found is None:
        return sector
    return found.ja if language() == "ja" else found.en


def goods_said(line: DealLine, law: Law) -> str:
    """The goods of a line."""
    separator = "、" if language() == "ja" else ", "
    if line.codes:
        return tr("Goods of {codes}", codes=separator.join(line.codes))
    return separator.join(sector_named(law, each) for each in line.replaces)


def line_said(line: DealLine, law: Law) -> str:
    """A line of a package as one sentence."""
    goods, rate = goods_said(line, law), rate_said(line.rate)
    if line.treatment == "ordinary":
        said = tr("{goods}: the ordinary duty and nothing more.", goods=goods)
    elif line.treatment == "on_top":
        said = tr("{goods}: {rate} on top of the ordinary duty.", goods=goods, rate=rate)
    else:
        said = tr("{goods}: {rate} in total, the ordinary duty included.", goods=goods, rate=rate)
    parts = [said]
    if line.phase_in is not None:
        first, years = rate_said(line.phase_in.first_rate), line.phase_in.years
        parts.append(
            tr("It begins at {first} and gets there in {years} equal yearly steps.", first=first, years=years)
        )
    if line.quota is not None and line.quota.is_filled:
        worth, within = _size_said(line.quota), rate_said(line.quota.rate)
        parts.append(tr("Up to {worth} a year: {rate}.", worth=worth, rate=within))
    if line.start > "2018-01-01":
        parts.append(tr("From {day}.", day=day_said(date.fromisoformat(line.start[:10]))))
    if line.origins != ("JP",):
        parts.append(tr("Goods of {countries}.", countries=", ".join(country(each) for each in line.origins)))
    return ("" if language() == "ja" else " ").join(parts)


def _size_said(quota: Quota) -> str:
    """``$5,000`` or ``12,000 kilograms``."""
    if quota.quantity is None:
        return dollars(quota.value_usd or Decimal(0))
    return f"{quota.quantity:,f} {unit_words(quota.unit, language())}"


def measure_named(law: Law, measure: str) -> str:
    """The title of a measure in the language of the window."""
    found = law.measures.get(measure)
    if found is None:
        return measure
    return found.title_ja if language() == "ja" else found.title


def edit_said(edit: ScenarioEdit, law: Law) -> str:
    """One edit of a package as a sentence."""
    if is_deal_line(edit):
        try:
            return line_said(line_of(edit), law)
        except BriefingError as error:
            return told(error)
    name = measure_named(law, edit.measure)
    if edit.op == "switch_off":
        return tr("“{measure}” is switched off.", measure=name)
    if edit.op == "end":
        day = str(edit.set.get("to", edit.set.get("date", "")))
        return tr("“{measure}” ends on {day}.", measure=name, day=_day_of(day))
    if edit.op == "add":
        return tr("“{measure}” is added.", measure=str(edit.set.get("title", edit.measure)))
    parts = []
    if "rate" in edit.set:
        parts.append(
            tr("“{measure}” at {rate}.", measure=name, rate=rate_said(Decimal(str(edit.set["rate"]))))
        )
    first, last = (_day_of(str(edit.set[key])) if key in edit.set else "" for key in ("from", "to"))
    if first and last:
        parts.append(tr("“{measure}” from {first} to {last}.", measure=name, first=first, last=last))
    elif first:
        parts.append(tr("“{measure}” from {day}.", measure=name, day=first))
    elif last:
        parts.append(tr("“{measure}” to {day}.", measure=name, day=last))
    others = [f"{key} = {value}" for key, value in edit.set.items() if key not in ("rate", "from", "to")]
    if others:
        parts.append(tr("“{measure}” with {changes}.", measure=name, changes=", ".join(others)))
    return " ".join(parts) or tr("“{measure}” is left as it is.", measure=name)


def _day_of(moment: str) -> str:
    try:
        return day_said(date.fromisoformat(moment[:10]))
    except ValueError:
        return moment or "?"


def days_ahead(edits: Sequence[ScenarioEdit], day: date) -> str:
    """That edits bite on later days only, in words; "" where none does."""
    later = set()
    for edit in edits:
        for key in ("from", "to", "date"):
            text = str(edit.set.get(key, ""))[:10] if not is_deal_line(edit) else ""
            try:
                found = date.fromisoformat(text)
            except ValueError:
                continue
            if found > day:
                later.add(found)
    if not later:
        return ""
    return tr(
        "Edits of single measures keep their days: set the day to {day} to see them.",
        day=day_said(min(later)),
    )


def package_said(edits: Sequence[ScenarioEdit], law: Law) -> list[str]:
    """A package in sentences, with what it leaves alone."""
    said = [edit_said(each, law) for each in edits]
    lines = [line_of(each) for each in edits if is_deal_line(each)]
    named = {sector for line in lines for sector in line.replaces}
    if lines and "all" not in named:
        left = [each for each in law.sectors if each.id not in named]
        names = ("、" if language() == "ja" else ", ").join(sector_named(law, each.id) for each in left)
        if names:
            said.append(tr("As the law is: {sectors}.", sectors=names))
    return said or [tr("Nothing is changed yet.")]


def assumed(edits: Sequence[ScenarioEdit]) -> list[str]:
    """What the figures of a package rest on."""
    lines = [line_of(each) for each in edits if is_deal_line(each)]
    said = []
    if any(line.replaces for line in lines):
        said.append(tr("Where the law charges nothing on top, the package charges nothing."))
    if any(line.codes for line in lines):
        said.append(tr("Goods named by code are charged whatever the law says of them."))
    if any(line.quota for line in lines):
        said.append(tr("The basket is one year of trade; its goods fill a quota in proportion."))
    if any(line.phase_in for line in lines):
        said.append(tr("Later years are worked out under the law of the day shown."))
    return said


def no_deal_said(no_deal: NoDeal, origins: Sequence[str], law: Law) -> tuple[list[str], list[str]]:
    """What no deal means for goods of some origins, and what that rests on."""
    of_japan = not origins or any(each in no_deal.origins for each in origins)
    partners = [each for each in no_deal.partners if any(map(each.covers, origins))]
    said = [no_deal.sentence(language())] if of_japan else []
    said += [each.sentence(language()) for each in partners]
    left = [each for each in origins if each not in no_deal.origins and no_deal.partner(each) is None]
    rests = []
    if left:
        names = ("、" if language() == "ja" else ", ").join(country(each) for each in left[:6])
        rests.append(
            tr(
                "No “no deal” rate is stated in the law for {countries}: their goods pay the law as it is.",
                countries=names,
            )
        )
    cited = [*(no_deal.citations if of_japan else ()), *(key for each in partners for key in each.citations)]
    publishers = dict.fromkeys(law.sources[each].publisher for each in cited if each in law.sources)
    if publishers:
        rests.append(tr("Sources: {names}.", names="; ".join(publishers)))
    return said, rests


def difference(one: Scenario, other: Scenario, law: Law, names: tuple[str, str]) -> list[str]:
    """What stands in one package only, and what both share, in sentences; ``names`` as shown."""
    first = [edit_said(each, law) for each in one.edits]
    second = [edit_said(each, law) for each in other.edits]
    said = [tr("Only in “{name}”: {what}", name=names[0], what=each) for each in first if each not in second]
    said += [tr("Only in “{name}”: {what}", name=names[1], what=each) for each in second if each not in first]
    said += [tr("In both: {what}", what=each) for each in first if each in second]
    return said or [tr("The two packages say the same.")]
