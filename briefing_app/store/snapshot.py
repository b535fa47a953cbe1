"""The snapshot as a TinyDB storage: one JSON database, replaced as a whole, never overwritten in place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from briefing_app.errors import WorkspaceError
from briefing_app.store import atomic_file

Tables = dict[str, dict[str, Any]]


class SnapshotStorage(Storage):
    """TinyDB storage over ``workspace.json``. Stock TinyDB can open the file."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def read(self) -> Tables | None:
        """All tables, or None for a file that does not exist yet. Raises WorkspaceError if unreadable."""
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise WorkspaceError(f"Cannot read {self._path.name}: {error.strerror}.") from error
        try:
            tables = json.loads(content)
        except ValueError as error:
            raise _damaged(self._path) from error
        if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
            raise _damaged(self._path)
        return tables

    def write(self, data: Tables) -> None:
        """Replace the snapshot. The JSON is made before the disk is touched."""
        content = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
        atomic_file.replace(self._path, content)


def _damaged(path: Path) -> WorkspaceError:
    return WorkspaceError(
        f"{path.name} is damaged: it does not hold a workspace.",
        hint="Restore a backup with `briefing-app restore`; the damaged file was left as it is.",
    )
