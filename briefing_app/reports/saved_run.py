"""A saved run of a market, worked out again for paper: its result, the tornado, and what it rests on."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from briefing_app import __version__, resources
from briefing_app.domain.records import Note
from briefing_app.errors import BriefingError
from briefing_app.reports import labels, wording
from briefing_app.reports.desk import Desk
from briefing_app.reports.model import Content, Item, Prose, Run
from briefing_app.reports.scenario_model import Swing, Tornado
from briefing_app.reports.signs import signs
from briefing_app.trade import armington
from briefing_app.trade.comparison import Elasticities, Seller, compare, suppliers_of
from briefing_app.trade.sensitivity import Elasticity
from briefing_app.trade.sensitivity import tornado as swings_of

_HOME = " (home)"
_PARAMETERS = ("demand", "substitution", "supply", "home_supply")
# Bars narrower than this part of the result say nothing.
_NARROWEST = 0.0005


def tornado(desk: Desk, note: Note) -> tuple[Content, ...]:
    """The drawing of a saved run and the lines below it; empty, and told, where the run cannot be read."""
    try:
        text = _model_text(note)
        return _drawn(desk, note, _read(json.loads(text, parse_float=Decimal)), text)
    except (BriefingError, ValueError, KeyError, TypeError, AttributeError) as error:
        desk.tell("warn", f'"{note.title}" holds no run that can be worked out: {error}', "options")
        return ()


def prose_of(desk: Desk, note: Note) -> tuple[Prose, ...]:
    """The words of a note for paper: of a saved run its certificate stands where the note keeps the model,
    which is written for the program.
    """
    model = _model_text(note) if "simulation" in note.tags else ""
    if not model:
        return desk.prose(note.body, note.language)
    words = desk.prose(note.body.replace(f"```json\n{model}\n```", ""), note.language)
    return (*words, Prose("p", (Item((Run(_certificate(desk, note, model)),)),), lang=desk.language))


def _certificate(desk: Desk, note: Note, model: str) -> str:
    """Which run it was, so that it can be made again: title, fingerprint of the model, version."""
    digest = hashlib.sha256(model.encode()).hexdigest()[:12]
    words = labels.words(desk.language)["certificate"]
    return words.format(title=desk.translated(note.title)[0], digest=digest, version=__version__)


def _model_text(note: Note) -> str:
    _head, _fence, rest = note.body.partition("```json\n")
    return rest.partition("\n```")[0]


@dataclass(frozen=True)
class _Market:
    """The market of a run; ``place`` is the first seller abroad whose rate changes.

    ``cards`` are the elasticities with their ranges; ``assumed`` names those that the run gives no range.
    """

    sellers: tuple[Seller, ...]
    values: Elasticities
    place: int
    cards: tuple[Elasticity, ...]
    assumed: frozenset[str]

    def sold(self, values: Elasticities) -> float:
        """How the quantity changes that this seller sells."""
        solved = armington.solve(
            suppliers_of(self.sellers, values),
            demand_elasticity=values.demand,
            substitution=values.substitution,
        )
        return float(solved.quantity_change[self.place])


def _read(model: Any) -> _Market:
    sellers, supply = [], {True: 10.0, False: 10.0}
    for each in model["suppliers"]:
        is_home = str(each["name"]).endswith(_HOME)
        rates = (float(each.get("tariff_before", 0)), float(each.get("tariff_after", 0)))
        sellers.append(Seller(str(each["name"]).removesuffix(_HOME), float(each["value"]), *rates, is_home))
        if each.get("supply_elasticity") is not None:
            supply[is_home] = float(each["supply_elasticity"])
    values = Elasticities(
        float(model["demand_elasticity"]), float(model["substitution"]), supply[False], supply[True]
    )
    place = next((n for n, one in enumerate(sellers) if not one.home and one.before != one.after), 0)
    ranges = model.get("ranges") or {}
    cards = tuple(_card(name, getattr(values, name), ranges.get(name)) for name in _PARAMETERS)
    return _Market(tuple(sellers), values, place, cards, frozenset(_PARAMETERS) - set(ranges))


def _card(name: str, value: float, said: Any) -> Elasticity:
    """The range that was saved with the run; where there is none, the 30% of the literature either way."""
    if said is None:
        return Elasticity.around(name, value)
    return Elasticity(name, value, float(said["low"]), float(said["high"]), str(said.get("source", "")))


def _drawn(desk: Desk, note: Note, market: _Market, text: str) -> tuple[Content, ...]:
    words = labels.words(desk.language)
    center = market.sold(market.values)
    cards = {card.name: card for card in market.cards}
    bars = swings_of(lambda at: market.sold(Elasticities(**dict(at))), market.cards)
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
    seller = desk.translated(market.sellers[market.place].name)[0]
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
    return "tornado_assumed" if len(market.assumed) == len(_PARAMETERS) else "tornado_mixed"


def _label(words: dict[str, str], card: Elasticity, language: str) -> str:
    return f"{words[f'elasticity_{card.name}']} {_plain(card.low)}{signs(language).to}{_plain(card.high)}"


def _lines(desk: Desk, note: Note, market: _Market, text: str) -> Prose:
    """Where a published model gives another answer, and what the run is: its data, its hash, the program."""
    words = labels.words(desk.language)
    answers = compare(market.sellers, market.values).quantity[market.place]
    said = []
    for name, other in (("SMART", answers.smart), ("GSIM", answers.gsim)):
        if other is not None and answers.differs(other):
            said.append(
                words["linear_differs"].format(model=name, other=_change(other), exact=_change(answers.exact))
            )
    told = "、" if desk.language == "ja" else "; "
    said.append(words["assumed"].format(values=told.join(_said(desk, market, card) for card in market.cards)))
    said.append(_certificate(desk, note, text))
    return Prose("ul", tuple(Item((Run(each),)) for each in said), lang=desk.language)


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


def _plain(value: float) -> str:
    return wording.number(round(Decimal(value), 2).normalize())
