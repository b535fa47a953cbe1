"""``get``, ``list`` and ``search``."""

from __future__ import annotations

import argparse

from briefing_app.cli import opening, output, wording
from briefing_app.domain.records import KINDS, Note
from briefing_app.errors import UsageError
from briefing_app.store import codec

DEFAULT_LIMIT = 50


def _add_common(parser: argparse.ArgumentParser) -> None:
    opening.add_workspace(parser)
    parser.add_argument("kind", metavar="KIND", help=" ".join(KINDS))
    parser.add_argument("id", metavar="ID", nargs="?", help="the id of one record")
    parser.add_argument("--json", action="store_true", help="print JSON")


add_get = add_list = _add_common


def run_get(options: argparse.Namespace) -> int:
    """One record, for people or as JSON that ``add`` takes."""
    kind = opening.kind_of(options.kind)
    if not options.id:
        raise UsageError("The ID is missing.", hint=f"`list WORKSPACE {kind}` shows the ids.")
    with opening.open_workspace(options, read_only=True) as workspace:
        record = workspace.get(kind, options.id)
    if options.json:
        output.as_json(codec.encode(record))
    else:
        output.line(wording.described(record))
    return 0


def run_list(options: argparse.Namespace) -> int:
    """All records of a kind, or the one named."""
    kind = opening.kind_of(options.kind)
    with opening.open_workspace(options, read_only=True) as workspace:
        records = [workspace.get(kind, options.id)] if options.id else list(workspace.records(kind))
    if options.json:
        output.as_json([codec.encode(record) for record in records])
    else:
        output.table([wording.row(record) for record in records])
    return 0


def add_search(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``search``."""
    opening.add_workspace(parser)
    parser.add_argument("query", metavar="QUERY", help="words that must all be there")
    parser.add_argument("--kind", metavar="K", help=f"only this kind: {' '.join(KINDS)}")
    parser.add_argument(
        "--limit", metavar="N", type=_positive, default=DEFAULT_LIMIT, help="at most N records"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run_search(options: argparse.Namespace) -> int:
    """Matching records, best first. In JSON a note's own kind moves to ``note_kind``."""
    kind = opening.kind_of(options.kind) if options.kind else None
    if not options.query.strip():
        raise UsageError("The query is empty.", hint="Write one or more words to look for.")
    with opening.open_workspace(options, read_only=True) as workspace:
        hits = workspace.search(options.query, kind, options.limit)
        found = [(hit, workspace.get(hit.kind, hit.id)) for hit in hits]
    if options.json:
        output.as_json(
            [
                codec.encode(record)
                | ({"note_kind": record.kind} if isinstance(record, Note) else {})
                | {"kind": hit.kind, "snippet": hit.snippet, "score": hit.score}
                for hit, record in found
            ]
        )
        return 0
    for hit, _record in found:
        output.line(f"{hit.kind} {hit.id}: {hit.title}\n    {' '.join(hit.snippet.split())}")
    if not found:
        output.message("Nothing was found.")
    return 0


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f'"{text}" is not a whole number above zero')
    return int(text)
