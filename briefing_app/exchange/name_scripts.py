"""In which script a name stands, and what is a reading of it, as files of other programs hand names over."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

_OF_LANGUAGE = {
    "zh-hant": "Hant", "zh-tw": "Hant", "zh-hk": "Hant", "zh": "Hans", "ko": "Kore", "ja": "Jpan",
}  # fmt: skip
_OF_COUNTRY = {
    "CN": "Hans",
    "SG": "Hans",
    "TW": "Hant",
    "HK": "Hant",
    "MO": "Hant",
    "KR": "Kore",
    "KP": "Kore",
}


def script_of(text: str, *, language: str = "", country: str = "") -> str:
    """The script of a name (ISO 15924). Chinese characters alone are read by the language said with them,
    else by the country, else as Japanese.
    """
    if _any(text, _is_kana):
        return "Jpan"
    if _any(text, lambda code: 0xAC00 <= code <= 0xD7AF or 0x1100 <= code <= 0x11FF):
        return "Kore"
    if _any(text, lambda code: 0x3400 <= code <= 0x9FFF or 0x20000 <= code <= 0x323AF):
        said = language.casefold().replace("_", "-")
        named = next((script for start, script in _OF_LANGUAGE.items() if said.startswith(start)), "")
        return named or _OF_COUNTRY.get(country.upper(), "Jpan")
    return "Cyrl" if _any(text, lambda code: 0x0400 <= code <= 0x04FF) else "Latn"


def kana_reading(*parts: str) -> str:
    """A reading of its parts in full-width kana, a space between; empty where it is not in kana."""
    said = " ".join(unicodedata.normalize("NFKC", part).strip() for part in parts if part.strip())
    return said if said and all(_is_kana(ord(c)) or c in " 　・-" for c in said) else ""


def _any(text: str, fits: Callable[[int], bool]) -> bool:
    return any(fits(ord(character)) for character in text)


def _is_kana(code: int) -> bool:
    return 0x3040 <= code <= 0x30FF or 0xFF66 <= code <= 0xFF9F
