"""What a position and a relation are edited with: fields that know which people and sources there are."""

from __future__ import annotations

from collections.abc import Sequence

from briefing_app.app.i18n import tr
from briefing_app.domain.records import StanceLevel
from briefing_app.domain.relations import TYPES
from briefing_app.domain.stances import LEVELS
from briefing_app.errors import UsageError
from briefing_app.store.search import fold
from briefing_app.ui.known_names import KnownNames
from briefing_app.ui.people.list_model import SCRIPTS
from briefing_app.ui.widgets.date_part import date_typed, date_words
from briefing_app.ui.widgets.item_list import Part


class KnownRecords(KnownNames):
    """The fields of what a person has: further names, positions, relations."""

    def name_parts(self) -> tuple[Part, ...]:
        """The fields of a name in one more script."""
        return (
            Part("full", "Name"),
            Part("script", "Script", read=_script_words, write=_script_typed, offers=_scripts),
            Part("family", "Family name"),
            Part("given", "Given name"),
            Part("reading", "Reading"),
            Part("pronunciation", "How to say it"),
        )

    def position_parts(self) -> tuple[Part, ...]:
        """The fields of a position."""
        return (
            Part("issue", "Issue", offers=self._issues),
            Part("level", "Class", read=_level_words, write=_level_typed, offers=_levels,
                 help_text="Support, Conditional, Unclear or Oppose"),
            Part("stance", "Stance"),
            Part("statement", "What was said", is_long=True),
            Part("quotation", "In their own words", is_long=True),
            Part("date", "Date", read=date_words, write=date_typed),
            self._source_part(),
            Part("locator", "Where in the source"),
        )  # fmt: skip

    def relation_parts(self) -> tuple[Part, ...]:
        """The fields of a relation."""
        return (
            Part("type", "This person is", offers=lambda: TYPES,
                 help_text="successor, counterpart, adviser … and as what"),
            Part("person", "of whom", read=self.name, write=self.person, offers=self.names),
            Part("from_", "From", read=date_words, write=date_typed),
            Part("to", "To (first day after)", read=date_words, write=date_typed),
            self._source_part(),
        )  # fmt: skip

    def _source_part(self) -> Part:
        return Part("source", "Source", read=self.title, write=self.source, offers=self.titles)

    def _issues(self) -> Sequence[str]:
        return sorted({each.issue for person in self.everybody() for each in person.positions})


def _scripts() -> list[str]:
    return list(dict.fromkeys(tr(words) for words in SCRIPTS.values()))


def _script_words(script: str) -> str:
    return tr(SCRIPTS[script]) if script in SCRIPTS else script


def _script_typed(text: str) -> str:
    """A script by its name or its four letters (ISO 15924)."""
    wanted = text.strip()
    for script, words in SCRIPTS.items():
        if fold(wanted) in {fold(tr(words)), fold(words), fold(script)}:
            return script
    if len(wanted) == 4 and wanted.isascii() and wanted.isalpha():
        return wanted.capitalize()
    raise UsageError(tr("Use one of: {words}. Or the four letters of a script.", words=", ".join(_scripts())))


def _levels() -> list[str]:
    return [tr(words) for level, words in LEVELS.items() if level]


def _level_words(level: StanceLevel) -> str:
    return tr(LEVELS[level]) if level else ""


def _level_typed(text: str) -> StanceLevel:
    wanted = fold(text.strip())
    if not wanted:
        return ""
    for level, words in LEVELS.items():
        if level and wanted in {fold(tr(words)), fold(words), level}:
            return level
    raise UsageError(tr("Use one of: {words}.", words=", ".join(_levels())))
