"""People and sources as they are typed in a field, and back to their ids."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefing_app.app.i18n import tr
from briefing_app.domain import people
from briefing_app.domain.records import Person, Source
from briefing_app.errors import UsageError
from briefing_app.store.search import fold
from briefing_app.store.workspace import Workspace


class KnownNames:
    """Asks a workspace. What is typed is a whole name or title, or an id."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def everybody(self) -> list[Person]:
        """All people."""
        return [each for each in self._workspace.records("person") if isinstance(each, Person)]

    def names(self) -> Sequence[str]:
        """What is offered for a person."""
        return sorted(people.latin_name(each) for each in self.everybody())

    def name(self, key: str) -> str:
        """The name of the person with an id; of nobody, what stands there."""
        found = self._workspace.find("person", key) if key else None
        return people.latin_name(found) if isinstance(found, Person) else key

    def people_called(self, typed: str) -> list[str]:
        """The ids of all who are called so."""
        wanted = fold(typed.strip())
        return [
            each.id
            for each in self.everybody()
            if each.id == typed.strip() or any(fold(name.full) == wanted for name in each.names)
        ]

    def person(self, typed: str) -> str:
        """The id of the one who is called so. Raises UsageError if nobody is, or several are."""
        if not typed.strip():
            return ""
        return _only(
            typed,
            self.people_called(typed),
            lambda: tr("Nobody here is called {name}. Add the person first.", name=typed),
        )

    def titles(self) -> Sequence[str]:
        """What is offered for a source."""
        return sorted(map(_source_words, self._sources()))

    def title(self, key: str) -> str:
        """What the source with an id is called; where there is none, what stands there."""
        found = self._workspace.find("source", key) if key else None
        return _source_words(found) if isinstance(found, Source) else key

    def sources_called(self, typed: str) -> list[str]:
        """The ids of all sources with this title."""
        wanted = fold(typed.strip())
        return [
            each.id
            for each in self._sources()
            if each.id == typed.strip() or wanted in {fold(_source_words(each)), fold(each.title)}
        ]

    def source(self, typed: str) -> str:
        """The id of the source with this title. Raises UsageError if there is none, or several are."""
        if not typed.strip():
            return ""
        return _only(
            typed,
            self.sources_called(typed),
            lambda: tr("There is no source {name}. Add it in Notes first.", name=typed),
        )

    def _sources(self) -> list[Source]:
        return [each for each in self._workspace.records("source") if isinstance(each, Source)]


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
