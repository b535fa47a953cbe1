"""Spell check where a dictionary is installed: found in the system's folders, read in a job, kept for all.

Nothing is shipped and nothing is fetched. Words that the user teaches lie in one text file of our config
folder, which is readable: names of an encrypted workspace do not belong there, and the menu says so.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from briefing_app.app.jobs import Jobs
from briefing_app.errors import UsageError
from briefing_app.threads import collector_resting

if TYPE_CHECKING:
    from briefing_app.exchange.hunspell import Dictionary

AUTOMATIC, OFF = "auto", "off"
_PREFERRED = ("en_US", "en_GB")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['’][A-Za-z\u00c0-\u024f]+)*")
# What is not prose: code, links, references, addresses, markings in parentheses.
_NOT_PROSE = re.compile(
    r"`[^`]*`|\[\[[^\]\n]*\]\]|[@^#][\w.-]+|\b[\w.+-]+@[\w.-]+|\b\w+://\S+|\bwww\.\S+|\([A-Z:+ -]+\)|\w*\d\w*"
)


def folders() -> list[Path]:
    """Where systems and office programs keep spelling dictionaries."""
    home = Path.home()
    if sys.platform == "win32":
        programs = [
            Path(os.environ[name]) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)") if name in os.environ
        ]
        return [each / "LibreOffice" / "share" / "extensions" / "dict-en" for each in programs]
    if sys.platform == "darwin":
        office = Path("/Applications/LibreOffice.app/Contents/Resources/extensions/dict-en")
        return [home / "Library" / "Spelling", Path("/Library/Spelling"), office]
    return [
        Path("/usr/share/hunspell"), Path("/usr/share/myspell"), Path("/usr/share/myspell/dicts"),
        Path("/usr/local/share/hunspell"), home / ".local" / "share" / "hunspell",
        Path("/usr/lib/libreoffice/share/extensions/dict-en"),
    ]  # fmt: skip


class Spelling(QObject):
    """``changed`` is sent when a dictionary was read, a word was taught, or checking was switched."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = AUTOMATIC
        self._dictionary: Dictionary | None = None
        self._learned: set[str] = set()
        self._names: frozenset[str] = frozenset()
        self._learned_file: Path | None = None
        self._verdicts: dict[str, bool] = {}
        self._is_reading = ""
        self.places = folders()

    @property
    def name(self) -> str:
        """The dictionary in use, such as ``en_US``; empty where nothing is checked."""
        return self._dictionary.name if self._dictionary else ""

    def installed(self) -> dict[str, Path]:
        """The English dictionaries of this system, by name."""
        found: dict[str, Path] = {}
        for folder in self.places:
            if folder.is_dir():
                for file in sorted(folder.glob("en*.aff")):
                    if file.with_suffix(".dic").is_file():
                        found.setdefault(file.stem.replace("-", "_"), file)
        return found

    def choose(self, wanted: str, learned_file: Path | None = None) -> None:
        """Use a dictionary by name, whichever there is ("auto"), or none ("off")."""
        if learned_file is not None and learned_file != self._learned_file:
            self._learned_file = learned_file
            self._learned = _read_words(learned_file)
            self._verdicts.clear()
        if wanted != self._wanted:
            self._wanted = wanted
            if self._dictionary is not None and wanted not in {AUTOMATIC, self._dictionary.name}:
                self._take(None)

    def prepare(self, jobs: Jobs) -> None:
        """Read the wanted dictionary in a thread, if it is not here yet."""
        if self._wanted == OFF or self._dictionary is not None or self._is_reading:
            return
        found = self.installed()
        names = [name for name in (self._wanted, *_PREFERRED, *found) if name in found]
        if not names:
            return
        self._is_reading = names[0]

        def work() -> Dictionary | None:
            from briefing_app.exchange.hunspell import read

            try:
                with collector_resting():
                    return read(found[names[0]])
            except UsageError:
                return None  # a broken dictionary of the system is no reason to trouble the writer

        jobs.run(work, self._take, lane="ahead", owner=self)

    def wrong_words(self, text: str) -> Iterator[tuple[int, str]]:
        """Words of a line that the dictionary does not have, with their places. Japanese is passed over."""
        if self._dictionary is None or not text:
            return
        taken = [found.span() for found in _NOT_PROSE.finditer(text)]
        for found in _WORD.finditer(text):
            if len(found.group()) > 1 and self.is_wrong(found.group()):
                start = found.start()
                if not any(begin <= start < end for begin, end in taken):
                    yield start, found.group()

    def is_wrong(self, word: str) -> bool:
        """Whether a word is neither in the dictionary nor taught. Abbreviations in capitals are let be."""
        known = self._verdicts.get(word)
        if known is None:
            known = self._dictionary is not None and not (
                (word.isupper() and len(word) <= 6)
                or word.casefold() in self._learned
                or re.sub(r"['’]s$", "", word.casefold()) in self._names
                or self._dictionary.knows(word)
            )
            self._verdicts[word] = known
        return known

    def suggestions(self, word: str) -> list[str]:
        """What may have been meant."""
        return self._dictionary.suggestions(word) if self._dictionary else []

    def take_names(self, names: frozenset[str]) -> None:
        """Take the names of the workspace's people as right; they are not kept."""
        if names != self._names:
            self._names = names
            self._verdicts.clear()
            if self._dictionary is not None:
                self.changed.emit()

    def learn(self, word: str) -> None:
        """Take a word as right from now on, here and at the next start."""
        self._learned.add(word.casefold())
        self._verdicts.clear()
        if self._learned_file is not None:
            self._learned_file.parent.mkdir(parents=True, exist_ok=True)
            with self._learned_file.open("a", encoding="utf-8") as file:
                file.write(f"{word}\n")
        self.changed.emit()

    def _take(self, dictionary: Dictionary | None) -> None:
        self._is_reading = ""
        if dictionary is not None and self._wanted == OFF:
            return
        self._dictionary = dictionary
        self._verdicts.clear()
        self.changed.emit()


def _read_words(file: Path) -> set[str]:
    try:
        return {line.strip().casefold() for line in file.read_text("utf-8", "replace").splitlines()}
    except OSError:
        return set()


_shared: list[Spelling] = []


def spelling() -> Spelling:
    """The one spell check of this process."""
    if not _shared:
        _shared.append(Spelling())
    return _shared[0]
