"""The text of a basket of very many rows, made in pieces: one call for all of them would hold every other
thread up for half a second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from briefing_app.domain.records import Basket, BasketRow

PIECE = 500


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
