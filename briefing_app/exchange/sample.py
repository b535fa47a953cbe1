"""The sample workspaces that ship with the program, as records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from briefing_app import resources
from briefing_app.domain.records import Kind, Record
from briefing_app.errors import UsageError
from briefing_app.exchange.note_files import read_note
from briefing_app.store import codec

_BUILT: tuple[tuple[str, Kind], ...] = (
    ("sources.json", "source"),
    ("people.json", "person"),
    ("organisations.json", "organisation"),
    ("events.json", "event"),
    ("delegations.json", "delegation"),
    ("series.json", "series"),
)
_WRITTEN: tuple[tuple[str, Kind], ...] = (
    ("baskets.json", "basket"),
    ("scenarios.json", "scenario"),
    ("briefings.json", "briefing"),
)


def sample_names() -> tuple[str, ...]:
    """The names that ``new --sample`` takes."""
    return tuple(sorted(folder.name for folder in resources.path("sample").iterdir() if folder.is_dir()))


def load_sample(name: str) -> tuple[Record, ...]:
    """All records of a sample, referred before referring. Raises UsageError for an unknown name."""
    if name not in sample_names():
        raise UsageError(f'There is no sample "{name}".', hint=f"Use one of: {' '.join(sample_names())}.")
    folder = resources.path("sample", name)
    built = [record for file, kind in _BUILT for record in _read_list(folder / file, kind)]
    return (*built, *read_hand_written(folder))


def read_hand_written(folder: Path) -> tuple[Record, ...]:
    """The records of a sample that are written by hand: its notes, baskets, scenarios and briefings."""
    notes = [
        read_note(path.read_text(encoding="utf-8"), path.name) for path in sorted(folder.glob("notes/*.md"))
    ]
    lists = [record for file, kind in _WRITTEN for record in _read_list(folder / file, kind)]
    return (*notes, *lists)


def without_empty(record: Record) -> dict[str, Any]:
    """The JSON form of a record without the fields that hold nothing: what the sample's files carry."""
    trimmed: dict[str, Any] = _trim(codec.encode(record))
    return trimmed


def _read_list(path: Path, kind: Kind) -> Iterator[Record]:
    if not path.exists():
        return
    for document in json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal):
        yield codec.decode(kind, document)


def _trim(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: kept for key, item in value.items() if (kept := _trim(item)) not in ("", [], {}, None, False)
        }
    if isinstance(value, list):
        return [_trim(item) for item in value]
    return value
