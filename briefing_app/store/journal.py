"""Journal files: frames appended since a snapshot.

A file starts with a header (magic, mode, random file id, checksum) and is filled with zeros ahead of the
frames, so that a sync has no file size to write. A journal file is never opened for writing a second time.
"""

from __future__ import annotations

import contextlib
import errno
import os
import struct
import threading
import zlib
from dataclasses import dataclass
from pathlib import Path

from briefing_app.store import disk, frames
from briefing_app.store.sealing import FILE_ID_LENGTH, Keys, SealBrokenError, SealedBox

_MAGIC = b"BDJRNL2\n"
HEADER_LENGTH = len(_MAGIC) + 1 + FILE_ID_LENGTH + 4
_PURPOSE = "journal"
_AHEAD = 1 << 20
_SEQUENCE = struct.Struct("<Q")
_PREFIX = "journal-"


def name_of(number: int) -> str:
    """The file name of journal ``number``."""
    return f"{_PREFIX}{number:06d}"


def numbers_in(folder: Path) -> list[int]:
    """The numbers of the journals in a workspace folder, in order."""
    names = (entry.name for entry in folder.iterdir() if entry.name.startswith(_PREFIX))
    return sorted(int(name[len(_PREFIX) :]) for name in names if name[len(_PREFIX) :].isdigit())


class Journal:
    """One journal file, open for appending."""

    def __init__(self, folder: Path, number: int, keys: Keys) -> None:
        """Make the file, durably. Raises OSError, and leaves no file then, if the medium refuses."""
        self.number = number
        self.path = folder / name_of(number)
        file_id = os.urandom(FILE_ID_LENGTH)
        self._box = keys.box(file_id, _PURPOSE)
        self._sealed = keys.sealed
        self._waiting: list[bytes] = []  # frames that belong at the end, not written yet
        self._writing = threading.Lock()
        self._syncing = threading.Lock()
        self._descriptor: int | None = disk.create(self.path)
        self._length = self._filled = HEADER_LENGTH
        header = _MAGIC + keys.mode + file_id
        self.header = header + struct.pack("<I", zlib.crc32(header))
        try:
            disk.write_at(self._descriptor, self.header, 0)
            self._fill_ahead(0)
            disk.sync(self._descriptor)
            disk.sync_folder(folder)
        except OSError:
            self.discard()
            raise

    @property
    def length(self) -> int:
        """The bytes in use, without the zeros ahead."""
        return self._length

    def append(self, sequence: int, synced: int, payload: bytes, *, gather: bool = False) -> None:
        """Add a frame; it is durable after :meth:`sync`. On OSError the file is as it was before.

        With ``gather`` a frame is kept until the next write or sync, and goes to the medium in one piece with
        those that came meanwhile; room for it is taken at once, or when there is some.
        """
        sealed = self._box.seal(payload, _SEQUENCE.pack(sequence)) if self._sealed else payload
        frame = frames.pack(sequence, synced, sealed)
        length = len(frame)
        with self._writing:
            if not gather:
                self._write_waiting()
                self._write(frame)
            elif self._length + length <= self._filled or not self._has_written(frame):
                self._waiting.append(frame)
            self._length += length

    def flush(self) -> None:
        """Write what was gathered. Raises OSError; it is kept then, to be tried again."""
        with self._writing:
            self._write_waiting()

    def sync(self) -> None:
        """Return when every appended frame is on the medium."""
        self.flush()
        with self._syncing:
            descriptor = self._open_descriptor()
            disk.sync_content(descriptor)
            if disk.is_removed(descriptor):  # written well, into a file that nobody finds again
                raise OSError(errno.ENOENT, "the folder was removed while it was open")

    def finish(self) -> None:
        """Cut the zeros ahead, sync and close."""
        self.flush()
        descriptor = self._open_descriptor()
        disk.truncate(descriptor, self._length)
        with self._syncing:
            disk.sync(descriptor)
        self.close()

    def discard(self) -> None:
        """Close and remove a journal that holds nothing."""
        self.close()
        with contextlib.suppress(OSError):
            disk.remove(self.path)

    def close(self) -> None:
        """Close without another write."""
        with self._syncing:
            descriptor, self._descriptor = self._descriptor, None
            if descriptor is not None:
                os.close(descriptor)

    def forget(self) -> None:
        """Close a file whose medium failed: what it says to that does not matter any more."""
        with contextlib.suppress(OSError):
            self.close()

    def _open_descriptor(self) -> int:
        if self._descriptor is None:
            raise OSError(errno.EBADF, "the journal is closed")
        return self._descriptor

    def _write(self, frame: bytes) -> None:
        descriptor = self._open_descriptor()
        try:
            self._fill_ahead(len(frame))
            disk.write_at(descriptor, frame, self._length)
        except OSError:
            disk.truncate(descriptor, self._length)
            self._filled = self._length
            raise

    def _has_written(self, frame: bytes) -> bool:
        """Whether there was room; raises OSError for what is worse than none."""
        try:
            self._write_waiting()
            self._write(frame)
        except OSError as error:
            if error.errno not in disk.FULL:
                raise
            return False
        return True

    def _write_waiting(self) -> None:
        if self._waiting:
            content = b"".join(self._waiting)
            disk.write_at(self._open_descriptor(), content, self._length - len(content))
            self._waiting.clear()

    def _fill_ahead(self, needed: int) -> None:
        if self._length + needed <= self._filled and self._filled > HEADER_LENGTH:
            return
        descriptor = self._open_descriptor()
        start = max(self._filled, self._length)
        amount = max(_AHEAD, needed)
        try:
            disk.write_at(descriptor, bytes(amount), start)
        except OSError as error:
            if error.errno not in disk.FULL:
                raise
            disk.truncate(descriptor, start)  # too full to fill ahead: the frame itself may still fit
            return
        self._filled = start + amount


@dataclass(frozen=True)
class Replay:
    """What a journal file holds.

    ``payloads``: sequence number and text of each valid frame up to the end or the first fault.
    ``torn_at``: offset of an unfinished write at the end, or None. ``damage``: what is wrong, or "".
    ``beyond``: frames after the damage that are valid on their own; for repair only.
    """

    payloads: list[tuple[int, bytes]]
    torn_at: int | None = None
    damage: str = ""
    beyond: tuple[tuple[int, bytes], ...] = ()
    synced: int = 0


def read(path: Path, keys: Keys, after: int) -> Replay:
    """Read a journal whose first frame must follow sequence number ``after``."""
    content = path.read_bytes()
    header = content[:HEADER_LENGTH]
    if not _is_header(header):
        return _headless(path, content, after)
    if header[len(_MAGIC) : len(_MAGIC) + 1] != keys.mode:
        return Replay([], damage=f"{path.name} is sealed differently from the workspace")
    box = keys.box(header[len(_MAGIC) + 1 : -4], _PURPOSE)

    def opened(frame: frames.Frame) -> bytes:
        return box.open(frame.payload, _SEQUENCE.pack(frame.sequence))

    payloads: list[tuple[int, bytes]] = []
    offset, sequence, synced = HEADER_LENGTH, after, after
    while (frame := frames.read(content, offset)) is not None and frame.sequence == sequence + 1:
        try:
            payloads.append((frame.sequence, opened(frame)))
        except SealBrokenError:
            damage = f"{path.name} cannot be unsealed at byte {offset}"
            return Replay(payloads, damage=damage, synced=synced)
        offset, sequence, synced = frame.end, frame.sequence, max(synced, frame.synced)
    if not content[offset:].strip(b"\0"):
        return Replay(payloads, synced=synced)
    later = frames.valid_after(content, offset, sequence)
    if any(frame.synced > sequence for frame in later):
        beyond = tuple((frame.sequence, opened(frame)) for frame in later)
        damage = f"{path.name} is damaged at byte {offset}, with {len(later)} good changes after it"
        return Replay(payloads, damage=damage, beyond=beyond, synced=synced)
    return Replay(payloads, torn_at=offset, synced=synced)


def valid_frames(path: Path, keys: Keys) -> dict[int, bytes]:
    """For repair: every frame that is whole in itself, wherever in the file, by sequence number."""
    content = path.read_bytes()
    box = keys.box(content[len(_MAGIC) + 1 : HEADER_LENGTH - 4], _PURPOSE)
    found: dict[int, bytes] = {}
    for frame in frames.everywhere(content):
        with contextlib.suppress(SealBrokenError):
            found[frame.sequence] = box.open(frame.payload, _SEQUENCE.pack(frame.sequence))
    return found


def is_sealed(path: Path) -> bool | None:
    """Whether a journal is encrypted; None if its header cannot be read."""
    with path.open("rb") as stream:
        header = stream.read(HEADER_LENGTH)
    return header[len(_MAGIC) : len(_MAGIC) + 1] == SealedBox.mode if _is_header(header) else None


def _is_header(header: bytes) -> bool:
    if len(header) < HEADER_LENGTH or not header.startswith(_MAGIC):
        return False
    return header[-4:] == struct.pack("<I", zlib.crc32(header[:-4]))


def _headless(path: Path, content: bytes, after: int) -> Replay:
    """A file without a whole header: torn while it was made (no frame can follow), or damaged."""
    later = frames.valid_after(content, 0, after)
    if later:
        return Replay([], damage=f"{path.name} has lost its header; {len(later)} changes follow it")
    return Replay([], torn_at=0)
