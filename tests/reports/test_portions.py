"""Marks of single portions: what they cover, what a releasable edition keeps, what is in its bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_app.domain.records import (
    Block,
    Briefing,
    Event,
    Note,
    Participant,
    Person,
    PersonName,
    Source,
    TypedDate,
)
from briefing_app.reports import markings, portions
from briefing_app.reports.briefing import TEMPLATES, default_briefing, gather_report, write_briefing
from briefing_app.store.workspace import Workspace
from tests.reports.conftest import fill

DAY = date(2025, 5, 24)
AMBER = markings.find("TLP:AMBER")
SECRET = "Zanzibar"
KNOWN = ("known:2025-05-01",)
SHEETS = ("duty-sheet", "scenario-sheet")


def kept(text: str, scheme: str = "") -> str:
    return portions.read(text, scheme, AMBER).text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Open.\n\n(TLP:RED) Closed\nand on.\n\nOpen again.", "Open.\n\n\nOpen again."),
        ("- open\n- (TLP:RED) closed\n  and on\n  - inner\n- open again", "- open\n- open again"),
        ("1. open\n2. **(TLP:RED) closed** words\n3. open", "1. open\n3. open"),
        ("# A\n\ntext\n\n## (TLP:RED) B\n\ntext\n\n### C\n\ntext\n\n# D\n\nend", "# A\n\ntext\n\n# D\n\nend"),
        ("**Say**\n- a\n\n**(TLP:RED) If pressed**\n- b\n\n**Avoid**\n- c", "**Say**\n- a\n\n**Avoid**\n- c"),
        ("> (TLP:RED) said\n> more\n\nend", "\nend"),
        ("| a | b |\n|---|---|\n| (TLP:RED) x | y |\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |"),
        ("(TLP:GREEN) Open.", "(TLP:GREEN) Open."),
        ("（極秘）閉じる。\n\n開く。", "\n開く。"),
        ("- a\n- (TLP:RED) b\n\n  its second paragraph\n\n- c", "- a\n\n\n- c"),
    ],
)  # fmt: skip
def test_a_mark_covers_what_stands_under_it(text: str, left: str) -> None:
    assert kept(text) == left


def test_a_short_mark_counts_only_in_its_scheme() -> None:
    text = "(A) one\n\n(C) three"
    assert portions.read(text).marks == ()
    (mark,) = portions.read(text, "us").marks
    assert mark[0].label == "CONFIDENTIAL"


@given(st.text(alphabet="ab (TLP:RED)\n-#>|*`（秘）1.", max_size=120))
def test_reading_a_text_leaves_no_marked_line_and_adds_nothing(text: str) -> None:
    read = portions.read(text, "", AMBER)
    lines = read.text.split("\n") if read.text else []
    rest = iter(text.split("\n"))
    assert all(line in rest for line in lines), "lines stay in their order"
    first = portions.mark_of(lines[0]) if lines else None
    assert first is None or not markings.is_above(first, AMBER) or lines[0].startswith("    ")


@pytest.fixture
def mixed(desk_space: Workspace) -> Workspace:
    """Closed words wherever a record holds words."""
    when = (TypedDate("2025-05-01"),)
    red = f"(TLP:RED) {SECRET} one ^red-source [[b]] @p"
    fill(
        desk_space,
        Source(id="open-source", title="Open paper", date="2025-05-01"),
        Source(id="red-source", title=f"{SECRET} cable", date="2025-05-01"),
        Event(id="a", title="Open event", dates=when, sources=("open-source",), marking="TLP:GREEN"),
        Event(id="b", title=f"{SECRET} meeting", dates=when, sources=("red-source",), marking="TLP:RED"),
        Person(id="p", names=(PersonName(f"{SECRET} Person"),), marking="TLP:RED"),
        Event(id="t", title="Round", category="talks", dates=when, participants=(Participant("p"),)),
        Note(id="sheet", title="Sheet", tags=("brief:one-page", *KNOWN), marking="TLP:AMBER",
             body=f"## Purpose\nOpen purpose.\n\n{red}\n\n## (TLP:RED) Avoid\n- {SECRET} two\n\n"
                  f"## Key messages\n- Open message\n- {red}\n\n## Facts\n- **1%** open ^open-source\n"
                  f"- {red}"),
        Note(id="line", title="Line", kind="line", body=f"**Say**\n- Open\n- {red}", tags=KNOWN),
        Note(id="qa", title="Q", kind="qa", tags=KNOWN,
             body=f"## Open question?\nYes.\n\n## (TLP:RED) {SECRET} question?\nNo."),
        Note(id="rec", title="Record", kind="record", body=f"Open record [[b]] @p.\n\n{red}", tags=KNOWN),
    )  # fmt: skip
    return desk_space


@pytest.mark.parametrize("template", [name for name in TEMPLATES if name not in SHEETS])
@pytest.mark.parametrize("form", ["pdf", "docx", "md"])
def test_nothing_from_above_is_in_the_bytes(
    mixed: Workspace, tmp_path: Path, template: str, form: str
) -> None:
    out = tmp_path / f"paper.{form}"
    write_briefing(mixed, template=template, as_of=DAY, language="en", out=out, release="TLP:AMBER")
    assert SECRET not in everything(out)
    assert SECRET.encode("utf-16-be").hex().upper() not in everything(out).upper()


@pytest.mark.parametrize("form", ["pdf", "docx", "md"])
def test_the_search_would_find_it(mixed: Workspace, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"paper.{form}"
    write_briefing(mixed, template="chronology", as_of=DAY, language="en", out=out)
    assert SECRET in everything(out)


def everything(path: Path) -> str:
    """All that a file holds: its bytes, what is packed in them, the text of its pages, its metadata."""
    parts = [path.read_bytes()]
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as packed:
            parts += [packed.read(name) for name in packed.namelist()] + [
                " ".join(packed.namelist()).encode()
            ]
    if path.suffix == ".pdf":
        plain = io.BytesIO()
        with pikepdf.open(path) as pdf:  # nothing packed: outlines, metadata and attachments lie open
            pdf.save(plain, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
            parts += [name.encode() + file.get_file().read_bytes() for name, file in pdf.attachments.items()]
        parts.append(plain.getvalue())
        with pypdfium2.PdfDocument(path) as drawn:
            parts += [page.get_textpage().get_text_range().encode() for page in drawn]
    return "\n".join(part.decode("utf-8", "replace") + part.decode("latin-1") for part in parts)


def test_what_is_left_is_numbered_without_a_gap(mixed: Workspace) -> None:
    report = gather_report(
        mixed, default_briefing(TEMPLATES["book"], "en"), as_of=DAY, language="en", release="TLP:AMBER"
    )
    assert [row.number for row in report.sources] == list(range(1, len(report.sources) + 1))
    assert all(SECRET not in row.title for row in report.sources)
    rows = [item for section in report.sections if section.layout == "events" for item in section.items]
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))  # type: ignore[union-attr]
    assert report.marking.label == "TLP:AMBER"


def test_portions_roll_up_into_the_banner_and_are_printed(mixed: Workspace) -> None:
    report = gather_report(
        mixed, Briefing(template="one-page", blocks=(Block("purpose"),)), as_of=DAY, language="en"
    )
    assert report.marking.label == "TLP:RED", "the sheet is amber, a paragraph of it red"
    assert any("is marked above its note" in problem.text for problem in report.problems)
    book = gather_report(mixed, default_briefing(TEMPLATES["book"], "en"), as_of=DAY, language="en")
    rows = [item for section in book.sections if section.layout == "events" for item in section.items]
    assert {row.portion for row in rows} == {"", "(TLP:GREEN)", "(TLP:RED)"}  # type: ignore[union-attr]


def test_own_text_can_be_marked_as_a_whole_or_by_portion(mixed: Workspace) -> None:
    blocks = (
        Block("text", text=f"{SECRET} words", options={"heading": f"{SECRET} heading", "marking": "TLP:RED"}),
        Block("text", text=f"Open.\n\n(TLP:RED) {SECRET}", options={"heading": "Kept"}),
    )
    briefing = Briefing(template="chronology", blocks=blocks)
    whole = gather_report(mixed, briefing, as_of=DAY, language="en")
    assert whole.marking.label == "TLP:RED"
    assert whole.sections[0].portion == "(TLP:RED)"
    released = gather_report(mixed, briefing, as_of=DAY, language="en", release="TLP:AMBER")
    assert [section.title for section in released.sections] == ["Kept"]
    assert SECRET not in str(released.sections)
