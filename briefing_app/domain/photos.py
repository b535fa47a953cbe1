"""Photographs of people: looked at before anything decodes them.

A few bytes at the beginning say how many pixels a picture will have. What would fill the memory (200
megapixels in a file of some kilobytes) is refused there, and so is what is no picture.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from briefing_app.errors import UsageError

LARGEST_BYTES = 10_000_000
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 20_000
_PNG = b"\x89PNG\r\n\x1a\n"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # start of frame, in all its kinds
_ALONE = frozenset(range(0xD0, 0xDA)) | {0x01}  # markers without a length


@dataclass(frozen=True)
class PhotoShape:
    """What a picture file says of itself: its kind as in ``image/jpeg``, its size in pixels."""

    kind: str
    width: int
    height: int


def shape_of(content: bytes) -> PhotoShape:
    """Kind and size from the head of the file. Raises UsageError for what is too large or no picture."""
    if len(content) > LARGEST_BYTES:
        raise UsageError(
            f"The photo is larger than {LARGEST_BYTES // 1_000_000} MB.", hint="Make it smaller first."
        )
    found = _png(content) or _gif(content) or _webp(content) or _jpeg(content)
    if found is None:
        raise UsageError("The file is no picture that can be read.", hint="Use JPEG, PNG or WebP.")
    if found.width < 1 or found.height < 1:
        raise UsageError("The picture has no size: the file is damaged.", hint="Use another copy of it.")
    if found.width * found.height > MOST_PIXELS or max(found.width, found.height) > LONGEST_SIDE:
        raise UsageError(
            f"The picture has {found.width:,} x {found.height:,} pixels, more than can be taken.",
            hint=f"At most {MOST_PIXELS // 1_000_000} megapixels; make it smaller first.",
        )
    return found


def _png(content: bytes) -> PhotoShape | None:
    if not content.startswith(_PNG) or content[12:16] != b"IHDR" or len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return PhotoShape("png", width, height)


def _gif(content: bytes) -> PhotoShape | None:
    if content[:6] not in (b"GIF87a", b"GIF89a") or len(content) < 10:
        return None
    width, height = struct.unpack("<HH", content[6:10])
    return PhotoShape("gif", width, height)


def _webp(content: bytes) -> PhotoShape | None:
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP" or len(content) < 30:
        return None
    chunk = content[12:16]
    if chunk == b"VP8X":
        width = 1 + int.from_bytes(content[24:27], "little")
        return PhotoShape("webp", width, 1 + int.from_bytes(content[27:30], "little"))
    if chunk == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return PhotoShape("webp", 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", content[26:30])
        return PhotoShape("webp", width & 0x3FFF, height & 0x3FFF)
    return None


def _jpeg(content: bytes) -> PhotoShape | None:
    if not content.startswith(b"\xff\xd8"):
        return None
    at = 2
    while at + 9 < len(content):
        if content[at] != 0xFF:
            return None
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _ALONE:
            at += 2
        elif marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return PhotoShape("jpeg", width, height)
        else:
            length = int.from_bytes(content[at + 2 : at + 4], "big")
            at += 2 + max(2, length)
    return None
