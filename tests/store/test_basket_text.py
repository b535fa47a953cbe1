"""Baskets are written in pieces: byte for byte what the general way writes."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from briefing_app.domain.records import Basket, BasketRow
from briefing_app.store import basket_text, codec, json_text

ROWS = st.builds(
    BasketRow,
    hts=st.text(max_size=12),
    value_usd=st.decimals(allow_nan=False, allow_infinity=False),
    origin=st.text(max_size=3),
    date=st.text(max_size=10),
    facts=st.dictionaries(st.text(max_size=5), st.booleans() | st.text(max_size=8), max_size=3),
    value_source=st.text(max_size=8),
)


@given(st.lists(ROWS, max_size=8), st.text(), st.text())
def test_pieces_are_the_whole(rows, title, source):
    basket = Basket(id="b", rows=tuple(rows), title=title, source=source)
    fields = codec.encode(basket)
    del fields["id"]
    content = basket_text.content_of(basket)
    assert content is None or content == json_text.encode_sorted(fields)


def test_many_rows_are_joined_and_facts_of_other_kinds_take_the_exact_way():
    rows = tuple(BasketRow(hts=f"{at:08d}", value_usd=Decimal(at)) for at in range(1203))
    fields = codec.encode(Basket(rows=rows))
    del fields["id"]
    assert basket_text.content_of(Basket(rows=rows)) == json_text.encode_sorted(fields)
    odd = (BasketRow(hts="1", value_usd=Decimal(1), facts={"quantity": 2**70}),)
    assert basket_text.content_of(Basket(rows=odd)) is None


def test_where_a_value_comes_from_is_written_only_where_it_says_something():
    plain = BasketRow(hts="1", value_usd=Decimal(1))
    own = BasketRow(hts="1", value_usd=Decimal(1), value_source="Ministry of Finance")
    content = basket_text.content_of(Basket(rows=(plain, own)))
    assert content is not None
    assert content.count(b"value_source") == 1
    basket = codec.decode("basket", codec.encode(Basket(rows=(plain, own))))
    assert basket.rows == (plain, own)
    assert "value_source" not in codec.encode(basket)["rows"][0]
