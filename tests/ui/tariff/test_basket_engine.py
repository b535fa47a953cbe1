"""The engine of the Basket page: what it takes over from before is what it would work out anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from briefing_app.domain.records import BasketRow
from briefing_app.tariff.law import load_law
from briefing_app.ui.tariff.basket_engine import Engine
from briefing_app.ui.tariff.basket_results import ColumnSpec
from tests.tariff.random_entries import RandomEntries


@pytest.fixture(scope="module")
def law():
    return load_law()


@pytest.fixture(scope="module")
def rows(law):
    found = []
    for entry in RandomEntries(law, 11).take(300):
        texts = entry.query()
        core = {name: texts.pop(name) for name in ("date", "origin", "hts", "value_usd")}
        value = Decimal(core.pop("value_usd"))
        found.append(BasketRow(value_usd=value, facts=texts, **core))
    found.append(BasketRow(hts="12345678", value_usd=Decimal(5), date="2025-05-24"))
    return tuple(found)


def worked(engine, rows, specs):
    found = engine.work(rows, specs)(lambda _done, _total: None)
    engine.take(rows, found)
    return found


def same(one, other):
    assert np.array_equal(one.priced.status, other.priced.status)
    assert np.array_equal(one.priced.total, other.priced.total)
    assert np.array_equal(one.priced.value, other.priced.value)
    assert one.weight == replace(other.weight, parts=one.weight.parts)
    assert sorted(one.weight.parts) == sorted(other.weight.parts)
    assert one.cells == other.cells
    assert dict(one.priced.faults) == dict(other.priced.faults)
    assert [(code, each.duty) for code, each in one.products] == [
        (code, each.duty) for code, each in other.products
    ]


def test_rows_that_were_edited_removed_and_added_give_what_a_new_basket_gives(law, rows):
    specs = [ColumnSpec("as entered"), ColumnSpec("later", date(2025, 9, 20), "KR")]
    engine = Engine(law)
    worked(engine, rows, specs)
    edited = (
        *rows[:7],
        replace(rows[7], value_usd=Decimal("1234.56")),
        *rows[20:100],
        BasketRow(hts="87032301", value_usd=Decimal(30000), date="2025-05-24"),
        *rows[100:],
        BasketRow(hts="1", value_usd=Decimal(-3), date="soon"),
    )
    for one, other in zip(worked(engine, edited, specs), worked(Engine(law), edited, specs), strict=True):
        same(one, other)
    for one, other in zip(worked(engine, rows, specs), worked(Engine(law), rows, specs), strict=True):
        same(one, other)


def test_a_row_that_did_not_change_is_not_asked_again(law, rows, monkeypatch):
    engine = Engine(law)
    specs = [ColumnSpec("as entered")]
    worked(engine, rows, specs)
    asked = []
    from briefing_app.ui.tariff import basket_engine

    price = basket_engine.price_rows
    monkeypatch.setattr(
        basket_engine, "price_rows", lambda some, *a, **k: asked.append(len(some)) or price(some, *a, **k)
    )
    worked(engine, (*rows[:5], *rows[6:], replace(rows[5], value_usd=Decimal(77))), specs)
    assert asked == [1]
