"""Replace a file so that a crash at any moment leaves either the old content or the new."""

from __future__ import annotations

import os
from pathlib import Path

from briefing_app.errors import WorkspaceError


def replace(path: Path, content: bytes) -> None:
    """Write ``content`` beside ``path``, sync it, put it in place and sync the folder.

    Raises WorkspaceError when the medium is full, read-only or gone; the old file is then untouched.
    """
    beside = path.with_name(path.name + ".new")
    try:
        with beside.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise WorkspaceError(
            f"Could not save to {path.parent.name}: {error.strerror or error}.",
            hint="The last saved state is untouched. Free some space or check the folder, then try again.",
        ) from error


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` durable. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
