"""The words of the simulation: parameters, outcomes, figures, findings and what they are not."""

from __future__ import annotations

from decimal import Decimal

from briefing_app.app.i18n import tr
from briefing_app.trade.comparison import Answers, Comparison, Split
from briefing_app.trade.inputs import Inputs, Outcome
from briefing_app.trade.market_file import SavedRun
from briefing_app.ui.tariff.sim_work import Answer, centre
from briefing_app.ui.tariff.words import listed


def parameter_name(name: str) -> str:
    """A parameter as people say it."""
    return {
        "demand": tr("Demand η"),
        "substitution": tr("Substitution between sources σ"),
        "supply": tr("Supply from abroad ε"),
        "home_supply": tr("Supply at home ε"),
    }[name]


def outcome_name(outcome: Outcome, seller: str, unit: str) -> str:
    """An outcome as people say it, with its unit."""
    return {
        "imports": tr("Sales of {seller}, quantity, change in %", seller=seller),
        "duty": tr("Duty collected, change in {unit}", unit=unit or tr("the unit of the values")),
        "price": tr("Price to buyers, all sources, change in %"),
        "gain": tr("Net gain of the importing country in {unit}", unit=unit or tr("the unit of the values")),
    }[outcome]


def is_share(outcome: Outcome) -> bool:
    """Whether an outcome is a fraction, said as per cent."""
    return outcome in ("imports", "price")


def said(outcome: Outcome, value: float) -> str:
    """A figure of an outcome with its sign."""
    return change(value) if is_share(outcome) else amount(value)


def change(value: float | None) -> str:
    """A change as per cent, one decimal; a model that does not know it says so."""
    if value is None:
        return "–"
    text = f"{value * 100:+.1f}%"
    return text if float(text[:-1]) else "0.0%"


def amount(value: float | None) -> str:
    """Money of a model to four figures, with its sign."""
    if value is None:
        return "–"
    text = f"{value:+.4g}" if abs(value) < 1e4 else f"{value:+,.0f}"
    return text if float(text.replace(",", "")) else "0"


def marked(answers: Answers, value: float | None, *, money: bool = False) -> str:
    """The figure of a published model, marked where it is more than a tenth off the exact one."""
    text = amount(value) if money else change(value)
    return f"{text}  ⚠" if answers.differs(value) else text


def finding(found: Answer) -> str:
    """The finding in a title."""
    inputs, seller = found.inputs, found.inputs.sellers[found.inputs.place]
    sold = found.comparison.quantity[inputs.place].exact
    return tr(
        "Sales of {seller}: {change} when its tariff goes from {before} to {after}",
        seller=seller.name,
        change=change(sold),
        before=f"{seller.before * 100:g}%",
        after=f"{seller.after * 100:g}%",
    )


def summary(found: Answer) -> str:
    """The results in a sentence or two."""
    comparison, unit = found.comparison, found.inputs.unit
    told = tr(
        "Price to buyers over all sources {price}, duty collected {duty} {unit}, net gain of the importing "
        "country {net} {unit}.",
        price=change(comparison.price.exact),
        duty=amount(comparison.duty.exact),
        net=amount(comparison.importer.exact),
        unit=unit,
    )
    if comparison.flagged:
        names = ", ".join(comparison.flagged)
        told += " " + tr(
            "⚠ SMART or GSIM is more than a tenth off the exact answer for {names}.", names=names
        )
    return told.replace("  ", " ").replace(" ,", ",")


def retail_said(retail: float) -> str:
    """The share that shops pass on, with all figures that it was typed with: ``20%``."""
    return f"{(Decimal(str(retail)) * 100).normalize():f}%"


def cards_said(inputs: Inputs, *, with_ranges: bool = False) -> str:
    """The elasticities in a sentence, for everyone who sees the figures without the cards."""
    told = []
    for card in inputs.cards:
        if card.name == "home_supply" and not any(each.home for each in inputs.sellers):
            continue
        words = f"{parameter_name(card.name)} {_signed(card.value)}"
        if with_ranges:
            words += tr(" ({low} to {high})", low=_signed(card.low), high=_signed(card.high))
        told.append(words)
    return tr("Assumed: {values}.", values=listed(told))


def _signed(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def split_summary(found: Split | None, inputs: Inputs) -> str:
    """Who bears the tariff, in a sentence, and what is assumed of the shops."""
    seller = inputs.sellers[inputs.place].name
    if found is None:
        return tr("The tariff of {seller} does not change: there is nothing to share.", seller=seller)
    shared = tr(
        "Of the change of the tariff on {seller}, the sellers abroad bear {exporter}, importers and shops "
        "{importer}, consumers {consumer}.",
        seller=seller,
        exporter=f"{found.exporter * 100:.1f}%",
        importer=f"{found.importer * 100:.1f}%",
        consumer=f"{found.consumer * 100:.1f}%",
    )
    assumed = tr(
        "Assumed: shops pass on {share} of the tariff to consumers.", share=retail_said(inputs.retail)
    )
    return f"{shared} {assumed}"


def taken_said(saved: SavedRun, now: Inputs) -> str:
    """What a saved run does not keep and was taken instead, as far as it still stands so; "" if nothing."""
    was = saved.inputs
    parts = []
    if "retail" in saved.taken and now.retail == was.retail:
        parts.append(tr("shops pass on {share} to consumers", share=retail_said(was.retail)))
    for old, new in zip(was.cards, now.cards, strict=True):
        name = parameter_name(old.name)
        if old.name in saved.taken and new.value == old.value:
            parts.append(f"{name} {old.value:g}")
        if f"range of {old.name}" in saved.taken and (new.low, new.high) == (old.low, old.high):
            parts.append(tr("{parameter} from {low} to {high}", parameter=name, low=f"{old.low:g}",
                            high=f"{old.high:g}"))  # fmt: skip
    if not parts:
        return ""
    return tr("Not kept in the saved run and taken here: {values}.", values=listed(parts))


def tornado_summary(found: Answer) -> str:
    """Which parameter matters most, in a sentence."""
    if not found.bars:
        return ""
    widest, outcome = found.bars[0], found.inputs.outcome
    return tr(
        "{parameter} matters most: from one end of its range to the other the answer runs from {low} to "
        "{high}, against {centre} at the cards' values.",
        parameter=parameter_name(widest.name),
        low=said(outcome, widest.at_low),
        high=said(outcome, widest.at_high),
        centre=said(outcome, centre(found.inputs)),
    )


def fan_summary(found: Answer) -> str:
    """Where the middle of the draws lies at the new rate, in a sentence."""
    inputs = found.inputs
    after = inputs.sellers[inputs.place].after
    point = next((each for each in found.fan if each.rate == after), None)
    if point is None:
        return ""
    return tr(
        "At {rate} four of five draws lie between {low} and {high}; the middle one is {middle}.",
        rate=f"{after * 100:g}%",
        low=said(inputs.outcome, point.low),
        high=said(inputs.outcome, point.high),
        middle=said(inputs.outcome, point.middle),
    )


def guard_rails(found: Answer | None) -> list[str]:
    """What the figures are and are not, for the reader."""
    rails = [
        tr("Nothing changes where no tariff changes: every figure is then exactly zero."),
        tr("The unit does not matter: a thousand times the values give a thousand times the amounts."),
        tr("Markets clear: the largest gap between supply and demand is checked with every answer."),
        tr(
            "Quantities stay above zero in the exact model; linear ones can fall below −100% at high tariffs."
        ),
        tr("Linear and exact answers meet for small changes; at 25% and more quote only the exact one."),
        tr("Free trade between two partners can lower the welfare of the world: no error, but second best."),
        tr("One good in one market: no wages, exchange rates, investment, retaliation or other goods."),
        tr("A statutory estimate and a model: no forecast, and no customs advice."),
    ]
    if found is not None:
        rails[2] += " " + tr(
            "Here it is {gap}.", gap=f"{max(found.comparison.result.residual, found.residual):.1e}"
        )
    return rails


def comparison_rows(comparison: Comparison) -> list[tuple[str, ...]]:
    """The table of the results: one row a seller, then the market."""
    rows: list[tuple[str, ...]] = []
    for each, seller, user, net in zip(
        comparison.quantity,
        comparison.sellers,
        comparison.result.user_price_change,
        comparison.result.net_price_change,
        strict=True,
    ):
        rates = tr("at home") if seller.home else f"{seller.before * 100:g}% → {seller.after * 100:g}%"
        rows.append(
            (
                seller.name,
                rates,
                change(user),
                change(net),
                change(each.exact),
                marked(each, each.smart),
                marked(each, each.gsim),
            )
        )
    price, duty, net_gain = comparison.price, comparison.duty, comparison.importer
    rows.append(
        (
            tr("All sources, price"),
            "",
            change(price.exact),
            "",
            change(price.exact),
            "–",
            marked(price, price.gsim),
        )
    )
    for name, each in ((tr("Duty collected"), duty), (tr("Net gain, importing country"), net_gain)):
        rows.append(
            (
                name,
                "",
                "",
                "",
                amount(each.exact),
                marked(each, each.smart, money=True),
                marked(each, each.gsim, money=True),
            )
        )
    gains = comparison.gains
    for name, value in (
        (tr("… buyers"), gains.buyers),
        (tr("… treasury"), gains.treasury),
        (tr("… producers at home"), gains.domestic_sellers),
        (tr("Sellers abroad"), gains.foreign_sellers),
    ):
        rows.append((name, "", "", "", amount(value), "–", "–"))
    return rows
