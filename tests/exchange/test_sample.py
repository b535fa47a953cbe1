"""The sample workspace: complete, its references resolve, its dates parse, and it is what the facts give."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest

from briefing_app import resources
from briefing_app.domain.fuzzydate import is_edtf, parse
from briefing_app.domain.records import (
    Delegation,
    Event,
    Note,
    Organisation,
    Person,
    Record,
    Series,
    Source,
    title_of,
)
from briefing_app.errors import UsageError
from briefing_app.exchange.sample import load_sample, sample_names
from briefing_app.store import codec

T = TypeVar("T")
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "facts"


@pytest.fixture(scope="module")
def sample() -> tuple[Record, ...]:
    return load_sample("us-japan")


def of_type(records: tuple[Record, ...], type_: type[T]) -> list[T]:
    return [record for record in records if isinstance(record, type_)]


def test_it_holds_what_was_promised(sample: tuple[Record, ...]) -> None:
    counts = Counter(record.record_kind for record in sample)
    assert counts["event"] == 113
    assert counts["person"] == 24
    assert counts["series"] == 10
    assert counts["organisation"] == 17
    assert counts["delegation"] == 2
    assert counts["note"] >= 14
    assert counts["scenario"] == 3
    assert counts["basket"] == 2
    assert counts["briefing"] >= 1
    assert sample_names() == ("us-japan",)


def test_ids_are_there_and_unique_across_kinds(sample: tuple[Record, ...]) -> None:
    ids = [record.id for record in sample]
    assert all(ids)
    assert len(set(ids)) == len(ids)


def references(record: Record) -> Iterator[tuple[str, str]]:
    """(kind of what is referred to, id); "any" where a record of any kind may stand."""
    yield from (("source", key) for key in getattr(record, "sources", ()))
    for name in ("dates", "positions", "relations", "quotations"):
        yield from (("source", entry.source) for entry in getattr(record, name, ()) if entry.source)
    if isinstance(record, Event):
        yield from (("person", entry.person) for entry in record.participants)
        if record.parent:
            yield "event", record.parent
    if isinstance(record, Person):
        yield from (("person", entry.person) for entry in record.relations)
    if isinstance(record, Organisation) and record.parent:
        yield "organisation", record.parent
    if isinstance(record, Delegation):
        yield "event", record.event
        yield from (("person", member.person) for member in record.members)
    if isinstance(record, Series):
        yield from (("source", key) for point in record.points for key in point.sources)
    if isinstance(record, Note):
        yield from (("any", key) for key in record.about)
        yield from (("any", key) for key in re.findall(r"\[\[([^\]|]+)\]\]", record.body))
        yield from (("person", key) for key in re.findall(r"(?<!\w)@([a-z][a-z-]*)", record.body))
        yield from (("source", key) for key in re.findall(r"\^([A-Z0-9][A-Z0-9-]*)", record.body))
        yield from (("person", entry.speaker) for entry in record.quotations if entry.speaker)
    for block in getattr(record, "blocks", ()):
        if block.ref:
            yield "any", block.ref
    if single := getattr(record, "source", ""):
        yield "source", single


def test_every_reference_resolves(sample: tuple[Record, ...]) -> None:
    known = {(record.record_kind, record.id) for record in sample} | {("any", record.id) for record in sample}
    broken = [
        f"{record.id} -> {kind} {key}" for record in sample for kind, key in references(record)
        if (kind, key) not in known
    ]  # fmt: skip
    assert broken == []


def test_notes_cite_in_the_text_only_sources_they_list(sample: tuple[Record, ...]) -> None:
    for note in of_type(sample, Note):
        cited = set(re.findall(r"\^([A-Z0-9][A-Z0-9-]*)", note.body))
        assert cited <= set(note.sources), (note.id, cited - set(note.sources))


def test_every_source_is_used(sample: tuple[Record, ...]) -> None:
    used = {key for record in sample for kind, key in references(record) if kind == "source"}
    assert {source.id for source in of_type(sample, Source)} == used


def test_every_date_parses(sample: tuple[Record, ...]) -> None:
    for event in of_type(sample, Event):
        assert event.dates, event.id
        for dated in event.dates:
            span = parse(dated.edtf)
            assert span.first is None or span.last is None or span.first <= span.last
            assert dated.zone, event.id
    for person in of_type(sample, Person):
        for post in person.posts:
            assert all(is_edtf(day) for day in (post.from_, post.to) if day)
        assert parse(person.review_by).first > parse(person.reviewed_on).first  # type: ignore[operator]
    for source in of_type(sample, Source):
        assert parse(source.date)


def test_events_people_and_notes_have_sources(sample: tuple[Record, ...]) -> None:
    for record in sample:
        if isinstance(record, Event | Person | Note | Series | Organisation | Delegation):
            assert record.sources, record.id


def test_every_post_is_in_an_organisation_of_the_sample(sample: tuple[Record, ...]) -> None:
    bodies = of_type(sample, Organisation)
    names = {name for each in bodies for name in (each.title, each.short, *each.other_names)}
    for person in of_type(sample, Person):
        assert {post.organisation for post in person.posts} <= names, person.id
    for each in bodies:
        assert all((each.native, each.reading, each.seat)), each.id
        assert "general knowledge" in each.note


def test_titles_fit_a_label(sample: tuple[Record, ...]) -> None:
    for event in of_type(sample, Event):
        assert len(event.title) <= 60, event.title
        assert len(event.summary) > len(event.title) / 2
        assert event.lanes


def test_people_can_be_read_in_both_scripts(sample: tuple[Record, ...]) -> None:
    akazawa = next(person for person in of_type(sample, Person) if person.id == "akazawa")
    latin, native = akazawa.names
    assert (latin.full, latin.family, latin.pronunciation) == (
        "Akazawa Ryosei",
        "Akazawa",
        "a-ka-za-wa ryō-se-i",
    )
    assert (native.full, native.family, native.given, native.reading) == (
        "赤沢亮正", "赤沢", "亮正", "あかざわ りょうせい",
    )  # fmt: skip
    for person in of_type(sample, Person):
        if person.country == "JP":
            assert [name.script for name in person.names] == ["Latn", "Jpan"]
            assert person.names[1].family + person.names[1].given == person.names[1].full


def test_posts_are_told_apart_by_day(sample: tuple[Record, ...]) -> None:
    akazawa = next(person for person in of_type(sample, Person) if person.id == "akazawa")
    on = date(2025, 5, 24)
    held = [
        post.title for post in akazawa.posts
        if parse(post.from_).first <= on and (not post.to or on < parse(post.to).first)  # type: ignore[operator]
    ]  # fmt: skip
    assert held == [
        "Minister in charge of Economic Revitalization",
        "Chief negotiator for the US tariff talks",
    ]


MAY_2025 = {
    "the baseline": r"10% baseline",
    "the 24%, paused": r"24%\*\* for Japan\. .*\*\*paused until early July\*\*",
    "cars, steel and aluminum at 25%": r"25% on cars, steel and aluminum",
    "jobs": r"About \*\*8% of Japanese jobs\*\*",
    "the first quarter": r"\*\*-0\.2%\*\*",
    "help for small firms": r"\$15\.5 billion",
    "the foreign ministry": r"sufficient understanding of each other's positions.*\^AFP-0531",
    "Akazawa": r"wants the tariffs reviewed at once.*\^AFP-0531",
    "the US Treasury": r"Bessent raised tariffs, non-tariff measures, investment and econ.*\^AFP-0531",
    "the next round": r"before the G7 summit in mid-June \^AFP-0531",
}


@pytest.mark.parametrize("pattern", MAY_2025.values(), ids=MAY_2025.keys())
def test_the_facts_of_may_2025_are_in_the_notes(sample: tuple[Record, ...], pattern: str) -> None:
    bodies = [" ".join(note.body.split()) for note in of_type(sample, Note)]
    assert any(re.search(pattern, body) for body in bodies)


def test_notes_come_in_every_kind_and_in_japanese(sample: tuple[Record, ...]) -> None:
    notes = of_type(sample, Note)
    assert {note.kind for note in notes} == {"record", "line", "qa", "analysis"}
    assert sum(note.language == "ja" for note in notes) >= 2
    questions = next(note for note in notes if note.id == "note-qa-may-2025")
    assert questions.body.count("## Q") >= 4
    assert "## 問" in questions.body


def test_quotations_are_short(sample: tuple[Record, ...]) -> None:
    for note in of_type(sample, Note):
        for quotation in note.quotations:
            assert len(quotation.text.split()) <= 5
            assert quotation.source


def test_the_codec_reads_back_what_it_writes(sample: tuple[Record, ...]) -> None:
    for record in sample:
        assert codec.decode(record.record_kind, codec.encode(record)) == record
        assert title_of(record)


def test_an_unknown_sample_is_refused() -> None:
    with pytest.raises(UsageError, match="us-japan"):
        load_sample("us-france")


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the shared facts are not beside the project")
def test_every_remark_on_the_sources_is_in_the_note_about_them(sample: tuple[Record, ...]) -> None:
    timeline = json.loads((SHARED / "timeline.json").read_text(encoding="utf-8"))
    remarked = {event["id"] for event in timeline["events"] if event.get("note")}
    note = next(note for note in of_type(sample, Note) if note.id == "note-where-sources-differ")
    assert set(note.about) == remarked
    assert set(re.findall(r"\[\[(.+?)\]\]", note.body)) == remarked


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the shared facts are not beside the project")
def test_the_built_files_are_what_the_facts_give() -> None:
    from build_scripts.sample import build

    folder = resources.path("sample", "us-japan")
    for name, text in build(SHARED, folder).items():
        assert (folder / name).read_text(encoding="utf-8") == text, (
            f"{name} is stale: run build_scripts/sample.py"
        )
