"""A basket on paper: the weighted rate, who charges it, on which products, and what was left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefing_app.app.i18n import tr
from briefing_app.tariff.portfolio import Weight
from briefing_app.ui.tariff.basket_charts import TOP
from briefing_app.ui.tariff.basket_results import ColumnResult, authorities_of, finding
from briefing_app.ui.tariff.copying import as_markdown, plain
from briefing_app.ui.tariff.words import AUTHORITIES, money, percent


def as_note(results: Sequence[ColumnResult], name: Callable[[str], str], notes: Sequence[str]) -> str:
    """The basket as the text of a note: the finding, by authority, by product, and where it comes from."""
    by_authority = as_markdown(authority_table(results), frozenset(range(1, len(results) + 1)))
    by_product = as_markdown(product_table(results[0].products, name), frozenset({2, 3, 4}))
    parts = [plain(finding(results)), by_authority, by_product, plain(" ".join(notes))]
    return "\n\n".join(part for part in parts if part) + "\n"


def authority_table(results: Sequence[ColumnResult]) -> list[list[str]]:
    """Duty by authority in each column, the rate of each column last."""
    titles = [tr("Authority"), *(each.spec.name for each in results)]
    rows = []
    for authority in AUTHORITIES:
        cents = [dict(each.parts).get(authority, 0) for each in results]
        if any(cents):
            rows.append([authority.name, *map(money, cents)])
    rows.append([tr("Duty in all"), *(money(each.weight.duty) for each in results)])
    rows.append([tr("Weighted rate"), *(percent(each.weight.rate) for each in results)])
    rows.append([tr("Rows without a figure"), *(f"{each.weight.without:,}" for each in results)])
    return [titles, *rows]


def product_table(
    products: Sequence[tuple[str, Weight]], name: Callable[[str], str], most: int = TOP
) -> list[list[str]]:
    """The dearest products: heading, value, duty, rate, of which."""
    titles = [tr("Heading"), tr("Commodity"), tr("Value"), tr("Duty"), tr("Rate"), tr("Of which")]
    rows = []
    for code, weight in products[:most]:
        parts = ", ".join(f"{each.name} {money(cents)}" for each, cents in authorities_of(weight))
        rows.append([
            heading_words(code), name(code), money(weight.value), money(weight.duty),
            percent(weight.rate), parts,
        ])  # fmt: skip
    return [titles, *rows]


def heading_words(code: str) -> str:
    """``87.03`` for four digits."""
    return f"{code[:2]}.{code[2:]}" if len(code) > 2 else code
