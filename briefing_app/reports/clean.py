"""Text that is safe to set: control characters out, characters without a glyph replaced visibly and named.

Works on plain data (what JSON holds) and reports each finding with its place, so that the user can mend the
record instead of wondering about a box on paper.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, is_dataclass
from typing import Any

from briefing_app.reports import glyphs

REPLACEMENT = "□"
# A word that no column holds and that has no place to break it is broken anywhere: it must not run over the
# margin.
LONGEST_WORD = 26
_PIECE, _BREAK = 12, "\u200b"
_LONG_WORD = re.compile(rf"[A-Za-z0-9_=&%+~#@*|\u00c0-\u04ff]{{{LONGEST_WORD},}}")
_SPACES = {"\t": " ", "\r": " ", "\n": " ", "\v": " ", "\f": " ", "\u2028": " ", "\u2029": " ", "\x85": " "}
# Selectors, joiners and direction marks change other characters and draw nothing themselves.
_SILENT = frozenset({0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0xFE00, 0xFE10)})
_DIRECTION = frozenset([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


@dataclass(frozen=True)
class Finding:
    """Characters that could not be printed as typed. ``place`` is the path in the content."""

    place: str
    excerpt: str
    characters: tuple[str, ...]
    dropped: bool

    def __str__(self) -> str:
        named = ", ".join(glyphs.describe(character) for character in self.characters[:3])
        more = f" and {len(self.characters) - 3} more" if len(self.characters) > 3 else ""
        done = "left out" if self.dropped else f"printed as {REPLACEMENT}"
        return f'{named}{more} in "{self.excerpt}" cannot be printed and is {done}.'


def clean(
    content: Any, *, replace: bool = True, drawable: Callable[[str], bool] = lambda _character: False
) -> tuple[Any, tuple[Finding, ...]]:
    """The content with printable text only, and what was changed; dataclasses come back as plain data.

    ``drawable`` tells whether a fallback font draws a character that the bundled font lacks. ``replace``
    False keeps characters that have no glyph (a plain export prints its own empty box for them); control,
    private-use and direction-override characters go in either case.
    """
    findings: list[Finding] = []

    def text(value: str, place: str) -> str:
        result, dropped, missing = _clean_text(value, replace, drawable)
        for characters, gone in ((dropped, True), (missing, False)):
            if characters:
                findings.append(Finding(place, _excerpt(result), tuple(dict.fromkeys(characters)), gone))
        return _breakable(result) if len(result) > LONGEST_WORD else result

    return _walk(content, "", text), tuple(findings)


def clean_text(text: str) -> str:
    """A text without what no file may hold (control and private-use characters); glyphs are not looked at."""
    return _clean_text(text, False, lambda _character: True)[0]


def _walk(value: Any, place: str, text: Callable[[str, str], str]) -> Any:
    if isinstance(value, str):
        return text(value, place or "text")
    if is_dataclass(value):
        names = value.__dataclass_fields__
        return {name: _walk(getattr(value, name), f"{place}.{name}".lstrip("."), text) for name in names}
    if isinstance(value, dict):
        return {key: _walk(item, f"{place}.{key}".lstrip("."), text) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_walk(item, f"{place}[{number}]", text) for number, item in enumerate(value)]
    return value


def _clean_text(
    value: str, replace: bool, drawable: Callable[[str], bool]
) -> tuple[str, list[str], list[str]]:
    if value.isascii() and value.isprintable():
        return value, [], []
    bundled = glyphs.covered()
    kept: list[str] = []
    dropped: list[str] = []
    missing: list[str] = []
    for character in unicodedata.normalize("NFC", value):
        code = ord(character)
        if character in _SPACES:
            kept.append(_SPACES[character])
        elif code in _SILENT:
            continue
        elif code in _DIRECTION or unicodedata.category(character) in ("Cc", "Co", "Cs", "Cn"):
            dropped.append(character)
        elif code in bundled or not replace or drawable(character):
            kept.append(character)
        else:
            missing.append(character)
            kept.append(REPLACEMENT)
    return "".join(kept), dropped, missing


def _breakable(text: str) -> str:
    """The text with places where a word may be broken that is too long for a column of any paper."""
    return _LONG_WORD.sub(lambda found: _BREAK.join(textwrap.wrap(found[0], _PIECE)), text)


def _excerpt(text: str, length: int = 40) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"
