"""What a position and a relation are edited with: fields that know which people and sources there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefing_app.app.i18n import tr
from briefing_app.domain import people
from briefing_app.domain.records import Person, Source, StanceLevel
from briefing_app.domain.relations import TYPES
from briefing_app.domain.stances import LEVELS
from briefing_app.errors import UsageError
from briefing_app.store.search import fold
from briefing_app.store.workspace import Workspace
from briefing_app.ui.people.list_model import SCRIPTS
from briefing_app.ui.widgets.date_part import date_typed, date_words
from briefing_app.ui.widgets.item_list import Part


class KnownRecords:
    """Names of records as they are typed, and back to their ids."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

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
            Part("person", "of whom", read=self._name, write=self._person, offers=self._names),
            Part("from_", "From", read=date_words, write=date_typed),
            Part("to", "To (first day after)", read=date_words, write=date_typed),
            self._source_part(),
        )  # fmt: skip

    def _source_part(self) -> Part:
        return Part("source", "Source", read=self._title, write=self._source, offers=self._titles)

    def _everybody(self) -> list[Person]:
        return [each for each in self._workspace.records("person") if isinstance(each, Person)]

    def _sources(self) -> list[Source]:
        return [each for each in self._workspace.records("source") if isinstance(each, Source)]

    def _names(self) -> Sequence[str]:
        return sorted(people.latin_name(each) for each in self._everybody())

    def _name(self, key: str) -> str:
        found = self._workspace.find("person", key) if key else None
        return people.latin_name(found) if isinstance(found, Person) else key

    def _person(self, typed: str) -> str:
        wanted = fold(typed.strip())
        if not wanted:
            return ""
        found = [
            each.id
            for each in self._everybody()
            if each.id == typed.strip() or any(fold(name.full) == wanted for name in each.names)
        ]
        return _only(
            typed, found, lambda: tr("Nobody here is called {name}. Add the person first.", name=typed)
        )

    def _titles(self) -> Sequence[str]:
        return sorted(map(_source_words, self._sources()))

    def _title(self, key: str) -> str:
        found = self._workspace.find("source", key) if key else None
        return _source_words(found) if isinstance(found, Source) else key

    def _source(self, typed: str) -> str:
        if not typed.strip():
            return ""
        wanted = fold(typed.strip())
        found = [
            each.id
            for each in self._sources()
            if each.id == typed.strip() or wanted in {fold(_source_words(each)), fold(each.title)}
        ]
        return _only(
            typed, found, lambda: tr("There is no source {name}. Add it in Notes first.", name=typed)
        )

    def _issues(self) -> Sequence[str]:
        return sorted({each.issue for person in self._everybody() for each in person.positions})


def _only(typed: str, found: list[str], none: Callable[[], str]) -> str:
    if not found:
        raise UsageError(none())
    if len(found) > 1:
        raise UsageError(
            tr("{name} is the name of several. Type the id: {ids}.", name=typed, ids=", ".join(found))
        )
    return found[0]


def _source_words(source: Source) -> str:
    return " – ".join(part for part in (source.publisher, source.title, source.date) if part)


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
