"""What is marked says so in each file that leaves: of the whole, paragraphs included; nothing is lost."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_app.domain.records import Block, Briefing, Event, Note, Person, PersonName, TypedDate
from briefing_app.exchange import formats
from briefing_app.exchange.note_files import marked, read_note, unmarked, write_note
from briefing_app.reports.rollup import rolled_up

OPEN = Note(id="n1", title="Open", body="Nothing to hide.\r\nNo.")
CLEAR = Note(id="n2", title="Clear", marking="TLP:CLEAR", body="First.\n\n- (TLP:RED) They will give in.")
SECRET = Event(id="e1", title="Call", marking="SENSITIVE")
OWN = Person(id="p1", names=(PersonName("A"),), marking="Eyes of the desk --> only")
DAY = date(2026, 10, 12)


def test_the_highest_of_each_scheme_counts_paragraphs_and_blocks_too():
    assert rolled_up([]) == ""
    assert rolled_up([OPEN]) == ""
    assert rolled_up([CLEAR]) == "TLP:RED"
    assert rolled_up([CLEAR, SECRET]) == "TLP:RED, SENSITIVE"
    assert rolled_up([OWN, CLEAR]) == "TLP:RED, Eyes of the desk --> only"
    paper = Briefing(
        id="b",
        template="one-page",
        marking="TLP:GREEN",
        blocks=(Block("text", text="x", options={"marking": "TLP:AMBER"}),),
    )
    assert rolled_up([paper]) == "TLP:AMBER"


@pytest.mark.parametrize("name", ["all.json", "all.zip"])
def test_a_file_of_everything_says_the_marking_of_all_and_reads_back_the_same(name):
    records = [SECRET, OWN, OPEN, CLEAR]
    content = formats.write(records, name, None, marking_of=rolled_up)
    inside = zipfile.ZipFile(io.BytesIO(content)).read("records.json") if name.endswith("zip") else content
    assert json.loads(inside)["marking"] == "TLP:RED, SENSITIVE, Eyes of the desk --> only"
    back = formats.read(content, name, None, on=DAY)
    assert not back.problems
    assert sorted(back.records, key=lambda each: each.id) == sorted(records, key=lambda each: each.id)


def test_a_file_of_notes_says_the_marking_of_its_notes_only():
    content = formats.write([SECRET, CLEAR], "notes.md", None, marking_of=rolled_up)
    assert content.decode().split("\n")[:2] == ["<!-- marking: TLP:RED -->", "+++"]
    assert formats.read(content, "notes.md", None).records == (CLEAR,)
    assert rolled_up(formats.written([SECRET, CLEAR], "notes.md")) == "TLP:RED"
    assert rolled_up(formats.written([SECRET, CLEAR], "dates.ics")) == "SENSITIVE"
    assert formats.written([SECRET, CLEAR], "x.csv", "note") == [CLEAR]


def test_each_note_in_an_archive_says_its_own():
    content = formats.write([OPEN, CLEAR], "all.zip", None, marking_of=rolled_up)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        first, second = (archive.read(name).decode() for name in sorted(archive.namelist()) if "note" in name)
    assert first.startswith("+++")
    assert second.startswith("<!-- marking: TLP:RED -->\n+++")


def test_nothing_is_said_of_what_is_not_marked():
    assert b"marking:" not in formats.write([OPEN], "notes.md", None, marking_of=rolled_up)
    assert "marking" not in json.loads(formats.write([OPEN], "all.json", None, marking_of=rolled_up))


@given(st.text(max_size=60))
def test_no_label_breaks_a_file(label):
    text = write_note(CLEAR)
    assert unmarked(marked(text, label)) == text
    assert read_note(marked(text, label), "x.md") == CLEAR


def test_a_comment_of_the_user_is_no_marking():
    text = "<!-- marking: mine -->\nMy words."
    assert read_note(text, "x.md").body == text


def test_a_calendar_and_a_card_say_the_marking_where_others_read_and_read_back_the_same():
    call = Event(
        id="e2", title="Call", dates=(TypedDate("2026-10-15"),), summary="Cars.", marking="TLP:AMBER"
    )
    open_call = replace(call, id="e3", marking="")
    content = formats.write([call, open_call], "all.ics", "event")
    assert content.count(b"CLASS:CONFIDENTIAL") == 1
    assert b"DESCRIPTION:TLP:AMBER\\nCars." in content
    assert list(formats.read(content, "all.ics", None, on=DAY).records) == [call, open_call]
    bare = b"".join(line for line in content.splitlines(True) if not line.startswith((b"X-", b" ")))
    assert formats.read(bare, "all.ics", None, on=DAY).records[0].summary.startswith("TLP:AMBER")
    noted = replace(OWN, id="p2", note="Likes golf.")
    cards = formats.write([OWN, noted], "all.vcf", "person")
    assert b"NOTE:Eyes of the desk --> only\r\n" in cards
    assert b"NOTE:Eyes of the desk --> only\\nLikes golf." in cards
    assert list(formats.read(cards, "all.vcf", None, on=DAY).records) == [OWN, noted]
