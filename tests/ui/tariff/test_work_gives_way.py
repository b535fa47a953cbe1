"""Long work of the Tariffs tab rests in its thread while the window does what the user waits for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal

import pytest

from briefing_app import threads
from briefing_app.domain.records import Basket, BasketRow
from briefing_app.exchange.trade_starts import load_markets
from briefing_app.store import codec, stored_codec
from briefing_app.threads import window_first
from briefing_app.trade.inputs import PARAMETERS, Inputs
from briefing_app.trade.sensitivity import Elasticity
from briefing_app.ui.tariff.long_work import LongWork
from briefing_app.ui.tariff.sim_work import answer, with_fan


@pytest.fixture(autouse=True)
def _long_rest(monkeypatch):
    monkeypatch.setattr(threads, "LONGEST_REST", 30.0)


def ends_only_after_the_window(work: Callable[[], object]) -> bool:
    """Whether a thread with this work rests while the window works, and ends after it."""
    thread = threading.Thread(target=work, daemon=True)
    with window_first():
        thread.start()
        thread.join(0.5)
        rested = thread.is_alive()
    thread.join(30)
    return rested and not thread.is_alive()


def test_a_record_of_many_rows_is_made_giving_way():
    rows = tuple(BasketRow("87032301", Decimal(at + 1)) for at in range(2 * stored_codec.MANY))
    document = {"uid": "b", **codec.encode(Basket(id="b", rows=rows))}
    document.pop("id", None)
    found = []
    assert ends_only_after_the_window(lambda: found.append(stored_codec.decode("basket", document)))
    assert found == [Basket(id="b", rows=rows)]


def test_the_draws_of_a_market_give_way():
    market = load_markets()[0]
    ends = {"demand": (-1.25, -3.0, -0.5)}
    cards = tuple(Elasticity(name, *ends.get(name, (4.0, 2.0, 8.0))) for name in PARAMETERS)
    found = answer(Inputs(market.sellers, cards, 0, "imports", 0.2))
    assert ends_only_after_the_window(lambda: with_fan(found, draws=10))


def test_work_that_tells_how_far_it_is_gives_way_there(session, monkeypatch):
    gave = []
    monkeypatch.setattr("briefing_app.ui.tariff.long_work.give_way", lambda: gave.append(1))
    work = LongWork(session, None)
    work.start(lambda report: [report(done, 3) for done in range(3)], lambda _done: None)
    assert len(gave) == 3
