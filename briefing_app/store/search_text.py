"""Words for searching: how text is folded, cut into tokens, and turned into a query.

Latin text is cut into words. Japanese and Chinese runs have no spaces: they are cut into overlapping pairs
of characters, and their last character once more alone, so that every word of two or more characters is a
phrase of pairs and every single character is the beginning of some token.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f]"
)
_PAIRED = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"  # iteration marks, kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3\U00020000-\U0003ffff"  # Han, Hangul
)
_RUN = re.compile(rf"[{_PAIRED}]+|[^\W_{_PAIRED}]+")
_IS_PAIRED = re.compile(rf"[{_PAIRED}]")
_SKIPPED = frozenset(
    {
        "id",
        "uid",
        "kind",
        "status",
        "script",
        "edtf",
        "sha256",
        "marking",
        "zone",
        "op",
        "language",
        "as_written",
        "status_on",
        "valid_until",
        "translation_of",
        "translated_text",
    }
)

VERSION = 1
"""Raised whenever tokens change: an index of another version is built anew."""


def fold(text: str) -> str:
    """The form in which text is compared: NFKC, no accents, no case, hiragana as katakana."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", plain)).translate(_HIRAGANA_TO_KATAKANA)


def tokens(text: str) -> str:
    """The tokens of ``text``, folded, with a space between."""
    found: list[str] = []
    for run in _RUN.findall(fold(text)):
        if _IS_PAIRED.match(run):
            found += [run[at : at + 2] for at in range(len(run) - 1)]
            found.append(run[-1])
        else:
            found.append(run)
    return " ".join(found)


def query(text: str, *, prefix: bool) -> str:
    """The FTS5 query for records that hold every word of ``text``; empty if there is no word in it.

    A word with punctuation inside (``8703.23``) is a phrase. With ``prefix`` the last Latin word may go on.
    """
    phrases = [phrase for chunk in fold(text).split() if (phrase := _phrase(_RUN.findall(chunk)))]
    if not phrases:
        return ""
    last_is_latin = not phrases[-1].endswith("*") and phrases[-1][-2:-1].isascii()
    return " AND ".join(phrases) + ("*" if prefix and last_is_latin else "")


def words(text: str) -> list[str]:
    """The folded words of a query, as they are looked for in running text."""
    return fold(text).split()


def title_and_body(document: Mapping[str, Any]) -> tuple[str, str]:
    """What a person would look for in a stored document: its title, and every other text, one a line."""
    names: Any = document.get("names") or ({},)
    title = str(document.get("title") or names[0].get("full") or document.get("uid", ""))
    texts: dict[str, None] = {}
    for key, value in document.items():  # once for each hit of a search: most fields are empty or plain text
        if not value or key[:1] == "_":
            continue
        if isinstance(value, str):
            if key not in _SKIPPED:
                texts[value] = None
        else:
            texts.update(dict.fromkeys(_texts(value, key)))
    texts.pop(title, None)
    return title, "\n".join(texts)


def _texts(value: Any, key: str) -> Iterator[str]:
    if isinstance(value, str):
        if value and key not in _SKIPPED:
            yield value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _texts(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, key)


def _phrase(runs: list[str]) -> str:
    parts: list[str] = []
    for number, run in enumerate(runs):
        is_last = number == len(runs) - 1
        if not _IS_PAIRED.match(run):
            parts.append(run)
            continue
        parts += [run[at : at + 2] for at in range(len(run) - 1)]
        if not is_last or len(run) == 1:
            parts.append(run[-1])
    if not parts:
        return ""
    begins_token = _IS_PAIRED.match(runs[-1]) is not None and len(runs[-1]) == 1
    return f'"{" ".join(parts)}"' + ("*" if begins_token else "")
