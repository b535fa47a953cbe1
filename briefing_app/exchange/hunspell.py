"""Spelling dictionaries in Hunspell's two files (``en_US.aff`` and ``en_US.dic``), read for checking words.

Prefixes, suffixes and both together, replacement tables, forbidden words and the three ways of writing flags
are read; compounding rules are not: English needs them for ordinals only. The format is described in the
manual page hunspell(5).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from briefing_app.errors import UsageError
from briefing_app.threads import giving_way

LARGEST_FILE = 30_000_000
LONGEST_TWO_SLIPS = 8
_LETTERS = "abcdefghijklmnopqrstuvwxyz'"


@dataclass(frozen=True)
class _Affix:
    flag: str
    strip: str
    add: str
    fits: re.Pattern[str] | None
    crosses: bool


@dataclass
class Dictionary:
    """The words of one language. ``name`` is that of the files: ``en_US``."""

    name: str
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    prefixes: dict[str, list[_Affix]] = field(default_factory=dict)
    suffixes: dict[str, list[_Affix]] = field(default_factory=dict)
    replacements: list[tuple[str, str]] = field(default_factory=list)
    hidden: frozenset[str] = frozenset()

    def knows(self, word: str) -> bool:
        """Whether a word is spelled as the dictionary has it; a capital at the beginning is allowed."""
        plain = word.replace("’", "'").strip("'")
        if not plain:
            return True
        forms = [plain]
        if plain[:1].isupper():
            forms.append(plain[:1].lower() + plain[1:])
        if plain.isupper():
            forms += [plain.lower(), plain.capitalize()]
        return any(self._has(form) for form in forms)

    def suggestions(self, word: str, limit: int = 6) -> list[str]:
        """Words that may have been meant, the likeliest first."""
        plain = word.replace("’", "'")
        lower = plain.lower()
        is_capital = plain[:1].isupper()
        found: dict[str, None] = {}
        for each in (*self._replaced(lower), *_edits(lower)):
            if each not in found and self._has(each):
                found[each] = None
            elif is_capital and (name := each.capitalize()) not in found and self._has(name):
                found[name] = None
        if not found and len(lower) <= LONGEST_TWO_SLIPS:
            near = {each for edit in _edits(lower) for each in _edits(edit) if each in self.words}
            found |= dict.fromkeys(sorted(near))
        ranked = sorted(found, key=lambda each: _likeness(lower, each.lower()), reverse=True)
        return [each.capitalize() if is_capital else each for each in ranked[:limit]]

    # --- parts ---------------------------------------------------------------------------------------

    def _has(self, word: str) -> bool:
        flags = self.words.get(word)
        if flags is not None and not flags & self.hidden:
            return True
        return any(True for _ in self._stems(word))

    def _stems(self, word: str) -> Iterator[str]:
        """The dictionary words that a word is made of by affixes."""
        for size in range(len(word)):
            for suffix in self.suffixes.get(word[len(word) - size :] if size else "", ()):
                stem = word[: len(word) - size] + suffix.strip
                if suffix.fits is not None and not suffix.fits.search(stem):
                    continue
                if suffix.flag in self.words.get(stem, ()):
                    yield stem
                if suffix.crosses:
                    yield from self._without_prefix(stem, suffix.flag)
        yield from self._without_prefix(word, "")

    def _without_prefix(self, word: str, suffix: str) -> Iterator[str]:
        for size in range(1, len(word)):
            for prefix in self.prefixes.get(word[:size], ()):
                stem = prefix.strip + word[size:]
                flags = self.words.get(stem, frozenset())
                if prefix.fits is not None and not prefix.fits.match(stem):
                    continue
                if prefix.flag in flags and (not suffix or (prefix.crosses and suffix in flags)):
                    yield stem

    def _replaced(self, word: str) -> Iterator[str]:
        for wrong, right in self.replacements:
            at = word.find(wrong)
            while at >= 0:
                yield word[:at] + right + word[at + len(wrong) :]
                at = word.find(wrong, at + 1)


def read(affix_file: Path) -> Dictionary:
    """The dictionary whose ``.aff`` file this is; its ``.dic`` lies beside it. Raises UsageError."""
    word_file = affix_file.with_suffix(".dic")
    try:
        if max(affix_file.stat().st_size, word_file.stat().st_size) > LARGEST_FILE:
            raise UsageError(f"{word_file.name} is too large for a spelling dictionary.")
        affixes, words = affix_file.read_bytes(), word_file.read_bytes()
    except OSError as error:
        raise UsageError(
            f"The spelling dictionary {affix_file.stem} cannot be read: {error.strerror}."
        ) from error
    return parse(affixes, words, affix_file.stem)


def parse(affixes: bytes, words: bytes, name: str) -> Dictionary:
    """The dictionary in the content of the two files. Raises UsageError for an encoding that is none."""
    found = re.search(rb"^SET\s+(\S+)", affixes, re.MULTILINE)
    encoding = found[1].decode("ascii", "replace") if found else "iso-8859-1"
    try:
        rules, lines = affixes.decode(encoding), words.decode(encoding)
    except (LookupError, UnicodeDecodeError) as error:
        raise UsageError(f"The spelling dictionary {name} is not in {encoding}.") from error
    made = Dictionary(name)
    flag_kind = _read_rules(made, rules.lstrip("\ufeff").splitlines())
    for line in giving_way(lines.lstrip("\ufeff").splitlines()[1:]):
        entry = line.split("\t")[0].strip()
        word, _slash, flags = entry.partition("/")
        if word:
            made.words[word] = made.words.get(word, frozenset()) | _flags(flags.split(" ")[0], flag_kind)
    return made


def _read_rules(made: Dictionary, lines: Iterable[str]) -> str:
    """Take the rules of an ``.aff`` file; returns how flags are written."""
    kind, hidden, crosses = "", set[str](), dict[tuple[str, str], bool]()
    for line in lines:
        parts = line.split()
        if len(parts) < 2 or parts[0].startswith("#"):
            continue
        if parts[0] == "FLAG":
            kind = parts[1]
        elif parts[0] in {"FORBIDDENWORD", "ONLYINCOMPOUND", "NEEDAFFIX", "PSEUDOROOT"}:
            hidden.add(parts[1])
        elif parts[0] == "REP" and len(parts) == 3:
            made.replacements.append((parts[1].strip("^$").replace("_", " "), parts[2].replace("_", " ")))
        elif parts[0] in {"PFX", "SFX"} and len(parts) >= 4:
            key = (parts[0], parts[1])
            if key not in crosses:
                crosses[key] = parts[2] == "Y"
            else:
                _add_affix(made, parts, crosses[key])
    made.hidden = frozenset(hidden)
    return kind


def _add_affix(made: Dictionary, parts: list[str], crosses: bool) -> None:
    side, flag, strip, add = parts[:4]
    condition = parts[4] if len(parts) > 4 else "."
    fits = None
    if condition != ".":
        try:
            fits = re.compile(condition if side == "PFX" else f"(?:{condition})$")
        except re.error:
            return  # a rule that cannot be read makes no words
    strip, add = ("" if each == "0" else each for each in (strip, add.partition("/")[0]))
    rules = made.prefixes if side == "PFX" else made.suffixes
    rules.setdefault(add, []).append(_Affix(flag, strip, add, fits, crosses))


def _flags(written: str, kind: str) -> frozenset[str]:
    if kind == "num":
        return frozenset(written.split(","))
    if kind == "long":
        return frozenset(written[at : at + 2] for at in range(0, len(written), 2))
    return frozenset(written)


def _edits(word: str) -> set[str]:
    """Every string one slip away: a letter lost, doubled, swapped or wrong, or a space forgotten."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {left + right[1:] for left, right in cuts if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    found |= {left + letter + right[1:] for left, right in cuts if right for letter in _LETTERS}
    found |= {left + letter + right for left, right in cuts for letter in _LETTERS}
    return found - {word}


def _likeness(word: str, other: str) -> tuple[bool, float, bool]:
    is_swap = sorted(word) == sorted(other)  # the commonest slip of all
    return is_swap, SequenceMatcher(None, word, other).ratio(), word[:1] == other[:1]
