"""Documents as JSON text: orjson where it is exact, the standard library where it is not.

orjson reads integers beyond 64 bits as floats and writes NaN as null. Text made by the standard library
starts with one space: that is still JSON, and it tells the reader to stay exact too.
"""

from __future__ import annotations

import json
from typing import Any

import orjson


def encode(document: Any) -> bytes:
    """One line of JSON that reads back equal. Raises TypeError for what JSON cannot hold, like ``json``."""
    try:
        text = orjson.dumps(document)
        if orjson.loads(text) == document:
            return text
    except (TypeError, orjson.JSONDecodeError):
        pass
    return b" " + json.dumps(document).encode()


def encode_sorted(content: dict[str, Any]) -> bytes:
    """Like :func:`encode`, with the keys in order: equal content gives equal bytes."""
    try:
        text = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
        if orjson.loads(text) == content:
            return text
    except (TypeError, orjson.JSONDecodeError):
        pass
    return b" " + json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def encode_strict(content: dict[str, Any]) -> bytes:
    """Like :func:`encode_sorted` for content that holds text, flags and lists of them only: nothing to
    compare.
    """
    try:
        return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # a lone surrogate in a text
        return encode_sorted(content)


def decode(text: bytes) -> Any:
    """The value of a JSON text. Raises ValueError if it is none."""
    if text[:1] != b" ":
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError:
            pass
    return json.loads(text.decode())
