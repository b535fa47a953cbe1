"""What cannot be true together is found, and nothing else."""

from __future__ import annotations

from briefing_app.domain.contradictions import contradictions
from briefing_app.domain.records import Event, Participant, Person, PersonName, Post, TypedDate

LUTNICK = Person(
    id="lutnick",
    names=(PersonName("Howard Lutnick"),),
    posts=(Post("Secretary of Commerce", from_="2025-02-21"),),
)


def event(title, *dates, people=(), key=""):
    return Event(
        id=key or title,
        title=title,
        dates=tuple(TypedDate(edtf, kind) for kind, edtf in dates),
        participants=tuple(Participant(each) for each in people),
    )


def sentences(*events):
    return [each.sentence for each in contradictions(events, {"lutnick": LUTNICK})]


def test_effective_before_signed_is_found_and_the_usual_order_is_not():
    wrong = event("Order", ("signed", "2025-04-09"), ("effective", "2025-04-05"))
    right = event("Other", ("signed", "2025-04-02"), ("effective", "2025-04-05"), ("expires", "2025-07-09"))
    assert sentences(wrong, right) == [
        "Order: effective on 5 April 2025, before it was signed on 9 April 2025."
    ]


def test_dates_that_may_overlap_are_no_contradiction():
    assert sentences(event("Soft", ("signed", "2025-04"), ("effective", "2025-04-05"))) == []
    assert sentences(event("Back", ("effective", "2025-09-16"), ("retroactive to", "2025-08-07"))) == []


def test_a_participant_without_a_post_that_day_is_named():
    early = event("Call", ("held", "2025-02-20"), people=["lutnick"])
    late = event("Meeting", ("held", "2025-02-21"), people=["lutnick", "nobody"])
    assert sentences(early, late) == ["Call: Howard Lutnick held no recorded post on 20 February 2025."]


def test_one_name_on_two_near_days_is_asked_about():
    one = event("4th round", ("held", "2025-05-30"), key="a")
    other = event("4th  Round", ("held", "2025-06-01"), key="b")
    far = event("4th round", ("held", "2026-06-01"), key="c")
    found = contradictions([far, other, one], {})
    assert [each.events for each in found] == [("a", "b")]
    assert "Is it one event with two dates?" in found[0].sentence
