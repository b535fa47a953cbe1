"""A releasable edition: a word of its own in every field of every record, which may not turn up in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest

from briefing_app.domain.records import (
    Basket,
    BasketRow,
    Block,
    Briefing,
    Delegation,
    DelegationMember,
    Event,
    Note,
    Organisation,
    Participant,
    Person,
    PersonName,
    Position,
    Post,
    Quotation,
    Relation,
    Scenario,
    ScenarioEdit,
    Series,
    SeriesPoint,
    Source,
    TypedDate,
)
from briefing_app.errors import UsageError
from briefing_app.exchange.sample import load_sample
from briefing_app.reports.briefing import TEMPLATES, gather_report, write_briefing, write_report
from briefing_app.store.workspace import Workspace
from tests.reports.conftest import fill
from tests.reports.test_portions import everything

DAY = date(2025, 5, 24)
RED = "TLP:RED"
KNOWN = "known:2025-05-02"


class Words:
    """Words that stand nowhere else, each with the field it was put into."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self._numbers = count(1)

    def of(self, field: str) -> str:
        """A word for a field of a record that is closed, or for one that no paper prints."""
        word = f"Qanary{next(self._numbers):03}x"
        self.fields[word] = field
        return word

    def portion(self, field: str) -> str:
        """The same in a portion of an open record."""
        return f"({RED}) {self.of(field)}"

    def in_file(self, path: Path) -> set[str]:
        """The fields whose words are in a file, in whatever form."""
        held = everything(path)
        found = {self.fields[word] for word in re.findall(r"Qanary\d{3}x", held)}
        wide = held.upper()
        return found | {
            field for word, field in self.fields.items() if word.encode("utf-16-be").hex().upper() in wide
        }


def closed(w: Words) -> Iterator[object]:
    when = (TypedDate("2025-05-01"),)
    yield Source(
        id="RS", title=w.of("source"), publisher=w.of("publisher"), locator=w.of("url"), date="2025-05-01"
    )
    yield Organisation(id="RO", title=w.of("body"), native=w.of("its name"), short=w.of("short"), marking=RED)
    yield Person(
        id="rp", names=(PersonName(w.of("name"), reading=w.of("reading"), pronunciation=w.of("spoken")),),
        posts=(Post(w.of("post"), "RO", "2025-01-01"),), country="US", marking=RED, sources=("RS",),
        note=w.of("note"), photo_credit=w.of("credit"), tags=(w.of("tag of a person"),),
    )  # fmt: skip
    yield Event(
        id="re", title=w.of("event"), summary=w.of("summary"), place=w.of("place"), dates=when,
        participants=(Participant("op", w.of("role")),), category="talks", marking=RED, sources=("RS",),
    )  # fmt: skip
    yield Delegation(
        id="rd", title=w.of("delegation"), event="oe", our_side="JP", their_side="US", marking=RED,
        members=(DelegationMember("op", "theirs", w.of("role in a delegation")),), note=w.of("its note"),
    )  # fmt: skip
    body = f"{w.of('text')} ^RS [{w.of('link')}](https://x.example/{w.of('address of a link')})"
    yield Note(id="rn", title=w.of("title"), body=body, kind="line", marking=RED, tags=(w.of("tag"), KNOWN))


def open_with_portions(w: Words) -> Iterator[object]:
    yield Person(
        id="op", names=(PersonName("Open Person"), PersonName(w.portion("second name"), "Jpan")),
        country="US",
        posts=(Post("Deputy", "RO", "2025-01-01"), Post(w.portion("post"), "", "2025-01-02")),
        relations=(Relation("rp", w.of("relation to somebody closed"), "2025-01-01"),),
        positions=(Position("Cars", w.portion("stance"), "x", "2025-05-02"),
                   Position("Steel", "y", w.portion("statement"), "2025-05-02"),
                   Position(w.portion("issue"), "s", "t", "2025-05-03")),
        address={"speech": w.portion("address"), "place card": w.portion("place card")},
        note=w.portion("note"), private_note=w.of("private note"), tags=(w.of("tag of an open person"),),
    )  # fmt: skip
    yield Event(
        id="oe", title="Open talks", place=w.portion("place"),
        summary=f"Open words.\n\n{w.portion('summary')}",
        dates=(TypedDate("2025-05-02", as_typed=w.of("as typed")),), category="talks",
        parent="re",
        participants=(Participant("op", w.portion("role")), Participant("rp", w.of("role of a closed one"))),
        tags=(w.of("tag of an event"),),
    )  # fmt: skip
    yield Event(id="oe2", title=w.portion("title of an event"), dates=(TypedDate("2025-05-03"),))
    yield Delegation(
        id="od", title="Open delegation", event="re", our_side="JP", their_side="US",
        note=w.portion("its note"),
        members=(DelegationMember("akazawa"), DelegationMember("op", "theirs", w.portion("role")),
                 DelegationMember("rp", "theirs", w.of("role of a closed member"))),
    )  # fmt: skip
    said = (
        Quotation(w.portion("quotation"), "op", "2025-05-02"),
        Quotation("Open", "op", "2025-05-02", "YOM-0524", w.portion("locator")),
    )
    yield Note(
        id="on", title="Open line", kind="line", tags=(KNOWN, w.of("tag of a note")), quotations=said,
        owner=w.of("owner"), status_by=w.of("who cleared it"),
        body=f"**Say**\n- open [[rn]] [[re]] @rp [[rd]] [[od]] [[RO]]\n- {w.portion('line')} ^RS\n\n"
             f"({RED}) [{w.of('words of a link')}](https://x.example/{w.of('link')})\n\n"
             "| a | b |\n|---|---|\n"
             f"| {w.portion('cell')} | {w.of('the rest of its row')} |\n| 1 | 2 |\n",
    )  # fmt: skip
    yield Note(
        id="qq", title="Q", kind="qa", tags=(KNOWN,), status="cleared",
        body=f"## Q1. Open?\n**Short.** Yes.\n\n{w.portion('answer')}\n\n### {w.portion('follow-up')}\n"
             f"{w.of('its answer')}\n\n## {w.portion('question')}\n{w.of('answer to it')}\n",
    )  # fmt: skip
    yield Note(
        id="gl", title="Glossary B", tags=("glossary", KNOWN),
        body=f"| term | meaning |\n|---|---|\n| {w.portion('term')} | {w.of('its meaning')} |\n"
             "| AB | open |\n",
    )  # fmt: skip
    points = tuple(SeriesPoint(f"2025-0{m}", Decimal(m), remark=w.portion("remark")) for m in range(1, 5))
    yield Series(id="ser", title=w.portion("series"), unit="%", points=points, note=w.portion("its note"))
    edits = (ScenarioEdit("change", "s232-autos-25", {"rate": "0.10"}),)
    yield Scenario(id="sc", edits=edits, title=w.portion("scenario"), note=w.portion("its note"))
    rows = (BasketRow("8703.23.01", Decimal("30000.00"), value_source=w.portion("value")),)
    yield Basket(id="ba", title=w.portion("basket"), rows=rows, source=w.of("source of a basket"))


@pytest.fixture(scope="module")
def traps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Words]]:
    words = Words()
    with Workspace.create(tmp_path_factory.mktemp("traps") / "w.brief") as workspace:
        fill(workspace, *load_sample("us-japan"), *closed(words), *open_with_portions(words))  # type: ignore[arg-type]
        yield workspace, words


@pytest.mark.parametrize("suffix", ["pdf", "docx", "md"])
@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("template", list(TEMPLATES))
def test_no_word_from_above_is_in_any_paper(
    traps: tuple[Workspace, Words], tmp_path: Path, template: str, language: str, suffix: str
) -> None:
    workspace, words = traps
    out = tmp_path / f"p.{suffix}"
    write_briefing(workspace, template=template, as_of=DAY, language=language, out=out, release="TLP:AMBER")
    assert words.in_file(out) == set()


def every_block(w: Words) -> tuple[Block, ...]:
    records = (
        ("person", "op"), ("person", "rp"), ("event", "oe"), ("event", "re"), ("note", "on"), ("note", "rn"),
        ("series", "ser"), ("scenario", "sc"), ("duty", "ba"), ("delegation", "od"), ("delegation", "rd"),
    )  # fmt: skip
    return (
        *(Block(kind, key) for kind, key in records),
        Block("quotation", "on", options={"number": 0}),
        Block("quotation", "on", options={"number": 1}),
        Block("position", "op", options={"number": 0}),
        Block("text", text=f"own\n\n{w.portion('own text')}"),
        Block("text", text=w.of("own block"), options={"marking": RED, "heading": w.of("its heading")}),
        Block("source", "RS", options={"marking": RED}),
    )


@pytest.mark.parametrize("suffix", ["pdf", "docx", "md"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_nor_in_a_book_into_which_every_record_was_put(
    traps: tuple[Workspace, Words], tmp_path: Path, language: str, suffix: str
) -> None:
    workspace, words = traps
    book = Briefing(
        id="b", template="book", title="T", language=language, blocks=every_block(words),
        settings={"purpose": words.of("purpose"), "copies": words.of("copies")},
    )  # fmt: skip
    out = tmp_path / f"p.{suffix}"
    report = gather_report(workspace, book, as_of=DAY, language=language, release="TLP:AMBER")  # type: ignore[arg-type]
    write_report(report, out)
    assert words.in_file(out) == set()
    assert "Open talks" in everything(out)
    whole = gather_report(workspace, book, as_of=DAY, language=language)  # type: ignore[arg-type]
    write_report(whole, out)
    assert {"event", "summary", "line", "own text", "body", "basket"} <= words.in_file(out)


def test_a_mark_within_a_sentence_stops_a_releasable_edition(desk_space: Workspace, tmp_path: Path) -> None:
    day = (TypedDate("2025-05-02"),)
    fill(desk_space, Event(id="e", title="Talks", summary="Open words. (TLP:RED) Closed words.", dates=day))
    out = tmp_path / "p.pdf"
    with pytest.raises(UsageError, match="Begin a paragraph with the mark"):
        write_briefing(
            desk_space, template="chronology", as_of=DAY, language="en", out=out, release="TLP:AMBER"
        )
    assert not out.exists()
    write_briefing(desk_space, template="chronology", as_of=DAY, language="en", out=out, release="TLP:RED")
    assert out.exists()


def test_a_mark_before_a_summary_counts_for_the_banner(desk_space: Workspace, tmp_path: Path) -> None:
    day = (TypedDate("2025-05-02"),)
    fill(desk_space, Event(id="e", title="Talks", summary="(TLP:RED) Closed words.", dates=day))
    out = tmp_path / "p.pdf"
    with pytest.raises(UsageError, match="is marked TLP:RED"):
        write_briefing(
            desk_space, template="chronology", as_of=DAY, language="en", out=out, marking="TLP:AMBER"
        )
