"""The words of the law browser: standings, changes, rates and lives of measures, in the user's language."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias

from briefing_app.app.i18n import language, tr
from briefing_app.domain.date_words import day_words
from briefing_app.tariff.law import Law, provision_status
from briefing_app.tariff.law_changes import LawChange
from briefing_app.tariff.moment import moment_of
from briefing_app.tariff.rules import Measure
from briefing_app.tariff.words import in_language
from briefing_app.ui.tariff.words import percent

Standing: TypeAlias = Literal["in force", "not yet", "ended", "announced"]
STANDINGS: tuple[Standing, ...] = ("in force", "not yet", "ended", "announced")


def standing(measure: Measure, minute: int) -> Standing:
    """The standing of a measure at a minute."""
    said = provision_status(measure, minute)
    if said == "in force":
        return "in force"
    if said.startswith("not yet"):
        return "not yet"
    return "announced" if said.startswith("announced") else "ended"


def standing_words(which: Standing | None) -> str:
    """A standing as the filter says it; None for all."""
    return {
        None: tr("All measures"), "in force": tr("In force that day"), "not yet": tr("Not yet in force"),
        "ended": tr("Ended or void"), "announced": tr("Announced"),
    }[which]  # fmt: skip


def standing_short(which: Standing) -> str:
    """A standing as a cell says it."""
    return tr("In force") if which == "in force" else standing_words(which)


def title_of(measure: Measure) -> str:
    """The title of a measure."""
    return measure.title_ja if language() == "ja" else measure.title


def sentence_of(measure: Measure) -> str:
    """The plain sentence of a measure."""
    return measure.ja if language() == "ja" else measure.en


def day_said(day: date) -> str:
    """A day in the language of the window."""
    return day_words(day, language())


def minute_said(minute: int) -> str:
    """The day of a minute."""
    return day_said(moment_of(minute).date())


def rate_of(measure: Measure) -> str:
    """The rate of a measure, or "" where it has none of its own."""
    return percent(Fraction(measure.rate)) if measure.rate is not None else ""


def begin_of(measure: Measure) -> str:
    """The day on which a measure begins, or ""."""
    return minute_said(measure.start) if measure.start is not None else ""


def ended_words(how: str) -> str:
    """How a measure ended."""
    return {
        "expired": tr("expired"), "struck down": tr("struck down"), "replaced": tr("replaced"),
        "terminated": tr("terminated"), "suspended": tr("suspended"),
    }.get(how, how)  # fmt: skip


def life_of(measure: Measure) -> str:
    """From when to when, and how it ended."""
    if measure.end is None:
        return f"{begin_of(measure)} –"
    return f"{begin_of(measure)} – {minute_said(measure.end)} ({ended_words(measure.ended_by)})"


def change_said(change: LawChange, law: Law) -> str:
    """One change as a line: the day, what happened, to which measure."""
    title = title_of(law.measures[change.measure])
    if change.kind == "ended":
        what = tr("{what}: {measure}", what=ended_words(change.how), measure=title)
    elif change.kind == "began":
        what = tr("began: {measure}", measure=title)
    elif change.kind == "listed":
        what = tr("{count} codes added to the goods of: {measure}", count=change.count, measure=title)
    elif change.kind == "unlisted":
        what = tr("{count} codes taken off the goods of: {measure}", count=change.count, measure=title)
    else:
        what = tr("terms changed within: {measure}", measure=title)
    return f"{minute_said(change.minute)}  {what}"


def list_names(measure: Measure, law: Law) -> list[str]:
    """The lists of goods that a measure names, by their titles."""
    return [in_language(law.lists[name].title, language()) for name in measure.lists]


def confidence_words(confidence: str) -> str:
    """How well a measure is established."""
    return {
        "two sources": tr("two sources"), "single source": tr("single source"), "derived": tr("derived"),
    }.get(confidence, confidence)  # fmt: skip


def data_said(law: Law) -> str:
    """Which law data, and until when they were checked."""
    version, day = law.info.version, day_said(date.fromisoformat(law.info.checked_to))
    return tr("Law data {version}, checked to {day}.", version=version, day=day)
