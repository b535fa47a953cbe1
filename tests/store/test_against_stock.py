"""The same TinyDB calls on our storage and on TinyDB's own give the same answers."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tinydb import TinyDB, where
from tinydb import operations as op
from tinydb.table import Document

from briefing_app.store import json_text
from briefing_app.store.journal_table import JournalDatabase
from briefing_app.store.sealing import Keys

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
DOCUMENTS = st.dictionaries(st.sampled_from("abk"), VALUES, max_size=3)
CONDITIONS = st.sampled_from(
    [
        where("k") == 1,
        where("a").exists(),
        where("b") != 1,
        (where("k") == 1) & where("a").exists(),
        ~where("a").exists(),
    ]
)
CHANGES = st.sampled_from([op.delete("a"), op.set("b", [1]), lambda document: document.update(w=1)])
IDS = st.integers(1, 8)
CALLS = st.one_of(
    st.tuples(st.just("insert"), DOCUMENTS),
    st.tuples(st.just("insert"), st.builds(Document, DOCUMENTS, IDS)),
    st.tuples(st.just("insert_multiple"), st.lists(DOCUMENTS, max_size=3)),
    st.tuples(st.just("update"), DOCUMENTS, CONDITIONS),
    st.tuples(st.just("update"), CHANGES, CONDITIONS),
    st.tuples(st.just("update"), DOCUMENTS, st.none(), st.lists(IDS, max_size=2)),
    st.tuples(st.just("update_multiple"), st.lists(st.tuples(DOCUMENTS, CONDITIONS), max_size=2)),
    st.tuples(st.just("upsert"), DOCUMENTS, CONDITIONS),
    st.tuples(st.just("remove"), CONDITIONS),
    st.tuples(st.just("remove"), st.none(), st.lists(IDS, max_size=2)),
    st.tuples(st.just("search"), CONDITIONS),
    st.tuples(st.just("get"), CONDITIONS),
    st.tuples(st.just("count"), CONDITIONS),
    st.tuples(st.just("contains"), CONDITIONS),
    st.tuples(st.just("truncate")),
    st.tuples(st.just("all")),
    st.tuples(st.just("insert"), st.just({"bad": {1, 2}})),
)


def outcome(table: Any, call: tuple[Any, ...]) -> Any:
    try:
        return getattr(table, call[0])(*call[1:])
    except (ValueError, TypeError, KeyError, RuntimeError) as error:
        table._next_id = None
        return type(error).__name__


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.sampled_from(["_default", "t"]), CALLS), max_size=15),
    st.booleans(),
    st.integers(0, 15),
)
def test_answers_are_the_same(calls: list[tuple[str, tuple[Any, ...]]], sealed: bool, reopened: int) -> None:
    keys = Keys(b"k" * 32) if sealed else Keys()
    with tempfile.TemporaryDirectory() as place:
        stock = TinyDB(Path(place) / "stock.json")
        ours = JournalDatabase(Path(place) / "ours.brief", keys=keys)
        for number, (name, call) in enumerate(calls):
            assert outcome(ours.table(name), call) == outcome(stock.table(name), call), call
            if number == reopened:
                ours.close()
                ours = JournalDatabase(Path(place) / "ours.brief", keys=keys)
                stock.close()
                stock = TinyDB(Path(place) / "stock.json")
        for name in ("_default", "t"):
            mine = sorted((each.doc_id, dict(each)) for each in ours.table(name).all())
            assert [pair[0] for pair in mine] == sorted(each.doc_id for each in stock.table(name).all())
        stock.close()
        ours.close()


@given(VALUES | st.integers(2**60, 2**90) | st.floats())
def test_what_is_written_as_json_is_read_back_exactly(value: Any) -> None:
    text = json_text.encode({"v": value})
    assert b"\n" not in text
    back = json_text.decode(text)["v"]
    assert repr(back) == repr(value) or back == value
    assert type(back) is type(value)


def test_integers_beyond_64_bits_do_not_become_floats() -> None:
    assert json_text.decode(json_text.encode({"v": 2**64})) == {"v": 2**64}
    assert isinstance(json_text.decode(json_text.encode({"v": [2**70]}))["v"][0], int)
