"""The text of a basket of very many rows, made and read in pieces: one call for all of them would hold every
other thread up for half a second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson

from briefing_app.domain.records import Basket, BasketRow
from briefing_app.store import json_text

PIECE = 500
LONG = 200_000
"""Texts of more bytes are read in pieces, and by a window in a thread."""
_ROWS, _END, _NEXT = b'"rows":[', b'],"source":', b'},{"date":"'


def content_of(basket: Basket) -> bytes | None:
    """The fields of a basket as JSON with sorted keys, without its id; None where that would not be exact."""
    try:
        pieces = [_piece(basket.rows[at : at + PIECE]) for at in range(0, len(basket.rows), PIECE)]
        rest = orjson.dumps({"source": basket.source, "title": basket.title}, option=orjson.OPT_SORT_KEYS)
    except (TypeError, orjson.JSONDecodeError):
        return None
    return b'{"rows":[' + b",".join(pieces) + b"]," + rest[1:]


def _piece(rows: Sequence[BasketRow]) -> bytes:
    """Some rows without the brackets about them. Raises TypeError where they would not read back equal."""
    documents = [
        {
            "date": row.date,
            "facts": _texts(row.facts) if row.facts else {},
            "hts": row.hts,
            "origin": row.origin,
            "value_usd": str(row.value_usd),
            **({"value_source": row.value_source} if row.value_source else {}),
        }
        for row in rows
    ]
    return orjson.dumps(documents, option=orjson.OPT_SORT_KEYS)[1:-1]


def _texts(facts: Mapping[str, Any]) -> dict[str, str | bool]:
    """Facts that are texts and flags only. Raises TypeError for others, which need the exact way."""
    for name, value in facts.items():
        if not isinstance(value, str | bool) or not isinstance(name, str):
            raise TypeError(name)
    return dict(facts)


def document_of(text: bytes) -> Any:
    """The value of a stored text, like :func:`json_text.decode`. In no string of JSON stands a quotation mark
    without its backslash, so what is cut at are marks between rows.
    """
    start = text.find(_ROWS) + len(_ROWS)
    end = text.rfind(_END)
    if len(text) <= LONG or text[:1] == b" " or not len(_ROWS) < start < end:
        return json_text.decode(text)
    try:
        document = orjson.loads(text[:start] + text[end:])
        document["rows"] = _rows(text, start, end)
    except orjson.JSONDecodeError:
        return json_text.decode(text)
    return document


def _rows(text: bytes, start: int, end: int) -> list[Any]:
    rows: list[Any] = []
    while start < end:
        cut = text.find(_NEXT, min(start + LONG // 2, end), end)
        stop = end if cut < 0 else cut + 1
        rows += orjson.loads(b"[%b]" % text[start:stop])
        start = stop + 1
    return rows


def sharing_rows(basket: Basket, other: Basket) -> Basket:
    """``basket`` with the very rows of ``other`` where they are equal from the beginning or from the end: two
    states of a long basket are held once, but for what was changed.
    """
    mine, theirs = basket.rows, other.rows
    least = min(len(mine), len(theirs))
    head = next((at for at in range(least) if mine[at] != theirs[at]), least)
    room = least - head
    tail = next((at for at in range(room) if mine[-1 - at] != theirs[-1 - at]), room)
    middle = mine[head : len(mine) - tail]
    return replace(basket, rows=(*theirs[:head], *middle, *theirs[len(theirs) - tail :]))
