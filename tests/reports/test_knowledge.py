"""Hindsight stays out: what could be known on a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from briefing_app.domain.records import Event, Note, Series, SeriesPoint, Source, TypedDate
from briefing_app.reports.knowledge import Knowledge
from briefing_app.store.workspace import Workspace
from tests.reports.conftest import fill

DAY = date(2025, 5, 24)


def an_event(event_id: str, *dates: TypedDate, sources: tuple[str, ...] = ()) -> Event:
    return Event(id=event_id, title=event_id, dates=dates, sources=sources)


def test_an_event_is_known_once_it_was_held_or_announced(desk_space: Workspace) -> None:
    held = an_event("held", TypedDate("2025-05-23"))
    later = an_event("later", TypedDate("2025-05-30"))
    announced = an_event("announced", TypedDate("2025-06-20"), TypedDate("2025-05-01", "announced"))
    month = an_event("month", TypedDate("2025-05~", "published"))
    fill(desk_space, held, later, announced, month)
    known = Knowledge(desk_space, DAY)
    assert known.event(held)
    assert known.event(month)
    assert known.event(announced)
    assert not known.event(later)


def test_a_plan_is_known_when_a_source_of_that_day_speaks_of_it(desk_space: Workspace) -> None:
    fill(
        desk_space,
        Source(id="early", title="s", date="2025-05-20"),
        Source(id="late", title="s", date="2025-06-20"),
    )
    early = an_event("a", TypedDate("2025-07-09", "due"), sources=("early",))
    late = an_event("b", TypedDate("2025-07-09", "due"), sources=("late",))
    fill(desk_space, early, late)
    known = Knowledge(desk_space, DAY)
    assert known.event(early)
    assert not known.event(late)


def test_what_is_in_the_workspace_by_the_day_is_known(desk_space: Workspace) -> None:
    plan = an_event("plan", TypedDate("2099-01-01"))
    fill(desk_space, plan)
    assert Knowledge(desk_space, date(2098, 1, 1)).event(plan)
    assert not Knowledge(desk_space, date(2000, 1, 1)).event(plan)


def test_a_duty_announced_and_not_yet_in_force_is_a_plan(desk_space: Workspace) -> None:
    event = an_event("e", TypedDate("2025-04-02", "signed"), TypedDate("2025-07-09", "effective"))
    fill(desk_space, event)
    ((typed, span),) = Knowledge(desk_space, DAY).planned(event)
    assert typed.kind == "effective"
    assert span.first == date(2025, 7, 9)


def test_a_note_stands_from_the_latest_day_it_speaks_of_until_its_end(desk_space: Workspace) -> None:
    fill(desk_space, an_event("round", TypedDate("2025-05-30")), Source(id="s", title="s", date="2025-05-01"))
    speaks = Note(id="n1", title="n", about=("round",), sources=("s",))
    tagged = Note(id="n2", title="n", about=("round",), tags=("known:2025-05-20", "until:2025-05-25"))
    known = Knowledge(desk_space, DAY)
    assert known.stands_from(speaks) == date(2025, 5, 30)
    assert not known.note(speaks)
    assert known.note(tagged)
    assert not Knowledge(desk_space, date(2025, 5, 26)).note(tagged)
    assert not Knowledge(desk_space, date(2025, 5, 19)).note(tagged)


def test_a_figure_comes_in_the_vintage_of_the_day(desk_space: Workspace) -> None:
    series = Series(
        id="gdp",
        title="GDP",
        frequency="quarterly",
        points=(
            SeriesPoint("2024Q4", Decimal("0.6"), vintage="as of 2025-05-16"),
            SeriesPoint("2025Q1", Decimal("-0.2"), vintage="first preliminary 2025-05-16"),
            SeriesPoint("2025Q1", Decimal("0.1"), vintage="as of 2025-08-15"),
        ),
    )
    fill(desk_space, series)

    def value(day: date) -> Decimal | None:
        point = Knowledge(desk_space, day).point(series)
        return point.value if point else None

    assert value(date(2025, 5, 15)) is None
    assert value(DAY) == Decimal("-0.2")
    assert value(date(2025, 8, 15)) == Decimal("0.1")
    assert Knowledge(desk_space, date(2025, 8, 15)).history(series)[-1] == (date(2025, 3, 31), Decimal("0.1"))


def test_a_monthly_figure_waits_for_its_publication(desk_space: Workspace) -> None:
    fill(desk_space, Source(id="june", title="s", date="2025-06-18"))
    series = Series(
        id="x",
        title="x",
        frequency="monthly",
        points=(SeriesPoint("2025-05", Decimal(1), sources=("june",)),),
    )
    fill(desk_space, series)
    assert Knowledge(desk_space, date(2025, 6, 17)).point(series) is None
    assert Knowledge(desk_space, date(2025, 6, 18)).point(series) is not None


def test_a_standing_share_is_known_within_its_year(desk_space: Workspace) -> None:
    series = Series(id="x", title="x", frequency="snapshot", points=(SeriesPoint("2025", Decimal(8)),))
    fill(desk_space, series)
    assert Knowledge(desk_space, DAY).point(series) is not None
    assert Knowledge(desk_space, date(2024, 12, 31)).point(series) is None
