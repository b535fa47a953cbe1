"""What known errors say, in the language of the window: their sentence is recognised and said again.

Errors and remarks are built below the window, in English, with their values already in the sentence: the
command line and every file show them so. The files of ``resources/i18n/errors`` hold the sentences as
templates (``"{0}" has no year.``); a sentence that fits one is said in the words beside it, with the same
values. A sentence that fits none stays as it is: nothing is lost.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from string import Formatter

from briefing_app import resources
from briefing_app.app.i18n import language
from briefing_app.errors import BriefingError

_ENDS = re.compile(r"(?<=[.!?]) (?=\S)")  # between two sentences
_WITHIN = r"(?:(?![.!?] [A-Z]).)*?"  # a value within one sentence
_ANY = r"[\s\S]*?"  # a value that may be an error of its own
_QUOTES = frozenset("\"“”„'「」")
_APART = re.compile(r"(?P<place>[^\s:\"]+(?: \d+)?): (?P<rest>.+)", re.DOTALL)  # "value_usd: …", "row 12: …"


class ErrorWords:
    """Sentences of known errors in one language."""

    def __init__(self, words: dict[str, str]) -> None:
        self._whole = {_unescaped(english): told for english, told in words.items() if not _fields(english)}
        templates = [english for english in words if _fields(english)]
        # The template with the most words of its own first: "X is closed." must not swallow a longer one.
        templates.sort(key=lambda english: len(re.sub(r"\{\d+\}", "", english)), reverse=True)
        self._templates = [
            (_pattern(english, _WITHIN), _pattern(english, _ANY), _quoted(english), words[english])
            for english in templates
        ]

    def said(self, sentence: str) -> str:
        """The sentence in the language of these words, or as it is if they do not know it."""
        if known := self._known(sentence):
            return known
        # An error and its hint, or two remarks: each is looked up by itself.
        for end in _ENDS.finditer(sentence):
            if first := self._known(sentence[: end.start()]):
                return _joined((first, self.said(sentence[end.end() :])))
        # Several faults told in one breath: each by its own words.
        faults = sentence.split("; ")
        if len(faults) > 1 and all(self._known(fault, is_loose=True) for fault in faults):
            return "；".join(map(self.said, faults))
        return self._known(sentence, is_loose=True) or sentence

    def _known(self, sentence: str, *, is_loose: bool = False) -> str | None:
        if sentence in self._whole:
            return self._whole[sentence]
        if (parts := _APART.fullmatch(sentence)) and (rest := self._known(parts["rest"])):
            return f"{self._whole.get(parts['place'], parts['place'])}：{rest}"
        for strict, loose, quoted, told in self._templates:
            if found := (loose if is_loose else strict).fullmatch(sentence):
                values = found.groupdict()
                # What stands between quotation marks was typed by somebody: it is never said otherwise.
                said = [
                    values[f"v{place}"] if place in quoted else self.said(values[f"v{place}"])
                    for place in range(len(values))
                ]
                return told.format(*said)
        return None


@cache
def error_words(language: str) -> ErrorWords:
    """The sentences of a language; English and languages without a file leave every sentence as it is."""
    file = resources.path("i18n", "errors", f"{language}.toml")
    if not file.is_file():
        return ErrorWords({})
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    return ErrorWords({english: told for table in tables.values() for english, told in table.items()})


def told(error: object) -> str:
    """A known error, a problem of an import or another sentence from below, in the window's language."""
    if language() == "en":
        return str(error)
    said = error_words(language()).said
    if isinstance(error, BriefingError):
        apart = (fault for fault in getattr(error, "faults", ()) if fault not in error.message)
        faults = "; ".join(map(said, apart))
        return _joined(part for part in (said(error.message), faults, said(error.hint)) if part)
    return said(str(error))


def _joined(sentences: Iterable[str]) -> str:
    """Sentences one behind the other; a Japanese full stop brings its own space."""
    return " ".join(sentences).replace("。 ", "。")


def _fields(template: str) -> list[str]:
    return [name for _text, name, _form, _conversion in Formatter().parse(template) if name is not None]


def _unescaped(template: str) -> str:
    return template.replace("{{", "{").replace("}}", "}")


def _pattern(template: str, value: str) -> re.Pattern[str]:
    parts: list[str] = []
    seen: set[str] = set()
    for text, name, _form, _conversion in Formatter().parse(template):
        parts.append(re.escape(text))
        if name is not None:
            parts.append(f"(?P=v{name})" if name in seen else f"(?P<v{name}>{value})")
            seen.add(name)
    return re.compile("".join(parts))


def _quoted(template: str) -> frozenset[int]:
    """The places whose value stands between quotation marks."""
    found, before = set(), ""
    for text, name, _form, _conversion in Formatter().parse(template):
        if name is not None and (text or before)[-1:] in _QUOTES:
            found.add(int(name))
        before = text
    return frozenset(found)
