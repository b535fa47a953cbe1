"""The time strip: what its labels say."""

from __future__ import annotations

from datetime import date

from briefing_app.domain.records import Event, Note, TypedDate
from briefing_app.reports import time_strip
from briefing_app.reports.desk import Desk
from briefing_app.reports.gather import deadlines
from briefing_app.reports.wording import Language
from briefing_app.store.workspace import Workspace
from tests.reports.conftest import fill

DAY = date(2025, 6, 1)
TERMS = "| English | 日本語 |\n|---|---|\n| The pause ends | 停止が終わる |\n"


def labels(workspace: Workspace, language: Language) -> list[str]:
    strip = time_strip.strip(Desk(workspace, DAY, language), width_pt=493)
    assert strip is not None
    return [mark.label for mark in strip.marks if mark.kind == "due"]


def test_a_deadline_says_what_is_due_in_both_languages(desk_space: Workspace) -> None:
    dates = (TypedDate("2025-05-01", kind="held"), TypedDate("2025-07-01", kind="due"))
    fill(desk_space, Event(id="e", title="90-day pause: ends", dates=dates))
    assert labels(desk_space, "en") == ["Due 90-day pause"]
    assert labels(desk_space, "ja") == ["期限 90-day pause"]


def test_who_reports_an_event_is_not_its_label(desk_space: Workspace) -> None:
    dates = (TypedDate("2025-05-01", kind="held"), TypedDate("2025-07-01", kind="due"))
    fill(desk_space, Event(id="e", title="AFP: talks go on", dates=dates))
    assert labels(desk_space, "en") == ["Due talks go on"]


def test_a_deadline_with_words_of_its_own_is_called_by_them(desk_space: Workspace) -> None:
    due = TypedDate("2025-07-01", kind="due", words="The pause ends")
    fill(
        desk_space,
        Event(id="e", title="24% for one day; 90-day pause", dates=(TypedDate("2025-05-01"), due)),
        Note(id="t", title="Terms", language="ja", tags=("terms",), body=TERMS),
    )
    assert labels(desk_space, "en") == ["The pause ends"]
    assert labels(desk_space, "ja") == ["停止が終わる"]
    assert [each.title for each in deadlines(Desk(desk_space, DAY, "en"))] == ["The pause ends"]
    assert [each.title for each in deadlines(Desk(desk_space, DAY, "ja"))] == ["停止が終わる"]


def test_a_round_of_two_days_is_one_mark(desk_space: Workspace) -> None:
    def held(name: str, day: str, number: int) -> Event:
        dates = (TypedDate(day, kind="held"),)
        return Event(id=name, title=name, category="talks", tags=(f"round-{number}",), dates=dates)

    fill(
        desk_space, held("a", "2025-05-20", 5), held("b", "2025-05-21", 5), held("c", "2025-05-28", 6),
        held("d", "2025-04-28", 4), held("e", "2025-05-08", 4),
    )  # fmt: skip
    strip = time_strip.strip(Desk(desk_space, DAY, "en"), width_pt=493)
    assert strip is not None
    marks = {mark.label: mark for mark in strip.marks if mark.kind == "held"}
    assert [mark.label for mark in strip.marks if mark.kind == "held"].count("Round 5") == 1
    assert marks["Round 5"].until - marks["Round 5"].at == 9
    assert marks["Round 6"].until == 0
    assert "20 May–21 May: Round 5; 28 May: Round 6" in strip.alt
    # Days far apart are two meetings.
    assert [mark.label for mark in strip.marks if mark.kind == "held"].count("Round 4") == 2
