"""What is wrong with a row of a basket or an entry, with its fields as the window calls them."""

from __future__ import annotations

import re

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.tariff.fact_table import FACTS
from briefing_app.ui.tariff.words import fact_words

_PROBLEM = re.compile(r"Row (\d+): (?:(\w+): )?(.*)", re.DOTALL)
CORE_WORDS = {
    "hts": "Tariff code", "value_usd": "Value in US dollars", "origin": "Country of origin",
    "date": "Day of entry",
}  # fmt: skip


def _called(field: str) -> str:
    """What the window calls a field, "" where it knows none of that name; a value may be in any currency."""
    if field == "value_usd":
        return tr("Customs value")
    return tr(CORE_WORDS[field]) if field in CORE_WORDS else fact_words(field) if field in FACTS else ""


def fault_said(fault: str) -> str:
    """What is wrong with an entry, its field as the window calls it: "Tariff code: … is no line"."""
    name, mark, why = fault.partition(": ")
    words = _called(name)
    return tr("{field}: {fault}", field=words, fault=told(why)) if mark and words else told(fault)


def problem_said(problem: str) -> str:
    """What is wrong with a row, with the field as the window calls it."""
    found = _PROBLEM.fullmatch(problem)
    if found is None:
        return told(problem)
    number, field, why = found.groups()
    words = _called(field or "")
    if not words:
        return tr("Row {number}: {fault}", number=number, fault=told(f"{field}: {why}" if field else why))
    return tr("Row {number}, {field}: {fault}", number=number, field=words, fault=told(why))
