"""Which goods a block means whose duties a paper shows."""

from __future__ import annotations

from briefing_app.domain.records import Basket, Block
from briefing_app.reports.desk import Desk, DutyQuestion

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
            found.append(DutyQuestion(row.hts, str(row.value_usd), row.origin, label, facts))
    # Rows that differ in their day alone ask the same of the day of the paper.
    return list(dict.fromkeys(found))[:limit]
