"""The records behind the People tab, as known on the day whose knowledge counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from briefing_app.app.session import Session
from briefing_app.domain.known_people import known_person
from briefing_app.domain.records import Organisation, Person, Source
from briefing_app.domain.relations import Link, links


class PeopleRecords:
    """A part of the tab, which has the session and remembers who names whom."""

    _session: Session
    _naming: tuple[Sequence[Person], dict[str, list[Person]]]

    def _person(self, person_id: str) -> Person | None:
        found = self._session.workspace.find("person", person_id)
        return found if isinstance(found, Person) else None

    def _people(self) -> Sequence[Person]:
        """Everybody, as known on the day whose knowledge counts."""
        known_on = self._session.known_on
        found = cast(Sequence[Person], self._session.workspace.records("person"))
        return found if known_on is None else [known_person(each, known_on) for each in found]

    def _links_of(self, person: Person) -> Sequence[Link]:
        """The relations of a person from both ends; who names whom is looked up once for all of them."""
        found = self._people()
        if self._naming[0] is not found:
            naming: dict[str, list[Person]] = {}
            for each in found:
                for relation in each.relations:
                    naming.setdefault(relation.person, []).append(each)
            self._naming = (found, naming)
        return links(known_person(person, self._session.known_on), self._naming[1].get(person.id, ()))

    def _bodies(self) -> list[Organisation]:
        found = self._session.workspace.records("organisation")
        return [each for each in found if isinstance(each, Organisation)]

    def _sources(self) -> dict[str, Source]:
        found = self._session.workspace.records("source")
        return {each.id: each for each in found if isinstance(each, Source)}
