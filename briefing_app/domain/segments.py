"""Text cut into pieces that a reader compares: words, signs, and Japanese by the change of its script.

Japanese has no spaces. A run of kanji or katakana with the hiragana after it is close to a phrase (bunsetsu):
a difference that shows whole phrases can be read, one that shows single characters cannot.
"""

from __future__ import annotations

import re

_PIECE = re.compile(
    r"\n"
    r"|[^\S\n]+"
    r"|[A-Za-z\u00c0-\u024f]+(?:['’\-][A-Za-z\u00c0-\u024f]+)*"
    r"|\d+(?:[.,]\d+)*"
    r"|[\u3400-\u9fff\uf900-\ufaff々〆]+[\u3041-\u309f]*"
    r"|[\u30a1-\u30ffー]+[\u3041-\u309f]*"
    r"|[\u3041-\u309f]+"
    r"|."
)


def pieces(text: str) -> list[str]:
    """The pieces of a text; joined they are the text again."""
    return _PIECE.findall(text)


def sentences(text: str) -> list[tuple[int, str]]:
    """The sentences of a text with the place each begins at, space at the ends left out.

    A stop between figures (27.5) ends nothing; a line end does.
    """
    found = []
    start = 0
    for place in _ends(text):
        sentence = text[start:place]
        if words := sentence.strip():
            found.append((start + len(sentence) - len(sentence.lstrip()), words))
        start = place
    return found


def _ends(text: str) -> list[int]:
    stops = [found.end() for found in re.finditer(r"[.!?]+(?=[\s\"”’)\]]|$)|[。！？]+|\n", text)]
    return [*stops, len(text)]
