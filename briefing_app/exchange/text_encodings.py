"""The text of a file that does not say how it is encoded: what is common in Japan and in the West, and
nothing that only happens to have no error.
"""

from __future__ import annotations

import re

_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# ISO-2022-JP is plain ASCII but for these.
_JIS = re.compile(rb"\x1b(?:\$[@B]|\([BJI])")
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SAID = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]+)", re.IGNORECASE)
_NARROW = re.compile(r"[\uff61-\uff9f]")
_KANA = re.compile(r"[\u3041-\u30fe]")
# Letters with accents, quotation marks, dashes and signs of money, as Windows writes them in the West.
_WESTERN = re.compile(r"[\u00a1-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u2013-\u2026\u20ac\u2122]")


def guessed_text(content: bytes) -> str | None:
    """The text in what a web page says of itself, else in UTF-8, UTF-16 with its mark, ISO-2022-JP,
    Shift_JIS, EUC-JP or Windows-1252; None for what is none of them.
    """
    if (mark := _MARKS.get(content[:2])) is not None:
        return content.decode(mark, errors="replace")
    said = _SAID.search(content[:4000])
    if said is not None and (text := _strict(content, said[1].decode("ascii"))) is not None:
        return text
    if _JIS.search(content) is not None and (text := _strict(content, "iso2022_jp_ext")) is not None:
        return text
    if (text := _strict(content, "utf-8-sig")) is not None:
        return text
    western = _strict(content, "cp1252")
    found = [text for each in ("cp932", "euc_jp") if (text := _strict(content, each)) is not None]
    # EUC-JP read as Shift_JIS is full of the narrow katakana that hardly anybody writes.
    text = min(found, key=lambda each: len(_NARROW.findall(each)), default=None)
    if text is not None and not (western is not None and _is_western(western, text)):
        return text
    return western if western is not None and _BINARY.search(western) is None else None


def _strict(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _is_western(western: str, japanese: str) -> bool:
    """Whether the Japanese reading is one by accident: no kana in it, and few letters with accents among many
    plain ones in the other.
    """
    odd = [letter for letter in western if letter > "\x7f"]
    plain = sum(letter.isascii() and letter.isalpha() for letter in western)
    return (
        _KANA.search(japanese) is None
        and plain >= 3 * len(odd)
        and all(_WESTERN.match(letter) is not None for letter in odd)
    )
