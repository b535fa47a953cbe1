"""The list of people: grouped, sorted, filtered; headings are rows of their own that cannot be chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from briefing_app.domain import people
from briefing_app.domain.records import Person
from briefing_app.store.search import fold

Index = QModelIndex | QPersistentModelIndex
Grouping = Literal["side", "organisation", "gojuon", "name"]
GROUPINGS: dict[Grouping, str] = {
    "side": "By side", "organisation": "By organisation", "gojuon": "By reading (gojuon)", "name": "By name"
}  # fmt: skip
COUNTRIES = {"JP": "Japan", "US": "United States", "": "No side given"}
_NO_PARENT = QModelIndex()


@dataclass(frozen=True)
class Heading:
    """A group: its title and how many people stand under it."""

    text: str
    count: int


class PeopleModel(QAbstractListModel):
    """Rows are :class:`Heading` or Person: UserRole gives it, ``OFFICE`` the office of the day in words."""

    OFFICE = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._people: dict[str, Person] = {}
        self._texts: dict[str, str] = {}
        self._offices: dict[str, str] = {}
        self._rows: list[Heading | Person] = []
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

    def row_of(self, person_id: str) -> int | None:
        """Where a person stands, or None."""
        for row, each in enumerate(self._rows):
            if isinstance(each, Person) and each.id == person_id:
                return row
        return None

    def first_person(self) -> Person | None:
        """The first person shown."""
        return next((row for row in self._rows if isinstance(row, Person)), None)

    @property
    def person_count(self) -> int:
        """How many people are shown."""
        return sum(isinstance(row, Person) for row in self._rows)

    def _set_day(self, day: date) -> None:
        self._day = day
        self._offices.clear()

    def _arrange(self) -> None:
        words = self._query.split()
        shown = [p for p in self._people.values() if all(word in self._text(p) for word in words)]
        key, heading = self._order()
        shown.sort(key=key)
        rows: list[Heading | Person] = []
        groups: dict[str, list[Person]] = {}
        for person in shown:
            groups.setdefault(heading(person), []).append(person)
        for title, members in groups.items():
            if title:
                rows.append(Heading(title, len(members)))
            rows.extend(members)
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

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

    def _office(self, person: Person) -> str:
        if person.id not in self._offices:
            self._offices[person.id] = people.office_on(person, self._day)
        return self._offices[person.id]

    def _text(self, person: Person) -> str:
        if person.id not in self._texts:
            parts = [part for name in person.names for part in (name.full, name.reading, name.pronunciation)]
            parts += [part for post in person.posts for part in (post.title, post.organisation)]
            self._texts[person.id] = fold("\n".join([*parts, *person.tags, person.country]))
        return self._texts[person.id]

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if isinstance(row, Heading):
            return f"{row.text} ({row.count})" if role == Qt.ItemDataRole.DisplayRole else None
        name = people.latin_name(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name}, {self._office(row)}"
        return {Qt.ItemDataRole.DisplayRole: lambda: name, self.OFFICE: lambda: self._office(row)}.get(
            role, lambda: None
        )()

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self._rows[index.row()], Heading):
            return Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)
