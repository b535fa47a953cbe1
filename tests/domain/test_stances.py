"""The matrix of stances: what was said until the day, and which way."""

from datetime import date

import pytest

from briefing_app.domain.records import Person, PersonName, Position
from briefing_app.domain.stances import matrix, movement, rows


def said(level, stance="x", day="2025-05-01"):
    return Position("Cars", stance, "", day, level=level)


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ("oppose", "conditional", "towards"), ("support", "oppose", "away"), ("support", "support", "steady"),
        ("unclear", "support", "changed"), ("support", "unclear", "changed"), ("", "", "steady"),
    ],
)  # fmt: skip
def test_movement(before, after, moved):
    assert movement(said(before), said(after)) == moved


def test_other_words_without_a_class_are_a_change_of_unknown_direction():
    assert movement(said("", "one"), said("", "other")) == "changed"


PEOPLE = [
    Person(
        id="a", names=(PersonName("Akazawa"),), country="JP",
        positions=(
            said("conditional", day="2025-07-22"), said("oppose", day="2025-04-16"),
            Position("Steel", "No", date="2025-04-16"), said("support", day="2026-01-01"),
        ),
    ),
    Person(id="g", names=(PersonName("Greer"),), country="US", positions=(said("support", "Yes"),)),
    Person(id="n", names=(PersonName("Nobody"),)),
]  # fmt: skip


def test_the_cell_is_the_latest_stance_of_the_day():
    shown = matrix(PEOPLE, date(2025, 8, 1))
    assert shown.issues == ("Cars", "Steel")
    assert [person.id for person in shown.people] == ["a", "g"]
    cell = shown.cell("a", "Cars")
    assert (cell.latest.level, cell.movement, len(cell.history)) == ("conditional", "towards", 2)
    assert matrix(PEOPLE, date(2025, 5, 24)).cell("a", "Cars").movement == ""
    assert shown.cell("g", "Steel") is None


def test_of_the_same_day_what_was_entered_later_counts():
    both = Person(id="a", names=(PersonName("A"),), positions=(said("oppose"), said("support")))
    assert matrix([both], date(2025, 6, 1)).cell("a", "Cars").latest.level == "support"


def test_the_file_holds_every_statement_with_its_source():
    table = rows(matrix(PEOPLE, date(2025, 8, 1)))
    assert len(table) == 5
    assert table[1][:7] == ["a", "Akazawa", "Cars", "2025-07-22", "conditional", "towards", "x"]
