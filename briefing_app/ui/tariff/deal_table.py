"""The figures of the Deals page as rows of one table, and what they say in sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from briefing_app.app.i18n import tr
from briefing_app.ui.tariff.basket_rows import Sum
from briefing_app.ui.tariff.deal_pricing import Even
from briefing_app.ui.tariff.deal_trade import Effect
from briefing_app.ui.tariff.deals import QUO, Column, Meeting
from briefing_app.ui.tariff.words import money, percent, points


@dataclass(frozen=True)
class Row:
    """One figure for every column."""

    name: str
    cells: tuple[str, ...]
    tip: str = ""


def signed(change: float, places: int = 1) -> str:
    """A change of a model as per cent with its sign: models are estimates, one decimal says enough."""
    said = f"{change * 100:+.{places}f}%"
    return said if float(said[:-1]) else f"{0:.{places}f}%"


def worth(amount: float) -> str:
    """A gain or loss of a model in dollars, to three figures."""
    if abs(amount) < 0.005:
        return "$0"
    digits = max(0, 3 - len(str(int(abs(amount)))))
    size = float(f"{abs(amount):.3g}")
    return f"{'-' if amount < 0 else '+'}${size:,.{min(digits, 2)}f}"


def no_figure() -> str:
    """What stands where there is no figure."""
    return tr("no figure")


def duty_words(found: Sum) -> str:
    """The duty of a basket; where none of its rows has a figure there is none, which is not zero."""
    return money(found.duty) if found.rate is not None else no_figure()


def figure_rows(columns: Sequence[Column]) -> list[Row]:
    """The rows of the table for these columns."""
    now = columns[0].sum if columns else None

    def said(tell: Callable[[Column], str | None]) -> tuple[str, ...]:
        return tuple((tell(each) if each.sum else None) or no_figure() for each in columns)

    def change(each: Column) -> str:
        if each.key == QUO or now is None or each.sum is None:
            return "–"
        if now.rate is None or each.sum.rate is None:
            return no_figure()
        cents = each.sum.duty - now.duty
        return ("+" if cents > 0 else "") + money(cents) if cents else "$0"

    def moved(each: Column) -> str:
        if each.key == QUO or now is None or each.sum is None:
            return "–"
        if now.rate is None or each.sum.rate is None:
            return no_figure()
        gap = each.sum.rate - now.rate
        return points(gap) if gap else "0"

    rows = [
        Row(tr("Average rate"), said(lambda each: percent(each.sum.rate) if each.sum else None)),
        Row(tr("Duty paid"), said(lambda each: duty_words(each.sum) if each.sum else None)),
        Row(tr("Duty against the law as it is"), said(change)),
        Row(tr("Rate against the law as it is"), said(moved)),
    ]
    if any(each.bill and each.bill.fills for each in columns):
        rows.append(
            Row(
                tr("Within the quota"),
                said(_share),
                tr("The share of the goods of the line that fits into it."),
            )
        )
        rows.append(
            Row(
                tr("Rent of the quota"),
                said(_rent),
                tr("What goods within it save against the rate over it."),
            )
        )
    if any(each.sum and each.sum.without for each in columns):
        rows.append(
            Row(
                tr("Rows without a figure"),
                said(lambda each: f"{each.sum.without:,}" if each.sum else None),
            )
        )
    return rows


def _share(column: Column) -> str:
    if column.bill is None or not column.bill.fills:
        return "–"
    return ", ".join(percent(fill.share, 1) for fill in column.bill.fills)


def _rent(column: Column) -> str:
    return money(column.bill.rent) if column.bill and column.bill.fills else "–"


def trade_rows(columns: Sequence[Column]) -> list[Row]:
    """Trade and gains under the assumptions; empty where nothing is assumed."""
    if not any(each.effect for each in columns):
        return []

    def said(tell: Callable[[Effect], str]) -> tuple[str, ...]:
        return tuple(
            "–" if each.key == QUO else tell(each.effect) if each.effect else no_figure() for each in columns
        )

    flag = tr("⚠ over 10% off")

    def textbook(effect: Effect) -> str:
        return signed(effect.textbook) + (f"  {flag}" if effect.differs else "")

    return [
        Row(
            tr("Sales of these sellers (quantity)"), said(lambda each: signed(each.exact)),
            tr("Exact Armington model."),
        ),
        Row(
            tr("… middle 80% of 2,000 draws"),
            said(lambda each: tr("{low} to {high}", low=signed(each.low), high=signed(each.high))),
            tr("Each elasticity drawn within 30% of its value, triangular, fixed seed."),
        ),
        Row(
            tr("… textbook model (SMART)"), said(textbook),
            tr("Linear as published; marked where it is more than a tenth off the exact answer."),
        ),
        Row(tr("Price to buyers, all sources"), said(lambda each: signed(each.price))),
        Row(tr("Sellers' price before duty"), said(lambda each: signed(each.sellers_price))),
        Row(tr("Buyers gain or lose"), said(lambda each: worth(each.gains.buyers))),
        Row(
            tr("Treasury, after trade reacts"), said(lambda each: worth(each.gains.treasury - each.rent)),
            tr("Duty on the new trade less duty now; the rent of a quota is taken off."),
        ),
        Row(tr("Producers at home"), said(lambda each: worth(each.gains.domestic_sellers))),
        Row(tr("Net, importing country"), said(lambda each: worth(each.importer))),
        Row(tr("Sellers abroad"), said(lambda each: worth(each.gains.foreign_sellers))),
    ]  # fmt: skip


def meeting_rows(columns: Sequence[Column], found: Sequence[Meeting], target: str) -> list[Row]:
    """The break-even rates of the packages against the column ``target``."""
    if not found:
        return []
    by_key = {each.key: each for each in found}
    name = next((each.title for each in columns if each.key == target), "")
    rows = [
        Row(
            tr("Same duty as “{name}” at a rate of", name=name),
            tuple(_even_duty(by_key.get(each.key)) for each in columns),
            tr(
                "A package of several lines: every rate moved by the same points. Searched over whole "
                "millionths, entry by entry."
            ),
        )
    ]
    most = max(len(each.lines) for each in found)
    rows += [
        Row(
            tr("… or line {number} alone at", number=place + 1),
            tuple(_even_line(by_key.get(each.key), place) for each in columns),
            tr("The other lines stay as they are."),
        )
        for place in range(most if most > 1 else 0)
    ]
    tip = tr(
        "Of the importing country in the exact model; the rate over a quota moves, what is within it stays."
    )
    gains = tuple(_even_gain(each, by_key.get(each.key)) for each in columns)
    return [*rows, Row(tr("Same net gain as “{name}” at", name=name), gains, tip)]


def _even_duty(meeting: Meeting | None) -> str:
    if meeting is None:
        return "–"
    if len(meeting.lines) == 1:
        return _rate(meeting.lines[0][1])
    if meeting.shift is None:
        return tr("at no rate")
    said = points(meeting.shift.rate) if meeting.shift.ppm else tr("as it is")
    return said if meeting.shift.exact else tr("about {rate}", rate=said)


def _even_line(meeting: Meeting | None, place: int) -> str:
    if meeting is None or len(meeting.lines) == 1 or place >= len(meeting.lines):
        return "–"
    return _rate(meeting.lines[place][1])


def _rate(even: Even | None) -> str:
    if even is None:
        return tr("at no rate")
    if even.exact:
        return percent(even.rate, 4)
    return tr("about {rate}", rate=percent(even.rate))


def _even_gain(column: Column, meeting: Meeting | None) -> str:
    if meeting is None:
        return "–"
    if len(meeting.lines) == 1:
        said = [percent(each, 2) for each in meeting.welfare]
    else:
        said = [points(each) for each in meeting.welfare]
    return ", ".join(said) or tr("at no rate to 100%")


def sentence(column: Column, now: Column) -> str:
    """What a column means beside the law as it is, in a sentence."""
    if column.sum is None:
        return f"{column.title}: {column.error}"
    if column.sum.rate is None or now.sum is None or now.sum.rate is None:
        return tr("{name}: no figure.", name=column.title)
    change = column.sum.duty - now.sum.duty
    if not change:
        return tr("{name}: the same duty as now.", name=column.title)
    values = {
        "name": column.title, "rate": percent(column.sum.rate), "duty": money(abs(change)),
        "points": points(column.sum.rate - now.sum.rate),
    }  # fmt: skip
    if change < 0:
        return tr("{name}: {rate}, {duty} less duty ({points}).", **values)
    return tr("{name}: {rate}, {duty} more duty ({points}).", **values)


def finding(columns: Sequence[Column]) -> str:
    """The finding in a title: the column that pays least and the one that pays most."""
    known = [each for each in columns if each.sum and each.sum.rate is not None]
    if len(known) < 2:
        return tr("What each column pays")
    least = min(known, key=lambda each: each.sum.duty if each.sum else 0)
    most = max(known, key=lambda each: each.sum.duty if each.sum else 0)
    if least.sum is None or most.sum is None or least.sum.duty == most.sum.duty:
        return tr("All columns pay {rate}", rate=percent(known[0].sum.rate) if known[0].sum else "")
    return tr(
        "“{least}” pays least ({low}), “{most}” most ({high})", least=least.title,
        low=percent(least.sum.rate), most=most.title, high=percent(most.sum.rate),
    )  # fmt: skip
