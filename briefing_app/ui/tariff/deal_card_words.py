"""What the card of a column says: rate and duty, how far it is from the law, its terms, what it rests on."""

from __future__ import annotations

from briefing_app.app.i18n import tr
from briefing_app.tariff.law import Law
from briefing_app.ui.tariff.deal_cards import CardWords
from briefing_app.ui.tariff.deal_words import assumed, day_said, days_ahead, no_deal_said, package_said
from briefing_app.ui.tariff.deals import MOST, NONE, ON_ITS_DAYS, QUO, Column, Question
from briefing_app.ui.tariff.words import money, percent, points


def card_words(column: Column, first: Column, question: Question, law: Law) -> CardWords:
    """The words of a column beside the ``first``, which is the law as it is."""
    change = ""
    rate_now = first.sum.rate if first.sum else None
    rate = column.sum.rate if column.sum else None
    if rate is not None and rate_now is not None and column.key != QUO:
        gap = rate - rate_now
        change = points(gap) if gap else tr("the same as the law as it is")
    terms, rests = _terms(column, question, law)
    duty = tr("duty {money}", money=money(column.sum.duty)) if column.sum and rate is not None else ""
    package = column.scenario.id if column.scenario else ""
    return CardWords(
        column.title, percent(rate) if column.sum else "", duty, change, tuple(terms), tuple(rests),
        package, column.error, can_clone=len(question.packages) < MOST,
    )  # fmt: skip


def _terms(column: Column, question: Question, law: Law) -> tuple[list[str], list[str]]:
    if column.key == QUO:
        return [tr("The law of {day}.", day=day_said(question.day))], []
    if column.key == NONE:
        if question.no_deal is None:
            return [tr("Nothing had been announced on this day: no deal is the law as it is.")], []
        origins = column.bill.by_origin if column.bill else {}
        return no_deal_said(question.no_deal, tuple(origins), law)
    assert column.scenario is not None
    rests = assumed(column.scenario.edits) if not column.error else []
    if question.year != ON_ITS_DAYS and (ahead := days_ahead(column.scenario.edits, question.day)):
        rests.append(ahead)
    return package_said(column.scenario.edits, law), rests
