"""Markings: schemes as files, roll-up, refusal below the content, editions that can be released."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from briefing_app.domain.records import Event, Note, Person, PersonName, Source, TypedDate
from briefing_app.errors import UsageError
from briefing_app.reports import markings
from briefing_app.reports.briefing import TEMPLATES, default_briefing, gather_report, write_briefing
from briefing_app.store.workspace import Workspace
from tests.reports.conftest import fill

DAY = date(2025, 5, 24)


def test_tlp_has_its_exact_labels_to_the_right_in_twelve_points() -> None:
    tlp = next(scheme for scheme in markings.schemes() if scheme.name == "tlp")
    assert [marking.label for marking in tlp.markings] == [
        "TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"
    ]  # fmt: skip
    assert all(marking.align == "right" and marking.size_pt >= 12 for marking in tlp.markings)
    assert {scheme.name for scheme in markings.schemes()} == {"japan", "tlp", "uk", "us"}


def test_no_marking_prints_nothing() -> None:
    assert markings.find("").label == ""
    assert markings.find("none").label == ""


@pytest.fixture
def mixed(desk_space: Workspace) -> Workspace:
    when = (TypedDate("2025-05-01"),)
    fill(
        desk_space,
        Source(id="open-source", title="Open paper", date="2025-05-01"),
        Source(id="red-source", title="Zanzibar cable", date="2025-05-01"),
        Event(id="a", title="Open event", dates=when, sources=("open-source",), marking="TLP:GREEN"),
        Event(id="b", title="Zanzibar meeting", dates=when, sources=("red-source",), marking="TLP:RED"),
        Person(id="p", names=(PersonName("Zanzibar Person"),), marking="TLP:RED"),
        Note(id="n", title="Zanzibar line", body="**Say**\n- Zanzibar words", kind="line", marking="TLP:RED"),
        Event(id="c", title="Third event", dates=when, summary="[[b]] and [[n]] by @p", marking=""),
    )
    return desk_space


def test_the_banner_is_the_highest_of_what_is_in_the_paper(mixed: Workspace) -> None:
    report = gather_report(mixed, default_briefing(TEMPLATES["chronology"], "en"), as_of=DAY, language="en")
    assert report.marking.label == "TLP:RED"


def test_a_banner_below_the_content_is_refused_by_name(mixed: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "p.pdf"
    with pytest.raises(UsageError, match=r"Zanzibar meeting.*TLP:RED.*TLP:GREEN"):
        write_briefing(mixed, template="chronology", as_of=DAY, language="en", out=out, marking="TLP:GREEN")
    assert not out.exists()


@pytest.mark.parametrize("template", ["chronology", "one-page", "book"])
def test_a_releasable_edition_holds_nothing_from_above(
    mixed: Workspace, tmp_path: Path, text_of: Callable[[Path], str], template: str
) -> None:
    out = tmp_path / "p.pdf"
    write_briefing(mixed, template=template, as_of=DAY, language="en", out=out)
    assert "Zanzibar" in text_of(out)
    result = write_briefing(mixed, template=template, as_of=DAY, language="en", out=out, release="TLP:AMBER")
    assert not any("Zanzibar" in problem.text for problem in result.problems)
    assert "Zanzibar" not in text_of(out)
    with pikepdf.open(out) as pdf:
        whole = b"".join(
            part.read_bytes() for part in pdf.objects if isinstance(part, pikepdf.Stream)
        ) + b"".join(str(part).encode() for part in pdf.objects if not isinstance(part, pikepdf.Stream))
        banner = pdf.docinfo
    assert b"Zanzibar" not in whole
    assert b"Zanzibar" not in out.read_bytes()
    assert "Zanzibar" not in str(banner)


def test_a_marking_that_no_scheme_knows_is_told(desk_space: Workspace) -> None:
    fill(desk_space, Event(id="a", title="Odd", dates=(TypedDate("2025-05-01"),), marking="HOUSE RULES"))
    report = gather_report(
        desk_space, default_briefing(TEMPLATES["chronology"], "en"), as_of=DAY, language="en"
    )
    assert any("which no scheme knows" in problem.text for problem in report.problems)
