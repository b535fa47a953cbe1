"""Lines of a package in the words of a paper: the sentences of the screen, in the language of the paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from briefing_app.domain.records import ScenarioEdit
from briefing_app.errors import BriefingError
from briefing_app.reports import labels, wording
from briefing_app.reports.desk import Desk
from briefing_app.reports.signs import signs, with_wide_signs
from briefing_app.tariff.law import Law
from briefing_app.tariff.scenario_terms import DealLine, is_deal_line, line_of
from briefing_app.tariff.units import unit_words

# The first day that the law data reaches: a line from then on has no beginning worth telling.
_ALWAYS = "2018-01-01"


def line_said(desk: Desk, edit: ScenarioEdit, law: Law) -> str:
    """A line of a package as sentences; what is wrong with it where it cannot be read."""
    try:
        line = line_of(edit)
    except BriefingError as error:
        return str(error)
    words = labels.words(desk.language)
    rate = wording.percent(line.rate)
    parts = [words[f"deal_{line.treatment}"].format(goods=_goods(desk, line, law), rate=rate)]
    if line.phase_in is not None:
        first = wording.percent(line.phase_in.first_rate)
        parts.append(words["deal_phase_in"].format(first=first, years=line.phase_in.years))
    if line.quota is not None and line.quota.is_filled:
        worth = wording.dollars(line.quota.value_usd or Decimal(0)).removesuffix(".00")
        if line.quota.quantity is not None:
            worth = f"{line.quota.quantity:,f} {unit_words(line.quota.unit, desk.language)}"
        parts.append(words["deal_quota"].format(worth=worth, rate=wording.percent(line.quota.rate)))
    if line.start > _ALWAYS:
        parts.append(words["deal_from"].format(day=_day(desk, line.start)))
    if line.end:
        parts.append(words["deal_to"].format(day=_day(desk, line.end)))
    if line.origins != ("JP",):
        parts.append(words["deal_origins"].format(origins=_origins(desk, line)))
    return ("" if desk.language == "ja" else " ").join(parts)


def assumptions(desk: Desk, edits: Sequence[ScenarioEdit]) -> list[str]:
    """What the figures of packages rest on."""
    lines: list[DealLine] = []
    for edit in edits:
        if is_deal_line(edit):
            try:
                lines.append(line_of(edit))
            except BriefingError:
                continue
    words = labels.words(desk.language)
    named = {
        "assumes_free": any(line.replaces for line in lines),
        "assumes_codes": any(line.codes for line in lines),
        "assumes_quota": any(line.quota for line in lines),
        "assumes_law": True,
    }
    return [words[key] for key, holds in named.items() if holds]


def _goods(desk: Desk, line: DealLine, law: Law) -> str:
    words, separator = labels.words(desk.language), "、" if desk.language == "ja" else ", "
    if line.codes:
        return words["deal_codes"].format(codes=separator.join(line.codes))
    return separator.join(_sector(desk, law, each) for each in line.replaces)


def _origins(desk: Desk, line: DealLine) -> str:
    return signs(desk.language).listed(labels.country(code, desk.language) for code in line.origins)


def _sector(desk: Desk, law: Law, sector: str) -> str:
    if sector == "all":
        return labels.words(desk.language)["deal_all"]
    found = next((each for each in law.sectors if each.id == sector), None)
    return sector if found is None else with_wide_signs(found.ja) if desk.language == "ja" else found.en


def _day(desk: Desk, moment: str) -> str:
    try:
        return wording.day(date.fromisoformat(moment[:10]), desk.dates)
    except ValueError:
        return moment
