"""A worked-out market as a note: its findings for readers, and the model to open it again."""

from __future__ import annotations

from briefing_app.app.i18n import tr
from briefing_app.domain.ids import new_id
from briefing_app.domain.records import Note
from briefing_app.trade.comparison import split
from briefing_app.trade.market_file import in_note, model_text
from briefing_app.ui.tariff.copying import as_markdown, plain
from briefing_app.ui.tariff.sim_starts import TAG
from briefing_app.ui.tariff.sim_words import (
    comparison_rows,
    finding,
    guard_rails,
    parameter_name,
    split_summary,
    summary,
)
from briefing_app.ui.tariff.sim_work import Answer


def note_of(found: Answer) -> Note:
    """The finding, the figures, who pays, the elasticities, and every input to open the run again."""
    inputs = found.inputs
    titles = (
        tr("Seller"),
        tr("Tariff"),
        tr("Price to buyers"),
        tr("Net price"),
        tr("Exact"),
        "SMART",
        "GSIM",
    )
    figures = as_markdown([titles, *comparison_rows(found.comparison)], frozenset(range(2, 7)))
    cards = as_markdown(
        [(tr("Parameter"), tr("value"), tr("low"), tr("high"), tr("Source"))]
        + [
            (parameter_name(each.name), f"{each.value:g}", f"{each.low:g}", f"{each.high:g}", each.source)
            for each in inputs.cards
        ],
        frozenset({1, 2, 3}),
    )
    rails = "\n".join(f"- {plain(each)}" for each in guard_rails(found))
    who = split_summary(split(found.comparison, inputs.place, inputs.retail), inputs)
    parts = (plain(summary(found)), figures, plain(who), cards, plain(inputs.source), rails)
    body = "\n\n".join(part for part in parts if part)
    body += f"\n\n{in_note(model_text(inputs))}\n"
    title = tr("Simulation: {finding}", finding=finding(found))
    return Note(id=new_id("note"), title=title, body=body, kind="analysis", tags=(TAG,))
