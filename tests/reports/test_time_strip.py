"""The time strip: what its labels say."""

from __future__ import annotations

from datetime import date

from briefing_app.domain.records import Event, TypedDate
from briefing_app.reports import time_strip
from briefing_app.reports.desk import Desk
from briefing_app.reports.wording import Language
from briefing_app.store.workspace import Workspace
from tests.reports.conftest import fill

DAY = date(2025, 6, 1)


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
