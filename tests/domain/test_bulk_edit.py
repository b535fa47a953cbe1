"""Many events edited in one step."""

from __future__ import annotations

import pytest

from briefing_app.domain.bulk_edit import BulkEdit, change_set, edited
from briefing_app.domain.records import Event, TypedDate
from briefing_app.errors import UsageError

TALKS = Event(
    id="a", title="Round", lanes=("Talks",), tags=("old",),
    dates=(TypedDate("2025-05-23", as_typed="23 May"), TypedDate("2025-05-30/2025-06-01", "due")),
)  # fmt: skip


def test_words_are_put_on_and_taken_off_once():
    after = edited(TALKS, BulkEdit(add_lanes=("Talks", "Leaders"), drop_tags=("old",), add_tags=("new",)))
    assert (after.lanes, after.tags) == (("Talks", "Leaders"), ("new",))
    assert edited(TALKS, BulkEdit()) == TALKS


def test_days_move_and_the_typed_words_go_because_they_are_no_longer_true():
    after = edited(TALKS, BulkEdit(move_days=7))
    assert [each.edtf for each in after.dates] == ["2025-05-30", "2025-06-06/2025-06-08"]
    assert after.dates[0].as_typed == ""


@pytest.mark.parametrize(
    "edtf", ["2025-06", "2025-06-1X", "2025-06-13~", "2025-05-23T14:00", "../2025-07-09"]
)
def test_a_date_that_is_not_a_plain_day_is_never_moved_silently(edtf):
    vague = Event(id="b", title="Vague", dates=(TypedDate(edtf),))
    with pytest.raises(UsageError, match=r"Vague: .* is not a plain day"):
        change_set([TALKS, vague], BulkEdit(move_days=1), "Move")


def test_one_step_holds_only_what_changes():
    other = Event(id="b", title="Other", category="talks")
    step = change_set([TALKS, other], BulkEdit(category="talks", marking="TLP:AMBER"), "Edit 2 events")
    assert [change.id for change in step.changes] == ["a", "b"]
    assert len(change_set([other], BulkEdit(category="talks"), "x").changes) == 0
    assert step.changes[0].after.marking == "TLP:AMBER"
