"""Names of backups: the moment they were made (UTC), and why if it was not the clock. Whatever bears one is
whole.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from briefing_app.store import disk

FOLDER = "backups"
SUFFIX = ".brief"
_FORM = "%Y%m%dT%H%M%S.%fZ"
_NAME = re.compile(r"(\d{8}T\d{6}\.\d{6}Z)(-[a-z0-9-]+)?\.brief")
_UNFINISHED = ".making-"


def fresh(parent: Path, now: datetime | None = None, why: str = "") -> Path:
    """A name in ``parent`` that is not taken yet."""
    moment = now or datetime.now(UTC)
    while True:
        path = parent / f"{moment.astimezone(UTC).strftime(_FORM)}{'-' + why if why else ''}{SUFFIX}"
        if not path.exists():
            return path
        moment = moment.replace(microsecond=(moment.microsecond + 1) % 1_000_000)


def made_at(path: Path) -> datetime | None:
    """When a backup was made, or None if ``path`` does not bear a backup's name."""
    match = _NAME.fullmatch(path.name)
    return datetime.strptime(match[1], _FORM).replace(tzinfo=UTC) if match else None


def is_regular(path: Path) -> bool:
    """Whether the backup was made in the course of time, not before a migration, repair or restore."""
    match = _NAME.fullmatch(path.name)
    return match is not None and match[2] is None


def unfinished(path: Path) -> Path:
    """Where a backup is made, and where it goes when it is removed: whatever bears its own name is whole."""
    return path if path.name.startswith(_UNFINISHED) else path.with_name(f"{_UNFINISHED}{path.name}")


def unfinished_in(parent: Path) -> list[Path]:
    """What lies in a folder of backups that are being made or removed, or that nobody goes on with."""
    return sorted(parent.glob(f"{_UNFINISHED}*"))


def take_name(path: Path) -> Path:
    """Where a backup lies that is going to be removed. Its name goes first: half of a backup, which a removal
    that is interrupted would leave, may look like a whole one without its last changes. Raises OSError.
    """
    leaving = unfinished(path)
    if leaving != path:
        disk.remove_tree(leaving)
        disk.rename_folder(path, leaving)
        disk.sync_folder(path.parent)
    return leaving


def remove(path: Path) -> None:
    """Remove a backup, or what one left. Raises OSError if anything of it stays."""
    disk.remove_tree_wholly(take_name(path))


def all_in(parent: Path) -> list[Path]:
    """Every backup in a folder, newest first."""
    if not parent.is_dir():
        return []
    return sorted((path for path in parent.iterdir() if made_at(path) is not None), reverse=True)
