"""Which goods a block means whose duties a paper shows."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from briefing_app.domain.records import Basket, Block
from briefing_app.reports import wording
from briefing_app.reports.desk import Desk, DutyQuestion
from briefing_app.reports.model import Item, Prose, Run
from briefing_app.reports.signs import signs
from briefing_app.tariff.currency import VALUE_RATE
from briefing_app.tariff.schedule import dotted
from briefing_app.tariff.value_source import assumption_of, rate_of

# The shipment where none is named, as the window proposes it. A small one would come in free of duty below
# the threshold for low-value shipments, and the paper would print 0%.
USUAL_VALUE_USD = "30000.00"


def questions(desk: Desk, block: Block, limit: int = 3) -> list[DutyQuestion]:
    """The goods of a block: its options, its basket, else the workspace's baskets of one good."""
    options = block.options
    if "hts" in options:
        facts = options.get("facts", {})
        return [
            DutyQuestion(
                str(options["hts"]),
                str(options.get("value_usd", USUAL_VALUE_USD)),
                str(options.get("origin", "JP")),
                str(options.get("label", "")),
                tuple(sorted((str(name), str(value)) for name, value in facts.items())),
                str(options.get(VALUE_RATE, "")),
            )
        ]
    baskets = [record for record in desk.workspace.records("basket") if isinstance(record, Basket)]
    if block.ref:
        baskets = [basket for basket in baskets if basket.id == block.ref]
    else:
        baskets = [basket for basket in baskets if len(basket.rows) == 1]
    found = []
    for basket in baskets:
        for row in basket.rows:
            label = desk.translated(basket.title)[0] if len(basket.rows) == 1 else ""
            facts = tuple(sorted((name, str(value)) for name, value in row.facts.items()))
            rate = rate_of(row, basket.source)
            found.append(DutyQuestion(row.hts, str(row.value_usd), row.origin, label, facts, rate))
    # Rows that differ in their day alone ask the same of the day of the paper.
    return list(dict.fromkeys(found))[:limit]


def rate_words(desk: Desk, question: DutyQuestion) -> str:
    """At which rate the value of a good became dollars, in a sentence; "" where nothing was converted."""
    try:
        value = Decimal(question.value_usd)
    except InvalidOperation:
        value = Decimal(0)  # the engine says what is wrong with it
    words = assumption_of(question.value_rate, value, desk.language)
    return wording.engine_words(words, desk.dates) if words else ""


def rates_told(desk: Desk, questions: list[DutyQuestion]) -> tuple[str, ...]:
    """The same of several goods, each rate once; where it is not that of all, with the codes it is of."""
    said = [(rate_words(desk, question), question.hts) for question in questions]
    mark, by_rate = signs(desk.language), dict.fromkeys(words for words, _code in said)
    return tuple(
        words
        if len(by_rate) == 1
        else mark.listed(dict.fromkeys(dotted(code) for own, code in said if own == words))
        + mark.colon
        + words
        for words in by_rate
        if words
    )


def assumed(desk: Desk, questions: list[DutyQuestion]) -> list[Prose]:
    """The rates of the values below a table or a list of goods."""
    head = desk.section_title("assumptions") + signs(desk.language).colon
    return [
        Prose("p", (Item((Run(f"{head}{words}"),)),), lang=desk.language)
        for words in rates_told(desk, questions)
    ]
