"""Where the words of a PDF stand, as poppler reads it, and which of them cover each other."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest

_XHTML = "{http://www.w3.org/1999/xhtml}"


class Word(NamedTuple):
    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


def words_of(pdf: Path) -> list[Word]:
    """Every word with its box in points from the upper left corner of its page."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    run = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True)
    plain = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", run.stdout.decode("utf-8"))
    return [
        Word(
            number,
            *(float(word.get(side) or 0) for side in ("xMin", "yMin", "xMax", "yMax")),
            word.text or "",
        )
        for number, page in enumerate(ElementTree.fromstring(plain).iter(f"{_XHTML}page"), 1)
        for word in page.iter(f"{_XHTML}word")
    ]


def covered(words: list[Word]) -> Iterator[tuple[int, str, str]]:
    """Pairs of words of which one covers a good part of the other; accents and raised numbers do not."""
    words = [word for word in words if not re.fullmatch(r"[\d,;\s]+", word.text)]
    words = sorted(words, key=lambda word: (word.page, word.top))
    for place, one in enumerate(words):
        for other in words[place + 1 :]:
            if other.page != one.page or other.top > one.bottom:
                break
            across = min(one.right, other.right) - max(one.left, other.left)
            down = min(one.bottom, other.bottom) - max(one.top, other.top)
            least = min((each.right - each.left) * (each.bottom - each.top) for each in (one, other))
            if across > 3 and down > 2.5 and across * down > 0.15 * least:
                yield one.page, one.text, other.text
