"""Records to documents and back: the only module where dicts stand for records.

A *document* is what JSON can hold. Reading is strict: unknown keys, wrong types and missing core fields are
all reported at once, each with its path. Decimals travel as text, so no figure passes through binary float.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Literal, TypeAlias, cast

import cattrs
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from briefing_app.domain import records
from briefing_app.domain.records import KINDS, RECORD_TYPES, Kind, Record
from briefing_app.errors import RecordError, UsageError

Document: TypeAlias = dict[str, Any]

_NESTED = (
    records.TypedDate, records.Participant, records.PersonName, records.Post, records.Relation,
    records.Position, records.Quotation, records.ScenarioEdit, records.BasketRow, records.Block,
    records.SeriesPoint, records.DelegationMember, records.SeatTaken,
)  # fmt: skip
_RENAMED = {"from_": "from"}
# Written only where they say something: a basket has a hundred thousand rows.
_SPARSE = {(records.BasketRow, "value_source")}


def decode(kind: Kind, document: Mapping[str, Any]) -> Record:
    """The record that a JSON object describes. Raises RecordError naming every fault by its path."""
    if not isinstance(document, Mapping):
        raise RecordError(f"This {kind} cannot be read: a JSON object is needed, not {_json_word(document)}.")
    try:
        record: Record = _converter().structure(_without_nulls(document), RECORD_TYPES[kind])
    except cattrs.BaseValidationError as error:
        faults = tuple(_placed(line) for line in cattrs.transform_error(error, "", _fault))
        raise RecordError(f"This {kind} cannot be read:", faults=faults) from error
    faults = tuple(_core_faults(kind, record))
    if faults:
        raise RecordError(f"This {kind} cannot be read:", faults=faults)
    return record


def encode(record: Record) -> Document:
    """The JSON object of a record: every field (but a row's source of value that says nothing), in a fixed
    order. ``decode`` reads it back unchanged.
    """
    return cast(Document, _converter().unstructure(record))


def parse_kind(word: str) -> Kind:
    """The kind that ``word`` names, in the singular or plural. Raises UsageError listing the kinds."""
    lowered = word.strip().lower()
    for kind in KINDS:
        if lowered in (kind, kind + "s", kind[:-1] + "ies" if kind.endswith("y") else kind):
            return kind
    raise UsageError(f'There is no record kind "{word}".', hint=f"Use one of: {' '.join(KINDS)}.")


def _placed(line: str) -> str:
    words, _, place = line.rpartition(" @ ")
    return f"{place.lstrip('.')}: {words}" if place.strip(".") else words


def _core_faults(kind: Kind, record: Record) -> Iterable[str]:
    if isinstance(record, records.Person):
        if not record.names:
            yield "names: at least one name is needed"
        for number, name in enumerate(record.names):
            if not name.full.strip():
                yield f"names[{number}].full: a name cannot be empty"
    elif isinstance(record, records.Briefing):
        if not record.template.strip():
            yield "template: cannot be empty"
    elif not isinstance(record, records.Scenario | records.Basket) and not record.title.strip():
        yield "title: cannot be empty"
    if any(ord(character) < 32 for character in record.id):
        yield "id: control characters are not allowed"


def _without_nulls(value: Any) -> Any:
    """JSON null in a field means "not given": the field takes its default."""
    if isinstance(value, Mapping):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_without_nulls(item) for item in value]
    return value


def _fault(error: BaseException, type_: type | None) -> str:
    if isinstance(error, cattrs.ForbiddenExtraKeysError):
        names = ", ".join(f'"{name}"' for name in sorted(error.extra_fields))
        return f"unknown key {names}"
    if isinstance(error, KeyError):
        return f'"{error.args[0]}" is missing'
    return str(error) or f"not a valid {getattr(type_, '__name__', 'value')}"


def _text(value: Any, _type: object) -> str:
    if isinstance(value, str):
        return value
    raise ValueError(f"text is needed, not {_json_word(value)}")


def _flag(value: Any, _type: object) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError(f"true or false is needed, not {_json_word(value)}")


def _decimal(value: Any, _type: object) -> Decimal:
    if isinstance(value, Decimal | int | str) and not isinstance(value, bool):
        try:
            number = Decimal(value)
        except InvalidOperation:
            raise ValueError(f'a number is needed, not "{value}"') from None
        if number.is_finite():
            return number
    raise ValueError(f"an exact number is needed (as text or a JSON number), not {_json_word(value)}")


def _list_of(item_type: Any, converter: cattrs.Converter) -> Callable[[Any, Any], tuple[Any, ...]]:
    def structure(value: Any, _type: object) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise ValueError(f"a list is needed, not {_json_word(value)}")
        errors: list[Exception] = []
        items = []
        for number, item in enumerate(value):
            try:
                items.append(converter.structure(item, item_type))
            except Exception as error:  # noqa: BLE001  collected and raised together below, with its place
                note = cattrs.IterableValidationNote(f"item {number}", number, item_type)
                error.__notes__ = [*getattr(error, "__notes__", []), note]
                errors.append(error)
        if errors:
            raise cattrs.IterableValidationError("list", errors, tuple)
        return tuple(items)

    return structure


def _choice(value: Any, type_: Any) -> Any:
    allowed = type_.__args__
    if value in allowed:
        return value
    words = ", ".join(f'"{word}"' for word in allowed if word)
    raise ValueError(f'"{value}" is not one of {words}')


def _json_word(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: f'the text "{value}"', bool: "true or false"}
    return names.get(type(value), f"{value!r}")


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _object(value: Any, _type: object) -> dict[str, Any]:
    if isinstance(value, Mapping):
        return {str(key): item for key, item in value.items()}
    raise ValueError(f"an object is needed, not {_json_word(value)}")


def _is_literal(type_: Any) -> bool:
    return getattr(type_, "__origin__", None) is Literal


@cache
def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=True)
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook(bool, _flag)
    converter.register_structure_hook(Decimal, _decimal)
    converter.register_unstructure_hook(Decimal, str)
    converter.register_structure_hook_func(_is_literal, _choice)
    converter.register_structure_hook_func(lambda type_: type_ == dict[str, Any], _object)
    converter.register_structure_hook_func(
        lambda type_: getattr(type_, "__origin__", None) is tuple,
        lambda value, type_: _list_of(type_.__args__[0], converter)(value, type_),
    )
    converter.register_unstructure_hook_func(lambda type_: getattr(type_, "__origin__", None) is dict, _plain)
    converter.register_unstructure_hook_func(
        lambda type_: getattr(type_, "__origin__", None) is tuple,
        lambda value: [converter.unstructure(item) for item in value],
    )
    for type_ in (*_NESTED, *RECORD_TYPES.values()):
        _register(converter, type_)
    return converter


def _register(converter: cattrs.Converter, type_: Any) -> None:
    """Teach ``converter`` one dataclass: strict keys, renamed fields, objects only."""
    renames: Any = {
        name: override(rename=_RENAMED[name]) for name in type_.__dataclass_fields__ if name in _RENAMED
    } | {name: override(omit_if_default=True) for owner, name in _SPARSE if owner is type_}
    structure = make_dict_structure_fn(type_, converter, _cattrs_forbid_extra_keys=True, **renames)

    def from_object(value: Any, wanted: Any) -> Any:
        return structure(_object(value, wanted), wanted)

    converter.register_structure_hook(type_, from_object)
    converter.register_unstructure_hook(type_, make_dict_unstructure_fn(type_, converter, **renames))
