"""Replace a file of the user so that a crash at any moment leaves either the old content or the new."""

from __future__ import annotations

from pathlib import Path

from briefing_app.errors import WorkspaceError
from briefing_app.store import disk


def replace(path: Path, content: bytes) -> None:
    """Write ``content`` beside ``path``, sync it, put it in place and sync the folder.

    Raises WorkspaceError when the medium is full, read-only or gone; the old file is then untouched.
    """
    try:
        disk.replace_content(path, content)
    except OSError as error:
        raise not_saved(path.parent, error) from error


def not_saved(folder: Path, error: OSError) -> WorkspaceError:
    """The error for a medium that refuses. It bears its cause before it is raised: other threads hear of it
    first.
    """
    refused = WorkspaceError(
        f"Could not save to {folder.name}: {disk.reason(error)}.",
        hint="The last saved state is untouched. Free some space or check the folder, then try again.",
    )
    refused.__cause__ = error
    return refused
