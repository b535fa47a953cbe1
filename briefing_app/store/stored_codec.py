"""Reading records that the store itself wrote: the codec's second, fast way in.

What is in the journal passed :func:`codec.decode` or the type checker once and is protected by checksums
since, so it is not examined again. Anything unexpected goes the strict way, which names the fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import MISSING, fields
from decimal import Decimal
from functools import cache
from typing import Any, cast, get_args, get_origin, get_type_hints

from briefing_app.domain.records import RECORD_TYPES, Kind, Record
from briefing_app.store import codec
from briefing_app.threads import giving_way

MANY = 500
_JSON_NAMES = {"from_": "from"}
_Maker = Callable[[dict[str, Any]], Any]


class _UnexpectedError(Exception):
    """The document is not in the shape that the store writes."""


def decode(kind: Kind, document: dict[str, Any]) -> Record:
    """The record of a stored document. Raises RecordError if it cannot be one."""
    values = {key: value for key, value in document.items() if key[:1] != "_"}
    values["id"] = values.pop("uid")
    type_: Any = RECORD_TYPES[kind]
    try:
        return cast(Record, _maker(type_)(values))
    except (_UnexpectedError, ArithmeticError, TypeError, AttributeError, ValueError):
        return codec.decode(kind, values)


@cache
def _maker(type_: Any) -> _Maker:
    """A function from a JSON object to ``type_`` that leaves the fields as they stand where they already
    fit.
    """
    hints = get_type_hints(type_)
    names = [each.name for each in fields(type_)]
    renamed = [(_JSON_NAMES[name], name) for name in names if name in _JSON_NAMES]
    converted = [(name, reader) for name in names if (reader := _reader(hints[name])) is not None]
    missing = {
        each.name: each.default if each.default is not MISSING else each.default_factory
        for each in fields(type_)
        if each.default is not MISSING or each.default_factory is not MISSING
    }
    expected = set(names)

    def make(values: dict[str, Any]) -> Any:
        present = dict(values)
        for key, name in renamed:
            if key in present:
                present[name] = present.pop(key)
        for name, reader in converted:
            if name in present:
                present[name] = reader(present[name])
        if present.keys() != expected:
            for name in missing.keys() - present.keys():
                default = missing[name]
                present[name] = default() if callable(default) else default
            if present.keys() != expected:
                raise _UnexpectedError
        record = object.__new__(type_)
        record.__dict__.update(present)
        return record

    return make


def _giving_way(values: list[Any]) -> Iterable[Any]:
    """The parts of a record; between those of one with very many, as the rows of a basket, the window goes
    first.
    """
    return giving_way(values) if len(values) > MANY else values


def _reader(hint: Any) -> Callable[[Any], Any] | None:
    if hint is Decimal:
        return Decimal
    if get_origin(hint) is tuple:
        item = get_args(hint)[0]
        if item is str:
            return tuple
        make = _maker(item)
        return lambda values: tuple([make(value) for value in _giving_way(values)])
    if get_origin(hint) is dict and get_args(hint)[1] is Decimal:
        return lambda values: {key: Decimal(value) for key, value in values.items()}
    return None
