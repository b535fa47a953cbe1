"""The words of the window in the user's language.

English is written in the code; the files of ``resources/i18n/LANGUAGE/``, one for each part of the window,
map it to another language. A text without an entry is shown in English: a test lists what is missing. The
language is chosen once, before the first window; choosing another takes effect at the next start.
"""

from __future__ import annotations

import tomllib
from typing import Literal

from briefing_app import resources

Language = Literal["en", "ja"]
LANGUAGES: dict[Language, str] = {"en": "English", "ja": "日本語"}

_catalogue: dict[str, str] = {}
_chosen: list[Language] = ["en"]


def use_language(wanted: str) -> None:
    """Take the words of a language from now on."""
    _catalogue.clear()
    _chosen[0] = "ja" if wanted == "ja" else "en"
    if wanted != "en":
        _catalogue.update(catalogue(wanted))


def catalogue(wanted: str) -> dict[str, str]:
    """English text to its words in a language. Raises ValueError if two files differ on a text."""
    words: dict[str, str] = {}
    for file in sorted(resources.path("i18n", wanted).glob("*.toml")):
        for english, translated in tomllib.loads(file.read_text(encoding="utf-8"))["words"].items():
            if words.get(english, translated) != translated:
                raise ValueError(f"i18n/{wanted}/{file.name}: {english!r} is said otherwise in another file.")
            words[english] = translated
    return words


def language() -> Language:
    """The language of the window: dates are said in it too."""
    return _chosen[0]


def tr(text: str, /, **values: object) -> str:
    """``text`` in the user's language, with ``{name}`` filled in from ``values``."""
    found = _catalogue.get(text, text)
    return found.format(**values) if values else found
