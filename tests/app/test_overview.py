"""What the status bar says is due: in the words of the deadline, and not where it was moved."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from briefing_app.app.overview import overview
from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.records import Event, TypedDate
from briefing_app.store.workspace import Workspace

PAUSE = Event(
    id="e", title="24% for one day; 90-day pause",
    dates=(
        TypedDate("2025-04-09", "effective"),
        TypedDate("2025-07-09", "due", set_on="2025-04-09", words="The pause ends"),
        TypedDate("2025-08-01", "due", set_on="2025-07-07"),
    ),
)  # fmt: skip


def test_what_is_due_has_its_own_words_as_long_as_it_stands(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w.brief") as workspace:
        workspace.apply(ChangeSet("Fill", (Change("event", "e", None, PAUSE),)))
        assert overview(workspace, date(2025, 7, 4)).due == ("The pause ends",)
        assert overview(workspace, date(2025, 7, 8)).due == ()
        assert overview(workspace, date(2025, 7, 30)).due == (PAUSE.title,)
