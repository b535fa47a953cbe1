"""What cannot be true together is found, and nothing else."""

from __future__ import annotations

from datetime import date
from typing import get_args

from briefing_app.domain.contradictions import _KIND_JA, MeasureSpan, contradictions
from briefing_app.domain.records import DateKind, Event, Participant, Person, PersonName, Post, TypedDate

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


def sourced(title, *dates):
    return Event(id=title, title=title, dates=tuple(TypedDate(*each) for each in dates))


def test_two_sources_with_different_days_are_named():
    told_twice = sourced(
        "Letter", ("2025-07-07", "signed", "", "white-house"), ("2025-07-08", "signed", "", "newspaper")
    )
    assert sentences(told_twice) == [
        "Letter: signed on 7 July 2025 by one source and 8 July 2025 by another."
    ]


def test_sources_that_may_agree_and_moved_deadlines_are_no_contradiction():
    vague = sourced("a", ("2025-07", "signed", "", "one"), ("2025-07-08", "signed", "", "other"))
    moved = sourced(
        "b",
        ("2025-07-09", "due", "", "one", "", "", "2025-04-09"),
        ("2025-08-01", "due", "", "other", "", "", "2025-07-07"),
    )
    one_source = sourced("c", ("2025-07-07", "held", "", "one"), ("2025-07-09", "held", "", "one"))
    assert sentences(vague, moved, one_source) == []


LAW = {
    "jp-24": MeasureSpan("jp-24", "the 24%", date(2025, 4, 9), frozenset({"pause"})),
    "pause": MeasureSpan("pause", "the pause", date(2025, 4, 10)),
    "autos": MeasureSpan("autos", "the car duty", date(2025, 4, 3), title_ja="自動車関税"),
}


def measured(title, measure, *dates):
    return Event(
        id=title,
        title=title,
        measures=(measure,),
        dates=tuple(TypedDate(edtf, kind) for kind, edtf in dates),
    )


def test_a_measure_dated_otherwise_than_in_the_law_is_named():
    wrong = measured("Cars", "autos", ("effective", "2025-04-05"))
    right = measured("24%", "jp-24", ("effective", "2025-04-09"), ("expires", "2025-04-10"))
    assert [each.sentence for each in contradictions([wrong, right], {}, LAW)] == [
        "Cars: effective on 5 April 2025; in the calculator's law the car duty begins on 3 April 2025."
    ]


def test_measures_that_exclude_each_other_may_not_overlap():
    long = measured("24%", "jp-24", ("effective", "2025-04-09"), ("expires", "2025-07-09"))
    pause = measured("Pause", "pause", ("effective", "2025-04-10"))
    cars = measured("Cars", "autos", ("effective", "2025-04-03"))
    (found,) = contradictions([pause, cars, long], {}, LAW)
    assert found.events == ("24%", "Pause")
    assert found.sentence == (
        "24%: said to be in force from 9 April 2025 to 9 July 2025, but Pause excludes it from 10 April 2025."
    )
    assert contradictions([pause, cars, long], {}) == ()


def test_every_finding_is_said_in_japanese_and_begins_with_the_same_title():
    minister = Person(
        id="akazawa",
        names=(PersonName("Akazawa Ryosei"), PersonName("赤沢 亮正", "Jpan")),
        posts=(Post("Minister", from_="2025-04-08"),),
    )
    found = contradictions(
        [
            event("大統領令", ("signed", "2025-04-09"), ("effective", "2025-04-05")),
            event("会合", ("held", "2025-05-02"), ("terminated", "2025-05-01")),
            sourced("書簡", ("2025-07-07", "signed", "", "one"), ("2025-07-08", "signed", "", "other")),
            event("電話", ("held", "2025-04-07"), people=["akazawa"]),
            event("協議", ("held", "2025-05-30"), key="a"),
            event("協議", ("held", "2025-06-01"), key="b"),
            measured("自動車", "autos", ("effective", "2025-04-05")),
            measured("24%", "jp-24", ("effective", "2025-04-09"), ("expires", "2025-07-09")),
            measured("停止", "pause", ("effective", "2025-04-10")),
        ],
        {"akazawa": minister},
        LAW,
    )
    assert [each.sentence_in("ja") for each in found] == [
        "大統領令：発効の日（2025年4月5日）が、署名の日（2025年4月9日）より前です。",
        "会合：終了の日が、開催の日より前です。",
        "書簡：署名の日が、出典により2025年7月7日と2025年7月8日に分かれています。",
        "電話：赤沢 亮正には、2025年4月7日に在任していた役職の記録がありません。",
        (
            "協議：同じ名称の出来事が2025年5月30日と2025年6月1日にあります。"
            "日付が二つある一つの出来事ではありませんか。"
        ),
        (
            "自動車：発効の日は2025年4月5日ですが、"
            "計算に用いる法令では「自動車関税」の開始は2025年4月3日です。"
        ),
        (
            "24%：2025年4月9日から2025年7月9日まで効力があるとされていますが、"
            "2025年4月10日以降は「停止」と両立しません。"
        ),
    ]
    assert all(each.sentence_in("en") == each.sentence for each in found)
    assert all(each.sentence.startswith(f"{each.about}: ") for each in found)


def test_every_kind_of_date_has_its_japanese_in_the_sentences():
    assert set(_KIND_JA) == set(get_args(DateKind))
