"""Where a simulated market comes from: a shipped one, a basket under a package, or a saved run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QObject

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.change import ChangeSet
from briefing_app.domain.records import Note
from briefing_app.errors import UsageError
from briefing_app.exchange import simulation
from briefing_app.tariff.law import Law
from briefing_app.trade.comparison import Elasticities, Seller
from briefing_app.trade.sensitivity import Elasticity
from briefing_app.ui.tariff.deal_trade import Beliefs
from briefing_app.ui.tariff.deals import QUO, Column
from briefing_app.ui.tariff.sim_work import Inputs
from briefing_app.ui.tariff.words import country

HOME_MARK = " (home)"
TAG = "simulation"
_FENCE = "```"


@dataclass(frozen=True)
class Start:
    """A market to begin with. ``elasticities`` only where it has its own; a saved run has its ``ranges``."""

    title: str
    sellers: tuple[Seller, ...]
    unit: str
    source: str
    elasticities: Elasticities | None = None
    ranges: tuple[Elasticity, ...] = ()


def from_package(
    column: Column, now: Column, beliefs: Beliefs, whence: tuple[str, str], law: Law
) -> Start | None:
    """The basket's origins as sellers, at their average rates now and under a package; None if unknown.
    ``whence`` is what the basket is called, and at which rates its values became dollars, if they did.
    """
    if column.bill is None or now.bill is None or column.key == QUO:
        return None
    before, after = now.bill.by_origin, column.bill.by_origin
    sellers = []
    worth = 0.0
    for origin, (value, duty) in before.items():
        then = after.get(origin)
        if not value or then is None or not then[0]:
            continue
        sellers.append(Seller(country(origin), value / 100, duty / value, then[1] / then[0]))
        worth += (value + duty) / 100
    if not sellers:
        return None
    rest = worth * (1 / float(beliefs.share) - 1)
    home = float(beliefs.home)
    sellers.append(Seller(tr("Elsewhere"), rest * (1 - home)))
    sellers.append(Seller(tr("At home"), rest * home, home=True))
    source = tr(
        "{basket}; rates of the law and of “{package}” on the day shown, law data {version}. Sales of others "
        "follow from the market shares assumed on the Deals page.",
        basket=whence[0],
        package=column.title,
        version=law.info.version,
    )
    title = tr("From the basket: {package}", package=column.title)
    values = Elasticities(
        float(beliefs.demand), float(beliefs.substitution), float(beliefs.supply), float(beliefs.supply)
    )
    return Start(title, tuple(sellers), "USD", " ".join(filter(None, (source, whence[1]))), values)


# --- saved runs ------------------------------------------------------------------------------------------


def model_text(inputs: Inputs, source: str = "") -> str:
    """The market as a model file: what ``briefing-app simulate`` reads. A seller at home bears a mark;
    ``source`` says where the market is from.
    """
    values = inputs.values
    sellers = [
        {
            "name": each.name + (HOME_MARK if each.home else ""),
            "value": each.value,
            "tariff_before": each.before,
            "tariff_after": each.after,
            "supply_elasticity": values.home_supply if each.home else values.supply,
        }
        for each in inputs.sellers
    ]
    model = {
        "model": "armington",
        "unit": inputs.unit,
        "source": source,
        "suppliers": sellers,
        "demand_elasticity": values.demand,
        "substitution": values.substitution,
        "ranges": {
            each.name: {"low": each.low, "high": each.high, "source": each.source} for each in inputs.cards
        },
    }
    return json.dumps(model, ensure_ascii=False, indent=1)


def run_of(note: Note) -> Start:
    """The market of a saved run. Raises UsageError where the note holds none that can be read."""
    _head, fence, rest = note.body.partition(f"{_FENCE}json\n")
    text, end, _tail = rest.partition(f"\n{_FENCE}")
    if not fence or not end:
        raise UsageError(f"“{note.title}” holds no model.")
    simulation.run_model(text)
    model = json.loads(text, parse_float=Decimal)
    if model["model"] != "armington":
        raise UsageError(f"“{note.title}” holds another model.")
    sellers, supply = [], {True: 10.0, False: 10.0}
    for each in model["suppliers"]:
        home = str(each["name"]).endswith(HOME_MARK)
        sellers.append(
            Seller(
                str(each["name"]).removesuffix(HOME_MARK),
                float(each["value"]),
                float(each.get("tariff_before", 0)),
                float(each.get("tariff_after", 0)),
                home,
            )
        )
        if each.get("supply_elasticity") is not None:
            supply[home] = float(each["supply_elasticity"])
    values = Elasticities(
        float(model.get("demand_elasticity", -1)),
        float(model.get("substitution", 4)),
        supply[False],
        supply[True],
    )
    ranges = tuple(
        Elasticity(name, getattr(values, name), float(one["low"]), float(one["high"]), one.get("source", ""))
        for name, one in model.get("ranges", {}).items()
    )
    said = tr("Saved run “{title}”.", title=note.title)
    source = " ".join(filter(None, (said, model.get("source", ""))))
    return Start(note.title, tuple(sellers), model.get("unit", ""), source, values, ranges)


def saved_runs(records: Iterable[object]) -> list[Note]:
    """The notes that hold a run, the newest last."""
    return [each for each in records if isinstance(each, Note) and TAG in each.tags]


class SavedRuns:
    """The saved runs of a workspace, looked for in a thread: there may be very many other notes. ``changed``
    is called when others were found than before.
    """

    def __init__(self, session: Session, owner: QObject, changed: Callable[[], object]) -> None:
        self.notes: list[Note] = []
        self._session, self._owner, self._changed = session, owner, changed
        self._number = 0
        session.changed.connect(self._on_changed)

    def read(self) -> None:
        """Look for them."""
        workspace = self._session.workspace
        self._number += 1
        number = self._number

        def done(found: list[Note]) -> None:
            if number == self._number and found != self.notes:
                self.notes = found
                self._changed()

        self._session.jobs.run(lambda: saved_runs(workspace.holding("note", TAG)), done, owner=self._owner)

    def _on_changed(self, change_set: ChangeSet) -> None:
        if any(saved_runs((each.before, each.after)) for each in change_set.changes):
            self.read()
