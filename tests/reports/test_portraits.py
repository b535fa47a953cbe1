"""A photograph on the page of a person: the picture, its credit and date, words for who cannot see it."""

import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from briefing_app.domain.change import added
from briefing_app.domain.records import Block, Briefing, Person, PersonName, Post
from briefing_app.reports.briefing import gather_report, write_report
from briefing_app.reports.model import NameBlock
from briefing_app.store.workspace import Workspace

Text = Callable[[Path], str]
PERSON = Person(
    id="p",
    names=(PersonName("Ono Taro", family="Ono"),),
    posts=(Post("Minister of X", "Y", "2024-01-01"),),
    photo_credit="Cabinet Office",
    photo_date="2024-05",
)


def _png(width: int = 30, height: int = 40) -> bytes:
    def part(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    rows = b"".join(b"\0" + bytes(x * 7 % 256 for x in range(width * 3)) for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")
    )


@pytest.fixture
def workspace(tmp_path: Path):  # type: ignore[no-untyped-def]
    with Workspace.create(tmp_path / "w.brief") as workspace:
        yield workspace


def sheet(workspace: Workspace, person: Person, language: str = "en"):  # type: ignore[no-untyped-def]
    workspace.apply(added(person))
    briefing = Briefing(
        template="bio", language=language, blocks=(Block("people", options={"people": [person.id]}),)
    )
    return gather_report(workspace, briefing, as_of=date(2025, 5, 24), language=language)  # type: ignore[arg-type]


def test_the_photo_is_printed_with_credit_and_date(
    workspace: Workspace, tmp_path: Path, text_of: Text
) -> None:
    digest = workspace.put_attachment(_png())
    report = sheet(workspace, replace(PERSON, photo=digest))
    out = tmp_path / "bio.pdf"
    write_report(report, out)  # by default a PDF/A-2a and PDF/UA-1: no picture without words passes
    assert "Photo: Cabinet Office, May 2024" in text_of(out)
    assert b"/Subtype/Image" in out.read_bytes().replace(b" ", b"")
    without = sheet(workspace, replace(PERSON, id="q", names=(PersonName("Ono Jiro"),)))
    write_report(without, out)
    assert "Photo" not in text_of(out)
    assert b"/Subtype/Image" not in out.read_bytes().replace(b" ", b"")


def test_words_stand_for_the_photo_and_a_missing_credit_is_told(workspace: Workspace) -> None:
    digest = workspace.put_attachment(_png())
    report = sheet(workspace, replace(PERSON, photo=digest, photo_credit="", photo_date=""), "ja")
    block = next(item for section in report.sections for item in section.items
                 if isinstance(item, NameBlock))  # fmt: skip
    assert (block.photo_alt, block.photo_credit) == ("Ono Taroの写真", "写真：提供者の記載なし")
    told = [problem for problem in report.problems if "no credit" in problem.text]
    assert [problem.target for problem in told] == [f"person:{PERSON.id}"]  # where the credit is written


@pytest.mark.parametrize("content", [b"no picture at all", _png(20_001, 1)])
def test_what_cannot_be_printed_is_left_out_and_told(workspace: Workspace, content: bytes) -> None:
    digest = workspace.put_attachment(content)
    report = sheet(workspace, replace(PERSON, photo=digest))
    block = next(item for section in report.sections for item in section.items
                 if isinstance(item, NameBlock))  # fmt: skip
    assert block.photo == ""
    assert any("is damaged" in problem.text for problem in report.problems)


def test_word_holds_the_photo_with_its_words_and_credit(workspace: Workspace, tmp_path: Path) -> None:
    from docx import Document

    picture = _png()
    digest = workspace.put_attachment(picture)
    out = tmp_path / "bio.docx"
    write_report(sheet(workspace, replace(PERSON, photo=digest)), out)
    document = Document(str(out))
    (shown,) = document.inline_shapes
    assert shown._inline.docPr.get("descr") == "Photo of Ono Taro"
    (part,) = [each for each in document.part.package.iter_parts() if "media" in str(each.partname)]
    assert part.blob == picture
    texts = [paragraph.text for paragraph in document.paragraphs]
    place = next(at for at, each in enumerate(document.paragraphs) if each._p.xpath(".//w:drawing"))
    assert texts[place + 1] == "Photo: Cabinet Office, May 2024"


def test_a_photo_that_word_cannot_take_leaves_its_words(workspace: Workspace, tmp_path: Path) -> None:
    from docx import Document

    webp = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f" + bytes(30)
    digest = workspace.put_attachment(webp)
    out = tmp_path / "bio.docx"
    write_report(sheet(workspace, replace(PERSON, photo=digest)), out)
    document = Document(str(out))
    assert len(document.inline_shapes) == 0
    assert "[Photo of Ono Taro]" in [paragraph.text for paragraph in document.paragraphs]
