"""Frames of the journal: length, checksum, sequence number, watermark, payload.

The checksum covers every other byte of the frame. The watermark is the last sequence number that was known to
be on the medium when the frame was written: it tells rot (a synced frame that is damaged) from a write that a
power cut tore (a frame that nobody had been promised).
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

_HEADER = struct.Struct("<IIQQ")
_SUMMED = struct.Struct("<IQQ")
_NUMBER = struct.Struct("<Q")
HEADER_LENGTH = _HEADER.size
_LOOK_AHEAD = 64  # frames that may be damaged in a row before a valid one is no longer looked for
_LONGEST = 1 << 30


@dataclass(frozen=True)
class Frame:
    """A valid frame. ``end`` is the offset of the byte after it."""

    sequence: int
    synced: int
    payload: bytes
    end: int


def pack(sequence: int, synced: int, payload: bytes) -> bytes:
    """The bytes of a frame."""
    return _HEADER.pack(len(payload), _checksum(sequence, synced, payload), sequence, synced) + payload


def read(content: bytes, offset: int) -> Frame | None:
    """The frame at ``offset``, or None if what stands there is not a whole valid frame."""
    if offset + HEADER_LENGTH > len(content):
        return None
    length, checksum, sequence, synced = _HEADER.unpack_from(content, offset)
    end = offset + HEADER_LENGTH + length
    if not 0 < length <= _LONGEST or end > len(content):
        return None
    payload = content[offset + HEADER_LENGTH : end]
    if _checksum(sequence, synced, payload) != checksum:
        return None
    return Frame(sequence, synced, payload, end)


def valid_after(content: bytes, offset: int, sequence: int) -> list[Frame]:
    """Valid frames beyond ``offset`` whose numbers follow ``sequence``, in the order of the file."""
    found: list[Frame] = []
    for number in range(sequence + 1, sequence + 1 + _LOOK_AHEAD):
        place = content.find(_NUMBER.pack(number), offset)
        while place >= 0:
            frame = read(content, place - 8) if place >= 8 else None
            if frame is not None and frame.sequence == number:
                return found + _run(content, frame)
            place = content.find(_NUMBER.pack(number), place + 1)
    return found


def everywhere(content: bytes) -> list[Frame]:
    """Every valid frame in ``content``, also between damaged ones."""
    found: list[Frame] = []
    offset = 0
    while offset + HEADER_LENGTH < len(content):
        frame = read(content, offset)
        if frame is not None:
            found.append(frame)
            offset = frame.end
        elif content[offset] == 0 and not content[offset:].strip(b"\0"):
            break
        else:
            offset += 1
    return found


def _run(content: bytes, frame: Frame) -> list[Frame]:
    frames = [frame]
    while (following := read(content, frames[-1].end)) is not None:
        if following.sequence != frames[-1].sequence + 1:
            break
        frames.append(following)
    return frames


def _checksum(sequence: int, synced: int, payload: bytes) -> int:
    return zlib.crc32(payload, zlib.crc32(_SUMMED.pack(len(payload), sequence, synced)))
