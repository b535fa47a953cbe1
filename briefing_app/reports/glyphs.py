"""Which characters the bundled font can draw, read from the font file itself.

A PDF/A or PDF/UA export stops at the first character without a glyph, so the text is checked before it is
set. The OpenType ``cmap`` table is read directly (formats 4 and 12, the two that TrueType fonts for the
basic and the supplementary planes use; ISO/IEC 14496-22, section 5.2.1).
"""

from __future__ import annotations

import struct
import unicodedata
from functools import cache

from briefing_app import resources

FONT_FILES = ("NotoSansJP-Regular.ttf", "NotoSansJP-Bold.ttf")
FONT_FAMILY = "Noto Sans JP"


@cache
def covered() -> frozenset[int]:
    """The code points that every bundled font file maps to a glyph."""
    sets = [_code_points(resources.path("fonts", name).read_bytes()) for name in FONT_FILES]
    return frozenset(set.intersection(*sets))


def describe(character: str) -> str:
    """A character as people can look it up: ``U+1F600 GRINNING FACE``."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}".strip()


def _code_points(font: bytes) -> set[int]:
    """The mapped code points of one TrueType file; raises ValueError if it has no usable table."""
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for number in range(count):
        platform, _encoding, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * number)
        if platform not in (0, 3):
            continue
        (table_format,) = struct.unpack_from(">H", font, start + offset)
        if table_format == 12:
            found |= _format_12(font, start + offset)
        elif table_format == 4:
            found |= _format_4(font, start + offset)
    if not found:
        raise ValueError("The font has no Unicode character map.")
    return found


def _table(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for number in range(count):
        name, _checksum, offset, _length = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        if name == tag:
            return int(offset)
    raise ValueError(f"The font has no {tag.decode()} table.")


def _format_12(font: bytes, start: int) -> set[int]:
    (groups,) = struct.unpack_from(">I", font, start + 12)
    found: set[int] = set()
    for number in range(groups):
        first, last, _glyph = struct.unpack_from(">III", font, start + 16 + 12 * number)
        found.update(range(first, last + 1))
    return found


def _format_4(font: bytes, start: int) -> set[int]:
    (doubled,) = struct.unpack_from(">H", font, start + 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", font, start + 14)
    starts = struct.unpack_from(f">{count}H", font, start + 16 + doubled)
    deltas = struct.unpack_from(f">{count}H", font, start + 16 + 2 * doubled)
    ranges_at = start + 16 + 3 * doubled
    ranges = struct.unpack_from(f">{count}H", font, ranges_at)
    found: set[int] = set()
    for number, (first, last, delta, shift) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for code in range(first, last + 1):
            if code == 0xFFFF:
                continue
            if shift == 0:
                glyph = (code + delta) & 0xFFFF
            else:
                at = ranges_at + 2 * number + shift + 2 * (code - first)
                glyph = struct.unpack_from(">H", font, at)[0]
            if glyph:
                found.add(code)
    return found
