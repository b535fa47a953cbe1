"""The list of people: grouped, sorted, filtered; headings are rows of their own that cannot be chosen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal, overload

from PySide6.QtCore import QObject, Qt

from briefing_app.app.i18n import tr
from briefing_app.domain import people
from briefing_app.domain.records import Person
from briefing_app.store.search import fold
from briefing_app.ui.record_words import office_words
from briefing_app.ui.widgets.grouped_list import GroupedModel, Heading, Index

Grouping = Literal["side", "organisation", "gojuon", "name"]
GROUPINGS: dict[Grouping, str] = {
    "side": "By side", "organisation": "By organisation", "gojuon": "By reading (gojuon)", "name": "By name"
}  # fmt: skip
SCRIPTS = {
    "Latn": "Latin", "Jpan": "Japanese", "Kore": "Korean", "Hans": "Chinese (simplified)",
    "Hant": "Chinese (traditional)", "Cyrl": "Cyrillic", "Hang": "Korean",
}  # fmt: skip
COUNTRIES = {"JP": "Japan", "US": "United States", "": "No side given"}


class SortedWhenSeen(Sequence[Heading | Person]):
    """The rows of groups, each group sorted when one of its rows is asked for: the first screen of twenty
    thousand people waits for the first group only.
    """

    def __init__(self, groups: Sequence[tuple[str, list[Person]]], key: Callable[[Person], Any]) -> None:
        self._groups = [(title, members) for title, members in groups if members]
        self._key = key
        self._sorted: set[int] = set()
        self._starts: list[int] = []
        self._count = 0
        for title, members in self._groups:
            self._starts.append(self._count)
            self._count += len(members) + bool(title)

    def __len__(self) -> int:
        return self._count

    def starts(self) -> dict[str, int]:
        """The row of each heading."""
        return {title: start for (title, _members), start in zip(self._groups, self._starts, strict=True)}

    @property
    def people_count(self) -> int:
        """How many rows are people."""
        return self._count - sum(bool(title) for title, _members in self._groups)

    @overload
    def __getitem__(self, row: int) -> Heading | Person: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[Heading | Person]: ...
    def __getitem__(self, row: int | slice) -> Heading | Person | Sequence[Heading | Person]:
        if isinstance(row, slice):
            return [self[each] for each in range(*row.indices(self._count))]
        if not 0 <= row < self._count:
            raise IndexError(row)
        number = bisect_right(self._starts, row) - 1
        title, members = self._groups[number]
        at = row - self._starts[number] - bool(title)
        if at < 0:
            return Heading(title, len(members))
        self._sort(number)
        return members[at]

    def row_of(self, title: str, person: Person) -> int | None:
        """Where somebody of a group stands, or None; no other group is sorted for it."""
        for number, (group, members) in enumerate(self._groups):
            if group == title and any(each is person for each in members):
                self._sort(number)
                at = next(at for at, each in enumerate(members) if each is person)
                return self._starts[number] + bool(title) + at
        return None

    def holding(self, words: Sequence[str], texts: Mapping[str, str]) -> SortedWhenSeen:
        """The rows of those whose text holds every word. What is sorted stays so, for a key waits."""
        groups, are_sorted = [], []
        for number, (title, members) in enumerate(self._groups):
            left = members
            for word in words:
                left = [person for person in left if word in texts[person.id]]
            if left:
                groups.append((title, left))
                are_sorted.append(number in self._sorted)
        found = SortedWhenSeen(groups, self._key)
        found._sorted = {number for number, is_sorted in enumerate(are_sorted) if is_sorted}
        return found

    def _sort(self, number: int) -> None:
        if number not in self._sorted:
            self._groups[number][1].sort(key=self._key)
            self._sorted.add(number)

    def replace(self, title: str, before: Person, after: Person) -> None:
        """Put somebody in the place of another of the same group, who is sorted alike."""
        for group, members in self._groups:
            for at, each in enumerate(members if group == title else ()):
                if each is before:
                    members[at] = after
                    return


class PeopleModel(GroupedModel[Person]):
    """People under sides, organisations or rows of the syllabary, with the office of the day."""

    def __init__(self, parent: QObject | None = None, shown: Callable[[str], str] = str) -> None:
        super().__init__(parent)
        self._shown = shown
        self._people: dict[str, Person] = {}
        self._texts: dict[str, str] = {}
        self._offices: dict[str, str] = {}
        self._organisations: dict[str, str] = {}
        self._sort_keys: dict[Callable[[Person], Any], dict[str, Any]] = {}
        self._grouping: Grouping = "side"
        self._query = ""
        self._every = SortedWhenSeen((), people.name_key)  # whatever is looked for
        self._day = date.min

    def show_people(self, found: Iterable[Person], day: date) -> None:
        """Take all people, as of a day. What was worked out for those who did not change is kept."""
        before, self._people = self._people, {person.id: person for person in found}
        changed = [key for key, person in before.items() if self._people.get(key) is not person]
        for known in (self._texts, *self._sort_keys.values()):
            for key in changed:
                known.pop(key, None)
        self._set_day(day)
        self._arrange()

    def replace_people(self, changed: Sequence[Person]) -> bool:
        """Show the new form of some people where they stand. False if one of them has to move, or may come
        or go by what is looked for: the list is arranged anew then.
        """
        rows = self._rows
        if self._query or not isinstance(rows, SortedWhenSeen):
            return False
        key, heading, _order = self._order()
        moves = []
        for after in changed:
            before = self._people.get(after.id)
            if before is None or key(before) != key(after):
                return False
            group = heading(before)
            self._organisations.pop(after.id, None)
            if heading(after) != group:
                return False
            moves.append((self._words(group), before, after))
        for title, before, after in moves:
            rows.replace(title, before, after)
            self._people[after.id] = after
            for known in (self._texts, self._offices):
                known.pop(after.id, None)
        self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))
        return True

    def show_day(self, day: date) -> None:
        """Show the offices of another day. Only where they are the groups, people change places."""
        self._set_day(day)
        if self._grouping == "organisation":
            self._arrange()
        elif self.rowCount():
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))

    def group(self, grouping: Grouping) -> None:
        """Group and sort in another way."""
        self._grouping = grouping
        self._arrange()

    def filter(self, query: str) -> None:
        """Show the people who hold every word in a name, reading, post, organisation or tag."""
        folded = fold(query).strip()
        goes_on = folded.startswith(self._query)  # a letter more finds some of those who are shown
        self._query = folded
        self._show_found(self._rows if goes_on and isinstance(self._rows, SortedWhenSeen) else self._every)

    def without_text(self) -> list[Person]:
        """Those whose words to find by are not read yet: for very many, to be read in a thread."""
        return [] if len(self._texts) == len(self._people) else [
            person for key, person in self._people.items() if key not in self._texts
        ]  # fmt: skip

    def take_texts(self, asked: Sequence[Person], texts: dict[str, str]) -> None:
        """Take the words of people as :func:`find_text` read them; of those who changed meanwhile, none."""
        now = self._people
        for key in [person.id for person in asked if now.get(person.id) is not person]:
            texts.pop(key, None)
        self._texts.update(texts)

    def row_of(self, key: str) -> int | None:
        person = self._people.get(key)
        if person is None or not self._fits(person, self._query.split()):
            return None
        if not isinstance(self._rows, SortedWhenSeen):
            return None
        _key, heading, _order = self._order()
        return self._rows.row_of(self._words(heading(person)), person)

    def key(self, row: Person) -> str:
        return row.id

    def title(self, row: Person) -> str:
        return shown_name(row)

    def detail(self, row: Person) -> str:
        if row.id not in self._offices:
            self._offices[row.id] = office_words(row, self._day, self._shown)
        return self._offices[row.id]

    def is_late(self, row: Person) -> bool:
        """Whether nobody has reviewed the facts in time."""
        return bool(row.review_by) and people.freshness(row, self._day) == "overdue"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        told = super().data(index, role)
        if role == Qt.ItemDataRole.AccessibleTextRole and told is not None:
            row = self._rows[index.row()]
            if not isinstance(row, Heading) and self.is_late(row):
                return f"{told}, {tr('not reviewed in time')}"
        return told

    @property
    def person_count(self) -> int:
        """How many people are shown."""
        return self._rows.people_count if isinstance(self._rows, SortedWhenSeen) else 0

    def starts(self) -> dict[str, int]:
        """The row of each heading."""
        return self._rows.starts() if isinstance(self._rows, SortedWhenSeen) else {}

    def _set_day(self, day: date) -> None:
        self._day = day
        self._offices.clear()
        self._organisations.clear()

    def _arrange(self) -> None:
        key, heading, order = self._order()
        groups: dict[Any, list[Person]] = {}
        for person in self._people.values():
            groups.setdefault(heading(person), []).append(person)
        known = self._sort_keys.setdefault(key, {})
        get = known.get

        def key_of(person: Person) -> Any:
            made = get(person.id)
            if made is None:
                made = known[person.id] = key(person)
            return made

        self._every = SortedWhenSeen(
            [(self._words(each), groups[each]) for each in sorted(groups, key=order)], key_of
        )
        self._show_found(self._every)

    def _show_found(self, among: SortedWhenSeen) -> None:
        """Show those who hold what is looked for; nothing moves where they are the ones who are shown."""
        words = self._query.split()
        if words and len(self._texts) < len(self._people):
            for person in self._people.values():
                if person.id not in self._texts:
                    self._texts[person.id] = find_text(person)
        found = among.holding(words, self._texts) if words else among
        if among is not self._rows or len(found) != len(among):
            self.set_rows(found)

    def _order(self) -> tuple[Callable[[Person], Any], Callable[[Person], str], Callable[[str], Any]]:
        """The key within a group, the group of a person, and the key of a group."""
        if self._grouping == "gojuon":
            return people.gojuon_key, people.gojuon_row, lambda row: (row == "A–Z", row)
        if self._grouping == "name":
            return people.name_key, lambda _person: "\0", str
        group = self._organisation if self._grouping == "organisation" else _country
        return people.name_key, group, lambda name: (not name, name)

    def _words(self, group: str) -> str:
        if group == "\0":
            return ""
        if self._grouping == "organisation":
            return group or tr("No office on this day")
        return tr(COUNTRIES.get(group, group)) if self._grouping == "side" else group

    def _organisation(self, person: Person) -> str:
        if person.id not in self._organisations:
            held = people.posts_on(person, self._day) if person.posts else ()
            self._organisations[person.id] = held[0].organisation if held else ""
        return self._organisations[person.id]

    def _fits(self, person: Person, words: Sequence[str]) -> bool:
        if not words:
            return True
        text = self._texts.get(person.id)
        if text is None:
            text = self._texts[person.id] = find_text(person)
        return all(word in text for word in words)


def find_text(person: Person) -> str:
    """The folded words by which somebody is found in the list. Safe in a thread."""
    parts = [part for name in person.names for part in (name.full, name.reading, name.pronunciation)]
    parts += [part for post in person.posts for part in (post.title, post.organisation)]
    return fold("\n".join([*parts, *person.tags, person.country]))


def shown_name(person: Person) -> str:
    """The name in lists; somebody just added has none yet."""
    return people.latin_name(person) if people.has_name(person) else tr("New person")


def _country(person: Person) -> str:
    return person.country
