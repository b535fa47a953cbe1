"""The list of people: grouped, sorted, filtered; headings are rows of their own that cannot be chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Literal

from PySide6.QtCore import QObject

from briefing_app.domain import people
from briefing_app.domain.records import Person
from briefing_app.store.search import fold
from briefing_app.ui.widgets.grouped_list import GroupedModel, Heading, grouped

Grouping = Literal["side", "organisation", "gojuon", "name"]
GROUPINGS: dict[Grouping, str] = {
    "side": "By side", "organisation": "By organisation", "gojuon": "By reading (gojuon)", "name": "By name"
}  # fmt: skip
COUNTRIES = {"JP": "Japan", "US": "United States", "": "No side given"}


class PeopleModel(GroupedModel[Person]):
    """People under sides, organisations or rows of the syllabary, with the office of the day."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._people: dict[str, Person] = {}
        self._texts: dict[str, str] = {}
        self._offices: dict[str, str] = {}
        self._grouping: Grouping = "side"
        self._query = ""
        self._day = date.min

    def show_people(self, found: Iterable[Person], day: date) -> None:
        """Take all people, as of a day."""
        self._people = {person.id: person for person in found}
        self._texts.clear()
        self._set_day(day)
        self._arrange()

    def show_day(self, day: date) -> None:
        """Show the offices of another day."""
        self._set_day(day)
        self._arrange()

    def group(self, grouping: Grouping) -> None:
        """Group and sort in another way."""
        self._grouping = grouping
        self._arrange()

    def filter(self, query: str) -> None:
        """Show the people who hold every word in a name, reading, post, organisation or tag."""
        self._query = fold(query)
        self._arrange()

    def key(self, row: Person) -> str:
        return row.id

    def title(self, row: Person) -> str:
        return people.latin_name(row)

    def detail(self, row: Person) -> str:
        if row.id not in self._offices:
            self._offices[row.id] = people.office_on(row, self._day)
        return self._offices[row.id]

    @property
    def person_count(self) -> int:
        """How many people are shown."""
        return sum(not isinstance(row, Heading) for row in self._rows)

    def _set_day(self, day: date) -> None:
        self._day = day
        self._offices.clear()

    def _arrange(self) -> None:
        words = self._query.split()
        shown = [p for p in self._people.values() if all(word in self._text(p) for word in words)]
        key, heading = self._order()
        shown.sort(key=key)
        groups: dict[str, list[Person]] = {}
        for person in shown:
            groups.setdefault(heading(person), []).append(person)
        self.set_rows(grouped(groups))

    def _order(self) -> tuple[Callable[[Person], Any], Callable[[Person], str]]:
        if self._grouping == "gojuon":
            return people.gojuon_key, people.gojuon_row
        if self._grouping == "name":
            return people.name_key, lambda _person: ""
        if self._grouping == "organisation":
            return (lambda p: (not self._organisation(p), self._organisation(p), people.name_key(p))), (
                lambda p: self._organisation(p) or "No office on this day"
            )
        return (lambda p: (not p.country, p.country, people.name_key(p))), (
            lambda p: COUNTRIES.get(p.country, p.country)
        )

    def _organisation(self, person: Person) -> str:
        held = people.posts_on(person, self._day)
        return held[0].organisation if held else ""

    def _text(self, person: Person) -> str:
        if person.id not in self._texts:
            parts = [part for name in person.names for part in (name.full, name.reading, name.pronunciation)]
            parts += [part for post in person.posts for part in (post.title, post.organisation)]
            self._texts[person.id] = fold("\n".join([*parts, *person.tags, person.country]))
        return self._texts[person.id]
