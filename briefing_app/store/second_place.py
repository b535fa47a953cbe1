"""The second place for backups: a folder that the user chose, known again by a mark in it.

Where a stick or network drive is not attached, its folder may be missing or be an empty one of the same name.
Without the mark nothing is written there: a copy on the same disk would be no second place.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from briefing_app.errors import WorkspaceError
from briefing_app.store import disk
from briefing_app.store.abandonable import answer

MARK = "briefing-desk-backups.json"
ANSWERS_WITHIN_SECONDS = 1.5


@dataclass(frozen=True)
class SecondPlace:
    """A folder and the identity that its mark must bear."""

    path: Path
    identity: str

    @classmethod
    def set_up(cls, path: Path) -> SecondPlace:
        """Make an existing folder a second place, or take it over as the one it is already.

        Raises WorkspaceError if its mark cannot be written.
        """
        try:
            identity = _identity_in(path)
            if not identity:
                identity = secrets.token_hex(8)
                mark = {"product": "briefing-desk backups", "identity": identity}
                disk.replace_content(path / MARK, json.dumps(mark).encode() + b"\n")
        except OSError as error:
            raise WorkspaceError(
                f"{path} cannot be used for backups: {disk.reason(error)}.",
                hint="Choose a folder that can be written to.",
            ) from error
        return cls(path, identity)

    @property
    def is_there(self) -> bool:
        """Whether the folder with its mark is there now and answers within moments: a window may ask."""
        return bool(self.identity) and answer(self._bears_mark, False, ANSWERS_WITHIN_SECONDS)

    @property
    def is_folder(self) -> bool:
        """Whether any folder of that name is there and answers within moments."""
        return answer(self.path.is_dir, False, ANSWERS_WITHIN_SECONDS)

    def _bears_mark(self) -> bool:
        return _identity_in(self.path) == self.identity

    def confirm(self) -> None:
        """Raises WorkspaceError if the folder is not there, or is another one of the same name. Waits for a
        medium that is slow.
        """
        if self.identity and self._bears_mark():
            return
        why = (
            "is not there"
            if not self.path.is_dir()
            else f"is another folder of that name (no {MARK} of ours)"
        )
        raise WorkspaceError(
            f"No backup was written to the second place: {self.path} {why}.",
            hint="Attach the medium, or choose the folder again in Tools > Backups.",
        )


def _identity_in(path: Path) -> str:
    try:
        mark = json.loads((path / MARK).read_bytes())
        return str(mark["identity"]) if mark["product"] == "briefing-desk backups" else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""
