"""The signs between words: Japanese papers have a comma, colon and stop of their own, without spaces."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_WIDE = "\u3041-\u30ff\u3400-\u9fff"
_ASIDE = re.compile(r"\(([^()]*)\)")
_COLON = re.compile(rf"(?<=[{_WIDE}）]): ?|: ?(?=[{_WIDE}])")
_JAPANESE_TEXT = re.compile(f"[{_WIDE}]")


@dataclass(frozen=True)
class Signs:
    """What stands between the parts of a line, spaces included; ``onward`` is a period that goes on."""

    comma: str
    colon: str
    stop: str
    aside: tuple[str, str]
    to: str
    onward: str

    def since(self, day: str) -> str:
        """A period that goes on: ``since 16 April 2025``, ``令和7年4月16日から``."""
        return self.onward.format(day=day)

    def listed(self, parts: Iterable[str]) -> str:
        """The parts that are there, with commas between them."""
        return self.comma.join(part for part in parts if part)

    def bracketed(self, text: str) -> str:
        """The text in brackets, as it follows other words."""
        return f"{self.aside[0]}{text}{self.aside[1]}"


_ENGLISH = Signs(", ", ": ", ". ", (" (", ")"), " – ", "since {day}")
_JAPANESE = Signs("、", "：", "。", ("（", "）"), "～", "{day}から")


def signs(language: str) -> Signs:
    """The signs of a language; those of English for any other than Japanese."""
    return _JAPANESE if language == "ja" else _ENGLISH


def with_wide_signs(text: str) -> str:
    """A Japanese sentence of the law or the schedule with brackets, colons and dashes of full width.

    The screen sets them narrow; on paper they stand beside words of full width. Signs between figures and
    Latin letters, such as in 8703(a), stay as they are.
    """
    if not _JAPANESE_TEXT.search(text):
        return text

    def widened(found: re.Match[str]) -> str:
        before = found.string[: found.start()][-1:]
        is_wide = bool(_JAPANESE_TEXT.search(before + found[1]))
        return f"（{found[1]}）" if is_wide else found[0]

    return _COLON.sub("：", _ASIDE.sub(widened, text)).replace("~", "～")
