"""A saved run of a market, worked out again for paper: its result, the tornado, and what it rests on."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from briefing_app import __version__, resources
from briefing_app.domain.records import Note
from briefing_app.errors import BriefingError
from briefing_app.reports import labels, wording
from briefing_app.reports.desk import Desk
from briefing_app.reports.model import Content, Item, Prose, Run
from briefing_app.reports.scenario_model import Swing, Tornado
from briefing_app.reports.signs import signs
from briefing_app.trade import armington
from briefing_app.trade.comparison import Elasticities, Split, compare, split, suppliers_of
from briefing_app.trade.inputs import PARAMETERS, Inputs
from briefing_app.trade.market_file import SavedRun, in_note, read_run, text_in
from briefing_app.trade.sensitivity import Elasticity
from briefing_app.trade.sensitivity import tornado as swings_of

# Bars narrower than this part of the result say nothing.
_NARROWEST = 0.0005


def tornado(desk: Desk, note: Note) -> tuple[Content, ...]:
    """The drawing of a saved run and the lines below it; empty, and told, where the run cannot be read."""
    try:
        text = text_in(note.body)
        return _drawn(desk, note, _read(text), text)
    except BriefingError as error:
        desk.tell("warn", f'"{note.title}" holds no run that can be worked out: {error}', "options")
        return ()


def prose_of(desk: Desk, note: Note) -> tuple[Prose, ...]:
    """The words of a note for paper: of a saved run its certificate stands where the note keeps the model,
    which is written for the program.
    """
    model = text_in(note.body) if "simulation" in note.tags else ""
    if not model:
        return desk.prose(note.body, note.language)
    words = desk.prose(note.body.replace(in_note(model), ""), note.language)
    return (*words, Prose("p", (Item((Run(_certificate(desk, note, model)),)),), lang=desk.language))


def _certificate(desk: Desk, note: Note, model: str) -> str:
    """Which run it was, so that it can be made again: title, fingerprint of the model, version."""
    digest = hashlib.sha256(model.encode()).hexdigest()[:12]
    words = labels.words(desk.language)["certificate"]
    return words.format(title=desk.translated(note.title)[0], digest=digest, version=__version__)


@dataclass(frozen=True)
class _Market:
    """A run as it is printed; ``assumed`` names the elasticities that it gives no range."""

    run: SavedRun
    assumed: frozenset[str]

    @property
    def inputs(self) -> Inputs:
        """The market with its parameters."""
        return self.run.inputs

    def sold(self, values: Elasticities) -> float:
        """How the quantity changes that the seller sells who is looked at."""
        solved = armington.solve(
            suppliers_of(self.inputs.sellers, values),
            demand_elasticity=values.demand,
            substitution=values.substitution,
        )
        return float(solved.quantity_change[self.inputs.place])


def _read(text: str) -> _Market:
    run = read_run(text)
    assumed = frozenset(name for name in PARAMETERS if f"range of {name}" in run.taken)
    return _Market(run, assumed)


def _drawn(desk: Desk, note: Note, market: _Market, text: str) -> tuple[Content, ...]:
    words = labels.words(desk.language)
    center = market.sold(market.inputs.values)
    inputs = market.inputs
    cards = {card.name: card for card in inputs.cards}
    bars = swings_of(lambda at: market.sold(Elasticities(**dict(at))), inputs.cards)
    bars = tuple(bar for bar in bars if bar.width > _NARROWEST)
    if not bars:
        return ()
    ends = [end for bar in bars for end in (bar.at_low, bar.at_high)]
    ticks = _ticks(min(*ends, center), max(*ends, center))
    first, last = ticks[0], ticks[-1]

    def at(value: float) -> int:
        return round((value - first) / (last - first) * 1000)

    swings = tuple(
        Swing(
            _label(words, cards[bar.name], desk.language), at(bar.at_low), at(bar.at_high),
            _change(bar.at_low), _change(bar.at_high),
        )
        for bar in bars
    )  # fmt: skip
    seller = desk.translated(inputs.sellers[inputs.place].name)[0]
    title = words["tornado_title"].replace("{seller}", seller)
    said = signs(desk.language)
    told = ("。" if desk.language == "ja" else "; ").join(
        f"{one.label}{said.colon}{said.listed((one.low_text, one.high_text))}" for one in swings
    )
    drawn = Tornado(
        title, swings, at(center), _change(center), tuple((at(each), _change(each, 0)) for each in ticks),
        said.stop.join((title, _change(center), told)), words[_note_name(market)],
        desk.cites.cite_all(note.sources), desk.language,
    )  # fmt: skip
    return (drawn, _lines(desk, note, market, text))


def _note_name(market: _Market) -> str:
    """How far the elasticities are moved: over their ranges, or by what is assumed where they have none."""
    if not market.assumed:
        return "tornado_ranges"
    return "tornado_assumed" if len(market.assumed) == len(PARAMETERS) else "tornado_mixed"


def _label(words: dict[str, str], card: Elasticity, language: str) -> str:
    return f"{words[f'elasticity_{card.name}']} {_plain(card.low)}{signs(language).to}{_plain(card.high)}"


def _lines(desk: Desk, note: Note, market: _Market, text: str) -> Prose:
    """Where a published model gives another answer, and what the run is: its data, its hash, the program."""
    words = labels.words(desk.language)
    inputs = market.inputs
    comparison = compare(inputs.sellers, inputs.values)
    answers = comparison.quantity[inputs.place]
    said = []
    for name, other in (("SMART", answers.smart), ("GSIM", answers.gsim)):
        if other is not None and answers.differs(other):
            said.append(
                words["linear_differs"].format(model=name, other=_change(other), exact=_change(answers.exact))
            )
    told = "、" if desk.language == "ja" else "; "
    said.append(words["assumed"].format(values=told.join(_said(desk, market, card) for card in inputs.cards)))
    if (shared := split(comparison, inputs.place, inputs.retail)) is not None:
        said.append(_who_pays(words, desk.translated(inputs.sellers[inputs.place].name)[0], market, shared))
    said.append(_certificate(desk, note, text))
    return Prose("ul", tuple(Item((Run(each),)) for each in said), lang=desk.language)


def _who_pays(words: dict[str, str], seller: str, market: _Market, shared: Split) -> str:
    """Who bears the tariff, and the share of the shops that it rests on: assumed where the run has none."""
    told = words["who_pays"].format(
        seller=seller, exporter=_share(shared.exporter), importer=_share(shared.importer),
        consumer=_share(shared.consumer),
    )  # fmt: skip
    name = "retail_taken" if "retail" in market.run.taken else "retail_assumed"
    retail = wording.number((Decimal(str(market.inputs.retail)) * 100).normalize())
    return told + words[name].format(share=f"{retail}%")


def _said(desk: Desk, market: _Market, card: Elasticity) -> str:
    """An elasticity with its range and whose it is: ``Demand −1.25 (−3.1 – −0.5, …)``."""
    words, between = labels.words(desk.language), signs(desk.language)
    value = f"{words[f'elasticity_{card.name}']} {_plain(card.value)}"
    if card.name in market.assumed:
        return value + between.bracketed(words["range_assumed"])
    return value + between.bracketed(
        between.listed((f"{_plain(card.low)}{between.to}{_plain(card.high)}", _source(desk, card)))
    )


def _source(desk: Desk, card: Elasticity) -> str:
    """Whose an elasticity is; in a Japanese paper as the shipped cards say it in Japanese."""
    said = card.source.rstrip(". 。")
    return _japanese_sources().get(said, said) if desk.language == "ja" else said


@cache
def _japanese_sources() -> dict[str, str]:
    shipped = tomllib.loads(resources.text("trade", "elasticities.toml"))
    return {card["source"].rstrip(". "): card["source_ja"].rstrip("。") for card in shipped["card"]}


def _ticks(low: float, high: float) -> list[float]:
    """Four to seven round values around two fractions, in whole per cent."""
    size = max(high - low, 0.01) * 100
    step = next(each for each in (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 10**6) if size / each <= 5)
    start, end = int(low * 100 // step) * step, -int(-high * 100 // step) * step
    return [each / 100 for each in range(start, end + step, step)]


def _change(value: float, digits: int = 1) -> str:
    shown = round(Decimal(value) * 100, digits)
    return f"{wording.number(shown, signed=True)}%"


def _share(value: float) -> str:
    return f"{wording.number(round(Decimal(value) * 100, 1))}%"


def _plain(value: float) -> str:
    return wording.number(round(Decimal(value), 2).normalize())
