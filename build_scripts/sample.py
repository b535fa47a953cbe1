"""Build the sample workspace *US-Japan tariff talks* from the compiled facts.

    python build_scripts/sample.py [--facts DIR] [--out DIR]

Reads timeline, people, indicators and measures of the facts folder, the curated tables beside this script
(short titles, lanes, kinds of date, positions, organisations, sides of the table) and the hand-written notes;
writes the built files of the sample. The result
is committed, so that nobody needs the facts to run the program.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent
sys.path.insert(0, str(PROJECT))

from briefing_app.domain.records import (  # noqa: E402
    Delegation,
    DelegationMember,
    Event,
    Organisation,
    Participant,
    Person,
    PersonName,
    Position,
    Post,
    Record,
    Relation,
    Series,
    SeriesPoint,
    Source,
    TypedDate,
)
from briefing_app.exchange.sample import read_hand_written, without_empty  # noqa: E402
from build_scripts.kana import spoken  # noqa: E402

CURATION = HERE / "sample_curation"
FACTS = PROJECT.parent / "shared" / "facts"
TARGET = PROJECT / "resources" / "sample" / "us-japan"
REGISTERS = ("timeline", "people", "indicators", "measures")
ZONES = {"NY": "America/New_York", "TK": "Asia/Tokyo", "ED": "America/Edmonton"}
REVIEWED_FOR_MONTHS = 6
# Posts whose end the facts leave open although the holder has left; the days are general knowledge.
KNOWN_ENDS = {
    ("motegi", "2019-09"): (
        "2019-09",
        "2021-11",
        "The first term as foreign minister ended in November 2021.",
    ),
    ("hagiuda", ""): ("2021-10", "2022-08", "His term (October 2021 to August 2022) is general knowledge."),
}
GENERAL_KNOWLEDGE = (
    "Japanese name, seat and beginning are general knowledge and were not read in a cited source."
)
MOST_SOURCES = 4
# How English speakers say family names that are easily said wrong; respelled by us, common usage.
SAID = {"bessent": "BESS-ent", "lutnick": "LUT-nik", "greer": "greer", "raimondo": "ry-MON-doh", "tai": "tie"}
# Family names in katakana as Japanese text writes them: (name, whether it was read in a cited source).
KATAKANA = {
    "trump": ("トランプ", False), "bessent": ("ベッセント", True), "lutnick": ("ラトニック", False),
    "greer": ("グリア", True),
}  # fmt: skip


def load(facts: Path, name: str) -> dict[str, Any]:
    """One file of the facts, figures as Decimal."""
    text = (facts / f"{name}.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return loaded


# --- events ------------------------------------------------------------------------------------------------


def events(facts: Path, people_ids: dict[str, str]) -> list[Event]:
    """All events of the timeline with their curated titles. Stops if the table and the facts differ."""
    with (CURATION / "events.csv").open(encoding="utf-8", newline="") as stream:
        table = {row["id"]: row for row in csv.DictReader(stream)}
    timeline = load(facts, "timeline")["events"]
    if unknown := {event["id"] for event in timeline} ^ set(table):
        raise SystemExit(f"events.csv and the timeline differ: {', '.join(sorted(unknown))}")
    return [event(fact, table[fact["id"]], people_ids) for fact in timeline]


def event(fact: dict[str, Any], row: dict[str, str], people_ids: dict[str, str]) -> Event:
    """One event: the fact's sentence as summary, the table's title, kinds and links.

    Remarks on the sources stand in the note "Where the sources differ", not in what is printed.
    """
    zone, source = ZONES[row["zone"]], fact["sources"][0]
    dates = [TypedDate(edtf(fact), row["kind"], zone, source, fact["confidence"], fact["date_text"] or "")]
    dates += (more_date(text, zone, source, fact["confidence"]) for text in split(row["more_dates"]))
    deadline = fact.get("deadline", "")
    return Event(
        id=fact["id"], title=row["title"], category=fact["category"], dates=tuple(dates),
        place=fact["place"] or "", lanes=split(row["lanes"]),
        participants=tuple(
            Participant(people_ids[name], role(people_ids[name], fact["category"], number))
            for number, name in enumerate(fact["participants"])
        ),
        parent=row["parent"], measures=split(row["measures"]),
        summary=f"{fact['sentence']} Deadline {deadline}." if ":" in deadline else fact["sentence"],
        tags=(f"round-{fact['round']}",) if fact.get("round") else (),
        sources=tuple(fact["sources"]), confidence=fact["confidence"],
    )  # fmt: skip


def more_date(text: str, zone: str, source: str, confidence: str) -> TypedDate:
    """A further date: ``due:2025-08-01=what is due`` or, moved, ``due:2025-08-01@2025-07-07^SOURCE=what``."""
    text, _, words = text.partition("=")
    text, _, own_source = text.partition("^")
    text, _, set_on = text.partition("@")
    kind, _, day = text.partition(":")
    return TypedDate(day, kind, zone, own_source or source, confidence, set_on=set_on, words=words)


def edtf(fact: dict[str, Any]) -> str:
    """The fact's date: a day, a month, or an approximate date at the precision of its words."""
    day: str = fact["date"]
    if fact["date_precision"] == "day":
        return day
    if fact["date_precision"] == "month":
        return day[:7]
    return f"{day}~" if fact["date_text"].startswith("end of") else f"{day[:7]}~"


def role(person: str, category: str, number: int) -> str:
    """The part a participant played, as far as the category of the event tells."""
    if category in {"order", "proclamation"}:
        return "signed"
    if category in {"statement", "announcement", "diplomacy", "investigation"} and number == 0:
        return "speaker"
    if category in {"talks", "call", "meeting", "summit"}:
        if person == "akazawa":
            return "chief negotiator, Japan"
        return "for Japan" if person in {"ishiba", "takaichi", "hayashi"} else "for the United States"
    return ""


# --- people ------------------------------------------------------------------------------------------------


def people(facts: Path) -> list[Person]:
    """All people with names per script, posts, and the curated positions and relations."""
    loaded = load(facts, "people")
    curated = tomllib.loads((CURATION / "positions.toml").read_text(encoding="utf-8"))
    reviewed: str = loaded["generated_on"]
    return [person(fact, curated, reviewed) for fact in loaded["people"]]


def person(fact: dict[str, Any], curated: dict[str, Any], reviewed: str) -> Person:
    """One person of the facts."""
    japanese = fact["country"] == "JP"
    mine = [entry for entry in curated["position"] if entry["person"] == fact["id"]]
    related = [entry for entry in curated["relation"] if entry["person"] == fact["id"]]
    posts, remarks = posts_of(fact)
    cited = [*fact["sources"], *(entry["source"] for entry in (*mine, *related))]
    return Person(
        id=fact["id"], names=tuple(names(fact, japanese)), country=fact["country"], posts=posts,
        order="family-given" if japanese else "given-family",
        relations=tuple(
            Relation(entry["to_person"], entry["type"], entry["from"], "", entry["source"])
            for entry in related
        ),
        positions=tuple(
            Position(
                *(entry[key] for key in ("issue", "stance", "statement", "date", "source")),
                level=entry.get("level", ""),
            )
            for entry in mine
        ),
        reviewed_on=reviewed, review_by=half_a_year_after(reviewed),
        note=" ".join(
            filter(None, [fact["role_in_talks"], fact.get("note", ""), *remarks, *own_remarks(fact)])
        ),
        tags=("Japan",) if japanese else ("United States",),
        sources=tuple(dict.fromkeys(cited)), confidence=fact["confidence"],
    )  # fmt: skip


def posts_of(fact: dict[str, Any]) -> tuple[tuple[Post, ...], list[str]]:
    """The posts, with ends that are general knowledge filled in and said in a remark."""
    posts, remarks = [], []
    for entry in fact["roles"]:
        start, end = entry["from"] or "", entry["to"] or ""
        if not end and (fact["id"], start) in KNOWN_ENDS:
            start, end, remark = KNOWN_ENDS[(fact["id"], start)]
            remarks.append(remark)
        posts.append(Post(entry["title"], entry["organisation"], start, end, "holder"))
    return tuple(posts), remarks


def names(fact: dict[str, Any], japanese: bool) -> Iterator[PersonName]:
    """Latin form first, then the native form with its reading, then how Japanese text writes foreigners."""
    full: str = fact["name"]
    if japanese:
        family, given = full.split(" ", 1)
        reading: str = fact["reading"]
        native: str = fact["native_name"]
        yield PersonName(full, "Latn", family, given, pronunciation=spoken(reading))
        native_family, native_given = divided(native)
        yield PersonName(
            native, "Jpan", native_family, native_given, reading, spoken(reading), as_written=True
        )
        return
    words = full.removesuffix(", Jr.").split()
    said = SAID.get(fact["id"], "")
    yield PersonName(full, "Latn", words[-1], " ".join(words[:-1]), pronunciation=said, as_written=True)
    if fact["native_name"]:
        given, family = fact["native_name"].split("・")
        yield PersonName(fact["native_name"], "Jpan", family, given)
    elif fact["id"] in KATAKANA:
        katakana, _read = KATAKANA[fact["id"]]
        yield PersonName(katakana, "Jpan", katakana)


def divided(native: str) -> tuple[str, str]:
    """Family and given name of a Japanese name written without a space."""
    family = next(
        name
        for name in (
            "赤沢", "石破", "高市", "加藤", "片山", "武藤", "岩屋", "茂木", "林", "木原", "城内", "小泉",
            "小野田", "鈴木", "山田", "萩生田",
        )
        if native.startswith(name)
    )  # fmt: skip
    return family, native.removeprefix(family)


def own_remarks(fact: dict[str, Any]) -> tuple[str, str]:
    """Where the katakana form and the respelling of a name come from."""
    said = "How the name is said is respelled here and was not read in a source."
    return katakana_remark(fact), said if fact["id"] in SAID else ""


def katakana_remark(fact: dict[str, Any]) -> str:
    """Says when the katakana form was not read in a source."""
    _name, was_read = KATAKANA.get(fact["id"], ("", True))
    return "" if was_read else "The katakana form is common usage and was not read in a cited source."


def half_a_year_after(day: str) -> str:
    """The same day of the month six months on."""
    year, month = divmod(int(day[:4]) * 12 + int(day[5:7]) - 1 + REVIEWED_FOR_MONTHS, 12)
    return f"{year}-{month + 1:02}-{day[8:]}"


# --- organisations and delegations ----------------------------------------------------------------------


def organisations(people_: Iterable[Person]) -> list[Organisation]:
    """The bodies that posts name, each with the sources of the posts. Stops if a post names another body."""
    table = tomllib.loads((CURATION / "organisations.toml").read_text(encoding="utf-8"))["organisation"]
    someone = list(people_)
    made = [organisation(entry, someone) for entry in table]
    known = {name for each in made for name in (each.title, each.short, *each.other_names)}
    if missing := {post.organisation for each in someone for post in each.posts} - known:
        raise SystemExit(f"organisations.toml lacks: {', '.join(sorted(missing))}")
    return made


def organisation(entry: dict[str, Any], someone: list[Person]) -> Organisation:
    """One body with the sources of those who hold a post in it."""
    names = {entry["title"], entry.get("short", ""), *entry.get("other_names", ())} - {""}
    cited_by = [each for each in someone if any(post.organisation in names for post in each.posts)]
    return Organisation(
        id=entry["id"], title=entry["title"], native=entry["native"], reading=entry["reading"],
        short=entry.get("short", ""), other_names=tuple(entry.get("other_names", ())),
        parent=entry.get("parent", ""), country=entry["country"], seat=entry["seat"],
        from_=entry.get("from", ""), note=GENERAL_KNOWLEDGE, tags=("organisation",),
        sources=tuple(sorted({key for each in cited_by for key in each.sources}))[:MOST_SOURCES],
    )  # fmt: skip


def delegations(happened: Iterable[Event], someone: Iterable[Person]) -> list[Delegation]:
    """The two sides of the rounds that the curation names, from the participants of the event."""
    country = {each.id: each.country for each in someone}
    events_ = {event.id: event for event in happened}
    table = tomllib.loads((CURATION / "delegations.toml").read_text(encoding="utf-8"))["delegation"]
    return [
        Delegation(
            id=entry["id"], title=entry["title"], event=entry["event"], our_side="JP", their_side="US",
            members=tuple(
                DelegationMember(part.person, "ours" if country[part.person] == "JP" else "theirs")
                for part in events_[entry["event"]].participants
            ),
            note=entry["note"], sources=events_[entry["event"]].sources,
        )
        for entry in table
    ]  # fmt: skip


# --- series and sources ------------------------------------------------------------------------------------


# What the register says of figures that were worked out from the law; a paper says so in its own words.
COMPUTED = " (computed from measures.json)"


def tags_of(title: str) -> tuple[str, ...]:
    """The tags of a series: worked out from the law, or read."""
    return ("indicator", "computed") if title.endswith(COMPUTED) else ("indicator",)


def series(facts: Path) -> list[Series]:
    """All indicators; companion figures of a point keep their names."""
    return [
        Series(
            id=fact["id"], title=fact["title"].removesuffix(COMPUTED), unit=fact["unit"],
            frequency=fact["frequency"],
            country=fact["country"], points=tuple(map(point, fact["points"])), note=fact.get("note", ""),
            tags=tags_of(fact["title"]), sources=tuple(fact["sources"]),
        )
        for fact in load(facts, "indicators")["series"]
    ]  # fmt: skip


def point(fact: dict[str, Any]) -> SeriesPoint:
    """One figure. What is not a named field and is a number is a companion figure."""
    known = {"period", "value", "vintage", "item", "remark", "sources", "confidence"}
    return SeriesPoint(
        period=fact["period"], value=Decimal(fact["value"]), vintage=fact.get("vintage", ""),
        item=fact.get("item", ""), remark=fact.get("remark", ""),
        figures={key: Decimal(value) for key, value in fact.items() if key not in known},
        sources=tuple(fact.get("sources", ())), confidence=fact["confidence"],
    )  # fmt: skip


def sources(facts: Path, wanted: Iterable[str]) -> list[Source]:
    """The documents that the records cite, from all registers, by id. Stops if one is not registered."""
    register: dict[str, dict[str, Any]] = {}
    for name in REGISTERS:
        register |= load(facts, name)["sources"]
    wanted = sorted(set(wanted))
    if missing := [key for key in wanted if key not in register]:
        raise SystemExit(f"not in any source register: {', '.join(missing)}")
    return [source(key, register[key]) for key in wanted]


def source(key: str, fact: dict[str, Any]) -> Source:
    """One document. A title in brackets is a description; without one the publisher and day stand in."""
    day = fact["date"] or ""
    title = fact["title"] or f"Report of {day}"
    if title.startswith("(") and title.endswith(")"):
        title = title[1:2].upper() + title[2:-1]
    language = "ja" if re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", title) else "en"
    locator = fact.get("locator") or ""
    return Source(
        id=key, title=title, publisher=fact["publisher"] or "", language=language,
        date=day.replace("2025-2026", "2025/2026"),
        locator="" if locator.startswith("stored-text") else locator,
    )  # fmt: skip


# --- the whole ---------------------------------------------------------------------------------------------


def cited(records: Iterable[Record]) -> Iterator[str]:
    """Every source id that a record names, at any depth."""
    for record in records:
        if isinstance(record, Person | Event):
            yield from (entry.source for entry in getattr(record, "positions", ()))
            yield from (entry.source for entry in getattr(record, "dates", ()))
        for entry in getattr(record, "points", ()):
            yield from entry.sources
        for entry in getattr(record, "quotations", ()):
            yield entry.source
        yield from getattr(record, "sources", ())
        if single := getattr(record, "source", ""):
            yield single


def build(facts: Path, target: Path) -> dict[str, str]:
    """The built files by name, as text. ``target`` holds the hand-written part."""
    someone = people(facts)
    ids = {fact["name"]: fact["id"] for fact in load(facts, "people")["people"]} | {"Donald Trump": "trump"}
    happened = events(facts, ids)
    built: dict[str, list[Any]] = {
        "events": happened, "people": someone, "organisations": organisations(someone),
        "delegations": delegations(happened, someone), "series": series(facts),
    }  # fmt: skip
    written = read_hand_written(target)
    built["sources"] = sources(
        facts, filter(None, cited([*written, *(r for part in built.values() for r in part)]))
    )
    return {
        f"{name}.json": json.dumps([without_empty(r) for r in part], ensure_ascii=False, indent=1) + "\n"
        for name, part in built.items()
    }


def split(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several, separated by semicolons."""
    return tuple(part for part in cell.split(";") if part)


def main() -> None:
    """Write the built files and say how many records each holds."""
    parser = argparse.ArgumentParser(description="Build the sample workspace from the facts.")
    parser.add_argument("--facts", type=Path, default=FACTS)
    parser.add_argument("--out", type=Path, default=TARGET)
    options = parser.parse_args()
    for name, text in build(options.facts, options.out).items():
        (options.out / name).write_text(text, encoding="utf-8")
        print(f"{name}: {len(json.loads(text))} records")


if __name__ == "__main__":
    main()
