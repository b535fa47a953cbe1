"""Where a simulated market comes from: a shipped one, a basket under a package, or a saved run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.change import ChangeSet
from briefing_app.domain.records import Note
from briefing_app.errors import UsageError
from briefing_app.tariff.law import Law
from briefing_app.trade.comparison import Elasticities, Seller
from briefing_app.trade.market_file import SavedRun, read_run, text_in
from briefing_app.ui.tariff.deals import QUO, Column, Question
from briefing_app.ui.tariff.words import country, day_text

TAG = "simulation"


@dataclass(frozen=True)
class Start:
    """A market to begin with. ``elasticities`` only where it has its own; ``saved``: the run as it was kept,
    with every input.
    """

    title: str
    sellers: tuple[Seller, ...]
    unit: str
    source: str
    elasticities: Elasticities | None = None
    saved: SavedRun | None = None


def from_package(
    column: Column, now: Column, question: Question, whence: tuple[str, str], law: Law
) -> Start | None:
    """The basket's origins as sellers, at their average rates now and under a package; None if unknown.
    ``whence`` is what the basket is called, and at which rates its values became dollars, if they did.
    Of assumptions that cannot be read no market is made: it would rest on others.
    """
    beliefs = question.beliefs
    if beliefs is None or column.bill is None or now.bill is None or column.key == QUO:
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
        "{basket}; rates of the law and of “{package}” on {day}, law data {version}. Sales of others "
        "follow from market shares assumed on the Deals page: {share}% for these sellers, of the rest "
        "{home}% made at home.",
        basket=whence[0],
        package=column.title,
        day=day_text(question.day),
        version=law.info.version,
        share=f"{float(beliefs.share) * 100:g}",
        home=f"{home * 100:g}",
    )
    title = tr("From the basket: {package}", package=column.title)
    values = Elasticities(
        float(beliefs.demand), float(beliefs.substitution), float(beliefs.supply), float(beliefs.supply)
    )
    return Start(title, tuple(sellers), "USD", " ".join(filter(None, (source, whence[1]))), values)


# --- saved runs ------------------------------------------------------------------------------------------


def run_of(note: Note) -> Start:
    """The market of a saved run. Raises UsageError where the note holds none that can be read."""
    if not (text := text_in(note.body)):
        raise UsageError(f"“{note.title}” holds no model.")
    saved = read_run(text)
    inputs = saved.inputs
    said = tr("Saved run “{title}”.", title=note.title)
    source = " ".join(filter(None, (said, inputs.source)))
    return Start(note.title, inputs.sellers, inputs.unit, source, inputs.values, saved)


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
