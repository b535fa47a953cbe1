"""Records as JSON: one object, a list of one kind, or a file with the records of every kind."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from briefing_app.domain.records import KINDS, Kind, Record
from briefing_app.errors import BriefingError, RecordError, UsageError
from briefing_app.exchange.result import ImportResult, Problem
from briefing_app.store import codec

FORMAT_KEY = "briefing_desk"
FORMAT = 1
MARKING_KEY = "marking"


def parse(content: bytes) -> Any:
    """The JSON value in ``content``, numbers exact. Raises UsageError saying where it stops being JSON."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"This is not UTF-8 text (byte {error.start}).", hint="Save it as UTF-8.") from error
    if not text.strip():
        raise UsageError("The input is empty.", hint="One JSON record or a JSON list is needed.")
    try:
        value = json.loads(text, parse_float=Decimal, parse_constant=_refuse, object_pairs_hook=_object)
        json.dumps(value, ensure_ascii=False, default=str).encode()
    except json.JSONDecodeError as error:
        raise UsageError(
            f"This is not JSON: {error.msg} (line {error.lineno}, column {error.colno})."
        ) from error
    except RecursionError as error:
        raise UsageError("This JSON is nested too deeply to be a record.") from error
    except UnicodeEncodeError as error:
        raise UsageError(
            "A text holds half a character (a lone surrogate).", hint="Repair it first."
        ) from error
    except ValueError as error:
        raise UsageError(f"This is not JSON for a record: {error}.") from error
    return value


def read_records(content: bytes, kind: Kind) -> list[Record]:
    """The record or the list of records of one kind. Every fault of every record is reported at once."""
    value = parse(content)
    documents = value if isinstance(value, list) else [value]
    result = _decoded(documents, kind)
    if result.problems:
        if not isinstance(value, list):
            raise RecordError(result.problems[0].message)
        faults = tuple(str(problem) for problem in result.problems)
        raise RecordError("Nothing was added.", faults=faults)
    return list(result.records)


def read(content: bytes, kind: Kind | None = None) -> ImportResult:
    """The records of a JSON file. Without ``kind`` the file must say the kinds itself, as ``write`` does."""
    value = parse(content)
    if kind is not None:
        return _decoded(value if isinstance(value, list) else [value], kind)
    if not isinstance(value, dict) or FORMAT_KEY not in value:
        raise UsageError(
            "This JSON file does not say what kind of records it holds.",
            hint=f"Say it with --kind ({' '.join(KINDS)}).",
        )
    if value[FORMAT_KEY] != FORMAT:
        raise UsageError(f"This file is of format {value[FORMAT_KEY]}, which this version cannot read.")
    if unknown := sorted(set(value) - {FORMAT_KEY, MARKING_KEY, *KINDS}):
        raise UsageError(f'This file has an unknown key "{unknown[0]}".')
    parts = [_decoded(_list(value[name], name), name, f"{name} ") for name in KINDS if name in value]
    return ImportResult(
        tuple(record for part in parts for record in part.records),
        tuple(problem for part in parts for problem in part.problems),
        sum(part.read for part in parts),
    )


def write(records: Iterable[Record], marking: str = "") -> bytes:
    """A file with records of every kind, each list in the order given. ``marking``: that of all together."""
    grouped: dict[str, Any] = {FORMAT_KEY: FORMAT} | ({MARKING_KEY: marking} if marking else {})
    for record in records:
        grouped.setdefault(record.record_kind, []).append(codec.encode(record))
    return (json.dumps(grouped, ensure_ascii=False, indent=1) + "\n").encode()


def write_list(records: Iterable[Record]) -> bytes:
    """A JSON list: what ``add`` takes."""
    return (json.dumps([codec.encode(r) for r in records], ensure_ascii=False, indent=1) + "\n").encode()


def _decoded(documents: list[Any], kind: Kind, place: str = "record ") -> ImportResult:
    records: list[Record] = []
    problems: list[Problem] = []
    for number, document in enumerate(documents, 1):
        try:
            records.append(codec.decode(kind, document))
        except BriefingError as error:
            problems.append(Problem(f"{place}{number}", str(error)))
    return ImportResult(tuple(records), tuple(problems), len(documents))


def _list(value: Any, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise UsageError(f'"{name}" must hold a list of records.')
    return value


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is not a number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(
            f'the key "{next(key for key in keys if keys.count(key) > 1)}" stands twice in one object'
        )
    return found
