"""The signs between words: Japanese papers have a comma, colon and stop of their own, without spaces."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Signs:
    """What stands between the parts of a line, spaces included; ``onward`` ends a period that goes on."""

    comma: str
    colon: str
    stop: str
    aside: tuple[str, str]
    to: str
    onward: str

    def listed(self, parts: Iterable[str]) -> str:
        """The parts that are there, with commas between them."""
        return self.comma.join(part for part in parts if part)

    def bracketed(self, text: str) -> str:
        """The text in brackets, as it follows other words."""
        return f"{self.aside[0]}{text}{self.aside[1]}"


_ENGLISH = Signs(", ", ": ", ". ", (" (", ")"), " – ", " –")
_JAPANESE = Signs("、", "：", "。", ("（", "）"), "～", "～")


def signs(language: str) -> Signs:
    """The signs of a language; those of English for any other than Japanese."""
    return _JAPANESE if language == "ja" else _ENGLISH
