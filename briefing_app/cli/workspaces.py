"""``new``."""

from __future__ import annotations

import argparse
from collections import Counter

from briefing_app.cli import opening, output
from briefing_app.domain.change import Change, ChangeSet
from briefing_app.exchange.sample import load_sample
from briefing_app.store.workspace import Workspace


def add_new(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``new``."""
    opening.add_workspace(parser)
    parser.add_argument("--sample", metavar="NAME", help="fill it with a sample: us-japan")


def run_new(options: argparse.Namespace) -> int:
    """Make the workspace; the sample is read before anything is made."""
    records = load_sample(options.sample) if options.sample else ()
    with Workspace.create(options.workspace, passphrase=opening.passphrase(options)) as workspace:
        if records:
            changes = tuple(Change(record.record_kind, record.id, None, record) for record in records)
            workspace.apply(ChangeSet("Add the sample", changes))
    output.line(f"Made {options.workspace}")
    for kind, count in Counter(record.record_kind for record in records).items():
        output.line(f"  {kind}: {count}")
    return 0
