"""The beginning of every workspace: a folder with a snapshot of nothing, or of what it is rebuilt from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from briefing_app.store import disk, snapshot
from briefing_app.store.atomic_file import not_saved
from briefing_app.store.batch import RawTables
from briefing_app.store.recovery import SNAPSHOT
from briefing_app.store.sealing import Keys
from briefing_app.store.snapshot import FORMAT, SnapshotHead


def make_empty(folder: Path, keys: Keys, tables: RawTables | None = None, **extra: Any) -> None:
    """Make ``folder`` a workspace of the present format. Raises WorkspaceError if it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = folder / f"{SNAPSHOT}.new"
        snapshot.write(beside, SnapshotHead(FORMAT, 1, 0, extra), tables or {}, keys)
        disk.replace(beside, folder / SNAPSHOT)
    except OSError as error:
        raise not_saved(folder, error) from error
