"""Old formats: numbered steps on plain documents, each from one format to the next.

A step is never changed once a version with it was released; ``tests/workspaces`` holds a saved workspace of
every format that these steps must open.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, TypeAlias

from briefing_app.domain.records import KINDS
from briefing_app.store import json_text, stamping
from briefing_app.store.batch import RawTables
from briefing_app.store.snapshot import FORMAT

Documents: TypeAlias = dict[str, dict[str, Any]]
"""Tables by name, documents by TinyDB id."""

DESK = "_desk"


def stamped_like_couchdb(tables: Documents) -> Documents:
    """Format 1 to 2: documents get the revision list, device and clock that merging needs."""
    device = secrets.token_hex(8)
    stamped: Documents = {
        kind: {
            doc_id: stamping.restamped(document, device) for doc_id, document in tables.get(kind, {}).items()
        }
        for kind in KINDS
        if kind in tables
    }
    stamped[DESK] = {"1": {"workspace": secrets.token_hex(16), "device": device, "host": ""}}
    return stamped


STEPS: dict[int, Callable[[Documents], Documents]] = {1: stamped_like_couchdb}
"""The step that leads on from each old format."""


def migrate(tables: Documents, format_: int) -> RawTables:
    """The tables of a workspace of an old format, in the present one. Raises KeyError for an unknown
    format.
    """
    while format_ < FORMAT:
        tables = STEPS[format_](tables)
        format_ += 1
    return {
        name: {doc_id: json_text.encode(document) for doc_id, document in rows.items()}
        for name, rows in tables.items()
    }
