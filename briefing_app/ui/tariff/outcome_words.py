"""What an unsaid fact would change, said value by value."""

from __future__ import annotations

from briefing_app.app.i18n import tr
from briefing_app.tariff.answer import MissingFact, Outcome, grouped_outcomes
from briefing_app.tariff.fact_table import FACTS
from briefing_app.ui.tariff.words import fact_words, listed, value_words


def outcome_said(missing: MissingFact, words: str, duty: str) -> str:
    """One outcome: ``yes: $3,000.00``; a sentence for an amount or a day, lest it be taken for the duty."""
    if missing.fact in FACTS and FACTS[missing.fact].kind in {"money", "number", "share", "date", "year"}:
        return tr("if it is {value}, the duty is {duty}", value=words, duty=duty)
    return f"{words}: {duty}"


def outcomes_said(missing: MissingFact) -> list[tuple[str, str, Outcome]]:
    """The outcomes of a fact: its value, that value in words, and what comes out. Where a further fact makes
    no difference it is not named; where it does, those with the same duty stand together.
    """
    told = []
    for each in grouped_outcomes(missing):
        words = value_words(missing.fact, each.value)
        if each.further:
            names = listed(_further_words(text) for text in each.further[:2])
            rest = len(each.further) - 2
            names = tr("{names} and {count} more", names=names, count=rest) if rest > 0 else names
            words = f"{words} ({names})"
        told.append((each.value, words, each.outcome))
    return told


def _further_words(text: str) -> str:
    """``hts=3004909201``, or several such facts with semicolons, as people read them."""
    return ", ".join(map(_one_further, filter(None, text.split("; "))))


def _one_further(text: str) -> str:
    name, _, value = text.partition("=")
    words = value_words(name, value)
    return words if name == "hts" else f"{fact_words(name)}: {words}"
