"""``add``: records from JSON, each acknowledged when it is durable."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace

from briefing_app.cli import opening, output
from briefing_app.domain.change import added
from briefing_app.domain.ids import new_id
from briefing_app.domain.records import Record
from briefing_app.errors import RecordError, UsageError
from briefing_app.exchange import json_files
from briefing_app.exchange.soundness import date_faults
from briefing_app.store.workspace import Workspace


def add_add(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``add``."""
    opening.add_workspace(parser)
    parser.add_argument(
        "kind", metavar="KIND", help="event person note source scenario basket briefing series"
    )
    parser.add_argument(
        "file", metavar="FILE", nargs="?", default="-", help="a JSON file; - is standard input"
    )


def run_add(options: argparse.Namespace) -> int:
    """Read everything first: a fault in any record, or an id in use, means that nothing is added."""
    kind = opening.kind_of(options.kind)
    records = json_files.read_records(opening.input_bytes(options.file), kind)
    _refuse_impossible_dates(records)
    with opening.open_workspace(options) as workspace:
        for record in _with_ids(workspace, records):
            workspace.apply(added(record))
            workspace.sync()
            output.line(record.id)
    return 0


def _refuse_impossible_dates(records: list[Record]) -> None:
    faults = tuple(fault for record in records for fault in date_faults(record))
    if faults:
        raise RecordError(
            "A date cannot be read:",
            faults=faults,
            hint="Write 2025-05-23, 2025-05, 2025-06~ or 2025-06-15/2025-06-17. Nothing was added.",
        )


def _with_ids(workspace: Workspace, records: list[Record]) -> Iterator[Record]:
    seen: set[str] = set()
    for record in records:
        if record.id and (record.id in seen or workspace.find(record.record_kind, record.id) is not None):
            twice = "stands twice in the input" if record.id in seen else "exists already"
            raise UsageError(
                f'The id "{record.id}" {twice}.', hint="Leave the id out to get a new one. Nothing was added."
            )
        seen.add(record.id)
    return (record if record.id else replace(record, id=new_id(record.record_kind)) for record in records)
