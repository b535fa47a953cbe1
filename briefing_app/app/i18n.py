"""The words of the window in the user's language.

English is written in the code; ``resources/i18n/LANGUAGE.toml`` maps it to another language. A text without
an entry is shown in English: a test lists what is missing. The language is chosen once, before the first
window; choosing another takes effect at the next start.
"""

from __future__ import annotations

import tomllib
from typing import Literal

from briefing_app import resources

Language = Literal["en", "ja"]
LANGUAGES: dict[Language, str] = {"en": "English", "ja": "日本語"}

_catalogue: dict[str, str] = {}


def use_language(language: str) -> None:
    """Take the words of ``language`` from now on."""
    _catalogue.clear()
    if language != "en":
        _catalogue.update(tomllib.loads(resources.text("i18n", f"{language}.toml"))["words"])


def tr(text: str, /, **values: object) -> str:
    """``text`` in the user's language, with ``{name}`` filled in from ``values``."""
    found = _catalogue.get(text, text)
    return found.format(**values) if values else found
