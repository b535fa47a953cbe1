"""Attachments: files kept beside the records, named by what they hold, written once and never changed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from briefing_app.errors import DamagedError, UsageError, WorkspaceError
from briefing_app.store import disk
from briefing_app.store.sealing import FILE_ID_LENGTH, Keys, SealBrokenError

FOLDER = "attachments"
_MAGIC = b"BDATTA2\n"
_PURPOSE = "attachment"


class AttachmentFolder:
    """The attachments of one workspace folder under its keys."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self._folder = folder
        self._keys = keys

    def path_of(self, digest: str) -> Path:
        """Where the content with this SHA-256 lies."""
        name = self._keys.name_of(digest)
        return self._folder / FOLDER / name[:2] / name

    def put(self, content: bytes) -> str:
        """Keep ``content`` and return its SHA-256 once it is on the medium. Raises WorkspaceError."""
        digest = hashlib.sha256(content).hexdigest()
        path = self.path_of(digest)
        try:
            if not self._holds(path, digest):
                for part in (path.parent.parent, path.parent):
                    part.mkdir(
                        exist_ok=True
                    )  # never the workspace's own folder: it was moved away, or removed
                disk.replace_content(path, self._sealed(digest, content))
                disk.sync_folder(path.parent.parent)
        except OSError as error:
            raise WorkspaceError(
                f"Could not keep the attachment in {self._folder.name}: {disk.reason(error)}.",
                hint="Nothing was changed. Free some space or check the folder, then try again.",
            ) from error
        return digest

    def get(self, digest: str) -> bytes:
        """The content. Raises UsageError if there is none, DamagedError if it is not what was put there."""
        if len(digest) != 64 or not all(letter in "0123456789abcdef" for letter in digest):
            raise UsageError(f'"{digest}" is not the SHA-256 of an attachment.')
        path = self.path_of(digest)
        try:
            stored = path.read_bytes()
        except FileNotFoundError:
            raise UsageError(f"{self._folder.name} holds no attachment {digest[:12]}….") from None
        except OSError as error:
            raise WorkspaceError(f"Cannot read an attachment: {disk.reason(error)}.") from error
        content = self._opened(digest, stored)
        if content is None:
            raise DamagedError(
                f"The attachment {digest[:12]}… of {self._folder.name} is damaged.",
                faults=(f"attachment {digest}",),
                hint="`briefing-app check --repair` takes a good copy from the backups if there is one.",
            )
        return content

    def is_intact(self, digest: str) -> bool:
        """Whether the content is there and is what was put there."""
        try:
            return self._holds(self.path_of(digest), digest)
        except OSError:
            return False

    def _holds(self, path: Path, digest: str) -> bool:
        return path.exists() and self._opened(digest, path.read_bytes()) is not None

    def _sealed(self, digest: str, content: bytes) -> bytes:
        if not self._keys.sealed:
            return content
        file_id = os.urandom(FILE_ID_LENGTH)
        return _MAGIC + file_id + self._keys.box(file_id, _PURPOSE).seal(content, digest.encode())

    def _opened(self, digest: str, stored: bytes) -> bytes | None:
        content = stored
        if self._keys.sealed:
            start = len(_MAGIC) + FILE_ID_LENGTH
            if not stored.startswith(_MAGIC):
                return None
            try:
                box = self._keys.box(stored[len(_MAGIC) : start], _PURPOSE)
                content = box.open(stored[start:], digest.encode())
            except SealBrokenError:
                return None
        return content if hashlib.sha256(content).hexdigest() == digest else None


def looks_sealed(stored: bytes) -> bool:
    """Whether a stored file starts like a sealed attachment."""
    return stored.startswith(_MAGIC)
