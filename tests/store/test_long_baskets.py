"""Baskets of very many rows are read in pieces, and two states of one share what is equal."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing_app.domain.change import added, replaced
from briefing_app.domain.records import Basket, BasketRow
from briefing_app.store import basket_text, json_text
from briefing_app.store.workspace import Workspace

texts = st.text(max_size=12) | st.sampled_from(['},{"date":"x', '],"source":"', '"rows":[', "\\", '\\"'])
rows = st.builds(
    BasketRow,
    hts=texts, value_usd=st.decimals(0, 10**9, places=2), origin=texts, date=texts,
    facts=st.dictionaries(texts, texts | st.booleans(), max_size=2),
)  # fmt: skip


@given(st.lists(rows, max_size=40), texts, texts, st.integers(1, 400))
@settings(max_examples=120, deadline=None)
def test_a_text_read_in_pieces_is_the_text_read_at_once(some, title, source, piece):
    basket = Basket(id="b", title=title, source=source, rows=tuple(some))
    content = basket_text.content_of(basket)
    if content is None:
        return
    text = b'{"uid":"b",' + content[1:]
    before, basket_text.LONG = basket_text.LONG, piece
    try:
        assert basket_text.document_of(text) == json_text.decode(text)
    finally:
        basket_text.LONG = before


@given(st.lists(rows, max_size=12), st.lists(rows, max_size=12), st.lists(rows, max_size=4))
@settings(max_examples=100, deadline=None)
def test_what_shares_rows_is_equal_and_shares_them(head, tail, middle):
    one = Basket(id="b", rows=(*head, *tail))
    other = Basket(id="b", rows=tuple(replace(each) for each in (*head, *middle, *tail)))
    shared = basket_text.sharing_rows(other, one)
    assert shared == other
    kept = {id(each) for each in one.rows}
    assert sum(id(each) in kept for each in shared.rows) >= len(head) + len(tail)


def test_steps_over_a_long_basket_are_recalled_and_share_their_rows(tmp_path):
    some = tuple(BasketRow(hts="87032301", value_usd=Decimal(at + 1)) for at in range(4000))
    first = Basket(id="b", title='x"}],["y', rows=some)
    second = replace(first, rows=(*some[:9], replace(some[9], origin="KR"), *some[10:]))
    with Workspace.create(tmp_path / "w.brief") as workspace:
        workspace.apply(added(first))
        workspace.apply(replaced(first, second, 'Edit ,{"uid":"'))
        workspace.apply(replaced(second, first, "Back"))
        workspace.apply(replaced(first, second), step="undo")
    with Workspace.open(tmp_path / "w.brief") as workspace:
        assert workspace.longest_unread() > basket_text.LONG
        assert workspace.longest_step() > basket_text.LONG
        add, edit = (each.change_set for each in workspace.undo_steps())
        (redo,) = (each.change_set for each in workspace.redo_steps())
        assert add.changes[0].before is None
        assert (edit.changes[0].before, edit.changes[0].after) == (first, second)
        assert (redo.changes[0].before, redo.changes[0].after) == (second, first)
        assert edit.label == 'Edit ,{"uid":"'
        assert edit.changes[0].after is workspace.get("basket", "b")
        assert edit.changes[0].before.rows[0] is edit.changes[0].after.rows[0]
        assert workspace.longest_unread() == 0
        workspace.apply(edit.inverse(), step="undo")
        assert workspace.get("basket", "b") == first
