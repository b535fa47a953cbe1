"""The columns of the table of the law, and the same rows in words for the picture of the lives."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from briefing_app.app.i18n import language, tr
from briefing_app.tariff.browse import reaches_every_good
from briefing_app.tariff.law import Law
from briefing_app.tariff.moment import minute_of
from briefing_app.tariff.rules import Measure
from briefing_app.tariff.words import ground_in
from briefing_app.ui.tariff.chart_frame import ChartWords
from briefing_app.ui.tariff.law_words import (
    begin_of,
    confidence_words,
    data_said,
    day_said,
    life_of,
    list_names,
    rate_of,
    sentence_of,
    standing,
    standing_short,
    title_of,
)
from briefing_app.ui.tariff.words import authority_of
from briefing_app.ui.widgets.table_model import Column


def law_columns(
    minute: Callable[[], int], counts: Callable[[], Mapping[str, int]], law: Callable[[], Law]
) -> tuple[Column[Measure], ...]:
    """The columns; the last one is never shown and holds the words that a search looks through."""

    def words(measure: Measure) -> str:
        grounds = (measure.authority, *measure.headings, *measure.instruments)
        both = (f"{each} {ground_in(each, language())}" for each in grounds)
        return " ".join((sentence_of(measure), *both, *list_names(measure, law())))

    def lines(measure: Measure) -> str:
        found = counts().get(measure.id)
        if reaches_every_good(measure):
            return tr("all")
        return f"{found:,}" if found else "–"

    def how_many(measure: Measure) -> int:
        return 10**9 if reaches_every_good(measure) else counts().get(measure.id, 0)

    def tone(measure: Measure) -> str:
        return "positive" if standing(measure, minute()) == "in force" else ""

    def stands(measure: Measure) -> str:
        return standing_short(standing(measure, minute()))

    def many(_measure: Measure) -> str:
        return tr(
            "Lines of the schedule that the measure reaches at any time; – where it charges none by name."
        )

    return (
        Column(tr("Measure"), title_of, width=0, tip=sentence_of),
        Column(tr("Rate"), rate_of, sort=lambda measure: measure.rate or 0, align="right", width=6),
        Column(tr("Authority"), lambda measure: authority_of(measure).name, width=18),
        Column(tr("Over time"), begin_of, sort=lambda measure: measure.start or 0, width=24, tip=life_of),
        Column(tr("Standing"), stands, width=13, tone=tone),
        Column(
            tr("Lines"),
            lines,
            sort=how_many,
            align="right",
            width=6,
            tip=many,
        ),
        Column(tr("Confidence"), lambda measure: confidence_words(measure.confidence), width=12),
        Column("", words, width=1),
    )


def lives_said(
    shown: Sequence[Measure], law: Law, day: date
) -> tuple[ChartWords, tuple[str, ...], list[tuple[str, ...]]]:
    """Words, titles and rows of the picture of the lives."""
    minute, said = minute_of(day), day_said(day)
    force = sum(standing(each, minute) == "in force" for each in shown)
    last = day_said(date.fromisoformat(law.info.checked_to))
    words = ChartWords(
        tr("{count} of {all} measures in force on {day}", count=force, all=len(shown), day=said),
        tr("2018 to {day}; full: in force on the day of the line", day=last),
        tr(
            "{count} measures are shown, {force} of them in force on {day}.",
            count=len(shown),
            force=force,
            day=said,
        ),
        data_said(law),
        "measures",
    )
    rows: list[tuple[str, ...]] = [
        (
            title_of(each),
            rate_of(each),
            authority_of(each).name,
            life_of(each),
            standing_short(standing(each, minute)),
            confidence_words(each.confidence),
        )
        for each in shown
    ]
    titles = (tr("Measure"), tr("Rate"), tr("Authority"), tr("Over time"), tr("Standing"), tr("Confidence"))
    return words, titles, rows
