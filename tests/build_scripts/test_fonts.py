"""The bundled fonts are the documented ones, may be embedded and can write what a briefing needs."""

from __future__ import annotations

import hashlib
import re
import struct
from pathlib import Path

import pytest

from briefing_app import resources

FONTS = resources.path("fonts")
ROW = re.compile(
    r"^\| `(?P<name>[^`]+)` \| (?P<what>[^|]+) \| (?P<size>\d+) \| `(?P<sha256>[0-9a-f]{64})` \|$", re.M
)
DOCUMENTED = {row["name"]: row for row in ROW.finditer(resources.text("fonts", "README.md"))}


def tables(font: Path) -> dict[str, bytes]:
    """The tables of a TrueType file by tag (OpenType 1.9, table directory)."""
    raw = font.read_bytes()
    found = {}
    for at in range(12, 12 + 16 * struct.unpack_from(">H", raw, 4)[0], 16):
        tag, _, offset, length = struct.unpack_from(">4sLLL", raw, at)
        found[tag.decode("ascii")] = raw[offset : offset + length]
    return found


def names(table: bytes) -> dict[int, str]:
    """The Windows Unicode names of a font by name id (1 family, 2 style)."""
    count, strings = struct.unpack_from(">HH", table, 2)
    found = {}
    for at in range(6, 6 + 12 * count, 12):
        platform, _, _, name_id, length, offset = struct.unpack_from(">6H", table, at)
        if platform == 3:
            start = strings + offset
            found[name_id] = table[start : start + length].decode("utf-16-be")
    return found


def mapped(table: bytes) -> set[int]:
    """The code points of the format 12 character map (the one that reaches beyond the basic plane)."""
    for at in range(4, 4 + 8 * struct.unpack_from(">H", table, 2)[0], 8):
        offset = struct.unpack_from(">L", table, at + 4)[0]
        if struct.unpack_from(">H", table, offset)[0] != 12:
            continue
        groups = struct.unpack_from(">L", table, offset + 12)[0]
        ranges = struct.iter_unpack(">LLL", table[offset + 16 : offset + 16 + 12 * groups])
        return {code for first, last, _ in ranges for code in range(first, last + 1)}
    return set()


def test_every_file_is_documented_and_nothing_else_lies_there() -> None:
    assert {entry.name for entry in FONTS.iterdir()} == {*DOCUMENTED, "README.md"}
    assert set(DOCUMENTED) == {"NotoSansJP-Regular.ttf", "NotoSansJP-Bold.ttf", "LICENSE"}


@pytest.mark.parametrize("name", sorted(DOCUMENTED))
def test_file_is_the_documented_one(name: str) -> None:
    content = (FONTS / name).read_bytes()
    assert len(content) == int(DOCUMENTED[name]["size"]) < 6_000_000
    assert hashlib.sha256(content).hexdigest() == DOCUMENTED[name]["sha256"]


@pytest.mark.parametrize("name", sorted(n for n in DOCUMENTED if n.endswith(".ttf")))
def test_font_says_the_documented_name_and_may_be_embedded(name: str) -> None:
    content = tables(FONTS / name)
    family, style = DOCUMENTED[name]["what"].split(", ")
    said = names(content["name"])
    assert (said[1], said[2]) == (family, style)
    assert struct.unpack_from(">H", content["OS/2"], 8)[0] == 0, "fsType restricts embedding"


@pytest.mark.parametrize("name", sorted(n for n in DOCUMENTED if n.endswith(".ttf")))
def test_font_can_write_what_a_briefing_needs(name: str) -> None:
    characters = mapped(tables(FONTS / name)["cmap"])
    for text in ("日米貿易協定 関税 外相 赤沢亮正", "髙﨑𠮷", "§ … – — “” ’ • % € £ ¥ é ü ō ū"):
        assert [c for c in text if ord(c) not in characters] == []
