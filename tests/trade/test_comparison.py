"""Three models on one market, the shipped starts, and who bears a tariff."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing_app import resources
from briefing_app.errors import UsageError
from briefing_app.exchange import trade_starts
from briefing_app.trade.comparison import Elasticities, Seller, compare, split, with_rate
from briefing_app.trade.reciprocal import reciprocal_rate

THREE = (Seller("Home", 60, home=True), Seller("Taxed", 30, 0, 0.1), Seller("Free", 10))
NOTES = Elasticities(-1, 4, 10, 1)


def test_the_published_example_and_its_flags():
    found = compare(THREE, NOTES)
    assert [round(each.exact, 4) for each in found.quantity] == [0.0212, -0.179, 0.078]
    assert found.result.price_index_change == pytest.approx(0.035651, abs=1e-6)
    assert found.quantity[0].smart is None
    assert found.quantity[1].gsim == pytest.approx(-0.2029, abs=1e-4)  # research: the linear answer is -20.3%
    assert "Taxed" in found.flagged


@pytest.mark.parametrize(
    ("rate", "exact", "linear"), [(0.15, -0.253, -0.304), (0.25, -0.377, -0.507), (0.5, -0.59, -1.014)]
)
def test_the_linear_model_leaves_what_is_possible(rate, exact, linear):
    found = compare(with_rate(THREE, 1, rate), NOTES).quantity[1]
    assert round(found.exact, 3) == exact
    assert round(found.gsim, 3) == pytest.approx(linear, abs=0.001)
    assert found.differs(found.gsim)


sellers = st.lists(st.tuples(st.floats(1, 1e4), st.floats(0, 0.5), st.floats(0, 0.5)), min_size=2, max_size=6)


@settings(deadline=None, max_examples=50)
@given(sellers)
def test_nothing_changes_where_no_tariff_does(found):
    same = tuple(Seller(str(at), value, rate, rate) for at, (value, rate, _) in enumerate(found))
    result = compare(same, Elasticities())
    assert {each.exact for each in result.quantity} == {0.0}
    assert all(abs(each.smart) < 1e-12 and abs(each.gsim) < 1e-12 for each in result.quantity)
    assert result.importer.exact == result.duty.exact == 0
    assert result.flagged == ()


@settings(deadline=None, max_examples=50)
@given(sellers)
def test_the_split_adds_to_the_tariff(found):
    market = tuple(Seller(str(at), value, before, after) for at, (value, before, after) in enumerate(found))
    result = compare(market, Elasticities())
    for place, seller in enumerate(market):
        parts = split(result, place, 0.2)
        if seller.before == seller.after:
            assert parts is None
        elif abs(seller.after - seller.before) > 1e-3:
            assert parts.exporter + parts.importer + parts.consumer == pytest.approx(1)


@settings(deadline=None, max_examples=50)
@given(sellers)
def test_a_thousand_times_the_values_give_a_thousand_times_the_amounts(found):
    market = tuple(Seller(str(at), value, before, after) for at, (value, before, after) in enumerate(found))
    large = tuple(Seller(each.name, each.value * 1000, each.before, each.after) for each in market)
    one, other = compare(market, Elasticities()), compare(large, Elasticities())
    assert [each.exact for each in other.quantity] == pytest.approx(
        [each.exact for each in one.quantity], abs=1e-9
    )
    scale = sum(each.value for each in market)
    assert other.importer.exact / 1000 == pytest.approx(one.importer.exact, abs=1e-7 * scale)


@pytest.mark.parametrize(
    ("market", "words"),
    [
        ((Seller("a", 1), Seller("a", 2)), "Two sellers are called"),
        ((Seller("a", 1, 0.1, 0.2, home=True), Seller("b", 1)), "at home pays no tariff"),
        ((Seller("a", 0), Seller("b", 0)), "sell nothing"),
    ],
)
def test_markets_that_cannot_be_are_named(market, words):
    with pytest.raises(UsageError, match=words):
        compare(market, Elasticities())


def test_the_shipped_starts_are_sound():
    markets = trade_starts.load_markets()
    assert sum(each.value for each in markets[0].sellers if not each.home) == pytest.approx(216.806)
    for market in markets:
        assert market.source
        assert compare(market.sellers, market.elasticities or Elasticities()).result.residual < 1e-10
    cards = trade_starts.load_cards()
    assert {card.parameter for card in cards} == set(trade_starts.PARAMETERS)
    assert all(card.source for card in cards)


def test_the_formula_gives_the_shown_rates():
    formula = trade_starts.load_formula()
    for each in formula.partners:
        rate = reciprocal_rate(each.imports, each.exports).rate
        assert max(round(rate, 2), Fraction(1, 10)) == pytest.approx(float(each.shown), abs=0.0051)
    border = {
        each.code: reciprocal_rate(each.imports, each.exports, pass_through=Decimal("0.945")).announced
        for each in formula.partners
    }
    assert border["JP"] == Fraction(1, 10)
    assert border["VN"] == Fraction(12, 100)
    assert all(each.source for each in formula.criticisms)


def test_a_broken_start_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(resources, "path", lambda *parts: tmp_path / parts[-1])
    (tmp_path / "markets.toml").write_text("[[market]]\nid = 'x'\ncolour = 1\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"markets\.toml"):
        trade_starts.load_markets()
    card = "parameter = 'demand'\nvalue = 5\nlow = 1\nhigh = 2\nen = 'x'\nja = 'x'\n"
    card += "source = 'x'\nsource_ja = 'x'\nchecked = true\n"
    (tmp_path / "elasticities.toml").write_text(f"[[card]]\n{card}", encoding="utf-8")
    with pytest.raises(UsageError, match="range is wrong"):
        trade_starts.load_cards()
    (tmp_path / "reciprocal.toml").write_text("colour = 1\n", encoding="utf-8")
    with pytest.raises(UsageError, match="unknown key"):
        trade_starts.load_formula()
